#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Sockets with QoS (winsock-rules R1 to R312 by their numbers): what a socket is bound and connected to, and what its program asked
# for, make Paths and Resvs, and nothing else does. Acceptance tests 1 to 5 and 9; sockets_mcast.sh has those of groups.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_flow.sh"

definitions="
from fractions import Fraction
from qos import Sock, attr, refused
CL = ('cl', dict(rate=50000))
ANY = '::' if ':' in H1 else '0.0.0.0'
OTHER_H2 = '$([ "$IPV" = 6 ] && echo fd00:3::3 || echo 10.0.3.3)'

# Sessions of a node: {port: its state}
def sessions(ns):
    return {s['session']['dport']: s for s in state(ns)}

# Styles that a node has reserved with for a session, from its own receivers
def styles(ns, port):
    s = state(ns, port)
    return sorted(r['style'] for r in s.get('resv', []) if r.get('local')) if s else []

def no_path(port):
    return not [m for m in got('path', 'a') if m.session.dport == port]

def ends(*socks):
    for s in socks:
        s.close()
        s.nl.sock.close()
    return True

# RFC 2212, us: what the Tspec of a flowspec comes to with a rate
def delay_bound(f, R, C, D):
    burst = Fraction(int(f.b) - f.M, R) * Fraction(int(f.p) - R, int(f.p) - int(f.r)) if f.p > R else 0
    return (burst + Fraction(f.M + C, R)) * 10 ** 6 + D

# Nothing is left but what other tests have
def all_gone():
    return all(ctl(ns, 'session', 'show') == [] and counter(ns, 'sockets') == 0 for ns in (h1, h2))
"

# R30 to R38, R47, R140 to R142: Session, SenderTemplate, Tspec, ADSPEC
connected_sender()
{
	act "mark(); s = Sock(h1, connect=(H2, 5101))" && act "s.set(send=CL)" && see 2 "got('path', 'c')" &&
		act "m = got('path', 'a')[0]; ts = m.sender_tspec" &&
		see 0 "(m.session.addr, m.session.proto, m.session.dport) == (H2, 17, 5101)" &&
		see 0 "(m.sender_template.addr, m.sender_template.port) == s.getsockname()[:2] and m.src == H1 and m.adspec is not None" &&
		see 0 "(ts.r, ts.b, ts.p, ts.m, ts.M) == (50000, 1500, float('inf'), 128, 1500)" && see 0 "s.show()['senders'] == 1" && act "ends(s)" && see 1 "got('pathtear', 'c')"
}

# R16: the other order: what is missing comes last. R39: connect() binds
set_then_connect()
{
	act "mark(); t = Sock(h1, bind=(ANY, 0)); t.set(send=('g', dict(rate=20000, bucket=3000, peak=40000, sdu=1000, policed=100)))" &&
		stays 0.5 "not got('path', 'a')" && act "t.connect((H2, 5102))" && see 1 "got('path', 'a')" && act "ts = got('path', 'a')[0].sender_tspec" &&
		see 0 "(ts.r, ts.b, ts.p, ts.m, ts.M) == (20000, 3000, 40000, 100, 1000) and got('path', 'a')[0].session.dport == 5102"
}

# R17: what is set again goes out at once; R243: best effort ends it
changes()
{
	act "mark(); t.set(send=('cl', dict(rate=30000)))" && see 1 "[m.sender_tspec.r for m in got('path', 'a')] == [30000]" &&
		act "mark(); t.set(send=('same', {}), receive=('cl', {}))" && stays 0.5 "not got(None, 'a')" &&
		act "t.set(send=('be', {}))" && see 1 "[m.session.dport for m in got('pathtear', 'a')] == [5102]"
}

# R171, R174
silent()
{
	act "mark(); t.set(send=('cl', dict(rate=30000, no_signaling=True)))" && stays 0.5 "not got(None, 'a')" &&
		act "t.set(send=('cl', dict(rate=30000)))" && see 1 "got('path', 'a')" &&
		act "mark(); ends(t)" && see 1 "[m.session.dport for m in got('pathtear', 'a')] == [5102]"
}

