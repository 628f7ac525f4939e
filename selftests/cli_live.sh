#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# rsvpctl against the node: what it shows, as text and as JSON, what it waits for, and how it ends.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_line.sh"

require rsvpctl jq
require_root

# SESSION, SOURCE: the flow under test, in words; ADDRESS is its destination in JSON
if [ "$IPV" = 6 ]; then
	session=(udp "[$H2]:5004") full=(udp "[$H2]:5005") source=(from "[$H1]:5004") other=-4
else
	session=(udp "$H2:5004") full=(udp "$H2:5005") source=(from "$H1:5004") other=-6
fi
traffic=(rate 100kbps burst 15k peak 200kbps mtu 1500)

temp=$(mktemp -d)
defer rm -rf "$temp"

# ends STATUS TEXT WORD...: exit status and something that is said
ends()
{
	local status=$1 text=$2 output is
	shift 2
	output=$(rsvpctl "$@" 2>&1)
	is=$?
	echo "$output (status $is)"
	[ "$is" = "$status" ] && [[ $output == *"$text"* ]]
}

# json EXPRESSION WORD...: of the whole output, which is one array
json()
{
	local expression=$1 output
	shift
	output=$(rsvpctl -j "$@") || return 1
	echo "$output"
	[ "$(wc -l <<<"$output")" = 1 ] && jq -e "$expression" <<<"$output" >/dev/null
}

# until_json EXPRESSION WORD...
until_json()
{
	busywait 10000 json "$@"
}

interface_settings()
{
	json '.[0] | .refresh_ms == 30000 and .keep == 3 and .slew_max_pct == 30' -n "$h1" interface show dev eth0 &&
		rsvpctl -n "$h1" interface set dev eth0 bandwidth 16mbit reservable 62.5% flow-limit 1mbit refresh 20s keep 4 \
		slew-max 20% class-cap 99 overhead 20 repeats 3 &&
		json '.[0] | .bandwidth_Bps == 2000000 and .reservable_pct == 62.5 and .flow_limit_Bps == 125000 and
			.refresh_ms == 20000 and .keep == 4 and .slew_max_pct == 20 and .repeats == 3 and .class_cap == 99 and .overhead_B == 20 and
			.ifname == "eth0" and .rsvp == 1 and .backend == "hfsc" and .event == null' \
			-n "$h1" interface show dev eth0 &&
		ends 0 'bandwidth 16mbit reservable 62.5% flow-limit 1mbit' -n "$h1" interface show dev eth0 &&
		rsvpctl -n "$h1" interface set dev eth0 bandwidth 10mbit reservable 75% flow-limit none repeats 0
}

# What is printed can be said again
sender_round_trip()
{
	local words

	words=$(rsvpctl -n "$h1" sender show "${session[@]}") || return 1
	echo "$words"
	read -ra words <<<"${words#*: }"
	ends 0 'sender id' -n "$h1" sender replace "${words[@]}"
}

path_everywhere()
{
	local ns

	for ns in $h1 $r1 $r2 $h2; do
		until_json ".[0] | .session.dst == \"$H2\" and .session.dport == 5004 and (.path | length) == 1 and
			.path[0].filter.src == \"$H1\" and .path[0].tspec.rate_Bps == 100000 and .path[0].tspec.mtu_B == 1500 and
			.path[0].session == null" -n "$ns" session show "${session[@]}" || return 1
	done
	json ".[0].path[0] | .phop.addr == \"$R1_R2\" and (.oif | length) == 1 and .adspec.hops == 2 and
		.refresh_ms > 0 and .expires_ms > 0 and .local == null" -n "$r2" session show
}

unanswered()
{
	ends 3 'unanswered after 200ms: it is waiting' -n "$h2" reservation add udp "$H2_OTHER" style wf \
		service controlled-load rate 1kbps wait 200ms &&
		ends 0 '' -n "$h2" reservation del udp "$H2_OTHER" style wf
}

# Sender and receiver are the same node: there is nobody to send a ResvConf to
confirmed_here()
{
	local words=(udp "$R1_R2:6000") from=(from "$R1_H1:6000")

	[ "$IPV" = 4 ] || words=(udp "[$R1_R2]:6000") from=(from "[$R1_H1]:6000")

	rsvpctl -n "$r1" sender add "${words[@]}" "${from[@]}" "${traffic[@]}" &&
		ends 0 confirmed -n "$r1" reservation add "${words[@]}" style ff "${from[@]}" service guaranteed rate 120kbps \
			slack 0 confirm wait 5s &&
		ends 0 '' -n "$r1" reservation del "${words[@]}" style ff "${from[@]}" && ends 0 '' -n "$r1" sender del "${words[@]}" \
		"${from[@]}"
}

