#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A Path goes where the data goes: routed by all that the data is routed by, at the sender's node and at the next.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_ecmp.sh"

temp=$(mktemp -d)
defer rm -rf "$temp"

definitions="
# By which links to r1 and from r1 each flow goes
def paths():
    ways = {}
    for m in got('path'):
        ways.setdefault((m.session.addr, m.session.dport, m.sender_template.port), set()).add(m.link)
    return ways

def datagrams():
    ways = {}
    for m in data:
        ways.setdefault((m.dst, m.dport, m.sport), set()).add(m.link)
    return ways

def flow(i):
    return ('fd00:3::%d' if ':' in H2 else '10.0.3.%d') % (10 + i % 16), 7000 + i // 16, 6000 + i

# All flows by two links, the same ones by Path and data; all links are in use
def agree(n):
    p, d = paths(), datagrams()
    assert len(p) == len(d) == n, (len(p), len(d))
    assert all(len(ways) == 2 for ways in p.values()), p
    assert p == d, [(k, p[k], d[k]) for k in p if p[k] != d[k]]
    return True

def spread():
    used = [link for ways in paths().values() for link in ways]
    return all(used.count(link) >= 8 for link in 'pquv')

def send(flows, **how):
    for dst, dport, sport in flows:
        udp(h1, H1, sport, dst, dport, **how)
"

# batch COMMAND [ARGS]: for each of 64 flows
batch()
{
	local i address

	for ((i = 0; i < 64; i++)); do
		address=${H2%2}$((10 + i % 16))
		[ "$IPV" != 6 ] || address="[$address]"
		echo "sender $1 udp $address:$((7000 + i / 16)) from $([ "$IPV" = 6 ] && echo "[$H1]" || echo "$H1"):$((6000 + i)) ${*:2}"
	done >"$temp/batch"
	rsvpctl -n "$h1" -b "$temp/batch"
}

multipath()
{
	ip -n "$h1" route replace "$far" nexthop via "$P" nexthop via "$Q" &&
		ip -n "$r1" route replace "$far" nexthop via "$U" nexthop via "$V"
}

# hash POLICY: 0 looks at addresses, 1 at ports as well
hash()
{
	local ns

	for ns in $h1 $r1; do
		in_ns "$ns" sysctl -qw "net.ipv$IPV.fib_multipath_hash_policy=$1"
	done
	act "mark()" && batch add rate 1kbps burst 1k mtu 1500 >/dev/null || return 1
	see 5 "len(paths()) == 64 and all(len(ways) == 2 for ways in paths().values())" &&
		act "send(flow(i) for i in range(64))" && see 2 "agree(64)" && see 0 "spread()" &&
		see 2 "len(ctl(h2, 'session', 'show')) == 64" || return 1
	# As it comes, so it goes
	act "there = paths(); mark()" && batch del && see 2 "state(h2) == []" && act "
back = {}
for m in got('pathtear'):
    back.setdefault((m.session.addr, m.session.dport, m.sender_template.port), set()).add(m.link)
assert back == there, (back, there)
"
}

# one PORT DATA [ARGS]: a flow that a rule sends by the other links
one()
{
	local words=(udp "$([ "$IPV" = 6 ] && echo "[$H2]" || echo "$H2"):$1" from "$([ "$IPV" = 6 ] && echo "[$H1]" || echo "$H1"):6000")

	act "mark()" && rsvpctl -n "$h1" sender add "${words[@]}" rate 1kbps burst 1k mtu 1500 "${@:3}" &&
		act "send([(H2, $1, 6000)]$2)" && see 2 "agree(1)" && see 0 "paths() == {(H2, $1, 6000): {'q', 'v'}}" &&
		see 2 "len(state(h2, $1)['path']) == 1" && rsvpctl -n "$h1" sender del "${words[@]}"
}

# other SELECTOR...: such flows go by q and v; without, all go by p and u
other()
{
	local ns

	for ns in $h1 $r1; do
		while ip -"$IPV" -n "$ns" rule del pref 100 2>/dev/null; do
			:
		done
		[ $# = 0 ] || ip -"$IPV" -n "$ns" rule add pref 100 "$@" table 100 || return 1
	done
}

one_way()
{
	ip -n "$h1" route replace "$far" via "$P" && ip -n "$r1" route replace "$far" via "$U" &&
		ip -n "$h1" route add "$far" via "$Q" table 100 && ip -n "$r1" route add "$far" via "$V" table 100
}

# What a mark is here r1 finds out for itself: both have it, Path and data
by_mark()
{
	other fwmark 7 && in_ns "$r1" nft -f - <<-EOF || return 1
	table inet marks {
		chain prerouting {
			type filter hook prerouting priority mangle;
			iifname eth4 meta mark set 7
		}
	}
	EOF
	one 7101 ", mark=7" mark 7 && in_ns "$r1" nft delete table inet marks
}

by_dscp()
{
	other tos 0x10 && one 7102 ", tos=0x10" dscp 4
}

# Only at r1: what came in by q goes on by v; h1 sends all by q
by_iif()
{
	other && ip -n "$h1" route replace "$far" via "$Q" && ip -"$IPV" -n "$r1" rule add pref 100 iif eth4 table 100 &&
		one 7103 "" && ip -n "$h1" route replace "$far" via "$P"
}

by_port()
{
	other ipproto udp dport 7104 && one 7104 "" && other ipproto udp sport 6000 && one 7105 ""
}

by_source()
{
	other from "$H1" && one 7106 ""
}

# None of the rules holds: the way of the main table
by_default()
{
	other fwmark 8 && ! one 7107 "" && see 0 "paths() == datagrams() == {(H2, 7107, 6000): {'p', 'u'}}"
}

ktap_print_header
ktap_set_plan 8
require nft
ecmp_up bandwidth 10mbit
act "$definitions" || ktap_exit_fail_msg "definitions"
multipath || ktap_exit_fail_msg "no multipath routes"

ktap_test "64 flows over two next hops, by addresses" hash 0
ktap_test "64 flows over two next hops, by addresses and ports" hash 1
one_way || ktap_exit_fail_msg "no routes"
ktap_test "a rule by mark" by_mark
ktap_test "a rule by DSCP" by_dscp
ktap_test "a rule by incoming interface" by_iif
ktap_test "rules by port" by_port
ktap_test "a rule by source" by_source
ktap_test "no rule that fits" by_default

ktap_finished
