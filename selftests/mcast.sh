#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Multicast over a tree: Paths by the kernel's own multicast routes, though no data was ever sent, and reservations that are
# merged where branches meet (RFC 2205, 1.3, 2.2, 3.1.4; RFC 2209).

. "${0%/*}/lib.sh"
. "${0%/*}/topo_tree.sh"

traffic=(rate 100kbps burst 10k peak 200kbps mtu 1500)

s1=$(net_port 1 2 6001) s2=$(net_port 1 3 6001) s3=$(net_port 4 2 6001)

definitions="
S1, S2, S3 = ((a, 6001) for a in (H1, H1_B, H3))

def path(ns, port, sender):
    return next(p for p in state(ns, port)['path'] if (p['filter']['src'], p['filter']['sport']) == sender)

def index(ns, dev):
    return next(i['ifindex'] for i in ctl(ns, 'interface', 'show') if i['ifname'] == dev)

def outs(ns, port, sender):
    p = path(ns, port, sender)
    return sorted(p.get('oif', []))

# What is installed on an interface: [(rate, senders)]
def installed(ns, port, dev):
    s, i = state(ns, port), index(ns, dev)
    return sorted((t['flowspec']['rate_Bps'], sorted((f['src'], f['sport']) for f in t.get('filter', [])))
                  for t in s['tc'] if t.get('oif') == i) if s else []

# What a previous hop was asked for last
def asked(link, port):
    ms = [m for m in got('resv', link, 'out') if m.session.dport == port]
    return ms[-1]

def error(ns, port):
    return next(r['error'] for r in ctl(ns, 'reservation', 'show') if r['session']['dport'] == port)

def status(ns, port):
    return [r['status'] for r in ctl(ns, 'reservation', 'show') if r['session']['dport'] == port]
"

announce()
{
	rsvpctl -n "$h1" sender add udp "$(tree_to "$1")" from "$s1" "${traffic[@]}" &&
		rsvpctl -n "$h1" sender add udp "$(tree_to "$1")" from "$s2" "${traffic[@]}" &&
		rsvpctl -n "$h3" sender add udp "$(tree_to "$1")" from "$s3" "${traffic[@]}"
}

withdraw()
{
	rsvpctl -n "$h1" sender del udp "$(tree_to "$1")" from "$s1" &&
		rsvpctl -n "$h1" sender del udp "$(tree_to "$1")" from "$s2" &&
		rsvpctl -n "$h3" sender del udp "$(tree_to "$1")" from "$s3"
}

# rsv NS COMMAND PORT WORD...
rsv()
{
	rsvpctl -n "${!1}" reservation "$2" udp "$(tree_to "$3")" "${@:4}"
}

# A router without a route keeps the Path, and asks whoever routes; with the route it goes out within 1 s (no data at all)
path_waits_for_route()
{
	act "mark()" && announce 7001 &&
		see 5 "path(r1, 7001, S1)['local_only'] and path(r2, 7001, S3)['local_only'] and not got('path')" &&
		tree_routes_up &&
		see 30 "outs(r3, 7001, S1) == outs(r3, 7001, S2) == outs(r3, 7001, S3) == sorted([index(r3, 'eth3'), index(r3, 'eth4')])" &&
		see 5 "all(len(state(n, 7001)['path']) == 3 for n in (r4, r5))" &&
		see 0 "got('path', 'q')[0].t - got('path', link='p')[0].t < 1 and not data"
}

# A group's routes stay when a link goes down; who is behind it hears of all senders when it is back
link_back()
{
	local address route routes
	address=$(net_address 6 1)

	mapfile -t routes < <(ip -n "$r3" "-$IPV" route show dev eth4 | grep via)
	rsvpctl -n "$r3" interface set dev eth3 repair 0 && rsvpctl -n "$r3" interface set dev eth4 repair 0 &&
		act "mark()" && ip -n "$r3" link set eth4 down &&
		see 10 "got('path', 'q')" && act "mark(); import time; began = time.time()" && ip -n "$r3" link set eth4 up || return 1
	[ "$IPV" != 6 ] || ip -n "$r3" address add "$address/64" dev eth4 nodad || return 1
	# The kernel keeps none of these
	for route in "${routes[@]}"; do
		# shellcheck disable=SC2086 # words
		ip -n "$r3" "-$IPV" route replace $route dev eth4 || return 1
	done
	see 5 "{(m.sender_template.addr, m.sender_template.port) for m in got('path', 'l') if m.t - began < 1} == {S1, S2, S3}" &&
		see 0 "all(m.hop.addr == '$address' for m in got('path', 'l'))" &&
		see 0 "len(outs(r3, 7001, S1)) == len(outs(r3, 7001, S2)) == len(outs(r3, 7001, S3)) == 2"
}

