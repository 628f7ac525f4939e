#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2154 # setup_ns assigns a and b
#
# What local traffic control is worth to a host on a congested interface, measured: a sender with 250 kbytes/s beside eight that send
# half as much again as the link of 10 Mbit/s takes, without it and with it, while no neighbour knows of RSVP. TCP goes out in
# super-packets.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_pair.sh"

plain=5001 guaranteed=5002 load=5003
rate=250000

# One processor has to do: those who only make load get out of the way of the kernel, and of who is measured.
idle=(chrt --idle 0)
first=(chrt --fifo 50)

# ask PROTO PORT ARGS...: its traffic, and what it asks for
ask()
{
	rsvpctl -n "$a" sender add "$1" "10.0.1.2:$2" from "10.0.1.1:$2" rate 250kbps burst "${burst:-10k}" peak unlimited mtu 1500 min-unit 500 "${@:3}"
}

forget()
{
	rsvpctl -n "$a" sender del "$1" "10.0.1.2:$2" from "10.0.1.1:$2"
}

congested()
{
	start in_ns "$a" "${idle[@]}" udpflow send 10.0.1.2 6000 -P 8 -l 1500 -r 1875000 -t 1000
	overload=$started
}

# udp PORT RATE N: 1000 bytes each; sets received and max
udp()
{
	local word

	start in_ns "$b" "${first[@]}" udpflow recv "$1" -n "$3" -t 1 >"$temporary/$1"
	busywait 5000 grep -q ready "$temporary/$1" || return 1
	in_ns "$a" "${first[@]}" udpflow send 10.0.1.2 "$1" -s "$1" -l 1000 -n "$3" -r "$2" >/dev/null
	wait "$started"
	for word in $(tail -n 1 "$temporary/$1"); do
		case $word in
		received=*) received=${word#*=} ;;
		max_us=*) max=${word#*=} ;;
		esac
	done
}

without()
{
	udp $plain 240000 500
	ktap_tell "udp, nothing asked: $received of 500 arrive, largest delay $max us"
	[ "$received" -lt 475 ] && [ "$max" -gt 20000 ]
}

# Of a rate that conforms nothing is lost, nor waits longer than for what is being sent.
with_guaranteed()
{
	ask udp $guaranteed service guaranteed || return 1
	udp $guaranteed 240000 500
	ktap_tell "udp, guaranteed: $received of 500 arrive, largest delay $max us"
	[ "$received" = 500 ] && [ "$max" -lt 10000 ]
}

with_load()
{
	ask udp $load service controlled-load || return 1
	udp $load 240000 500
	ktap_tell "udp, controlled load: $received of 500 arrive, largest delay $max us"
	[ "$received" = 500 ] && [ "$max" -lt 20000 ]
}

# tcp PORT [ARGS]: sets kbit to what a connection from there gets for 4 s, as data
tcp()
{
	local port=$1
	shift
	start in_ns "$b" "${idle[@]}" iperf3 -s -1 -p "$port" --logfile /dev/null
	busywait 5000 tcp_listens "$port"
	[[ $(in_ns "$a" iperf3 -c 10.0.1.2 -p "$port" --cport "$port" -t 4 -f k "$@") =~ \ ([0-9]+)\ Kbits/sec\ +receiver ]] &&
		kbit=${BASH_REMATCH[1]}
}

tcp_listens()
{
	in_ns "$b" ss -ltn | grep -q ":$1 "
}

# Super-packets in fact, or all that follows says nothing
gso()
{
	in_ns "$a" ethtool -k eth0 | grep 'tcp-segmentation-offload: on'
}

tcp_without()
{
	tcp 5201 || return 1
	ktap_tell "tcp, nothing asked: $kbit kbit/s"
	[ "$kbit" -lt 1400 ]
}

# 1448 bytes of data in packets of 1500; the class gives as much as was asked. iperf3 has two connections on a port: the first one
# says nothing much.
tcp_held()
{
	ask tcp 5202 service guaranteed || return 1
	tcp 5202 || return 1
	ktap_tell "tcp, guaranteed 2000 kbit/s: $kbit kbit/s"
	between "$kbit" 1750 1990 && is "$(class_of 5202 demoted_packets)" 0
}

class_of()
{
	rsvpctl -n "$a" -j -s session show tcp "10.0.1.2:$1" | jq -r ".[0].tc[0].$2"
}

# between VALUE LOW HIGH
between()
{
	echo "$1, expected $2 to $3"
	[ "$1" -ge "$2" ] && [ "$1" -le "$3" ]
}

# Ten segments to begin with, then two at a time, at a rate that conforms: charged by their packets, none is too much.
tcp_paced()
{
	forget udp $load && burst=30k ask tcp 5203 service controlled-load || return 1
	tcp 5203 --fq-rate 1800k || return 1
	ktap_tell "tcp at 1800 kbit/s, controlled load of 2000: $kbit kbit/s, demoted $(class_of 5203 demoted_packets) of $(class_of 5203 packets)"
	between "$kbit" 1650 1850 && is "$(class_of 5203 demoted_packets)" 0
}

# What has its own rate stays in time beside TCP that has as much and sends as much as it is let.
bound_beside_tcp()
{
	start in_ns "$b" "${idle[@]}" iperf3 -s -1 -p 5202 --logfile /dev/null
	busywait 5000 tcp_listens 5202 || return 1
	start in_ns "$a" iperf3 -c 10.0.1.2 -p 5202 --cport 5202 -t 30
	tcp=$started
	udp $guaranteed 240000 500
	kill_process "$tcp"
	ktap_tell "udp, guaranteed, beside tcp that has as much: $received of 500 arrive, largest delay $max us"
	[ "$received" = 500 ] && [ "$max" -lt 10000 ]
}

# They have what is left, and no less
others_go_on()
{
	are_running "$overload" && kill_process "$overload"
}

# 2 Mbit/s of 3: what is beyond waits at the sender, and none is lost
shaped_alone()
{
	forget tcp 5203
	udp $guaranteed 375000 500
	ktap_tell "udp at 3000 kbit/s, guaranteed 2000, idle link: $received of 500 arrive, largest delay $max us"
	[ "$received" = 500 ] && [ "$max" -gt 100000 ]
}

ktap_print_header
ktap_set_plan 12
require_root
require chrt ethtool iperf3 jq udpflow
insmod_rsvp
pair_up

ktap_test "a host has RSVP on, its neighbour has not" rsvpctl -n "$a" interface set dev eth0 rsvp on bandwidth 10mbit
ktap_test "TCP goes out in super-packets" gso
congested
ktap_told "best effort is lost and late" without
ktap_told "a guaranteed sender is not" with_guaranteed
ktap_told "nor one with controlled load" with_load
ktap_told "TCP has what is left over" tcp_without
ktap_told "TCP that is guaranteed has its rate" tcp_held
ktap_told "super-packets that conform are not policed away" tcp_paced
ktap_told "a guaranteed sender beside TCP is in time" bound_beside_tcp
ktap_test "all that on a congested interface" others_go_on
ktap_told "alone, what is too fast waits" shaped_alone
ktap_test "and the module can go" rmmod_rsvp

ktap_finished