confirmed_json()
{
	rsvpctl -n "$h2" reservation del "${session[@]}" style ff "${source[@]}" || return 1
	json '.[0] | .status == "confirmed" and .style == "ff" and .filter[0].sport == 5004 and .id > 0 and
		.flowspec.service == "guaranteed" and .flowspec.reserved_rate_Bps == 120000 and
		.confirmation.hop != null and .error == null' \
		-n "$h2" reservation add "${session[@]}" style ff "${source[@]}" service guaranteed rate 120kbps slack 0 \
		confirm wait 5s
}

session_as_json()
{
	json '.[0] | (.resv | length) == 1 and (.tc | length) == 1 and .resv[0].style == "ff" and .resv[0].status == "installed" and
		.resv[0].nhop.addr != null and .tc[0].flowspec.reserved_rate_Bps == 120000 and .tc[0].classid > 0 and
		.tc[0].demoted_packets == 0 and ([.resv[0].filter, .tc[0].filter] | all(length == 1))' -n "$r1" session show
}

session_as_text()
{
	local words

	words=$(rsvpctl -n "$r1" -s -d session show "${session[@]}") || return 1
	echo "$words"
	for word in "phop $H1" "nhop $R2_R1" "iif eth1" "oif eth2" "adspec hops 1" "service guaranteed rate 960kbit slack 0s" \
		"demoted 0 packets" "expires "; do
		[[ $words == *"$word"* ]] || { echo "no: $word"; return 1; }
	done
}

# What stands stays, whatever its link is said to be; who says so is warned
overbooked()
{
	ends 0 'Warning: eth2 is overbooked: ' -n "$r1" interface set dev eth2 bandwidth 1mbit &&
		ends 0 ' overbooked' -n "$r1" interface show dev eth2 &&
		[ -z "$(rsvpctl -n "$r1" interface set dev eth2 bandwidth 10mbit 2>&1)" ] &&
		ends 0 'Warning: eth2 is overbooked: ' -n "$r1" interface set dev eth2 reservable 1% &&
		[ -z "$(rsvpctl -n "$r1" interface set dev eth2 reservable 75% 2>&1)" ]
}

refused_by_r1()
{
	rsvpctl -n "$h1" sender add "${full[@]}" "${source[@]}" "${traffic[@]}" &&
		until_json '(.[0].path | length) == 1' -n "$h2" session show "${full[@]}" &&
		rsvpctl -n "$r1" interface set dev eth2 bandwidth 2mbit || return 1
	local output status
	output=$(rsvpctl -n "$h2" -j reservation add "${full[@]}" style ff "${source[@]}" service guaranteed rate 110kbps wait 5s)
	status=$?
	echo "$output (status $status)"
	[ "$status" = 3 ] && jq -e ".[0] | .status == \"refused\" and .error.event == \"resv-err\" and .error.code == 1 and
		.error.hop == \"$R1_R2\" and .error.interface == \"eth2\" and .error.asked_Bps > 110000 and
		.error.free_Bps < .error.asked_Bps and (.error.text | length) > 0" <<<"$output" >/dev/null
}

# The sender comes later than who waits, and says what its own node cannot reserve: that is the answer, with its reason
rejected_here()
{
	local why='the reserved rate is below the token bucket rate' words=("${full[@]}" style ff "${source[@]}") waits status

	rsvpctl -n "$h1" sender del "${full[@]}" "${source[@]}" && rsvpctl -n "$h2" reservation del "${words[@]}" &&
		until_json '. == []' -n "$h2" session show "${full[@]}" || return 1
	start rsvpctl -n "$h2" reservation add "${words[@]}" service guaranteed rate 100kbps wait 300s \
		>"$temp/waits" 2>"$temp/why"
	waits=$started
	until_json '.[0].status == "waiting"' -n "$h2" reservation show "${full[@]}" &&
		rsvpctl -n "$h1" sender add "${full[@]}" "${source[@]}" rate 200kbps burst 15k mtu 1500 &&
		busywait 10000 fails kill -0 "$waits" || return 1
	wait "$waits"
	status=$?
	cat "$temp/waits" "$temp/why"
	[ "$status" = 2 ] && grep -q " rejected (traffic control: bad flowspec): $why\$" "$temp/waits" &&
		grep -qx "Error: $why" "$temp/why" &&
		ends 0 " rejected (traffic control: bad flowspec): $why" -n "$h2" reservation show "${full[@]}" &&
		json ".[0] | .status == \"rejected\" and .error.code == 21 and .error.value == 3 and .error.text == \"$why\" and
			.error.hop == null" -n "$h2" reservation show "${full[@]}"
}

