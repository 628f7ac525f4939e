#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Policing: exactly what is beyond the Tspec is best effort, and counted. RFC 2211, 7 and RFC 2212, Policing.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_pair.sh"

# udp PORT COUNT RATE [ARGS]: 1000 bytes each unless said
udp()
{
	local port=$1 n=$2 rate=$3
	shift 3
	in_ns "$a" udpflow send 10.0.1.2 "$port" -s "$port" -n "$n" -r "$rate" -l 1000 "$@"
}

demoted()
{
	class "$1" demoted_packets
}

# between VALUE LOW HIGH
between()
{
	echo "$1, expected $2 to $3"
	[ "$1" -ge "$2" ] && [ "$1" -le "$3" ]
}

flow()
{
	local port=$1
	shift
	sender "$port" "$@"
}

conforming()
{
	flow 5001 rate 100kbps burst 10000 peak unlimited mtu 1500 min-unit 100
	reserve 5001 service "${service[@]}" || return 1
	udp 5001 1000 100000
	is "$(class 5001 packets)" 1000 && is "$(demoted 5001)" 0 && is "$(class 5001 policed)" true
}

# 1100 packets in 9.99 s: 10 of the bucket and 999 of the rate conform
ten_percent_over()
{
	# The bucket fills in no less.
	sleep 0.1
	udp 5001 1100 110000
	between "$(demoted 5001)" 90 92 && is "$(class 5001 demoted_bytes)" "$(demoted 5001)000"
}

# What is demoted is best effort, not dropped
demoted_goes_on()
{
	between "$(best_effort)" 90 92
}

best_effort()
{
	tc -n "$a" -s class show dev eth0 | grep -A 1 '^class hfsc 5000:2 ' | sed -n 's/.* \([0-9]*\) pkt .*/\1/p'
}

demotion_is_counted()
{
	is "$(counter "$a" demoted)" "$(demoted 5001)"
}

# Without a pause the bucket is all there is
bucket_only()
{
	flow 5002 rate 100kbps burst 10000 peak unlimited mtu 1500 min-unit 100
	reserve 5002 service guaranteed rate 100kbps slack 0 || return 1
	udp 5002 100 100000 -b 100
	between "$(demoted 5002)" 89 90
}

# M + pT: of a burst at once only the first fits
peak()
{
	flow 5003 rate 100kbps burst 10000 peak 200kbps mtu 1500 min-unit 100
	reserve 5003 service guaranteed rate 100kbps slack 0 || return 1
	udp 5003 10 100000 -b 10
	is "$(demoted 5003)" 9 || return 1
	# At the peak rate all of it
	sleep 1
	udp 5003 10 200000
	is "$(demoted 5003)" 9
}

# Controlled load knows no peak
no_peak()
{
	flow 5004 rate 100kbps burst 10000 peak 200kbps mtu 1500 min-unit 100
	reserve 5004 service controlled-load rate 100kbps || return 1
	udp 5004 10 100000 -b 10
	is "$(demoted 5004)" 0
}

# A packet of 50 bytes counts as m = 100
minimum_unit()
{
	flow 5005 rate 10kbps burst 1000 peak unlimited mtu 1500 min-unit 100
	reserve 5005 service guaranteed rate 10kbps slack 0 || return 1
	udp 5005 20 10000 -b 20 -l 50
	is "$(demoted 5005)" 10
}

above_M()
{
	flow 5006 rate 100kbps burst 10000 peak unlimited mtu 500 min-unit 100
	reserve 5006 service guaranteed rate 100kbps slack 0 || return 1
	udp 5006 3 100000 -l 500
	udp 5006 3 100000 -l 501
	is "$(demoted 5006)" 3
}

# A super-packet costs what its segments cost: 11 of 172 + 28 bytes
super_packets()
{
	flow 5007 rate 10kbps burst 2000 peak unlimited mtu 1500 min-unit 100
	reserve 5007 service guaranteed rate 10kbps slack 0 || return 1
	udp 5007 1 100000 -l $((11 * 172 + 28)) -g 172
	is "$(class 5007 packets)" 11 && is "$(class 5007 bytes)" 2200 && is "$(demoted 5007)" 1
}

# Where nobody segments it, it goes in one piece: with all its segments beyond the bucket of 2000
super_packets_in_one()
{
	rsvpctl -n "$a" interface set dev eth0 backend mark || return 1
	flow 5012 rate 10kbps burst 2000 peak unlimited mtu 1500 min-unit 100
	reserve 5012 service guaranteed rate 10kbps slack 0 || return 1
	udp 5012 1 100000 -l $((11 * 172 + 28)) -g 172
	is "$(class 5012 packets)" 11 && is "$(class 5012 bytes)" 2200 && is "$(demoted 5012)" 11
}

