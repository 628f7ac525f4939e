#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2154 # setup_ns assigns h1, r1, r2, r3, h2, wire
#
# What a receiver asks for by its delay, measured over three congested hops: every packet of a source that sends its whole
# bucket at its peak rate, again and again, arrives within the bound that was computed from the ADSPEC (RFC 2212).
#
#  h1 eth0 --- eth1 r1 eth2 === eth1 r2 eth2 === eth1 r3 eth2 === eth0 h2
#     10.0.1.0/24         10.0.2.0/24       10.0.3.0/24     10.0.4.0/24       .1 on the left, .2 on the right
#     fd00:1::/64         fd00:2::/64       fd00:3::/64     fd00:4::/64
#
# === is a wire of 10 Mbit/s that is not ours: a bridge in a namespace of its own whose ports serialize. For each of them there
# is half as much again of best effort as it takes, in the largest packets, TCP with super-packets, and guaranteed flows that
# fill what may be reserved and send as bluntly.
#
# usage: tc_chain.sh [--break terms|rate]
#	terms	the receiver forgets C and D when it computes its rate
#	rate	the classes get 10 % less than was reserved
# With --break the test has to fail; only those flows are measured to which it matters most.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_net.sh"

break=
[ "${1:-}" != --break ] || break=$2

routers="r1 r2 r3"

# wire_between N NS DEV NS DEV
wire_between()
{
	local i port

	ip -n "$wire" link add "br$1" type bridge mcast_snooping 0
	for i in 2 4; do
		port=w$1$i
		veth "${!i}" "${*:i+1:1}" "$wire" "$port"
		ip -n "$wire" link set "$port" master "br$1"
		tc -n "$wire" qdisc add dev "$port" root netem rate 10mbit limit 1000
		# A wire carries frames: it neither merges them nor takes them in larger pieces.
		in_ns "$wire" ethtool -K "$port" gro off tso off gso off >/dev/null 2>&1
	done
	ip -n "$wire" link set "br$1" up
	address "$2" "$3" "10.0.$1.1" "fd00:$1::1"
	address "$4" "$5" "10.0.$1.2" "fd00:$1::2"
}

chain_up()
{
	setup_ns h1 r1 r2 r3 h2 wire
	defer cleanup_all_ns
	net_links "1 $h1 eth0 1 $r1 eth1 2"
	wire_between 2 "$r1" eth2 "$r2" eth1
	wire_between 3 "$r2" eth2 "$r3" eth1
	wire_between 4 "$r3" eth2 "$h2" eth0
	net_routers "$r1" "$r2" "$r3"
	net_routes "$r1" "3 2 2" "4 2 2"
	net_routes "$r2" "1 2 1" "4 3 2"
	net_routes "$r3" "1 3 1" "2 3 1"
	# TCP begins with super-packets of up to 32 kB: 26 ms of a wire.
	ip -n "$h1" route add default via 10.0.1.2 initcwnd 44
	ip -n "$h1" route add default via fd00:1::2
	ip -n "$h2" route add default via 10.0.4.1
	ip -n "$h2" route add default via fd00:4::1
	in_ns "$h1" ping -qc 1 10.0.4.2 && in_ns "$h1" ping -qc 1 fd00:4::2
}

nodes_on()
{
	local ns

	# The hosts only police and count: super-packets shall reach r1 whole.
	rsvpctl -n "$h1" interface set dev eth0 rsvp on bandwidth 10gbit backend mark &&
		rsvpctl -n "$h2" interface set dev eth0 rsvp on bandwidth 10gbit backend mark || return 1
	for ns in $routers; do
		printf 'interface set dev %s rsvp on bandwidth %s\n' eth1 10gbit eth2 10mbit | rsvpctl -n "${!ns}" -b - || return 1
	done
}

# --- those that the flow is measured against ---

# One processor has to do: those who only make load get out of the way of the kernel, and of the flow.
idle=(chrt --idle 0)
first=(chrt --fifo 50)

# hops COMMAND...: with N NS NEXT behind it, for each of the three: link, router before it, node behind it
hops()
{
	"$@" 2 "$r1" "$r2" && "$@" 3 "$r2" "$r3" && "$@" 4 "$r3" "$h2"
}

overload()
{
	start in_ns "$2" "${idle[@]}" udpflow send "10.0.$1.2" 6000 -P 32 -l 1500 -r 1875000 -t 1000
	loads+=("$started")
}

