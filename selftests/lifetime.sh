#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The module, a namespace or an interface goes while everything that hangs on it is in use: sessions and reservations of both
# families, refreshed ten times a second, a flood of Paths, Resvs and data, an open monitor, commands that come and go.
# LIFETIME_ROUNDS says how often. What is left over, kmemleak finds in the lane uml.
#
#   h1 eth0 ---- eth1 r1 eth2 ---- eth1 r2      senders at h1, receivers at r2

# shellcheck disable=SC2154 # setup_ns assigns the nodes
. "${0%/*}/lib.sh"

rounds=${LIFETIME_ROUNDS:-20}
each=2
r1_mac=02:00:00:00:00:11
total=$((2 * each))

# Few processes, each doing much: this is done again and again, and debug kernels fork slowly.
line_up()
{
	h1=h1-$$ r1=r1-$$ r2=r2-$$
	namespaces=("$h1" "$r1" "$r2")
	# One that goes takes its end of a life line along.
	ip -batch - <<-EOF || ktap_exit_fail_msg "no line"
		netns add $h1
		netns add $r1
		netns add $r2
		link add eth0 netns $h1 type veth peer name eth1 netns $r1 address $r1_mac
		link add life-h1 type veth peer name life netns $h1
		link add life-r1 type veth peer name life netns $r1
		link add life-r2 type veth peer name life netns $r2
	EOF
	# Without an address that is tentative: r1 solicits no neighbour for others until it has a link-local one.
	in_ns "$r1" sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1 net.ipv6.conf.all.accept_dad=0 \
		net.ipv6.conf.default.accept_dad=0
	ip -n "$h1" -batch - <<-EOF
		link set lo up
		link set eth0 up
		address add 10.0.1.2/24 dev eth0
		address add fd00:1::2/64 dev eth0 nodad
		route add default via 10.0.1.1
		route add default via fd00:1::1
	EOF
	ip -n "$r1" -batch - <<-EOF
		link set lo up
		link set eth1 up
		address add 10.0.1.1/24 dev eth1
		address add fd00:1::1/64 dev eth1 nodad
	EOF
	link_up
}

# The link between r1 and r2, which may have gone
link_up()
{
	ip -n "$r1" -batch - <<-EOF
		link add eth2 type veth peer name eth1 netns $r2
		link set eth2 up
		address add 10.0.2.1/24 dev eth2
		address add fd00:2::1/64 dev eth2 nodad
	EOF
	ip -n "$r2" -batch - <<-EOF
		link set lo up
		link set eth1 up
		address add 10.0.2.2/24 dev eth1
		address add fd00:2::2/64 dev eth1 nodad
		route add default via 10.0.2.1
		route add default via fd00:2::1
	EOF
}

# Real time it is, and other jobs run beside: with K = 3 state would not outlive half a second in which this one does not
storm="rsvp on bandwidth 100mbit refresh 100ms keep 20"

# words COMMAND WORDS: for all sessions
words()
{
	local i

	for ((i = 0; i < each; i++)); do
		echo "$1 udp 10.0.2.2:$((5000 + i)) ${2//FROM/from 10.0.1.2:$((6000 + i))}"
		echo "$1 udp [fd00:2::2]:$((5000 + i)) ${2//FROM/from [fd00:1::2]:$((6000 + i))}"
	done
}

senders=$(words "sender add" "FROM rate 100kbps burst 10k mtu 1500")
receivers=$(words "reservation add" "style ff FROM service controlled-load rate 100kbps")

# nodes_on: RSVP on everywhere, senders and receivers too
nodes_on()
{
	rsvpctl -n "$r1" -b - <<<"interface set dev eth1 $storm
interface set dev eth2 $storm" &&
		rsvpctl -n "$r2" -b - <<<"interface set dev eth1 $storm
$receivers" >/dev/null &&
		rsvpctl -n "$h1" -b - <<<"interface set dev eth0 $storm
$senders" >/dev/null
}

link_on()
{
	rsvpctl -n "$r1" interface set dev eth2 $storm && rsvpctl -n "$r2" interface set dev eth1 $storm
}

# have NS NUMBER KIND...: so many of each are there
have()
{
	local stats kind

	stats=$(rsvpctl -n "$1" -s stats show) || return 1
	for kind in "${@:3}"; do
		[[ $stats =~ (^|$'\n')"$kind"[[:space:]]+"$2"($'\n'|$) ]] || return 1
	done
}

# What is reserved at h1 is reserved at every hop. The flood reserves at r1, and nothing here.
reserved()
{
	busywait 60000 have "$h1" $total tc_states || {
		for ns in $h1 $r1 $r2; do
			rsvpctl -n "$ns" -s session show
		done
		return 1
	}
}

# What the flood is made of: Paths of sessions that stand and of others, Resvs, broken ones, data of reserved flows
packets()
{
	python3 -B - "$SELFTESTS" "$1" <<-'EOF'
	import sys
	sys.path.insert(0, sys.argv[1])
	import rsvpmsg as r
	packets = []
	for h1, r1, r2 in (("10.0.1.2", "10.0.1.1", "10.0.2.2"), ("fd00:1::2", "fd00:1::1", "fd00:2::2")):
	    def path(sport, dport, **kw):
	        return r.ip_packet(h1, r2, r.path(r2, h1, h1, sport=sport, dport=dport, **kw).pack(), 63, True)
	    for i in range(20):
	        packets.append(path(7000 + i % 7, 7000 + i, ms=500))
	        packets.append(path(7000, 7000 + i, tspec={"r": -1}))
	        flows = [r.flowspec_cl(r=1000 + i, b=2000), r.filter_spec(h1, 7000)]
	        packets.append(r.ip_packet(h1, r1, r.resv(r2, h1, 2 + i % 3, "ff", flows, dport=7000 + i % 4).pack()))
	        packets.append(r.ip_packet(h1, r1, r.resv_tear(r2, h1, 3, "ff", flows, dport=7000 + i).pack()))
	        packets.append(r.ip_packet(h1, r2, r.path_tear(r2, h1, h1, sport=7001, dport=7001).pack(), 63, True))
	        packets += r.fragment(path(7100, 7100 + i, more=[r.Obj(200, 1, bytes(1600))]), 1280, i)
	        packets.append(r.ip_packet(h1, r2, (6000).to_bytes(2, "big") + (5000).to_bytes(2, "big") + bytes(100), 63,
	                                   proto=17))
	r.write_pcap(sys.argv[2], packets)
	EOF
}