# SCTP, whose sessions have no ports, bundles packets of its own making: each is measured, not the bundle, which no link takes.
bundles()
{
	local session="132 10.0.1.2" source="from 10.0.1.1" large

	modprobe -q sctp || { echo "no SCTP"; return 0; }
	# shellcheck disable=SC2086
	rsvpctl -n "$a" sender add $session $source rate 1mbps burst 200k peak unlimited mtu 1500 min-unit 40 &&
		busywait 5000 bundles_known &&
		rsvpctl -n "$b" reservation add $session style ff $source service guaranteed rate 1mbps slack 0 confirm wait 5s ||
		return 1
	in_ns "$b" nft "add table netdev t
		add chain netdev t c { type filter hook ingress device eth0 priority 0; }
		add rule netdev t c meta l4proto sctp meta length > 1500 counter" || return 1
	start in_ns "$b" python3 -c "$sctp
s.bind(('10.0.1.2', 5013))
s.listen(1)
c = s.accept()[0]
n = 0
while n < 100000:
    n += len(c.recv(65536))"
	busywait 5000 sctp_listens || return 1
	in_ns "$a" python3 -c "$sctp
s.bind(('10.0.1.1', 5013))
s.connect(('10.0.1.2', 5013))
for i in range(10):
    s.send(bytes(10000))
s.close()" || return 1
	wait "$started" || return 1
	large=$(in_ns "$b" nft list chain netdev t c | sed -n 's/.* packets \([0-9]*\) .*/\1/p')
	is_at_least "$large" 1 && is_at_least "$(rsvpctl -n "$a" -j -s session show $session | jq '.[0].tc[0].packets')" 70 &&
		is "$(rsvpctl -n "$a" -j -s session show $session | jq '.[0].tc[0].demoted_packets')" 0
}

sctp="import socket
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM, 132)"

bundles_known()
{
	rsvpctl -n "$b" session show 132 10.0.1.2 | grep -q sender
}

sctp_listens()
{
	in_ns "$b" grep -q 5013 /proc/net/sctp/eps
}

# What was asked for anew holds from then on; what was sent before stays sent.
# shellcheck disable=SC2046
change_keeps_the_bucket()
{
	flow 5008 rate 10kbps burst 10000 peak unlimited mtu 1500 min-unit 100
	reserve 5008 service guaranteed rate 10kbps slack 0 || return 1
	udp 5008 10 100000 -b 10
	is "$(demoted 5008)" 0 || return 1
	rsvpctl -n "$b" reservation replace $(to 5008) style ff $(from 5008) service guaranteed rate 20kbps slack 0 confirm \
		wait 5s || return 1
	udp 5008 10 100000 -b 10
	between "$(demoted 5008)" 8 10
}

# Behind a source merge point what two senders send is reshaped: it waits, up to b + Csum + Dsum * r, and only then does
# not conform.
# shellcheck disable=SC2046
reshaped()
{
	local first

	sender 5010 rate 10kbps burst 10000 peak unlimited mtu 1500 min-unit 100
	rsvpctl -n "$a" sender add $(to 5010) $(from 5011) rate 10kbps burst 10000 peak unlimited mtu 1500 min-unit 100
	busywait 5000 two_senders || return 1
	rsvpctl -n "$b" reservation add $(to 5010) style se $(from 5010) $(from 5011) service guaranteed rate 10kbps \
		tspec-rate 10kbps burst 10000 slack 0 confirm wait 5s || return 1
	start in_ns "$b" udpflow recv 5010 -t 3
	# A rate so low that it does not matter when the second begins
	in_ns "$a" udpflow send 10.0.1.2 5010 -s 5010 -n 12 -b 12 -l 1000 -r 100000 >/dev/null
	in_ns "$a" udpflow send 10.0.1.2 5010 -s 5011 -n 12 -b 12 -l 1000 -r 100000 >/dev/null
	first=$(demoted 5010)
	# b twice: once in the bucket, once in the buffer
	between "$first" 3 4
}

# shellcheck disable=SC2046
two_senders()
{
	[ "$(rsvpctl -n "$b" -j session show $(to 5010) | jq '.[0].path | length')" = 2 ]
}

ktap_print_header
ktap_set_plan 15
require_root
require jq tc nft python3 udpflow

service=(guaranteed rate 100kbps slack 0)

insmod_rsvp
pair_up
rsvp_on bandwidth 100mbit

ktap_test "what conforms is never demoted" conforming
ktap_test "of a flow that sends 10 % more, exactly that" ten_percent_over
ktap_test "it is best effort then" demoted_goes_on
ktap_test "and counted" demotion_is_counted
ktap_test "a burst beyond the bucket" bucket_only
ktap_test "a burst beyond the peak rate" peak
ktap_test "controlled load has no peak rate" no_peak
ktap_test "small packets count as m" minimum_unit
ktap_test "packets above M do not conform" above_M
ktap_test "a super-packet costs what its segments cost" super_packets
ktap_test "a change keeps what was taken from the bucket" change_keeps_the_bucket
ktap_test "a source merge point reshapes" reshaped
ktap_test "also where it stays in one piece" super_packets_in_one
ktap_test "of a bundle of SCTP each packet is measured" bundles
ktap_test "and the module can go" rmmod_now

ktap_finished
