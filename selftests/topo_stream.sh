# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154,SC2034 # setup_ns assigns h1, r1, r2, h2
#
# A stream by RTP to a group, on the line of topo_line.sh, both of whose last links others want, too. Neither program knows of RSVP: h1
# has a rule for its sockets, and r2 answers for h2, which has no RSVP at all.
#
#    h1 eth0 ---- eth1 r1 eth2 ==== eth1 r2 eth2 ==== eth0 h2
#             a             b   10 Mbit/s         8 Mbit/s  c
#
# Captures are of what h1 sends (a), of what comes in at r2 (b), and of what comes in at h2 (c).

TOPO_WIRE=10mbit
. "$SELFTESTS/topo_line.sh"

# Under load messages may have to be repeated as they are by default
topo_repeats=
# What an operator types goes through this; who looks on wants to read it
typed=()

stream_port=5004
stream_group=239.1.1.1
[ "$IPV" != 6 ] || stream_group=ff1e::1
# 25 frames a second, and a large one now and then
stream_flow=(controlled-load rate 200kbps bucket 32k mtu 1500)
# One processor has to do: who makes load gets out of the way of the kernel, and of who is measured.
stream_idle=(chrt --idle 0)
stream_first=(chrt --fifo 50)

stream_up()
{
	require chrt rsvpctl smcrouted tcpdump udpflow
	require_root
	insmod_rsvp
	topo_up
	mroutes "$r1" "$stream_group" "eth1 eth2" && mroutes "$r2" "$stream_group" "eth1 eth2" ||
		ktap_exit_fail_msg "no multicast routing"
}

stream_rsvp_on()
{
	local port

	for port in "$h1 eth0 1gbit" "$r1 eth1 1gbit" "$r1 eth2 10mbit" "$r2 eth1 10mbit" "$r2 eth2 8mbit"; do
		# shellcheck disable=SC2086 # words
		set -- $port
		"${typed[@]}" rsvpctl -n "$1" interface set dev "$2" rsvp on bandwidth "$3" || return 1
	done
}

stream_rules()
{
	"${typed[@]}" rsvpctl -n "$h1" rule add match proto udp dst "$stream_group" dport $stream_port send "${stream_flow[@]}" &&
		"${typed[@]}" rsvpctl -n "$r2" rule add proxy dev eth2 match proto udp dst "$stream_group" dport $stream_port \
			receive controlled-load
}

# best_effort NS DEV: how many packets of it were dropped there
best_effort()
{
	tc -n "$1" -s qdisc show dev "$2" |
		awk '/^qdisc/ { ours = / parent [0-9a-f]+:2 / } ours && sub(/.*dropped /, "") { print $0 + 0 }'
}

loses_best_effort()
{
	[ "$(best_effort "$1" "$2")" -gt 0 ]
}

# Half as much again as the wire takes, in 36 flows, until the test ends
stream_load()
{
	start in_ns "$h1" "${stream_idle[@]}" udpflow send "$H2" 6000 -P 36 -l 1500 -r 1875000 -t 1000
	stream_load=$started
	slowwait 20 loses_best_effort "$r1" eth2 && slowwait 20 loses_best_effort "$r2" eth2
}

# stream_watch NAME: into NAME.a.pcap and so on, until captures_end
stream_watch()
{
	local filter="udp port $stream_port or proto 46 or ip6 proto 46 or ip6 proto 0"

	capture "$h1" eth0 "$1.a.pcap" 512 "$filter" && capture "$r2" eth1 "$1.b.pcap" 512 "$filter" &&
		capture "$h2" eth0 "$1.c.pcap" 512 "$filter"
}

# member NS: somebody there has joined the group
member()
{
	ip -n "$1" maddress show dev eth0 | grep -qwF "$stream_group"
}
