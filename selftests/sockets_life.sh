#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The end of sockets with QoS, and who may have how many: kill -9 of senders and receivers, a thousand of them, namespaces that go,
# quotas of users, sockets of other namespaces (R203, R240, R245).

. "${0%/*}/lib.sh"
. "${0%/*}/topo_flow.sh"

# As many as there are numbers for descriptors, less those that a process has anyway
SOCKETS=${SOCKETS:-$([ "${RSVP_LANE:-}" = uml ] && echo 200 || echo 1000)}
temp=$(mktemp -d)
defer rm -rf "$temp"

definitions="
from qos import Sock, refused
CL = ('cl', dict(rate=1000))

def ends(*socks):
    for s in socks:
        s.close()
        s.nl.sock.close()
    return True

def all_gone():
    return all(ctl(ns, 'session', 'show') == [] and counter(ns, 'sockets') == 0 for ns in (h1, h2))

def objects(ns):
    return {c['name']: c['value'] for c in ctl(ns, 'stats', 'show') if c['value'] and c['name'] in ('sockets', 'senders', 'reservations', 'sessions')}
"

cat >"$temp/holder.py" <<'E2'
"""Sockets with QoS in this namespace, until it is killed: FILE is made when all is set."""
import os
import sys
import time

sys.path.insert(0, os.environ["SELFTESTS"])
from qos import Sock

ready, netns, n, kind, host, port, user = sys.argv[1:]
if int(user):
    os.setuid(int(user))
made = []
for i in range(int(n)):
    if kind == "send":
        s = Sock(netns, connect=(host, int(port) + i))
        s.set(send=("cl", dict(rate=1000)))
    else:
        s = Sock(netns, bind=(host, int(port) + i))
        s.set(receive=("cl", {}))
    s.nl.sock.close()
    made.append(s)
open(ready, "w").close()
while True:
    time.sleep(1000)
E2

# holder NUMBER KIND NS HOST PORT: $holder is its process
holder()
{
	rm -f "$temp/ready"
	SELFTESTS=$SELFTESTS python3 "$temp/holder.py" "$temp/ready" "$3" "$1" "$2" "$4" "$5" 0 &
	holder=$!
	slowwait 60 test -e "$temp/ready"
}

killed()
{
	kill -9 "$holder"
	wait "$holder" 2>/dev/null
	return 0
}

# What the kill takes from then on is less than 300 ms: act() comes back after it
sender_killed()
{
	holder 1 send "$h1" "$H2" 5301 && see 2 "state(h2, 5301)" && act "mark(); import time; began = time.time()" && killed &&
		see 2 "got('pathtear', 'a')" && say "'PathTear after %d ms' % ((got('pathtear', 'a')[0].t - began) * 1000)" &&
		see 0 "got('pathtear', 'a')[0].t - began < 0.3" && see 2 "all_gone()"
}

receiver_killed()
{
	act "q = Sock(h1, connect=(H2, 5302)); q.set(send=CL)" && holder 1 receive "$h2" "$H2" 5302 && see 2 "got('resv', 'a')" &&
		act "mark(); began = time.time()" && killed && see 2 "got('resvtear', 'a')" &&
		say "'ResvTear after %d ms' % ((got('resvtear', 'c')[0].t - began) * 1000)" &&
		see 0 "got('resvtear', 'c')[0].t - began < 0.3" && act "ends(q)" && see 2 "all_gone()"
}

# Before its Resv has come, or its confirmation
killed_at_once()
{
	local i

	for i in 1 2 3 4 5; do
		act "q = Sock(h1, connect=(H2, 5303)); q.set(send=CL); r = Sock(h2, bind=(H2, 5303)); r.set(receive=('cl', {}), confirm=1); ends(r, q)" ||
			return 1
	done
	see 5 "all_gone()"
}

