#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# RSVP on a bridge whose frames IP hooks see, too (br_netfilter): messages for the router are taken, those for others are not.
#
#  +--------+          +---------------+
#  |   h1   |          |       r       |
#  |    eth0|----------|p1             |
#  +--------+          |   br0   dummy0|---- 10.0.2.0/24, fd00:2::/64
#  |   h2   |          |               |
#  |    eth0|----------|p2             |
#  +--------+          +---------------+
#         .2 10.0.1.0/24 .1 fd00:1::/64

. "${0%/*}/lib.sh"

bridge_up()
{
	local i

	setup_ns h1 h2 r
	defer cleanup_all_ns
	in_ns "$r" sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
	ip -n "$r" link add br0 address 02:00:00:00:00:01 type bridge mcast_snooping 0 || return 1
	ip -n "$r" link add dummy0 type dummy
	for i in 1 2; do
		ip link add "p$i" netns "$r" up type veth peer name eth0 netns "$([ $i = 1 ] && echo "$h1" || echo "$h2")"
		ip -n "$r" link set "p$i" master br0
	done
	ip -n "$h1" link set eth0 up
	ip -n "$h2" link set eth0 up
	ip -n "$r" link set br0 up
	ip -n "$r" link set dummy0 up
	ip -n "$r" address add 10.0.1.1/24 dev br0
	ip -n "$r" address add fd00:1::1/64 dev br0 nodad
	ip -n "$r" address add 10.0.2.1/24 dev dummy0
	ip -n "$r" address add fd00:2::1/64 dev dummy0 nodad
	ip -n "$r" neigh add 10.0.2.2 lladdr 02:00:00:00:00:02 dev dummy0
	ip -n "$r" neigh add fd00:2::2 lladdr 02:00:00:00:00:02 dev dummy0
	# What reaches the other host, and what leaves the router
	in_ns "$h2" nft "add table netdev t
		add chain netdev t c { type filter hook ingress device eth0 priority 0; }
		add rule netdev t c meta l4proto 46 counter" || return 1
	in_ns "$r" nft "add table inet t
		add chain inet t c { type filter hook forward priority 0; }
		add rule inet t c oif dummy0 meta l4proto 46 counter" || return 1
	in_ns "$r" sysctl net.bridge.bridge-nf-call-iptables net.bridge.bridge-nf-call-ip6tables | grep -c ' = 1' | grep -qx 2 ||
		return 1
	rsvpctl -n "$r" interface set dev br0 rsvp on bandwidth 10mbit &&
		rsvpctl -n "$r" interface set dev dummy0 rsvp on bandwidth 10mbit
}

# inject FAMILY MAC PORT [lsp]: h1 sends a Path for this port in a frame to this address, or one of RSVP-TE
inject()
{
	in_ns "$h1" python3 -B - "$SELFTESTS" "$@" <<-'EOF'
	import sys
	sys.path.insert(0, sys.argv[1])
	import rsvpmsg as r
	src, dst = ("10.0.1.2", "10.0.2.2") if sys.argv[2] == "4" else ("fd00:1::2", "fd00:2::2")
	m = r.path(dst, src, src, dport=int(sys.argv[4]))
	if sys.argv[5:]:
	    ctype = 7 if sys.argv[2] == "4" else 8
	    m.objs[0] = r.Obj(r.SESSION, ctype, r.ip(dst).packed + bytes([0, 0, 0, 7]) + r.ip(src).packed)
	    m.objs[-3] = r.Obj(r.SENDER_TEMPLATE, ctype, r.ip(src).packed + bytes([0, 0, 0, 1]))
	packet = r.ip_packet(src, dst, m.pack())
	r.send_frame("eth0", sys.argv[3], packet)
	EOF
}

# known FAMILY PORT: the router has the Path
known()
{
	rsvpctl -n "$r" -N session show udp "$(session_of "$1" "$2")" | grep -q sender
}

session_of()
{
	[ "$1" = 4 ] && echo "10.0.2.2:$2" || echo "[fd00:2::2]:$2"
}

# passed NS FAMILY: how many messages came by there
passed()
{
	in_ns "$1" nft list chain "$2" t c | sed -n 's/.*counter packets \([0-9]*\) .*/\1/p'
}

for_the_router()
{
	inject "$1" 02:00:00:00:00:01 5001 && busywait 5000 known "$1" 5001
}

# A bridge passes a frame to everybody on to every port, and to the router behind it.
to_everybody()
{
	local before

	before=$(passed "$h2" netdev)
	inject "$1" ff:ff:ff:ff:ff:ff 5002 && busywait 5000 known "$1" 5002 && busywait 2000 has_passed "$h2" netdev $((before + 1))
}

for_another()
{
	local before

	before=$(passed "$h2" netdev)
	inject "$1" "$(in_ns "$h2" cat /sys/class/net/eth0/address)" 5003 &&
		busywait 2000 has_passed "$h2" netdev $((before + 1)) && ! known "$1" 5003
}

# What is not ours goes on as any other packet, where a firewall sees it.
lsp_goes_on()
{
	local before

	before=$(passed "$r" inet)
	inject "$1" 02:00:00:00:00:01 5004 lsp && busywait 2000 has_passed "$r" inet $((before + 1))
}

# data FAMILY MAC ADDRESS PORT: h1 sends a datagram there in a frame to this address
data()
{
	in_ns "$h1" python3 -B - "$SELFTESTS" "$@" <<-'EOF'
	import struct, sys
	sys.path.insert(0, sys.argv[1])
	import rsvpmsg as r
	src = "10.0.1.2" if sys.argv[2] == "4" else "fd00:1::2"
	packet = r.ip_packet(src, sys.argv[4], struct.pack("!HHHH", 6000, int(sys.argv[5]), 16, 0) + bytes(8), proto=17)
	r.send_frame("eth0", sys.argv[3], packet)
	EOF
}

spoken_for()
{
	rsvpctl -n "$r" -j sender show | jq -c '[.[].session.dport] | sort'
}

speaks_for()
{
	[ "$(spoken_for)" = "$1" ]
}

# The router speaks for what it routes, whatever it comes in by; what the bridge passes on is none of its flows
proxy()
{
	local id mac near=10.0.1.3 far=10.0.2.2

	[ "$1" = 4 ] || near=fd00:1::3 far=fd00:2::2
	mac=$(in_ns "$h2" cat /sys/class/net/eth0/address) && id=$(rsvpctl -n "$r" rule add proxy match proto udp send controlled-load rate 10kbps) &&
		data "$1" "$mac" $near 6011 && data "$1" 02:00:00:00:00:01 $far 6012 && busywait 5000 speaks_for '[6012]' || { spoken_for; return 1; }
	rsvpctl -n "$r" rule del id "${id##* }" && busywait 5000 speaks_for '[]'
}

has_passed()
{
	local n
	n=$(passed "$1" "$2")

	echo "$n, expected $3"
	[ "$n" = "$3" ]
}

ktap_print_header
ktap_set_plan 11
require_root
require jq nft rsvpctl python3
modprobe -q br_netfilter || ktap_skip_all "no br_netfilter"

insmod_rsvp
cmd_ok "a router behind a bridge" bridge_up
for family in 4 6; do
	ktap_test "IPv$family: a Path for the router is taken" for_the_router $family
	ktap_test "IPv$family: one to everybody is taken and goes on to the others" to_everybody $family
	ktap_test "IPv$family: one for another host passes" for_another $family
	ktap_test "IPv$family: what is not ours passes" lsp_goes_on $family
	ktap_test "IPv$family: what is routed has a proxy, what is bridged has not" proxy $family
done

ktap_finished
