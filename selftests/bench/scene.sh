#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What RSVP costs a router: packets, messages and memory. feed plays both neighbours.
#
# usage: scene.sh TEMPLATES SESSIONS
set -u

. "${0%/*}/../lib.sh"
. "${0%/*}/house.sh"

templates=$1
most=$2
some=1000
first=10000

# message TYPE FIRST COUNT: from the neighbour that sends such
message()
{
	local type=$1 from=$a to=10.0.1.1 alert=''

	case $type in
	path | pathtear | resvconf) to=10.0.2.2 alert=alert ;;
	resv | resvtear | patherr) from=$b to=10.0.2.1 ;;
	esac
	in_ns "$from" feed messages $to "$(<"$templates/$type")" "$2" "$3" $alert
}

# cost NAME TYPE FIRST COUNT SENT: and check that r did what it should: SENT is the counter that has to move
cost()
{
	local name=$1 type=$2 before run sent=$5 begin

	begin=$(counter "$r" "$sent")
	before=$(worker_ns)
	message "$type" "$3" "$4"
	busywait 5000 is_counter "$r" "$sent" $((begin + $4)) ||
		say "  of $4 messages $type, $(($(counter "$r" "$sent") - begin)) did what they should: $sent"
	sleep 0.1
	run=$(($(worker_ns) - before))
	figure "$name" $((run / $4)) instructions
}

# --- packets, without reservations ---

section="Packet"
say "Instructions for a packet of 1000 bytes through a router: sender, router and receiver's driver"
figure "without the module" "$(packet $first)" instructions
insmod_rsvp
figure "module loaded" "$(packet $first)" instructions
# Early repeats would be counted as part of what they repeat
rsvpctl -n "$r" interface set dev eth1 rsvp on repeats 0
rsvp_on_eth2 backend none
figure "RSVP on, back end none" "$(packet $first)" instructions
rsvp_on_eth2 backend hfsc
figure "RSVP on, back end hfsc, nothing reserved" "$(packet $first)" instructions
message path $first 1
message resv $first 1
busywait 5000 is_counter "$r" tc_states 1
figure "1 reservation: reserved packet" "$(packet $first)" instructions
figure "1 reservation: best effort" "$(packet 9)" instructions

# --- messages ---

section="Message"
say "Instructions for a message, in the worker: what follows from it and is sent on included; $some sessions"
next=$((first + 1))
cost "Path, new" path $next $((some - 1)) tx_path
cost "Path, refresh" path $first $some rx_path
cost "Resv, new: admitted, class made" resv $next $((some - 1)) tx_resv
cost "Resv, refresh" resv $first $some rx_resv
cost "PathErr, passed on" patherr $first $some tx_patherr
cost "ResvErr, passed on" resverr $first $some tx_resverr
cost "ResvConf, passed on" resvconf $first $some rx_resvconf

section="Packet"
say "Instructions for a packet, continued"
figure "$some reservations: reserved packet" "$(packet $((first + some - 1)))" instructions
figure "$some reservations: best effort" "$(packet 9)" instructions

section="Message"
say "Instructions for a message, continued"
cost "ResvTear: class parked" resvtear $first $some tx_resvtear
cost "PathTear" pathtear $first $some tx_pathtear

# --- memory ---

section="Memory"
say "Memory of a session on a router, with $most of them (sender, reservation, installed; of the slab, per-CPU and vmalloc)"
rsvp_on_eth2 backend none
empty=$(memory_kB)
message path $first "$most"
busywait 60000 is_counter "$r" path_states "$most"
paths=$(memory_kB)
message resv $first "$most"
busywait 60000 is_counter "$r" tc_states "$most"
resvs=$(memory_kB)
figure "with path state only" $(((paths - empty) * 1024 / most)) bytes
figure "with a reservation, without a class" $(((resvs - empty) * 1024 / most)) bytes
rsvp_on_eth2 backend hfsc
busywait 60000 is_counter "$r" tc_states "$most"
classes=$(memory_kB)
figure "with a reservation and its class" $(((classes - empty) * 1024 / most)) bytes

section="Packet"
say "Instructions for a packet, continued"
figure "$most reservations: reserved packet" "$(packet $((first + most - 1)))" instructions
figure "$most reservations: best effort" "$(packet 9)" instructions

drops=$(rsvpctl -n "$r" -j stats show | jq -r '.[] | select(.name | startswith("drop")) | "\(.name) \(.value)"')
[ -z "$drops" ] || say "Dropped: $drops"