thousand()
{
	holder "$SOCKETS" send "$h1" "$H2" 10000 && see 5 "objects(h1) == dict(sockets=$SOCKETS, senders=$SOCKETS, sessions=$SOCKETS)" &&
		act "began = time.time()" && killed && see 10 "objects(h1) == {}" &&
		say "'%d sockets gone after %d ms' % ($SOCKETS, (time.time() - began) * 1000)" && see 10 "all_gone()"
}

# A namespace goes with its last socket: ours is no reference that stays
namespace_goes()
{
	setup_ns gone && veth "$gone" eth0 "$r1" eth7 && address "$gone" eth0 10.0.9.2 fd00:9::2 && rsvp_on "$gone" eth0 || return 1
	ip -n "$gone" route add default via 10.0.9.1 && ip -n "$gone" route add default via fd00:9::1 && holder 20 send "$gone" "$H2" 5400 || return 1
	ip netns del "$gone" && ip -n "$r1" link show dev eth7 >/dev/null && killed && busywait 10000 no_link "$r1" eth7
}

no_link()
{
	! ip -n "$1" link show dev "$2" >/dev/null 2>&1
}

# It is the descriptor that permits to ask; another namespace's has nothing to do with the commands of this
other_namespace()
{
	act "s = Sock(h2, bind=(H2, 0)); t = Sock(h1, connect=(H2, 5305)); s.nl, t.nl = t.nl, s.nl" &&
		see 0 "refused(lambda: s.set(receive=('cl', {})), 18) and refused(lambda: t.set(send=CL), 18)" && act "ends(s, t)" && see 2 "all_gone()"
}

# quota_is SOCKETS RATE, in bytes/s
quota_is()
{
	act "
from qos import Netlink, attr, u32, QUOTA
n = Netlink(h1)
n.talk(n.family, 18, attr(QUOTA, [u32(2, $1), attr(3, struct.pack('Q', $2))]))
n.sock.close()
"
}