# R61 to R63: a receiver that waits, then its Path; never a Resv before
receiver_first()
{
	act "mark(); r = Sock(h2, bind=(H2, 5103)); r.set(receive=('cl', {}))" && stays 0.5 "not got('resv', 'c') and r.show()['reservations'] == 0" &&
		act "q = Sock(h1, connect=(H2, 5103)); q.set(send=CL)" && see 2 "got('resv', 'a')" &&
		see 0 "got('path', 'c')[0].t <= got('resv', 'c')[0].t" && act "m = got('resv', 'c')[0]" &&
		see 0 "m.style.style == 'wf' and m.filters == [] and m.session.addr == H2 and m.session.dport == 5103" &&
		see 0 "(m.flowspec.r, m.flowspec.b, m.flowspec.M) == (50000, 1500, 1500)" &&
		see 1 "r.told() == [('senders', 5103, '')] and q.told() == [('receivers', 5103, '')]" &&
		see 0 "q.show()['receivers'] == r.show()['reservations'] == 1"
}

# R81, R83: then it connects: ResvTear(WF), Resv(FF), and FF for good
wf_then_ff()
{
	act "mark(); r.connect(q.getsockname()[:2])" && see 1 "got('resv', 'c') and got('resvtear', 'c')" &&
		see 0 "[(m.type, m.style.style) for m in got(None, 'c') if m.type in ('resv', 'resvtear')] == [('resvtear', 'wf'), ('resv', 'ff')]" &&
		see 0 "got('resv', 'c')[0].filters == [q.getsockname()[:2]]" &&
		act "mark(); r.set(receive=('g', {}))" && see 1 "got('resv', 'c')" && see 0 "{m.style.style for m in got('resv', 'c')} == {'ff'}" &&
		act "mark(); r.set(receive=('be', {}))" && see 1 "[m.style.style for m in got('resvtear', 'c')] == ['ff']" && act "r.told(), q.told()"
}

# R82: connected to who sends no Path: nothing; R242: disconnected: no QoS any more
connected_elsewhere()
{
	act "r.set(receive=('cl', {}))" && see 1 "styles(h2, 5103) == ['ff']" && act "r.connect((H1, 9)); mark()" &&
		see 1 "styles(h2, 5103) == [] and got('resvtear', 'c')" && stays 0.3 "styles(h2, 5103) == []" &&
		act "r.connect(q.getsockname()[:2])" && see 1 "styles(h2, 5103) == ['ff']" &&
		act "import ctypes; ctypes.CDLL(None).connect(r.fileno(), bytes(16), 16)" && see 1 "styles(h2, 5103) == []" &&
		stays 0.3 "styles(h2, 5103) == []" &&
		act "ends(r, q)" && see 2 "5103 not in sessions(h1) and 5103 not in sessions(h2)"
}

# R62: a Path that was there before the socket
path_first()
{
	act "mark(); q = Sock(h1, connect=(H2, 5104)); q.set(send=CL)" && see 2 "state(h2, 5104)" && see 0 "not got('resv', 'c')" &&
		act "r = Sock(h2, bind=(H2, 5104)); r.set(receive=('cl', {}))" && see 1 "styles(h2, 5104) == ['wf'] and got('resv', 'a')" &&
		act "ends(r)" && see 1 "got('resvtear', 'a')" && see 1 "('no_receivers', 5104, '') in q.told()"
}

# R74 to R78, C20, by who joins the session of port 5104: (bound, connected, is it joined?)
match_rows()
{
	act "
peer = q.getsockname()[:2]
rows = [(None, None, False), ((ANY, 5104), None, True), ((ANY, 5105), None, False), ((H2, 5104), None, True),
        ((OTHER_H2, 5104), None, False), ((ANY, 5104), peer, True), ((ANY, 5104), (H1, 9), False), ((H2, 5104), peer, True),
        ((H2, 5104), (H1, 9), False), ((H2, 5105), peer, False), (None, peer, False)]
" && ip -n "$h2" address add "$([ "$IPV" = 6 ] && echo fd00:3::3/64 || echo 10.0.3.3/24)" dev eth0 preferred_lft 0 &&
		for row in 0 1 2 3 4 5 6 7 8 9 10; do
			act "bound, connected, joins = rows[$row]; r = Sock(h2, bind=bound, connect=connected, family=q.family); r.set(receive=('cl', {}))" &&
				if [ "$(say "joins")" = true ]; then
					see 1 "styles(h2, 5104) == ['ff' if connected else 'wf']"
				else
					stays 0.3 "styles(h2, 5104) == []"
				fi && act "ends(r)" && see 1 "styles(h2, 5104) == []" || return 1
		done
}

