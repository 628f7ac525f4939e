#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Events: one for everything that comes, changes or goes, with the whole object in it, in the group that it belongs to;
# and who reads too slowly learns of it.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_node.sh"

events=$(mktemp)
defer rm -f "$events"

ask()
{
	in_ns "$node" nlreq -i dummy0 "$@"
}

# listen GROUP...: events go to $events, and somebody listens when this returns
listen()
{
	: >"$events"
	start rsvpctl -n "$node" -j monitor "$@" >"$events"
	busywait 5000 somebody_listens
}

somebody_listens()
{
	in_ns "$node" awk '$2 == 16 && $4 != "00000000" { found = 1 } END { exit !found }' /proc/net/netlink
}

# told KIND EVENT: exactly one
told()
{
	local n

	n=$(grep -c "\"name\":\"$1-ntf\".*\"event\":\"$2\"}}\$" "$events")
	[ "$n" = 1 ] || { echo "$1 $2: $n"; return 1; }
}

all_told()
{
	local event=$1 kind
	shift

	for kind; do
		busywait 5000 told "$kind" "$event" || { cat "$events"; return 1; }
	done
}

come()
{
	ask iface-set 'iface{ifindex=@ rsvp=1 bandwidth=1250000}' sender-new "$sender persist}" \
		reservation-new "$reservation persist}" || return 1
	all_told new iface sender path reservation resv tc
}

change()
{
	: >"$events"
	ask iface-set 'iface{ifindex=@ keep=4}' sender-new "replace $sender persist mark=1}" \
		reservation-new "replace $reservation persist confirm}" || return 1
	all_told change iface sender reservation
}

go()
{
	: >"$events"
	ask reservation-del "reservation{$session style=17}" sender-del "${sender%% tspec*}}" \
		iface-set 'iface{ifindex=@ rsvp=0}' || return 1
	all_told del iface sender path reservation resv tc
}

whole_objects()
{
	local line

	while read -r line; do
		[[ $line == *'"iface":{"ifindex":'*'"keep":'* ||
			$line == *'":{"id":'*'"session":{"dst":"10.0.3.2","proto":17,"dport":5004}'* ]] || { echo "$line"; return 1; }
	done <"$events"
}

# Only what belongs to the group "config"
config_only()
{
	listen config
	ask sender-new "$sender persist}" sender-del "${sender%% tspec*}}" || return 1
	all_told del sender || return 1
	[ "$(grep -c '"name":"sender-ntf"' "$events")" = 2 ] && [ "$(wc -l <"$events")" = 2 ]
}

# More than its socket holds, while it does not read
too_slow()
{
	local monitor requests=() i

	start rsvpctl -n "$node" -j monitor >"$events" 2>&1
	monitor=$started
	busywait 5000 somebody_listens
	kill -STOP "$monitor"
	for ((i = 0; i < 500; i++)); do
		requests+=(sender-new "replace $sender persist mark=$i}")
	done
	ask "${requests[@]}" >/dev/null
	kill -CONT "$monitor"
	busywait 5000 grep -q overrun "$events"
}

# far PORT: a sender whose data leaves by dummy0
far()
{
	echo "sender{session{dst4=10.0.3.9 proto=17 dport=5004} filter{src4=10.0.1.2 sport=$1} tspec{rate=1000 burst=1500 mtu=1500} persist}"
}

# Many senders find a way out at once; the next command does not wait for all of them
others_get_their_turn()
{
	local requests=() i

	ask iface-set 'iface{ifindex=@ rsvp=0}'
	for ((i = 1; i <= 600; i++)); do
		requests+=(sender-new "$(far $i)")
	done
	ask "${requests[@]}" >/dev/null && listen || return 1
	ask iface-set 'iface{ifindex=@ rsvp=1 bandwidth=1250000}' sender-new "$(far 601)" || return 1
	busywait 5000 ways_out 601 || return 1
	# In lane uml time, and who asks, stands still as long as there is work
	[ "${RSVP_LANE:-}" = uml ] ||
		busywait 2000 awk '/"sender-ntf"/ { turn = 1 } turn && /"path-ntf".*"change"/ { n++ } END { print n + 0; exit !n }' "$events"
}

ways_out()
{
	is "$(rsvpctl -n "$node" -j session show | jq '[.[].path[] | select(.oif)] | length')" "$1"
}

is()
{
	echo "$1, expected $2"
	[ "$1" = "$2" ]
}

ktap_print_header
ktap_set_plan 7
require_root
require jq nlreq rsvpctl
insmod_rsvp
node_up

listen
monitor=$started
ktap_test "what comes is told" come
ktap_test "with the whole object" whole_objects
ktap_test "what changes is told" change
ktap_test "what goes is told" go
kill_process "$monitor"
ktap_test "a group has its own events only" config_only
kill_process "$started"
ktap_test "who reads too slowly learns of it" too_slow
kill_process "$started"
ktap_test "many that follow from one command leave others their turn" others_get_their_turn

ktap_finished
