#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Which packets land in a class of ours, and which never do. IPV=6 runs it over IPv6.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_pair.sh"

if [ "$IPV" = 6 ]; then
	A=fd00:1::1 B=fd00:1::2 header=48 family=-6 A_C=fd00:9::1/64 C=fd00:9::2/64
else
	A=10.0.1.1 B=10.0.1.2 header=28 family='' A_C=10.0.9.1/24 C=10.0.9.2/24
fi

# udp PORT SPORT COUNT [ARGS]: from a to b, 200 bytes each unless said
udp()
{
	local port=$1 sport=$2 n=$3
	shift 3
	in_ns "$a" udpflow send $B "$port" -s "$sport" -n "$n" -l 200 -r 1000000 "$@"
}

its_flow()
{
	goes "10=50" udp 5001 5001 50 || return 1
	is "$(class 5001 packets)" 50 && is "$(class 5001 bytes)" 10000 && is "$(class 5001 demoted_packets)" 0
}

# --- the same addresses and ports by another device ---

via_vlan()
{
	ip -n "$a" link add link eth0 name eth0.7 type vlan id 7 || return 1
	ip -n "$a" link set eth0.7 up
	ip -n "$a" route add $B dev eth0.7
	ip -n "$a" neigh add $B dev eth0.7 lladdr 02:00:00:00:00:0b
	goes "10=0 2+50" udp 5001 5001 50
}

# A priority that names our class, on a device above ours that is not managed
foreign_via_vlan()
{
	goes "10=0" counts 50 foreign_class udp 5001 5001 50 -p 0x50000010
}

# A managed VLAN has classes of its own, and they are none of the device's below.
managed_vlan()
{
	rsvpctl -n "$a" interface set dev eth0.7 rsvp on bandwidth 10mbit || return 1
	goes "10=0" udp 5001 5001 50 -p 0x50000010 || return 1
	goes "10=0" udp 5001 5001 50 -p 0x50010010 || return 1
	is "$(in_class 2 eth0.7)" 100 || return 1
	rsvpctl -n "$a" interface set dev eth0.7 rsvp off
	ip -n "$a" link del eth0.7
}

# The same network once more, in a VRF
via_vrf()
{
	local before

	ip -n "$a" link add vrf0 type vrf table 10 || return 1
	ip -n "$a" link set vrf0 up
	ip link add eth1 netns "$a" type veth peer name eth1 netns "$b" || return 1
	ip -n "$a" link set eth1 master vrf0 up
	ip -n "$b" link set eth1 up
	if [ "$IPV" = 6 ]; then
		ip -n "$a" address add $A/64 dev eth1 nodad
	else
		ip -n "$a" address add $A/24 dev eth1
	fi
	ip -n "$a" neigh add $B dev eth1 lladdr 02:00:00:00:00:0b
	rsvpctl -n "$a" interface set dev eth1 rsvp on bandwidth 10mbit || return 1
	before=$(class 5001 packets)
	goes "10=0" udp 5001 5001 50 -i vrf0 || return 1
	is "$(in_class 2 eth1)" 50 && is "$(class 5001 packets)" "$before" || return 1
	# By its own device it still is.
	goes "10=50" udp 5001 5001 50
}

# --- what is not its flow ---

other_ports()
{
	goes "10=0 2+20" udp 5002 5001 20 || return 1
	goes "10=0 2+20" udp 5001 5003 20
}

other_protocol()
{
	goes "10=0" in_ns "$a" ping -q -c 5 -i 0.01 $B
}

foreign_use()
{
	goes "10=0" counts 30 foreign_class udp 5002 5001 30 -p 0x50000010 || return 1
	# Another one's major is none of our business.
	counts 0 foreign_class udp 5002 5001 5 -p 0x10010
}

# Its own flow may say what it likes.
own_priority()
{
	goes "10=20" counts 0 foreign_class udp 5001 5001 20 -p 0x50000003
}

# --- signalling ---

neighbours_signal()
{
	local before

	before=$(in_class 3)
	ip -n "$a" neigh flush dev eth0
	in_ns "$a" ping -q -c 1 $B || return 1
	is_at_least $(($(in_class 3) - before)) 1
}

