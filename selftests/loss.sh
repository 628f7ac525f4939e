#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Soft state over three links that lose messages: loss.py is these links and says what it does. By default ten reservations
# for ten minutes under each pattern of loss; `make soak` has a hundred for an hour. R is 30 s, and so is that of the state.

# shellcheck disable=SC2154 # setup_ns assigns the nodes
. "${0%/*}/lib.sh"
. "${0%/*}/topo_line.sh"

# Each link of the line in two parts, between which loss.py stands
veth()
{
	local name=${link_names[0]}

	link_names=("${link_names[@]:1}")
	ip link add "$2" netns "$1" up type veth peer name "${name}l" netns "$wire" &&
		ip link add "$4" netns "$3" up type veth peer name "${name}r" netns "$wire" &&
		ip -n "$wire" link set dev "${name}l" up && ip -n "$wire" link set dev "${name}r" up ||
		ktap_exit_fail_msg "no link $2 - $4"
}

topo_repeats=

require_root
require rsvpctl python3
insmod_rsvp
setup_ns wire
# h1 - r1, r2 - h2, r1 - r2: in the order in which topo_up makes them
link_names=(a c b)
topo_up
topo_rsvp_on bandwidth 100mbit || ktap_exit_fail_msg "no RSVP"

python3 -B "$SELFTESTS/loss.py" "${LOSS_SESSIONS:-10}" "${LOSS_MINUTES:-10}" "$wire" "$h1" "$r1" "$r2" "$h2" "$H1" "$H2"
