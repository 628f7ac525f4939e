#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2154 # setup_ns assigns the nodes
#
# Local repair behind a real routing daemon, with every link between the routers full of best effort: FRR moves the way of
# data, and the reservation follows within W + 1 s of the change in the kernel's own tables. Unicast by OSPF or OSPFv3,
# multicast by PIM, or over IPv6 by smcroute, for this FRR has no PIM there.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_frr.sh"

LOAD=${LOAD:-20}
traffic=(rate 250kbps burst 10k peak 500kbps mtu 1500)
flow=(service guaranteed rate 270kbps)
h1_arg=$(net_address 1 2) h2_arg=$(net_address 3 2) group=239.1.1.5 net=10.0.3.0/24
[ "$IPV" != 6 ] || h1_arg="[$h1_arg]" h2_arg="[$h2_arg]" group=ff1e::5 net=fd00:3::/64
group_arg=$group
[ "$IPV" != 6 ] || group_arg="[$group]"
work=$temporary
ospf="show ip ospf"
[ "$IPV" != 6 ] || ospf="show ipv6 ospf6"

# Multicast routes by hand, IPv6: r1 and r2 know both ways
smcroute_on()
{
	local ns=$1 dev
	shift

	for dev; do
		echo "phyint $dev enable"
	done >"$work/$ns.conf"
	start in_ns "$ns" smcrouted -n -N -f "$work/$ns.conf" -i "$ns" -P "$work/$ns.pid" -u "$work/$ns.sock"
	busywait 5000 test -S "$work/$ns.sock"
}

# mroute NS COMMAND IN [OUT]
mroute()
{
	smcroutectl -u "$work/$1.sock" "$2" "$3" "$(net_address 1 2)" "$group" ${4:+"$4"}
}

multicast_by_hand()
{
	smcroute_on "$r1" eth1 eth2 eth3 && smcroute_on "$r3" eth1 eth2 && smcroute_on "$r4" eth1 eth2 &&
		smcroute_on "$r2" eth1 eth2 eth3 && mroute "$r1" add eth1 eth2 && mroute "$r3" add eth1 eth2 &&
		mroute "$r4" add eth1 eth2 && mroute "$r2" add eth1 eth2
}

# What pimd does by itself
multicast_goes_by()
{
	local to=eth3 from=eth2 in=eth3 before=eth1
	[ "$IPV" = 6 ] || return 0
	[ "$1" = r4 ] || to=eth2 from=eth3 in=eth1 before=eth3

	mroute "$r1" add eth1 "$to" && mroute "$r1" remove eth1 "$from" && mroute "$r2" remove "$before" &&
		mroute "$r2" add "$in" eth2
}

leaves_by()
{
	ip -n "$r1" route get "$(net_address 3 2)" from "$(net_address 1 2)" iif eth1 2>/dev/null | grep -qw "dev $1"
}

# neighbours NS: both of them, for OSPF and, over IPv4, for PIM
neighbours()
{
	local said

	said=$(frr_ask "$1" "$ospf neighbor")
	[[ $said == *Full*Full* ]] || { echo "$1: $said"; return 1; }
	[ "$IPV" != 6 ] || return 0
	said=$(frr_ask "$1" "show ip pim neighbor")
	[[ $said == *10.0.*10.0.* ]] || { echo "$1: $said"; return 1; }
}

converged()
{
	neighbours "$r1" && neighbours "$r2" && neighbours "$r3" && neighbours "$r4" && leaves_by eth2 &&
		ip -n "$r2" route get "$(net_address 1 2)" 2>/dev/null | grep -qw "dev eth1"
}

# reserved DEV PORT: does r1 keep something for the session there?
reserved()
{
	local index
	index=$(in_ns "$r1" cat "/sys/class/net/$1/ifindex")

	rsvpctl -n "$r1" -j session show | jq -e --argjson port "$2" --argjson oif "$index" \
		'[.[] | select(.session.dport == $port) | .tc[] | select(.oif == $oif)] | length == 1' >/dev/null
}

has_path()
{
	rsvpctl -n "$1" -j session show | jq -e --argjson port "$2" '[.[] | select(.session.dport == $port) | .path[]] | length == 1' >/dev/null
}

# Between the routers all is full, both ways: four floods of 12 Mbit/s, of many flows each
overload()
{
	local from to

	for to in "$h1 4 1" "$h1 6 1" "$h2 2 1" "$h2 5 1"; do
		read -r from to <<<"$to"
		# shellcheck disable=SC2086 # words
		start in_ns "$from" udpflow send "$(net_address $to)" 6000 -P 32 -l 1400 -r 1500000 -t 100000 >/dev/null
	done
}

unicast()
{
	rsvpctl -n "$h1" sender add udp "$h2_arg:5004" from "$h1_arg:5004" "${traffic[@]}" &&
		slowwait 10 has_path "$h2" 5004 &&
		rsvpctl -n "$h2" reservation add udp "$h2_arg:5004" style ff from "$h1_arg:5004" "${flow[@]}" confirm wait 5s &&
		reserved eth2 5004
}

# No data at all: the kernel is made to ask pimd about the sender by its Path, before anybody has joined
multicast()
{
	[ "$IPV" != 6 ] || multicast_by_hand || return 1
	rsvpctl -n "$h1" sender add udp "$group_arg:5006" from "$h1_arg:5006" "${traffic[@]}" || return 1
	[ "$IPV" = 6 ] || slowwait 10 knows_sender || return 1
	rsvpctl -n "$h2" reservation add udp "$group_arg:5006" style ff from "$h1_arg:5006" "${flow[@]}" &&
		slowwait 70 has_path "$h2" 5006 && slowwait 5 reserved eth2 5006
}

knows_sender()
{
	ip -n "$r1" mroute show | grep -q "^($(net_address 1 2),$group)"
}

