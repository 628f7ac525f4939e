# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154,SC2034 # setup_ns assigns the nodes
#
# The line of topo_line.sh with two links from h1 to r1 and from r1 to r2. All of them are observed where they meet r1.
#
#  +--------+  q  10.0.7.0/24  +--------+  v  10.0.6.0/24  +--------+                +--------+
#  |   h1   |.2              .1|   r1   |.1              .2|   r2   |                |   h2   |
#  |    eth1|------------------|eth4 eth3|-----------------|eth3 eth2|---------------|eth0    |
#  |    eth0|------------------|eth1 eth2|-----------------|eth1    |  10.0.3.0/24   |        |
#  +--------+  p  10.0.1.0/24  +--------+  u  10.0.2.0/24  +--------+                +--------+
#
# h2 has the addresses 2 and 10 to 25 of its net. IPv6: fd00:N::/64 with the same N; 10 to 25 are ::10 to ::25.

. "$SELFTESTS/topo_line.sh"
. "$SELFTESTS/observe.sh"

# ecmp_up [SETTINGS]: RSVP on everywhere; the routes are those of the line, by p and u
ecmp_up()
{
	local dev i

	require rsvpctl python3
	require_root
	insmod_rsvp
	topo_up
	veth "$h1" eth1 "$r1" eth4
	veth "$r1" eth3 "$r2" eth3
	address "$h1" eth1 10.0.7.2 fd00:7::2
	address "$r1" eth4 10.0.7.1 fd00:7::1
	address "$r1" eth3 10.0.6.1 fd00:6::1
	address "$r2" eth3 10.0.6.2 fd00:6::2
	for i in $(seq 10 25); do
		echo "address add 10.0.3.$i/24 dev eth0"
		echo "address add fd00:3::$i/64 dev eth0 nodad"
	done | ip -n "$h2" -b -
	observe "$r1:eth1=p" "$r1:eth4=q" "$r1:eth2=u" "$r1:eth3=v"
	act "h1, r1, r2, h2, H1, H2 = '$h1', '$r1', '$r2', '$h2', '$H1', '$H2'" || ktap_exit_fail_msg "nobody observes"
	topo_rsvp_on "$@" && for dev in "$h1 eth1" "$r1 eth4" "$r1 eth3" "$r2 eth3"; do
		# shellcheck disable=SC2086 # words
		rsvp_on $dev "$@" || ktap_exit_fail_msg "no RSVP"
	done
	if [ "$IPV" = 6 ]; then
		P=fd00:1::1 Q=fd00:7::1 U=fd00:2::2 V=fd00:6::2 far=fd00:3::/64 length=128
	else
		P=10.0.1.1 Q=10.0.7.1 U=10.0.2.2 V=10.0.6.2 far=10.0.3.0/24 length=32
	fi
}
