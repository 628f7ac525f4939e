#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A reservation that does not fit in the middle of the way: who refused, and what the receiver gets to know of it; what stays
# (RFC 2205, 2.5), and how it ends. And what the receiver's own node cannot reserve.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_flow.sh"

temp=$(mktemp -d)
defer rm -rf "$temp"

# Packets of at least 126 bytes of IP make 140 on Ethernet: 180000 are 200000 there. 2 Mbit/s have 187500 to give, but for what
# signalling has.
traffic=(rate 90kbps burst 15k peak 900kbps mtu 1500 min-unit 126)

other=(udp "$(endpoint "$H2" 5005)")
other_source=(from "$(endpoint "$H1" 5005)")
third_source=(from "$(endpoint "$H1" 5006)")

refused()
{
	local output status

	sender_add && path_at_h2 && act "mark()" || return 1
	output=$(rsvpctl -n "$h2" -j reservation add "${session[@]}" style ff "${source[@]}" service guaranteed rate 180kbps slack 0 \
		confirm wait 5s)
	status=$?
	echo "$output (status $status)"
	free=$(rsvpctl -n "$r1" -j interface show dev eth2 | jq '.[0].free_Bps')
	[ $status = 3 ] && jq -e ".[0] | .status == \"refused\" and .style == \"ff\" and (.error | .event == \"resv-err\" and
		.hop == \"$R1_R2\" and .code == 1 and .value == 2 and .interface == \"eth2\" and .asked_Bps == 200000 and
		.free_Bps == $free and (.text | length) > 10)" <<<"$output"
}

# The node that refuses says all that the others only pass on; RFC 5284: class 194
on_the_wire()
{
	see 2 "1 <= len(got('resv', 'b')) == len(got('resverr', 'b', 'out')) == len(got('resverr', 'c', 'out'))" &&
		see 0 "all(m.error_spec.addr == R1_R2 and (m.error_spec.code, m.error_spec.value, m.error_spec.flags) == (1, 2, 0) and
			m.filters == [(H1, 5004)] and m.flowspec.R == 180000 for m in got('resverr'))" &&
		see 0 "{(m.hop.addr, m.dst) for m in got('resverr')} == {(R1_R2, R2_R1), (R2_H2, H2)}" && act "
b, c = [next(o for o in rsvpmsg.parse(got('resverr', link)[0].raw).objs if o.cls == 194) for link in 'bc']
assert b.ctype == 1 and b.pack() == c.pack()
user = got('resverr', 'c')[0].user_error_spec
assert user.value == 2 and len(user.text) > 10 and b'eth2' in c.body, c
"
}

shown()
{
	see 0 "[(r['status'], r['error']['hop'], r['error']['interface'], r['error']['asked_Bps'], r['error']['free_Bps'])
		for r in ctl(h2, 'reservation', 'show') if 'bound_us' not in r] == [('refused', R1_R2, 'eth2', 200000, $free)]" &&
		see 0 "all([(r['status'], r['error']['hop'], r['error']['interface'], r['error']['asked_Bps'])
			for r in state(n, 5004)['resv']] == [('refused', R1_R2, 'eth2', 200000)] for n in (r2, h2))"
}

shown_as_text()
{
	local words word object

	for object in reservation session; do
		words=$(rsvpctl -n "$h2" "$object" show) || return 1
		echo "$words"
		for word in refused "$R1_R2" eth2 asked free 1600kbit; do
			[[ $words == *"$word"* ]] || { echo "no: $word"; return 1; }
		done
	done
}

# What r1 refused is not asked of it again for Kb refresh periods
blockaded()
{
	local words

	see 0 "[(p['blockade']['reserved_rate_Bps'], 0 < p['blockaded_ms'] <= 2 * 1.5 * 2000) for p in state(r2, 5004)['path']] ==
		[(180000, True)]" && see 0 "'blockaded_ms' not in state(r1, 5004)['path'][0]" || return 1
	words=$(rsvpctl -n "$r2" -d session show "${session[@]}")
	echo "$words"
	grep -q '^    blockaded [0-9.]*m*s service guaranteed rate 1440kbit slack 0s ' <<<"$words"
}

