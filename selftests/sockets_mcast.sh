#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Sockets that join groups as leaves (winsock-rules R90 to R99, R250 to R269): acceptance tests 6 to 8 and 10. Paths for receivers
# come from r2, by hand, so that no multicast routing is in it.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_flow.sh"

definitions="
from plain import group_req
from qos import Sock, refused
CL = ('cl', dict(rate=50000))
V6 = ':' in H1
G = ['ff0e::7:%d' % i if V6 else '239.7.0.%d' % i for i in range(9)]
LEVEL = 41 if V6 else 0
TTL = socket.IPV6_MULTICAST_HOPS if V6 else socket.IP_MULTICAST_TTL

def dev_of(ns, name='eth0'):
    return next(i['ifindex'] for i in ctl(ns, 'interface', 'show') if i['ifname'] == name)

# What h2 has told of a group on its link
def reported(group, link='c'):
    return [m for m in reports if m.link == link and ip(group).packed in m.raw]

def path_from_r2(group, port, make=path):
    return inject(r2, make(group, H1, R2_H2, dport=port), H1, group, dev='eth2')

def resvs(port, mtype='resv'):
    return [m for m in got(mtype, 'c') if m.session.dport == port]

def ends(*socks):
    for s in socks:
        s.close()
        s.nl.sock.close()
    return True

def all_gone():
    return all(ctl(ns, 'session', 'show') == [] and counter(ns, 'sockets') == 0 for ns in (h1, h2))
"

# R35, R94, R255: a Path, no report, no Resv
sender_only()
{
	act "mark(); s = Sock(h1, family=socket.AF_INET6 if V6 else socket.AF_INET); s.join((G[1], 5201), 'send', send=CL)" &&
		see 1 "got('path', 'a')" && act "m = got('path', 'a')[0]" &&
		see 0 "(m.session.addr, m.session.dport, m.sender_template.addr, m.sender_template.port) == (G[1], 5201, H1, s.getsockname()[1])" &&
		see 0 "m.dst == G[1] and m.ip_ttl == 1" && stays 0.5 "not reported(G[1], 'a')" &&
		act "inject(r1, path(G[1], R1_H1, R1_H1, dport=5201), R1_H1, G[1], dev='eth1')" && stays 0.5 "not got('resv', 'a', 'in')" &&
		act "inject(r1, path_tear(G[1], R1_H1, R1_H1, dport=5201), R1_H1, G[1], dev='eth1')"
}

# R261: the scope of the Path is that of the data
scope_follows()
{
	act "mark(); s.setsockopt(LEVEL, TTL, 7)" && see 1 "[m.ip_ttl for m in got('path', 'a', 'in')] == [7]" &&
		act "mark(); ends(s)" && see 1 "[m.ip_ttl for m in got('pathtear', 'a')] == [7]"
}

# R66, R92, R96, R114, R256: a report, then a Path of any port, then WF; no Path
receiver_only()
{
	act "mark(); r = Sock(h2, bind=('::' if V6 else '0.0.0.0', 5999)); r.join((G[2], 0), 'receive', receive=('cl', {}))" &&
		see 2 "reported(G[2])" && stays 0.3 "not got('resv', 'c')" && act "path_from_r2(G[2], 5202)" && see 1 "resvs(5202)" &&
		act "m = resvs(5202)[0]" && see 0 "m.style.style == 'wf' and m.session.addr == G[2] and m.dst == R2_H2" &&
		act "path_from_r2(G[2], 5203)" && see 1 "resvs(5203)" && see 0 "not got('path', 'c', 'in')" &&
		see 1 "sorted(r.told()) == [('senders', 5202, ''), ('senders', 5203, '')]"
}

# A Path that goes takes its Resv along
path_goes()
{
	act "mark(); path_from_r2(G[2], 5203, path_tear)" && see 1 "('no_senders', 5203, '') in r.told() and r.show()['reservations'] == 1"
}

# Leaving ends the Resv, and the membership
leaves()
{
	act "mark(); r.leave((G[2], 0))" && see 1 "resvs(5202, 'resvtear') and reported(G[2])" &&
		see 0 "refused(lambda: r.leave((G[2], 0)), 107)" && act "path_from_r2(G[2], 5202, path_tear); ends(r)" && see 1 "all_gone()"
}

# JL_BOTH, by close(): both end
both()
{
	act "mark(); b = Sock(h2, bind=('::' if V6 else '0.0.0.0', 5204)); b.join((G[3], 5204), 'both', send=CL, receive=('cl', {}))" &&
		see 1 "[m.session.addr for m in got('path', 'c', 'in')] == [G[3]] and reported(G[3])" &&
		act "path_from_r2(G[3], 5204)" && see 1 "resvs(5204)" && act "ends(b)" &&
		see 1 "got('pathtear', 'c', 'in') and resvs(5204, 'resvtear')" && act "path_from_r2(G[3], 5204, path_tear)" && see 1 "all_gone()"
}