# A receiver joins: IGMP or MLD tells its router, and the Paths that its host hears are for it
join_for_reservation()
{
	act "mark()" && rsv h4 add 7001 style ff from "$s1" service controlled-load rate 120kbps &&
		ip -n "$h4" maddress show dev eth0 | grep -qw "$(tree_group)" &&
		see 70 "len(state(h4, 7001)['path']) == 3 and status(h4, 7001) == ['installed']" &&
		see 5 "installed(r3, 7001, 'eth4') == [(120000, [S1])] and installed(r3, 7001, 'eth3') == []" &&
		see 5 "asked('p', 7001).filters == [S1] and not got('resv', 'o', 'out')" &&
		see 5 "installed(r1, 7001, 'eth2') == installed(r4, 7001, 'eth2') == [(120000, [S1])] and installed(r5, 7001, 'eth2') == []"
}

leave_with_reservation()
{
	act "mark()" && rsv h4 del 7001 style ff from "$s1" && ! ip -n "$h4" maddress show dev eth0 | grep -qw "$(tree_group)" &&
		see 2 "all(not state(n, 7001)['tc'] for n in (h1, r1, r3, r4))" && see 0 "got('resvtear', 'p')" &&
		withdraw 7001 && see 2 "all(state(n, 7001) is None for n in (h1, h3, r1, r2, r3, r4, r5, h2, h4))"
}

member_on()
{
	ip -n "$h4" maddress show dev j0 | grep -qw "$(tree_group)"
}

# An application that joins, and is a member while a command runs: as_member COMMAND...
as_member()
{
	in_ns "$h4" python3 - "$(tree_group)" j0 "$@" <<-'EOF'
	import socket, struct, subprocess, sys

	group, dev = sys.argv[1], socket.if_nametoindex(sys.argv[2])
	family = socket.AF_INET6 if ':' in group else socket.AF_INET
	s = socket.socket(family, socket.SOCK_DGRAM)
	mreq = socket.inet_pton(family, group)
	if family == socket.AF_INET6:
	    s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP, mreq + struct.pack('@I', dev))
	else:
	    s.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, mreq + struct.pack('@4xi', dev))
	sys.exit(subprocess.run(sys.argv[3:]).returncode)
	EOF
}

# IP forgets what is joined when it leaves an interface: it is joined again when IP is back, and an application keeps its own
rejoins()
{
	ip -n "$h4" link add j0 type veth peer name j1 && ip -n "$h4" link set j0 up && ip -n "$h4" link set j1 up &&
		address "$h4" j0 10.0.11.1 fd00:11::1 &&
		rsv h4 add 7010 style wf dev j0 service controlled-load rate 100kbps && member_on || return 1
	if [ "$IPV" = 6 ]; then
		ip -n "$h4" link set j0 mtu 1000 && ! member_on && ip -n "$h4" link set j0 mtu 1500 && busywait 2000 member_on || return 1
	fi
	ip -n "$h4" link set j0 netns "$h5" && ip -n "$h5" link set j0 netns "$h4" && ip -n "$h4" link set j0 up &&
		busywait 2000 member_on || return 1
	as_member bash -c "rsvpctl reservation del udp '$(tree_to 7010)' style wf && ip maddress show dev j0 | grep -w '$(tree_group)'" &&
		! member_on && ip -n "$h4" link del j0
}

