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

. "$SELFTESTS/topo_fork.sh"

# diamond_up [SETTINGS]: RSVP on everywhere; data goes by r3, both ways
diamond_up()
{
	local ns dev net pre

	require rsvpctl python3
	require_root
	insmod_rsvp
	setup_ns h1 r1 r2 r3 r4 h2
	for ns in $r1 $r2 $r3 $r4; do
		in_ns "$ns" sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
	done
	fork_link 1 "$h1" eth0 2 "$r1" eth1 1
	fork_link 2 "$r1" eth2 1 "$r3" eth1 2
	fork_link 4 "$r3" eth2 2 "$r2" eth1 1
	fork_link 5 "$r1" eth3 1 "$r4" eth1 2
	fork_link 6 "$r4" eth2 2 "$r2" eth3 1
	fork_link 3 "$r2" eth2 1 "$h2" eth0 2
	for pre in 10.0. fd00:; do
		[ "$pre" = fd00: ] && net=::%s/64 || net=.%s/24
		for dev in "$h1 default 1 1" "$h2 default 3 1" "$r3 1 2 1" "$r3 3 4 1" "$r4 1 5 1" "$r4 3 6 1" "$r1 3 2 2" "$r2 1 4 2"; do
			# shellcheck disable=SC2086 # words
			diamond_route add "$pre" $dev
		done
	done
	defer cleanup_all_ns

	observe "$r1:eth1=p" "$r1:eth2=u" "$r1:eth3=v" "$r2:eth1=x" "$r2:eth3=y" "$r2:eth2=q"
	act "h1, r1, r2, r3, r4, h2 = '$h1', '$r1', '$r2', '$r3', '$r4', '$h2'; nodes = (h1, r1, r2, r3, r4, h2)" &&
		act "H1, H2, R3_R2, R4_R2 = '$(fork_address 1 2)', '$(fork_address 3 2)', '$(fork_address 4 2)', '$(fork_address 6 2)'" ||
		ktap_exit_fail_msg "nobody observes"
	for dev in "$h1 eth0" "$h2 eth0" "$r1 eth1" "$r1 eth2" "$r1 eth3" "$r2 eth1" "$r2 eth2" "$r2 eth3" "$r3 eth1" "$r3 eth2" \
		"$r4 eth1" "$r4 eth2"; do
		# shellcheck disable=SC2086 # words
		rsvp_on $dev "$@" || ktap_exit_fail_msg "no RSVP"
	done
}

# diamond_route COMMAND PREFIX NS NET VIA_NET VIA_NUMBER
diamond_route()
{
	local to=$4 via

	if [ "$2" = fd00: ]; then
		[ "$to" = default ] || to=fd00:$to::/64
		via=fd00:$5::$6
	else
		[ "$to" = default ] || to=10.0.$to.0/24
		via=10.0.$5.$6
	fi
	ip -n "$3" route "$1" "$to" via "$via"
}

# way NET: r1 sends to h2 by the router behind this net (2: r3, 5: r4)
way()
{
	diamond_route replace "$([ "$IPV" = 6 ] && echo fd00: || echo 10.0.)" "$r1" 3 "$1" 2
}