# R19, R20, R91: what programs do that know no leaves invokes no QoS
plain()
{
	act "
mark()
p = Sock(h2, bind=('::' if V6 else '0.0.0.0', 5205))
p.setsockopt(LEVEL, 42, group_req(h2, G[4]))
p.set(receive=('cl', {}))
q = Sock(h1, bind=(H1, 0))
q.set(send=CL)
q.sendto(b'x', (G[4], 5205))
path_from_r2(G[4], 5205)
" && see 1 "state(h2, 5205)" && stays 0.5 "not got('resv', 'c') and not got('path', 'a')" &&
		act "path_from_r2(G[4], 5205, path_tear); ends(p, q)" && see 1 "all_gone()"
}

# R98, R99: each group its own flowspec; what is set later is for all that are joined by then
several_groups()
{
	act "
mark()
m = Sock(h2, bind=('::' if V6 else '0.0.0.0', 5206))
m.join((G[5], 0), 'receive', receive=('cl', dict(rate=1000)))
m.join((G[6], 0), 'receive', receive=('cl', dict(rate=2000)))
path_from_r2(G[5], 5206); path_from_r2(G[6], 5207)
" && see 1 "resvs(5206) and resvs(5207)" && see 0 "[resvs(p)[-1].flowspec.r for p in (5206, 5207)] == [1000, 2000]" &&
		act "m.set(receive=('cl', dict(rate=3000)))" && see 1 "[resvs(p)[-1].flowspec.r for p in (5206, 5207)] == [3000, 3000]" &&
		act "m.join((G[7], 0), 'receive', receive=('cl', dict(rate=4000))); path_from_r2(G[7], 5208)" && see 1 "resvs(5208)" &&
		see 0 "[resvs(p)[-1].flowspec.r for p in (5206, 5207, 5208)] == [3000, 3000, 4000]"
}

# R24, C28: the flowspec of the direction that a leaf has not, also where the other one could be had
other_direction()
{
	act "
mark()
s = Sock(h1, bind=('::' if V6 else '0.0.0.0', 0))
s.setsockopt(LEVEL, 42, group_req(h1, G[1]))
s.join((G[1], 5210), 'send', send=CL, receive=('cl', {}))
inject(r1, path(G[1], R1_H1, R1_H1, dport=5210), R1_H1, G[1], dev='eth1')
" && see 1 "len(state(h1, 5210)['path']) == 2" && stays 0.5 "not got('resv', 'a', 'in')" &&
		act "r = Sock(h2, bind=('::' if V6 else '0.0.0.0', 0)); r.join((G[2], 5211), 'receive', send=CL, receive=('cl', {})); path_from_r2(G[2], 5211)" &&
		see 1 "resvs(5211)" && stays 0.5 "not got('path', 'c', 'in')" && act "
inject(r1, path_tear(G[1], R1_H1, R1_H1, dport=5210), R1_H1, G[1], dev='eth1')
path_from_r2(G[2], 5211, path_tear)
ends(s, r)
" && see 1 "all_gone()"
}

# R44: what the socket sends to another group, or another port, has nothing of what its leaf has
other_group()
{
	act "
mark()
s = Sock(h1, family=socket.AF_INET6 if V6 else socket.AF_INET)
s.join((G[1], 5212), 'send', send=CL)
" && see 1 "'classid' in state(h1, 5212)['tc'][0]" &&
		act "[s.sendto(b'x', to) for to in ((G[1], 5212), (G[2], 5212), (G[1], 5213), (G[1], 5212))]" &&
		see 1 "sorted((m.dst, m.dport) for m in data if m.link == 'a') == sorted([(G[1], 5212), (G[1], 5212), (G[2], 5212), (G[1], 5213)])" &&
		see 1 "state(h1, 5212)['tc'][0]['packets'] == 2" && act "ends(s)" && see 1 "all_gone()"
}

# IP_DROP_MEMBERSHIP of the program ends that group's Resv
dropped()
{
	act "mark(); m.setsockopt(LEVEL, 45, group_req(h2, G[5]))" && see 1 "resvs(5206, 'resvtear')" && stays 0.3 "not resvs(5207, 'resvtear')" &&
		act "ends(m); [path_from_r2(G[i], p, path_tear) for i, p in ((5, 5206), (6, 5207), (7, 5208))]" && see 1 "all_gone()"
}

# R259: errors
bad()
{
	act "s = Sock(h2, bind=('::' if V6 else '0.0.0.0', 0)); s.join((G[8], 5), 'both')" &&
		see 0 "refused(lambda: s.join((G[8], 5), 'both'), 106) and refused(lambda: s.join((H1, 5), 'send'), 99)" &&
		see 0 "refused(lambda: s.join(('::' if V6 else '0.0.0.0', 5), 'both'), 99)" &&
		see 0 "refused(lambda: s.join((G[1], 0), 'send'), 22) and refused(lambda: s.join((G[1], 5), 3), 22)" &&
		see 0 "refused(lambda: s.join((G[1], 5), 'receive', dev=4711), 19)" &&
		act "t = Sock(h2, 'tcp', family=s.family)" && see 0 "refused(lambda: t.join((G[1], 5), 'send', send=CL), 95)" &&
		act "s.join((G[1], 6), 'receive', send=('cl', {}))" && act "ends(s, t)" && see 1 "all_gone()" && bad_family
}

