#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What a receiver asks for that gives no more than a rate (RFC 2210, 2.3.2; RFC 2211, 8): of the Tspecs of the senders that it
# asks for the largest bucket and peak, the smallest unit, and packets as large as they and the path allow.

# shellcheck disable=SC2154 # setup_ns assigns the nodes
. "${0%/*}/lib.sh"
. "${0%/*}/topo_flow.sh"

other=(from "$(endpoint "$H1" 5006)")

definitions="
# The Tspec of the last Resv that h2 sent for this sender (None: for all)
def asked(sport=None):
    for m in reversed(got('resv', 'c')):
        for o in m.objs:
            if o.name == 'flowspec':
                tspec = [o.r, o.b, o.p, o.m, o.M]
            if o.name == 'filter_spec' and (o.addr, o.port) == (H1, sport):
                return tspec
        if not sport:
            return tspec
"

two_senders()
{
	act "$definitions" && rsvpctl -n "$h1" sender add "${session[@]}" "${source[@]}" rate 100kbps burst 8k peak 400kbps min-unit 100 mtu 1200 &&
		rsvpctl -n "$h1" sender add "${session[@]}" "${other[@]}" rate 150kbps burst 10k peak 200kbps min-unit 60 mtu 1500 &&
		path_at_h2 2
}

# reserves STYLE WORD...: so much, and the rest as its senders are
reserves()
{
	act "mark()" && rsvpctl -n "$h2" reservation add "${session[@]}" style "$@" ${service:-service controlled-load rate 150kbps} && see 2 "got('resv', 'b')"
}

# no_more STYLE WORD...
no_more()
{
	rsvpctl -n "$h2" reservation del "${session[@]}" style "$@" && see 2 "not state(r1, 5004)['resv']"
}

largest()
{
	reserves "$@" && see 0 "asked() == [150000, 10240, 400000, 60, 1500]" &&
		see 0 "[t['flowspec']['rate_Bps'] for t in state(r1, 5004)['tc']] == [150000]" && no_more "$@"
}

# Who asks for a delay says nothing of a rate
largest_rate()
{
	service="service guaranteed delay 5s" reserves wf && see 0 "asked() == [150000, 10240, 400000, 60, 1500]" && no_more wf
}

# For each sender what it is
own()
{
	service="service controlled-load rate 100kbps" reserves ff "${source[@]}" && see 0 "asked(5004) == [100000, 8192, 400000, 100, 1200]" && reserves ff "${other[@]}" &&
		see 0 "asked(5006) == [150000, 10240, 200000, 60, 1500]"
}

# The path gets narrower: packets of 1,300 bytes at most, for who sent larger ones
mtu()
{
	ip -n "$r1" link set "$2" mtu "$3" && ip -n "$1" link set "$4" mtu "$3"
}

follows_the_path()
{
	act "mark()" && mtu "$r2" eth2 1300 eth1 && see 60 "asked(5006) == [150000, 10240, 200000, 60, 1300]" && see 0 "asked(5004) == [100000, 8192, 400000, 100, 1200]" &&
		mtu "$r2" eth2 1500 eth1 && see 60 "asked(5006)[4] == 1500"
}

# RFC 2210, 2.3.2: the MTU of the path that is the service's own, "if [...] present", and with FF that of each sender's path. The
# nodes here have one for all services: these Paths are of others
mtu_of_the_service()
{
	local a b

	a=$(endpoint "$H1" 6001) b=$(endpoint "$H1" 6002)
	act "
mark()
for sport, own in (6001, b''), (6002, param(10, 1200)):
    m = path(H2, H1, R2_H2, dport=5010, sport=sport, with_adspec=False)
    m.objs.append(adspec(mtu=1500 if own else 1400, cl=False, more=service(5, own)))
    inject(r2, m, H1, H2)
" && see 5 "len(state(h2, 5010)['path']) == 2" && ff_both "$a" "$b" service controlled-load rate 130kbps &&
		see 2 "(asked(6001)[4], asked(6002)[4]) == (1400, 1200)" && ff_both_gone "$a" "$b" &&
		ff_both "$a" "$b" service guaranteed rate 130kbps slack 0 && see 2 "(asked(6001)[4], asked(6002)[4]) == (1400, 1500)" &&
		ff_both_gone "$a" "$b" && act "
for sport in 6001, 6002:
    inject(r2, path_tear(H2, H1, R2_H2, dport=5010, sport=sport), H1, H2)
" && see 5 "not state(h2, 5010)"
}

# ff_both SENDER SENDER SERVICE...
ff_both()
{
	act "mark()" && rsvpctl -n "$h2" reservation add udp "$(endpoint "$H2" 5010)" style ff from "$1" "${@:3}" &&
		rsvpctl -n "$h2" reservation add udp "$(endpoint "$H2" 5010)" style ff from "$2" "${@:3}"
}

