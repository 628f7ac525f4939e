# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154,SC2034 # setup_ns assigns the nodes
#
# Two ways from r1 to r2. All links of r1 and r2 are observed there.
#
#                                   +--------+
#                    u 10.0.2.0/24  |   r3   |  x 10.0.4.0/24
#                     .1  +---------|eth1 eth2|--------+  .1
#  +--------+        +--------+   .2+--------+.2      +--------+           +--------+
#  |   h1   |  p     |    eth2|                       |eth1    |  q        |   h2   |
#  |    eth0|--------|eth1 r1 |                       | r2 eth2|-----------|eth0    |
#  +--------+.2    .1|    eth3|                       |eth3    |.1       .2+--------+
#      10.0.1.0/24   +--------+   .2+--------+.2      +--------+  10.0.3.0/24
#                     .1  +---------|eth1 eth2|--------+  .1
#                    v 10.0.5.0/24  |   r4   |  y 10.0.6.0/24
#                                   +--------+
#
# IPv6: fd00:N::/64 with the same N and the same last number.

. "$SELFTESTS/topo_net.sh"
. "$SELFTESTS/observe.sh"

# diamond_make: namespaces, links and routes; data goes by r3, both ways
diamond_make()
{
	require rsvpctl python3
	require_root
	insmod_rsvp
	setup_ns h1 r1 r2 r3 r4 h2
	net_routers "$r1" "$r2" "$r3" "$r4"
	net_links "1 $h1 eth0 2 $r1 eth1 1" \
		"2 $r1 eth2 1 $r3 eth1 2" \
		"4 $r3 eth2 2 $r2 eth1 1" \
		"5 $r1 eth3 1 $r4 eth1 2" \
		"6 $r4 eth2 2 $r2 eth3 1" \
		"3 $r2 eth2 1 $h2 eth0 2"
	net_routes "$h1" "default 1 1"
	net_routes "$h2" "default 3 1"
	net_routes "$r3" "1 2 1" "3 4 1"
	net_routes "$r4" "1 5 1" "3 6 1"
	net_routes "$r1" "3 2 2"
	net_routes "$r2" "1 4 2"
	defer cleanup_all_ns
}

# diamond_start [SETTINGS]: RSVP on everywhere
diamond_start()
{
	net_rsvp_on "$h1 eth0" "$h2 eth0" "$r1 eth1 eth2 eth3" "$r2 eth1 eth2 eth3" "$r3 eth1 eth2" "$r4 eth1 eth2" -- "$@"
}

# diamond_up [SETTINGS]: all of it, and watched
diamond_up()
{
	diamond_make
	observe "$r1:eth1=p" "$r1:eth2=u" "$r1:eth3=v" "$r2:eth1=x" "$r2:eth3=y" "$r2:eth2=q"
	act "h1, r1, r2, r3, r4, h2 = '$h1', '$r1', '$r2', '$r3', '$r4', '$h2'; nodes = (h1, r1, r2, r3, r4, h2)" &&
		act "H1, H2, R3_R2, R4_R2 = '$(net_address 1 2)', '$(net_address 3 2)', '$(net_address 4 2)', '$(net_address 6 2)'" ||
		ktap_exit_fail_msg "nobody observes"
	diamond_start "$@"
}

# way NET: r1 sends to h2 by the router behind this net (2: r3, 5: r4)
way()
{
	if [ "$IPV" = 6 ]; then
		ip -n "$r1" route replace fd00:3::/64 via "fd00:$1::2"
	else
		ip -n "$r1" route replace 10.0.3.0/24 via "10.0.$1.2"
	fi
}
