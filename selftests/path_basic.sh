#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Path messages of one sender over two routers: the state at each hop, what is on the wire, refreshes, the end.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_flow.sh"

refresh=(2 3 4)

sender()
{
	rsvpctl -n "$h1" interface set dev eth0 refresh "${refresh[0]}s" &&
		rsvpctl -n "$r1" interface set dev eth2 refresh "${refresh[1]}s" &&
		rsvpctl -n "$r2" interface set dev eth2 refresh "${refresh[2]}s" &&
		sender_add ttl 63 && path_at_h2
}

# RFC 2205, 3.1.3: previous hop, interfaces, TTL and Tspec; RFC 2210, 3.3.1: hops
state_at_every_hop()
{
	act "
def index(ns, dev):
    return next(i['ifindex'] for i in ctl(ns, 'interface', 'show') if i['ifname'] == dev)

def path(ns):
    (p,) = state(ns, 5004)['path']
    assert p['filter'] == {'src': H1, 'sport': 5004}, p
    assert p['tspec']['rate_Bps'] == 100000 and p['tspec']['burst_B'] == 15360, p
    assert p['tspec']['peak_Bps'] == 200000 and p['tspec']['mtu_B'] == 1500, p
    return p

def hop(ns, phop, iif, oif, refresh, ttl, hops):
    p = path(ns)
    assert p['phop']['addr'] == phop and p['iif'] == index(ns, iif), p
    assert p.get('oif') == ([index(ns, oif)] if oif else None), p
    assert p['refresh_ms'] == refresh * 1000 and p['ttl'] == ttl, p
    assert 4 * refresh * 1000 < p['expires_ms'] <= 5.25 * refresh * 1000, p
    assert p['adspec']['hops'] == hops and 'local' not in p, p
    return True
" &&
		see 0 "path(h1)['local'] and path(h1)['oif'] == [index(h1, 'eth0')] and 'phop' not in path(h1)" &&
		see 0 "hop(r1, H1, 'eth1', 'eth2', ${refresh[0]}, 63, 1)" &&
		see 0 "hop(r2, R1_R2, 'eth1', 'eth2', ${refresh[1]}, 62, 2)" &&
		see 0 "hop(h2, R2_H2, 'eth0', None, ${refresh[2]}, 61, 3)"
}

# Router Alert (IPv6: RFC 2711, value 1), the sender's address as source, the TTL that Send_TTL says
on_the_wire()
{
	see 0 "[(m.link, m.alert, m.src, m.dst, m.ip_ttl, m.ttl) for m in (got('path', 'a')[0], got('path', 'b')[0], got('path', 'c')[0])] ==
		[(link, ALERT, H1, H2, ttl, ttl) for link, ttl in (('a', 63), ('b', 62), ('c', 61))]" &&
		see 0 "[got('path', link)[0].hop.addr for link in 'abc'] == [H1, R1_R2, R2_H2]" &&
		see 0 "all(m.csum_ok and m.session.addr == H2 and m.session.dport == 5004 and m.sender_template.addr == H1 and
			m.sender_tspec.r == 100000 and m.sender_tspec.b == 15360 and m.adspec for m in got('path'))"
}

as_tshark_sees_it()
{
	act "frames = tshark([got('path', link)[0] for link in 'abc'])" &&
		see 0 "all('[correct]' in f['csum'] and not f['malformed'] and f['rsvp.msg'] == ['1'] for f in frames)" &&
		see 0 "[f['rsvp.sending_ttl'] for f in frames] == [['63'], ['62'], ['61']]" &&
		see 0 "[f['rsvp.refresh_interval'] for f in frames] == [['2000'], ['3000'], ['4000']]" &&
		if [ "$IPV" = 6 ]; then
			see 0 "[f['rsvp.neighbor_address_ipv6'] for f in frames] == [[H1], [R1_R2], [R2_H2]] and
				all(f['rsvp.session.destination_address'] == [H2] and f['rsvp.session.destination_port'] == ['5004'] and
				f['rsvp.template_filter.source_address_ipv6'] == [H1] and f['ipv6.opt.router_alert'] == ['1']
				for f in frames)"
		else
			see 0 "[f['rsvp.hop.neighbor_address_ipv4'] for f in frames] == [[H1], [R1_R2], [R2_H2]] and
				all(f['rsvp.session.ip'] == [H2] and f['rsvp.session.port'] == ['5004'] and f['rsvp.sender.ip'] == [H1] and
				f['rsvp.sender.port'] == ['5004'] and f['ip.opt.ra'] == ['0'] for f in frames)"
		fi
}