# Up to the refusal it is reserved, from there on not
stays_downstream()
{
	see 0 "len(state(r2, 5004)['tc']) == 1 and not state(r1, 5004)['tc'] and not state(r1, 5004)['resv']" &&
		see 0 "not state(h1, 5004)['tc'] and not got('resv', 'a')"
}

# With every refresh of r2 it is refused again, not with those of h2, which still ask for a confirmation; that is no news
one_event()
{
	# What is free on r1 has to have come with a Path before
	act "mark()" && see 20 "len(got('path', 'b')) > 1" || return 1
	follow "$h2" "$temp/errors" errors && follow "$r2" "$temp/state" state || return 1
	act "mark()" && see 60 "len(got('resverr', 'c')) >= 4" &&
		see 0 "3 <= len(got('resv', 'b')) <= len(got('resv', 'c')) / 2" &&
		see 0 "lines('$temp/errors') == lines('$temp/state') == []" && shown && stays_downstream
}

# What is free there changes: that is
change_is_an_event()
{
	rsvpctl -n "$r1" interface set dev eth2 bandwidth 1500kbit && act "mark()" && see 60 "len(got('resverr', 'c')) >= 4" &&
		free=$(rsvpctl -n "$r1" -j interface show dev eth2 | jq '.[0].free_Bps') && shown && act "
(e,) = [l['error'] for l in lines('$temp/errors')]
assert e['event'] == 'resv-err' and e['hop'] == R1_R2 and e['free_Bps'] == $free and e['session']['dport'] == 5004, e
(r,) = [l['resv'] for l in lines('$temp/state') if 'resv' in l]
assert r['event'] == 'resv-err' and r['status'] == 'refused' and r['error']['free_Bps'] == $free, r
"
}

# In the very same words: who asks again is told again (RFC 2205, 3.11.1: RESV_ERROR), however little is new to the nodes between
asked_again()
{
	local output status

	output=$(rsvpctl -n "$h2" reservation replace "${session[@]}" style ff "${source[@]}" service guaranteed rate 180kbps slack 0 \
		confirm wait 5s)
	status=$?
	echo "$output (status $status)"
	[ $status = 3 ] && [[ $output == *" refused by $R1_R2 interface eth2 "* ]] && shown &&
		see 0 "[l['error']['event'] for l in lines('$temp/errors')] == ['resv-err'] * 2" &&
		see 0 "len([l for l in lines('$temp/state') if 'resv' in l]) == 1"
}

# RFC 2205, 2.5: "will be installed as soon as the resources are there": with the next refresh
fits_again()
{
	rsvpctl -n "$r1" interface set dev eth2 bandwidth 10mbit && act "mark()" &&
		see 5 "got('resv', 'a')" && see 1 "all(len(state(n, 5004)['tc']) == 1 for n in (h1, r1, r2))" &&
		see 0 "len(got('resv', 'b')) == 1 and all(m.t < got('resv', 'b')[0].t for m in got('resverr'))" &&
		see 30 "all(r['status'] in ('installed', 'confirmed') and 'error' not in r for n in (r2, h2) for r in state(n, 5004)['resv'])" &&
		see 0 "all(r['status'] in ('installed', 'confirmed') and 'error' not in r for r in ctl(h2, 'reservation', 'show'))"
}

# More than before does not fit: what is there stays in place
in_place()
{
	rsvpctl -n "$r1" interface set dev eth2 bandwidth 4mbit && act "mark()" || return 1
	rsvpctl -n "$h2" reservation replace "${session[@]}" style ff "${source[@]}" service guaranteed rate 450kbps slack 0 wait 5s
	[ $? = 3 ] || return 1
	see 0 "all(m.error_spec.flags == 1 for m in got('resverr'))" &&
		see 0 "[t['flowspec']['reserved_rate_Bps'] for t in state(r1, 5004)['tc']] == [180000]" &&
		see 0 "ctl(h2, 'reservation', 'show')[0]['error']['flags'] == 1" &&
		rsvpctl -n "$h2" reservation replace "${session[@]}" style ff "${source[@]}" service guaranteed rate 180kbps slack 0 wait 5s &&
		see 0 "all(r['status'] == 'confirmed' and 'error' not in r for r in state(h2, 5004)['resv'])"
}

