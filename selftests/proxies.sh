#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Proxies (RFC 5945, RFC 5946): r1 and r2 speak RSVP for h1 and h2, which do not. h1 sends by r1, and r2 answers for what h2
# receives, by itself or as a member of groups.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_proxy.sh"

# Opt-in: a rule for sockets is none for what passes
no_proxy()
{
	rule "$r1" match proto udp send "${CL[@]}" receive controlled-load && act "mark(); s = plain(h1, connect=(H2, 6001)); s.send(b'x')" &&
		stays 0.5 "not got() and nothing(r1)" && act "ends(s)" && unrule_all
}

# A Path for what h1 sends, as if it came from there; other ports have none
sender()
{
	rule "$r1" proxy match proto udp dport 6002-6003 send "${CL[@]}" mtu 1000 label voice && act "mark(); s = plain(h1, bind=(H1, 6000)); o = plain(h1)" &&
		stays 0.3 "not got()" && act "[s.sendto(b'x', (H2, p)) for p in (6001, 6002)]" && see 1 "ports('path', 'b') == [6002]" && act "m = got('path', 'b')[0]" &&
		see 0 "(m.session.addr, m.session.proto, m.sender_template.addr, m.sender_template.port, m.src) == (H2, 17, H1, 6000, H1)" &&
		see 0 "(m.sender_tspec.r, m.sender_tspec.M, m.hop.addr) == (50000, 1000, R1_R2) and m.alert is not None" && stays 0.3 "not got(None, 'a')" &&
		see 0 "[(s['iif'], s['rule'], 'persist' in s) for s in ctl(r1, 'sender', 'show')] == [(ifindex(r1, 'eth1'), rules(r1)[0]['id'], False)]" &&
		see 0 "[(r['flows'], r['active'], r['proxy']) for r in rules(r1)] == [(1, 1, True)]"
}

# What a rule has made is the rule's
sender_delete()
{
	rsvpctl_fails "$r1" "goes with it" sender del id "$(rsvpctl -n "$r1" -j sender show | jq '.[0].id')" && act "mark()" && unrule_all &&
		see 1 "ports('pathtear', 'b') == [6002]" && act "mark(); s.sendto(b'x', (H2, 6002))" && stays 0.3 "not got()" && act "ends(s, o)"
}

# rsvpctl_fails NS TEXT WORDS...
rsvpctl_fails()
{
	local said

	said=$(rsvpctl -n "$1" "${@:3}" 2>&1) && return 1
	[[ $said == *"$2"* ]] || { echo "# $said"; return 1; }
}

keeps_sending()
{
	local i

	for i in {1..8}; do
		stays 0.2 True && act "s.sendto(b'x', (H2, 6004))" || return 1
	done
}

# The end of a flow is that no packet comes any more
sender_idle()
{
	rule "$r1" proxy match dport 6004 send "${CL[@]}" idle 1s && act "mark(); s = plain(h1, bind=(H1, 6000)); s.sendto(b'x', (H2, 6004))" &&
		see 1 "ports('path', 'b') == [6004]" && keeps_sending && see 0 "not got('pathtear')" && see 5 "ports('pathtear', 'b') == [6004]" && see 1 "[r['active'] for r in rules(r1)] == [0] and nothing(r1)" &&
		act "mark(); s.sendto(b'x', (H2, 6004))" && see 1 "ports('path', 'b') == [6004]" && act "ends(s)" && unrule_all
}

