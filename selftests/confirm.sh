#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# ResvConf for two senders behind one previous hop, one Resv for both: a reservation that is refused there is not confirmed on
# the way to it (RFC 2209, RESV REFRESH, step 4).

. "${0%/*}/lib.sh"
. "${0%/*}/topo_flow.sh"

second=(from "$(endpoint "$H1" 5006)")

announce()
{
	sender_add && rsvpctl -n "$h1" sender add "${session[@]}" "${second[@]}" "${traffic[@]}" && path_at_h2 2
}

# want WORD...: fixed filter, exit status of rsvpctl
want()
{
	rsvpctl -n "$h2" reservation add "${session[@]}" style ff "$@" service guaranteed rate 110kbps slack 0 confirm wait 5s
}

there_is_room_for_one()
{
	want "${source[@]}" && see 0 "[r['status'] for r in ctl(h2, 'reservation', 'show')] == ['confirmed']"
}

other_is_refused()
{
	local status

	act "mark()"
	want "${second[@]}"
	status=$?
	[ $status = 3 ] || { echo "status $status"; return 1; }
	see 2 "got('resverr', 'c', 'out') and got('resvconf', 'c', 'out')" && see 0 "all(m.filters == [(H1, 5004)] for m in got('resvconf'))" &&
		see 0 "sorted((r['filter'][0]['sport'], r['status']) for r in ctl(h2, 'reservation', 'show')) ==
			[(5004, 'confirmed'), (5006, 'refused')]"
}

# Both are refused: their receiver does not confirm the one for the other, and asks for its own address
both_are_refused()
{
	rsvpctl -n "$r1" interface set dev eth2 bandwidth 400kbit && rsvpctl -n "$h2" reservation del "${session[@]}" style ff "${source[@]}" &&
		fails want "${source[@]}" && act "mark()" && see 30 "len(got('resv', 'c')) > 4 and len(got('resverr', 'c', 'out')) > 4" &&
		see 0 "[r['status'] for r in ctl(h2, 'reservation', 'show')] == ['refused'] * 2 and not got('resvconf')" &&
		see 0 "all(m.resv_confirm.addr == H2 for m in got('resv', 'c') if m.resv_confirm)"
}

then_both_fit()
{
	rsvpctl -n "$r1" interface set dev eth2 bandwidth 10mbit &&
		see 30 "[r['status'] for r in ctl(h2, 'reservation', 'show')] == ['confirmed'] * 2"
}

all_goes()
{
	rsvpctl -n "$h1" sender del "${session[@]}" "${second[@]}" && sender_del && see 5 "state(h2, 5004) is None" &&
		nothing_left "$h1" "$r1" "$r2" "$h2"
}

ktap_print_header
ktap_set_plan 6
flow_up bandwidth 10mbit refresh 2s
rsvpctl -n "$r1" interface set dev eth2 bandwidth 2mbit

ktap_test "two senders" announce
ktap_test "one is reserved for and confirmed" there_is_room_for_one
ktap_test "the other is refused upstream and confirmed by nobody" other_is_refused
ktap_test "both are refused: neither is confirmed" both_are_refused
ktap_test "both fit: both are confirmed" then_both_fit
ktap_test "with the senders all of it goes" all_goes

ktap_finished
