#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Which way Paths come in, and never go out again (RFC 2205, 2.3, 3.1.3, 3.9; RFC 2209, PATH MESSAGE ARRIVES): one router, r3, with
# multicast routes that change. Its neighbours are no RSVP nodes: they say what the test has them say.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_fork.sh"

if [ "$IPV" = 6 ]; then
	group=ff1e::7 to="[ff1e::7]" mroute_family=-6
else
	group=239.1.1.7 to=239.1.1.7
fi

definitions="
GROUP = '$group'
S, T = (H1, 6000), (H2, 6000)
dev = {i['ifname']: i['ifindex'] for i in ctl(r3, 'interface', 'show')}

# Paths of a session: what came in by an interface, and where it leaves
def paths(port, sender=S):
    s = state(r3, port)
    return sorted((p['iif'], sorted(p.get('oif', [])), bool(p.get('local_only'))) for p in s['path']
                  if (p['filter']['src'], p['filter']['sport']) == sender) if s else []

def last(mtype, link, port, way='out'):
    ms = [m for m in got(mtype, link, way) if m.session.dport == port]
    return ms[-1] if ms else None

# What left for a session; others are refreshed meanwhile
def left(port, mtype=None, link=None):
    return [m for m in got(mtype, link, 'out') if m.session.dport == port]

def path_by(ns, dev, sender, phop, port, make=path, **more):
    return inject(ns, make(GROUP, sender, phop, dport=port, **more), sender, GROUP, dev)

def wf(ns, nhop, oif, rate, port, **more):
    link = {r1: ('$(net_address 2 2)', 'eth1'), h2: ('$(net_address 3 1)', 'eth3')}[ns][0]
    return inject(ns, resv(GROUP, nhop, dev[oif], 'wf', [flowspec_cl(r=rate, b=5000, p=INF)], dport=port, **more), nhop, link)
"

# route add|remove IIF SENDER [OIF...]
route()
{
	smcroutectl -u "$temporary/r3.sock" "$1" "$2" "$3" "$group" "${@:4}"
}

routing()
{
	local dev

	for dev in eth1 eth2 eth3; do
		echo "phyint $dev enable"
	done >"$temporary/r3.conf"
	start in_ns "$r3" smcrouted -n -N -f "$temporary/r3.conf" -i r3 -P "$temporary/r3.pid" -u "$temporary/r3.sock"
	busywait 5000 test -S "$temporary/r3.sock" && route add eth1 "$(net_address 1 2)" eth3
}

# The same sender comes in by two interfaces: both are kept, and the one that routing expects goes on
two_ways_in()
{
	act "mark(); before = counter(r3, 'wrong_iif')" && act "path_by(r2, 'eth2', H1, R2_R3, 7001)" &&
		see 2 "paths(7001) == [(dev['eth2'], [], True)] and counter(r3, 'wrong_iif') == before + 1" &&
		act "path_by(r1, 'eth2', H1, R1_R3, 7001)" &&
		see 2 "paths(7001) == sorted([(dev['eth1'], [dev['eth3']], False), (dev['eth2'], [], True)])" &&
		see 2 "last('path', 'q', 7001)" && see 0 "last('path', 'q', 7001).time_values.ms == 30000" &&
		see 0 "len(got('path', 'q')) == 1 and not got('path', 'p', 'out') and not got('path', 'o', 'out')"
}

# What is reserved is asked of the one hop only (3.9: "must not forward")
asked_of_one()
{
	act "mark()" && act "wf(h2, H2, 'eth3', 1000, 7001)" && see 2 "last('resv', 'p', 7001)" &&
		see 0 "last('resv', 'p', 7001).dst == R1_R3 and last('resv', 'p', 7001).scope.addrs == [H1] and not got('resv', 'o')"
}

# Routing expects it by the other interface from now on: the other PSB goes on, and what is reserved with it. No tear goes down.
# Between the two commands there is no route at all, and the old PSB keeps what is reserved until the new one has it
way_in_changes()
{
	act "mark()" && route remove eth1 "$(net_address 1 2)" && route add eth2 "$(net_address 1 2)" eth3 &&
		see 5 "last('resv', 'o', 7001) and last('path', 'q', 7001)" &&
		see 5 "last('resvtear', 'p', 7001)" &&
		see 0 "paths(7001) == sorted([(dev['eth2'], [dev['eth3']], False), (dev['eth1'], [], True)])" &&
		see 0 "last('resv', 'o', 7001).dst == R2_R3 and not got('pathtear', 'q')" &&
		see 0 "len(state(r3, 7001)['resv']) == 1 and len(state(r3, 7001)['tc']) == 1"
}