ff_both_gone()
{
	rsvpctl -n "$h2" reservation del udp "$(endpoint "$H2" 5010)" style ff from "$1" &&
		rsvpctl -n "$h2" reservation del udp "$(endpoint "$H2" 5010)" style ff from "$2"
}

# A dummy interface with an address of its own: dummy NS ADDRESS
dummy()
{
	ip -n "$1" link add dummy0 type dummy && ip -n "$1" link set dummy0 up || return 1
	# shellcheck disable=SC2046 # no word at all over IPv4
	ip -n "$1" address add "$2" dev dummy0 $([ "$IPV" = 6 ] && echo nodad)
}

# The Path came in where nobody was a member; then somebody is, of whom nobody tells, and the receiver elsewhere goes
released()
{
	local group=239.1.1.9 here=10.0.99.1/24

	[ "$IPV" = 6 ] && group=ff1e::9 here=fd00:99::1/64
	act "G = '$group'" && dummy "$h2" "$here" &&
		rsvpctl -n "$h2" reservation add udp "$(endpoint "$group" 5009)" style wf dev dummy0 service controlled-load rate 100kbps &&
		act "mark(); inject(r2, path(G, H1, R2_H2, dport=5009), H1, G, dev='eth2')" && see 2 "len(state(h2, 5009)['path']) == 1 and not state(h2, 5009)['resv']" && act "
from plain import member
s = member(h2, G, 0)
" && stays 0.3 "state(h2, 5009)['resv'] == []" && rsvpctl -n "$h2" reservation del udp "$(endpoint "$group" 5009)" style wf &&
		stays 6 "5009 not in [r['session']['dport'] for r in ctl(h2, 'reservation', 'show')] and not state(h2, 5009)['resv'] and not [m for m in got('resv', 'c') if m.session.dport == 5009]" &&
		act "s.close(); inject(r2, path_tear(G, H1, R2_H2, dport=5009), H1, G, dev='eth2')" && see 2 "state(h2, 5009) is None" && ip -n "$h2" link del dummy0
}

# The node that it was an address of reserves nothing any more, and is in nobody's way
moves()
{
	local to=10.0.5.5 len=32

	[ "$IPV" = 6 ] && to=fd00:5::5 len=128
	ip -n "$r1" route add "$to" via "$R2_R1" && dummy "$r2" "$to/$len" &&
		rsvpctl -n "$h1" sender add udp "$(endpoint "$to" 5010)" "${source[@]}" rate 100kbps burst 5k mtu 1500 && see 2 "state(r2, 5010)" &&
		rsvpctl -n "$r2" reservation add udp "$(endpoint "$to" 5010)" style wf service controlled-load rate 100kbps confirm &&
		see 3 "[r['status'] for r in ctl(r2, 'reservation', 'show')] == ['confirmed']" &&
		ip -n "$r2" address del "$to/$len" dev dummy0 && ip -n "$r2" route add "$to" via "$H2" && dummy "$h2" "$to/$len" &&
		see 8 "[r['status'] for r in ctl(r2, 'reservation', 'show')] == ['waiting']" &&
		rsvpctl -n "$h2" reservation add udp "$(endpoint "$to" 5010)" style ff "${source[@]}" service controlled-load rate 100kbps confirm wait 8s &&
		see 0 "[r['style'] for r in state(r1, 5010)['resv']] == ['ff']" &&
		rsvpctl -n "$h2" reservation del udp "$(endpoint "$to" 5010)" style ff "${source[@]}" && rsvpctl -n "$r2" reservation del udp "$(endpoint "$to" 5010)" style wf &&
		rsvpctl -n "$h1" sender del udp "$(endpoint "$to" 5010)" "${source[@]}" && ip -n "$h2" link del dummy0 && ip -n "$r2" link del dummy0 &&
		ip -n "$r2" route del "$to" && ip -n "$r1" route del "$to"
}

all_goes()
{
	no_more ff
	sender_del && rsvpctl -n "$h1" sender del "${session[@]}" "${other[@]}" && nothing_left "$h1" "$r1" "$r2"
}

ktap_print_header
ktap_set_plan 10
flow_up bandwidth 10mbit refresh 5s

ktap_test "two senders that differ" two_senders
ktap_test "WF: the largest of both" largest wf
ktap_test "SE: of those that are asked for" largest se "${source[@]}" "${other[@]}"
ktap_test "WF for a delay: the largest rate, too" largest_rate
ktap_test "FF: each as it is" own
ktap_test "a path that gets narrower, and wide again" follows_the_path
ktap_test "the MTU of the service, and of each sender's path" mtu_of_the_service
ktap_test "released where another one has joined" released
ktap_test "a destination that moves to another node" moves
ktap_test "nothing is left" all_goes

ktap_finished