# The other one
bad_family()
{
	act "OTHER, THERE = ('239.7.7.7', '10.0.3.2') if V6 else ('ff1e::77', 'fd00:3::2'); s = Sock(h2, family=socket.AF_INET6 if V6 else socket.AF_INET)" &&
		act "V6 and s.setsockopt(41, socket.IPV6_V6ONLY, 1); s.bind(('::' if V6 else '0.0.0.0', 0))" &&
		see 0 "all(refused(lambda: s.join((OTHER, 5), way), 97) for way in ('send', 'receive', 'both')) and refused(lambda: s.set(to=(THERE, 5), send=CL), 97)" &&
		see 0 "refused(lambda: s.set(receive=CL, style='se', senders=[(THERE, 5)]), 97)" &&
		act "ends(s)" && see 1 "all_gone()"
}

# R97: "in any order": the style before there is anything that has it
style_first()
{
	act "mark(); s = Sock(h2, bind=('::' if V6 else '0.0.0.0', 5210)); s.set(style='se', senders=[(H1, 1)]); s.join((G[1], 5210), 'receive', receive=CL)" &&
		see 0 "[x['style'] for x in ctl(h2, 'socket', 'show')] == ['se']" && act "ends(s)" && see 1 "all_gone()"
}

# R263 to R266. By Linux who sends decides, for all sockets of the host; by librsvp who receives, for itself
loops()
{
	act "
import ctypes
LIB = ctypes.CDLL('$library', use_errno=True)
LIB.rsvp_set_receive_loop.argtypes = [ctypes.c_int, ctypes.c_bool]
LOOP = socket.IPV6_MULTICAST_LOOP if V6 else socket.IP_MULTICAST_LOOP

def member(loop=None, receives=None):
    s = Sock(h1, bind=('::' if V6 else '0.0.0.0', 5209))
    s.setsockopt(LEVEL, 42, group_req(h1, G[1]))
    if loop is not None:
        s.setsockopt(LEVEL, LOOP, loop)
    if receives is not None:
        assert LIB.rsvp_set_receive_loop(s.fileno(), receives) == 0
    s.settimeout(0.3)
    return s

# Who gets what one of them sends?
def table(**socks):
    told = {}
    for name, sender in socks.items():
        sender.sendto(name.encode(), (G[1], 5209))
        for other, receiver in socks.items():
            try:
                told[name, other] = receiver.recv(9) == name.encode()
            except socket.timeout:
                told[name, other] = False
    ends(*socks.values())
    return told
" && act "linux = table(on=member(loop=1), off=member(loop=0))" &&
		see 0 "linux == {('on', 'on'): True, ('on', 'off'): True, ('off', 'on'): False, ('off', 'off'): False}" &&
		act "winsock = table(on=member(receives=True), off=member(receives=False))" &&
		see 0 "winsock == {('on', 'on'): True, ('on', 'off'): False, ('off', 'on'): True, ('off', 'off'): False}" &&
		act "s = member(receives=False); LIB.rsvp_set_receive_loop(s.fileno(), True); again = table(plain=member(), on=s)" &&
		see 0 "len(again) == 4 and all(again.values())"
}

# From another host it comes in any case
loops_of_others()
{
	act "
r = Sock(h2, bind=('::' if V6 else '0.0.0.0', 5209))
r.setsockopt(LEVEL, 42, group_req(h2, G[1]))
LIB.rsvp_set_receive_loop(r.fileno(), False)
r.settimeout(1)
s = Sock(r2, bind=(R2_H2, 0))
s.setsockopt(LEVEL, 17 if V6 else 32, struct.pack('I', dev_of(r2, 'eth2')) if V6 else ip(R2_H2).packed)
s.sendto(b'x', (G[1], 5209))
" && see 0 "r.recv(9) == b'x'" && act "ends(r, s)"
}

ktap_print_header
ktap_set_plan 15
library=$(dirname "$(command -v rsvpctl)")/librsvp.so.0
[ -e "$library" ] || library=
flow_up bandwidth 10mbit refresh 30s
act "$definitions" || ktap_exit_fail_msg "definitions"
ktap_test "sender only: a Path, no report" sender_only
ktap_test "the Path has the TTL of the data" scope_follows
ktap_test "receiver only: a report, then WF for each Path" receiver_only
ktap_test "a Path that goes" path_goes
ktap_test "leaving a group" leaves
ktap_test "both directions, and close()" both
ktap_test "plain memberships and plain senders invoke nothing" plain
ktap_test "several groups of one socket" several_groups
ktap_test "a membership that the program drops" dropped
ktap_test "the flowspec of the other direction" other_direction
ktap_test "data for another group" other_group
ktap_test "what cannot be joined" bad
ktap_test "the style before the group" style_first
if [ -n "$library" ]; then
	ktap_test "loops, as Linux has them and as Winsock" loops
	ktap_test "what is no loop" loops_of_others
else
	ktap_test_skip "loops, as Linux has them and as Winsock"
	ktap_test_skip "what is no loop"
fi
ktap_finished
