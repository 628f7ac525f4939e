#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Local repair (RFC 2205, 3.6): Paths follow a route that changes, Resvs follow them, and what was reserved on the old way
# stands until the new one is reserved.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_diamond.sh"

temp=$(mktemp -d)
defer rm -rf "$temp"

h1_arg=$(net_address 1 2) h2_arg=$(net_address 3 2)
[ "$IPV" != 6 ] || h1_arg="[$h1_arg]" h2_arg="[$h2_arg]"

definitions="
# What is reserved at a node: interfaces
def reserved(ns):
    names = {i['ifindex']: i['ifname'] for i in ctl(ns, 'interface', 'show')}
    return sorted(names[t['oif']] for s in state(ns) for t in s['tc'] if 'oif' in t)

# For whom a next hop behind an interface has reserved: source ports
def senders(ns, dev):
    index = next(i['ifindex'] for i in ctl(ns, 'interface', 'show') if i['ifname'] == dev)
    return sorted(f['sport'] for s in state(ns) if s['session']['dport'] == 5009
                  for r in s['resv'] if r['oif'] == index for f in r['filter'])

def first(mtype, link, way=None):
    return got(mtype, link, way)[0].t

# Nothing but what each node sends to refresh goes to the sender
def undisturbed():
    return not got('resvtear', 'p') and not got('pathtear', 'q') and not got('resverr', 'q') and reserved(h1) == ['eth0']
"

sets()
{
	local dev

	for dev in "$r1 eth2" "$r1 eth3" "$r2 eth2"; do
		rsvpctl -n "${dev% *}" interface set dev "${dev#* }" "$@" || return 1
	done
}

