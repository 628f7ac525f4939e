#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Soft state over three links that lose messages: loss.py is these links and says what it does. By default ten reservations
# for ten minutes under each pattern of loss; `make soak` has a hundred for an hour. R is 30 s, and so is that of the state.

# shellcheck disable=SC2154 # setup_ns assigns the nodes
. "${0%/*}/lib.sh"
. "${0%/*}/topo_line.sh"

# Each link of the line in two parts, between which loss.py stands: of h1 - r1, r2 - h2, r1 - r2
veths()
{
	local names=(a c b) link name a a_dev b b_dev

	for link; do
		name=${names[0]} names=("${names[@]:1}")
		read -r a a_dev b b_dev <<<"$link"
		ip link add "$a_dev" netns "$a" up type veth peer name "${name}l" netns "$wire" &&
			ip link add "$b_dev" netns "$b" type veth peer name "${name}r" netns "$wire" &&
			ip -n "$wire" link set dev "${name}l" up && ip -n "$wire" link set dev "${name}r" up ||
			ktap_exit_fail_msg "no link $a_dev - $b_dev"
	done
}

topo_repeats=

require_root
require rsvpctl python3
insmod_rsvp
setup_ns wire
topo_up
topo_rsvp_on bandwidth 100mbit || ktap_exit_fail_msg "no RSVP"

python3 -B "$SELFTESTS/loss.py" "${LOSS_SESSIONS:-10}" "${LOSS_MINUTES:-10}" "$wire" "$h1" "$r1" "$r2" "$h2" "$H1" "$H2"
