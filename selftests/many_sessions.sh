#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2154 # setup_ns assigns h1, r, h2
#
# Ten thousand sessions through one router: set up, dumped, refreshed, torn down; and a router that goes with all of them.
#
#   h1 eth0 ---- eth1 r eth2 ---- eth0 h2        10 Gbit/s
#   10.0.1.2  10.0.1.1  10.0.3.1  10.0.3.2

. "${0%/*}/lib.sh"

SESSIONS=${SESSIONS:-10000}
REFRESHED=${REFRESHED:-600}
STEP=50
first=10000

work=$temporary
# Rarer than by default, for the sake of who waits; but what is not refreshed is gone long before REFRESHED has passed:
# L = (K + 0.5) * 1.5 * R = 473 s (RFC 2205, 3.7).
R=90

# link NS DEV ADDRESS NS DEV ADDRESS
link()
{
	ip link add "$2" netns "$1" type veth peer name "$5" netns "$4" || ktap_exit_fail_msg "no link $2 - $5"
	ip -n "$1" address add "$3/24" dev "$2"
	ip -n "$4" address add "$6/24" dev "$5"
	ip -n "$1" link set "$2" up
	ip -n "$4" link set "$5" up
}

house_up()
{
	setup_ns h1 r h2
	in_ns "$r" sysctl -qw net.ipv4.ip_forward=1
	link "$h1" eth0 10.0.1.2 "$r" eth1 10.0.1.1
	link "$r" eth2 10.0.3.1 "$h2" eth0 10.0.3.2
	ip -n "$h1" route add default via 10.0.1.1
	ip -n "$h2" route add default via 10.0.3.1
	# The router is what is looked at; its neighbours shall not take the time.
	rsvpctl -n "$h1" interface set dev eth0 rsvp on bandwidth 10gbit refresh ${R}s backend none
	rsvpctl -n "$r" interface set dev eth1 rsvp on bandwidth 10gbit refresh ${R}s backend none
	rsvpctl -n "$r" interface set dev eth2 rsvp on bandwidth 10gbit refresh ${R}s
	rsvpctl -n "$h2" interface set dev eth0 rsvp on bandwidth 10gbit refresh ${R}s backend none
}

# batch NS FORMAT: that command for all sessions, in steps that the receive queues of the others can hold
batch()
{
	local n

	for ((n = first; n < first + SESSIONS; n++)); do
		((n % STEP)) || nap 0.1
		# shellcheck disable=SC2059 # a format it is
		printf "$2\n" $n
	done | rsvpctl -n "$1" -b - >"$work/output"
}

# reach KIND N: r has so many of them, in the end by refreshes
reach()
{
	slowwait 120 is_counter "$r" "$1" "$2" && return
	echo "$1: $(counter "$r" "$1"), expected $2"
	return 1
}

set_up()
{
	batch "$h1" "sender add udp 10.0.3.2:%d from 10.0.1.2:5004 rate 10kbps burst 3k peak 20kbps mtu 1500 min-unit 100" &&
		reach path_states "$SESSIONS" &&
		batch "$h2" "reservation add udp 10.0.3.2:%d style ff from 10.0.1.2:5004 service guaranteed rate 12kbps slack 0" &&
		reach tc_states "$SESSIONS" && has_classes "$SESSIONS"
}

has_classes()
{
	local classes
	classes=$(rsvpctl -n "$r" -j interface show dev eth2 | jq '.[0].classes')

	echo "classes: $classes"
	[ "$classes" = "$1" ]
}

dump()
{
	rsvpctl -n "$r" -j session show >"$1"
}

# Each once, and each with all its parts
dumped()
{
	dump "$work/before" || return 1
	jq -r '[length, ([.[].session.dport] | unique | length),
		(map(select((.path | length) == 1 and (.resv | length) == 1 and (.tc | length) == 1)) | length)] | @tsv' \
		"$work/before" >"$work/counts"
	cat "$work/counts"
	[ "$(<"$work/counts")" = "$SESSIONS"$'\t'"$SESSIONS"$'\t'"$SESSIONS" ]
}

ids()
{
	grep -o '"id":[0-9]*' "$1"
}

# An id is never used twice: what has expired and come again has another one.
refreshed()
{
	local paths resvs
	paths=$(counter "$r" rx_path) resvs=$(counter "$r" rx_resv)

	sleep "$REFRESHED"
	paths=$(($(counter "$r" rx_path) - paths)) resvs=$(($(counter "$r" rx_resv) - resvs))
	echo "$paths Paths and $resvs Resvs came"
	# At 0.5 R to 1.5 R, R on average; half of that at least
	[ $paths -ge $((SESSIONS * REFRESHED / R / 2)) ] && [ $resvs -ge $((SESSIONS * REFRESHED / R / 2)) ] || return 1
	dump "$work/after" && cmp <(ids "$work/before") <(ids "$work/after")
}

torn_down()
{
	batch "$h2" "reservation del udp 10.0.3.2:%d style ff from 10.0.1.2:5004" && reach tc_states 0 &&
		batch "$h1" "sender del udp 10.0.3.2:%d from 10.0.1.2:5004" && reach path_states 0 || return 1
	is_counter "$r" sessions 0 && is_counter "$r" resv_states 0 && has_classes 0
}

# within MS CMD...
within()
{
	local start limit=$1
	shift

	start=$(now_ms)
	"$@" || return 1
	took=$(($(now_ms) - start))
	echo "took $took ms"
	[ $took -le "$limit" ]
}

# timed NAME MS CMD...: and say how long it took
timed()
{
	took=
	ktap_test "$1" within "${@:2}"
	ktap_print_msg "${took:-no} ms"
}

# Deleting a namespace only begins: it has gone when the other end of its link has.
delete_router()
{
	ip netns delete "$r" && busywait 10000 eval '! ip -n "$h2" link show dev eth0 2>/dev/null'
}

ktap_print_header
ktap_set_plan 8
require_root
require jq

insmod_rsvp
house_up
timed "$SESSIONS sessions are set up through a router" 300000 set_up
timed "all of them are dumped, whole" 60000 dumped
ktap_test "in $REFRESHED s of refreshes nothing expires" refreshed
timed "all are torn down" 300000 torn_down
timed "$SESSIONS sessions are set up again" 300000 set_up
timed "the module goes with $SESSIONS reservations within 2 s" 2000 rmmod rsvp
cleanup_all_ns
insmod_rsvp
house_up
defer cleanup_all_ns
timed "there are $SESSIONS once more" 300000 set_up
timed "a namespace goes with $SESSIONS reservations within 2 s" 2000 delete_router
ktap_finished
