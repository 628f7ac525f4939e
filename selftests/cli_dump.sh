#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# rsvpctl's dumps while sessions come and go: of one moment, if there is one. See nlchurn.c for how they come and go.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_node.sh"

SESSIONS=1000

# shown DUMPS PORT: ports of the sessions that rsvpctl shows when the state moves during so many of its dumps, from that port on
shown()
{
	CHURN=$1 CHURN_PORT=$2 LD_PRELOAD=$nlchurn rsvpctl -n "$node" -j session show >"$temporary/shown" || return 1
	jq -r '.[].session.dport' "$temporary/shown" | sort -n >"$temporary/ports"
}

made()
{
	local i

	for ((i = 1; i <= SESSIONS; i++)); do
		echo "sender add udp 10.0.3.2:$i from 10.0.1.2:5004 rate 1kbps burst 2k mtu 1500"
	done | rsvpctl -n "$node" -b - >"$temporary/made" && shown 0 0 && cmp "$temporary/ports" <(seq $SESSIONS)
}

# Ports 1 to 3 have gone for 50001 to 50003; an answer of several moments has both of a pair, or neither.
of_one_moment()
{
	shown 3 1 && cmp "$temporary/ports" <(seq 4 $SESSIONS; seq 50001 50003)
}

# Ports 101 on go, and no answer is of one moment: what stays is in the last one once.
never_still()
{
	shown 99 101 && cmp <(grep -vE '^1(0[1-9]|10)$|^501..$' "$temporary/ports") \
		<(seq 4 100; seq 111 $SESSIONS; seq 50001 50003)
}

ktap_print_header
ktap_set_plan 3
require_root
require rsvpctl jq nlchurn
nlchurn=$(command -v nlchurn)
insmod_rsvp
node_up

ktap_test "$SESSIONS sessions are shown" made
ktap_test "sessions come and go, and an answer of one moment is shown" of_one_moment
ktap_test "the state never stands still, and what stays is shown once" never_still
ktap_finished