# R75: "any address" is one of those whose packets the socket takes
other_family()
{
	act "
V6 = ':' in H1
r = Sock(h2, family=socket.AF_INET if V6 else socket.AF_INET6)
V6 or r.setsockopt(41, socket.IPV6_V6ONLY, 1)
r.bind(('0.0.0.0' if V6 else '::', 5104))
r.set(receive=('cl', {}))
" && stays 0.5 "styles(h2, 5104) == []" && act "ends(r)"
}

# R117 to R122: styles that are asked for
styles_asked()
{
	act "mark(); r = Sock(h2, bind=(H2, 5104)); r.set(receive=('cl', {}), style='ff', senders=[peer])" && see 1 "styles(h2, 5104) == ['ff']" &&
		act "r.set(style='se', senders=[peer, (H1, 7)])" && see 1 "styles(h2, 5104) == ['se']" &&
		see 0 "refused(lambda: r.set(style='wf', senders=[peer]), 22, 11023) and refused(lambda: r.set(style='se'), 22)" &&
		act "r.set(style='wf')" && see 1 "styles(h2, 5104) == ['wf']" && act "r.connect(peer)" && see 1 "styles(h2, 5104) == ['wf']" &&
		see 0 "refused(lambda: r.set(style='se', senders=[peer]), 22, 11019)" && act "ends(r, q)"
}

# R147, R148: with a latency and no rate, R is what it takes without the variation, which is the slack; and more where R is r
latency_and_variation()
{
	act "
mark(); q = Sock(h1, connect=(H2, 5105)); r = Sock(h2, bind=(H2, 5105))
q.set(send=('g', dict(rate=50000, bucket=3000, peak=100000, policed=500)))
r.set(receive=('g', dict(latency=900000, variation=200000)))
" && see 2 "got('resv', 'c')" && act "f = got('resv', 'c')[0].flowspec; ad = got('path', 'c')[0].adspec.services[2]['params']; C, D = ad[133], ad[134]" &&
		see 0 "f.service == 2 and f.R == 50000 and 0 <= 900000 - f.S - delay_bound(f, 50000, C, D) < 3" &&
		act "mark(); least = D + 20000; r.set(receive=('g', dict(latency=least + 3000, variation=3000)))" && see 1 "got('resv', 'c')" &&
		act "f = got('resv', 'c')[0].flowspec; R = int(f.R)" && see 0 "R > 50000 and f.S == 3000 and delay_bound(f, R, C, D) <= least < delay_bound(f, R - 1, C, D) + 3" &&
		act "mark(); r.set(receive=('g', dict(latency=least + 3000, variation=2000)))" && see 1 "got('resv', 'c')" &&
		see 0 "got('resv', 'c')[0].flowspec.S == 2000 and got('resv', 'c')[0].flowspec.R < R" &&
		see 0 "refused(lambda: r.set(receive=('g', dict(latency=3000, variation=3000))), 22, 11017)" &&
		act "ends(r, q)" && see 2 "all_gone()"
}

# R152, R224, R226, R284: what a Path tells a receiver, and a Resv its sender
notices()
{
	act "
mark(); q = Sock(h1, connect=(H2, 5109)); r = Sock(h2, bind=(H2, 5109))
q.set(send=('gi', dict(rate=50000, bucket=3000, peak=100000, sdu=1000, policed=500))); r.set(receive=('cl', {}))
" && see 2 "r.told() == [('senders', 5109, '')] and q.told() == [('receivers', 5109, '')]" && act "n, ad = r.told()[0], got('path', 'c')[0].adspec.services" &&
		see 0 "(n.direction, n.filters, q.told()[0].direction) == ('receive', [q.getsockname()[:2]], 'send')" &&
		see 0 "n.tspec == dict(r=50000, b=3000, p=100000, m=500, M=1000) and q.told()[0].tspec == q.told()[0].adspec == {}" &&
		see 0 "n.adspec == {'hops': ad[1]['params'][4], 'bw': int(ad[1]['params'][6]), 'latency': ad[1]['params'][8], 'mtu': ad[1]['params'][10], **ad[2]['params']}"
}