# A host that speaks for itself is not spoken for: its Path goes on, and r1 does nothing about the flow while it comes
sender_yields()
{
	rule "$r1" proxy match dport 6005 send "${CL[@]}" && act "mark(); s = plain(h1, bind=(H1, 6000)); s.sendto(b'x', (H2, 6005))" &&
		see 1 "ports('path', 'b') == [6005] and got('path', 'b')[0].sender_tspec.r == 50000" &&
		act "inject(h1, path(H2, H1, H1, dport=6005, sport=6000, tspec=dict(r=77000, b=9000)), H1, H2)" &&
		see 1 "got('path', 'b')[-1].sender_tspec.r == 77000 and counter(r1, 'senders') == 0" && stays 1.2 True && act "s.sendto(b'x', (H2, 6005))" &&
		stays 0.3 "counter(r1, 'senders') == 0" && act "inject(h1, path_tear(H2, H1, H1, dport=6005, sport=6000), H1, H2)" && stays 1.2 True &&
		act "s.sendto(b'x', (H2, 6005))" && see 1 "got('path', 'b')[-1].sender_tspec.r == 50000" && act "ends(s)" && unrule_all
}

# A Path that is dropped speaks for nobody: with this router as its previous hop, without the port that its sender has, with too much to hand on
sender_stays()
{
	ip -n "$h1" link set eth0 mtu 9000 && ip -n "$r1" link set eth1 mtu 9000 && rule "$r1" proxy match dport 6006 send "${CL[@]}" && act "mark(); s = plain(h1, bind=(H1, 6000)); s.sendto(b'x', (H2, 6006))" &&
		see 1 "ports('path', 'b') == [6006]" && act "before = counter(r1, 'phop_self'), counter(r1, 'src_port_conflict'), counter(r1, 'sender_local')" &&
		act "inject(h1, path(H2, H1, R1_H1, dport=6006, sport=6000), H1, H2); inject(h1, path(H2, H1, H1, dport=6006, sport=0), H1, H2)" &&
		act "inject(h1, path(H2, H1, H1, dport=6006, sport=6000, more=[Obj(200 + i, 1, bytes(800)) for i in range(6)]), H1, H2)" &&
		see 1 "(counter(r1, 'phop_self'), counter(r1, 'src_port_conflict'), counter(r1, 'sender_local')) == tuple(n + 1 for n in before)" &&
		stays 0.3 "counter(r1, 'senders') == 1 and not got('pathtear', 'b')" && act "ends(s)" &&
		ip -n "$h1" link set eth0 mtu 1500 && ip -n "$r1" link set eth1 mtu 1500 && unrule_all
}

# A datagram that comes in fragments: the first of them has its ports
sender_fragments()
{
	rule "$r1" proxy match dport 6007 send "${CL[@]}" && act "mark(); s = plain(h1, bind=(H1, 6000)); s.sendto(bytes(4000), (H2, 6007))" &&
		see 1 "ports('path', 'b') == [6007]" && stays 0.3 "counter(r1, 'senders') == 1" && act "ends(s)" && unrule_all
}

# r2 answers for h2: the Path ends there, the Resv is the sender's Tspec, and h2's link has its class
receiver()
{
	rule "$r1" proxy match dport 6010 send "${CL[@]}" && rule "$r2" proxy match dport 6010 receive controlled-load &&
		act "mark(); s = plain(h1, bind=(H1, 6000)); s.sendto(b'x', (H2, 6010))" && see 2 "ports('resv', 'b') == [6010]" && act "m = got('resv', 'b')[0]" &&
		see 0 "(m.style.style, m.filters, m.flowspec.r, m.hop.addr, m.dst) == ('ff', [(H1, 6000)], 50000, R2_R1, R1_R2)" &&
		stays 0.5 "not got(None, 'c')" && act "t = state(r2, 6010)['tc']" && see 0 "[(c['oif'], c['flowspec']['rate_Bps']) for c in t] == [(ifindex(r2, 'eth2'), 50000)]" &&
		see 0 "[c['oif'] for c in state(r1, 6010)['tc']] == [ifindex(r1, 'eth2')]" &&
		see 0 "[(r['oif'], r['rule'], r['status'], r['style']) for r in ctl(r2, 'reservation', 'show')] == [(ifindex(r2, 'eth2'), rules(r2)[0]['id'], 'installed', 'ff')]" &&
		rsvpctl_fails "$r2" "goes with it" reservation del id "$(rsvpctl -n "$r2" -j reservation show | jq '.[0].id')"
}

