#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# More than a node takes, from its neighbours: the cases are in caps.py. The caps that commands meet are in perms.sh.
#
#   h1 eth0 ---- eth1 r1 eth2 ---- eth1 r2
#      user0 --- eth1 theirs eth2			a namespace of a user without rights elsewhere
#      user1 --- eth3

# shellcheck disable=SC2154 # setup_ns assigns the nodes
. "${0%/*}/lib.sh"
. "${0%/*}/topo_line.sh"

user_up()
{
	unshare -Urn sleep infinity &
	defer kill_process $!
	busywait 5000 other_namespace $! || return 1
	theirs=theirs-$$
	ip netns attach "$theirs" $! && namespaces+=("$theirs") || return 1
	in_ns "$theirs" sysctl -qw net.ipv4.ip_forward=1
	ip -n "$theirs" link set lo up
	veth "$h1" user0 "$theirs" eth1
	veth "$h1" user1 "$theirs" eth3
	ip -n "$theirs" link add eth2 type dummy
	ip -n "$theirs" link set eth2 up
	address "$theirs" eth1 10.0.1.1 fd00:1::1
	address "$theirs" eth2 10.0.3.1 fd00:3::1
	address "$theirs" eth3 10.0.4.1 fd00:4::1
	rsvp_on "$theirs" eth1 && rsvp_on "$theirs" eth2 bandwidth 10mbit backend none && rsvp_on "$theirs" eth3
}

other_namespace()
{
	[ "$(readlink "/proc/$1/ns/net")" != "$(readlink /proc/self/ns/net)" ]
}

# What r1 sends on interests nobody: no ICMP errors come back for it.
swallow()
{
	ip -n "$r2" route replace blackhole 10.0.3.0/24 && ip -n "$r2" route replace blackhole fd00:3::/64
}

require_root
require rsvpctl python3 unshare
insmod_rsvp
topo_up
{ rsvp_on "$r1" eth1 && rsvp_on "$r1" eth2 bandwidth 10mbit && swallow && user_up; } || ktap_exit_fail_msg "no nodes"

python3 -B "$SELFTESTS/caps.py" "$h1" "$r1" "$r2" "$theirs"
