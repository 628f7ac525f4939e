#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# IPsec and tunnels on a managed device: what is wrapped here passes the classifier twice. IPV=6 runs it over IPv6.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_pair.sh"

if [ "$IPV" = 6 ]; then
	A=fd00:1::1 B=fd00:1::2 family=-6
else
	A=10.0.1.1 B=10.0.1.2 family=
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
	is "$(wrapped 1)" 0 && is_at_least "$(wrapped 2)" 300
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

ktap_print_header
ktap_set_plan 2
require_root
require jq tc iperf3 nft udpflow

# With it TCP may send super-packets into IPsec; where it is not, it does not.
modprobe -q "esp${IPV}_offload"
insmod_rsvp
pair_up
rsvp_on bandwidth 10mbit

cmd_ok "IPsec between the two" esp_up
ktap_test "a TCP under IPsec goes on in segments" tcp_is_wrapped

ktap_finished
