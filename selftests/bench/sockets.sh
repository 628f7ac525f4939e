#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What it costs that programs know nothing of RSVP: packets of r's own sockets, which rules see at LOCAL_OUT, and packets of a
# that r forwards, which those of proxies see at FORWARD. Fails if the module alone costs more than 0.5 %.
#
# usage: sockets.sh SOCKETS
set -u

. "${0%/*}/../lib.sh"
. "${0%/*}/house.sh"

many=$1
some=1000
matched=10000
unmatched=40000
failed=0
ulimit -n 65000

# --- how it is measured ---

# sockets_open NODE PORT COUNT: a program that has so many, each of which sends to a port of its own, from PORT on
sockets_open()
{
	coproc program { exec ip netns exec "$1" feed sockets 10.0.2.2 "$2" 20000 1000 "$3"; }
	read -r _ <&"${program[0]}"
}

# each COUNT: instructions for each of so many packets of theirs, one after the other
each()
{
	echo "$1" >&"${program[1]}"
	read -r instructions <&"${program[0]}"
	echo "$instructions"
}

sockets_close()
{
	local pid=$program_PID

	echo 0 >&"${program[1]}"
	wait "$pid"
}

# later NODE PORT: instructions for a packet of a flow that was seen before
later()
{
	sockets_open "$1" "$2" $some
	each $some >/dev/null
	each $packet_count
	sockets_close
}

# settled COUNTER NUMBER: the worker is through
settled()
{
	busywait 60000 is_counter "$r" "$1" "$2" || say "  $1 is $(counter "$r" "$1") and not $2"
}

# Of all that a socket sends here no packet is too much
plain="send controlled-load rate 10kbps bucket 30k"
# Only what rules cost: no class, and no packet is looked up for one
flow="$plain no-tc"

# rules COUNT WORD...: the last one matches the flows to $matched and above; the others match all of a packet but its source
rules()
{
	local n

	{
		for ((n = 1; n < $1; n++)); do
			echo "rule add ${*:2} match proto udp src 10.9.$((n / 250)).$((n % 250)) dst 10.0.2.0/24 $flow"
		done
		echo "rule add priority 1 ${*:2} match proto udp dport $matched-$((matched + many)) $flow"
	} >"$temporary/rules"
	rsvpctl -n "$r" -b "$temporary/rules" >/dev/null
}

# What was seen is forgotten with the last of them
no_rules()
{
	rsvpctl -n "$r" -j rule show | jq -r '.[] | "rule del id \(.id)"' >"$temporary/rules"
	rsvpctl -n "$r" -b "$temporary/rules"
	settled senders 0
}

# costs NODE WHAT WORD...: of its packets, by the number of rules that have these words
costs()
{
	local node=$1 what count

	for count in 1 $some; do
		what="$2, $count rule$([ $count = 1 ] || echo s)"
		rules $count "${@:3}"
		sockets_open "$node" $unmatched $some
		figure "$what: no rule matches, first of a flow" "$(each $some)" instructions
		figure "$what: no rule matches, later" "$(each $packet_count)" instructions
		sockets_close
		sockets_open "$node" $matched $some
		figure "$what: matched, first of a flow" "$(each $some)" instructions
		settled senders $some
		figure "$what: matched, later" "$(each $packet_count)" instructions
		sockets_close
		# As many as are remembered
		sockets_open "$node" $unmatched 10000
		each 10000 >/dev/null
		figure "$what: more flows than are remembered" "$(packet 9 "$node")" instructions
		sockets_close
		no_rules
	done
}

# alone WHAT BEFORE AFTER: the module costs next to nothing until it is used
alone()
{
	figure "$1, what the module adds" "$(awk "BEGIN { printf \"%.2f\", ($3 - $2) * 100 / $2 }")" %
	[ $((($3 - $2) * 1000)) -gt $(($2 * 5)) ] || return
	say "  that is more than 0.5 %"
	failed=1
}

# --- without rules ---

section="Rule"
say "Instructions for a packet of 1000 bytes while there are rules: r sends or forwards it"
sent=$(later "$r" $unmatched)
forwarded=$(later "$a" $unmatched)
figure "sent, without the module" "$sent" instructions
figure "forwarded, without the module" "$forwarded" instructions
insmod_rsvp
with_sent=$(later "$r" $unmatched)
with_forwarded=$(later "$a" $unmatched)
figure "sent, module loaded" "$with_sent" instructions
figure "forwarded, module loaded" "$with_forwarded" instructions
alone "sent" "$sent" "$with_sent"
alone "forwarded" "$forwarded" "$with_forwarded"
rsvpctl -n "$r" interface set dev eth1 rsvp on repeats 0
rsvp_on_eth2 backend none
figure "sent, RSVP on" "$(later "$r" $unmatched)" instructions
figure "forwarded, RSVP on" "$(later "$a" $unmatched)" instructions

# --- with rules ---

costs "$r" sent
costs "$a" forwarded proxy

# --- many sockets with QoS ---

# tracked WHAT: how the packets of r fare
tracked()
{
	figure "$1: packet of one of them" "$(each $packet_count)" instructions
	figure "$1: any other packet" "$(packet 9 "$r")" instructions
}

# made NAME BEGAN: the worker is through with all of them
made()
{
	settled senders "$many"
	sleep 1
	figure "$1, in the worker" $((($(worker_ns) - $2) / many)) instructions
}

section="Socket"
say "$many sockets of r with QoS, each of which sends to a place of its own: instructions, and memory (slab, per-CPU and vmalloc)"
sockets_open "$r" $matched "$many"
each "$many" >/dev/null
figure "no QoS: packet of one of them" "$(each $packet_count)" instructions
empty=$(memory_kB)
rules 1
began=$(worker_ns)
each "$many" >/dev/null
made "made by a rule" "$began"
figure "memory of one" $((($(memory_kB) - empty) * 1024 / many)) bytes
tracked "1 rule"
began=$(worker_ns)
sleep 10
figure "work for all of them in a second" $((($(worker_ns) - began) / 10)) instructions
no_rules
rules $some
each "$many" >/dev/null
settled senders "$many"
tracked "$some rules"
no_rules
began=$(worker_ns)
port=$matched
for fd in $(printf '%s\n' /proc/"$program_PID"/fd/* | sort -V); do
	[ ! -S "$fd" ] || echo "socket set pid $program_PID fd ${fd##*/} to 10.0.2.2:$((port++)) $flow"
done >"$temporary/sockets"
rsvpctl -n "$r" -b "$temporary/sockets" >/dev/null
made "made by its program" "$began"
tracked "no rule"
sockets_close
settled senders 0
sockets_open "$r" $matched "$many"
rsvp_on_eth2 backend hfsc
flow=$plain
rules 1
each "$many" >/dev/null
settled tc_states "$many"
tracked "1 rule, each with a class"
sockets_close
exit $failed
