#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2154 # setup_ns assigns h1, r1, r2, h2
#
# Controlled load inside the network, measured (RFC 2211): a congested wire of 10 Mbit/s behind a router that is no edge, and
# on it at the same time best effort, who keeps to what is reserved, and who does not.
#
#	h1 ---- r1 === r2 ---- h2	topo_line.sh; r1 is the router, === the wire
#
# h1 is the edge, and only marks: whatever it sends comes to r1. Each flow has r = 100 kbytes/s and b = 10 packets: its burst
# time, b/r, is 100 ms.

. "${0%/*}/lib.sh"
# shellcheck disable=SC2034 # of topo_line.sh
TOPO_WIRE=10mbit
. "${0%/*}/topo_line.sh"

# In each service one that keeps to its Tspec, and one that does not
load=5001 greedy_load=5002 guaranteed=5003 greedy=5004
best_effort=5005

# One processor has to do: those who only make load get out of the way of the kernel, and of who is measured.
idle=(chrt --idle 0)
first=(chrt --fifo 50)

# words PORT [STYLE]: a flow
words()
{
	echo "udp $H2:$1 ${2:-} from $H1:$1"
}

nodes_on()
{
	rsvp_on "$h1" eth0 bandwidth 10gbit backend mark && rsvp_on "$h2" eth0 bandwidth 10gbit backend mark &&
		printf 'interface set dev %s rsvp on bandwidth %s\n' eth1 10gbit eth2 10mbit | rsvpctl -n "$r1" -b - &&
		printf 'interface set dev %s rsvp on bandwidth %s\n' eth1 10mbit eth2 10gbit | rsvpctl -n "$r2" -b -
}

reserve_all()
{
	local port service

	for port in $load $greedy_load $guaranteed $greedy; do
		echo "sender add $(words $port) rate 100kbps burst 10000 mtu 1000 min-unit 1000"
	done | rsvpctl -n "$h1" -b - && busywait 5000 known $greedy || return 1
	for port in $load $greedy_load $guaranteed $greedy; do
		service="controlled-load rate 100kbps"
		[ $port -lt $guaranteed ] || service="guaranteed rate 100kbps slack 0"
		echo "reservation add $(words $port "style ff") service $service confirm wait 5s"
	done | rsvpctl -n "$h2" -b -
}

# known PORT: at h2
known()
{
	rsvpctl -n "$h2" session show udp "$H2:$1" | grep -q sender
}

# Whoever is before r1 polices, so for guaranteed service r1 does not: RFC 2212, Policing, "MUST not be done except at the edge".
# RFC 2211, 7: "must not assume that ... upstream elements have taken action".
no_edge()
{
	[[ $(rsvpctl -n "$h1" session show) == *e-police* ]] && [[ $(rsvpctl -n "$r1" session show) != *e-police* ]] &&
		polices $load && polices $greedy_load && ! polices $guaranteed && ! polices $greedy
}

polices()
{
	rsvpctl -n "$r1" session show udp "$H2:$1" | grep -q 'installed.* policed$'
}

# count NS PORT: sets packets and demoted to what the class of the flow has seen there
count()
{
	local text

	text=$(rsvpctl -n "$1" -s session show udp "$H2:$2")
	[[ $text =~ sent\ ([0-9]+)\ packets.*demoted\ ([0-9]+)\ packets ]] || return 1
	packets=${BASH_REMATCH[1]} demoted=${BASH_REMATCH[2]}
}

# receive PORT N: begins; "over all timescales significantly larger than the burst time" is told for ten of it: 100 packets
declare -A receiver
receive()
{
	start in_ns "$h2" "${first[@]}" udpflow recv "$1" -n "$2" -t 1 -w 100 >"$temporary/$1"
	receiver[$1]=$started
	busywait 5000 grep -q ready "$temporary/$1"
}

# send PORT N ARGS...: 1000 bytes each
send()
{
	in_ns "$h1" "${first[@]}" udpflow send "$H2" "$1" -s "$1" -l 1000 -n "${@:2}" >/dev/null
}