tcp()
{
	start in_ns "$h2" "${idle[@]}" iperf3 -s --logfile /dev/null
	busywait 5000 tcp_listens
	start in_ns "$h1" "${idle[@]}" iperf3 -c 10.0.4.2 -t 1000 --logfile /dev/null
	loads+=("$started")
}

tcp_listens()
{
	in_ns "$h2" ss -ltn | grep -q :5201
}

# words N PORT: a flow over one link
words()
{
	echo "udp 10.0.$1.2:$2 $3 from 10.0.$1.1:$2"
}

# neighbours N NS NEXT: 20 small ones, all of which send their bucket at the same instant
# shellcheck disable=SC2046
neighbours()
{
	local port

	for ((port = 5100; port < 5120; port++)); do
		echo sender add $(words "$1" $port) rate 10kbps burst 2000 mtu 500 min-unit 500
	done | rsvpctl -n "$2" -b - >/dev/null && busywait 5000 knows "$3" "udp 10.0.$1.2:5119" || return 1
	for ((port = 5100; port < 5120; port++)); do
		echo reservation add $(words "$1" $port "style ff") service guaranteed rate 10kbps slack 0
	done | rsvpctl -n "$3" -b - >/dev/null || return 1
	busywait 5000 has_classes "$2" 20 || return 1
	start in_ns "$2" "${idle[@]}" udpflow send "10.0.$1.2" 5100 -s 5100 -P 20 -b 80 -l 500 -r 196000 -t 1000
	loads+=("$started")
}

has_classes()
{
	[ "$(interface "$1" classes)" = "$2" ]
}

# interface NS KEY: of eth2
interface()
{
	rsvpctl -n "$1" -j interface show dev eth2 | jq -r ".[0].$2"
}

# knows NS SESSION
# shellcheck disable=SC2086
knows()
{
	rsvpctl -n "$1" session show $2 | grep -q sender
}

# fill N NS NEXT: one flow takes all that is free
# shellcheck disable=SC2046
fill()
{
	local free rate

	free=$(interface "$2" free_Bps)
	rate=$((free * 1500 / 1514 - 1))
	rsvpctl -n "$2" sender add $(words "$1" 5200) rate ${rate}bps burst 15000 mtu 1500 min-unit 1500 >/dev/null &&
		busywait 5000 knows "$3" "udp 10.0.$1.2:5200" &&
		rsvpctl -n "$3" reservation add $(words "$1" 5200 "style ff") service guaranteed rate ${rate}bps slack 0 wait 5s &&
		[ "$(interface "$2" free_Bps)" -lt 10 ] || return 1
	start in_ns "$2" "${idle[@]}" udpflow send "10.0.$1.2" 5200 -s 5200 -b 10 -l 1500 -r $((rate * 98 / 100)) -t 1000
	fillers+=("$started")
}

# shellcheck disable=SC2046
empty()
{
	rsvpctl -n "$3" reservation del $(words "$1" 5200 "style ff") && rsvpctl -n "$2" sender del $(words "$1" 5200)
}

# --- the flow ---

# of_flow KEYS: of the reservation at h2
of_flow()
{
	rsvpctl -n "$h2" -j reservation show | jq -r "[.[] | select(.session.dport == 5004)][0]$1"
}

# With C = D = 0: the least R whose bound is TIME
forgetful_rate()
{
	awk -v r="$1" -v b="$2" -v p="$3" -v M="$4" -v t="$(($5))e-6" 'BEGIN {
		R = p ? (b - M) * p / (p - r) + M : b
		R /= p ? t + (b - M) / (p - r) : t
		printf "%d\n", (R > r ? R : r) + 1
	}'
}

# slower NS: the class of the flow gets a tenth less than it was given
slower()
{
	local classid rate

	read -r classid rate < <(rsvpctl -n "$1" -j -s session show $flow | jq -r '.[0].tc[0] | "\(.classid) \(.link_rate_Bps)"')
	classid=$(printf '%x:%x' $((classid >> 16)) $((classid & 65535)))
	tc -n "$1" class change dev eth2 classid "$classid" parent "${classid%:*}:1" hfsc rt m2 $((rate * 9 / 10))bps
}