# R225, R233, R235: what is told of each error, to a receiver and to a sender
errors_told()
{
	act "
KINDS = {2: 'policy', 3: 'generic', 5: 'style', 6: 'style', 13: 'object', 14: 'object', 21: 'tc', 22: 'tc', 1: 'admission'}
r.nl.told.clear(), q.nl.told.clear()
lih = got('path', 'c')[0].hop.lih
for code in KINDS:
    inject(r2, resv_err(H2, R2_H2, lih, R1_R2, code, 'wf', [flowspec_cl(r=50000, b=3000, p=100000, m=500, M=1000)], 3, dport=5109, ttl=255), R2_H2, H2)
    inject(r1, path_err(H2, H1, R1_H1, code, 3, dport=5109, sport=q.getsockname()[1], ttl=255), R1_H1, H1)
" && see 2 "len(r.told()) == len(q.told()) == len(KINDS)" &&
		see 0 "[(n[:2], n.code, n.value, n.direction) for n in r.told()] == [((kind, 5109), code, 3, 'receive') for code, kind in KINDS.items()]" &&
		see 0 "[(n[:2], n.code, n.value, n.direction) for n in q.told()] == [((kind, 5109), code, 3, 'send') for code, kind in KINDS.items()]" &&
		act "ends(r, q)" && see 2 "all_gone()"
}

# R301: a router that has not the bandwidth for it
admission_told()
{
	rsvpctl -n "$r2" interface set dev eth2 bandwidth 100kbit && act "q = Sock(h1, connect=(H2, 5114)); q.set(send=CL); r = Sock(h2, bind=(H2, 5114)); r.set(receive=('cl', {}))" &&
		see 2 "[(n[:2], n.direction, n.code, n.value, n.filters) for n in r.told()[1:]] == [(('admission', 5114), 'receive', 1, 2, [])] and 'bandwidth' in r.told()[1][2]" &&
		see 0 "q.told() == [] and 'bandwidth' in r.show()['error'] and q.show()['error'] == ''" && act "ends(r, q)" && see 2 "all_gone()" &&
		rsvpctl -n "$r2" interface set dev eth2 bandwidth 10mbit && refused_here
}

# The interface, what was asked and what is free, as of others
refused_here()
{
	act "q = Sock(h1, connect=(H2, 5114)); q.set(send=('cl', dict(rate=9000000)))" && act "e = ctl(h1, 'socket', 'show')[0]['error']" &&
		see 0 "(e['interface'], e['asked_Bps'] > 9000000, 0 < e['free_Bps'] < 1250000) == ('eth0', True, True)" && act "ends(q)" && see 2 "all_gone()"
}

# R123, R124, R232; a session that comes back is confirmed as well
confirmed()
{
	act "q = Sock(h1, connect=(H2, 5106)); q.set(send=CL); r = Sock(h2, bind=(H2, 5106)); r.set(receive=('cl', {}), confirm=1)" &&
		see 2 "('confirmed', 5106, '') in r.told()" && act "ends(q)" && see 2 "r.told()[-1][0] == 'no_senders'" &&
		act "mark(); q = Sock(h1, connect=(H2, 5106)); q.set(send=CL)" && see 2 "got('resv', 'c') and r.told()[-1][0] == 'confirmed'" &&
		see 0 "got('resv', 'c')[0].resv_confirm.addr == H2" && act "ends(r, q)"
}

# R199: the DSCP that the program chose, of what is reserved and of nothing else; without one that of the service
dscp_chosen()
{
	act "
def tos():
    return [m.tos for m in data if (m.link, m.way, m.dport) == ('a', 'in', 5115)]
mark(); q = Sock(h1, connect=(H2, 5115)); q.set(send=CL, dscp=46); r = Sock(h2, bind=(H2, 5115)); q.send(b'x')
" && see 1 "tos() == [0]" && act "r.set(receive=('cl', {}))" && see 2 "('receivers', 5115, '') in q.told()" && act "q.send(b'x')" && see 1 "tos() == [0, 46 << 2]" &&
		act "q.set(dscp=10); q.send(b'x')" && see 1 "tos() == [0, 46 << 2, 10 << 2]" && act "ends(r)" && see 1 "q.told()[-1][0] == 'no_receivers'" &&
		act "q.send(b'x')" && see 1 "tos()[3:] == [0]" && act "ends(q)" && see 2 "all_gone()"
}

