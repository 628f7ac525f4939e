#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A router that answers for members of groups asks who they are, where nobody else does (RFC 3376, 6.6; RFC 3810, 7.6). h2's
# link is the one that is looked at: the kernel of h2 answers for its sockets, and somebody else there is whom the test plays.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_proxy.sh"

queries="
ears = {}

# What is asked on h2's link, and by whom
def listen():
    with at(h2):
        ears['s'] = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(0x86dd if V6 else 0x800))
    ears['s'].bind(('eth0', 0x86dd if V6 else 0x800))
    ears['s'].setblocking(False)
    ears['s'].setsockopt(socket.SOL_SOCKET, 35, 1)     # SO_TIMESTAMPNS
    ears['heard'] = []
    return True

def address_of(b):
    return str(ip(b)) if any(b) else None

def one_query(p):
    if V6:
        at_, n, src = 48, 16, p[8:24]
        if p[6] or p[40] != 58 or p[at_] != 130:
            return None
        group, more = p[at_ + 8:at_ + 24], at_ + 24
    else:
        at_, n, src = (p[0] & 15) * 4, 4, p[12:16]
        if p[9] != 2 or p[at_] != 0x11:
            return None
        group, more = p[at_ + 4:at_ + 8], at_ + 8
    count = struct.unpack_from('!H', p, more + 2)[0]
    return (address_of(src), address_of(group), [address_of(p[more + 4 + i * n:more + 4 + (i + 1) * n]) for i in range(count)])

def asked(group=None, sources=()):
    try:
        while True:
            p, stamps, _, where = ears['s'].recvmsg(2048, 64)
            q = one_query(p) if where[2] != 4 else None
            if q:
                ears['heard'].append((struct.unpack('ll', stamps[0][2])[0] + struct.unpack('ll', stamps[0][2])[1] / 1e9, *q))
    except BlockingIOError:
        pass
    return [t for t, src, g, s in ears['heard'] if src == ears['me'] and (g, s) == (group, list(sources))]

def forget():
    asked()
    ears['heard'].clear()
    return True

def steps(times):
    return [round(b - a) for a, b in zip(times, times[1:])]

def who_asks():
    if not V6:
        return R2_H2
    with at(r2):
        return link_local('eth2')
"

# A member from before there was the rule is asked, and answered for
before()
{
	act "r = member(h2, G[1], 6020)" && stays 20 True && act "mark(); listen(); ears['me'] = who_asks()" &&
		rule "$r1" proxy match dport 6020-6029 send "${CL[@]}" idle 3600s && rule "$r2" proxy match dport 6020-6029 receive controlled-load &&
		see 2 "len(asked()) == 1" && act "s = plain(h1, bind=(H1, 6000)); s.sendto(b'x', (G[1], 6020))" && see 13 "ports('resv', 'b') == [6020]"
}

# Twice at the beginning, then as usual: the member is one for longer than a report holds (RFC 3376, 8.2, 8.6)
goes_on()
{
	local i

	# Who routes multicast forgets whose data do not come
	for i in {1..14}; do
		act "s.sendto(b'x', (G[1], 6020))" && stays 50 "got('resvtear', 'b') == []" || return 1
	done
	act "a = asked()" && see 0 "steps(a)[:5] == [31, 125, 125, 125, 125]"
}

# Who has left is asked about, twice, and what nobody answers for is over (RFC 3376, 6.6.3.1, 8.8)
last_leaves()
{
	act "forget(); mark(); t = time.time(); ends(r)" && see 4 "ports('resvtear', 'b') == [6020]" && see 0 "steps(asked(G[1])) == [1] and time.time() - t > 1.9"
}

# Somebody leaves and somebody else stays, of the group, of a source of it, by the versions before
other_stays()
{
	act "forget(); mark(); r, o = member(h2, G[2], 6021), member(h2, G[3], 6022, H1)" && stays 0.5 True &&
		act "[s.sendto(b'x', (G[i], 6019 + i)) for i in (2, 3)]" && see 3 "ports('resv', 'b') == [6021, 6022]" &&
		act "report3(h2, 'eth0', (3, G[2], ()), (6, G[3], (H1,)))" && see 2 "asked(G[2]) and asked(G[3], [H1])" &&
		stays 4 "got('resvtear', 'b') == []" && act "forget(); done2(h2, 'eth0', G[2])" && see 2 "asked(G[2])" && stays 4 "got('resvtear', 'b') == []" &&
		see 0 "len(asked(G[2])) <= 2"
}

# Who leaves very much at once makes it ask no more than 64 times in a second; who was not asked stays
leaves_much()
{
	act "
def asked_about(group):
    asked()
    return [t for t, src, g, s in ears['heard'] if src == ears['me'] and g == group]
many = ['fd00:9::%x' % i if V6 else '10.9.0.%d' % i for i in range(1, 81)]
forget(); report3(h2, 'eth0', (5, G[9], many)); report3(h2, 'eth0', (3, G[9], ()))
" && stays 0.5 "True" && act "n = len(asked_about(G[9]))" && see 0 "60 < n < 80" && stays 3 True && see 0 "len(asked_about(G[9])) < 3 * 64"
}

