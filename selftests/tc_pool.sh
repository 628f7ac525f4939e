#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The pool of classes: a class that lost its flow rests, and the next reservation gets it.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_pair.sh"

make_class()
{
	sender "$1" rate 100kbps burst 10k peak 1mbps mtu 1500 min-unit 126 &&
		reserve "$1" service guaranteed rate 100kbps slack 0
}

minor()
{
	printf '%x' $(($(class "$1" classid) & 0xffff))
}

gone()
{
	unreserve "$1"
	busywait 2000 is_reserved 0
}

is_reserved()
{
	is "$(link reserved_Bps)" "$1"
}

class_is_parked()
{
	gone 5001 || return 1
	is "$(classes)" 1 || return 1
	tc -n "$a" class show dev eth0 | grep 'class hfsc 5000:10 .* rt m1 8bit d 0us m2 8bit'
}

# It may still have packets on the way to it: it is not given away before 4 seconds have passed.
resting_class_is_left_alone()
{
	make_class 5002 && is "$(minor 5002)" 11 && is "$(classes)" 2
}

rested_class_is_reused()
{
	gone 5002 || return 1
	sleep 4.5
	make_class 5003 && is "$(classes)" 2 && is "$(minor 5003)" 10 || return 1
	tc -n "$a" class show dev eth0 | grep 'class hfsc 5000:10 .*[rs][tc] m1 888[89]..bit d 0us m2 888[89]..bit'
}

# A queue that was sized for one bucket is sized for the next one's.
queue_fits_the_next()
{
	is "$(limit 10)" 14406
	gone 5003
	sleep 4.5
	sender 5004 rate 100kbps burst 100k peak 1mbps mtu 1500 min-unit 126 &&
		reserve 5004 service guaranteed rate 100kbps slack 0 || return 1
	is "$(limit "$(minor 5004)")" 116806
}

limit()
{
	tc -n "$a" qdisc show dev eth0 | sed -n "s/.*bfifo .* parent 5000:$1 limit \(.*\)b.*/\1/p"
}

# In one batch: what is asked for is another rate each time.
# shellcheck disable=SC2046
hundred_times()
{
	local i before

	before=$(classes)
	for ((i = 0; i < 100; i++)); do
		echo reservation replace $(to 5004) style ff $(from 5004) service guaranteed \
			rate $((100 + i % 7))kbps slack 0 confirm wait 5s
	done >"$batch"
	rsvpctl -n "$b" -b "$batch" || return 1
	is "$(classes)" "$before" && is "$(class 5004 link_rate_Bps)" $(((101 * 1000 * 140 + 125) / 126))
}

# Shared by two senders: a source merge point, where guaranteed service is reshaped (RFC 2212). Such a class has no share of
# the link beyond its curve.
# shellcheck disable=SC2046
reshapes()
{
	gone 5004
	sleep 4.5
	sender 5005 rate 100kbps burst 10k peak 1mbps mtu 1500 min-unit 126
	rsvpctl -n "$a" sender add $(to 5005) $(from 5006) rate 100kbps burst 10k peak 1mbps mtu 1500 min-unit 126
	busywait 5000 two_senders || return 1
	rsvpctl -n "$b" reservation add $(to 5005) style se $(from 5005) $(from 5006) service guaranteed rate 200kbps \
		burst 10k tspec-rate 100kbps peak 1mbps slack 0 confirm wait 5s || return 1
	tc -n "$a" class show dev eth0
	is "$(classes)" 2 || return 1
	tc -n "$a" class show dev eth0 | grep 'class hfsc 5000:.* rt m1 1777[0-9]*K*bit d [0-9.]*ms m2 888[89]..bit $'
}

# shellcheck disable=SC2046
two_senders()
{
	[ "$(rsvpctl -n "$b" -j session show $(to 5005) | jq '.[0].path | length')" = 2 ]
}

# ...and is a usual class again for the next one
# shellcheck disable=SC2046
reshaper_is_reused()
{
	rsvpctl -n "$b" reservation del $(to 5005) style se $(from 5005) $(from 5006)
	busywait 2000 is_reserved 0 || return 1
	sleep 4.5
	make_class 5007 && is "$(classes)" 2 || return 1
	tc -n "$a" class show dev eth0 | grep 'class hfsc 5000:.* [rs][tc] m1 888[89]..bit d 0us m2 888[89]..bit'
}

# Controlled load hangs from the qdisc, that HFSC takes no sibling ahead of it, and weighs more than its curve: a class that was
# elsewhere is made anew for it, and one of its own is not for guaranteed service.
# shellcheck disable=SC2046
load_is_no_sibling()
{
	gone 5007
	sleep 4.5
	sender 5009 rate 100kbps burst 10k peak 1mbps mtu 1500 min-unit 126 &&
		reserve 5009 service controlled-load rate 100kbps && is "$(classes)" 2 || return 1
	tc -n "$a" class show dev eth0
	tc -n "$a" class show dev eth0 | grep 'class hfsc 5000:.* parent 5000: .* rt m1 888[89]..bit .* ls m1 1422.*bit' || return 1
	rsvpctl -n "$b" reservation replace $(to 5009) style ff $(from 5009) service guaranteed rate 100kbps slack 0 confirm \
		wait 5s || return 1
	tc -n "$a" class show dev eth0
	is "$(classes)" 2 && tc -n "$a" class show dev eth0 | grep 'class hfsc 5000:.* parent 5000:1 .*[rs][tc] m1 888[89]..bit' ||
		return 1
	gone 5009
}

# What waits in a class whose flow is gone still goes: by its share of the link
parked_class_drains()
{
	local received

	sender 5008 rate 100kbps burst 10k peak unlimited mtu 1500 min-unit 126
	reserve 5008 service guaranteed rate 100kbps slack 0 || return 1
	received=$(mktemp)
	start in_ns "$b" udpflow recv 5008 -n 8 -t 3 >"$received"
	busywait 5000 grep -q ready "$received" || return 1
	# A slow link: it takes longer to send that much than to unreserve.
	rsvpctl -n "$a" interface set dev eth0 bandwidth 100kbit || return 1
	in_ns "$a" udpflow send 10.0.1.2 5008 -s 5008 -l 1000 -n 8 -b 8
	gone 5008 || return 1
	[ "$(backlog)" -gt 0 ] || return 1
	wait "$started"
	cat "$received"
	grep -q received=8 "$received" && is "$(backlog)" 0 || return 1
	rm "$received"
}

backlog()
{
	tc -n "$a" -s class show dev eth0 | grep -A 2 '^class hfsc 5000:1[0-9] ' |
		awk '/backlog/ { sub(/p/, "", $3); n += $3 } END { print n + 0 }'
}

ktap_print_header
ktap_set_plan 10
require_root
require jq tc udpflow

batch=$(mktemp)
defer rm -f "$batch"
insmod_rsvp
pair_up
rsvp_on bandwidth 10mbit

cmd_ok "a reservation" make_class 5001
ktap_test "without a flow its class is parked" class_is_parked
ktap_test "a class at rest is not given away" resting_class_is_left_alone
ktap_test "a class that has rested is" rested_class_is_reused
ktap_test "its queue is as long as the new bucket wants" queue_fits_the_next
ktap_test "a hundred changes make no class" hundred_times
ktap_test "a reshaper gets its curve and no more" reshapes
ktap_test "its class is used again" reshaper_is_reused
ktap_test "controlled load has classes of its own" load_is_no_sibling
ktap_test "a parked class sends what it has" parked_class_drains

ktap_finished