# R36, R70 to R73, R111: nothing before it is established, then FF; protocol 6
tcp()
{
	act "mark(); l = Sock(h2, 'tcp', bind=(H2, 5107)); l.listen(1); c = Sock(h1, 'tcp', bind=(H1, 0), family=l.family); c.set(send=CL)" &&
		stays 0.3 "not got('path', 'a')" && act "c.connect((H2, 5107)); a, _ = l.accept()" && see 1 "got('path', 'a')" &&
		act "m = got('path', 'a')[0]" && see 0 "(m.session.proto, m.session.dport, m.sender_template.port) == (6, 5107, c.getsockname()[1])" &&
		act "r = Sock.of(h2, a, 6); r.set(receive=('cl', {}))" && see 2 "got('resv', 'a')" &&
		see 0 "got('resv', 'c')[0].style.style == 'ff' and got('resv', 'c')[0].filters == [c.getsockname()[:2]]"
}

# R241: one direction at a time
shut_down()
{
	act "mark(); r.set(send=('cl', dict(rate=10000)))" && see 1 "[m.session.addr for m in got('path', 'c', 'in')] == [H1]" &&
		act "mark(); c.shutdown(socket.SHUT_WR)" && see 1 "got('pathtear', 'a', 'in')" && stays 0.3 "not got('pathtear', 'c', 'in')" &&
		act "ends(c, r, l)" && see 1 "got('pathtear', 'c', 'in')" && see 2 "all_gone()"
}

# R40: accepted sockets have the QoS of their listener; what is set on one of them is its own
accepted()
{
	act "mark(); l = Sock(h2, 'tcp', bind=(H2, 5108)); l.set(send=('cl', dict(rate=7000))); l.listen(2)" && stays 0.5 "not got('path', 'c', 'in')" &&
		act "c = [Sock(h1, 'tcp', bind=(H1, 0), family=l.family) for i in range(2)]; [i.connect((H2, 5108)) for i in c]" &&
		act "a = [Sock.of(h2, l.accept()[0], 6) for i in c]; ports = sorted(i.getsockname()[1] for i in c)" &&
		see 1 "sorted(m.session.dport for m in got('path', 'c', 'in')) == ports and got('path', 'c', 'in')[0].sender_tspec.r == 7000" &&
		act "mark(); a[0].set(send=('cl', dict(rate=8000)))" && see 1 "[m.sender_tspec.r for m in got('path', 'c', 'in')] == [8000]" &&
		act "ends(l)" && stays 0.5 "not got('pathtear', 'c', 'in')" && act "ends(*a, *c)" &&
		see 1 "sorted(m.session.dport for m in got('pathtear', 'c', 'in')) == ports" && see 2 "all_gone()"
}

# One that has to wait for accept(), of a listener for both families
accepted_late()
{
	act "mark(); l = Sock(h2, 'tcp', bind=('::', 5109)); l.set(send=('cl', dict(rate=7000))); l.listen(2); c = Sock(h1, 'tcp', bind=(H1, 0))" &&
		stays 0.3 True && act "c.connect((H2, 5109))" && see 1 "got('path', 'c', 'in')" && stays 1 "not got('pathtear', 'c', 'in')" &&
		act "a = Sock.of(h2, l.accept()[0], 6)" && see 0 "a.show()['senders'] == 1" && act "ends(l, a, c)" && see 2 "all_gone()"
}

# A peer that says over and over what completes no connection takes no room from those who do
half_open()
{
	act "
STRANGER = '$([ "$IPV" = 6 ] && echo fd00:1::77 || echo 10.0.1.77)'
def segments(flags, n):
    head = struct.pack('!HHIIBBHHH', 9, 5109, 1, 7, 5 << 4, flags, 1000, 0, 0)
    head = head[:16] + struct.pack('!H', checksum(ip(STRANGER).packed + ip(H2).packed + struct.pack('!HH', 6, len(head)) + head)) + head[18:]
    with at(h1), socket.socket(socket.AF_INET6 if ':' in H2 else socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW) as s:
        for i in range(n):
            s.sendto(ip_packet(STRANGER, H2, head, proto=6), (H2, 0))
missed = counter(h2, 'accept_missed')
l = Sock(h2, 'tcp', bind=(H2, 5109)); l.set(send=('cl', dict(rate=7000))); l.listen(2)
" && stays 0.5 True && act "mark(); segments(2, 600); segments(16, 600); c = Sock(h1, 'tcp', bind=(H1, 0), family=l.family); c.connect((H2, 5109))" &&
		see 1 "[m.session.dport for m in got('path', 'c', 'in')] == [c.getsockname()[1]]" && see 0 "counter(h2, 'accept_missed') == missed" &&
		act "ends(Sock.of(h2, l.accept()[0], 6), c, l)" && see 2 "all_gone()"
}

