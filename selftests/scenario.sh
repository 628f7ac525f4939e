#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A timetable for sixteen nodes: unicast and a group, the three styles, the seven messages, and one error after the other.
# After each entry every node has what the reference says (scenario.py), and the errors have gone to whom they concern.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_sixteen.sh"

definitions="
# Asked again and again: the node that is not yet as it should be comes first
order = list(scenario.NODES)

def settled():
    for node in list(order):
        different = net.differences(state, ctl, [node])
        if different:
            order.remove(node)
            order.insert(0, node)
            raise AssertionError('\n'.join(different))
    return True

# Who was told what: of each error the links it passed, in this order, and (code, value, flags, who says so)
def errors(kind):
    told = {}
    for m in got(kind):
        e = m.error_spec
        told.setdefault((e.code, e.value, e.flags, net.names.get(e.addr, e.addr)), []).append(m.link)
    return {what: sorted(set(links)) for what, links in told.items()}

def quiet():
    return not got('patherr') and not got('resverr')

def own(node, port):
    return next(r for r in ctl(net.netns[node], 'reservation', 'show') if r['session']['dport'] == port)

def between(node, neighbour):
    return net.address(node, next(n for n, l in enumerate(scenario.LINKS, 1) if node in l and neighbour in l))

# From the host t1 to its router, about the session of s1 with this port
def from_t1(make, port, *more, **how):
    lih = [m for m in seen if m.type == 'path' and m.link == 'e1-t1'][-1].hop.lih
    t1 = net.host('t1')
    return inject(net.netns['t1'], make(t1, t1, lih, *more, dport=port, ttl=255, **how), t1, between('e1', 't1'))

# From a host that sends to t1
def path_from(node, port, **how):
    h = net.host(node)
    return inject(net.netns[node], path(net.host('t1'), h, h, dport=port, **how), h, net.host('t1'), router_alert=True)

S1 = filter_spec(net.host('s1'), scenario.SPORT)
"

# entry STATEMENTS: what happens; soon all nodes have settled, and nobody has heard of an error
entry()
{
	act "mark(); $1" && see 40 "settled()" && see 0 "quiet()"
}

unicast()
{
	entry "
net.send('s1', 't1', 5001, 100000)
net.send('s2', 't5', 5002, 100000)
net.reserve('t1', 5001, 'ff', 120000, ['s1'], confirm=True)
net.reserve('t5', 5002, 'ff', 130000, ['s2'])
" && see 0 "{m.link for m in got('resvconf')} == {'s1-a1', 'a1-c1', 'c1-c2', 'c2-e1', 'e1-t1'}"
}

wildcard()
{
	sixteen_multicast && entry "
for s in ('s1', 's2', 's3'): net.send(s, 'group', 7001, 100000)
net.reserve('t1', 7001, 'wf', 110000)
net.reserve('t3', 7001, 'wf', 150000)
net.reserve('t5', 7001, 'wf', 120000)
"
}

shared_explicit()
{
	entry "
for s in ('s1', 's3'): net.send(s, 'group', 7002, 100000)
net.reserve('t2', 7002, 'se', 110000, ['s1'])
net.reserve('t4', 7002, 'se', 130000, ['s1', 's3'])
net.reserve('t5', 7002, 'se', 105000, ['s3'])
"
}

fixed_filter()
{
	entry "
for s in ('s1', 's2'): net.send(s, 'group', 7003, 100000)
net.reserve('t1', 7003, 'ff', 101000, ['s1'])
net.reserve('t3', 7003, 'ff', 140000, ['s1'])
net.reserve('t4', 7003, 'ff', 125000, ['s2'])
"
}

changes()
{
	entry "
net.reserve('t3', 7001, 'wf', 105000)
net.release('t5', 7001, 'wf')
net.reserve('t1', 7002, 'se', 140000, ['s3'])
net.release('t4', 7002, 'se', ['s1', 's3'])
net.release('t3', 7003, 'ff', ['s1'])
net.stop('s2', 7001)
net.reserve('t5', 5002, 'ff', 90000, ['s2'])
" && see 0 "got('resvtear') and got('pathtear')"
}

# A sender comes back: it is reserved for as before
returns()
{
	entry "net.send('s2', 'group', 7001, 100000)"
}

# RFC 2205, B: code 1, value 2
refused_at_the_edge()
{
	rsvpctl -n "$e1" interface set dev t2 bandwidth 2mbit && act "mark(); net.reserve('t2', 7001, 'wf', 400000, ends='e1')" &&
		see 40 "settled() and errors('resverr') == {(1, 2, 0, 'e1'): ['e1-t2']} and not got('patherr')" &&
		see 0 "own('t2', 7001)['error']['interface'] == 't2'" &&
		rsvpctl -n "$e1" interface set dev t2 bandwidth 100mbit && act "net.release('t2', 7001, 'wf')" && see 10 "settled()"
}

# It stands from the receiver to where it does not fit
refused_in_the_core()
{
	rsvpctl -n "$c1" interface set dev c2 bandwidth 16mbit && act "
mark()
net.send('s2', 't4', 5003, 1800000)
net.reserve('t4', 5003, 'ff', 1800000, ['s2'], ends='c1')
" && see 40 "settled() and errors('resverr') == {(1, 2, 0, 'c1'): ['c1-c2', 'c2-e2', 'e2-t4']} and not got('patherr')" &&
		see 0 "own('t4', 5003)['error']['interface'] == 'c2'"
}

