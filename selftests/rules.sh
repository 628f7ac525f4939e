#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Rules: sockets of programs that know nothing of RSVP get Paths and Resvs by the packets that they send and receive. No socket
# here has a netlink socket beside it, but for those that show that their own word counts for more.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_flow.sh"

definitions="
import functools
import plain as programs
from plain import group_req, member, user
from prober import InNamespace as at
from qos import Sock
V6 = ':' in H1
ANY = '::' if V6 else '0.0.0.0'
ALL = '::/0' if V6 else '0.0.0.0/0'
G = ['ff0e::8:%d' % i if V6 else '239.8.0.%d' % i for i in range(9)]
LEVEL = 41 if V6 else 0

plain = functools.partial(programs.plain, v6=V6)

def path_from_r2(group, port, make=path, src=H1):
    return inject(r2, make(group, src, R2_H2, dport=port), src, group, dev='eth2')

def rules(ns):
    return ctl(ns, 'rule', 'show')

# [(port, rate)] of the Paths that h1 sent
def paths(mtype='path'):
    return sorted({(m.session.dport, m.sender_tspec.r) for m in got(mtype, 'a', 'in')})

def torn():
    return sorted({m.session.dport for m in got('pathtear', 'a', 'in')})

def resvs(mtype='resv', link='c'):
    return sorted({m.session.dport for m in got(mtype, link)})

def styles(port):
    s = state(h2, port)
    return sorted(r['style'] for r in s.get('resv', []) if r.get('local')) if s else []

# Nobody may listen, of which the next packet hears instead of being sent
def send(*socks):
    for s in socks:
        try:
            s.send(b'x')
        except ConnectionRefusedError:
            s.send(b'x')
    return True

def ends(*socks):
    for s in socks:
        s.close()
    return True

def nothing(ns):
    return counter(ns, 'sockets') == 0 and counter(ns, 'senders') == 0 and counter(ns, 'reservations') == 0

def all_gone():
    return all(ctl(ns, 'session', 'show') == [] and nothing(ns) and rules(ns) == [] for ns in (h1, h2))
"

CL=(controlled-load rate 50kbps)