# arrived PORT N WHO: waits for the receiver, and tells what it has, in the figures of the case and in received, mean, worst, max
arrived()
{
	local word

	wait "${receiver[$1]}"
	for word in $(tail -n 1 "$temporary/$1"); do
		case $word in
		received=*) received=${word#*=} ;;
		mean_us=*) mean=${word#*=} ;;
		worst_us=*) worst=${word#*=} ;;
		max_us=*) max=${word#*=} ;;
		esac
	done
	printf -v word '%-44s %3d of %3d arrive, delay %6d us, of 100 %6d us, largest %7d us' "$3" "$received" "$2" "$mean" \
		"$worst" "$max"
	ktap_tell "$word"
}

# The bucket at r1 is full again; nothing tells.
bucket_fills()
{
	nap 0.25
}

# between VALUE LOW HIGH
between()
{
	echo "$1, expected $2 to $3"
	[ "$1" -ge "$2" ] && [ "$1" -le "$3" ]
}

# is_demoted NS PORT N: more than before, when it was $before
is_demoted()
{
	count "$1" "$2" || return 1
	echo "demoted $demoted, $before before, expected $3 more"
	[ $((demoted - before)) = "$3" ]
}

# RFC 2211, 10, step one: without load it is as good as best effort. Bursts of b; of a class that had r and no more the last
# packet would wait for 90 ms.
unloaded()
{
	local unloaded

	receive $best_effort 100
	send $best_effort 100 -b 10 -r 98000
	arrived $best_effort 100 "idle wire, bursts of b: best effort"
	unloaded=$mean
	receive $load 100
	send $load 100 -b 10 -r 98000
	arrived $load 100 "idle wire, bursts of b: controlled load"
	[ "$received" = 100 ] && [ "$mean" -lt $((unloaded * 5 / 4)) ] && [ "$max" -lt 20000 ]
}

# Half as much again as the wire takes, in 32 flows
overload()
{
	start in_ns "$h1" "${idle[@]}" udpflow send "$H2" 6000 -P 32 -l 1500 -r 1875000 -t 1000
	overload=$started
	receive $best_effort 200
	send $best_effort 200 -b 10 -r 98000
	arrived $best_effort 200 "overload, bursts of b: best effort"
	[ "$received" -lt 190 ] && [ "$mean" -gt 50000 ]
}

# little_delay N: nothing is lost, and what waits does so for a fraction of the burst time (RFC 2211, 4)
little_delay()
{
	[ "$received" = "$1" ] && [ "$worst" -lt 20000 ]
}

bursts()
{
	receive $load 200
	send $load 200 -b 10 -r 98000
	arrived $load 200 "overload, bursts of b: controlled load"
	little_delay 200 && before=0 is_demoted "$r1" $load 0
}

# RFC 2211, 4: "queueing caused by an over-rate burst ... may never clear" if the flow has no more than r, and goes on with r.
burst_clears()
{
	bucket_fills
	receive $load 209
	send $load 9 -b 9
	send $load 200 -r 100000
	arrived $load 209 "overload, one burst, r from then on"
	little_delay 209 && before=0 is_demoted "$r1" $load 0
}

# RFC 2211, 4 and 7: what nodes before us bunched together. All of it goes, and has waited no longer than for r.
larger_burst()
{
	local before

	count "$h1" $load && before=$demoted || return 1
	bucket_fills
	receive $load 19
	send $load 19 -b 19
	arrived $load 19 "overload, 1.9 b at once"
	[ "$received" = 19 ] && [ "$max" -lt 210000 ] && is_demoted "$h1" $load 9 && before=0 is_demoted "$r1" $load 0
}

# Two that send three times what they reserved for 2 s, beside two that send as they said.
excess()
{
	local greedies=() port

	bucket_fills
	receive $greedy_load 600
	receive $load 190
	receive $guaranteed 190
	for port in $greedy_load $greedy; do
		start in_ns "$h1" "${idle[@]}" udpflow send "$H2" $port -s $port -l 1000 -r 300000 -n 600
		greedies+=("$started")
	done
	start in_ns "$h1" "${first[@]}" udpflow send "$H2" $guaranteed -s $guaranteed -l 1000 -b 10 -r 98000 -n 190
	greedies+=("$started")
	send $load 190 -b 10 -r 98000
	wait "${greedies[@]}"
	arrived $greedy_load 600 "overload, 3 r: controlled load"
	# Nobody before held it back: rT and the bucket, of 2b inside the network, is what conforms. Of the rest best effort
	# delivers some.
	count "$r1" $greedy_load
	ktap_tell "of which $((packets - demoted)) conform at the router, and $demoted do not"
	[ "$packets" = 600 ] && between "$demoted" 378 383 && between "$received" 225 400
}

