# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# Networks with numbers, of which topologies with many links are made: network N is 10.0.N.0/24 and fd00:N::/64, and a node
# that has the number M there has the addresses 10.0.N.M and fd00:N::M.

. "$SELFTESTS/topo_line.sh"

# net_links "N NS DEV NUMBER NS DEV NUMBER"...: one process for all links, and one for each node, not for each line
net_links()
{
	local link n a a_dev a_number b b_dev b_number links=() ns
	local -A lines=()

	for link; do
		read -r n a a_dev a_number b b_dev b_number <<<"$link"
		links+=("$a $a_dev $b $b_dev")
		lines[$a]+="address add 10.0.$n.$a_number/24 dev $a_dev"$'\n'
		lines[$a]+="address add fd00:$n::$a_number/64 dev $a_dev nodad"$'\n'
		lines[$b]+="link set $b_dev up"$'\n'
		lines[$b]+="address add 10.0.$n.$b_number/24 dev $b_dev"$'\n'
		lines[$b]+="address add fd00:$n::$b_number/64 dev $b_dev nodad"$'\n'
	done
	veths "${links[@]}"
	for ns in "${!lines[@]}"; do
		ip -n "$ns" -b - <<<"${lines[$ns]}" || ktap_exit_fail_msg "no addresses at $ns"
	done
}

# net_address N NUMBER: in the family under test
net_address()
{
	if [ "$IPV" = 6 ]; then
		echo "fd00:$1::$2"
	else
		echo "10.0.$1.$2"
	fi
}

# net_port N NUMBER PORT: the same with a port, as rsvpctl takes it
net_port()
{
	if [ "$IPV" = 6 ]; then
		echo "[fd00:$1::$2]:$3"
	else
		echo "10.0.$1.$2:$3"
	fi
}

# net_routers NS...
net_routers()
{
	local ns

	for ns; do
		in_ns "$ns" sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
	done
}

# net_routes NS "N VIA_N VIA_NUMBER"...: N may be "default"
net_routes()
{
	local ns=$1 to net number
	shift

	while read -r to net number; do
		if [ "$to" = default ]; then
			echo "route add default via 10.0.$net.$number"
			echo "route add default via fd00:$net::$number"
		else
			echo "route add 10.0.$to.0/24 via 10.0.$net.$number"
			echo "route add fd00:$to::/64 via fd00:$net::$number"
		fi
	done < <(printf '%s\n' "$@") | ip -n "$ns" -b -
}

# net_rsvp_on "NS DEV..."... -- [SETTINGS]: one process for each node
net_rsvp_on()
{
	local nodes=() node

	while [ "$1" != -- ]; do
		nodes+=("$1")
		shift
	done
	shift
	for node in "${nodes[@]}"; do
		# shellcheck disable=SC2086 # words
		printf "interface set dev %s rsvp on $topo_repeats $*\n" ${node#* } | rsvpctl -n "${node%% *}" -b - ||
			ktap_exit_fail_msg "no RSVP"
	done
}

# deaf NS: no RSVP message comes in any more, until it hears NS
deaf()
{
	in_ns "$1" nft "table inet deaf { chain in { type filter hook prerouting priority -400; meta l4proto 46 drop; }; }"
}

hears()
{
	in_ns "$1" nft delete table inet deaf
}