# With the rule the answer goes, and the Path goes on; with a rule again it is taken back
receiver_delete()
{
	act "mark()" && rsvpctl -n "$r2" rule del id "$id" && see 1 "ports('resvtear', 'b') == [6010] and ports('path', 'c') == [6010]" &&
		see 0 "counter(r2, 'reservations') == 0 and state(r2, 6010)['tc'] == []" && act "mark()" &&
		rule "$r2" proxy match dport 6010 receive controlled-load && see 1 "ports('resv', 'b') == [6010] and ports('pathtear', 'c') == [6010]" &&
		act "mark()" && rsvpctl -n "$r1" rule del id "$(rsvpctl -n "$r1" -j rule show | jq '.[0].id')" &&
		see 1 "ports('pathtear', 'b') == [6010] and nothing(r2) and [r['active'] for r in rules(r2)] == [0]" && act "ends(s)" && unrule_all
}

# RFC 5945, 4.1.1.1: who may answer for himself is asked; when he does, the proxy stands back, and comes back
discover()
{
	rule "$r1" proxy match dport 6011 send "${CL[@]}" && rule "$r2" proxy discover dev eth2 match dport 6011 receive controlled-load &&
		act "mark(); s = plain(h1, bind=(H1, 6000)); s.sendto(b'x', (H2, 6011))" && see 2 "ports('resv', 'b') == [6011] and ports('path', 'c') == [6011]" &&
		act "lih = got('path', 'c')[0].hop.lih; inject(h2, resv(H2, H2, lih, 'ff', [flowspec_cl(r=60000, b=9000), filter_spec(H1, 6000)], dport=6011), H2, R2_H2)" &&
		see 1 "counter(r2, 'reservations') == 0 and got('resv', 'b')[-1].flowspec.r == 60000" && stays 0.3 "not got('resvtear')" &&
		act "inject(h2, resv_tear(H2, H2, lih, 'ff', [filter_spec(H1, 6000)], dport=6011), H2, R2_H2)" &&
		see 1 "counter(r2, 'reservations') == 1 and got('resv', 'b')[-1].flowspec.r == 50000" && act "ends(s)" && unrule_all
}

# He who answers for himself chooses the style (RFC 2205, 3.1.2); the proxy takes it elsewhere, and has its own again when he goes
discover_style()
{
	rule "$r2" proxy discover dev eth2 match dport 6015 receive controlled-load && act "mark(); inject(h1, path(H2, H1, H1, dport=6015), H1, H2)" &&
		see 2 "[m.style.style for m in got('resv', 'b')] == ['ff'] and got('path', 'c')" &&
		act "lih = got('path', 'c')[0].hop.lih; inject(h2, resv(H2, H2, lih, 'wf', [flowspec_cl(r=60000, b=9000)], dport=6015), H2, R2_H2)" &&
		see 1 "counter(r2, 'reservations') == 0 and (got('resv', 'b')[-1].style.style, got('resv', 'b')[-1].flowspec.r) == ('wf', 60000)" &&
		see 0 "ports('resvtear', 'b') == [6015] and not got('resverr', 'c')" &&
		act "inject(h2, resv_tear(H2, H2, lih, 'wf', [flowspec_cl(r=60000, b=9000)], dport=6015), H2, R2_H2)" &&
		see 1 "counter(r2, 'reservations') == 1 and got('resv', 'b')[-1].style.style == 'ff'" &&
		act "inject(h1, path_tear(H2, H1, H1, dport=6015), H1, H2)" && unrule_all && discover_in_vain
}

