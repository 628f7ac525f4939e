#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Bad messages: each has its counter, by name, or its PathErr or ResvErr, in both families. The cases are in bad_input.py.
# r1 is the node; h1 and r2 are its neighbours, and say anything.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_line.sh"

require_root
require rsvpctl python3 tshark
insmod_rsvp
topo_up
# Frames of more than a page, and fragments that are given up soon
ip -n "$h1" link set eth0 mtu 9000
ip -n "$r1" link set eth1 mtu 9000
in_ns "$r1" sysctl -qw net.ipv4.ipfrag_time=2 net.netfilter.nf_conntrack_frag6_timeout=2
# A segment of segment routing, too
in_ns "$r1" sysctl -qw net.ipv6.conf.all.seg6_enabled=1 net.ipv6.conf.eth1.seg6_enabled=1
{ rsvp_on "$r1" eth1 && rsvp_on "$r1" eth2 bandwidth 10mbit; } || ktap_exit_fail_msg "RSVP cannot be switched on"

python3 -B "$SELFTESTS/bad_input.py" "$h1" "$r1" "$r2" "$@"