# A hello is lost, or ARP, IGMP: they would not be what they were
adjacent()
{
	local ns up

	for ns in $r1 $r2 $r3 $r4; do
		neighbours "$ns" || return 1
		[ "$IPV" != 6 ] || continue
		up=$(frr_ask "$ns" "show ip ospf neighbor json" | jq '[.neighbors[][].upTimeInMsec] | min')
		echo "$ns: $up ms"
		[ "$up" -ge $((LOAD * 1000)) ] || return 1
	done
	[ "$IPV" = 6 ] || frr_ask "$r2" "show ip igmp groups json" | jq -e --arg group $group '.. | objects | select(.group? == $group)' >/dev/null
}

load_lasts()
{
	sleep "$LOAD"
	in_ns "$r1" tc -s class show dev eth2
	adjacent && reserved eth2 5004 && reserved eth2 5006
}

watchers=

# watch NS DEV FILE FILTER
watch()
{
	start in_ns "$1" tcpdump -q -n -U -Z root -i "$2" -s 200 -B 8192 -w "$work/$3.pcap" "$4" 2>"$work/$3.said"
	watchers+=" $started"
	busywait 5000 grep -q listening "$work/$3.said"
}

# At the far ends: nothing can be watched where a link is down
watch_all()
{
	watchers=
	rm -f "$work"/*.pcap
	watch "$r3" eth1 r3 "proto 46 or ip6 proto 46" && watch "$r4" eth1 r4 "proto 46 or ip6 proto 46" &&
		watch "$h1" eth0 sent "udp dst port 5004" && watch "$h2" eth0 arrived "udp dst port 5004" || return 1
	start ip -n "$r1" -ts monitor route mroute >"$work/r1.log"
	watchers+=" $started"
	start in_ns "$h1" udpflow send "$(net_address 3 2)" 5004 -s 5004 -l 1000 -r 240000 -t 100000 >/dev/null
	watchers+=" $started"
	busywait 5000 streams
}

# More than the header of the capture
streams()
{
	[ "$(stat -c %s "$work/arrived.pcap")" -gt 24 ]
}

watch_no_more()
{
	local pid

	for pid in $watchers; do
		kill_process "$pid"
	done
}

# moves W ROUTER DEV CMD...: the way of data, and then the reservations
moves()
{
	local W=$1 router=$2 dev=$3 took when lost way status=0
	shift 3

	for way in "$r1 eth2" "$r1 eth3" "$r2 eth2"; do
		# shellcheck disable=SC2086 # words
		rsvpctl -n ${way% *} interface set dev ${way#* } repair "${W}s" || return 1
	done
	watch_all && "$@" && multicast_goes_by "$router" || status=1
	[ $status = 0 ] && slowwait 20 reserved "$dev" 5004 && slowwait 20 reserved "$dev" 5006 || status=1
	sleep 2
	watch_no_more
	[ $status = 0 ] || return 1

	when=$(repair_clock.py routed "^\[[^]]*\] $net.*dev $dev" "$work/r1.log") && took=$(took "$when" "$router" 0x0a000302 0xfd000003) || return 1
	lost=$(repair_clock.py lost "$when" "$work/sent.pcap" "$work/arrived.pcap")
	echo "unicast, W = $W s: a Resv after $took ms; of ${lost% *} packets since the change ${lost#* } are lost" | tee -a "$work/said"
	in_time "$took" "$W" || return 1
	[ "$W" != 0 ] || [ "${lost#* }" -le 2 ] || return 1
	when=$(repair_clock.py routed "$group\) .*Oifs:.* $dev\b" "$work/r1.log") || return 1
	took=$(took "$when" "$router" 0xef010105 0xff1e0000) || return 1
	echo "multicast, W = $W s: a Resv after $took ms" | tee -a "$work/said"
	in_time "$took" "$W"
}

# in_time MS W: RFC 2205, 3.6, and a second. `ip monitor` says when it was told of a change, which is a few ms late
in_time()
{
	[ "$1" -ge $(($2 * 1000 - 50)) ] && [ "$1" -le $(($2 * 1000 + 1000)) ]
}

# took SINCE ROUTER V4 V6: ms until the first Resv there of the session whose address, a number, begins so
took()
{
	local at="ip[32:4] = $3"

	[ "$IPV" != 6 ] || at="ip6[52:4] = $4"
	tcpdump -r "$work/$2.pcap" -w "$work/of.pcap" "$at" 2>/dev/null && repair_clock.py reserved "$1" "$work/of.pcap"
}

cut()
{
	ip -n "$r1" link set eth2 down
}

mend()
{
	ip -n "$r1" link set eth2 up && slowwait 30 converged
}

ktap_print_header
ktap_set_plan 7
require_root
require jq tcpdump

frr_up
slowwait 60 converged || ktap_exit_fail_msg "no routes"
diamond_start bandwidth 10mbit refresh 200s
rsvpctl -n "$h1" interface set dev eth0 bandwidth 100mbit && rsvpctl -n "$h2" interface set dev eth0 bandwidth 100mbit ||
	ktap_exit_fail_msg "no bandwidth"
ktap_test "a reservation by the way that OSPF has chosen" unicast
ktap_test "a reservation for a group, without data" multicast
overload
ktap_test "$LOAD s of load: neighbours stay" load_lasts
ktap_test "the link in use is cut, W = 0" moves 0 r4 eth3 cut
ktap_test "it is back, W = 0" moves 0 r3 eth2 mend
ktap_test "it is cut again, W = 2 s" moves 2 r4 eth3 cut
ktap_test "neighbours of the other way are still there" neighbours "$r2"
[ ! -s "$work/said" ] || ktap_print_msg "$(<"$work/said")"

ktap_finished