# The interface is pruned: what is reserved there stays until the way that came instead is reserved on, and is told then
pruned()
{
	act "mark()" && route remove eth2 "$(net_address 1 2)" && route add eth2 "$(net_address 1 2)" eth1 &&
		see 5 "paths(7001) == sorted([(dev['eth2'], [dev['eth1']], False), (dev['eth1'], [], True)])" &&
		see 2 "last('path', 'p', 7001)" && see 0 "[t['oif'] for t in state(r3, 7001)['tc']] == [dev['eth3']]" &&
		stays 1 "not got('pathtear', 'q')" &&
		act "wf(r1, R1_R3, 'eth1', 1000, 7001)" && see 2 "last('pathtear', 'q', 7001)" &&
		see 0 "[t['oif'] for t in state(r3, 7001)['tc']] == [dev['eth1']] and last('pathtear', 'q', 7001).hop.lih == dev['eth3']"
}

# A PathTear concerns what came in by its own interface; of the one that does not go on nobody hears
teared()
{
	act "mark(); path_by(r1, 'eth2', H1, R1_R3, 7001, make=path_tear)" && see 2 "paths(7001) == [(dev['eth2'], [dev['eth1']], False)]" &&
		stays 1 "not got('pathtear', way='out') and not got('resvtear')" &&
		act "path_by(r2, 'eth2', H1, R2_R3, 7001, make=path_tear)" && see 2 "last('pathtear', 'p', 7001) and state(r3, 7001) is None"
}

# With W the old PSB has its way for as long as that. A PathTear for it goes nowhere: the next hop has the other's Path already
torn_meanwhile()
{
	act "mark()" && rsvpctl -n "$r3" interface set dev eth3 repair 2s && route remove eth2 "$(net_address 1 2)" &&
		route add eth1 "$(net_address 1 2)" eth3 &&
		act "path_by(r2, 'eth2', H1, R2_R3, 7004); path_by(r1, 'eth2', H1, R1_R3, 7004)" &&
		see 2 "paths(7004) == sorted([(dev['eth1'], [dev['eth3']], False), (dev['eth2'], [], True)])" &&
		act "wf(h2, H2, 'eth3', 1000, 7004)" && see 2 "last('resv', 'p', 7004)" && act "mark()" &&
		route add eth2 "$(net_address 1 2)" eth3 && see 1 "last('resv', 'o', 7004) and last('path', 'q', 7004)" &&
		act "path_by(r1, 'eth2', H1, R1_R3, 7004, make=path_tear)" &&
		see 1 "paths(7004) == [(dev['eth2'], [dev['eth3']], False)]" && stays 3 "not got('pathtear', 'q')" &&
		see 0 "len(state(r3, 7004)['resv']) == len(state(r3, 7004)['tc']) == 1" &&
		rsvpctl -n "$r3" interface set dev eth3 repair 0 && act "path_by(r2, 'eth2', H1, R2_R3, 7004, make=path_tear)" &&
		see 2 "state(r3, 7004) is None"
}

# RFC 2205, figure 10: a sender and a receiver on each interface make two independent reservations, none of which turns back
figure_10()
{
	act "mark()" && route remove eth2 "$(net_address 1 2)" && route add eth1 "$(net_address 1 2)" eth3 &&
		route add eth3 "$(net_address 3 2)" eth1 &&
		act "path_by(r1, 'eth2', H1, R1_R3, 7002); path_by(h2, 'eth0', H2, H2, 7002)" &&
		see 2 "paths(7002) == [(dev['eth1'], [dev['eth3']], False)] and paths(7002, T) == [(dev['eth3'], [dev['eth1']], False)]" &&
		act "wf(h2, H2, 'eth3', 1000, 7002); wf(r1, R1_R3, 'eth1', 3000, 7002)" &&
		see 2 "last('resv', 'p', 7002) and last('resv', 'q', 7002)" &&
		see 0 "(last('resv', 'p', 7002).flowspec.r, last('resv', 'p', 7002).scope.addrs) == (1000, [H1])" &&
		see 0 "(last('resv', 'q', 7002).flowspec.r, last('resv', 'q', 7002).scope.addrs) == (3000, [H2])" &&
		see 0 "len(got('path', 'q', 'out')) == len(got('path', 'p', 'out')) == 1 and not got('resv', 'o')"
}