# RFC 2210, 2.2: one service for all receivers. A router that receives, too, and came later, reserves as soon as the other chooses
# its service
service_changes()
{
	rsv r4 add 7012 style ff dev eth1 from "$s1" service guaranteed rate 120kbps &&
		rsv h4 add 7012 style ff from "$s2" service controlled-load rate 100kbps &&
		rsvpctl -n "$h1" sender add udp "$(tree_to 7012)" from "$s2" "${traffic[@]}" &&
		see 70 "installed(r4, 7012, 'eth2') == [(100000, [S2])]" &&
		rsvpctl -n "$h1" sender add udp "$(tree_to 7012)" from "$s1" "${traffic[@]}" &&
		see 70 "status(r4, 7012) == ['rejected']" &&
		rsv h4 replace 7012 style ff from "$s2" service guaranteed rate 100kbps &&
		see 1 "status(r4, 7012) == ['installed']" &&
		rsv r4 del 7012 style ff from "$s1" && rsv h4 del 7012 style ff from "$s2" &&
		rsvpctl -n "$h1" sender del udp "$(tree_to 7012)" from "$s1" &&
		rsvpctl -n "$h1" sender del udp "$(tree_to 7012)" from "$s2" &&
		see 2 "all(state(n, 7012) is None for n in (h1, r1, r3, r4, h4))"
}