control_signals()
{
	goes "3+10" udp 5002 5001 10 -p 7
}

# As routing daemons mark it (CS6), and as voice is marked (EF)
routing_signals()
{
	goes "3+10" udp 5002 5001 10 -T 0xc0 && goes "2+10" udp 5002 5001 10 -T 0xb8
}

# Whoever is not here marks what he likes.
# shellcheck disable=SC2154 # setup_ns assigns c
foreign_marks()
{
	setup_ns c
	ip link add eth0 netns "$c" type veth peer name eth9 netns "$a" && ip -n "$c" link set eth0 up && ip -n "$a" link set eth9 up &&
		ip -n "$c" address add $C dev eth0 nodad && ip -n "$a" address add $A_C dev eth9 nodad &&
		ip -n "$c" route add default via "${A_C%/*}" &&
		in_ns "$a" sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1 || return 1
	goes "2+10" in_ns "$c" udpflow send "$B" 5001 -s 5002 -l 200 -r 100000 -n 10 -T 0xc0
}

# --- super-packets ---

# Seven segments of 172 bytes of payload each
udp_segments()
{
	local before received

	received=$(mktemp)
	before=$(class 5001 packets)
	start in_ns "$b" udpflow recv 5001 $family -n 70 -t 1 >"$received"
	busywait 5000 grep -q ready "$received" || return 1
	goes "10=70" udp 5001 5001 10 -l $((7 * 172 + header)) -g 172 || return 1
	wait "$started"
	cat "$received"
	is $(($(class 5001 packets) - before)) 70 && grep -q "received=70 bytes=$((70 * (172 + header)))" "$received" || return 1
	rm "$received"
}

# super_packets: how many of a TCP that has nothing reserved come out at the other end, to which a veth hands them whole
super_packets()
{
	in_ns "$b" nft "add table netdev t; delete table netdev t; add table netdev t
		add chain netdev t c { type filter hook ingress device eth0 priority 0; }
		add rule netdev t c tcp dport 5201 meta length > 1500 counter" || return 1
	start in_ns "$b" iperf3 -s -1 --logfile /dev/null
	busywait 5000 listens || return 1
	in_ns "$a" iperf3 -c $B -n 500K || return 1
	wait "$started"
	supers=$(in_ns "$b" nft list chain netdev t c | sed -n 's/.* packets \([0-9]*\) .*/\1/p')
}

listens()
{
	in_ns "$b" ss -ltn | grep -q :5201
}

tcp_segments()
{
	local supers

	super_packets && is "$supers" 0 || return 1
	rsvpctl -n "$a" interface set dev eth0 backend none
	super_packets && is_at_least "$supers" 1 || return 1
	rsvpctl -n "$a" interface set dev eth0 backend hfsc
}

# Another hook is last, too, and stands behind ours when it was there before: conntrack's, which confirms. Segments have to
# pass it: only a connection that was confirmed has replies.
conntrack_confirms()
{
	rsvpctl -n "$a" interface set dev eth1 rsvp off
	rsvpctl -n "$a" interface set dev eth0 backend none
	in_ns "$a" nft "add table inet t
		add chain inet t c { type filter hook input priority 0; }
		add rule inet t c udp sport 5009 ct state established counter" || return 1
	rsvpctl -n "$a" interface set dev eth0 backend hfsc
	udp 5009 5009 1 -l $((7 * 172 + header)) -g 172
	in_ns "$b" udpflow send $A 5009 -s 5009 -n 1
	in_ns "$a" nft list chain inet t c
	in_ns "$a" nft list chain inet t c | grep -q 'counter packets 1 ' || return 1
	in_ns "$a" nft delete table inet t
}

# --- several senders ---

# shellcheck disable=SC2046
shared_explicit()
{
	sender 5011 rate 100kbps burst 10k mtu 1500 min-unit 126
	rsvpctl -n "$a" sender add $(to 5011) $(from 5012) rate 100kbps burst 10k mtu 1500 min-unit 126
	busywait 5000 two_senders 5011 || return 1
	rsvpctl -n "$b" reservation add $(to 5011) style se $(from 5011) $(from 5012) service controlled-load rate 200kbps \
		burst 20k confirm wait 5s || return 1
	udp 5011 5011 10
	udp 5011 5012 10
	udp 5011 5013 10
	is "$(class 5011 packets)" 20
}

