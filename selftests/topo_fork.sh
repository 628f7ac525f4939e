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

. "$SELFTESTS/topo_line.sh"
. "$SELFTESTS/observe.sh"

# fork_link N NS DEV NUMBER NS DEV NUMBER
fork_link()
{
	veth "$2" "$3" "$5" "$6"
	address "$2" "$3" "10.0.$1.$4" "fd00:$1::$4"
	address "$5" "$6" "10.0.$1.$7" "fd00:$1::$7"
}

# fork_address NET NUMBER: in the family under test
fork_address()
{
	if [ "$IPV" = 6 ]; then
		echo "fd00:$1::$2"
	else
		echo "10.0.$1.$2"
	fi
}

# fork_make: namespaces, links and routes
fork_make()
{
	local ns net where number

	require rsvpctl python3
	require_root
	insmod_rsvp
	setup_ns h1 h3 r1 r2 r3 h2
	for ns in $r1 $r2 $r3; do
		in_ns "$ns" sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
	done
	fork_link 1 "$h1" eth0 2 "$r1" eth1 1
	fork_link 2 "$r1" eth2 1 "$r3" eth1 2
	fork_link 4 "$h3" eth0 2 "$r2" eth1 1
	fork_link 5 "$r2" eth2 1 "$r3" eth2 2
	fork_link 3 "$r3" eth3 1 "$h2" eth0 2
	address "$h1" eth0 10.0.1.3 fd00:1::3
	address "$h3" eth0 10.0.4.3 fd00:4::3
	for net in 10.0.%s. fd00:%s::; do
		# shellcheck disable=SC2059 # net is the format
		for ns in "$h1 1 1" "$h3 4 1" "$h2 3 1" "$r1 2 2" "$r2 5 2"; do
			read -r ns where number <<<"$ns"
			ip -n "$ns" route add default via "$(printf "$net" "$where")$number"
		done
		# shellcheck disable=SC2059
		ip -n "$r3" route add "$(printf "$net" 1)$([[ $net == fd* ]] && echo /64 || echo 0/24)" via "$(printf "$net" 2)1"
		# shellcheck disable=SC2059
		ip -n "$r3" route add "$(printf "$net" 4)$([[ $net == fd* ]] && echo /64 || echo 0/24)" via "$(printf "$net" 5)1"
	done
	defer cleanup_all_ns
}

# fork_start LINKS [SETTINGS]: observe these too, and RSVP on with these settings
fork_start()
{
	local dev links=$1
	shift

	# shellcheck disable=SC2086 # words
	observe "$r3:eth1=p" "$r3:eth2=o" "$r3:eth3=q" $links
	act "h1, h3, r1, r2, r3, h2 = '$h1', '$h3', '$r1', '$r2', '$r3', '$h2'; nodes = (h1, h3, r1, r2, r3, h2)" &&
		act "H1, H1_B, H3, H3_B = '$(fork_address 1 2)', '$(fork_address 1 3)', '$(fork_address 4 2)', '$(fork_address 4 3)'" &&
		act "H2, R1_R3, R2_R3 = '$(fork_address 3 2)', '$(fork_address 2 1)', '$(fork_address 5 1)'" ||
		ktap_exit_fail_msg "nobody observes"
	for dev in "$h1 eth0" "$h3 eth0" "$h2 eth0" "$r1 eth1" "$r1 eth2" "$r2 eth1" "$r2 eth2" "$r3 eth1" "$r3 eth2" "$r3 eth3"; do
		# shellcheck disable=SC2086 # words
		rsvp_on $dev "$@" || ktap_exit_fail_msg "no RSVP"
	done
}

# fork_up [SETTINGS]: all of it
fork_up()
{
	fork_make
	fork_start "" "$@"
}