# What a user without CAP_NET_ADMIN may have: so many sockets, and so much for all of them, their leaves and destinations
quotas()
{
	cat >"$temp/tries.py" <<-EOF
	import os, sys
	sys.path.insert(0, "$SELFTESTS")
	from qos import Sock, refused, Netlink, attr, u32, QUOTA
	socks = [Sock("$h1", connect=("$H2", 5310 + i)) for i in range(3)]
	leaf, dest = [Sock("$h1", bind=("$H1", 0)) for i in range(2)]
	groups = [("239.7.1.%d" % i, 5330) for i in range(2)]
	n = Netlink("$h1")
	os.setuid(65534)
	ask = lambda s, rate: s.set(send=("cl", dict(rate=rate)))
	ask(socks[0], 600)
	ask(socks[0], 700)
	assert refused(lambda: ask(socks[1], 400), 122, word="quota"), "rate"
	ask(socks[1], 300)
	assert refused(lambda: ask(socks[2], 1), 122, word="quota"), "sockets"
	assert refused(lambda: n.talk(n.family, 18, attr(QUOTA, [u32(2, 9)])), 1), "may not"
	for s in socks:
	    s.set(send=("none", {}))
	flow = lambda rate: dict(send=("cl", dict(rate=rate)))
	leaf.join(groups[0], "send", **flow(600))
	assert refused(lambda: leaf.join(groups[1], "send", **flow(401)), 122, word="sum"), "leaves"
	leaf.join(groups[1], "send", **flow(400))
	assert refused(lambda: leaf.set(**flow(334)), 122, word="sum"), "all leaves and the socket"
	leaf.set(**flow(333))
	leaf.leave(groups[0])
	leaf.leave(groups[1])
	leaf.set(send=("none", {}))
	dest.set(to=("$H2", 5331), **flow(600))
	assert refused(lambda: dest.set(to=("$H2", 5332), **flow(401)), 122, word="sum"), "destinations"
	dest.set(to=("$H2", 5331), **flow(500))
	dest.set(to=("$H2", 5332), **flow(500))
	EOF
	cat >"$temp/ways_round.py" <<-EOF
	import os, sys, time
	sys.path.insert(0, "$SELFTESTS")
	from qos import Sock, refused
	root, other = [Sock("$h1", bind=("$H1", 0)) for i in range(2)]
	root.set(send=("cl", dict(rate=1)))
	inherits = Sock("$h1", "tcp", bind=("$H1", 5340))
	inherits.sock.listen(9)
	inherits.set(send=("cl", dict(rate=1)))
	group = "ff1e::77" if ":" in "$H1" else "239.7.1.7"
	dest, half, leaf, many = [Sock("$h1", bind=("$H1", 0)) for i in range(4)]
	loud, each = [Sock("$h1", bind=("$H1", 5341 + i)) for i in range(2)]
	send, receive = [lambda rate, way=way: {way: ("cl", dict(rate=rate))} for way in ("send", "receive")]
	os.seteuid(65534)
	assert refused(lambda: dest.set(to=("$H2", 5331), **send(10), **receive(10**9)), 122, word="sum"), "what a destination brings along"
	half.set(**send(600))
	assert refused(lambda: half.set(send=("same", {}), **receive(500)), 122, word="sum"), "a rate that stays"
	half.set(send=("same", {}), **receive(400))
	half.set(send=("none", {}), receive=("none", {}))
	# Who asks last has it in his quota, and so do connections
	root.set(**send(600))
	assert refused(lambda: other.set(**send(500)), 122, word="sum"), "a socket of somebody else's"
	root.set(send=("none", {}))
	inherits.set(**send(300))
	os.seteuid(0)
	peers = [Sock("$h2", "tcp", connect=("$H1", 5340)) for i in range(4)]
	accepted = [inherits.sock.accept()[0] for i in range(4)]
	time.sleep(0.5)
	has = [not refused(lambda: Sock.of("$h1", a, 6).show(), 2) for a in accepted]
	assert sum(has) == 2, has
	for s in peers + accepted + [inherits]:
	    s.close()
	time.sleep(0.5)
	os.seteuid(65534)
	# What is refused leaves no membership behind
	assert refused(lambda: leaf.join((group, 5342), "receive", receive=("cl", dict(rate=10**6))), 122, word="sum"), "a group"
	listed = "/proc/net/igmp6" if ":" in "$H1" else "/proc/net/igmp"
	assert not [l for l in open(listed) if "070107EF" in l.upper() or "FF1E" in l.upper()], "left"
	# Groups and destinations are as many sockets
	for i in range(3):
	    many.set(to=("$H2", 5350 + i), **send(1))
	assert refused(lambda: many.set(to=("$H2", 5353), **send(1)), 122, word="quota of sockets"), "destinations"
	for i in range(3):
	    many.set(to=("$H2", 5350 + i), send=("none", {}))
	# A receiver leaves its rate to the sender, or asks for it once for each of them
	loud.set(receive=("cl", {}))
	each.set(**receive(100), style="ff", senders=[("$H2", 5371 + i) for i in range(3)])
	os.seteuid(0)
	open("$temp/ready", "w").close()
	sys.stdin.read()
	EOF
	quota_is 2 1000 && python3 "$temp/tries.py" && see 2 "all_gone()" && quota_is 3 1000 && rate_by_path && quota_is 2 1000 && see 2 "all_gone()" && act "
big = [Sock(h1, connect=(H2, 5320 + i)) for i in range(3)]
for s in big: s.set(send=('cl', dict(rate=100000)))
" && see 1 "objects(h1)['sockets'] == 3" && act "ends(*big)" && quota_is 64 1250000 && see 2 "all_gone()"
}