# Once, if he asks for what he cannot have
discover_in_vain()
{
	rule "$r2" proxy discover dev eth2 match dport 6015 receive controlled-load && act "mark(); inject(h1, path(H2, H1, H1, dport=6015), H1, H2)" &&
		see 2 "[m.style.style for m in got('resv', 'b')] == ['ff'] and got('path', 'c')" &&
		act "lih = got('path', 'c')[0].hop.lih
def asks():
    mark()
    return inject(h2, resv(H2, H2, lih, 'wf', [flowspec_cl(r=60000, b=9000, M=4000)], dport=6015), H2, R2_H2)
asks()" && see 1 "got('resverr', 'c') and counter(r2, 'reservations') == 1 and [m.style.style for m in got('resv', 'b')] == ['ff']" &&
		act "asks()" && see 1 "got('resverr', 'c')" && stays 0.5 "not got('resvtear', 'b')" && act "inject(h1, path_tear(H2, H1, H1, dport=6015), H1, H2)" && unrule_all
}

# Whom another router answers for is not answered for here, unless the rule names the interface
far_receiver()
{
	rule "$r1" proxy match dport 6012 send "${CL[@]}" receive controlled-load && act "mark(); s = plain(h1, bind=(H1, 6000)); s.sendto(b'x', (H2, 6012))" &&
		see 1 "ports('path', 'b') == [6012]" && stays 0.3 "counter(r1, 'reservations') == 0" && rule "$r1" priority 0 proxy dev eth1 match dport 6012 receive controlled-load &&
		stays 0.3 "counter(r1, 'reservations') == 0" && act "mark()" && rule "$r1" proxy dev eth2 match dport 6012 receive controlled-load &&
		stays 0.3 "counter(r1, 'reservations') == 0" && unrule_all && rule "$r1" proxy dev eth2 match dport 6012 receive controlled-load &&
		rule "$r1" proxy match dport 6012 send "${CL[@]}" && act "mark(); s.sendto(b'x', (H2, 6012))" &&
		see 1 "counter(r1, 'reservations') == 1 and [c['flowspec']['rate_Bps'] for c in state(r1, 6012)['tc']] == [50000]" && stays 0.3 "not got()" &&
		act "ends(s)" && unrule_all
}

# RFC 5946, 3.1: a refusal here, and one further up, are told to the sender; when there is room, it is reserved
refused()
{
	rule "$r2" proxy match dport 6013 receive controlled-load && rsvpctl -n "$r2" interface set dev eth2 bandwidth 100kbit && act "mark()" &&
		act "inject(h1, path(H2, H1, H1, dport=6013, tspec=dict(r=50000, b=9000)), H1, H2)" && see 2 "got('patherr', 'a')" && act "m = got('patherr', 'a')[0]" &&
		see 0 "(m.error_spec.code, m.error_spec.value, m.error_spec.addr, m.session.dport, m.sender_template.addr) == (1, 2, R2_R1, 6013, H1)" &&
		see 0 "[(r['status'], r['error']['code']) for r in ctl(r2, 'reservation', 'show')] == [('rejected', 1)]" && stays 0.5 "not got('resv')" &&
		rsvpctl -n "$r2" interface set dev eth2 bandwidth 100mbit && see 3 "ports('resv', 'b') == [6013]" && act "mark()" &&
		rsvpctl -n "$r1" interface set dev eth2 bandwidth 100kbit &&
		act "inject(h1, path(H2, H1, H1, dport=6013, tspec=dict(r=60000, b=9000)), H1, H2)" && see 2 "got('resverr', 'b') and got('patherr', 'a')" &&
		act "m = got('patherr', 'a')[-1]" && see 0 "(m.error_spec.code, m.error_spec.value, m.error_spec.addr) == (1, 2, R2_R1)" &&
		rsvpctl -n "$r1" interface set dev eth2 bandwidth 100mbit && act "inject(h1, path_tear(H2, H1, H1, dport=6013), H1, H2)" && unrule_all
}