# RFC 2205, 3.4: senders that do not route to OI are left out of what is forwarded there; if none is left nothing is. NotGuilty
# is between a node and its application (A.5)
errors_by_way()
{
	act "
mark()
flow = [flowspec_cl(r=3000, b=5000, p=INF)]
to_r3 = '$(net_address 3 1)'
def refuse(*senders):
    inject(h2, resv_err(GROUP, H2, 1, H2, 1, 'wf', flow, 2, 2, dport=7002, more=[scope(senders)]), H2, to_r3)
refuse(H1)
" && stays 1 "not got('resverr', 'p')" && act "refuse(H1, H2)" && see 2 "last('resverr', 'p', 7002)" &&
		see 0 "last('resverr', 'p', 7002).scope.addrs == [H2] and not got('resverr', 'q', 'out')" &&
		see 0 "last('resverr', 'p', 7002).error_spec.flags == 0"
}

# A SCOPE that is refused comes back as it was
scope_is_refused()
{
	act "path_by(r1, 'eth2', H1, R1_R3, 7002, tspec=dict(r=90000000, p=INF))" && see 2 "got('path', 'q', 'out')" &&
		act "mark(); wf(h2, H2, 'eth3', 90000000, 7002, scope_of=[H1, H3])" && see 2 "last('resverr', 'q', 7002)" &&
		see 0 "last('resverr', 'q', 7002).scope.addrs == [H1, H3]"
}

# The route that smcroute makes for a sender of which it knows none
nowhere()
{
	ip -n "$r3" ${mroute_family:-} mroute show | grep -F "$(net_address 1 3)" | tee /dev/stderr | grep -v unresolved
}

# RFC 2205, 3.11.4: "may return an empty OutInterface_list [...] the local state should be updated as requested by the message, which
# cannot be forwarded further": that is no missing route
leads_nowhere()
{
	local sender
	sender=$(net_address 1 3)

	act "mark(); path_by(r1, 'eth2', '$sender', R1_R3, 7005)" && busywait 3000 nowhere &&
		act "before = counter(r3, 'no_route'); path_by(r1, 'eth2', '$sender', R1_R3, 7005, tspec=dict(r=5000))" &&
		see 2 "[p['tspec']['rate_Bps'] for p in state(r3, 7005)['path']] == [5000]" &&
		stays 1 "paths(7005, ('$sender', 6000)) == [(dev['eth1'], [], True)] and not left(7005)" &&
		see 0 "counter(r3, 'no_route') == before" && act "path_by(r1, 'eth2', '$sender', R1_R3, 7005, make=path_tear)" &&
		see 2 "state(r3, 7005) is None" && see 0 "not left(7005)"
}

# RFC 2205, 3.9: an application on a router that has joined on another interface than the one that routing expects the sender by:
# where there is path state for that, "Local_only", its Resv leaves there; and nobody else's does
joined_elsewhere()
{
	act "mark(); path_by(r1, 'eth2', H1, R1_R3, 7006); path_by(r2, 'eth2', H1, R2_R3, 7006)" &&
		see 2 "len(paths(7006)) == 2" &&
		rsvpctl -n "$r3" reservation add udp "$to:7006" style wf dev eth2 service controlled-load rate 2kbps burst 5k &&
		see 2 "paths(7006) == sorted([(dev['eth1'], [dev['eth3']], False), (dev['eth2'], [], True)])" &&
		see 2 "last('resv', 'o', 7006)" && stays 0.5 "not left(7006, 'resv', 'p')" &&
		act "wf(h2, H2, 'eth3', 3000, 7006)" && see 2 "last('resv', 'p', 7006).flowspec.r == 3000" &&
		see 0 "[(m.dst, m.flowspec.r) for m in left(7006, 'resv', 'o')] == [(R2_R3, 2000)]" &&
		rsvpctl -n "$r3" reservation del udp "$to:7006" style wf && see 2 "last('resvtear', 'o', 7006)" &&
		see 0 "not left(7006, 'resvtear', 'p') and len(state(r3, 7006)['tc']) == 1" &&
		act "mark(); path_by(r2, 'eth2', H1, R2_R3, 7006, make=path_tear)" && see 2 "len(paths(7006)) == 1" &&
		see 0 "not left(7006, 'pathtear')" && act "path_by(r1, 'eth2', H1, R1_R3, 7006, make=path_tear)" &&
		see 2 "last('pathtear', 'q', 7006) and state(r3, 7006) is None"
}

