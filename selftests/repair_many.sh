#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2154 # setup_ns assigns the nodes
#
# Local repair (RFC 2205, 3.6) of many flows at once, with W = 0: the Paths of all of them take the other way in less than a
# second, so that no receive queue overflows, and what refreshes them afterwards is spread over the period as before.
# FLOWS="100 10000" for other numbers; BACKEND=hfsc for classes, too. With RSVP_OUT set figures are left there.
#
# Of topo_diamond.sh r1 and r4 know RSVP, the router whose route changes and its new next hop: all routers share one processor
# here. feed plays the others: the sender's host, r3 on the old way, r2 behind the new next hop.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_diamond.sh"

FLOWS=${FLOWS:-1000}
BACKEND=${BACKEND:-none}
R=30
first=10000

work=$temporary
# What is lost is told again
topo_repeats="repeats 2"

routers_up()
{
	local at

	diamond_make
	for at in $h1 $r3 $r2; do
		deaf "$at"
	done
	net_rsvp_on "$r1 eth1 eth2 eth3" "$r4 eth1 eth2" -- bandwidth 10gbit refresh ${R}s repair 0 backend "$BACKEND"
	# Nobody waits for an address on the way to be
	for at in "$r1 2 2" "$r1 5 2" "$r4 6 1" "$h1 1 1"; do
		# shellcheck disable=SC2086 # words
		set -- $at
		busywait 10000 in_ns "$1" ping -c 1 -W 1 "$(net_address "$2" "$3")" >/dev/null || return 1
	done
}

# message TYPE WORD...: one, in hex
message()
{
	rsvpmsg.py send --print "$@" --session "$(net_address 3 2)/17/$first" --rate 10000 --burst 3000 --peak 20000 \
		--refresh $((R * 1000))
}

from_h1()
{
	[ "$IPV" = 6 ] && echo "[$(net_address 1 2)]:5004" || echo "$(net_address 1 2):5004"
}

# resvs NS NET HOP NH NH_DEV: the node with the number HOP at NET reserves for all at NH, which leaves by NH_DEV there
resvs()
{
	local to resv
	to=$(net_address "$2" "$(( 3 - $3 ))")

	resv=$(message resv --src "$(net_address "$2" "$3")" --dst "$to" --hop "$(net_address "$2" "$3")" \
		--lih "$(in_ns "$4" cat "/sys/class/net/$5/ifindex")" --filter "$(from_h1)" --gs 12000) &&
		in_ns "$1" feed messages "$to" "$resv" $first "$flows"
}

set_up()
{
	local path

	path=$(message path --src "$(net_address 1 2)" --dst "$(net_address 3 2)" --sender "$(from_h1)" --hop "$(net_address 1 2)") &&
		in_ns "$h1" feed messages "$(net_address 3 2)" "$path" $first "$flows" alert &&
		slowwait 20 is_counter "$r1" path_states "$flows" && resvs "$r3" 2 2 "$r1" eth2 &&
		slowwait 20 is_counter "$r1" tc_states "$flows"
}

# watch DEV: what r1 sends and hears there
watch()
{
	capture "$r1" "$1" "$work/$1.pcap" 160 'proto 46 or ip6 proto 46 or ip6 proto 0' later
}

on_new_way()
{
	is_counter "$r4" tc_states "$flows" && is_counter "$r1" tc_states "$flows" && is_counter "$r1" resv_states "$flows"
}

repair()
{
	: >"$work/figures"
	watch eth3 && watch eth2 || return 1
	began=$EPOCHREALTIME
	# Who asked meanwhile would take time from all routers, on their one processor
	way 5 && nap 1.2 && slowwait 20 is_counter "$r4" path_states "$flows" && resvs "$r2" 6 1 "$r4" eth2 && slowwait 20 on_new_way || return 1
	# A whole period, after the last repeat
	sleep $((R * 2))
	captures_end
	repair_times.py "$began" "$flows" $R "$work/eth3.pcap" "$work/eth2.pcap" >"$work/figures"
}

# figure NAME: as an integer
figure()
{
	awk -F '\t' -v name="$1" '$1 == name { found = 1; printf "%d\n", $2 } END { exit !found }' "$work/figures"
}

in_time()
{
	[ "$(figure "last repaired Path")" -lt 1000 ]
}

# What has no room in a receive queue
queue_drops()
{
	rsvpctl -n "$1" -j stats show | jq "map(select(.name | test(\"queue_full|source_share|no_memory\")) | .value) | add // 0"
}

nothing_dropped()
{
	local ns drops

	for ns in $r1 $r4; do
		drops=$(queue_drops "$ns")
		[ "$drops" = 0 ] || { echo "$ns: $drops"; return 1; }
	done
}

# Of 20 steps, one is five deviations above by chance once in 10^5 runs
refreshes_spread()
{
	[ "$(figure "most Path refreshes in R/20")" -lt 5 ] && [ "$(figure "most Resv refreshes in R/20")" -lt 5 ]
}

ktap_print_header
# shellcheck disable=SC2086 # words
set -- $FLOWS
ktap_set_plan $((5 * $#))
require_root
require jq nft tcpdump

for flows; do
	routers_up || ktap_exit_fail_msg "no RSVP"
	ktap_test "$flows flows by one of two ways" set_up
	ktap_test "all of them take the other one" repair
	ktap_test "... in less than a second" in_time
	ktap_test "... without a full queue" nothing_dropped
	ktap_test "... and their refreshes are spread" refreshes_spread
	ktap_print_msg "$(tr '\t' ' ' <"$work/figures")"
	for ns in $r1 $r4; do
		ktap_print_msg "$ns: $(rsvpctl -n "$ns" -j stats show | jq -r 'map(select(.value > 0) | "\(.name) \(.value)") | join(", ")')"
	done
	[ -z "${RSVP_OUT:-}" ] || sed "s/^/Repair, $flows flows: /" "$work/figures" >>"$RSVP_OUT/figures"
	cleanup_all_ns
done

ktap_finished
