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
	ip link add "$2" netns "$1" up type veth peer name "$4" netns "$3" && ip -n "$3" link set "$4" up ||
		ktap_exit_fail_msg "no link $2 - $4"
}

# veths "NS DEV NS DEV"...: by one process; the second end is not up yet
veths()
{
	local link a a_dev b b_dev lines=''

	for link; do
		read -r a a_dev b b_dev <<<"$link"
		lines+="link add $a_dev netns $a up type veth peer name $b_dev netns $b"$'\n'
	done
	ip -b - <<<"$lines" || ktap_exit_fail_msg "no links"
}

# address NS DEV IPV4 IPV6
address()
{
	ip -n "$1" -b - <<-EOF
	address add $3/24 dev $2
	address add $4/64 dev $2 nodad
	EOF
}

topo_up()
{
	local ns links=()

	setup_ns h1 r1 r2 h2
	for ns in $r1 $r2; do
		in_ns "$ns" sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
	done

	links=("$h1 eth0 $r1 eth1" "$r2 eth2 $h2 eth0")
	[ -n "${TOPO_WIRE:-}" ] || links+=("$r1 eth2 $r2 eth1")
	veths "${links[@]}"
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
	fi

	# One process for each node, not for each line
	ip -n "$h1" -b - <<-EOF
	address add 10.0.1.2/24 dev eth0
	address add fd00:1::2/64 dev eth0 nodad
	route add default via 10.0.1.1
	route add default via fd00:1::1
	EOF
	ip -n "$r1" -b - <<-EOF
	link set eth1 up
	address add 10.0.1.1/24 dev eth1
	address add fd00:1::1/64 dev eth1 nodad
	address add 10.0.2.1/24 dev eth2
	address add fd00:2::1/64 dev eth2 nodad
	route add 10.0.3.0/24 via 10.0.2.2
	route add fd00:3::/64 via fd00:2::2
	EOF
	ip -n "$r2" -b - <<-EOF
	link set eth1 up
	address add 10.0.2.2/24 dev eth1
	address add fd00:2::2/64 dev eth1 nodad
	address add 10.0.3.1/24 dev eth2
	address add fd00:3::1/64 dev eth2 nodad
	route add 10.0.1.0/24 via 10.0.2.1
	route add fd00:1::/64 via fd00:2::1
	EOF
	ip -n "$h2" -b - <<-EOF
	link set eth0 up
	address add 10.0.3.2/24 dev eth0
	address add fd00:3::2/64 dev eth0 nodad
	route add default via 10.0.3.1
	route add default via fd00:3::1
	EOF
	defer topo_down
}

topo_down()
{
	cleanup_all_ns
}

# mroutes NS GROUP "IN OUT..."...: multicast is routed by smcroute, when the kernel asks it about a sender
mroutes()
{
	local ns=$1 group=$2 conf=$temporary/$1.conf word way
	shift 2

	for way; do
		for word in $way; do
			echo "phyint $word enable"
		done
	done | sort -u >"$conf"
	for way; do
		echo "mroute from ${way%% *} group $group to ${way#* }"
	done >>"$conf"
	start in_ns "$ns" smcrouted -n -N -l err -f "$conf" -i "$ns" -P "$temporary/$ns.pid" -u "$temporary/$ns.sock"
	busywait 5000 test -S "$temporary/$ns.sock"
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

# What tells of a change is told once: tests count messages. Empty: it is repeated as by default.
topo_repeats="repeats 0"

# rsvp_on NS DEV [ARGS]: enable RSVP on an interface
rsvp_on()
{
	local ns=$1 dev=$2
	shift 2
	# shellcheck disable=SC2086 # words
	rsvpctl -n "$ns" interface set dev "$dev" rsvp on $topo_repeats "$@"
}

# topo_rsvp_on [ARGS]: on all interfaces of all four
topo_rsvp_on()
{
	local ns

	rsvp_on "$h1" eth0 "$@" && rsvp_on "$h2" eth0 "$@" || return 1
	for ns in $r1 $r2; do
		printf "interface set dev %s rsvp on $topo_repeats %s\n" eth1 "$*" eth2 "$*" | rsvpctl -n "$ns" -b - || return 1
	done
}