# traffic: in the background, in $traffic
traffic=()
traffic()
{
	# Not by in_ns: what is killed must be the program itself
	ip netns exec "$h1" pktblast -i eth0 -m "$r1_mac" -r 1000 -b 20 -t 3600000 "$temporary/packets" >/dev/null &
	traffic+=($!)
	# Commands, while the module may be gone; the nap is their pace, no wait for anything. A shell of its own: it has no
	# traps of ours.
	bash -c 'while :; do
		rsvpctl -n "$1" -b - <<<"session show
interface set dev eth1 keep 20"
		read -rt 0.5 -u "$2"
	done' commands "$r1" "$nap_fd" >/dev/null 2>&1 &
	traffic+=($!)
}

# Its end is the module's, if not the namespace's
listen()
{
	rsvpctl -n "$r1" -j monitor >/dev/null 2>&1 &
	traffic+=($!)
}

quiet()
{
	local pid

	for pid in "${traffic[@]}"; do
		kill_process "$pid"
	done
	traffic=()
}

# restored NS: the kernel's default qdiscs are back, on all devices
restored()
{
	local qdiscs

	qdiscs=$(tc -n "$1" qdisc show)
	[[ $qdiscs == *noqueue* && $qdiscs != *hfsc* && $qdiscs != *parent* ]] ||
		{ echo "$1: $qdiscs"; return 1; }
}

load()
{
	[ -d /sys/module/rsvp ] || {
		if [ -n "${RSVP_KO:-}" ]; then insmod "$RSVP_KO"; else modprobe rsvp; fi
	}
}

module_goes()
{
	local i

	line_up
	traffic
	for ((i = 0; i < rounds; i++)); do
		load && nodes_on && listen || { echo "round $i: not up"; return 1; }
		reserved || { echo "round $i: not reserved"; return 1; }
		# In the midst of it, each time elsewhere
		nap "0.0$((10 + i * 7 % 90))"
		rmmod_rsvp || { echo "round $i: rsvp stays"; return 1; }
		restored "$r1" || return 1
	done
	restored "$h1" && restored "$r2"
}

gone()
{
	[ ! -e "/sys/class/net/life-$1" ]
}

namespaces_go()
{
	local i ns order

	load || return 1
	for ((i = 0; i < rounds; i++)); do
		line_up
		nodes_on && traffic && listen && reserved || { echo "round $i: not up"; return 1; }
		# Who is in them holds them: the flood goes on into the others
		case $((i % 3)) in
		0) order="r1 r2 h1" ;;
		1) order="r2 r1 h1" ;;
		*) order="h1 r1 r2" ;;
		esac
		for ns in $order; do
			[ "$ns" != h1 ] || quiet
			ip netns delete "${!ns}"
		done
		quiet
		for ns in h1 r1 r2; do
			busywait 20000 gone "$ns" || { echo "round $i: $ns stays"; return 1; }
		done
		namespaces=()
	done
}

# What was reserved on the link is nowhere any more
unreserved()
{
	have "$r1" 0 tc_states resv_states && have "$h1" 0 tc_states
}

# Deleted, or moved to another namespace, which is all the same to the one where it was; only that its qdisc is seen there.
interface_goes()
{
	local i

	load || return 1
	line_up
	away=away-$$
	ip netns add "$away" && namespaces+=("$away")
	nodes_on && traffic && listen || return 1
	for ((i = 0; i < rounds; i++)); do
		reserved || { echo "round $i: not reserved"; return 1; }
		if ((i % 4)); then
			ip -n "$r1" link delete eth2
		else
			ip -n "$r1" link set eth2 netns "$away" && ip -n "$away" link set eth2 up &&
				restored "$away" && ip -n "$away" link delete eth2 || return 1
		fi
		busywait 20000 unreserved || { echo "round $i: something is left"; return 1; }
		link_up
		link_on || return 1
	done
	rsvpctl -n "$r1" -b - <<<"interface set dev eth1 rsvp off
interface set dev eth2 rsvp off" || return 1
	busywait 5000 have "$r1" 0 sessions path_states resv_states tc_states && restored "$r1"
}

module_removed()
{
	rmmod_rsvp && [ ! -e /sys/module/rsvp ]
}

ktap_print_header
ktap_set_plan 5
require_root
require rsvpctl pktblast python3
insmod_rsvp
rmmod_rsvp
defer cleanup_all_ns
defer quiet
packets "$temporary/packets" || ktap_exit_fail_msg "no packets"
logged=$(dmesg | wc -l)

# stage TEXT CMD: nothing of a stage that failed disturbs the next one
stage()
{
	ktap_test "$rounds times $1" "$2"
	quiet
	cleanup_all_ns
}

stage "the module goes" module_goes
stage "all namespaces go" namespaces_go
stage "an interface goes" interface_goes
ktap_test "the module goes once more" module_removed
ktap_test "nothing was logged" eval '! dmesg | tail -n +$((logged + 1)) | grep -i rsvp'

ktap_finished