# What a sender can do nothing about is code 36: here, another style is in use in the session
conflict()
{
	rule "$r2" proxy match dport 6014 receive controlled-load style wf && act "mark(); inject(h1, path(H2, H1, H1, dport=6014), H1, H2)" &&
		see 2 "[m.style.style for m in got('resv', 'b')] == ['wf']" &&
		rule "$r2" priority 0 proxy dev eth2 match dport 6014 src "$H1" sport 6001 receive controlled-load style ff && act "mark()" &&
		act "inject(h1, path(H2, H1, H1, dport=6014, sport=6001), H1, H2)" && see 1 "state(r2, 6014) and len(state(r2, 6014)['path']) == 2" &&
		unrule "$r2" && see 1 "counter(r2, 'reservations') == 0" &&
		act "inject(h1, path_tear(H2, H1, H1, dport=6014), H1, H2); inject(h1, path_tear(H2, H1, H1, dport=6014, sport=6001), H1, H2)" && unrule_all
}

# Nobody is answered for before he is a member; he is no longer when he has left
group_member()
{
	rule "$r1" proxy match dport 6020-6029 send "${CL[@]}" && rule "$r2" proxy match dport 6020-6029 receive controlled-load &&
		act "mark(); s = plain(h1, bind=(H1, 6000)); s.sendto(b'x', (G[1], 6020))" && see 3 "'path' in [m.type for m in got(None, 'b')] and state(r2, 6020)" &&
		see 2 "ports('path', 'c') == [6020] and got('path', 'b')[0].ip_ttl == 8" && stays 0.3 "not got('resv')" &&
		act "r = member(h2, G[1], 6020)" && see 2 "ports('resv', 'b') == [6020]" && see 1 "ports('pathtear', 'c') == [6020]" && act "m = got('resv', 'b')[0]" &&
		see 0 "(m.style.style, m.flowspec.r, m.session.addr) == ('wf', 50000, G[1])" && act "s.sendto(b'y', (G[1], 6020))" && see 2 "r.recv(9) == b'y'" &&
		act "mark(); ends(r)" && see 4 "ports('resvtear', 'b') == [6020] and ports('path', 'c') == [6020]" && see 0 "counter(r2, 'reservations') == 0"
}

# Members before there is a sender, of one source, of another one
group_source()
{
	act "mark(); r = member(h2, G[2], 6021, H1); o = member(h2, G[3], 6022, R2_R1)" && stays 0.3 True &&
		act "[s.sendto(b'x', (G[i], 6019 + i)) for i in (2, 3)]" && see 3 "ports('resv', 'b') == [6021]" &&
		see 3 "'path' in [m.type for m in got(None, 'c') if m.session.dport == 6022]" && stays 0.3 "ports('resv', 'b') == [6021]" &&
		act "mark(); ends(r, o)" && see 4 "ports('resvtear', 'b') == [6021]"
}

# Who leaves while another one stays; versions before; what is not said again is over (RFC 3376, 8.4)
group_time()
{
	act "mark(); report2(h2, 'eth0', G[4]); report3(h2, 'eth0', (4, G[5], ()))" && stays 0.3 True &&
		act "[s.sendto(b'x', (G[i], 6019 + i)) for i in (4, 5)]" && see 3 "ports('resv', 'b') == [6023, 6024]" &&
		act "done2(h2, 'eth0', G[4]); report2(h2, 'eth0', G[4]); report3(h2, 'eth0', (3, G[5], ()))" &&
		see 4 "ports('resvtear', 'b') == [6024]" && stays 1 "ports('resvtear', 'b') == [6024]" &&
		act "query(h2, 'eth0'); report2(h2, 'eth0', G[4]); t = time.monotonic()" && see 4 "ports('resvtear', 'b') == [6023, 6024]" &&
		see 0 "1.5 < time.monotonic() - t < 3"
}