# reserve r b p M DELAY
# shellcheck disable=SC2086
reserve()
{
	local how="delay $5us" ns

	[ "$break" != terms ] || how="rate $(forgetful_rate "$@")bps slack 0"
	rsvpctl -n "$h2" reservation add $flow style ff $source service guaranteed $how wait 5s || return 1
	[ "$break" != rate ] || for ns in $routers; do
		slower "${!ns}" || return 1
	done
}

# Of the processor: without any left, nothing was measured
idle_ms()
{
	local idle

	read -r _ idle </proc/uptime
	echo $((10#${idle/./} * 10))
}

value()
{
	sed -n "s/.*\b$1=\([0-9]*\).*/\1/p" "$received"
}

# measured FAMILY r b p M DELAY: bytes/s, bytes, bytes/s (0: unlimited), bytes, us
# shellcheck disable=SC2046,SC2086
measured()
{
	local family=$1 r=$2 b=$3 p=$4 M=$5 delay=$6 to=10.0.4.2 burst=$(($3 / $5)) packets pace='' max bound R demoted sent
	local flow source fillers=() before after

	packets=$((burst * (r / b + 5)))
	flow="udp 10.0.4.2:5004" source="from 10.0.1.1:5004"
	[ "$family" = 4 ] || to=fd00:4::2 flow="udp [fd00:4::2]:5004" source="from [fd00:1::1]:5004"
	[ "$p" = 0 ] || pace="-k $p"
	rsvpctl -n "$h1" sender add $flow $source rate ${r}bps burst $b peak $([ "$p" = 0 ] && echo unlimited || echo ${p}bps) \
		mtu $M min-unit $M >/dev/null && busywait 5000 knows "$h2" "$flow" && reserve "${@:2}" && hops fill || return 1
	received=$(mktemp -p "$temporary")
	start in_ns "$h2" "${first[@]}" udpflow recv 5004 $([ "$family" = 4 ] || echo -6) -n $packets -t 3 >"$received"
	receiver=$started
	busywait 5000 grep -q ready "$received"
	before=$(idle_ms)
	# 2 % less often than the rate allows: a burst that leaves late is too close to the next one, that does not.
	sent=$(in_ns "$h1" "${first[@]}" udpflow send $to 5004 -s 5004 -l $M -r $((r * 98 / 100)) -b $burst $pace -n $packets)
	wait $receiver
	after=$(idle_ms)
	demoted=$(rsvpctl -n "$h1" -j -s session show $flow | jq '.[0].tc[0].demoted_packets')
	R=$(of_flow .flowspec.reserved_rate_Bps)
	bound=$(of_flow .bound_us)
	[ -z "$break" ] || bound=$delay
	are_running "${fillers[@]}" "${loads[@]}" || return 1
	kill "${fillers[@]}"
	wait "${fillers[@]}"
	rsvpctl -n "$h2" reservation del $flow style ff $source && rsvpctl -n "$h1" sender del $flow $source && hops empty || return 1
	busywait 5000 has_classes "$r3" 20
	max=$(value max_us)
	figures="R $R, asked $delay us, bound $bound us, largest $max us ($((max * 100 / bound)) %), $(value received) of $packets packets"
	echo "$figures; $sent; demoted $demoted, processor idle for $((after - before)) ms"
	[ "$(value received)" = $packets ] && [ "$demoted" = 0 ] && [ "$bound" -le "$delay" ] && [ "$max" -le "$bound" ] &&
		[ "$max" -ge $((bound * 3 / 10)) ]
}

# What it came to is told, whether it holds or not
holds()
{
	figures=
	ktap_test "IPv$1: r $2 bytes/s, b $3, p $4, M $5" measured "$@"
	ktap_print_msg "  ${figures:-nothing was measured}"
}

ktap_print_header
ktap_set_plan "$([ -z "$break" ] && echo 9 || echo 6)"
require_root
require chrt ethtool iperf3 jq tc udpflow
insmod_rsvp
loads=()

ktap_test "a chain of three wires" chain_up
ktap_test "all of it RSVP nodes" nodes_on
ktap_test "other guaranteed flows on each wire" hops neighbours
hops overload
tcp

holds 4 50000 20000 0 200 500000
holds 4 300000 30000 0 300 79000
if [ -z "$break" ]; then
	holds 4 60000 3000 0 300 35000
	holds 4 200000 30000 400000 1500 100000
	holds 6 100000 20000 1000000 500 170000
fi

ktap_test "and the module can go" rmmod_rsvp

ktap_finished