# R170, R171, R179, R190, R195, R196: what is asked for is had at once, whether or not anybody answers; and told if it cannot be had
own_traffic_control()
{
	act "
def classes(port):
    s = state(h1, port)
    return [(t['flowspec']['service'], t['flowspec']['rate_Bps']) for t in s['tc'] if 'classid' in t] if s else []
mark(); s = Sock(h1, connect=(H2, 5120)); s.set(send=('g', dict(rate=50000)))
" && see 1 "classes(5120) == [('guaranteed', 50000)]" && act "s.set(send=('gi', dict(rate=45000)))" && see 1 "classes(5120) == [('controlled-load', 45000)]" &&
		act "s.set(send=('g', dict(rate=50000)))" && see 1 "classes(5120) == [('guaranteed', 50000)]" && act "s.set(send=('g', dict(rate=50000, no_tc=True)))" && see 1 "classes(5120) == []" &&
		act "r = Sock(h2, bind=(H2, 5120)); r.set(receive=('cl', {}))" && see 2 "state(h1, 5120)['tc']" && see 0 "classes(5120) == []" &&
		act "s.set(send=('cl', dict(rate=30000)))" && see 2 "classes(5120) == [('controlled-load', 30000)]" && act "s.set(send=('cl', dict(rate=30000, no_tc=True)))" &&
		see 2 "classes(5120) == [] and state(h1, 5120)['tc']" && act "ends(r)" && see 2 "not state(h1, 5120)['tc']" &&
		act "mark(); s.set(send=('cl', dict(rate=40000, no_signaling=True)))" &&
		see 1 "classes(5120) == [('controlled-load', 40000)] and got('pathtear', 'a')" && stays 0.3 "not got('path', 'a')" &&
		act "s.set(send=('cl', dict(rate=40000)))" && see 1 "got('path', 'a')" &&
		see 0 "refused(lambda: s.set(excess=0), 95, 11029)" && act "s.set(excess=2)" &&
		act "t = Sock(h1, connect=(H2, 5121)); t.set(send=('g', dict(rate=9000000)))" &&
		see 1 "[(n[:2], n.direction, n.code, n.value) for n in t.told()] == [(('admission', 5121), 'send', 1, 2)] and 'bandwidth' in t.show()['error']" &&
		act "t.set(send=('g', dict(rate=9000)))" && see 1 "classes(5121) == [('guaranteed', 9000)] and t.show()['error'] == ''" &&
		act "ends(s, t)" && see 2 "all_gone()"
}

# R170 "whatever RSVP does": one without a class, one with, and what they share
shared_without_class()
{
	act "
def shared(ports):
    r.set(receive=('cl', dict(rate=10000)), style='se', senders=[(H1, p) for p in ports])
def has():
    return sorted((t.get('style', 'own'), t['flowspec']['rate_Bps'], 'classid' in t) for t in (state(h1, 5122) or {'tc': []})['tc'])
mark(); bare = Sock(h1, bind=(H1, 5401), connect=(H2, 5122)); bare.set(send=('cl', dict(rate=20000, no_tc=True)))
own = Sock(h1, bind=(H1, 5402), connect=(H2, 5122)); own.set(send=('cl', dict(rate=30000)))
r = Sock(h2, bind=(H2, 5122))
" && see 2 "has() == [('own', 30000, True)]" && act "shared([5401, 5402])" && see 2 "has() == [('se', 10000, True)]" &&
		act "shared([5401])" && see 2 "has() == [('own', 30000, True), ('se', 10000, False)]" && act "shared([5401, 5402])" && see 2 "has() == [('se', 10000, True)]" &&
		act "inject(r1, resv_tear(H2, R1_H1, got('path', 'a')[-1].hop.lih, 'se', [filter_spec(H1, 5402)], dport=5122), R1_H1, H1, dev='eth1')" &&
		see 2 "has() == [('own', 30000, True), ('se', 10000, False)]" && see 50 "has() == [('se', 10000, True)]" &&
		act "ends(r)" && see 2 "has() == [('own', 30000, True)]" && act "ends(bare, own)" && see 2 "all_gone()"
}