# ways_round.py ends when it is told, for its last socket is looked at from outside
rate_by_path()
{
	local tries

	rm -f "$temp/ready"
	exec {hold}> >(exec nsenter --net="/run/netns/$h1" python3 "$temp/ways_round.py")
	tries=$!
	slowwait 60 test -e "$temp/ready" || return 1
	act "import qos
loud = Sock(h2, bind=(H2, 0), connect=(H1, 5341)); loud.set(send=('cl', dict(rate=2000)))" &&
		see 2 "state(h1, 5341)" && stays 0.5 "counter(h1, 'reservations') == 0 and state(h1, 5341)['resv'] == []" &&
		act "loud.set(send=('cl', dict(rate=800)))" && see 3 "state(h1, 5341)['resv'] != []" && act "loud.set(send=('cl', dict(rate=1200)))" &&
		stays 1 "[r['flowspec']['rate_Bps'] for r in state(h1, 5341)['resv']] == [800]" &&
		act "ff = [Sock(h2, bind=(H2, 5371 + i), connect=(H1, 5342)) for i in range(3)]; [s.set(send=('cl', dict(rate=100))) for s in ff]" &&
		see 3 "len(state(h1, 5342)['path']) == 3 and len(state(h1, 5342)['resv']) == 2" && stays 1 "len(state(h1, 5342)['resv']) == 2" && act "ends(loud, *ff)" && exec {hold}>&- && wait "$tries"
}

# A program keeps the lock of its socket while its memory is fetched, for as long as who serves that likes: nobody else waits for it
busy_socket()
{
	cat >"$temp/busy.py" <<-EOF
	import ctypes, fcntl, mmap, os, struct, sys, threading
	sys.path.insert(0, "$SELFTESTS")
	from qos import Sock
	libc = ctypes.CDLL(None, use_errno=True)
	libc.send.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
	fault = libc.syscall(323, os.O_CLOEXEC)     # userfaultfd
	fcntl.ioctl(fault, 0xc018aa3f, bytearray(struct.pack("QQQ", 0xAA, 0, 0)))
	page = mmap.mmap(-1, 65536, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
	at = ctypes.addressof(ctypes.c_char.from_buffer(page))
	fcntl.ioctl(fault, 0xc020aa00, bytearray(struct.pack("QQQQ", at, 65536, 1, 0)))
	listener = Sock("$h2", "tcp", bind=("$H2", 5360))
	listener.listen(1)
	busy = Sock("$h1", "tcp", connect=("$H2", 5360))
	threading.Thread(target=lambda: libc.send(busy.fileno(), at, 30000, 0), daemon=True).start()
	os.read(fault, 32)      # it waits for the page
	busy.set(send=("cl", dict(rate=1000)))
	open("$temp/ready", "w").close()
	sys.stdin.read()
	os._exit(0)
	EOF
	rm -f "$temp/ready"
	exec {hold}> >(exec python3 "$temp/busy.py")
	local busy=$!
	slowwait 20 test -e "$temp/ready" && see 1 "state(h2, 5360)" && rsvpctl -n "$h1" quota show >/dev/null && exec {hold}>&- && wait "$busy" && see 40 "all_gone()"
}

# Sockets opened, set and closed while the interface goes off and on
churn()
{
	local i

	for i in 1 2 3; do
		holder 50 send "$h1" "$H2" 12000 && rsvpctl -n "$h1" interface set dev eth0 rsvp off && rsvp_on "$h1" eth0 bandwidth 100mbit && killed ||
			return 1
	done
	see 5 "all_gone()"
}

ktap_print_header
faults=$([ "${RSVP_LANE:-}" = uml ] || echo 1)	# that kernel has no userfaultfd()
ktap_set_plan $((8 + ${faults:-0}))
flow_up bandwidth 100mbit refresh 30s
act "$definitions" || ktap_exit_fail_msg "definitions"
ktap_test "kill -9 of a sender" sender_killed
ktap_test "kill -9 of a receiver" receiver_killed
ktap_test "closed as soon as it is set" killed_at_once
ktap_test "$SOCKETS sockets of one process" thousand
ktap_test "a namespace goes with the last socket" namespace_goes
ktap_test "a socket of another namespace" other_namespace
ktap_test "the quota of a user" quotas
[ -z "$faults" ] || ktap_test "a socket whose program is in the middle of something" busy_socket
ktap_test "sockets that come and go with their interface" churn
ktap_finished