# A router of another make says no more than RFC 2205 has it: nothing is made up
foreign_hop()
{
	# Without a confirmation, which would overrule it
	rsvpctl -n "$h2" reservation replace "${session[@]}" style ff "${source[@]}" service guaranteed rate 180kbps slack 0 &&
		see 2 "ctl(h2, 'reservation', 'show')[0]['status'] == 'installed'" && act "
node = R1_H1
mark()
inject(r2, resv_err(H2, R2_H2, ctl(r2, 'interface', 'show')[1]['ifindex'], node, 1, 'ff',
    [flowspec_gs(R=180000, r=90000, b=15360, p=900000, m=126, M=1500), filter_spec(H1, 5004)], 2, ttl=255), R2_H2, H2)
" && see 2 "ctl(h2, 'reservation', 'show')[0]['status'] == 'refused'" && act "
(r,) = ctl(h2, 'reservation', 'show')
e = r['error']
assert (e['hop'], e['code'], e['value']) == (node, 1, 2), e
assert not {'interface', 'asked_Bps', 'free_Bps', 'text'} & set(e), e
(r,) = state(h2, 5004)['resv']
assert not {'interface', 'asked_Bps', 'free_Bps', 'text'} & set(r['error']), r
(l,) = [l['error'] for l in lines('$temp/errors') if l['error'].get('hop') == node]
assert not {'interface', 'asked_Bps', 'free_Bps', 'text'} & set(l), l
" || return 1
	local words
	words=$(rsvpctl -n "$h2" reservation show)
	echo "$words"
	[[ $words == *refused*"$R1_H1"* && $words != *asked* && $words != *free* && $words != *eth2* ]] &&
		see 30 "ctl(h2, 'reservation', 'show')[0]['status'] != 'refused'"
}

fast=(rate 450kbps burst 15k peak 900kbps mtu 1500 min-unit 126)

# A reservation that was admitted for what its sender said then; another takes what is left
admitted_for_less()
{
	rsvpctl -n "$r1" interface set dev eth2 bandwidth 10mbit && rsvpctl -n "$h1" interface set dev eth0 bandwidth 100mbit &&
		rsvpctl -n "$r2" interface set dev eth2 bandwidth 100mbit && follow "$r1" "$temp/r1" state || return 1
	unreserve && reserve service controlled-load "${fast[@]}" confirm wait 5s &&
		rsvpctl -n "$h1" sender add "${other[@]}" "${other_source[@]}" "${fast[@]}" && see 5 "state(h2, 5005)['path']" &&
		rsvpctl -n "$h2" reservation add "${other[@]}" style ff "${other_source[@]}" service guaranteed rate 630kbps slack 0 \
			confirm wait 5s && see 0 "tc(r1, 5004)['link_rate_Bps'] == 100000 and tc(r1, 5005)['link_rate_Bps'] == 700000" &&
		see 0 "tc(r1, 5004)['tspec']['rate_Bps'] == 90000 and tc(r1, 5004)['flowspec']['rate_Bps'] == 450000" &&
		r1_says 'installed .* service controlled-load rate 720kbit burst 15k .* asked rate 3600kbit burst 15k .* link-rate 800kbit policed$'
}

# r1_says PATTERN: of the session, as text
r1_says()
{
	local words

	words=$(rsvpctl -n "$r1" session show "${session[@]}")
	echo "$words"
	grep -q "$1" <<<"$words"
}