# shellcheck disable=SC2046
two_senders()
{
	[ "$(rsvpctl -n "$b" -j session show $(to "$1") | jq '.[0].path | length')" = 2 ]
}

# shellcheck disable=SC2046
wildcard()
{
	sender 5021 rate 100kbps burst 10k mtu 1500 min-unit 126
	busywait 5000 path_known 5021
	rsvpctl -n "$b" reservation add $(to 5021) style wf service controlled-load rate 100kbps burst 10k confirm wait 5s ||
		return 1
	udp 5021 5021 10
	udp 5021 5029 10
	is "$(class 5021 packets)" 20
}

# RFC 2205, A.9: a flow label "may be used by the packet classifier": whatever its source port, and no packet without the label
flow_label()
{
	local session=(udp "[$B]:5031") source=(from "$A" label 74565)

	rsvpctl -n "$a" sender add "${session[@]}" "${source[@]}" rate 100kbps burst 10k mtu 1500 min-unit 126 &&
		busywait 5000 path_known 5031 &&
		rsvpctl -n "$b" reservation add "${session[@]}" style ff "${source[@]}" service controlled-load rate 100kbps \
			burst 10k confirm wait 5s || return 1
	udp 5031 5031 10 -L 74565
	udp 5031 5032 10 -L 74565
	udp 5031 5031 10 -L 74566
	udp 5031 5031 10
	udp 5032 5031 10 -L 74565
	is "$(class 5031 packets)" 20
}

# After the reservation is gone, its packets are everyone's.
gone()
{
	unreserve 5001
	busywait 2000 no_class || return 1
	goes "10=0 2+20" udp 5001 5001 20
}

no_class()
{
	is "$(class 5001 packets)" null
}

mark_sets_priority()
{
	rsvpctl -n "$a" interface set dev eth0 rsvp off
	tc -n "$a" qdisc add dev eth0 root handle 9: prio || return 1
	rsvpctl -n "$a" interface set dev eth0 rsvp on bandwidth 10mbit backend mark parent 9:3 || return 1
	reserve 5001 service guaranteed rate 200kbps slack 0 || return 1
	udp 5001 5001 20
	udp 5002 5001 20
	tc -n "$a" -s class show dev eth0
	tc -n "$a" -s class show dev eth0 | grep -A 1 'class prio 9:3' | grep -q ' 20 pkt'
}

ktap_print_header
ktap_set_plan $((22 + (IPV == 6)))
require_root
require jq tc iperf3 nft udpflow

insmod_rsvp
pair_up
rsvp_on bandwidth 10mbit
sender 5001 rate 200kbps burst 100k mtu 1500 min-unit 126

cmd_ok "a reservation" reserve 5001 service guaranteed rate 200kbps slack 0
ktap_test "its flow is in its class" its_flow
ktap_test "other ports are not" other_ports
ktap_test "another protocol is not" other_protocol
ktap_test "nor by a VLAN" via_vlan
ktap_test "nor by a VLAN with a priority that names the class" foreign_via_vlan
ktap_test "a managed VLAN has classes of its own" managed_vlan
ktap_test "nor in a VRF" via_vrf
ktap_test "foreign use of our majors is undone and counted" foreign_use
ktap_test "a reserved flow's own priority does not matter" own_priority
ktap_test "neighbour discovery is signalling" neighbours_signal
ktap_test "what the host calls control is signalling" control_signals
ktap_test "what routing daemons send is" routing_signals
ktap_test "what is only marked so elsewhere is not" foreign_marks
ktap_test "a super-packet of a reserved flow is segmented, each segment counted" udp_segments
ktap_test "no super-packet of TCP enters the tree" tcp_segments
ktap_test "segments pass the hooks behind ours" conntrack_confirms
ktap_test "two senders that share a reservation" shared_explicit
ktap_test "all senders share a reservation" wildcard
[ "$IPV" != 6 ] || ktap_test "a flow label stands for the source port" flow_label
ktap_test "a reservation that is gone has no packets" gone
ktap_test "the back end mark sets the priority the administrator named" mark_sets_priority
ktap_test "and the module can go" rmmod_now

ktap_finished