# Another reservation is refused again while this one waits
refusal_of_another()
{
	local waits status

	start rsvpctl -n "$h2" reservation add udp "$H2_OTHER" style wf service controlled-load rate 1kbps wait 2s >"$temp/waits"
	waits=$started
	until_json 'length == 1' -n "$h2" reservation show udp "$H2_OTHER" || return 1
	ends 3 refused -n "$h2" reservation replace "${full[@]}" style ff "${source[@]}" service guaranteed rate 111kbps \
		wait 5s || return 1
	wait "$waits"
	status=$?
	cat "$temp/waits"
	[ "$status" = 3 ] && grep -q 'unanswered after 2s' "$temp/waits" &&
		ends 0 '' -n "$h2" reservation del udp "$H2_OTHER" style wf
}

confirmation_as_text()
{
	local words=("${session[@]}" style ff "${source[@]}")

	start rsvpctl -n "$h2" monitor errors >"$temp/confirmations"
	local monitor=$started
	busywait 5000 confirmed_again && kill_process "$monitor"
	cat "$temp/confirmations"
	grep -q "^\[confirm\] resv-conf ${session[0]} .* by " "$temp/confirmations" && fails grep -q '^\[error\] resv-conf' "$temp/confirmations"
}

# Until the monitor listens
confirmed_again()
{
	rsvpctl -n "$h2" reservation replace "${words[@]}" service guaranteed rate 120kbps slack 0 confirm wait 5s &&
		grep -q '^\[' "$temp/confirmations"
}

numbers_for_names()
{
	json '.[0] | .style == 10 and .flowspec.service == 2 and .status == 2' -N -n "$h2" reservation show "${session[@]}"
}

every_counter_is_explained()
{
	local heads

	json '(length > 60) and all(.[]; (.name | length) > 0 and (.text | length) > 0 and (.kind | length) > 0 and
		.value == null)' -n "$h1" stats explain &&
		json 'any(.[]; .name == "tx_path" and .value > 0 and .kind == "message")' -n "$h1" stats show &&
		json 'map(select(.kind == "note") | .name) | contains(["demoted", "msg_unsupported"]) and (contains(["short"]) | not)' \
			-n "$h1" stats explain && heads=$(rsvpctl -n "$h1" stats explain | grep -v '^ ' | tr -d '\n') &&
		echo "$heads" && [ "$heads" = message:drop:note:object: ] && ends 0 'tx_path' -n "$h1" stats
}

events()
{
	start rsvpctl -n "$h2" -j monitor >"$temp/events"
	local monitor=$started
	busywait 5000 listens
	rsvpctl -n "$h1" sender replace "${full[@]}" "${source[@]}" "${traffic[@]}" ttl 63
	rsvpctl -n "$h2" reservation del "${full[@]}" style ff "${source[@]}"
	rsvpctl -n "$h1" sender del "${full[@]}" "${source[@]}"
	busywait 5000 grep -q '"path-ntf".*"del"' "$temp/events"
	kill_process "$monitor"
	cat "$temp/events"
	jq -e -s '(map(.name) | index("path-ntf") and index("reservation-ntf") and index("resv-ntf")) and
		all(.[]; . as $e | [.iface, .sender, .reservation, .path, .resv, .tc, .error] | map(select(.)) |
		length == 1 and .[0].event != null)' "$temp/events" >/dev/null
}

# Its socket is in the three groups when one of its events arrives
listens()
{
	rsvpctl -n "$h2" interface set dev eth0 keep 3
	grep -q '"iface-ntf"' "$temp/events"
}

batch()
{
	local i

	for ((i = 1; i <= 1000; i++)); do
		echo "sender add ${session[0]} ${session[1]/5004/$((6000 + i))} ${source[*]} ${traffic[*]} # $i"
	done >"$temp/batch"
	rsvpctl -n "$h1" -b "$temp/batch" >"$temp/out" || return 1
	[ "$(sort -u "$temp/out" | wc -l)" = 1000 ] &&
		json '[.[] | select(.session.dport > 6000)] | length == 1000 and (map(.id) | . == sort)' -n "$h1" sender show || return 1
	# The first that fails is named, and is the last
	sed -n '500,502p' "$temp/batch" | sed '1s/6500/9000/; 3s/6502/9002/' >"$temp/again"
	ends 2 "$temp/again:2: this sender exists already (attribute rsvp.sender.filter)" -n "$h1" -b "$temp/again" &&
		sed 's/ rate .*//; s/ add / del /' "$temp/batch" | rsvpctl -n "$h1" -b - &&
		json '[.[] | select(.session.dport > 6000)] | length == 1' -n "$h1" sender show
}