# Reports that are none: another TTL, a record that ends beyond its packet, a group that is none
group_bad()
{
	act "mark(); says(h2, 'eth0', ALL_ROUTERS, bytes((0x22, 0, 0, 0, 0, 0, 0, 9, 4, 0, 0, 9)) + ip(G[6]).packed[-4:],
		bytes((143, 0, 0, 0, 0, 0, 0, 9, 4, 0, 0, 9)) + ip(G[6]).packed); report3(h2, 'eth0', (4, H1, ()), (9, G[6], ()), (1, G[6], ()))" && stays 0.3 True &&
		act "s.sendto(b'x', (G[6], 6025))" && see 3 "ports('path', 'c') == [6025]" && stays 0.3 "not got('resv')"
}

# What no host says in a packet: it is counted, and not read
group_large()
{
	ip -n "$h2" link set eth0 mtu 40000 && ip -n "$r2" link set eth2 mtu 40000 &&
		act "mark(); before = counter(r2, 'cap_groups'); report3(h2, 'eth0', (4, G[8], ()), *[(4, G[9], ())] * 1300)" && see 1 "counter(r2, 'cap_groups') == before + 1" &&
		act "s.sendto(b'x', (G[8], 6027)); query(h2, 'eth0'); report3(h2, 'eth0', *[(4, G[10], ())] * 400); s.sendto(b'x', (G[10], 6029))" &&
		see 3 "ports('resv', 'b') == [6029]" && see 0 "counter(r2, 'cap_groups') == before + 1" &&
		see 4 "ports('resvtear', 'b') == [6029]" && ip -n "$h2" link set eth0 mtu 1500 && ip -n "$r2" link set eth2 mtu 1500
}

# No interface has more members than it leaves to others, who come later; what it had is free when they are forgotten
group_share()
{
	act "some = lambda n: [(4, 'ff1e::a:%x' % i if V6 else '239.10.%d.%d' % (i >> 8, i & 255), ()) for i in range(n, n + 60)]; before = counter(r2, 'cap_groups')" &&
		act "query(h2, 'eth0'); [report3(h2, 'eth0', *some(i)) for i in range(0, 2400, 60)]" && see 1 "counter(r2, 'cap_groups') > before + 300" &&
		act "before = counter(r2, 'cap_groups'); [report3(r1, 'eth2', *some(i)) for i in range(0, 600, 60)]" && stays 0.5 "counter(r2, 'cap_groups') < before + 20" &&
		stays 4 True && act "query(h2, 'eth0'); [report3(h2, 'eth0', *some(i)) for i in range(0, 1680, 60)]" &&
		stays 4 "counter(r2, 'cap_groups') < before + 20"
}

# All goes with the rules, and the module
ends_with()
{
	act "mark(); r = member(h2, G[7], 6026)" && stays 0.3 True && act "s.sendto(b'x', (G[7], 6026))" && see 3 "ports('resv', 'b') == [6026]" &&
		rmmod_rsvp && see 1 "ports('resvtear', 'b') == [6026] and ports('pathtear', 'b') != []" && act "ends(r, s)"
}

ktap_print_header
ktap_set_plan 21
proxies_up
ktap_test "without proxies: nothing" no_proxy
ktap_test "a sender" sender
ktap_test "a sender whose rule is deleted" sender_delete
ktap_test "a flow that ends" sender_idle
ktap_test "a sender that speaks for itself" sender_yields
ktap_test "a sender whose Paths are dropped" sender_stays
ktap_test "a sender of fragments" sender_fragments
ktap_test "a receiver" receiver
ktap_test "a receiver whose rule is deleted" receiver_delete
ktap_test "a receiver that is discovered" discover
ktap_test "a receiver that is discovered, with a style of its own" discover_style
ktap_test "a receiver behind another router" far_receiver
ktap_test "refusals" refused
ktap_test "two styles" conflict
ktap_test "a member of a group" group_member
ktap_test "members for some sources" group_source
ktap_test "members by time" group_time
ktap_test "reports that are none" group_bad
ktap_test "reports that are too large" group_large
ktap_test "members of one interface, and of others" group_share
ktap_test "the module goes" ends_with
ktap_finished