# Links that come up late, and what a neighbour is first asked for, would make the first message late
links_work()
{
	local way

	for way in "$r1 2" "$r1 5" "$r2 4" "$r2 6"; do
		busywait 10000 in_ns "${way% *}" ping -c 1 -W 1 "$(net_address "${way#* }" 2)" >/dev/null || return 1
	done
}

# With nothing reserved the old way gets its PathTear when the new one has its Path
without_reservation()
{
	links_work && rsvpctl -n "$h1" sender add udp "$h2_arg:5005" from "$h1_arg:5005" rate 100kbps burst 10k peak 200kbps mtu 1500 &&
		see 2 "len(state(r3)) == 1 and state(r4) == [] and len(state(h2)) == 1" && sets repair 0 && act "mark()" && way 5 &&
		see 2 "len(state(r4)) == 1 and state(r3) == [] and len(state(h2)) == 1" &&
		see 0 "first('path', 'v') <= first('pathtear', 'u', 'out')" &&
		way 2 && see 2 "len(state(r3)) == 1 and state(r4) == [] and len(state(h2)) == 1" &&
		rsvpctl -n "$h1" sender del udp "$h2_arg:5005" from "$h1_arg:5005" && see 2 "state(r3) == state(r2) == state(h2) == []"
}

reserve()
{
	rsvpctl -n "$h1" sender add udp "$h2_arg:5004" from "$h1_arg:5004" rate 100kbps burst 10k peak 200kbps mtu 1500 &&
		rsvpctl -n "$h2" reservation add udp "$h2_arg:5004" style ff from "$h1_arg:5004" service guaranteed rate 120kbps \
			confirm wait 5s && see 5 "reserved(r1) == ['eth2'] and reserved(r3) == ['eth2'] and reserved(r4) == []"
}

# W = 0: at once; the diverging node tears the old way only when the new one has its Resv, the converging one likewise
at_once()
{
	sets repair 0 && act "mark()" && way 5 && see 2 "reserved(r1) == ['eth3'] and reserved(r4) == ['eth2'] and reserved(r3) == []" &&
		see 0 "first('path', 'v') <= first('resv', 'v') <= first('pathtear', 'u', 'out')" &&
		see 0 "first('path', 'y') <= first('resv', 'y') <= first('resvtear', 'x', 'out')" &&
		see 0 "first('resv', 'v') - first('path', 'v') < 1 and undisturbed()" &&
		see 0 "got('pathtear', 'u')[0].hop.addr == '$(net_address 2 1)' and got('pathtear', 'u')[0].alert is not None" &&
		see 0 "state(r3) == [] and got('resv', 'y')[0].dst == R4_R2 and got('resvtear', 'x')[0].dst == R3_R2"
}

# The default W: the Paths wait two seconds, for routing to settle
waits()
{
	sets repair 2s && act "mark(); import time; began = time.time()" && way 2 &&
		see 5 "reserved(r1) == ['eth2'] and reserved(r3) == ['eth2'] and reserved(r4) == []" &&
		see 0 "1.9 < first('path', 'u') - began < 3 and undisturbed()"
}

# A Path that takes its time on the new way is not overtaken by a tear: there is none before its Resv
slow_way()
{
	local status

	sets repair 0 && tc -n "$r1" qdisc show dev eth3 >/dev/null && tc -n "$r4" qdisc show dev eth1 >/dev/null || return 1
	deaf "$r4" && act "mark()" && way 5 && see 2 "got('path', 'v')" &&
		stays 2 "not got('pathtear') and not got('resvtear') and reserved(r1) == ['eth2'] and reserved(r3) == ['eth2']"
	status=$?
	hears "$r4"
	[ $status = 0 ] && see 60 "reserved(r1) == ['eth3'] and reserved(r4) == ['eth2'] and reserved(r3) == []" && see 0 "undisturbed()"
}

# The route comes back before anything answered on the new way: all is as before
there_and_back()
{
	sets repair 1s && act "mark()" && way 2 && way 5 &&
		stays 3 "reserved(r1) == ['eth3'] and reserved(r4) == ['eth2'] and reserved(r3) == []" &&
		see 0 "undisturbed() and not got('pathtear') and not got('path', 'u')" && sets repair 0
}

# r1 hears no RSVP by the way that has the Path, so that nothing is reserved there
unanswered()
{
	in_ns "$r1" nft -f - <<-EOF
	table inet unanswered {
		chain in {
			type filter hook prerouting priority -450;
			iifname "$1" meta l4proto 46 drop
		}
	}
	EOF
}

# The route comes back when the other way has its Path, but is not reserved yet: r2 has moved by then, and torn the old way. The
# PathTear for the other is the last that it hears, and what it tore may come late
back_before_answer()
{
	local tear way_back h2_id="state(h2)[0]['path'][0]['id']"

	act "id_before = $h2_id" && unanswered eth2 && act "mark()" && way 2 &&
		see 2 "got('resv', 'x') and reserved(r3) == ['eth2'] and reserved(r4) == []" && see 0 "reserved(r1) == ['eth3']" && way 5 &&
		see 2 "reserved(r4) == ['eth2'] and state(r3) == [] and reserved(r1) == ['eth3']"
	way_back=$?
	in_ns "$r1" nft delete table inet unanswered
	[ $way_back = 0 ] || return 1
	tear=$(rsvpmsg.py send --print resvtear --src "$(net_address 5 2)" --dst "$(net_address 5 1)" --session "$(net_address 3 2)/17/5004" \
		--hop "$(net_address 5 2)" --lih "$(in_ns "$r1" cat /sys/class/net/eth3/ifindex)" --style ff --filter "$h1_arg:5004") &&
		in_ns "$r4" rsvpmsg.py send resvtear --src "$(net_address 5 2)" --dst "$(net_address 5 1)" --hex "$tear" &&
		see 2 "len([m for m in got('resvtear', 'v') if m.hop.addr == '$(net_address 5 2)']) == 2" &&
		rsvpctl -n "$h2" reservation replace udp "$h2_arg:5004" style ff from "$h1_arg:5004" service guaranteed rate 125kbps &&
		see 5 "got('resv', 'p') and got('resv', 'p')[-1].flowspec.R == 125000" &&
		see 0 "undisturbed() and reserved(r1) == ['eth3'] and $h2_id == id_before"
}

# A neighbour that has lost all it knew, and could tell nobody, has it again with the refreshes of the others. A Resv that comes
# before its Path is answered with a ResvErr (RFC 2205, B, code 3), which the receiver hears of
neighbour_restarts()
{
	act "mark()" && in_ns "$r4" nft -f - <<-EOF || return 1
	table inet mute {
		chain out {
			type filter hook output priority -400;
			meta l4proto 46 drop
		}
	}
	EOF
	rsvpctl -n "$r4" interface set dev eth1 rsvp off && rsvpctl -n "$r4" interface set dev eth2 rsvp off && see 0 "state(r4) == []" || return 1
	in_ns "$r4" nft delete table inet mute
	rsvp_on "$r4" eth1 bandwidth 10mbit refresh 20s && rsvp_on "$r4" eth2 bandwidth 10mbit refresh 20s &&
		see 70 "reserved(r4) == ['eth2']" && see 0 "reserved(r1) == ['eth3'] and reserved(h1) == ['eth0']" &&
		see 0 "not got('pathtear') and not got('resvtear', 'p') and all(m.error_spec.code == 3 for m in got('resverr'))"
}

# What the sender says and what the receiver asks for change while the way does
all_changes()
{
	act "mark()" && way 2 &&
		rsvpctl -n "$h1" sender replace udp "$h2_arg:5004" from "$h1_arg:5004" rate 110kbps burst 10k peak 200kbps mtu 1500 &&
		rsvpctl -n "$h2" reservation replace udp "$h2_arg:5004" style ff from "$h1_arg:5004" service guaranteed rate 130kbps &&
		see 5 "reserved(r1) == ['eth2'] and reserved(r3) == ['eth2'] and reserved(r4) == []" &&
		see 5 "got('resv', 'p')[-1].flowspec.R == got('resv', 'u')[-1].flowspec.R == 130000 and got('path', 'q')[-1].sender_tspec.r == 110000" &&
		see 0 "undisturbed() and state(r4) == []"
}

# Without its address a link is no way; with it again it is the way that it was
address_goes()
{
	local address
	address=$(net_address 2 1)/$([ "$IPV" = 6 ] && echo 64 || echo 24)

	act "mark()" && ip -n "$r1" address del "$address" dev eth2 && ip -n "$r1" address add "$address" dev eth2 nodad &&
		way 2 && see 60 "reserved(r1) == ['eth2'] and reserved(r3) == ['eth2']" && see 0 "undisturbed()" && way 5 &&
		see 5 "reserved(r1) == ['eth3'] and reserved(r4) == ['eth2'] and reserved(r3) == []"
}

# `ip nexthop replace` changes routes without a word about them
nexthop()
{
	local net

	[ "$IPV" = 6 ] && net=fd00:3::/64 || net=10.0.3.0/24
	ip -n "$r1" nexthop add id 7 via "$(net_address 5 2)" dev eth3 && ip -n "$r1" route replace "$net" nhid 7 &&
		see 2 "reserved(r1) == ['eth3']" && act "mark()" &&
		ip -n "$r1" nexthop replace id 7 via "$(net_address 2 2)" dev eth2 &&
		see 2 "reserved(r1) == ['eth2'] and reserved(r3) == ['eth2'] and reserved(r4) == []" && see 0 "undisturbed()"
}

# r1 has another address on the way in use, and not the one that it had
renumber()
{
	local bits=24
	[ "$IPV" != 6 ] || bits=64

	in_ns "$r1" sysctl -qw net.ipv4.conf.eth2.promote_secondaries=1
	ip -n "$r1" address add "$(net_address 2 "$2")/$bits" dev eth2 nodad &&
		ip -n "$r1" address del "$(net_address 2 "$1")/$bits" dev eth2
}

# Another address, and no other route: the next hop is told of its new previous hop, and the reservation stays, though the next hop
# tears where it had reserved, and that is r1's address still
hop_changes()
{
	local old new all=32
	[ "$IPV" != 6 ] || all=128
	old=$(net_address 2 1) new=$(net_address 2 9)

	act "mark()" && ip -n "$r1" address add "$old/$all" dev lo && renumber 1 9 &&
		see 2 "got('path', 'u') and got('path', 'u')[-1].hop.addr == '$new'" &&
		see 2 "'$new' in [m.dst for m in got('resv', 'u')] and '$old' in [m.dst for m in got('resvtear', 'u')]" &&
		stays 1 "reserved(r1) == ['eth2'] and reserved(r3) == ['eth2'] and undisturbed()" &&
		[ "$(counter "$r1" old_hop)" -gt 0 ] && ip -n "$r1" address del "$old/$all" dev lo &&
		act "mark()" && renumber 9 1 && see 2 "'$old' in [m.dst for m in got('resv', 'u')]" &&
		stays 1 "reserved(r1) == ['eth2'] and reserved(r3) == ['eth2'] and undisturbed()"
}

# An address more is no other previous hop, though it be nearer to the destination; and who waits to be told of another knows the
# tear by the one that was told
hop_stands()
{
	local nearer
	[ "$IPV" = 6 ] && nearer=fd00:3::9/64 || nearer=10.0.3.9/24

	rsvpctl -n "$h1" sender add udp "$h2_arg:5007" from "$h1_arg:5007" rate 100kbps burst 10k peak 200kbps mtu 1500 &&
		see 2 "len(state(r3)) == 2" && act "mark()" && ip -n "$r1" address add "$nearer" dev eth2 noprefixroute nodad &&
		stays 3 "not got('path', 'u')" && ip -n "$r1" address del "$nearer" dev eth2 && sets repair 60s && renumber 1 9 &&
		rsvpctl -n "$h1" sender del udp "$h2_arg:5007" from "$h1_arg:5007" &&
		see 2 "len(state(r3)) == 1" && see 0 "[m.hop.addr for m in got('pathtear', 'u')] == ['$(net_address 2 1)']" &&
		renumber 9 1 && sets repair 0 && see 0 "reserved(r1) == ['eth2'] and not got('resvtear', 'p') and not got('resverr')"
}

# r3 knows r1 by another address than that which would be chosen towards r3. What r1 refuses is refused by that one, or r3 would not
# know for whom it has blockade state (RFC 2205, 3.5)
hop_refuses()
{
	local nearer=10.0.3.9/24
	[ "$IPV" != 6 ] || nearer=fd00:2::3/64

	[ "$IPV" = 6 ] || ip -n "$r1" address add "$nearer" dev eth2 noprefixroute || return 1
	rsvpctl -n "$r1" interface set dev eth2 bandwidth 5mbit && act "mark()" &&
		rsvpctl -n "$h1" sender add udp "$h2_arg:5008" from "$h1_arg:5008" rate 300kbps burst 10k peak 400kbps mtu 1500 &&
		see 2 "len(state(r2)) == 2" || return 1
	[ "$IPV" != 6 ] || ip -n "$r1" address add "$nearer" dev eth2 noprefixroute nodad || return 1
	! rsvpctl -n "$h2" reservation add udp "$h2_arg:5008" style ff from "$h1_arg:5008" \
			service guaranteed rate 300kbps confirm wait 5s || return 1
	# Another sender of a session comes by the hop that this has, whatever would be chosen now
	see 2 "[m.hop.addr for m in got('resverr', 'u')] == [m.hop.addr for m in got('path', 'u') if m.session.dport == 5008]" &&
		rsvpctl -n "$h1" sender add udp "$h2_arg:5004" from "$h1_arg:5018" rate 10kbps burst 10k peak 20kbps mtu 1500 &&
		see 2 "[m.hop.addr for m in got('path', 'u') if m.sender_template.port == 5018] == ['$(net_address 2 1)']" &&
		rsvpctl -n "$h1" sender del udp "$h2_arg:5004" from "$h1_arg:5018" &&
		rsvpctl -n "$h1" sender del udp "$h2_arg:5008" from "$h1_arg:5008" &&
		rsvpctl -n "$h2" reservation del udp "$h2_arg:5008" style ff from "$h1_arg:5008" && see 2 "len(state(r3)) == 1" &&
		ip -n "$r1" address del "$nearer" dev eth2 && rsvpctl -n "$r1" interface set dev eth2 bandwidth 10mbit
}

# r2 has another address towards r3: after W it reserves by that one, and tears by the old one, early repeats included
next_hop_changes()
{
	local old new bits=24
	[ "$IPV" != 6 ] || bits=64
	old=$(net_address 4 1) new=$(net_address 4 9)

	in_ns "$r2" sysctl -qw net.ipv4.conf.eth1.promote_secondaries=1
	rsvpctl -n "$r2" interface set dev eth1 repeats 2 && act "mark()" &&
		ip -n "$r2" address add "$new/$bits" dev eth1 nodad && ip -n "$r2" address del "$old/$bits" dev eth1 &&
		see 5 "'$new' in [m.hop.addr for m in got('resv', 'x', 'out')]" &&
		see 2 "[m.hop.addr for m in got('resvtear', 'x')] == ['$old'] * 3" &&
		see 2 "[r['nhop']['addr'] for s in state(r3) for r in s['resv']] == ['$new']" &&
		ip -n "$r2" address add "$old/$bits" dev eth1 nodad && ip -n "$r2" address del "$new/$bits" dev eth1 &&
		see 5 "[r['nhop']['addr'] for s in state(r3) for r in s['resv']] == ['$old']" &&
		rsvpctl -n "$r2" interface set dev eth1 repeats 0 && see 0 "reserved(r1) == ['eth2'] and undisturbed()"
}

# The link in use goes down: the other way is taken, and nothing waits for the lost one
link_down()
{
	local net

	[ "$IPV" = 6 ] && net=fd00:3::/64 || net=10.0.3.0/24
	ip -n "$r1" route del "$net" nhid 7; ip -n "$r1" nexthop del id 7
	ip -n "$r1" route add "$net" via "$(net_address 5 2)" metric 2000 && ip -n "$r1" route replace "$net" via "$(net_address 2 2)" metric 100 &&
		see 60 "reserved(r1) == ['eth2']" && act "mark()" && ip -n "$r1" link set eth2 down &&
		see 3 "reserved(r1) == ['eth3'] and reserved(r4) == ['eth2']" && see 0 "undisturbed()"
}

link_up()
{
	local net=10.0.3.0/24
	[ "$IPV" != 6 ] || net=fd00:3::/64

	ip -n "$r1" link set eth2 up || return 1
	if [ "$IPV" = 6 ]; then
		ip -n "$r1" address add "$(net_address 2 1)/64" dev eth2 nodad
	fi
	ip -n "$r1" route replace "$net" via "$(net_address 2 2)" metric 100
}

# r3 has heard no tear, and says no more; what it hears when the link is back is no refresh
link_back()
{
	act "mark()" && see 100 "len(got('path', 'y')) > 2" && see 0 "not got('path', 'x') and len(state(r3)) == 1 and undisturbed()" &&
		sets repair 0 && act "mark()" && link_up && see 2 "reserved(r1) == ['eth2'] and reserved(r3) == ['eth2'] and reserved(r4) == []" && see 0 "undisturbed()"
}

# A sender ends just after the link in use went down: its hop before has not torn, and is waited for, but one refresh of its R
cut_and_ended()
{
	rsvpctl -n "$h1" sender add udp "$h2_arg:5011" from "$h1_arg:5011" rate 10kbps burst 10k peak 20kbps mtu 1500 &&
		see 2 "[m for m in got('path', 'x') if m.session.dport == 5011]" && act "mark()" && ip -n "$r1" link set eth2 down &&
		see 3 "[m for m in got('path', 'y') if m.session.dport == 5011]" &&
		rsvpctl -n "$h1" sender del udp "$h2_arg:5011" from "$h1_arg:5011" && act "mark()" &&
		see 40 "5011 not in [s['session']['dport'] for s in state(h2)]" &&
		see 0 "not [m for m in got('path', 'q') if m.session.dport == 5011]" && link_up &&
		see 2 "reserved(r1) == ['eth2'] and reserved(r3) == ['eth2'] and reserved(r4) == []" &&
		see 120 "5011 not in [s['session']['dport'] for s in state(r3)]"
}

# The route of r1 by a router on the LAN, as routing knows it: not by its RSVP_HOP
lan_way()
{
	if [ "$IPV" = 6 ]; then
		ip -n "$r1" route replace fd00:3::/64 via "fe80::$1" dev eth4 metric 10
	else
		ip -n "$r1" route replace 10.0.3.0/24 via "10.0.7.10$1" dev eth4 metric 10
	fi
}

# r1, r3 and r4 on one LAN. Gateways are addresses that no RSVP_HOP has: link-local ones, or those of VRRP
lan_up()
{
	local node ns dev number

	setup_ns lan
	ip -n "$lan" link add br0 type bridge mcast_snooping 0 && ip -n "$lan" link set br0 up || return 1
	for node in "$r1 eth4 1" "$r3 eth3 3" "$r4 eth3 4"; do
		read -r ns dev number <<<"$node"
		veth "$ns" "$dev" "$lan" "p$number" && ip -n "$lan" link set "p$number" master br0 &&
			address "$ns" "$dev" "10.0.7.$number" "fd00:7::$number" && ip -n "$ns" address add "10.0.7.10$number/24" dev "$dev" &&
			ip -n "$ns" address add "fe80::$number/64" dev "$dev" nodad &&
			rsvp_on "$ns" "$dev" bandwidth 10mbit refresh 5s repair 0 || return 1
	done
	for number in 3 4; do
		busywait 10000 in_ns "$r1" ping -c 1 -W 1 "$(net_address 7 $number)" >/dev/null || return 1
	done
}

# What is reserved at r1 on the LAN: next hops
hops="sorted(r['nhop']['addr'] for s in state(r1) for r in s['resv'])"

# Two routers on one link are two ways, whatever routing calls them: who reserved on the old one says no word for the new one
same_link()
{
	local status torn

	lan_up && lan_way 3 && rsvpctl -n "$h1" sender add udp "$h2_arg:5006" from "$h1_arg:5006" rate 100kbps burst 10k peak 200kbps mtu 1500 &&
		rsvpctl -n "$h2" reservation add udp "$h2_arg:5006" style ff from "$h1_arg:5006" service guaranteed rate 120kbps \
			confirm wait 5s && see 5 "reserved(r1) == ['eth4'] and reserved(r3) == ['eth2'] and reserved(r4) == []" || return 1
	torn=$(counter "$r1" tx_pathtear)
	deaf "$r4" && act "mark()" && lan_way 4 && stays 15 "reserved(r1) == ['eth4'] and reserved(r3) == ['eth2'] and len($hops) == 1" &&
		[ "$(counter "$r1" tx_pathtear)" = "$torn" ]
	status=$?
	hears "$r4"
	[ $status = 0 ] && see 60 "reserved(r4) == ['eth2'] and reserved(r3) == [] and $hops == ['$(net_address 7 4)']" &&
		see 0 "undisturbed()" && [ "$(counter "$r1" tx_pathtear)" = $((torn + 1)) ]
}

same_link_goes()
{
	rsvpctl -n "$h1" sender del udp "$h2_arg:5006" from "$h1_arg:5006" &&
		rsvpctl -n "$h2" reservation del udp "$h2_arg:5006" style ff from "$h1_arg:5006" &&
		nothing_left "$h1" "$r1" "$r2" "$r3" "$r4" "$h2"
}

# Of two senders one has a new way, not reserved yet; a ResvTear for the other is no matter of that one
tear_beside()
{
	local status port
	local net=10.0.3.0/24 via
	[ "$IPV" != 6 ] || net=fd00:3::/64
	via=$(net_address 5 2)

	for port in 5009 5010; do
		rsvpctl -n "$h1" sender add udp "$h2_arg:5009" from "$h1_arg:$port" rate 10kbps burst 10k peak 20kbps mtu 1500 &&
			rsvpctl -n "$h2" reservation add udp "$h2_arg:5009" style se from "$h1_arg:$port" service controlled-load rate 10kbps ||
			return 1
	done
	see 5 "senders(r1, 'eth2') == [5009, 5010]" || return 1
	deaf "$r4" && ip -n "$r1" "-$IPV" route add table 9 "$net" via "$via" &&
		ip -n "$r1" "-$IPV" rule add ipproto udp sport 5009 lookup 9 &&
		see 5 "got('path', 'v')" &&
		rsvpctl -n "$h2" reservation del udp "$h2_arg:5009" style se from "$h1_arg:5010" &&
		see 2 "senders(r1, 'eth2') == [5009]" && stays 40 "senders(r1, 'eth2') == [5009]"
	status=$?
	hears "$r4"
	ip -n "$r1" "-$IPV" rule del ipproto udp sport 5009 lookup 9 && ip -n "$r1" "-$IPV" route del table 9 "$net" &&
		rsvpctl -n "$h1" sender del udp "$h2_arg:5009" from "$h1_arg:5009" &&
		rsvpctl -n "$h1" sender del udp "$h2_arg:5009" from "$h1_arg:5010" &&
		rsvpctl -n "$h2" reservation del udp "$h2_arg:5009" style se from "$h1_arg:5009" && [ $status = 0 ] &&
		see 60 "len(state(r2)) == 1"
}

all_goes()
{
	act "mark()" && ip -n "$r1" link set eth2 up && rsvpctl -n "$h1" sender del udp "$h2_arg:5004" from "$h1_arg:5004" &&
		rsvpctl -n "$h2" reservation del udp "$h2_arg:5004" style ff from "$h1_arg:5004" && nothing_left "$h1" "$r1" "$r2" "$r4" "$h2"
}

ktap_print_header
ktap_set_plan 22
require nft
diamond_up bandwidth 10mbit refresh 20s
act "$definitions" || ktap_exit_fail_msg "definitions"

ktap_test "a Path alone" without_reservation
ktap_test "a reservation by one of two ways" reserve
ktap_test "W = 0: the other way at once, made before the old one is broken" at_once
ktap_test "W = 2 s: the Path waits" waits
ktap_test "no tear before the new way is reserved" slow_way
ktap_test "a route that comes back changes nothing" there_and_back
ktap_test "a route that comes back before the other way is reserved" back_before_answer
ktap_test "a neighbour that begins anew" neighbour_restarts
ktap_test "senders and receivers change meanwhile" all_changes
ktap_test "an address that goes and comes" address_goes
ktap_test "a next hop that is replaced" nexthop
ktap_test "another address on the way" hop_changes
ktap_test "an address more, and a tear by the one that was told" hop_stands
ktap_test "a refusal, by the address that was told" hop_refuses
ktap_test "another address of a next hop" next_hop_changes
ktap_test "a link that goes down" link_down
ktap_test "and comes up again" link_back
ktap_test "a link that goes down, and a sender that ends" cut_and_ended
ktap_test "SE: who is let go beside one that moves" tear_beside
ktap_test "all of it goes" all_goes
ktap_test "two routers on one link, by addresses that are not their RSVP_HOP" same_link
ktap_test "and all of that goes" same_link_goes

ktap_finished
