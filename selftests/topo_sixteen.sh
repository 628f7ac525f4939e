# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154 # setup_ns assigns the nodes
#
# Sixteen nodes, RSVP on all interfaces: three hosts that send, five that receive, eight routers. scenario.py has the links.
#
#   s1 --+                     +- c3 -+           +-- e1 --+-- t1
#        +-- a1 --+            |      |           |        +-- t2
#   s2 --+        +---- c1 ----+------+---- c2 ---+-- e2 --+-- t3
#                 |                               |        +-- t4
#   s3 ----- a2 --+                               +-- e3 ----- t5
#
# An interface has the name of the neighbour. Links have their two names, "c1-c2", and are observed at the first.

. "$SELFTESTS/topo_net.sh"
. "$SELFTESTS/observe.sh"

# scenario_says EXPRESSION: for who does not yet observe
scenario_says()
{
	PYTHONPATH=$SELFTESTS python3 -B -c "import scenario; print($1)"
}

# sixteen_up [SETTINGS]
sixteen_up()
{
	local link node devs number=0 links=() observed=() names='' a b

	require rsvpctl python3 smcrouted
	require_root
	insmod_rsvp
	sixteen=$(scenario_says "*scenario.NODES")
	sixteen_links=$(scenario_says "*('-'.join(link) for link in scenario.LINKS)")
	# shellcheck disable=SC2086 # words
	setup_ns $sixteen
	defer cleanup_all_ns
	for link in $sixteen_links; do
		number=$((number + 1)) a=${link%-*} b=${link#*-}
		links+=("$number ${!a} $b 1 ${!b} $a 2")
		observed+=("${!a}:$b=$link")
	done
	net_links "${links[@]}"
	for node in $sixteen; do
		names+="'$node': '${!node}', "
	done
	observe "${observed[@]}"
	act "import scenario; net = scenario.Net($IPV, {$names})" || ktap_exit_fail_msg "no reference"
	for node in $sixteen; do
		say "net.routes('$node')" | ip "-$IPV" -n "${!node}" -b - || ktap_exit_fail_msg "no routes"
		case $node in
		a* | c* | e*) in_ns "${!node}" sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1 ;;
		esac
		devs=''
		for link in $sixteen_links; do
			case $link in
			"$node"-*) devs+=" ${link#*-}" ;;
			*-"$node") devs+=" ${link%-*}" ;;
			esac
		done
		net_rsvp_on "${!node}$devs" -- "$@"
	done
}

# From the leaves to the root: whoever hears of a sender can route it
sixteen_multicast()
{
	local node ns

	for node in e1 e2 e3 c2 c1 a1 a2; do
		ns=${!node}
		say "net.multicast_routes('$node')" >"$temporary/$ns.conf" || return 1
		start in_ns "$ns" smcrouted -n -N -f "$temporary/$ns.conf" -i "$ns" -P "$temporary/$ns.pid" -u "$temporary/$ns.sock"
		busywait 5000 test -S "$temporary/$ns.sock" || return 1
	done
}
