#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2154 # setup_ns assigns h1, r1, r2, h2, wire
#
# The demo as it happens in the virtual machine. What is measured goes to $RSVP_OUT, where analyse.py judges it: this
# script draws no conclusion. Lines that begin with "== " tell what happens; run puts the time in front.
# Uses ethtool.
#
# usage: scene.sh SOURCE [pfifo|reservable]
set -u

. "${0%/*}/../lib.sh"
TOPO_WIRE=10mbit
. "${0%/*}/../topo_line.sh"
. "${0%/*}/stage.sh"

source=$1
break=${2:-}
work=/run/demo
mkdir $work

# What the runs last, in seconds; TCP is alone in the end, with more super-packets.
flow_time=5
udp_time=3
tcp_time=4

session="udp 10.0.3.2:5004"
from="from 10.0.1.2:5004"
# With 400 bytes as the smallest packet the reservation is 3.5 % larger in frames than in IP bytes; smaller ones count as
# 400: so iperf3's hello, which its first datagram follows at once, is within the peak rate, too.
tspec="rate 260kbps burst 15k peak 1mbps mtu 1500 min-unit 400"
flowspec="service guaranteed rate 312kbps slack 0"

servers()
{
	local port

	for port in 5004 5201 5202; do
		in_ns h2 iperf3 -s -p $port >$work/server.$port 2>&1 &
	done
	must slowwait 60 listening
}

listening()
{
	[ "$(in_ns h2 ss -Hltn | grep -cE ':(5004|5201|5202) ')" = 3 ]
}

uptime_s()
{
	local uptime

	read -r uptime _ </proc/uptime
	echo "$uptime"
}

# 36 UDP flows of 100 Mbit/s together, and TCP
compete()
{
	local tcp begin

	begin=$(uptime_s)
	in_ns h1 iperf3 -c 10.0.3.2 -p 5202 -t $tcp_time >"$work/$1.tcp" 2>&1 &
	tcp=$!
	in_ns h1 iperf3 -c 10.0.3.2 -p 5201 -u -b 2778k -P 36 -l 1448 -t $udp_time >"$work/$1.udp" 2>&1
	echo "$begin $(uptime_s)" >"$work/$1.window"
	wait $tcp
}

# run NAME COMMAND...: the protected flow, by this command, among the others
run()
{
	local name=$1 flow
	shift

	must capture h2 eth0 "$work/$name.pcap" 96 "udp or tcp"
	must capture r1 eth1 "$work/$name.super.pcap" 96 "tcp and greater 1600"
	in_ns h1 "$@" >"$work/$name.sent" &
	flow=$!
	sleep 0.5
	compete "$name"
	wait $flow
	sleep 0.2
	captures_end
}

iperf3_run()
{
	run "$1" iperf3 -c 10.0.3.2 -p 5004 --cport 5004 -u -b 2m -l 1448 -t $flow_time -J
}

# What h1 counted for the flow
counters()
{
	rsvpctl -n h1 -j session show $session >"$work/$1.json"
}

known_at_h2()
{
	rsvpctl -n h2 session show udp "10.0.3.2:$1" | grep -q sender
}