transient()
{
	start rsvpctl -n "$h1" sender add "${full[@]}" "${source[@]}" "${traffic[@]}" transient
	local process=$started
	until_json '.[0].persist == null and .[0].owner > 0' -n "$h1" sender show "${full[@]}" || return 1
	ends 2 'belongs to another process' -n "$h1" sender del "${full[@]}" "${source[@]}" || return 1
	kill -KILL "$process"
	until_json '. == []' -n "$h1" sender show "${full[@]}"
}

completion()
{
	local id

	id=$(rsvpctl -n "$h1" -j sender show "${session[@]}" | jq '.[0].id')
	ends 0 "${session[1]}" -n "$h1" __complete session show udp &&
		ends 0 "$id" -n "$h1" __complete sender del id &&
		ends 0 eth2 -n "$r1" __complete interface set dev
}

# In this namespace, to a group of generic netlink
somebody_listens()
{
	awk '$2 == 16 && $4 != "00000000" { found = 1 } END { exit !found }' /proc/net/netlink
}

module_goes()
{
	local status

	start rsvpctl monitor 2>"$temp/gone"
	local monitor=$started
	busywait 5000 somebody_listens
	topo_down
	rmmod_rsvp || return 1
	busywait 5000 fails kill -0 "$monitor" || return 1
	wait "$monitor"
	status=$?
	cat "$temp/gone"
	[ "$status" = 2 ] && grep -q 'the module rsvp was removed' "$temp/gone" &&
		ends 2 'the module rsvp is not loaded' stats explain
}

ktap_print_header
insmod_rsvp
topo_up
topo_rsvp_on bandwidth 10mbit || ktap_exit_fail_msg "no RSVP"
H2_OTHER=${session[1]/5004/5999}

ktap_test "settings of an interface are shown as they were given" interface_settings
ktap_test "a sender is added" ends 0 'sender id' -n "$h1" sender add "${session[@]}" "${source[@]}" "${traffic[@]}"
ktap_test "what a sender is shown as can be given" sender_round_trip
ktap_test "again it exists" ends 2 'exists already (attribute rsvp.sender.filter)' -n "$h1" sender add "${session[@]}" \
	"${source[@]}" "${traffic[@]}"
ktap_test "what is out of range is named, and the range" ends 2 'range (1 to 255) (attribute rsvp.sender.ttl)' -n "$h1" sender add "${full[@]}" \
	"${source[@]}" "${traffic[@]}" ttl 256
ktap_test "a range of times in times" ends 2 'range (100ms to 86400s) (attribute rsvp.iface.refresh)' -n "$h1" interface set dev eth0 \
	refresh 30ms
ktap_test "a range of shares in percent" ends 2 'range (0.01% to 1000%) (attribute rsvp.iface.reservable)' -n "$h1" interface set dev eth0 \
	reservable 1001%
ktap_test "what does not exist" ends 2 'no such reservation (attribute rsvp.id)' -n "$h2" reservation del id 987654321
ktap_test "path state is shown on every node" path_everywhere
ktap_test "sessions of the other family are left out" json '. == []' "$other" -n "$h2" session show
ktap_test "nobody answers" unanswered
ktap_test "a reservation is confirmed" ends 0 'confirmed by' -n "$h2" reservation add "${session[@]}" style ff "${source[@]}" \
	service guaranteed rate 120kbps slack 0 confirm wait 5s
ktap_test "the same as JSON" confirmed_json
ktap_test "a reservation of a sender on the same node is confirmed" confirmed_here
ktap_test "a session with all its state as JSON" session_as_json
ktap_test "a session with all its state as text" session_as_text
ktap_test "a link that carries less than is reserved" overbooked
ktap_test "a refusal names node, interface, asked and free" refused_by_r1
ktap_test "a refusal of another reservation is no answer" refusal_of_another
ktap_test "the own node cannot reserve for the sender that comes" rejected_here
ktap_test "a confirmation is no error" confirmation_as_text
ktap_test "numbers instead of names" numbers_for_names
ktap_test "every counter is explained" every_counter_is_explained
ktap_test "events, one a line" events
ktap_test "a batch of 1000, and one that fails" batch
ktap_test "what is transient goes with its process" transient
ktap_test "completion knows sessions, ids and interfaces" completion
ktap_test "the end of the module ends a monitor" module_goes
ktap_set_plan "$ktap_count"
ktap_finished