# RFC 2205, 3.8: E_Police is on until the first node that can police
police_flag()
{
	local node

	see 0 "all(m.session.flags == 0 for m in got('path')) and not state(r1, 5004)['path'][0].get('e_police')" &&
		rsvpctl -n "$h1" interface set dev eth0 backend none && rsvpctl -n "$r1" interface set dev eth2 backend none &&
		see 20 "[got('path', link)[-1].session.flags for link in 'abc'] == [1, 1, 0]" &&
		see 0 "state(r1, 5004)['path'][0]['e_police'] and state(r2, 5004)['path'][0]['e_police']" &&
		see 0 "not state(h2, 5004)['path'][0].get('e_police')" && for node in "$h1 eth0" "$r1 eth2"; do
		rsvpctl -n "${node% *}" interface set dev "${node#* }" backend hfsc || return 1
	done && see 20 "[got('path', link)[-1].session.flags for link in 'abc'] == [0, 0, 0]" && act "mark()"
}

# RFC 2205, 3.7: uniform in [0.5R, 1.5R]
refreshes()
{
	see 400 "all(len(got('path', link)) >= 42 for link in 'abc')" && act "
def gaps(link, R):
    t = [m.t for m in got('path', link) if m.time_values.ms == R * 1000][2:]
    g = [b - a for a, b in zip(t, t[1:])]
    # Two ticks of a slow clock are not ours
    assert len(g) > 38 and min(g) > 0.5 * R - 0.08 and max(g) < 1.5 * R + 0.08, g
    assert min(g) < 0.75 * R and max(g) > 1.25 * R and 0.8 * R < sum(g) / len(g) < 1.2 * R, g
" &&
		act "gaps('a', ${refresh[0]}); gaps('b', ${refresh[1]}); gaps('c', ${refresh[2]})"
}

# RFC 2205, 3.9: a sender's address "must be the interface address for sending the data packets"
foreign_address()
{
	fails_with "the sender's address is not one of this node" not_here && fails_with "(attribute rsvp.sender.filter)" not_here &&
		stays 0.2 "not got('path', 'a', src=R1_H1) and len(ctl(h1, 'sender', 'show')) == 1"
}

not_here()
{
	rsvpctl -n "$h1" sender add "${session[@]}" from "$(endpoint "$R1_H1" 5004)" "${traffic[@]}"
}

# RFC 2212, Invocation Information: "If the peak rate is unknown or unspecified, then p MUST be set to infinity"
no_peak_rate()
{
	rsvpctl -n "$h1" sender add "${session[@]}" from "$(endpoint "$H1" 5006)" rate 100kbps burst 15k mtu 1500 &&
		see 2 "[m.sender_tspec.p for m in got('path', 'c') if m.sender_template.port == 5006] == [INF]" &&
		rsvpctl -n "$h1" sender del "${session[@]}" from "$(endpoint "$H1" 5006)" && see 2 "len(state(h2, 5004)['path']) == 1"
}

# RFC 2205, 3.1.5: it must come from the previous hop
wrong_phop()
{
	act "ignored = counter(r1, 'no_path'); mark()" &&
		act "inject(h1, path_tear(H2, H1, R1_R2, sport=5004, ttl=63), H1, H2)" &&
		act "inject(h1, path_tear(H2, H1, H1, sport=5004, lih=12345, ttl=63), H1, H2)" &&
		see 5 "len(got('pathtear', 'a', 'in')) == 2" &&
		see 5 "counter(r1, 'no_path') == ignored + 2" &&
		stays 1 "not got('pathtear', 'b') and len(state(r1, 5004)['path']) == 1"
}

tear_is_immediate()
{
	act "mark()" && sender_del && see 1 "got('pathtear', 'c')" &&
		see 0 "[(m.alert, m.src, m.dst, m.ip_ttl, m.ttl, m.hop.addr) for m in (got('pathtear', link)[0] for link in 'abc')] ==
			[(ALERT, H1, H2, ttl, ttl, hop) for ttl, hop in ((63, H1), (62, R1_R2), (61, R2_H2))]" &&
		see 0 "got('pathtear', 'c')[0].t - got('pathtear', 'a')[0].t < 0.1" &&
		see 1 "all(state(ns) == [] for ns in nodes)" &&
		act "mark()" && stays 10 "not got()"
}

ktap_print_header
ktap_set_plan 10
require tshark
flow_up bandwidth 10mbit

ktap_test "a sender's Path reaches the receiver" sender
ktap_test "path state at every hop" state_at_every_hop
ktap_test "Path on the wire" on_the_wire
ktap_test "Path as tshark sees it" as_tshark_sees_it
ktap_test "E_Police goes with it until somebody polices" police_flag
ktap_test "refreshes between half and one and a half R" refreshes
ktap_test "a sender with an address of another node is refused" foreign_address
ktap_test "a sender that names no peak rate has none" no_peak_rate
ktap_test "PathTear from another than the previous hop is ignored" wrong_phop
ktap_test "PathTear: nothing is left at any hop" tear_is_immediate

ktap_finished
