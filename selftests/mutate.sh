#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Mutated messages of all types and both families, as many as MUTATE_COUNT says: see mutate.py for what is done to them.
# The debug kernel looks on; what is left behind is what the lane looks for.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_line.sh"

require_root
require rsvpctl python3
insmod_rsvp
topo_up
{ rsvp_on "$r1" eth1 bandwidth 10mbit && rsvp_on "$r1" eth2 bandwidth 10mbit; } ||
	ktap_exit_fail_msg "RSVP cannot be switched on"

count=${MUTATE_COUNT:-100000}
# Where instructions take time a part of them has to do: the codec is the same.
[ "${RSVP_LANE:-}" != vm ] || count=${MUTATE_COUNT:-5000}

python3 -B "$SELFTESTS/mutate_send.py" "$h1" "$r1" "$r2" "$count" "$@"