left_over()
{
	local ns

	for ns in $topo_nodes; do
		rsvpctl -n "$ns" -j session show
	done | jq -s 'add | { sessions: length, paths: (map(.path | length) | add // 0),
		reservations: (map(.resv | length) | add // 0), classes: (map(.tc | length) | add // 0) }'
}

nothing_left()
{
	[ "$(left_over | jq add)" = 0 ]
}

qdiscs()
{
	local ns

	for ns in $topo_nodes; do
		tc -n "$ns" qdisc show
	done
}

finish()
{
	"$source" clock >$work/clock
	cp $work/* "$RSVP_OUT"/
	run_deferred
}
trap finish EXIT

# --- the house ---

say "Four network namespaces in a line: h1 - r1 - r2 - h2, a wire of 10 Mbit/s between r1 and r2"
insmod_rsvp
topo_up
# TCP shall begin with super-packets of up to 32 kB: 26 ms of this wire.
ip -n h1 route change default via 10.0.1.1 initcwnd 44
in_ns h1 ping -qc 1 10.0.3.2 >/dev/null
qdiscs >$work/qdiscs.before

say "Each is an RSVP node; three quarters of the wire may be reserved"
# The host only polices: the super-packets of its TCP shall reach r1 whole.
show rsvpctl -n h1 interface set dev eth0 rsvp on bandwidth 10gbit backend mark
show rsvpctl -n r1 interface set dev eth1 rsvp on bandwidth 1gbit
if [ "$break" = reservable ]; then
	show rsvpctl -n r1 interface set dev eth2 rsvp on bandwidth 20mbit reservable 75%
else
	show rsvpctl -n r1 interface set dev eth2 rsvp on bandwidth 10mbit reservable 75%
fi
show rsvpctl -n r2 interface set dev eth1 rsvp on bandwidth 10mbit
show rsvpctl -n r2 interface set dev eth2 rsvp on bandwidth 1gbit
show rsvpctl -n h2 interface set dev eth0 rsvp on bandwidth 1gbit
servers

# --- before ---

say "Before: iperf3 sends 2 Mbit/s from h1 to h2; 100 Mbit/s of UDP in 36 flows and a TCP want the wire, too"
iperf3_run before

# --- the reservation ---

say "The sender announces itself: its Path goes from h1 to h2, and each node on the way remembers it"
show rsvpctl -n h1 sender add $session $from $tspec
must slowwait 60 known_at_h2 5004
say "The receiver reserves: its Resv goes back the same way, and each node admits it or refuses"
must show rsvpctl -n h2 reservation add $session style ff $from $flowspec confirm wait 5s
rsvpctl -n h2 -j session show $session >$work/session.json
say "Path and reservation state at every hop"
for ns in $topo_nodes; do
	show rsvpctl -d -n "$ns" session show
done
if [ "$break" = pfifo ]; then
	say "On purpose: pfifo instead of our qdisc on r1"
	show tc -n r1 qdisc replace dev eth2 root pfifo
fi

# --- after ---

say "After: the same iperf3, the same competition, the same qdiscs; only the reservation is new"
iperf3_run after
say "What r1 scheduled: class MAJ:10 is the reservation, MAJ:2 everybody else"
show tc -n r1 -s class show dev eth2 | grep -vE '^class (cake|fq_codel)|^  deficit' |
	awk '/^class hfsc/ { ours = 1 } !NF { ours = 0 } ours || /^#/'

say "The worst source its Tspec allows: the whole bucket at peak rate, silence until it is full, again and again"
counters worst.before
run worst "$source" burst 10.0.3.2 5004 5004 1500 260000 1000000 15360 $flow_time
counters worst.after

# --- what is refused, what is demoted ---

say "A second reservation that does not fit beside the first is refused; the receiver hears where and why"
second="udp 10.0.3.2:5006"
show rsvpctl -n h1 sender add $second from 10.0.1.2:5006 rate 900kbps burst 15k mtu 1500 min-unit 1000
must slowwait 60 known_at_h2 5006
show rsvpctl -n h2 reservation add $second style ff from 10.0.1.2:5006 service guaranteed rate 900kbps slack 0 \
	confirm wait 5s
rsvpctl -n h2 -j reservation show $second >$work/refused.json

say "10 % more than announced: h1 polices, and what is too much is best effort"
counters over.before
must capture h2 eth0 "$work/over.pcap" 96 "udp port 5004"
in_ns h1 "$source" even 10.0.3.2 5004 5004 1000 286000 858 >$work/over.sent
sleep 0.2
captures_end
counters over.after
show rsvpctl -n h1 -s session show $session

# --- the end ---

say "Tear-down: a message from either end, and nothing is left on the way"
show rsvpctl -n h2 reservation del $second style ff from 10.0.1.2:5006
show rsvpctl -n h2 reservation del $session style ff $from
show rsvpctl -n h1 sender del $second from 10.0.1.2:5006
show rsvpctl -n h1 sender del $session $from
busywait 5000 nothing_left
left_over >$work/teardown.json
for ns in $topo_nodes; do
	show rsvpctl -n "$ns" session show
done
for port in "h1 eth0" "r1 eth1" "r1 eth2" "r2 eth1" "r2 eth2" "h2 eth0"; do
	rsvpctl -n "${port% *}" interface set dev "${port#* }" rsvp off
done
qdiscs >$work/qdiscs.after
show tc -n r1 qdisc show dev eth2
