#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The line of hosts and routers itself, without RSVP: who blames a protocol should know the wires.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_line.sh"

ping_ends()
{
	in_ns "$h1" ping -c 1 -W 5 "$1"
}

ends_without_routers()
{
	in_ns "$h1" ping -c 1 -t 1 -W 1 10.0.3.2
}

# 100 frames of 1250 bytes at 10 Mbit/s take 0.1 s each way; on a wire that is not there they take none.
wire_has_a_rate()
{
	local start
	start=$(now_ms)

	in_ns "$h1" ping -q -c 100 -l 100 -W 5 -s 1208 10.0.3.2 || return 1
	echo "took $(($(now_ms) - start)) ms"
	[ $(($(now_ms) - start)) -ge 80 ]
}

ktap_print_header
ktap_set_plan 6
require_root
require ping

topo_up
ktap_test "h2 answers h1 over IPv4" ping_ends 10.0.3.2
ktap_test "h2 answers h1 over IPv6" ping_ends fd00:3::2
cmd_fail "between h1 and h2 are routers" ends_without_routers
topo_down

TOPO_WIRE=10mbit topo_up
ktap_test "h2 answers h1 over a wire, IPv4" ping_ends 10.0.3.2
ktap_test "h2 answers h1 over a wire, IPv6" ping_ends fd00:3::2
ktap_test "a wire has a rate" wire_has_a_rate

ktap_finished