# Now it says more. RFC 2209, UPDATE TRAFFIC CONTROL: "If this call fails, build and send a RERR message ... with the InPlace bit on"
outgrown()
{
	act "mark(); before = counter(r1, 'admission')" && rsvpctl -n "$h1" sender replace "${session[@]}" "${source[@]}" "${fast[@]}" &&
		see 10 "len(got('resverr', 'b')) >= 3" &&
		see 0 "all(m.filters == [(H1, 5004)] and (m.error_spec.addr, m.error_spec.code, m.error_spec.value, m.error_spec.flags) ==
			(R1_R2, 1, 2, 1) for m in got('resverr', 'b'))" &&
		see 0 "counter(r1, 'admission') - before == len(got('resverr', 'b')) ==
			len(got('resv', 'b', filters=[(H1, 5004)]))" &&
		see 0 "tc(r1, 5004)['link_rate_Bps'] == 100000 and state(r1, 5004)['resv'][0]['status'] == 'rejected'" &&
		see 0 "[state(r1, 5004)['resv'][0]['error'].get(w) for w in ('hop', 'code', 'interface', 'asked_Bps', 'free_Bps')] ==
			[None, 1, 'eth2', 500000, 225000]" &&
		r1_says ' rejected interface eth2 asked 4mbit free 1800kbit (admission control: not enough bandwidth): ' &&
		see 2 "[(r['status'], r['error']['hop'], r['error']['interface'], r['error']['asked_Bps'], r['error']['free_Bps'])
			for r in ctl(h2, 'reservation', 'show') if r['session']['dport'] == 5004] ==
			[('refused', R1_R2, 'eth2', 500000, 225000)]"
}

outgrown_fits_again()
{
	rsvpctl -n "$h2" reservation del "${other[@]}" style ff "${other_source[@]}" &&
		rsvpctl -n "$h1" sender del "${other[@]}" "${other_source[@]}" &&
		see 5 "tc(r1, 5004)['link_rate_Bps'] == 500000 and state(r1, 5004)['resv'][0]['status'] == 'installed'" &&
		see 0 "[l['resv']['status'] for l in lines('$temp/r1') if l.get('resv', {}).get('event') == 'change'] ==
			['rejected', 'installed']" &&
		act "mark()" && see 30 "all(r['status'] in ('installed', 'confirmed') for r in ctl(h2, 'reservation', 'show'))" &&
		see 0 "not got('resverr')"
}

# Less may be refused, too: by a link that is lost. Who went has no part in the class for all that. RFC 2205, 3.1.5: what goes with
# a PathTear "should not trigger a ResvErr message": each answers a refresh
departed()
{
	rsvpctl -n "$h1" sender add "${other[@]}" "${other_source[@]}" "${traffic[@]}" &&
		rsvpctl -n "$h1" sender add "${other[@]}" "${third_source[@]}" "${traffic[@]}" &&
		see 5 "len(state(h2, 5005)['path']) == 2" &&
		rsvpctl -n "$h2" reservation add "${other[@]}" style se "${other_source[@]}" "${third_source[@]}" \
			service controlled-load "${fast[@]}" confirm wait 5s && see 0 "tc(r1, 5005)['link_rate_Bps'] == 200000" || return 1
	act "errors_of = lambda port: [m for m in got('resverr', 'b') if m.session.dport == port]"
	tc -n "$r1" qdisc del dev eth2 root && act "mark()" && rsvpctl -n "$h1" sender del "${other[@]}" "${third_source[@]}" &&
		see 5 "errors_of(5005)" && see 0 "all((m.error_spec.code, m.filters) == (22, [(H1, 5005)]) for m in errors_of(5005))" &&
		see 0 "len(errors_of(5005)) <= len([m for m in got('resv', 'b', 'in') if m.session.dport == 5005])" &&
		see 0 "[f['sport'] for f in tc(r1, 5005)['filter']] == [5005] and state(r1, 5005)['resv'][0]['status'] == 'rejected'" &&
		rsvpctl -n "$r1" interface set dev eth2 bandwidth 10mbit &&
		see 5 "tc(r1, 5005)['link_rate_Bps'] == 100000 and state(r1, 5005)['resv'][0]['status'] == 'installed'" &&
		rsvpctl -n "$h2" reservation del "${other[@]}" style se "${other_source[@]}" "${third_source[@]}" &&
		rsvpctl -n "$h1" sender del "${other[@]}" "${other_source[@]}"
}

