# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154 # setup_ns assigns h1, r1, r2, h2
#
# Two hosts and two routers in a line, over IPv4 and IPv6.
#
#  +--------+                +--------+                +--------+                +--------+
#  |   h1   |                |   r1   |                |   r2   |                |   h2   |
#  |    eth0|----------------|eth1 eth2|---------------|eth1 eth2|---------------|eth0    |
#  +--------+                +--------+                +--------+                +--------+
#         .2   10.0.1.0/24   .1      .1  10.0.2.0/24   .2      .1  10.0.3.0/24   .2
#        ::2   fd00:1::/64   ::1    ::1  fd00:2::/64   ::2    ::1  fd00:3::/64   ::2
#
# TOPO_WIRE=10mbit makes the link between r1 and r2 a wire of that rate that is not ours: a bridge in a namespace of its own
# whose two ports serialize what leaves them.
#
#        r1 eth2 --- p1 [netem rate] wire: br0 [netem rate] p2 --- eth1 r2

topo_nodes="h1 r1 r2 h2"

# veth NS DEV NS DEV
veth()
{
	ip link add "$2" netns "$1" type veth peer name "$4" netns "$3" || ktap_exit_fail_msg "no link $2 - $4"
	ip -n "$1" link set "$2" up
	ip -n "$3" link set "$4" up
}

# address NS DEV IPV4 IPV6
address()
{
	ip -n "$1" address add "$3/24" dev "$2"
	ip -n "$1" address add "$4/64" dev "$2" nodad
}

topo_up()
{
	local ns

	setup_ns h1 r1 r2 h2
	for ns in $r1 $r2; do
		in_ns "$ns" sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
	done

	veth "$h1" eth0 "$r1" eth1
	veth "$r2" eth2 "$h2" eth0
	if [ -n "${TOPO_WIRE:-}" ]; then
		setup_ns wire
		ip -n "$wire" link add br0 type bridge mcast_snooping 0
		veth "$r1" eth2 "$wire" p1
		veth "$r2" eth1 "$wire" p2
		for port in p1 p2; do
			ip -n "$wire" link set "$port" master br0
			tc -n "$wire" qdisc add dev "$port" root netem rate "$TOPO_WIRE" limit 1000
			# A wire carries frames: it neither merges them nor takes them in larger pieces.
			in_ns "$wire" ethtool -K "$port" gro off tso off gso off >/dev/null 2>&1
		done
		ip -n "$wire" link set br0 up
	else
		veth "$r1" eth2 "$r2" eth1
	fi

	address "$h1" eth0 10.0.1.2 fd00:1::2
	address "$r1" eth1 10.0.1.1 fd00:1::1
	address "$r1" eth2 10.0.2.1 fd00:2::1
	address "$r2" eth1 10.0.2.2 fd00:2::2
	address "$r2" eth2 10.0.3.1 fd00:3::1
	address "$h2" eth0 10.0.3.2 fd00:3::2

	ip -n "$h1" route add default via 10.0.1.1
	ip -n "$h1" route add default via fd00:1::1
	ip -n "$r1" route add 10.0.3.0/24 via 10.0.2.2
	ip -n "$r1" route add fd00:3::/64 via fd00:2::2
	ip -n "$r2" route add 10.0.1.0/24 via 10.0.2.1
	ip -n "$r2" route add fd00:1::/64 via fd00:2::1
	ip -n "$h2" route add default via 10.0.3.1
	ip -n "$h2" route add default via fd00:3::1
	defer topo_down
}

topo_down()
{
	cleanup_all_ns
}

# The addresses of the family under test: H1, R1_H1, R1_R2, R2_R1, R2_H2, H2
# shellcheck disable=SC2034
topo_addresses()
{
	if [ "$IPV" = 6 ]; then
		H1=fd00:1::2 R1_H1=fd00:1::1 R1_R2=fd00:2::1 R2_R1=fd00:2::2 R2_H2=fd00:3::1 H2=fd00:3::2
	else
		H1=10.0.1.2 R1_H1=10.0.1.1 R1_R2=10.0.2.1 R2_R1=10.0.2.2 R2_H2=10.0.3.1 H2=10.0.3.2
	fi
}
topo_addresses

# rsvp_on NS DEV [ARGS]: enable RSVP on an interface
rsvp_on()
{
	local ns=$1 dev=$2
	shift 2
	rsvpctl -n "$ns" interface set dev "$dev" rsvp on "$@"
}

# topo_rsvp_on [ARGS]: on all interfaces of all four
topo_rsvp_on()
{
	rsvp_on "$h1" eth0 "$@" &&
	rsvp_on "$r1" eth1 "$@" && rsvp_on "$r1" eth2 "$@" &&
	rsvp_on "$r2" eth1 "$@" && rsvp_on "$r2" eth2 "$@" &&
	rsvp_on "$h2" eth0 "$@"
}
