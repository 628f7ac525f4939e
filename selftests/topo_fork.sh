# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154,SC2034 # setup_ns assigns the nodes
#
# Senders behind two previous hops of r3, and one receiver. RSVP is on everywhere and the links into r3 and from it are observed.
#
#  +--------+            +--------+
#  |   h1   |            |   r1   |
#  |    eth0|------------|eth1 eth2|----------+
#  +--------+            +--------+           | p
#    .2 .3    10.0.1.0/24  .1   .1  10.0.2.0/24 .2
#                                         +--------+            +--------+
#                                         |  eth1  |            |        |
#                                         |   r3   |            |   h2   |
#                                         |  eth2  eth3|--------|eth0    |
#                                         +--------+      q     +--------+
#    .2 .3    10.0.4.0/24  .1   .1  10.0.5.0/24 .2  .1 10.0.3.0/24 .2
#  +--------+            +--------+           | o
#  |    eth0|------------|eth1 eth2|----------+
#  |   h3   |            |   r2   |
#  +--------+            +--------+
#
# IPv6: fd00:N::/64 with the same N and the same last number.

. "$SELFTESTS/topo_net.sh"
. "$SELFTESTS/observe.sh"

# fork_make: namespaces, links and routes
fork_make()
{
	require rsvpctl python3
	require_root
	insmod_rsvp
	setup_ns h1 h3 r1 r2 r3 h2
	net_routers "$r1" "$r2" "$r3"
	net_links "1 $h1 eth0 2 $r1 eth1 1" \
		"2 $r1 eth2 1 $r3 eth1 2" \
		"4 $h3 eth0 2 $r2 eth1 1" \
		"5 $r2 eth2 1 $r3 eth2 2" \
		"3 $r3 eth3 1 $h2 eth0 2"
	address "$h1" eth0 10.0.1.3 fd00:1::3
	address "$h3" eth0 10.0.4.3 fd00:4::3
	net_routes "$h1" "default 1 1"
	net_routes "$h3" "default 4 1"
	net_routes "$h2" "default 3 1"
	net_routes "$r1" "default 2 2"
	net_routes "$r2" "default 5 2"
	net_routes "$r3" "1 2 1" "4 5 1"
	defer cleanup_all_ns
}

# fork_start LINKS [SETTINGS]: observe these too, and RSVP on with these settings
fork_start()
{
	local links=$1
	shift

	# shellcheck disable=SC2086 # words
	observe "$r3:eth1=p" "$r3:eth2=o" "$r3:eth3=q" $links
	act "h1, h3, r1, r2, r3, h2 = '$h1', '$h3', '$r1', '$r2', '$r3', '$h2'; nodes = (h1, h3, r1, r2, r3, h2)" &&
		act "H1, H1_B, H3, H3_B = '$(net_address 1 2)', '$(net_address 1 3)', '$(net_address 4 2)', '$(net_address 4 3)'" &&
		act "H2, R1_R3, R2_R3 = '$(net_address 3 2)', '$(net_address 2 1)', '$(net_address 5 1)'" ||
		ktap_exit_fail_msg "nobody observes"
	net_rsvp_on "$h1 eth0" "$h3 eth0" "$h2 eth0" "$r1 eth1 eth2" "$r2 eth1 eth2" "$r3 eth1 eth2 eth3" -- "$@"
}

# fork_up [SETTINGS]: all of it
fork_up()
{
	fork_make
	fork_start "" "$@"
}
