#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A router whose interfaces are in a VRF: RSVP is on for them, and what the VRF's own device shows a second time is seen once.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_flow.sh"

tunnel_type=$([ "$IPV" = 6 ] && echo 8 || echo 7)

# r1's two interfaces, their addresses and its route move into vrf0
vrf_up()
{
	in_ns "$r1" sysctl -qw net.ipv6.conf.eth1.keep_addr_on_down=1 net.ipv6.conf.eth2.keep_addr_on_down=1 &&
		ip -n "$r1" -b - <<-EOF
		link add vrf0 type vrf table 10
		link set vrf0 up
		link set eth1 master vrf0
		link set eth2 master vrf0
		route add 10.0.3.0/24 via 10.0.2.2 table 10
		route add fd00:3::/64 via fd00:2::2 table 10
		EOF
}

refused_for_the_vrf()
{
	fails_with "not for the VRF" rsvpctl -n "$r1" interface set dev vrf0 rsvp on bandwidth 10mbit
}

# Path by PRE_ROUTING of a member, Resv by LOCAL_IN of the VRF; each once
reserved_through_it()
{
	act "mark()" && sender_add ttl 63 && path_at_h2 && see 0 "len(got('path', 'b', 'out')) == 1" &&
		reserve service guaranteed rate 120kbps slack 0 confirm wait 5s &&
		see 0 "len(got('resv', 'a', 'out')) == 1 and counter(r1, 'rx_resv') == 1" &&
		see 0 "[t['oif'] for t in state(r1, 5004)['tc']] == [next(i['ifindex'] for i in ctl(r1, 'interface', 'show')
			if i['ifname'] == 'eth2')]"
}

# A ResvConf for somebody else behind us goes on, once
conf_in_transit()
{
	see 0 "len(got('resvconf', 'b', 'out')) == 1 and counter(r1, 'rx_resvconf') == 1"
}

# RSVP-TE (RFC 3209) passes the members and the VRF
rsvp_te()
{
	act "
m = path(H2, H1, H1, sport=5004)
m.objs[0] = Obj(SESSION, $tunnel_type, ip(H2).packed + bytes([0, 0, 0, 7]) + ip(H1).packed)
mark()
inject(h1, m, H1, H2)
" && see 2 "len([m for m in got('path', 'b', 'out') if m.objs[0].ctype == $tunnel_type]) == 1" &&
		see 0 "counter(r1, 'foreign_session') == 1"
}

torn_down()
{
	unreserve && see 2 "not state(r1, 5004)['tc'] and not state(r1, 5004)['resv']" && sender_del && nothing_left "$h1" "$r1" "$h2"
}

# Nothing can be sent by the route of a broadcast, in a VRF least of all
broadcast()
{
	act "
before = counter(r1, 'no_route')
inject(h1, path('10.0.2.255', H1, H1, sport=5004), H1, '10.0.2.255')
" && see 2 "counter(r1, 'no_route') > before" && act "
inject(h1, path_tear('10.0.2.255', H1, H1, sport=5004), H1, '10.0.2.255')
"
}

ktap_print_header
[ "$IPV" = 6 ] && ktap_set_plan 6 || ktap_set_plan 7
insmod_rsvp
flow_up bandwidth 10mbit

ktap_test "a router's interfaces are put into a VRF" vrf_up
ktap_test "RSVP for the VRF itself is refused" refused_for_the_vrf
ktap_test "a reservation through it" reserved_through_it
ktap_test "its confirmation passes once" conf_in_transit
ktap_test "RSVP-TE passes once" rsvp_te
[ "$IPV" = 6 ] || ktap_test "a Path to a broadcast address has no way" broadcast
ktap_test "all of it goes again" torn_down

ktap_finished
