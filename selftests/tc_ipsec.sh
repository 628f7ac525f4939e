#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# IPsec and tunnels on a managed device: what is wrapped here passes the classifier twice. IPV=6 runs it over IPv6.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_pair.sh"

if [ "$IPV" = 6 ]; then
	A=fd00:1::1 B=fd00:1::2 BEHIND=fd00:3::2
else
	A=10.0.1.1 B=10.0.1.2 BEHIND=10.0.3.2
fi

# udp PORT COUNT [ARGS]: from a to b, 200 bytes each
udp()
{
	local port=$1 n=$2
	shift 2
	in_ns "$a" udpflow send $B "$port" -s "$port" -n "$n" -l 200 -r 1000000 "$@"
}

# ESP in transport mode for what a sends to these ports of b by TCP and UDP; b takes the rest in the clear
esp_up()
{
	local ns protocol

	for ns in "$a" "$b"; do
		ip -n "$ns" xfrm state add src $A dst $B proto esp spi 0x100 mode transport \
			aead 'rfc4106(gcm(aes))' 0x000102030405060708090a0b0c0d0e0f10111213 128 || return 1
	done
	for protocol in tcp udp; do
		ip -n "$a" xfrm policy add src $A dst $B proto $protocol dir out tmpl proto esp mode transport || return 1
	done
}

# A TCP hands IPsec super-packets if that can take them: not before they are wrapped may they be segmented, for until then no
# device is theirs.
tcp_is_wrapped()
{
	in_ns "$b" nft "add table netdev t
		add chain netdev t c { type filter hook ingress device eth0 priority 0; }
		add rule netdev t c meta l4proto esp meta length > 1500 counter
		add rule netdev t c meta l4proto esp counter" || return 1
	start in_ns "$b" iperf3 -s -1 --logfile /dev/null
	busywait 5000 listens || return 1
	in_ns "$a" iperf3 -c $B -n 500K || return 1
	wait "$started"
	in_ns "$b" nft list chain netdev t c
	# Some, and none that is larger than the link takes
	is "$(wrapped 1)" 0 && is_at_least "$(wrapped 2)" 300 && busywait 5000 drained
}

# What TCP sent once more may still wait for its turn when iperf3 has gone
drained()
{
	! tc -n "$a" -s qdisc show dev eth0 | grep -q 'backlog [1-9]'
}

listens()
{
	in_ns "$b" ss -ltn | grep -q :5201
}

# wrapped N: what the Nth counter of b says
wrapped()
{
	in_ns "$b" nft list chain netdev t c | sed -n 's/.* packets \([0-9]*\) .*/\1/p' | sed -n "$1p"
}

# The policy is for the data: a Path goes as it is, for routers between to see it
path_in_the_clear()
{
	local esp

	in_ns "$b" nft add rule netdev t c meta l4proto 46 counter
	esp=$(wrapped 2)
	sender 5011 rate 200kbps burst 100k mtu 1500 min-unit 126
	busywait 5000 path_known 5011 && is_at_least "$(wrapped 3)" 1 && is "$(wrapped 2)" "$esp"
}

# Its second pass is of a packet in which nobody can see the flow.
wrapped_in_class()
{
	sender 5001 rate 200kbps burst 100k mtu 1500 min-unit 126
	reserve 5001 service guaranteed rate 200kbps slack 0 || return 1
	goes "10=50" counts 0 foreign_class udp 5001 50 || return 1
	is "$(class 5001 packets)" 50 && is "$(class 5001 bytes)" 10000
}

others_not_in_class()
{
	goes "10=0 2+20" udp 5002 20 && goes "10=0" counts 20 foreign_class udp 5002 20 -p 0x50000010
}

# A tunnel has a tree of its own, and what it sends a class of the tree of the device below only if that is reserved there.
# shellcheck disable=SC2086
in_class_of_tunnel()
{
	local side flow="udp 10.0.9.2:5003" source="from 10.0.9.1:5003" kind=gre

	[ "$IPV" = 4 ] || kind=ip6gre
	for side in "$a $A $B 10.0.9.1" "$b $B $A 10.0.9.2"; do
		# shellcheck disable=SC2086
		set -- $side
		ip -n "$1" link add gre1 type $kind local "$2" remote "$3" || return 1
		ip -n "$1" link set gre1 up
		ip -n "$1" address add "$4/24" dev gre1
		rsvpctl -n "$1" interface set dev gre1 rsvp on bandwidth 10mbit || return 1
	done
	rsvpctl -n "$a" sender add $flow $source rate 200kbps burst 100k mtu 1400 min-unit 126 || return 1
	busywait 5000 path_through_tunnel || return 1
	rsvpctl -n "$b" reservation add $flow style ff $source service guaranteed rate 200kbps slack 0 confirm wait 5s || return 1
	goes "10=0" counts 0 foreign_class in_ns "$a" udpflow send 10.0.9.2 5003 -s 5003 -n 50 -l 200 -r 1000000 || return 1
	is "$(in_class 10 gre1)" 50
}

