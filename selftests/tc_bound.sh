#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What is promised, measured under tenfold overload on a wire whose serialization is not ours: nothing that conforms is
# lost, and every packet of a guaranteed flow arrives within the bound that its receiver computes (RFC 2212).

. "${0%/*}/lib.sh"
. "${0%/*}/topo_pair.sh"

# value NAME: of the line NAME=VALUE ... on stdin
value()
{
	sed -n "s/.*\b$1=\([0-9]*\).*/\1/p"
}

# bound B M p r R: RFC 2212 with C and D of a's eth0, us; p is 0 for unlimited
bound()
{
	awk -v b="$1" -v M="$2" -v p="$3" -v r="$4" -v R="$5" -v C="$(link term_c_B)" -v D="$(link term_d_us)" 'BEGIN {
		burst = p ? (b - M) / R * (p - R) / (p - r) : (b - M) / R
		printf "%d\n", (burst + (M + C) / R) * 1e6 + D
	}'
}

# overload SECONDS: 100 Mbit/s in 32 flows, and TCP with super-packets
overload()
{
	start in_ns "$a" udpflow send 10.0.1.2 6000 -P 32 -l 1500 -r 12500000 -t "$1"
	overload=("$started")
	start in_ns "$b" iperf3 -s -1 --logfile /dev/null
	busywait 5000 listens
	start in_ns "$a" iperf3 -c 10.0.1.2 -t "$1" --logfile /dev/null
	overload+=("$started")
}

listens()
{
	in_ns "$b" ss -ltn | grep -q :5201
}

# receive PORT PACKETS: into the file $received
receive()
{
	received=$(mktemp)
	defer rm "$received"
	start in_ns "$b" udpflow recv "$1" -n "$2" -t 2 >"$received"
	receiver=$started
	busywait 5000 grep -q ready "$received"
}

arrived()
{
	wait "$receiver"
	cat "$received"
}

# Best effort is fair: it loses no more than its share, but what arrives is late.
without_reservation()
{
	receive 5001 1000
	in_ns "$a" udpflow send 10.0.1.2 5001 -s 5001 -l 60 -r 60000 -n 1000
	arrived
	[ "$(value received <"$received")" -lt 950 ] &&
		[ "$(value p99_us <"$received")" -gt "$(bound 1500 1500 0 60000 60000)" ]
}

# 1000 packets a second, each as small as they come
small_packets()
{
	sender 5001 rate 60kbps burst 1500 peak unlimited mtu 1500 min-unit 60
	reserve 5001 service guaranteed rate 60kbps slack 0 || return 1
	receive 5001 5000
	in_ns "$a" udpflow send 10.0.1.2 5001 -s 5001 -l 60 -r 60000 -n 5000
	arrived
	is "$(value received <"$received")" 5000 && is "$(class 5001 demoted_packets)" 0 &&
		[ "$(value max_us <"$received")" -le "$(bound 1500 1500 0 60000 60000)" ]
}

# The whole bucket back to back, again and again; 2 % less often than the rate allows, for a burst that leaves late is too
# close to the next one, that does not.
worst_source()
{
	local max limit

	sender 5002 rate 100kbps burst 15000 peak unlimited mtu 1500 min-unit 1500
	reserve 5002 service guaranteed rate 150kbps slack 0 || return 1
	receive 5002 300
	in_ns "$a" udpflow send 10.0.1.2 5002 -s 5002 -l 1500 -r 98000 -b 10 -n 300
	arrived
	max=$(value max_us <"$received")
	limit=$(bound 15000 1500 0 100000 150000)
	echo "max $max us, bound $limit us"
	is "$(value received <"$received")" 300 && is "$(class 5002 demoted_packets)" 0 &&
		[ "$max" -le "$limit" ] && [ "$max" -ge $((limit * 3 / 10)) ]
}

# many slow flows that all send at the same instant
# shellcheck disable=SC2046
crowd()
{
	local port

	for ((port = 5100; port < 5100 + crowd; port++)); do
		echo sender add $(to $port) $(from $port) rate 2kbps burst 200 peak unlimited mtu 200 min-unit 200
	done >"$batch"
	rsvpctl -n "$a" -b "$batch" >/dev/null || return 1
	busywait 5000 path_known $((port - 1)) || return 1
	for ((port = 5100; port < 5100 + crowd; port++)); do
		echo reservation add $(to $port) style ff $(from $port) service guaranteed rate 2kbps slack 0
	done >"$batch"
	rsvpctl -n "$b" -b "$batch" >/dev/null || return 1
	busywait 5000 are_classes $((crowd + 2))
}

# A fast flow beside them. The wire takes 20 ms for a packet of each: the flow must not wait for that, wherever the crowd waits
beside_the_crowd()
{
	local max limit

	sender 5003 rate 500kbps burst 3000 peak unlimited mtu 1500 min-unit 1500
	reserve 5003 service guaranteed rate 500kbps slack 0 || return 1
	receive 5003 1000
	start in_ns "$a" udpflow send 10.0.1.2 5100 -s 5100 -P $crowd -b $crowd -l 200 -r $((crowd * 2000)) -n $((50 * crowd))
	in_ns "$a" udpflow send 10.0.1.2 5003 -s 5003 -l 1500 -r 490000 -n 1000
	arrived
	max=$(value max_us <"$received")
	# It sends one packet at a time; a bucket of two is for a sender that is late
	limit=$(bound 1500 1500 0 500000 500000)
	echo "max $max us, bound $limit us, demoted $(class 5003 demoted_packets)"
	is "$(value received <"$received")" 1000 && is "$(class 5003 demoted_packets)" 0 && [ "$max" -le "$limit" ]
}

# It was no pause in which all went well.
still_overloaded()
{
	are_running "${overload[@]}"
}

are_classes()
{
	is "$(link classes)" "$1"
}

ktap_print_header
ktap_set_plan 7
require_root
require jq tc iperf3 udpflow

crowd=120
batch=$(mktemp)
defer rm -f "$batch"
insmod_rsvp
wire_up 10mbit
rsvp_on bandwidth 10mbit reservable 85%
overload 120

ktap_test "without a reservation packets are lost or late" without_reservation
ktap_test "60-byte packets at exactly their reserved rate are not" small_packets
ktap_test "a worst-case source is within its bound, and not far" worst_source
ktap_test "a crowd of reservations" crowd
ktap_test "a fast flow beside the crowd is within its bound" beside_the_crowd
ktap_test "all that under load" still_overloaded
ktap_test "and the module can go" rmmod_now

ktap_finished