beside_excess()
{
	arrived $load 190 "beside it, bursts of b: controlled load"
	little_delay 190 && before=0 is_demoted "$r1" $load 0
}

guaranteed_beside_excess()
{
	local bound

	# Both that are guaranteed have the same
	bound=$(rsvpctl -n "$h2" -j reservation show | jq '[.[].bound_us | select(.)] | max')
	arrived $guaranteed 190 "beside it, bursts of b: guaranteed"
	ktap_tell "its bound is $bound us"
	[ "$received" = 190 ] && [ "$max" -le "$bound" ]
}

# RFC 2212, Policing: nobody polices a guaranteed flow here, not even that which sends thrice its rate; its class holds it.
guaranteed_unpoliced()
{
	count "$r1" $greedy || return 1
	ktap_tell "guaranteed, 3 r: of $packets packets the router demotes $demoted"
	[ "$packets" = 600 ] && [ "$demoted" = 0 ] || return 1
	count "$h1" $guaranteed && before=$demoted || return 1
	receive $guaranteed 12
	send $guaranteed 12 -b 12
	arrived $guaranteed 12 "overload, 1.2 b at once: guaranteed"
	[ "$received" = 12 ] && is_demoted "$h1" $guaranteed 2 && before=0 is_demoted "$r1" $guaranteed 0
}

still_overloaded()
{
	are_running "$overload" && kill_process "$overload"
}

# tcp: kbit/s of four connections, in $rate
tcp()
{
	start in_ns "$h2" "${idle[@]}" iperf3 -s -1 --logfile /dev/null
	busywait 5000 tcp_listens
	[[ $(in_ns "$h1" "${idle[@]}" iperf3 -c "$H2" -P 4 -t 3 -f k) =~ SUM.*\ ([0-9]+)\ Kbits/sec\ +receiver ]] &&
		rate=${BASH_REMATCH[1]}
}

tcp_listens()
{
	in_ns "$h2" ss -ltn | grep -q :5201
}

# RFC 2211, 9: excess controlled load shall not "back off" the elastic traffic, nor have what its class may borrow. It alone
# would fill the wire twice; its share of best effort is a fifth.
elastic()
{
	local alone

	tcp || return 1
	alone=$rate
	start in_ns "$h1" "${idle[@]}" udpflow send "$H2" $greedy_load -s $greedy_load -l 1000 -r 2500000 -t 1000
	tcp || return 1
	are_running "$started" || return 1
	ktap_tell "four of TCP alone $alone kbit/s, beside 20000 kbit/s of controlled load that has reserved 800: $rate kbit/s"
	[ "$rate" -gt $((alone * 3 / 5)) ]
}

ktap_print_header
ktap_set_plan 15
require_root
require chrt iperf3 jq udpflow
insmod_rsvp
topo_up

ktap_test "all nodes have RSVP on" nodes_on
ktap_test "two flows of controlled load, two guaranteed" reserve_all
ktap_test "the router is no edge" no_edge
ktap_told "without load, as good as best effort" unloaded
ktap_told "under load, best effort is lost and late" overload
ktap_told "controlled load is not" bursts
ktap_told "what waits since a burst goes away under load, too" burst_clears
ktap_told "a burst of more than b has room" larger_burst
ktap_told "rT + b conforms, whoever policed before" excess
ktap_told "controlled load beside the excess is served" beside_excess
ktap_told "guaranteed service beside it is within its bound" guaranteed_beside_excess
ktap_told "a guaranteed flow is not policed" guaranteed_unpoliced
ktap_test "all that under load" still_overloaded
ktap_told "TCP beside the excess has its share" elastic
ktap_test "and the module can go" rmmod_rsvp

ktap_finished
