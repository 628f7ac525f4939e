#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2154 # setup_ns assigns a and b
#
# What `rsvpctl run` is worth to an iperf3 that knows nothing of it, on a host whose interface of 10 Mbit/s 32 other flows of it
# want more of than there is, while no neighbour knows of RSVP: its rate without, and with 2 Mbit/s guaranteed. What is sent from
# here waits at its socket rather than being lost.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_pair.sh"

flows=32

# One processor has to do: those who only make load get out of the way of the kernel, and of who is measured.
idle=(chrt --idle 0)

# congested ADDRESS: flows with a socket each, half as much again as the link takes in all; of one family, for best effort is shared
# by hosts first
congested()
{
	local i

	load=()
	for ((i = 0; i < flows; i++)); do
		start in_ns "$a" "${idle[@]}" udpflow send "$1" $((6000 + i)) -l 1500 -r $((1875000 / flows)) -t 1000
		load+=("$started")
	done
	slowwait 10 backlogged
}

# As many wait where best effort does
backlogged()
{
	[[ $(tc -n "$a" -s qdisc show dev eth0 parent 5000:2) =~ backlog\ [0-9]+K?b\ ([0-9]+)p ]] && is_at_least "${BASH_REMATCH[1]}" $((flows / 2))
}

still_congested()
{
	local pid

	is ${#load[@]} $flows && are_running "${load[@]}" && backlogged || return 1
	for pid in "${load[@]}"; do
		kill_process "$pid"
	done
}

listens()
{
	in_ns "$b" ss -ltn | grep -q ':5201 '
}

# iperf HOW ARGS...: 4 s of iperf3; sets kbit to the rate at which data arrives, and of datagrams how many were sent and lost
iperf()
{
	local -n how=$1

	start in_ns "$b" "${idle[@]}" iperf3 -s -1 --logfile /dev/null
	busywait 5000 listens || return 1
	"${how[@]}" iperf3 -J -t 4 "${@:2}" >"$temporary/iperf3" || { cat "$temporary/iperf3"; return 1; }
	wait "$started"
	read -r kbit sent lost < <(jq -r '.end | [(.sum_received.bits_per_second / 1000 | floor), .sum.packets, .sum.lost_packets] |
		join(" ")' "$temporary/iperf3")
}

# Datagrams of 1000 bytes at 240 kbytes/s, of which data is 1866 kbit/s
udp()
{
	iperf "$1" -c "$2" -u -b 1866k -l "$3" || return 1
	figures="udp to $2, $1: $kbit kbit/s, $lost of $sent lost"
}

tcp()
{
	iperf "$1" -c "$2" || return 1
	figures="tcp to $2, $1: $kbit kbit/s"
}

# measured NAME CMD...: a case, and its figures, whether it holds or not
measured()
{
	figures=
	ktap_test "$@"
	[ -z "$figures" ] || ktap_print_msg "  $figures"
}

# between LOW HIGH
between()
{
	echo "$kbit kbit/s, expected $1 to $2"
	[ "$kbit" -ge "$1" ] && [ "$kbit" -le "$2" ]
}

udp_without()
{
	udp plain "$@" && between 1 900
}

udp_with()
{
	udp guaranteed "$@" && between 1820 1870 && is "$lost" 0
}

tcp_without()
{
	tcp plain "$@" && between 1 900
}

# 1448 bytes of data at most in packets of 1500, and the bucket beside the rate
tcp_with()
{
	tcp guaranteed "$@" && between 1700 2050
}

nothing_left()
{
	is "$(rsvpctl -n "$a" -j rule show)" "[]" && busywait 5000 no_sockets
}

no_sockets()
{
	is "$(rsvpctl -n "$a" -j socket show)" "[]"
}

ktap_print_header
ktap_set_plan 14
require_root
require chrt iperf3 jq ss udpflow
[ "$(stat -fc %T /sys/fs/cgroup)" = cgroup2fs ] || { mount -t cgroup2 none /sys/fs/cgroup && defer umount /sys/fs/cgroup; } ||
	ktap_skip_all "no cgroups of version 2"
insmod_rsvp
pair_up

plain=(ip netns exec "$a")
# 250 kbytes/s each for the data and for the connection by which iperf3 speaks of it
guaranteed=(rsvpctl -n "$a" run send guaranteed rate 250kbps bucket 30k mtu 1500 min 500 --)

ktap_test "a host has RSVP on, its neighbour has not" rsvpctl -n "$a" interface set dev eth0 rsvp on bandwidth 10mbit
for B in 10.0.1.2 fd00:1::2; do
	# Less of a datagram of 1000 bytes is data
	[ $B = 10.0.1.2 ] && data=972 || data=952
	ktap_test "$flows flows want more than there is" congested $B
	measured "udp without" udp_without $B $data
	measured "udp guaranteed" udp_with $B $data
	measured "tcp without" tcp_without $B
	measured "tcp guaranteed" tcp_with $B
	ktap_test "all that on a congested interface" still_congested
done
ktap_test "and nothing is left" nothing_left

ktap_finished
