#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What a Path collects on its way (RFC 2210, 3.3), and a router on it that knows nothing of RSVP (RFC 2205, 2.9): it is noticed by
# the TTL, told to everybody behind it, and reserved around.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_flow.sh"

# Packets of at least 126 bytes of IP make 140 on Ethernet
traffic=(rate 90kbps burst 15k peak 900kbps mtu 1500 min-unit 126)

temp=$(mktemp -d)
defer rm -rf "$temp"

definitions="
def interface(ns, dev):
    return next(i for i in ctl(ns, 'interface', 'show') if i['ifname'] == dev)

def adspec():
    (p,) = state(h2, 5004)['path']
    return p['adspec']

# The sums and the minimum over the hops, each as it advertises itself
def collected(*hops):
    ad, hops = adspec(), [interface(*hop) for hop in hops]
    assert ad['hops'] == len(hops), ad
    assert ad['ctot_B'] == ad['csum_B'] == sum(i['term_c_B'] for i in hops), (ad, hops)
    assert ad['dtot_us'] == ad['dsum_us'] == sum(i['term_d_us'] for i in hops), (ad, hops)
    assert ad['bandwidth_Bps'] == min(i['free_Bps'] * 126 // 140 for i in hops), (ad, hops)
    assert ad['mtu_B'] == 1400 and ad['latency_us'] >= len(hops), ad
    assert not {'gs_break', 'cl_break'} & set(ad), ad
    return ad

# Csum and Dsum as the first sender has them on a link, Ctot and Dtot, and what a hop adds
def sums(link, *params):
    m = [m for m in got('path', link) if m.sender_template.port == 5004][-1]
    return [m.adspec.services[2]['params'][p] for p in params]

def since(link):
    return sums(link, 135, 136)

def whole(link):
    return sums(link, 133, 134)

def of_hop(ns):
    i = interface(ns, 'eth2')
    return [i['term_c_B'], i['term_d_us']]

def tc(ns):
    return state(ns, 5004)['tc'][0]

# Are both services broken as r1 tells it, or neither; is nothing free, or something?
def broken_by_r1(broken):
    s = got('path', 'b')[-1].adspec.services
    return [s[2]['break'], s[5]['break'], s[1]['params'][6] == 0] == [broken] * 3
"

path_with_adspec()
{
	ip -n "$r2" link set eth2 mtu 1400 && ip -n "$h2" link set eth0 mtu 1400 &&
		rsvpctl -n "$r1" interface set dev eth2 bandwidth 6mbit && rsvpctl -n "$r2" interface set dev eth2 bandwidth 8mbit &&
		sender_add ttl 63 && path_at_h2
}

# The debug kernel has no timers finer than a tick until it has been idle for one; D says so
sums_at_the_receiver()
{
	see 5 "collected((h1, 'eth0'), (r1, 'eth2'), (r2, 'eth2'))" && see 0 "'break' not in adspec()" &&
		see 0 "'non_rsvp' not in state(r2, 5004)['path'][0]"
}

# Each hop adds what it says of itself; C is the largest datagram and its overhead, D covers the largest packet of another flow
hop_by_hop()
{
	act "
a, b, c = [got('path', link)[-1].adspec.services for link in 'abc']
assert [s[1]['params'][4] for s in (a, b, c)] == [1, 2, 3]
assert [s[1]['params'][10] for s in (a, b, c)] == [1500, 1500, 1400]
assert [s[2]['params'][133] for s in (a, b, c)] == [1514, 2 * 1514, 2 * 1514 + 1414], (a, b, c)
D = [s[2]['params'][134] for s in (a, b, c)]
assert D[0] >= 1514e6 / 1250000 and D[1] - D[0] >= 1514e6 / 750000 and D[2] - D[1] >= 1414e6 / 1000000, D
# RFC 2215, 3.4: the least that a packet may take: the smallest, 140 bytes, at the rate of each link, and nothing for what waits
assert [s[1]['params'][8] for s in (a, b, c)] == [112, 112 + 186, 112 + 186 + 140], (a, b, c)
assert a[1]['params'][6] > b[1]['params'][6] == c[1]['params'][6]
assert not any(x['break'] for s in (a, b, c) for x in s.values())
"
}

# It forwards Paths as they are, with one hop less to live
router_without_rsvp()
{
	rsvpctl -n "$r1" interface set dev eth1 rsvp off && see 2 "got('pathtear', 'c')" &&
		rsvpctl -n "$r1" interface set dev eth2 rsvp off && act "mark()" && see 10 "got('path', 'c')" && path_at_h2 &&
		see 0 "[(m.ip_ttl, m.ttl, m.hop.addr) for m in (got('path', 'b', 'out')[-1], got('path', 'c')[-1])] ==
			[(62, 63, H1), (61, 61, R2_H2)]" &&
		see 0 "[p['phop']['addr'] for p in state(r2, 5004)['path']] == [H1] and state(r2, 5004)['path'][0]['non_rsvp']"
}

break_is_told()
{
	see 0 "[got('path', link)[-1].adspec.services[1]['break'] for link in 'bc'] == [False, True]" &&
		see 0 "collected((h1, 'eth0'), (r2, 'eth2'))['break']" &&
		see 0 "'non_rsvp' not in state(h2, 5004)['path'][0]"
}

reserved_around_it()
{
	reserve service guaranteed rate 120kbps slack 0 confirm wait 5s || return 1
	see 0 "all(len(state(n, 5004)['tc']) == 1 for n in (h1, r2)) and state(r1) == []" &&
		see 0 "got('resv', 'b', 'in')[-1].dst == H1 and got('resv', 'b', 'in')[-1].raw == got('resv', 'a', 'out')[-1].raw" &&
		see 0 "got('resvconf', 'c')" &&
		see 20 "len(got('resv', 'a')) > 3" && see 0 "state(r2, 5004)['resv'][0]['status'] == 'installed'"
}

tear_through_it()
{
	unreserve && see 1 "got('resvtear', 'a', 'out')" && see 1 "all(not state(n, 5004)['tc'] for n in (h1, r2))"
}

break_ends()
{
	rsvp_on "$r1" eth1 bandwidth 10mbit refresh 2s && rsvp_on "$r1" eth2 bandwidth 6mbit refresh 2s && act "mark()" &&
		see 10 "state(h2, 5004) and adspec()['hops'] == 3" && see 0 "collected((h1, 'eth0'), (r1, 'eth2'), (r2, 'eth2'))" &&
		see 0 "'break' not in adspec() and [p['phop']['addr'] for p in state(r2, 5004)['path']] == [R1_R2]" &&
		see 0 "'non_rsvp' not in state(r2, 5004)['path'][0]"
}

# Two senders merge: what leaves a hop has its shape again, and Csum and Dsum are what that hop adds (RFC 2212). Ctot and Dtot go on.
restart_where_reshaped()
{
	second=(from "$(endpoint "$H1" 5005)")
	rsvpctl -n "$h1" sender add "${session[@]}" "${second[@]}" "${traffic[@]}" ttl 63 && path_at_h2 2 &&
		see 0 "since('b') == whole('b') and since('c') == whole('c')" &&
		rsvpctl -n "$h2" reservation add "${session[@]}" style se "${source[@]}" "${second[@]}" service guaranteed rate 120kbps slack 0 \
			confirm wait 5s &&
		see 10 "since('b') == of_hop(r1) and since('c') == of_hop(r2)" &&
		see 0 "all(a > b for link in 'bc' for a, b in zip(whole(link), since(link)))"
}

# Without a reservation nobody reshapes
summed_again()
{
	rsvpctl -n "$h2" reservation del "${session[@]}" style se "${source[@]}" "${second[@]}" &&
		see 10 "since('b') == whole('b') and since('c') == whole('c')" &&
		rsvpctl -n "$h1" sender del "${session[@]}" "${second[@]}" && path_at_h2
}

# RFC 2212, Invocation Information: buffers come of "Csum and Dsum", too: r2 has room for b, and for what the nodes before it may have
# held back (Policing: "b+Csum+(Dsum*r)"); in packets of 126 bytes that are 140, and two whole ones more
queue_for_the_path()
{
	reserve service guaranteed rate 120kbps slack 0 confirm wait 5s && act "
csum, dsum = since('b')
shown = prober.run('tc', '-n', r2, 'qdisc', 'show', 'dev', 'eth2')
limit = int(shown.split(':%x limit ' % (tc(r2)['classid'] & 0xffff))[1].split('b')[0])
room = 15360 + csum + dsum * 90000 // 10 ** 6
assert csum == 2 * 1514 and dsum > 0, (csum, dsum)
assert limit == room // 126 * 140 + (room % 126 * 140 + 125) // 126 + 2 * (1400 + 14), (limit, room)
" && unreserve && see 2 "not state(r1, 5004)['tc']"
}

# Somebody deletes what carries the reservations of r1: it does not advertise any more what it no longer does
tree_is_deleted()
{
	reserve service guaranteed rate 120kbps slack 0 confirm wait 5s && follow "$r1" "$temp/r1" && see 0 "'classid' in tc(r1)" &&
		act "mark()" && tc -n "$r1" qdisc del dev eth2 root && see 10 "got('path', 'b')" && see 5 "broken_by_r1(True)" &&
		see 2 "[(l['iface']['ifname'], 'handle' in l['iface']) for l in lines('$temp/r1') if 'iface' in l] ==
			[('eth2', False)]" &&
		see 0 "['classid' in l['tc'] for l in lines('$temp/r1') if 'tc' in l] == [False]" &&
		see 0 "[l['resv']['status'] for l in lines('$temp/r1') if 'resv' in l] == ['rejected']"
}

# Who has a reservation there hears of it, and what helps
loss_is_told()
{
	see 10 "got('resverr', 'b') and got('resverr', 'b')[-1].error_spec.code == 22" &&
		see 2 "[(r['status'], r['error']['hop'], r['error']['interface'], r['error']['text']) for r in ctl(h2, 'reservation', 'show')] ==
			[('refused', R1_R2, 'eth2',
			'someone removed or replaced our queueing discipline: repeat interface set')]" &&
		see 0 "len(state(h1, 5004)['tc']) == len(state(r1, 5004)['tc']) == 1 and 'classid' not in tc(r1)"
}

that_helps()
{
	act "mark(); before = state(r1, 5004)['resv'][0]['id']" && rsvpctl -n "$r1" interface set dev eth2 rsvp on &&
		see 0 "'classid' in tc(r1) and tc(r1)['link_rate_Bps'] == 133334" &&
		see 2 "[l for l in lines('$temp/r1') if 'iface' in l][-1]['iface']['handle']" &&
		see 10 "got('path', 'b')" && see 5 "broken_by_r1(False)" &&
		see 5 "[(r['id'], r['status']) for r in state(r1, 5004)['resv']] == [(before, 'installed')]" &&
		see 30 "ctl(h2, 'reservation', 'show')[0]['status'] in ('installed', 'confirmed')" &&
		see 0 "not got('resvtear') and not got('pathtear')" && unreserve
}

all_goes()
{
	sender_del && nothing_left "$h1" "$r1" "$r2" "$h2"
}

ktap_print_header
ktap_set_plan 15
flow_up bandwidth 10mbit refresh 2s
act "$definitions" || ktap_exit_fail_msg "definitions"

ktap_test "a Path over links of different bandwidth and MTU" path_with_adspec
ktap_test "ADSPEC at the receiver: sums, minimum, path MTU" sums_at_the_receiver
ktap_test "ADSPEC hop by hop" hop_by_hop
ktap_test "a router without RSVP is noticed" router_without_rsvp
ktap_test "and told to those behind it" break_is_told
ktap_test "a reservation around it" reserved_around_it
ktap_test "and its end" tear_through_it
ktap_test "with RSVP on there it is no longer told" break_ends
ktap_test "Csum and Dsum begin anew where senders are merged and reshaped" restart_where_reshaped
ktap_test "and go on where they no longer are" summed_again
ktap_test "a queue has room for what the path before it holds back" queue_for_the_path
ktap_test "without its tree a router advertises nothing, and tells" tree_is_deleted
ktap_test "the receiver hears of it, and what helps" loss_is_told
ktap_test "and it does help, with the reservation kept" that_helps
ktap_test "with the sender all of it goes" all_goes

ktap_finished