# receivers PORT "NS WORD...": they reserve, one after the other
receivers()
{
	local port=$1 words
	shift

	for words; do
		# shellcheck disable=SC2086 # words
		rsv ${words%% *} add "$port" ${words#* } || return 1
	done
}

# RFC 2205, 1.3 and figure 3: one LUB for each interface, whoever sends; to several previous hops with SCOPE
wf_merges()
{
	act "mark()" && announce 7002 && receivers 7002 "h2 style wf service controlled-load rate 110kbps" \
		"h4 style wf service controlled-load rate 120kbps" "h5 style wf service controlled-load rate 150kbps" \
		"h6 style wf service controlled-load rate 130kbps" "h7 style wf service controlled-load rate 140kbps" || return 1
	see 70 "installed(r4, 7002, 'eth2') == [(120000, [])] and installed(r4, 7002, 'eth3') == [(150000, [])]" &&
		see 70 "installed(r5, 7002, 'eth2') == [(130000, [])] and installed(r5, 7002, 'eth3') == [(140000, [])]" &&
		see 70 "installed(r3, 7002, 'eth3') == [(110000, [])] and installed(r3, 7002, 'eth4') == [(150000, [])]" &&
		see 0 "len([r for r in state(r3, 7002)['resv'] if r.get('oif') == index(r3, 'eth4')]) == 2" &&
		see 5 "asked('p', 7002).flowspec.r == asked('o', 7002).flowspec.r == 150000" &&
		see 0 "asked('p', 7002).scope.addrs == [H1, H1_B] and asked('o', 7002).scope.addrs == [H3]" &&
		see 5 "installed(r1, 7002, 'eth2') == installed(r2, 7002, 'eth2') == [(150000, [])]"
}

# The largest goes: the next largest is what is asked; no larger one goes: nothing is
wf_changes()
{
	act "mark()" && rsv h7 del 7002 style wf && see 2 "installed(r5, 7002, 'eth3') == []" &&
		stays 1 "not got('resv', 'p', 'out') and not got('resvtear', 'l')" &&
		rsv h5 del 7002 style wf && see 2 "installed(r3, 7002, 'eth4') == [(130000, [])] and asked('p', 7002).flowspec.r == 130000" &&
		rsv h4 replace 7002 style wf service controlled-load rate 200kbps &&
		see 2 "installed(r1, 7002, 'eth2') == installed(r2, 7002, 'eth2') == [(200000, [])]" &&
		for ns in h2 h4 h6; do rsv $ns del 7002 style wf || return 1; done &&
		see 2 "all(not state(n, 7002)['tc'] for n in (h1, h3, r1, r2, r3, r4, r5))" && withdraw 7002
}

# RFC 2205, figure 4: each sender its own, the largest of each behind each interface
ff_merges()
{
	act "mark()" && announce 7003 && receivers 7003 "h2 style ff from $s1 service controlled-load rate 110kbps" \
		"h2 style ff from $s3 service controlled-load rate 115kbps" \
		"h4 style ff from $s1 service controlled-load rate 120kbps" "h5 style ff from $s1 service controlled-load rate 125kbps" \
		"h6 style ff from $s2 service controlled-load rate 130kbps" "h7 style ff from $s3 service controlled-load rate 105kbps" || return 1
	see 70 "installed(r3, 7003, 'eth4') == [(105000, [S3]), (125000, [S1]), (130000, [S2])]" &&
		see 70 "installed(r3, 7003, 'eth3') == [(110000, [S1]), (115000, [S3])]" &&
		see 5 "installed(r1, 7003, 'eth2') == [(125000, [S1]), (130000, [S2])] and installed(r2, 7003, 'eth2') == [(115000, [S3])]" &&
		see 0 "asked('p', 7003).style.style == 'ff' and not asked('p', 7003).scope" &&
		rsv h6 del 7003 style ff from "$s2" && see 2 "installed(r1, 7003, 'eth2') == [(125000, [S1])]"
}

# RFC 2205, figure 5: one for all of the union
se_merges()
{
	act "mark()" && announce 7004 && receivers 7004 "h2 style se from $s1 from $s2 service controlled-load rate 110kbps" \
		"h4 style se from $s1 service controlled-load rate 120kbps" "h6 style se from $s2 from $s3 service controlled-load rate 130kbps" || return 1
	see 70 "installed(r3, 7004, 'eth4') == [(130000, [S1, S2, S3])] and installed(r3, 7004, 'eth3') == [(110000, [S1, S2])]" &&
		see 5 "installed(r1, 7004, 'eth2') == [(130000, [S1, S2])] and installed(r2, 7004, 'eth2') == [(130000, [S3])]" &&
		rsv h6 del 7004 style se from "$s2" from "$s3" &&
		see 2 "installed(r3, 7004, 'eth4') == [(120000, [S1])] and installed(r1, 7004, 'eth2') == [(120000, [S1, S2])]" &&
		see 2 "installed(r2, 7004, 'eth2') == []"
}

# RFC 2205, 2.6: who is not the largest is answered where it is merged
confirm_at_merge()
{
	act "mark()" && rsv h5 add 7004 style se from "$s1" service controlled-load rate 101kbps confirm wait 60s &&
		see 0 "not got('resv', 'l', 'in')[-1].resv_confirm if got('resv', 'l', 'in') else True" &&
		act "mark()" && rsv h6 add 7004 style se from "$s1" service controlled-load rate 105kbps confirm wait 60s &&
		see 0 "[(m.flowspec.r, m.filters) for m in got('resvconf', 'l', 'out')] == [(105000, [S1])]" &&
		rsv h6 del 7004 style se from "$s1" &&
		rsv h7 add 7004 style se from "$s1" service controlled-load rate 180kbps confirm wait 60s &&
		see 2 "installed(r1, 7004, 'eth2') == [(180000, [S1, S2])]"
}

# One branch is too narrow: it alone is refused, and says so itself
narrow_branch()
{
	rsv h7 del 7004 style se from "$s1" && see 2 "installed(r5, 7004, 'eth3') == []" &&
		rsvpctl -n "$r5" interface set dev eth3 bandwidth 1mbit && act "mark()" &&
		! rsv h7 add 7004 style se from "$s1" service controlled-load rate 180kbps confirm wait 60s || return 1
	see 1 "error(h7, 7004)['interface'] == 'eth3' and error(h7, 7004)['hop'] == '$(net_address 10 1)'" &&
		stays 1 "installed(r3, 7004, 'eth3') == [(110000, [S1, S2])] and status(h4, 7004) == ['installed']"
}

# Room for what comes
all_released()
{
	local ns

	for ns in h2 h4 h5 h6 h7; do
		rsvpctl -n "${!ns}" -j reservation show | jq -r '.[].id' | while read -r id; do
			rsvpctl -n "${!ns}" reservation del id "$id" || return 1
		done
	done
	see 2 "all(not s['tc'] for n in (r1, r2, r3, r4, r5) for s in state(n))"
}

# RFC 2205, figure 12, B = 50 kB/s: 4B from (c) fails upstream of (a), not of (b); 2B from (d) gets through all the same
figure_12()
{
	local traffic=(rate 250kbps burst 10k peak 500kbps mtu 1500)

	all_released && rsvpctl -n "$r1" interface set dev eth2 bandwidth 2mbit && act "mark()" && announce 7005 &&
		rsv h2 add 7005 style wf service controlled-load rate 200kbps &&
		see 70 "status(h2, 7005) == ['refused'] and error(h2, 7005)['hop'] == R1_R3" &&
		see 5 "installed(r1, 7005, 'eth2') == [] and installed(r2, 7005, 'eth2') == [(200000, [])]" &&
		rsv h4 add 7005 style wf service controlled-load rate 100kbps confirm wait 60s || return 1
	see 5 "asked('p', 7005).flowspec.r == 100000 and asked('o', 7005).flowspec.r == 200000" &&
		see 5 "installed(r1, 7005, 'eth2') == [(100000, [])] and status(h2, 7005) == ['refused']"
}

# Every Kb * R the larger one is tried again: what stands stands (KR-I), and the innocent hear nothing (InPlace)
figure_12_perturbed()
{
	act "mark()" && see 40 "len([m for m in got('resverr', 'p', 'in') if m.session.dport == 7005]) > 1" &&
		see 0 "not got('resverr', 'l', 'out') and installed(r1, 7005, 'eth2') == [(100000, [])]" &&
		see 0 "status(h4, 7005) == ['confirmed'] and status(h2, 7005) == ['refused']" &&
		rsvpctl -n "$r1" interface set dev eth2 bandwidth 100mbit &&
		see 60 "installed(r1, 7005, 'eth2') == [(200000, [])]" && see 90 "status(h2, 7005) == ['installed']" &&
		withdraw 7005
}

# The same with explicit senders: blockade state per sender (RFC 2209, RERR: "for each filter_spec"). And Kb is what it is set to:
# 20 * 5 s without another try
figure_12_explicit()
{
	local traffic=(rate 250kbps burst 10k peak 500kbps mtu 1500) all=(style se from "$s1" from "$s2" from "$s3")

	all_released && rsvpctl -n "$r1" interface set dev eth2 bandwidth 2mbit && rsvpctl -n "$r3" interface set dev eth1 blockade 20 &&
		act "mark()" && announce 7006 && rsv h2 add 7006 "${all[@]}" service controlled-load rate 200kbps &&
		see 70 "status(h2, 7006) == ['refused'] and installed(r2, 7006, 'eth2') == [(200000, [S3])]" &&
		rsv h4 add 7006 "${all[@]}" service controlled-load rate 100kbps &&
		see 70 "installed(r1, 7006, 'eth2') == [(100000, [S1, S2])] and asked('o', 7006).flowspec.r == 200000" &&
		act "mark()" && stays 40 "not got('resverr', 'p') and asked('p', 7006).flowspec.r == 100000 if got('resv', 'p', 'out') else True" &&
		see 0 "len(got('resv', 'p', 'out')) > 3" && rsvpctl -n "$r1" interface set dev eth2 bandwidth 100mbit &&
		rsvpctl -n "$r3" interface set dev eth1 blockade 2 && withdraw 7006
}

all_goes()
{
	all_released && withdraw 7003 && withdraw 7004 &&
		nothing_left "$h1" "$h3" "$r1" "$r2" "$r3" "$r4" "$r5" "$h2" "$h4" "$h5" "$h6" "$h7"
}

ktap_print_header
ktap_set_plan 16
tree_up bandwidth 100mbit refresh 5s
act "$definitions" || ktap_exit_fail_msg "definitions"

ktap_test "a Path waits for its multicast route, and asks for it" path_waits_for_route
ktap_test "a link goes down, and comes up again" link_back
ktap_test "a reservation joins the group" join_for_reservation
ktap_test "and leaves it" leave_with_reservation
ktap_test "what an interface forgets is joined again, and nobody else's left" rejoins
ktap_test "who was refused for his service reserves when the other changes it" service_changes
ktap_test "WF: one LUB for each interface, with SCOPE" wf_merges
ktap_test "WF: what changes goes on at once, what does not does not" wf_changes
ktap_test "FF: each sender by itself" ff_merges
ktap_test "SE: one for the union" se_merges
ktap_test "a confirmation comes from where it is merged" confirm_at_merge
ktap_test "a narrow branch is refused by itself" narrow_branch
ktap_test "figure 12: a blockaded request does not keep a smaller one out" figure_12
ktap_test "figure 12: and what stands stands" figure_12_perturbed
ktap_test "figure 12 with explicit senders, and another Kb" figure_12_explicit
ktap_test "with receivers and senders all of it goes" all_goes

ktap_finished