path_through_tunnel()
{
	rsvpctl -n "$b" session show udp 10.0.9.2:5003 | grep -q sender
}

# --- what an IPsec policy keeps out ---

# only_wrapped NS DIR SRC DST: RSVP from there to there has to come by ESP, and does not
only_wrapped()
{
	ip -n "$1" xfrm policy add src "$3" dst "$4" proto 46 dir "$2" tmpl proto esp mode transport
}

# refuses NS MORE: more messages than that have been dropped for a policy
refuses()
{
	is_at_least "$(counter "$1" policy)" $(($2 + 1))
}

path_is_kept_out()
{
	ip -n "$a" xfrm policy flush
	only_wrapped "$b" in $A $B || return 1
	sender 5006 rate 200kbps burst 100k mtu 1500 min-unit 126
	busywait 2000 refuses "$b" 0 && ! path_known 5006 || return 1
	ip -n "$b" xfrm policy flush
}

# shellcheck disable=SC2046
resv_is_kept_out()
{
	sender 5007 rate 200kbps burst 100k mtu 1500 min-unit 126
	busywait 5000 path_known 5007 && only_wrapped "$a" in $B $A || return 1
	rsvpctl -n "$b" reservation add $(to 5007) style ff $(from 5007) service guaranteed rate 200kbps slack 0
	busywait 2000 refuses "$a" 0 && is "$(class 5007 packets)" null || return 1
	ip -n "$a" xfrm policy delete src $B dst $A proto 46 dir in
}

# In transit, as the kernel asks before it forwards
transit_is_kept_out()
{
	in_ns "$b" sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
	ip -n "$b" link add dummy0 type dummy
	ip -n "$b" link set dummy0 up
	if [ "$IPV" = 6 ]; then
		ip -n "$b" address add fd00:3::1/64 dev dummy0 nodad
	else
		ip -n "$b" address add 10.0.3.1/24 dev dummy0
	fi
	ip -n "$a" route add $BEHIND via $B
	rsvpctl -n "$b" interface set dev dummy0 rsvp on bandwidth 10mbit && only_wrapped "$b" fwd $A $BEHIND || return 1
	behind 5008 && busywait 2000 refuses "$b" 1 && ! known_behind 5008 || return 1
	# Now a repeat of the first one may pass, too
	ip -n "$b" xfrm policy flush
	behind 5009 && busywait 5000 known_behind 5009
}

behind()
{
	rsvpctl -n "$a" sender add udp "$(endpoint $BEHIND "$1")" from "$(endpoint $A "$1")" rate 200kbps burst 100k mtu 1400
}

known_behind()
{
	rsvpctl -n "$b" session show udp "$(endpoint $BEHIND "$1")" | grep -q sender
}

endpoint()
{
	[ "$IPV" = 6 ] && echo "[$1]:$2" || echo "$1:$2"
}

ktap_print_header
ktap_set_plan 9
require_root
require jq tc iperf3 nft udpflow

# With it TCP may send super-packets into IPsec; where it is not, it does not.
modprobe -q "esp${IPV}_offload"
insmod_rsvp
pair_up
rsvp_on bandwidth 10mbit

cmd_ok "IPsec between the two" esp_up
ktap_test "a TCP under IPsec goes on in segments" tcp_is_wrapped
ktap_test "its policy does not wrap the Path" path_in_the_clear
ktap_test "a reserved flow keeps its class under IPsec" wrapped_in_class
ktap_test "nothing else gets it that way" others_not_in_class
ktap_test "what a tunnel has marked is no abuse below it" in_class_of_tunnel
ktap_test "a Path that has to come wrapped and does not is dropped" path_is_kept_out
ktap_test "so is a Resv" resv_is_kept_out
ktap_test "so is a Path in transit" transit_is_kept_out

ktap_finished