# RFC 2205, 3.9, case 2: routing forwards "within the router" to where an application has joined, so data comes to it, and its Resv
# leaves where routing expects the sender; but for as long as there is path state where it has joined, there (case 1)
joined_on_the_way()
{
	act "
import socket
def hears(ns, dev, port):
    with at(ns):
        s = socket.socket(socket.AF_INET6 if ip(GROUP).version == 6 else socket.AF_INET, socket.SOCK_DGRAM)
        index = socket.if_nametoindex(dev)
    s.setblocking(False)
    s.bind((GROUP, port))
    group = ip(GROUP).packed
    if ip(GROUP).version == 6:
        s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP, group + struct.pack('@I', index))
    else:
        s.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, group + struct.pack('@4xi', index))
    return s
def data_from(ns, dev, src, port):
    head = struct.pack('!HHHH', 6000, port, 12, 0) + b'data'
    csum = checksum(ip(src).packed + ip(GROUP).packed + struct.pack('!II', len(head), 17) + head)
    with at(ns):
        Sender(ip(src).version, dev).send(ip_packet(src, GROUP, head[:6] + struct.pack('!H', csum) + head[8:], proto=17))
ear = hears(r3, 'eth3', 7009)
mark()
data_from(r1, 'eth2', H1, 7009)
" && see 2 "ear.recv(100) == b'data'" && act "ear.close(); path_by(r1, 'eth2', H1, R1_R3, 7009)" &&
		see 2 "paths(7009) == [(dev['eth1'], [dev['eth3']], False)]" &&
		rsvpctl -n "$r3" reservation add udp "$to:7009" style wf dev eth3 service controlled-load rate 2kbps burst 5k &&
		see 2 "last('resv', 'p', 7009).flowspec.r == 2000" && see 0 "not left(7009, 'resv', 'q')" &&
		act "path_by(h2, 'eth0', H1, H2, 7009)" && see 2 "last('resv', 'q', 7009) and last('resvtear', 'p', 7009)" &&
		see 0 "paths(7009) == sorted([(dev['eth1'], [dev['eth3']], False), (dev['eth3'], [], True)])" &&
		act "mark(); path_by(h2, 'eth0', H1, H2, 7009, make=path_tear)" && see 2 "last('resv', 'p', 7009)" &&
		see 0 "not left(7009, 'resvtear', 'q')" && rsvpctl -n "$r3" reservation del udp "$to:7009" style wf && see 2 "last('resvtear', 'p', 7009)" &&
		act "path_by(r1, 'eth2', H1, R1_R3, 7009, make=path_tear)" && see 2 "state(r3, 7009) is None"
}

# RFC 2205, 3.4: "Any local senders [...] are removed" from a SCOPE, whether the next hop names them or not
scope_without_own()
{
	local own=(udp "$to:7007" from "$(net_port 3 1 6000)")

	act "mark(); own = '$(net_address 3 1)'" && route add eth2 "$(net_address 4 2)" eth3 &&
		rsvpctl -n "$r3" sender add "${own[@]}" rate 1kbps burst 5k mtu 1500 &&
		act "path_by(r1, 'eth2', H1, R1_R3, 7007); path_by(r2, 'eth2', H3, R2_R3, 7007)" &&
		see 2 "sorted(m.sender_template.addr for m in left(7007, 'path', 'q')) == sorted([own, H1, H3])" &&
		act "wf(h2, H2, 'eth3', 1000, 7007)" && see 2 "last('resv', 'p', 7007) and last('resv', 'o', 7007)" &&
		act "wf(h2, H2, 'eth3', 3000, 7007, scope_of=sorted([own, H1, H3], key=ip))" &&
		see 2 "last('resv', 'p', 7007).flowspec.r == last('resv', 'o', 7007).flowspec.r == 3000" &&
		see 0 "[m.scope.addrs for link in 'po' for m in left(7007, 'resv', link)] == [[H1], [H1], [H3], [H3]]" &&
		see 0 "not left(7007, 'resv', 'q') and len(state(r3, 7007)['tc']) == 1" && rsvpctl -n "$r3" sender del "${own[@]}" &&
		act "path_by(r1, 'eth2', H1, R1_R3, 7007, make=path_tear); path_by(r2, 'eth2', H3, R2_R3, 7007, make=path_tear)" &&
		see 2 "state(r3, 7007) is None"
}

