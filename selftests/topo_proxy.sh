# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154 # setup_ns assigns h1, r1, r2, h2
#
# The line of topo_flow.sh whose hosts know no RSVP, with routers that speak for them by rules: words for plain sockets, for
# members of groups, and for IGMP and MLD as they are written here, not by a host. Multicast is routed by smcroute.

. "$SELFTESTS/topo_flow.sh"

CL=(controlled-load rate 50kbps)

definitions="
import functools
from prober import InNamespace as at
import plain as programs
from plain import ifindex, member
V6 = ':' in H1
G = ['ff1e::9:%d' % i if V6 else '239.9.0.%d' % i for i in range(20)]
plain = functools.partial(programs.plain, v6=V6, ttl=9)

# IGMP or MLD as it is written here, by which no host answers a query
def says(ns, dev, dst, four, six, src=None):
    with at(ns):
        if not V6:
            s = socket.socket(socket.AF_INET, socket.SOCK_RAW, 2)
            s.setsockopt(0, socket.IP_MULTICAST_TTL, 1)
            if src:
                s.setsockopt(0, socket.IP_HDRINCL, 1)
            else:
                s.setsockopt(0, socket.IP_OPTIONS, bytes((148, 4, 0, 0)))
        else:
            s = socket.socket(socket.AF_INET6, socket.SOCK_RAW, 58)
            s.setsockopt(41, socket.IPV6_HOPOPTS, bytes((0, 0, 5, 2, 0, 0, 1, 0)))
            s.setsockopt(41, socket.IPV6_MULTICAST_HOPS, 1)
            s.setsockopt(41, 78, 1)     # IPV6_FREEBIND
            s.bind((src or link_local(dev), 0, 0, ifindex(ns, dev)))
        s.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, dev.encode())
        body = six if V6 else four
        if not V6:
            body = body[:2] + struct.pack('!H', checksum(body)) + body[4:]
        if not V6 and src:
            body = bytes((0x46, 0xc0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0)) + ip(src).packed + ip(dst).packed + bytes((148, 4, 0, 0)) + body
        s.sendto(body, (dst, 0))
        s.close()
    return True

# In the namespace where it is called
def link_local(dev):
    addrs = [l.split() for l in open('/proc/net/if_inet6')]
    return str(ip(bytes.fromhex(next(l[0] for l in addrs if l[5] == dev and l[3] == '20'))))

ALL_ROUTERS = 'ff02::16' if V6 else '224.0.0.22'

# Version 3 of IGMP, 2 of MLD: records of (type, group, sources)
def report3(ns, dev, *records):
    body = b''.join(struct.pack('!BBH', kind, 0, len(sources)) + b''.join(ip(a).packed for a in (group, *sources)) for kind, group, sources in records)
    return says(ns, dev, ALL_ROUTERS, bytes((0x22, 0, 0, 0, 0, 0)) + struct.pack('!H', len(records)) + body,
                bytes((143, 0, 0, 0, 0, 0)) + struct.pack('!H', len(records)) + body)

# Versions before
def report2(ns, dev, group):
    return says(ns, dev, group, bytes((0x16, 0, 0, 0)) + ip(group).packed[-4:], bytes((131, 0, 0, 0, 0, 0, 0, 0)) + ip(group).packed)

def done2(ns, dev, group):
    return says(ns, dev, 'ff02::2' if V6 else '224.0.0.2', bytes((0x17, 0, 0, 0)) + ip(group).packed[-4:],
                bytes((132, 0, 0, 0, 0, 0, 0, 0)) + ip(group).packed)

# Of a querier that asks each second, and wants its answers in one. LOW and HIGH are before and behind those of routers
LOW, HIGH = ('fe80::1', 'fe80:0:0:0:ffff::1') if V6 else ('10.0.0.1', '10.0.4.1')

def query(ns, dev, src=LOW):
    return says(ns, dev, 'ff02::1' if V6 else '224.0.0.1', bytes((0x11, 10, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0)),
                struct.pack('!BBHHH', 130, 0, 0, 1000, 0) + bytes(16) + bytes((1, 1, 0, 0)), src)

def rules(ns):
    return ctl(ns, 'rule', 'show')

def ports(mtype, link, way=None):
    return sorted({m.session.dport for m in got(mtype, link, way)})

def made(ns, kind, *what):
    return sorted(tuple(o['session'].get(w, o.get(w)) for w in what) for o in ctl(ns, kind, 'show'))

def ends(*socks):
    for s in socks:
        s.close()
    return True

def nothing(ns):
    return counter(ns, 'senders') == 0 and counter(ns, 'reservations') == 0 and ctl(ns, 'session', 'show') == []
"

# rule NS WORDS...: its id goes to $id
rule()
{
	local answer

	answer=$(rsvpctl -n "$1" rule add "${@:2}") && id=${answer##* }
}

# unrule NS: all that it has
unrule()
{
	local line

	rsvpctl -n "$1" -j rule show | jq -r '.[].id' | while read -r line; do
		rsvpctl -n "$1" rule del id "$line" || return 1
	done
}

unrule_all()
{
	unrule "$r1" && unrule "$r2" && see 3 "nothing(r1) and nothing(r2)"
}

routes_multicast()
{
	local group=239.9.0.0/24

	[ "$IPV" = 6 ] && group=ff1e::9:0/112
	mroutes "$r1" $group "eth1 eth2" && mroutes "$r2" $group "eth1 eth2"
}

# proxies_up: the line, with nothing asked of the routers yet
proxies_up()
{
	local ns

	require smcrouted
	flow_up bandwidth 100mbit refresh 30s
	for ns in "$h1" "$h2"; do
		rsvpctl -n "$ns" interface set dev eth0 rsvp off || ktap_exit_fail_msg "RSVP stays on"
	done
	act "$definitions" || ktap_exit_fail_msg "definitions"
	routes_multicast || ktap_exit_fail_msg "no multicast routing"
}
