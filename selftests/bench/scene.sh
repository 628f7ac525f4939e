#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What the bench measures, in a virtual machine whose nanosecond is one instruction. The node under test is r; a and b know
# nothing of RSVP: feed plays both neighbours, and what r sends to them ends at their door.
#
#      a eth0 ---- eth1 r eth2 ---- eth0 b        10 Gbit/s
#   10.0.1.2      10.0.1.1  10.0.2.1     10.0.2.2
#
# usage: scene.sh TEMPLATES SESSIONS
set -u

. "${0%/*}/../lib.sh"

templates=$1
most=$2
some=1000
first=10000
packet_count=20000
out_index=12

say()
{
	printf '%s\n' "$*"
}

# figure WHAT VALUE UNIT
figure()
{
	printf '  %-58s %10s %s\n' "$1" "$2" "$3"
	printf '%s\t%s\t%s\n' "$section: $1" "$2" "$3" >>"$RSVP_OUT/figures"
}

# --- the house ---

link()
{
	ip link add "$2" index "$3" netns "$r" type veth peer name eth0 netns "$1"
	ip -n "$1" address add "$4.2/24" dev eth0
	ip -n "$r" address add "$4.1/24" dev "$2"
	ip -n "$1" link set eth0 up address "02:00:00:00:00:$3"
	ip -n "$r" link set "$2" up address "02:00:00:00:01:$3"
	# Nobody asks for addresses, nobody answers.
	ip -n "$1" neigh add "$4.1" dev eth0 lladdr "02:00:00:00:01:$3" nud permanent
	ip -n "$r" neigh add "$4.2" dev "$2" lladdr "02:00:00:00:00:$3" nud permanent
	ip -n "$1" route add default via "$4.1"
	tc -n "$1" qdisc add dev eth0 clsact
	tc -n "$1" filter add dev eth0 ingress matchall action drop
}

setup_ns a r b
in_ns "$r" sysctl -qw net.ipv4.ip_forward=1
link "$a" eth1 11 10.0.1
link "$b" eth2 $out_index 10.0.2

# --- how it is measured ---

# packet PORT: instructions from a's socket to b's door
packet()
{
	in_ns "$a" feed packets 10.0.2.2 "$1" 5004 1000 $packet_count
}

# What all kernel workers have run, in ns
worker_ns()
{
	local comm pid run total=0

	for comm in /proc/[0-9]*/comm; do
		[[ $(<"$comm") == kworker/* ]] || continue
		pid=${comm%/comm}
		read -r run _ <"$pid/schedstat" && total=$((total + run))
	done
	echo $total
}

memory_kB()
{
	sleep 2
	awk '/^(Slab|Percpu|VmallocUsed):/ { kB += $2 } END { print kB }' /proc/meminfo
}

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

rsvp_on_eth2()
{
	rsvpctl -n "$r" interface set dev eth2 rsvp on bandwidth 10gbit repeats 0 "$@"
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