# RFC 2205, 3.5 and B: what is there stays, and the error says so
refused_in_place()
{
	entry "net.reserve('t4', 5003, 'ff', 110000, ['s2'])" && act "
mark()
net.ctl('t4', 'reservation', 'replace', *net.words('t4', 5003, 'ff', ['s2']), 'service', 'controlled-load', 'rate', '1800kbps')
" && see 30 "errors('resverr') == {(1, 2, 1, 'c1'): ['c1-c2', 'c2-e2', 'e2-t4']}" &&
		see 0 "not net.differences(state, ctl, ['s2', 'a1', 'c1'])" &&
		rsvpctl -n "$c1" interface set dev c2 bandwidth 100mbit && entry "net.reserve('t4', 5003, 'ff', 120000, ['s2'])"
}

# Code 5, value: the option vector of the style that is there, WF; from the first node where they meet
conflicting_styles()
{
	act "mark(); net.reserve('t2', 7001, 'ff', 110000, ['s1'], ends='e1')" &&
		see 30 "settled() and errors('resverr') == {(5, 17, 0, 'e1'): ['e1-t2']} and not got('patherr')" &&
		entry "net.release('t2', 7001, 'ff', ['s1'])"
}

# Code 21, value 1: RFC 2210, 3.2
conflicting_services()
{
	act "
mark()
words = net.words('t2', 7001, 'wf', [])
net.ctl('t2', 'reservation', 'add', *words, 'service', 'guaranteed', 'rate', '120kbps', 'slack', '0')
" && see 30 "errors('resverr') == {(21, 1, 0, 'e1'): ['e1-t2']} and own('t2', 7001)['status'] == 'refused'" &&
		act "net.ctl('t2', 'reservation', 'del', *words)" && see 10 "settled()"
}

# refused CODE VALUE WAY STATEMENT: an error for a message that is no good, at t1 or s1, and no state changes
refused()
{
	local kind=resverr link=e1-t1 who=e1
	[ "$3" = up ] || kind=patherr link=$4 who=a1

	echo "code $1 value $2"
	act "mark(); ${*: -1}" && see 5 "{k[:2] + k[3:]: v for k, v in errors('$kind').items()} == {($1, $2, '$who'): ['$link']}" &&
		see 10 "settled()"
}

bad_resvs()
{
	refused 3 0 up "from_t1(resv, 9999, 'ff', [flowspec_cl(r=1000, b=2000, p=3000), S1])" &&
		refused 4 0 up "from_t1(resv, 5001, 'ff', [flowspec_cl(r=1000, b=2000, p=3000), filter_spec(net.host('s1'), 7777)])" &&
		refused 21 3 up "from_t1(resv, 5001, 'ff', [flowspec_cl(r=3000, b=2000, p=1000), S1])" &&
		refused 13 $((100 << 8 | 1)) up "from_t1(resv, 5001, 'ff', [flowspec_cl(r=1000, b=2000, p=3000), S1], more=[Obj(100, 1, bytes(4))])"
}

bad_paths()
{
	refused 7 0 down s2-a1 "path_from('s2', 0, sport=0)" &&
		refused 8 0 down s1-a1 "path_from('s1', 5001, sport=0)" &&
		refused 21 4 down s2-a1 "path_from('s2', 5009, tspec=dict(r=3000, p=1000))"
}

# A router in the middle forgets everything, and knows it again
restart()
{
	local dev

	act "mark()"
	for dev in c1 c3 e1 e2 e3; do
		rsvpctl -n "$c2" interface set dev "$dev" rsvp off || return 1
	done
	see 5 "state(net.netns['c2']) == []" || return 1
	for dev in c1 c3 e1 e2 e3; do
		rsvp_on "$c2" "$dev" "${settings[@]}" || return 1
	done
	see 60 "settled()" && see 0 "quiet()"
}

all_goes()
{
	entry "
for r in list(net.reservations): net.release(r.node, r.port, r.style, r.senders)
" && entry "
for port, node in list(net.senders): net.stop(node, port)
" || return 1
	local node
	for node in $sixteen; do
		nothing_left "${!node}" || return 1
	done
}

# Decoded by somebody else
all_seven()
{
	see 0 "{m.type for m in seen} == {'path', 'resv', 'patherr', 'resverr', 'pathtear', 'resvtear', 'resvconf'}" &&
		see 0 "all('[correct]' in f['csum'] and not f['malformed'] for f in tshark([m for kind in {m.type for m in seen}
			for m in [m for m in seen if m.type == kind and m.way == 'out'][:200]]))"
}

settings=(bandwidth 100mbit refresh 3s)

ktap_print_header
ktap_set_plan 16
sixteen_up "${settings[@]}"
act "$definitions" || ktap_exit_fail_msg "definitions"

ktap_test "unicast: FF, and a confirmation" unicast
ktap_test "a group: WF from three receivers" wildcard
ktap_test "SE: filters that overlap" shared_explicit
ktap_test "FF: each sender by itself" fixed_filter
ktap_test "larger, smaller, other senders; some leave" changes
ktap_test "a sender comes back" returns
ktap_test "refused at the edge" refused_at_the_edge
ktap_test "refused in the core" refused_in_the_core
ktap_test "refused in place" refused_in_place
ktap_test "styles that conflict" conflicting_styles
ktap_test "services that conflict" conflicting_services
ktap_test "Resvs that are no good" bad_resvs
ktap_test "Paths that are no good" bad_paths
ktap_test "a router forgets everything" restart
ktap_test "all goes, and nothing is left" all_goes
ktap_test "seven messages" all_seven

ktap_finished