# RFC 2205, 2.5: a route "flaps" to a hop that has no room for the larger of two requests, and back. What failed there stays, with
# blockade state, which prevents nothing when the route is back: the hop that had it all is asked for it all, at once
flaps()
{
	act "
mark()
other_hop = '$(net_address 2 3)'
to_r3 = {r2: ('$(net_address 5 2)', R2_R3), h2: ('$(net_address 3 1)', H2)}
def se(ns, oif, r):
    there, nhop = to_r3[ns]
    flow = [flowspec_cl(r=r, b=5000, p=INF), filter_spec(H1, 6000)]
    inject(ns, resv(GROUP, nhop, dev[oif], 'se', flow, dport=7008), nhop, there)
def asked():
    return [(m.dst, m.flowspec.r) for m in left(7008, 'resv', 'p')]
" && ip -n "$r1" address add "$(net_address 2 3)/$([ "$IPV" = 6 ] && echo 64 || echo 24)" dev eth2 &&
		route remove eth1 "$(net_address 1 2)" && route add eth1 "$(net_address 1 2)" eth2 eth3 &&
		act "path_by(r1, 'eth2', H1, R1_R3, 7008)" && see 2 "len(paths(7008)[0][1]) == 2" &&
		act "se(r2, 'eth2', 1000); se(h2, 'eth3', 4000)" && see 2 "asked()[-1] == (R1_R3, 4000)" &&
		act "mark(); path_by(r1, 'eth2', H1, other_hop, 7008)" && see 2 "asked() == [(other_hop, 4000)]" && act "
inject(r1, resv_err(GROUP, other_hop, 1, other_hop, 1, 'se', [flowspec_cl(r=4000, b=5000, p=INF), filter_spec(H1, 6000)], 2,
    dport=7008), other_hop, '$(net_address 2 2)')
" && see 2 "asked() == [(other_hop, 4000), (other_hop, 1000)] and last('resverr', 'q', 7008)" &&
		see 0 "len(state(r3, 7008)['resv']) == len(state(r3, 7008)['tc']) == 2" &&
		act "mark(); path_by(r1, 'eth2', H1, R1_R3, 7008)" && see 2 "asked() == [(R1_R3, 4000)]" &&
		see 0 "len(state(r3, 7008)['resv']) == len(state(r3, 7008)['tc']) == 2" &&
		act "path_by(r1, 'eth2', H1, R1_R3, 7008, make=path_tear)" && see 2 "state(r3, 7008) is None"
}

# Unicast: routing leads back by where it came in. The Path is kept, counted, and goes nowhere
turned_back()
{
	act "mark(); before = counter(r3, 'route_back')" &&
		act "inject(r1, path('$(net_address 1 3)', H1, R1_R3, dport=7003), H1, '$(net_address 1 3)', via='$(net_address 2 2)')" &&
		see 2 "counter(r3, 'route_back') == before + 1" && see 0 "paths(7003) == [(dev['eth1'], [], True)] and not got('path', way='out')" &&
		act "path_by(r1, 'eth2', H1, R1_R3, 7002, make=path_tear); path_by(h2, 'eth0', H2, H2, 7002, make=path_tear)" &&
		act "inject(r1, path_tear('$(net_address 1 3)', H1, R1_R3, dport=7003), H1, '$(net_address 1 3)', via='$(net_address 2 2)')" &&
		nothing_left "$r3"
}

ktap_print_header
ktap_set_plan 16
require smcrouted smcroutectl
fork_make
observe "$r3:eth1=p" "$r3:eth2=o" "$r3:eth3=q"
act "h1, h3, r1, r2, r3, h2 = '$h1', '$h3', '$r1', '$r2', '$r3', '$h2'" &&
	act "H1, H2, H3 = '$(net_address 1 2)', '$(net_address 3 2)', '$(net_address 4 2)'" &&
	act "R1_R3, R2_R3 = '$(net_address 2 1)', '$(net_address 5 1)'" || ktap_exit_fail_msg "nobody observes"
net_rsvp_on "$r3 eth1 eth2 eth3" -- bandwidth 10mbit repair 0
act "$definitions" || ktap_exit_fail_msg "definitions"

cmd_ok "routes for a group" routing
ktap_test "a sender that comes in by two interfaces" two_ways_in
ktap_test "is asked for by one of them" asked_of_one
ktap_test "the other one it is from now on" way_in_changes
ktap_test "an interface that is pruned" pruned
ktap_test "a PathTear by either" teared
ktap_test "a PathTear while a way goes over" torn_meanwhile
ktap_test "figure 10: two directions" figure_10
ktap_test "a ResvErr goes where its senders go" errors_by_way
ktap_test "a SCOPE comes back with what is refused" scope_is_refused
ktap_test "a multicast route that leads nowhere" leads_nowhere
ktap_test "a receiver here, where routing does not expect the sender" joined_elsewhere
ktap_test "a receiver here, where data of the sender leaves" joined_on_the_way
ktap_test "a sender here is in no SCOPE" scope_without_own
ktap_test "a route that flaps to where there is no room" flaps
ktap_test "a Path that would turn back" turned_back

ktap_finished