# R45, R46: destinations of a socket that is not connected
destinations()
{
	act "mark(); s = Sock(h1, bind=(H1, 5110)); s.set(send=CL, to=(H2, 5111)); s.set(send=('g', dict(rate=9000)), to=(H2, 5112))" &&
		see 2 "sorted((m.session.dport, m.sender_tspec.r, m.sender_template.port) for m in got('path', 'a')) == [(5111, 50000, 5110), (5112, 9000, 5110)]" &&
		act "mark(); s.set(send=('none', {}), to=(H2, 5111))" && see 1 "[m.session.dport for m in got('pathtear', 'a')] == [5111]" &&
		act "ends(s)" && see 1 "sorted(m.session.dport for m in got('pathtear', 'a')) == [5111, 5112]"
}

# Whoever has a descriptor keeps it: QoS goes with the last (dup, fork, another process)
last_descriptor()
{
	act "mark(); s = Sock(h1, connect=(H2, 5113)); s.set(send=CL); d = s.dup()" && see 1 "got('path', 'a')" && act "s.close()" &&
		stays 0.5 "not got('pathtear', 'a')" && act "d.close()" && see 1 "got('pathtear', 'a')"
}

# R130 to R137, R148, R165, and what is no socket that has QoS: errors, and nothing is left of them
bad()
{
	act "
s = Sock(h1, bind=(H1, 0))
raw = Sock.of(h1, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM), 17)
" && for row in "send=('cl', {}) 22 11017" "send=('cl', dict(rate=0)) 22 11017" "send=('cl', dict(rate=9, peak=8)) 22 11017" \
		"send=(7, {}) 22 11016" "send=('cl', dict(rate=9, policed=0)) 22 11017" "receive=('gi', {}) 22 11016" \
		"receive=('g', dict(rate=9, latency=5)) 22 11017" "send=('nc', dict(rate=9)) 95 11016"; do
		read -r status errno <<<"$(awk '{ print $NF, $(NF - 1) }' <<<"$row")"
		see 0 "refused(lambda: s.set(${row% * *}), $errno, $status)" || return 1
	done
	see 0 "refused(lambda: s.command('set', attr(9, [attr(5, struct.pack('Q', 9))])), 22, word='service type is missing')" || return 1
	see 0 "refused(lambda: Sock(h1, 'tcp', bind=(H1, 0)).set(send=CL, to=(H2, 5)), 95) and refused(lambda: raw.set(send=CL), 97) and refused(lambda: s.set(send=CL, to=('$([ "$IPV" = 6 ] && echo ff0e::1 || echo 239.1.1.1)', 5)), 99)" &&
		act "s.close(); s.sock = SimpleNamespace(fileno=lambda: 9999)" && see 0 "refused(lambda: s.set(send=CL), 9)" && see 2 "all_gone()"
}

ktap_print_header
ktap_set_plan 27
flow_up bandwidth 10mbit refresh 30s
act "$definitions" || ktap_exit_fail_msg "definitions"
ktap_test "a connected sender: Session, SenderTemplate, Tspec" connected_sender
ktap_test "QoS before connect(): nothing, then a Path" set_then_connect
ktap_test "other numbers, no change, best effort" changes
ktap_test "no signalling, and signalling again" silent
ktap_test "a receiver, then its Path: WF" receiver_first
ktap_test "then connect(): ResvTear(WF), Resv(FF)" wf_then_ff
ktap_test "connected to another: no Resv" connected_elsewhere
ktap_test "a Path, then its receiver" path_first
ktap_test "each row of the table of unicast" match_rows
ktap_test "any address, but of the other family" other_family
ktap_test "styles that are asked for" styles_asked
ktap_test "a latency, and a variation of it" latency_and_variation
ktap_test "what is told of Paths and Resvs" notices
ktap_test "what is told of errors" errors_told
ktap_test "a router that refuses" admission_told
ktap_test "a reservation is confirmed" confirmed
ktap_test "the DSCP that was chosen" dscp_chosen
ktap_test "TCP: when it is established, FF" tcp
ktap_test "shutdown of one direction" shut_down
ktap_test "accepted sockets inherit" accepted
ktap_test "before they are accepted" accepted_late
ktap_test "connections that are never complete" half_open
ktap_test "traffic control of the sending host" own_traffic_control
ktap_test "no traffic control, alone and shared" shared_without_class
ktap_test "destinations of an unconnected sender" destinations
ktap_test "the last descriptor" last_descriptor
ktap_test "what may not be asked for" bad
ktap_finished
