#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Admission: what fits, what does not, what a refusal says, and that the books are empty again afterwards. Rates are chosen
# so that link bytes are easy: m = 126 makes 140 bytes on Ethernet, a tenth more at 1260 and 1400.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_pair.sh"

# Tspec with r = 90 kB/s, on the link 100 kB/s
tspec=(rate 90kbps burst 10k peak 900kbps mtu 1500 min-unit 126)

class_appears()
{
	sender 5001 "${tspec[@]}" && reserve 5001 service guaranteed rate 90kbps slack 0 || return 1
	tc -n "$a" class show dev eth0
	[ "$(class 5001 link_rate_Bps)" = 100000 ] &&
		tc -n "$a" class show dev eth0 | grep -q 'class hfsc 5000:10 parent 5000:1 .*[rs][tc] m1 800Kbit d 0us m2 800Kbit'
}

# What the other end hears of a refusal: where, what was asked, what was free
refused_with()
{
	local output status

	output=$(reserve "$@" 2>&1)
	status=$?
	echo "$output"
	[ $status = 3 ]
}

refused_for_bandwidth()
{
	sender 5002 "${tspec[@]}"
	refused_with 5002 service guaranteed rate 756kbps slack 0 || return 1
	rsvpctl -n "$b" -j session show udp 10.0.1.2:5002 | jq -c '.[0].resv[0].error'
	rsvpctl -n "$b" -j session show udp 10.0.1.2:5002 |
		jq -e '.[0].resv[0].error | .asked_Bps == 840000 and .free_Bps == 825000 and .hop == "10.0.1.1" and .interface == "eth0"'
}

nothing_changed()
{
	is "$(link reserved_Bps)" 100000 && is "$(link free_Bps)" 825000 && is "$(link classes)" 1 && is "$(link refused)" 1
}

# The last that fits: 825000 of the link are 742500 of IP
exactly_what_is_free()
{
	unreserve 5002
	reserve 5002 service guaranteed rate 742500bps slack 0 || return 1
	is "$(link free_Bps)" 0 && is "$(link reserved_Bps)" 925000
}

# Only the difference has to fit
grows_into_what_is_left()
{
	unreserve 5002
	busywait 2000 is_free 825000 || return 1
	replace 5001 service guaranteed rate 810kbps slack 0 || return 1
	busywait 2000 is_rate 5001 900000
}

is_free()
{
	is "$(link free_Bps)" "$1"
}

is_rate()
{
	is "$(class "$1" link_rate_Bps)" "$2"
}

# shellcheck disable=SC2046
replace()
{
	local port=$1
	shift
	rsvpctl -n "$b" reservation replace $(to "$port") style ff $(from "$port") "$@" confirm wait 5s
}

too_much_growth_leaves_it()
{
	replace 5001 service guaranteed rate 900kbps slack 0 && return 1
	is_rate 5001 900000 && is_free 25000
}

overbooked()
{
	rsvpctl -n "$a" interface set dev eth0 bandwidth 4mbit || return 1
	is "$(link overbooked)" true && is "$(link reserved_Bps)" 900000 && is "$(link free_Bps)" 0 && is_rate 5001 900000
	tc -n "$a" qdisc show dev eth0 | grep 'qdisc tbf 5001: root .*rate 4Mbit '
}

# It may shrink, though even so it does not fit
shrinks_when_overbooked()
{
	replace 5001 service guaranteed rate 450kbps slack 0 || return 1
	busywait 2000 is_rate 5001 500000 && is "$(link overbooked)" true
}

not_overbooked_any_more()
{
	rsvpctl -n "$a" interface set dev eth0 bandwidth 10mbit || return 1
	is "$(link overbooked)" null && is_free 425000
}

flow_limit()
{
	rsvpctl -n "$a" interface set dev eth0 flow-limit 1mbit || return 1
	refused_with 5002 service guaranteed rate 126kbps slack 0 || return 1
	unreserve 5002
	rsvpctl -n "$a" interface set dev eth0 flow-limit none
}

class_cap()
{
	rsvpctl -n "$a" interface set dev eth0 class-cap 1 || return 1
	refused_with 5002 service guaranteed rate 90kbps slack 0 || return 1
	unreserve 5002
	rsvpctl -n "$a" interface set dev eth0 class-cap 100
}

# RFC 2211, 5; RFC 2205, B, code 1: "Sub-code = 3: MTU in flowspec larger than interface MTU"
packets_above_mtu()
{
	ip -n "$a" link set eth0 mtu 1400
	refused_with 5002 service guaranteed rate 90kbps slack 0 mtu 1500 || return 1
	rsvpctl -n "$b" -j session show udp 10.0.1.2:5002 | jq -c '.[0].resv[0].error'
	rsvpctl -n "$b" -j session show udp 10.0.1.2:5002 |
		jq -e '.[0].resv[0].error | .code == 1 and .value == 3 and .hop == "10.0.1.1"' || return 1
	ip -n "$a" link set eth0 mtu 1500
	unreserve 5002
	return 0
}