# Of the reservation of h2, and of what it became: status, and flags and text of its error
here="[(r['status'], r.get('error', {}).get('flags'), r.get('error', {}).get('text')) for r in
	[r for r in ctl(h2, 'reservation', 'show') if r['session']['dport'] == 5004] + state(h2, 5004)['resv']]"

# A sender that becomes faster than the rate R that is reserved for it (RFC 2212: R >= r): the receiver's own node cannot reserve
# that, but what it has reserved stands on the whole way
stands_here()
{
	local why="the reserved rate is below the token bucket rate"

	unreserve && rsvpctl -n "$h1" sender replace "${session[@]}" "${source[@]}" "${traffic[@]}" &&
		see 5 "state(h2, 5004)['path'][0]['tspec']['rate_Bps'] == 90000" &&
		reserve service guaranteed rate 120kbps slack 0 wait 5s && follow "$h2" "$temp/config" config &&
		rsvpctl -n "$h1" sender replace "${session[@]}" "${source[@]}" "${fast[@]}" &&
		see 5 "$here == [('confirmed', 1, '$why')] * 2" &&
		see 0 "[(e['event'], e['code'], e['value'], e['text'], 'hop' in e) for e in
			[l['error'] for l in lines('$temp/errors') if l['error'].get('flags') == 1]][-1:] ==
			[('resv-err', 21, 3, '$why', False)]" && act "mark()" && see 20 "len(got('resv', 'c')) >= 3" &&
		see 0 "all(m.flowspec.R == 120000 for m in got('resv')) and not got('resverr')" &&
		see 0 "all(state(n, 5004)['tc'][0]['flowspec']['reserved_rate_Bps'] == 120000 for n in nodes)" &&
		see 0 "$here == [('confirmed', 1, '$why')] * 2" &&
		rsvpctl -n "$h1" sender replace "${session[@]}" "${source[@]}" "${traffic[@]}" &&
		see 5 "$here == [('confirmed', None, None)] * 2" &&
		see 0 "[(l['reservation']['status'], 'error' in l['reservation']) for l in lines('$temp/config')] ==
			[('confirmed', True), ('confirmed', False)]"
}

all_goes()
{
	unreserve && sender_del && nothing_left "$h1" "$r1" "$r2" "$h2"
}

ktap_print_header
ktap_set_plan 18
flow_up bandwidth 10mbit refresh 2s
act "tc = lambda ns, port: state(ns, port)['tc'][0]"
rsvpctl -n "$r1" interface set dev eth2 bandwidth 2mbit
# Refusals come as often as r2 refreshes, however often h2 does
rsvpctl -n "$h2" interface set dev eth0 refresh 400ms

ktap_test "the receiver is told who refused, where, what was asked and free" refused
ktap_test "ResvErr of the refusing hop, and as it is passed on" on_the_wire
ktap_test "shown by reservation and by session, on every node downstream" shown
ktap_test "the same as text" shown_as_text
ktap_test "what was refused is blockaded, and shown" blockaded
ktap_test "downstream of the refusal it stays, upstream there is nothing" stays_downstream
ktap_test "refreshed and refused again and again: no event" one_event
ktap_test "other numbers: one event" change_is_an_event
ktap_test "asked for again in the same words: refused again, and told" asked_again
ktap_test "with room it is installed, and no longer refused" fits_again
ktap_test "what cannot grow stays in place" in_place
ktap_test "what a foreign hop does not say is absent" foreign_hop
ktap_test "a reservation for a slow sender, and another" admitted_for_less
ktap_test "its sender becomes fast: refused in place, told with each refresh" outgrown
ktap_test "with room it is served as asked" outgrown_fits_again
ktap_test "a sender goes where nothing can be changed" departed
ktap_test "its sender becomes faster than R: what stands stands" stands_here
ktap_test "with the receiver and the sender all of it goes" all_goes

ktap_finished