# A query of who is not elected says nothing
not_elected()
{
	act "forget(); mark(); query(h2, 'eth0', HIGH); done2(h2, 'eth0', G[2])" && see 2 "asked(G[2])" && stays 4 "got('resvtear', 'b') == []" &&
		zero_query
}

# RFC 4541, 2.1.1: switches without an address
zero_query()
{
	[ "$IPV" = 6 ] && return
	act "forget(); query(h2, 'eth0', '0.0.0.0'); done2(h2, 'eth0', G[2])" && see 2 "asked(G[2])" && stays 4 "got('resvtear', 'b') == []"
}

# A lower address asks: what is not said again in his time is over, and is not asked about here; when he is gone, it is asked again
elected()
{
	act "forget(); query(h2, 'eth0'); t = time.time()" && stays 0.5 True && act "done2(h2, 'eth0', G[2])" && see 3 "asked()" &&
		see 0 "1.3 < asked()[0] - t < 1.8 and asked(G[2]) == []"
}

# Of the members that the other one knew, those who answered again are known
taken_over()
{
	stays 15 True && act "forget(); done2(h2, 'eth0', G[2])" && see 2 "asked(G[2])" && stays 4 "len(asked(G[2])) <= 2" && see 0 "counter(r2, 'reservations') == 2"
}

# A daemon of this host is the querier, though its address is ours
daemon()
{
	act "forget(); query(r2, 'eth2', None if V6 else R2_H2); done2(h2, 'eth0', G[2])" && stays 1 "not asked(G[2])" && act "forget()" && see 2 "len(asked()) == 1"
}

# What tshark makes of the queries: version, sums, TTL, Router Alert, S, QRV, QQIC
decoded()
{
	local pcap=$temporary/queries fields expect got

	stays 12 True && capture "$r2" eth2 "$pcap" 200 "igmp or icmp6 or (ip6 and ip6[6] == 0)" && act "forget(); mark(); done2(h2, 'eth0', G[2]); report3(h2, 'eth0', (6, G[3], (H1,)))" &&
		see 2 "asked(G[2]) and asked(G[3], [H1])" && stays 1 "got('resvtear', 'b') == []" && captures_end || return 1
	if [ "$IPV" = 6 ]; then
		fields=(icmpv6.checksum.status icmpv6.mld.maximum_response_code ipv6.hlim ipv6.opt.router_alert icmpv6.mld.flag.s icmpv6.mld.flag.qrv icmpv6.mld.qqi)
		expect=$'1\t1000\t1\t0\t0\t2\t125'
	else
		fields=(igmp.checksum.status igmp.max_resp ip.ttl ip.opt.ra igmp.s igmp.qrv igmp.qqic)
		expect=$'1\t10\t1\t0\t0\t2\t125'
	fi
	got=$(tshark -n -r "$pcap" -Y "igmp.type == 0x11 || icmpv6.type == 130" -T fields "${fields[@]/#/-e}" | sort -u)
	[ "$got" = "$expect" ] || { echo "# $got"; return 1; }
}

# Asked about are only groups that a rule may be for
in_vain()
{
	local word

	act "ends(r, o, s)" && unrule_all && act "forget()" && stays 130 "not asked()" || return 1
	for word in "dev eth1 match" "match dst $H2" "match sport 7"; do
		# shellcheck disable=SC2086
		rule "$r2" proxy $word receive controlled-load || return 1
	done
	see 2 "asked()" && unrule_all && act "forget()" && rule "$r2" proxy dev eth1 match receive controlled-load && rule "$r2" proxy match dst "$H2" receive controlled-load &&
		rule "$r2" match dport 5 receive controlled-load && stays 40 "not asked()"
}

# An interface that is switched on later, and a link that comes up later
later()
{
	unrule_all && rsvpctl -n "$r2" interface set dev eth2 rsvp off && rule "$r2" proxy match receive controlled-load && act "forget()" && stays 5 "not asked()" &&
		ip -n "$r2" link set eth2 down && rsvpctl -n "$r2" interface set dev eth2 rsvp on bandwidth 100mbit && stays 5 "not asked()" &&
		ip -n "$r2" link set eth2 up && act "ears['me'] = who_asks() if not V6 else ears['me']" && see 5 "asked()" && unrule_all
}

ktap_print_header
ktap_set_plan 13
require tshark tcpdump
proxies_up
act "$queries" || ktap_exit_fail_msg "queries"
ktap_test "a member from before the rule" before
ktap_test "it is asked from time to time" goes_on
ktap_test "the last one leaves" last_leaves
ktap_test "others stay" other_stays
ktap_test "everybody leaves" leaves_much
ktap_test "queries of who is not elected" not_elected
ktap_test "another one is elected" elected
ktap_test "it is asked again when he is gone" taken_over
ktap_test "a daemon of the router asks" daemon
ktap_test "queries as tshark reads them" decoded
ktap_test "no rule that needs them: no queries" in_vain
ktap_test "a link that comes later" later
ktap_test "nothing is left" rmmod_rsvp
ktap_finished