# r of controlled load is what counts, whatever p is
controlled_load()
{
	reserve 5002 service controlled-load rate 90kbps burst 10k || return 1
	is_rate 5002 100000
}

# RFC 2205, 2.2: the smaller of what senders send and what is asked for
senders_bound_it()
{
	unreserve 5002
	reserve 5002 service controlled-load rate 180kbps burst 10k || return 1
	is_rate 5002 100000
}

# 28 bytes are the smallest packet with ports; 14 are Ethernet's
minimum_unit()
{
	sender 5003 rate 28kbps burst 10k mtu 1500 min-unit 1
	reserve 5003 service guaranteed rate 28kbps slack 0 || return 1
	is_rate 5003 42000
}

overhead()
{
	rsvpctl -n "$a" interface set dev eth0 overhead 28 || return 1
	is_rate 5003 56000 && tc -n "$a" class show dev eth0 | grep -q '[rs][tc] m1 4480..bit d 0us m2 4480..bit' || return 1
	rsvpctl -n "$a" interface set dev eth0 overhead 14 && is_rate 5003 42000
}

# Then nothing can be reserved, but RSVP runs
no_bandwidth()
{
	local said

	rsvpctl -n "$a" interface set dev eth0 rsvp off
	tc -n "$a" qdisc show dev eth0 | grep -q noqueue || return 1
	rsvpctl -n "$a" interface set dev eth0 rsvp on || return 1
	unreserve 5003
	tc -n "$a" qdisc show dev eth0 | grep -q noqueue || return 1
	refused_with 5003 service guaranteed rate 28kbps slack 0 || return 1
	said=$(rsvpctl -n "$b" session show udp 10.0.1.2:5003)
	echo "$said"
	[[ $said == *"no bandwidth set"* && $said != *asked* && $said != *free* ]]
}

# What the administrator sets for the first time is installed at once
bandwidth_at_last()
{
	rsvpctl -n "$a" interface set dev eth0 bandwidth 10mbit || return 1
	replace 5003 service guaranteed rate 28kbps slack 0 || return 1
	is_rate 5003 42000 && is "$(classes)" 1
}

all_gone()
{
	for port in 5001 5002 5003; do
		unreserve $port
	done
	busywait 2000 empty
}

empty()
{
	is "$(link reserved_Bps)" 0 && is "$(link classes)" 0 && is_free 925000
}

# A class of x bytes/s gets up to x * x / 256e9 more, for HFSC rounds; so all of a link may not be promised, unless it is asked
# for more than all. Signalling has 1250000.
rounding_is_kept_free()
{
	rsvpctl -n "$a" interface set dev eth0 bandwidth 30gbit reservable 100% || return 1
	is_free $((3750000000 - 1250000 - 55748265 - 1)) || return 1
	rsvpctl -n "$a" interface set dev eth0 reservable 150% || return 1
	is_free $((3750000000 / 2 * 3 - 1250000))
}

ktap_print_header
ktap_set_plan 21
require_root
require jq tc

insmod_rsvp
pair_up
rsvp_on bandwidth 10mbit reservable 75%

ktap_test "a reservation has a class of its rate in link bytes" class_appears
ktap_test "what does not fit is refused, and the refusal says what was asked and free" refused_for_bandwidth
ktap_test "a refusal leaves the books alone" nothing_changed
ktap_test "exactly what is free fits" exactly_what_is_free
ktap_test "a change has to fit with its difference only" grows_into_what_is_left
ktap_test "a change that does not fit leaves what was" too_much_growth_leaves_it
ktap_test "a smaller bandwidth keeps what stands: overbooked" overbooked
ktap_test "on an overbooked link a reservation may shrink" shrinks_when_overbooked
ktap_test "with its bandwidth back the link is no longer overbooked" not_overbooked_any_more
ktap_test "limit per flow" flow_limit
ktap_test "class cap" class_cap
ktap_test "packets above the MTU of the link are refused" packets_above_mtu
ktap_test "controlled load gets r" controlled_load
ktap_test "a reservation gets no more than its senders send" senders_bound_it
ktap_test "a minimum policed unit below any packet is floored" minimum_unit
ktap_test "a new overhead changes what is reserved" overhead
ktap_test "without a bandwidth nothing is installed and nothing fits" no_bandwidth
ktap_test "a bandwidth set later is installed" bandwidth_at_last
ktap_test "everything gone, the books are empty" all_gone
ktap_test "what HFSC gives beyond what was asked is not promised" rounding_is_kept_free
ktap_test "and the module can go" rmmod_now

ktap_finished