# rule NS WORDS...: its id goes to $id
rule()
{
	local answer

	answer=$(rsvpctl -n "$1" rule add "${@:2}") && id=${answer##* }
}

unrule()
{
	rsvpctl -n "$1" rule del id "${2:-$id}"
}

unrule_all()
{
	local ns line

	for ns in "$h1" "$h2"; do
		rsvpctl -n "$ns" -j rule show | jq -r '.[].id' | while read -r line; do
			unrule "$ns" "$line" || return 1
		done
	done
}

# Opt-in
no_rules()
{
	act "mark(); s = plain(h1, connect=(H2, 5301)); r = plain(h2, bind=(H2, 5301)); s.send(b'x')" && see 1 "r.recv(9) == b'x'" &&
		stays 0.3 "not got(None, 'a') and nothing(h1) and nothing(h2)" && act "ends(s, r)"
}

# The first packet, and no other flow: another port, another protocol, another destination
connected_sender()
{
	rule "$h1" match proto udp dst "$H2/$([ "$IPV" = 6 ] && echo 127 || echo 31)" dport 5301 send "${CL[@]}" mtu 1000 && act "mark(); s = plain(h1, connect=(H2, 5301))" &&
		stays 0.3 "not got('path', 'a')" && act "s.send(b'x')" && see 1 "paths() == [(5301, 50000)]" && act "m = got('path', 'a')[0]" &&
		see 0 "(m.session.addr, m.session.proto, m.sender_template.addr, m.sender_template.port) == (H2, 17, *s.getsockname()[:2])" &&
		see 0 "[s['rule'] for s in ctl(h1, 'socket', 'show')] == [[rules(h1)[0]['id']]]" && see 0 "m.sender_tspec.M == 1000 and [(r['flows'], r['active']) for r in rules(h1)] == [(1, 1)]" &&
		act "others = [plain(h1, connect=(H2, 5302)), plain(h1, connect=(R2_H2, 5301))]; send(*others, s)" &&
		stays 0.5 "paths() == [(5301, 50000)] and [(r['flows'], r['active']) for r in rules(h1)] == [(1, 1)]" &&
		act "ends(s, *others)" && see 1 "torn() == [5301]" && see 1 "nothing(h1) and [r['active'] for r in rules(h1)] == [0]" && unrule "$h1"
}

# A destination each
unconnected_sender()
{
	rule "$h1" match proto udp dport 5310-5319 send "${CL[@]}" && act "mark(); s = plain(h1, bind=(ANY, 5300))" &&
		act "[s.sendto(b'x', (H2, p)) for p in (5309, 5310, 5315, 5319, 5320)]" &&
		see 1 "paths() == [(5310, 50000), (5315, 50000), (5319, 50000)]" && stays 0.3 "len(paths()) == 3" &&
		see 0 "counter(h1, 'sockets') == 1 and {m.sender_template.port for m in got('path', 'a')} == {5300}"
}

# Delete: all that it gave goes, and comes back with another one at the next packet
delete()
{
	act "mark()" && unrule "$h1" && see 1 "torn() == [5310, 5315, 5319] and nothing(h1)" && act "mark(); s.sendto(b'x', (H2, 5310))" &&
		stays 0.3 "not got(None, 'a')" && rule "$h1" match dport 5310 send "${CL[@]}" && act "s.sendto(b'x', (H2, 5310))" &&
		see 1 "paths() == [(5310, 50000)]" && unrule "$h1" && see 1 "torn() == [5310]" && act "ends(s)"
}

# A receiver that is not connected: WF, as soon as its data comes; R111: FF, if it is
receiver()
{
	rule "$h1" match dport 5330-5339 send "${CL[@]}" && rule "$h2" match proto udp dst "$H2" dport 5330-5339 receive controlled-load &&
		act "mark(); r = plain(h2, bind=(ANY, 5330)); o = plain(h2, bind=(ANY, 5340)); s = plain(h1, bind=(H1, 5300))" &&
		act "[s.sendto(b'x', (H2, p)) for p in (5330, 5340)]" && see 2 "got('resv', 'a')" && see 0 "resvs() == [5330] and styles(5330) == ['wf']" &&
		see 0 "counter(h2, 'sockets') == 1 and r.recv(9) == b'x' and o.recv(9) == b'x'" && act "ends(r)" && see 1 "resvs('resvtear') == [5330]" &&
		act "mark(); r = plain(h2, bind=(ANY, 5331), connect=(H1, 5300)); s.sendto(b'x', (H2, 5331))" && see 2 "got('resv', 'a')" &&
		see 0 "styles(5331) == ['ff'] and got('resv', 'c')[0].filters == [(H1, 5300)]"
}

# The other end of a rule that goes: a Resv
receiver_delete()
{
	unrule "$h2" && see 1 "resvs('resvtear') == [5331] and nothing(h2)" && act "ends(r, o, s)" && unrule_all && see 2 "all_gone()"
}

# Senders of FF and SE: those that sent
style_of_rule()
{
	rule "$h1" match dport 5335 send "${CL[@]}" && rule "$h2" match dport 5335 receive controlled-load style se &&
		act "mark(); r = plain(h2, bind=(ANY, 5335)); s, t = plain(h1, bind=(H1, 5300)), plain(h1, bind=(H1, 5301)); s.sendto(b'x', (H2, 5335))" &&
		see 2 "got('resv', 'a')" && see 0 "got('resv', 'c')[-1].filters == [(H1, 5300)]" && act "t.sendto(b'x', (H2, 5335))" &&
		see 2 "sorted(got('resv', 'a')[-1].filters) == [(H1, 5300), (H1, 5301)]" && see 0 "styles(5335) == ['se']" &&
		act "ends(r, s, t)" && unrule_all && see 2 "all_gone()"
}

# A rule in another style comes, and goes: what the one before gave goes, or comes back, with the next packet
style_of_better_rule()
{
	rule "$h1" match dport 5336 send "${CL[@]}" && rule "$h2" priority 9 match dport 5336 receive controlled-load rate 30kbps &&
		act "mark(); r = plain(h2, bind=(ANY, 5336)); s = plain(h1, bind=(H1, 5300)); s.sendto(b'x', (H2, 5336))" && see 2 "got('resv', 'a')" &&
		rule "$h2" priority 5 match dport 5336 receive controlled-load rate 40kbps style se && act "mark(); s.sendto(b'x', (H2, 5336))" &&
		see 2 "got('resv', 'a') and [(r['priority'], r['active']) for r in rules(h2)] == [(5, 1), (9, 0)]" &&
		see 0 "styles(5336) == ['se'] and [(m.filters, m.flowspec.r) for m in got('resv', 'c')][-1] == ([(H1, 5300)], 40000)" &&
		rule "$h2" priority 1 match dport 5336 receive controlled-load rate 50kbps style wf && act "mark(); s.sendto(b'x', (H2, 5336))" &&
		see 2 "got('resv', 'a') and [(r['priority'], r['active']) for r in rules(h2)] == [(1, 1), (5, 0), (9, 0)]" &&
		see 0 "styles(5336) == ['wf'] and got('resv', 'c')[-1].flowspec.r == 50000" && act "ends(r, s)" && unrule_all && see 2 "all_gone()"
}

# One that belongs to a process goes with it, and nobody else deletes it
transient()
{
	start rsvpctl -n "$h1" rule add match dport 5338 send "${CL[@]}" transient
	see 1 "[r.get('persist') for r in rules(h1)] == [None] and rules(h1)[0]['owner'] > 0" && act "mark(); s = plain(h1, connect=(H2, 5338)); s.send(b'x')" &&
		see 1 "paths() == [(5338, 50000)]" && fails_with "the rule belongs to another process" rsvpctl -n "$h1" rule del id "$(say "rules(h1)[0]['id']")" &&
		kill_process "$started" && see 1 "torn() == [5338] and all_gone()" && act "ends(s)"
}

# Of a user
by_uid()
{
	rule "$h1" match uid 1000 send "${CL[@]}" && act "mark(); s = plain(h1, connect=(H2, 5341)); t = plain(h1, connect=(H2, 5342), uid=1000)" &&
		act "s.send(b'x'); t.send(b'x')" && see 1 "paths() == [(5342, 50000)]" && stays 0.3 "len(paths()) == 1" &&
		see 0 "[s['uid'] for s in ctl(h1, 'socket', 'show')] == [1000]" && act "ends(s, t)" && unrule "$h1" && see 1 "torn() == [5342]"
}

# A mark, and some of its bits; a source, and its port
by_packet()
{
	rule "$h1" match mark 0x10/0xf0 src "$H1" sport 5350-5351 send "${CL[@]}" && act "
mark()
made = [plain(h1, bind=(H1, sport), mark=m) for sport, m in ((5350, 0x1f), (5350, 0x20), (5349, 0x10), (5351, 0x10))]
[s.sendto(b'x', (H2, 5360 + i)) for i, s in enumerate(made)]
" && see 1 "paths() == [(5360, 50000), (5363, 50000)]" && stays 0.3 "len(paths()) == 2" && act "ends(*made)" && unrule "$h1" &&
		see 1 "torn() == [5360, 5363]"
}

# What would never do anything; of the other hosts of a proxy several may send to a port
useless()
{
	fails_with "has bits outside of its mask (attribute rsvp.rule.mark)" rule "$h1" match mark 0x10/0xf send "${CL[@]}" &&
		fails_with "one sender: it shares nothing (attribute rsvp.rule.style)" rule "$h2" match proto tcp receive controlled-load style se &&
		see 0 "rules(h1) == [] and rules(h2) == []" && rule "$h1" match mark 0x10/0x30 send "${CL[@]}" && unrule "$h1" && rule "$h1" match mark 0/0xf send "${CL[@]}" &&
		unrule "$h1" && rule "$h2" match proto tcp receive controlled-load style wf && unrule "$h2" && rule "$h2" match receive controlled-load style se &&
		unrule "$h2" && rule "$h2" proxy match proto tcp receive controlled-load style se && unrule "$h2"
}

# What becomes of what is too much: of the rule that says it first, until that goes; a proxy has none
excess()
{
	local first

	rule "$h1" match dport 5391 send "${CL[@]}" nonconforming discard && first=$id && rule "$h1" match dport 5392 send "${CL[@]}" nonconforming shape &&
		see 0 "[r['nonconforming'] for r in rules(h1)] == ['discard', 'shape']" && rsvpctl -n "$h1" rule show | grep -q 'nonconforming shape idle 60s$' &&
		act "mark(); s = plain(h1, bind=(ANY, 5390)); t = plain(h1, connect=(H2, 5393)); s.sendto(b'x', (H2, 5391))" && see 1 "torn() == [] and paths() == [(5391, 50000)]" &&
		act "s.sendto(b'x', (H2, 5392)); time.sleep(0.2); t.send(b'x')" && see 1 "paths() == [(5391, 50000), (5392, 50000)]" &&
		see 1 "[x['nonconforming'] for x in ctl(h1, 'sender', 'show')] == ['discard', 'discard']" &&
		unrule "$h1" "$first" && see 1 "[x['nonconforming'] for x in ctl(h1, 'sender', 'show')] == ['shape']" && act "ends(s, t)" && unrule "$h1" && see 1 "all_gone()" &&
		fails_with "does not hold back what they send (attribute rsvp.rule.nonconforming)" rule "$h1" proxy match send "${CL[@]}" nonconforming shape &&
		see 0 "rules(h1) == []"
}

# The first that matches: by priority, then by age. A flow that is there follows with its next packet
priorities()
{
	local first

	rule "$h1" priority 5 match send controlled-load rate 30kbps && first=$id && rule "$h1" priority 5 match send controlled-load rate 40kbps &&
		act "mark(); s = plain(h1, connect=(H2, 5371)); s.send(b'x')" && see 1 "paths() == [(5371, 30000)]" &&
		rule "$h1" priority 1 match dport 5371 send controlled-load rate 20kbps && act "mark(); send(s)" && see 1 "paths() == [(5371, 20000)]" &&
		see 0 "torn() == [] and [(r['priority'], r['active']) for r in rules(h1)] == [(1, 1), (5, 0), (5, 0)]" &&
		unrule "$h1" "$first" && unrule "$h1" && see 1 "torn() == [5371]" && act "mark(); send(s)" && see 1 "paths() == [(5371, 40000)]" &&
		act "ends(s)" && unrule_all && see 1 "torn() == [5371] and all_gone()"
}

# R36, R70: protocol 6, when it is established; both ends
tcp()
{
	rule "$h1" match proto tcp dport 5381 send "${CL[@]}" && rule "$h2" match proto tcp dport 5381 receive controlled-load &&
		act "mark(); l = plain(h2, bind=(H2, 5381), kind='tcp'); l.listen(1); c = plain(h1, connect=(H2, 5381), kind='tcp'); a, _ = l.accept(); c.send(b'x')" &&
		see 1 "paths() == [(5381, 50000)]" && act "m = got('path', 'a')[0]" &&
		see 0 "(m.session.proto, m.sender_template.addr, m.sender_template.port) == (6, *c.getsockname()[:2])" &&
		act "[(time.sleep(0.2), c.send(b'x')) for i in range(6)]" && see 2 "got('resv', 'a')" && see 0 "styles(5381) == ['ff']" &&
		act "ends(c, a, l)" && unrule_all && see 2 "all_gone()"
}

# A plain sender to a group: a Path by the interface that its packets leave by
group_sender()
{
	rule "$h1" match dst "$([ "$IPV" = 6 ] && echo ff0e::/16 || echo 239.0.0.0/8)" send "${CL[@]}" && act "mark(); s = plain(h1)" &&
		act "s.setsockopt(LEVEL, socket.IPV6_MULTICAST_IF if V6 else socket.IP_MULTICAST_IF, struct.pack('i', 0) if V6 else ip(H1).packed)" &&
		act "s.sendto(b'x', (G[1], 5391)); s.sendto(b'x', (G[1], 5392)); s.sendto(b'x', (G[2], 5391))" &&
		see 1 "sorted((m.session.addr, m.session.dport) for m in got('path', 'a')) == [(G[1], 5391), (G[1], 5392), (G[2], 5391)]" &&
		see 0 "{(m.ip_ttl, m.sender_template.addr) for m in got('path', 'a')} == {(1, H1)}" && act "ends(s)" && unrule "$h1" && see 1 "len(got('pathtear', 'a')) == 3"
}

# Plain members: by a Path, and without one by data; a port that is not theirs, and who is no member, get nothing
group_receiver()
{
	rule "$h2" match dport 5401 receive controlled-load && act "
mark()
r = member(h2, G[3], 5401)
o = plain(h2, bind=(ANY, 5401))
path_from_r2(G[3], 5401); path_from_r2(G[3], 5402)
" && see 1 "resvs() == [5401]" && stays 0.3 "resvs() == [5401]" && see 0 "styles(5401) == ['wf'] and counter(h2, 'sockets') == 1 and rules(h2)[0]['flows'] == 1" &&
		act "q = member(h2, G[3], 5401); udp(r2, R2_H2, 9, G[3], 5401, dev='eth2'); time.sleep(1.1); udp(r2, R2_H2, 9, G[3], 5401, dev='eth2')" &&
		see 1 "counter(h2, 'sockets') == 2 and rules(h2)[0]['flows'] == 2"
}

# What the program drops, and what it closes
group_leave()
{
	act "mark(); r.setsockopt(LEVEL, 45, group_req(h2, G[3]))" && see 1 "counter(h2, 'sockets') == 1" && stays 0.2 "not resvs('resvtear')" &&
		act "ends(q, r, o)" && see 1 "resvs('resvtear') == [5401] and nothing(h2)"
}

# A rule that comes when members and Paths are there
rule_last()
{
	unrule "$h2" && act "mark(); r = member(h2, G[4], 5405); path_from_r2(G[4], 5405)" && stays 0.3 "not resvs()" &&
		rule "$h2" match dst "$(say "G[4]" | tr -d '"')" receive controlled-load && see 1 "resvs() == [5405]" && unrule "$h2" && see 1 "resvs('resvtear') == [5405]" &&
		act "ends(r); [path_from_r2(G[g], p, path_tear) for g, p in ((3, 5401), (3, 5402), (4, 5405))]" && see 1 "all_gone()"
}

# Paths come before a member, and with no data: it is the join that makes it a receiver
member_last()
{
	rule "$h2" match proto udp receive controlled-load && act "mark(); path_from_r2(G[5], 5406)" && see 1 "state(h2, 5406)" && stays 0.3 "not resvs()" &&
		act "r = member(h2, G[5], 5406)" && see 1 "resvs() == [5406]" && act "ends(r)" && see 1 "resvs('resvtear') == [5406]" && unrule "$h2" &&
		act "path_from_r2(G[5], 5406, path_tear)" && see 1 "all_gone()"
}

# What a program says itself counts for more, before the rule and after it
own_word()
{
	rule "$h1" match dport 5411-5412 send "${CL[@]}" && act "mark(); s = Sock(h1, connect=(H2, 5411)); s.set(send=('cl', dict(rate=10000))); s.send(b'x')" &&
		see 1 "paths() == [(5411, 10000)]" && stays 0.3 "paths() == [(5411, 10000)]" && act "t = Sock(h1, connect=(H2, 5412)); t.send(b'x')" &&
		see 1 "(5412, 50000) in paths()" && act "mark(); t.set(send=('cl', dict(rate=20000)))" && see 1 "paths() == [(5412, 20000)]" &&
		act "send(t)" && stays 0.3 "paths() == [(5412, 20000)]" && see 0 "[r['active'] for r in rules(h1)] == [0]" &&
		unrule "$h1" && stays 0.3 "torn() == []" && act "s.nl.sock.close(); t.nl.sock.close(); ends(s, t)" && see 1 "torn() == [5411, 5412] and all_gone()"
}

# A flow ends when it is idle, and begins again
idle()
{
	rule "$h1" match send "${CL[@]}" idle 2s && rule "$h2" match receive controlled-load idle 2s &&
		act "mark(); s = plain(h1, bind=(H1, 5300)); r = plain(h2, bind=(H2, 5421)); s.sendto(b'x', (H2, 5421)); s.sendto(b'x', (H2, 5422))" &&
		see 2 "got('resv', 'a')" && act "[(time.sleep(0.5), s.sendto(b'x', (H2, 5421))) for i in range(8)]" && see 0 "torn() == [5422] and not resvs('resvtear')" &&
		see 4 "torn() == [5421, 5422]" && see 5 "nothing(h1) and nothing(h2)" && act "mark(); s.sendto(b'x', (H2, 5421))" &&
		see 2 "paths() == [(5421, 50000)] and got('resv', 'a')" && act "ends(s, r)" && unrule_all && see 1 "all_gone()"
}

# More than one socket may have
caps()
{
	rule "$h1" match send "${CL[@]}" && act "s = plain(h1, bind=(H1, 5300)); [s.sendto(b'x', (H2, 6000 + i)) for i in range(140)]" &&
		see 2 "rules(h1)[0]['refused'] > 0" && see 0 "rules(h1)[0]['active'] == 64 and counter(h1, 'senders') == 64 and counter(h1, 'cap_flows') > 0" &&
		act "ends(s)" && see 2 "nothing(h1)" && unrule "$h1" && see 1 "all_gone()"
}

# What no rule matches takes no room from what one does, neither here nor where it arrives. More passes than who watches the links
# has room for: the sockets are asked
strangers()
{
	rule "$h1" match dport 5425 send "${CL[@]}" && rule "$h2" match dport 5425 receive controlled-load && act "mark(); before = counter(h2, 'cap_flows')" &&
		act "s = plain(h1, bind=(H1, 5300)); r = plain(h2, bind=(H2, 5425)); [s.sendto(b'x', (H2, 20000 + i)) for i in range(9000)]; s.sendto(b'x', (H2, 5425))" &&
		see 2 "[s['receivers'] for s in ctl(h1, 'socket', 'show')] == [1]" &&
		see 0 "[r['active'] for r in rules(h2)] == [1] and counter(h2, 'cap_flows') == before" && act "ends(s, r)" &&
		unrule_all && see 2 "all_gone()"
}

# Of a cgroup, or below it; where the kernel does not know, it says so
by_cgroup()
{
	local root=/sys/fs/cgroup

	if [ ! -e /proc/self/cgroup ]; then
		! rsvpctl -n "$h1" rule add match cgroup 5 send "${CL[@]}" 2>"$tmp/said" && grep -q cgroup "$tmp/said"
		return
	fi
	[ "$(stat -fc %T "$root")" = cgroup2fs ] || mount -t cgroup2 none "$root" || return 1
	mkdir -p "$root/video/low" && rule "$h1" match cgroup /video send "${CL[@]}" &&
		rsvpctl -n "$h1" rule show | grep -q 'cgroup /video$' && act "
def within(cgroup):
    with open('$root' + cgroup + '/cgroup.procs', 'w') as f:
        f.write(str(os.getpid()))
mark()
made = []
for i, cgroup in enumerate(('/', '/video', '/video/low')):
    within(cgroup)
    made.append(plain(h1, connect=(H2, 5431 + i)))
within('/')
[s.send(b'x') for s in made]
" && see 1 "paths() == [(5432, 50000), (5433, 50000)]" && stays 0.3 "len(paths()) == 2" && act "ends(*made)" && see 1 "nothing(h1)" && unrule "$h1" &&
		rmdir "$root/video/low" "$root/video"
}

# Sockets that come and go while rules do: nothing is left
churn()
{
	local i first

	for i in {1..12}; do
		rule "$h1" priority $((i % 3)) match dport $((7000 + i))-7100 send "${CL[@]}" && first=$id && rule "$h2" match dport 7000-$((7100 - i)) receive controlled-load &&
			act "
mark()
some = [plain(h1, bind=(H1, 0)) for i in range(30)] + [plain(h2, bind=(ANY, 7000 + i)) for i in range(30)]
[s.sendto(b'x', (H2, 7000 + (7 * i + j) % 100)) for j in range(4) for i, s in enumerate(some[:30])]
ends(*some[::2])
" && { [ $((i % 2)) = 0 ] || unrule "$h1" "$first"; } && act "[s.sendto(b'x', (H2, 7050)) for s in some[:30] if s.fileno() >= 0]; ends(*some)" || return 1
	done
	see 3 "nothing(h1) and nothing(h2) and all(r['active'] == 0 for ns in (h1, h2) for r in rules(ns))" && see 0 "sum(r['flows'] for r in rules(h1)) > 0" &&
		unrule_all && see 3 "all_gone()"
}

# A namespace that goes, and the module, with sockets that have QoS by rules
ends_with()
{
	rule "$h1" match send "${CL[@]}" && act "mark(); s = plain(h1, connect=(H2, 5441)); s.send(b'x')" && see 1 "paths() == [(5441, 50000)]" &&
		rmmod_rsvp && see 1 "torn() == [5441]" && act "send(s); ends(s)"
}

ktap_print_header
ktap_set_plan 27
flow_up bandwidth 100mbit refresh 30s
act "$definitions" || ktap_exit_fail_msg "definitions"
ktap_test "without rules: nothing" no_rules
ktap_test "a connected sender, and others that do not match" connected_sender
ktap_test "a sender that is not connected" unconnected_sender
ktap_test "a rule that is deleted" delete
ktap_test "receivers" receiver
ktap_test "a receiver's rule that is deleted" receiver_delete
ktap_test "style SE: those that sent" style_of_rule
ktap_test "a better rule in another style" style_of_better_rule
ktap_test "a rule that goes with its process" transient
ktap_test "by user" by_uid
ktap_test "by mark and source" by_packet
ktap_test "what would never do anything" useless
ktap_test "what is too much" excess
ktap_test "priorities" priorities
ktap_test "TCP" tcp
ktap_test "a sender to groups" group_sender
ktap_test "members of a group" group_receiver
ktap_test "members that leave" group_leave
ktap_test "members, Paths, then a rule" rule_last
ktap_test "a rule, Paths, then members" member_last
ktap_test "a program's own word" own_word
ktap_test "idle flows" idle
ktap_test "more than there is room for" caps
ktap_test "many flows that no rule matches" strangers
ktap_test "by cgroup" by_cgroup
ktap_test "sockets and rules that come and go" churn
ktap_test "the module goes" ends_with
ktap_finished
