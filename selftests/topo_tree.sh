# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154,SC2034 # setup_ns assigns the nodes
#
# A tree for one group: three senders behind two previous hops of r3 (topo_fork.sh), one receiver beside it, and a LAN with
# two next hops that have two receivers each. smcroute installs multicast routes when the kernel asks it about a sender.
#
#                        r3                   the rest of r3: see topo_fork.sh
#                       eth4
#                        | .1   10.0.6.0/24
#              ==========+===========  lan: a bridge in a namespace of its own, link "l" is observed at r3
#                | .4              | .5
#              eth1              eth1
#               r4                r5
#           eth2   eth3       eth2   eth3
#  10.0.7.0/24 | .1   | .1       | .1   | .1  10.0.10.0/24
#              |   10.0.8.0/24  10.0.9.0/24
#              | .2   | .2       | .2   | .2
#             h4     h5         h6     h7
#
# IPv6: fd00:N::/64 with the same N and the same last number.

. "$SELFTESTS/topo_fork.sh"

# tree_group: of the family under test; as an argument of rsvpctl with a port: tree_to PORT
tree_group()
{
	[ "$IPV" = 6 ] && echo ff1e::5 || echo 239.1.1.5
}

tree_to()
{
	[ "$IPV" = 6 ] && echo "[$(tree_group)]:$1" || echo "$(tree_group):$1"
}

# tree_up [SETTINGS]
tree_up()
{
	local ns

	require smcrouted
	fork_make
	setup_ns lan r4 r5 h4 h5 h6 h7
	ip -n "$lan" link add br0 type bridge mcast_snooping 0
	ip -n "$lan" link set br0 up
	for ns in "$r3 eth4 p3 1" "$r4 eth1 p4 4" "$r5 eth1 p5 5"; do
		# shellcheck disable=SC2086 # words
		tree_port $ns
	done
	net_links "7 $r4 eth2 1 $h4 eth0 2" \
		"8 $r4 eth3 1 $h5 eth0 2" \
		"9 $r5 eth2 1 $h6 eth0 2" \
		"10 $r5 eth3 1 $h7 eth0 2"
	net_routers "$r4" "$r5"
	net_routes "$r4" "default 6 1"
	net_routes "$r5" "default 6 1"
	net_routes "$h4" "default 7 1"
	net_routes "$h5" "default 8 1"
	net_routes "$h6" "default 9 1"
	net_routes "$h7" "default 10 1"
	net_routes "$r3" "7 6 4" "8 6 4" "9 6 5" "10 6 5"
	fork_start "$r3:eth4=l $r4:eth1=m" "$@"
	net_rsvp_on "$r3 eth4" "$r4 eth1 eth2 eth3" "$r5 eth1 eth2 eth3" "$h4 eth0" "$h5 eth0" "$h6 eth0" "$h7 eth0" -- "$@"
	act "r4, r5, h4, h5, h6, h7 = '$r4', '$r5', '$h4', '$h5', '$h6', '$h7'" &&
		act "GROUP, R3_LAN, R4, R5 = '$(tree_group)', '$(net_address 6 1)', '$(net_address 6 4)', '$(net_address 6 5)'" ||
		ktap_exit_fail_msg "nobody observes"
}

# tree_port NS DEV PORT NUMBER
tree_port()
{
	veth "$1" "$2" "$lan" "$3"
	ip -n "$lan" link set "$3" master br0
	address "$1" "$2" "10.0.6.$4" "fd00:6::$4"
}

tree_routes_up()
{
	# From the leaves to the root: whoever hears of a sender can route it
	mroutes "$r4" "$(tree_group)" "eth1 eth2 eth3" && mroutes "$r5" "$(tree_group)" "eth1 eth2 eth3" &&
		mroutes "$r3" "$(tree_group)" "eth1 eth3 eth4" "eth2 eth3 eth4" &&
		mroutes "$r1" "$(tree_group)" "eth1 eth2" && mroutes "$r2" "$(tree_group)" "eth1 eth2"
}
