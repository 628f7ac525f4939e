# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154 # setup_ns assigns the nodes
#
# topo_diamond.sh, routed by FRR: OSPFv3 (ospf6d) between the routers, or OSPF (ospfd) and for IPv4 multicast PIM (pimd) with
# r1 as rendezvous point. Each router has daemons of its own, which know no other place than its directory. Data goes by r3,
# and by r4 without it.

. "$SELFTESTS/topo_diamond.sh"

FRR=/usr/lib/frr

# frr_dir NS
frr_dir()
{
	echo "$temporary/frr-$1"
}

# frr_start NS DAEMON: with the configuration on stdin, until the namespace goes
frr_start()
{
	local dir

	dir=$(frr_dir "$1")
	cat >"$dir/$2.conf"
	start in_ns "$1" "$FRR/$2" -u root -g frrvty -A 127.0.0.1 -P 0 -z "$dir/zserv.api" --vty_socket "$dir" -i "$dir/$2.pid" \
		-f "$dir/$2.conf" --log "file:$dir/$2.log" >"$dir/$2.out" 2>&1
	busywait 20000 test -S "$dir/$2.vty" || ktap_exit_fail_msg "no $2: $(cat "$dir/$2.out")"
}

# frr_ask NS COMMAND
frr_ask()
{
	vtysh --vty_socket "$(frr_dir "$1")" -c "$2"
}

# frr_lines "DEV COST"... -- FORMAT...: these lines for each of the interfaces
frr_lines()
{
	local devs=() dev line

	while [ "$1" != -- ]; do
		devs+=("$1")
		shift
	done
	shift
	for dev in "${devs[@]}"; do
		echo "interface ${dev% *}"
		for line; do
			# shellcheck disable=SC2059 # a format it is
			printf " $line\n" "${dev#* }"
		done
	done
}

# frr_router NS ID HOSTS "DEV COST"...: with hosts behind an interface (none: -), and neighbours behind others
frr_router()
{
	local ns=$1 id=$2 hosts=$3
	shift 3

	mkdir "$(frr_dir "$ns")"
	frr_start "$ns" zebra </dev/null
	if [ "$IPV" = 6 ]; then
		frr_start "$ns" ospf6d <<-EOF
		$(frr_lines "$@" -- "ipv6 ospf6 area 0" "ipv6 ospf6 network point-to-point" "ipv6 ospf6 cost %s" \
			"ipv6 ospf6 hello-interval 1" "ipv6 ospf6 dead-interval 3")
		$([ "$hosts" = - ] || frr_lines "$hosts 1" -- "ipv6 ospf6 area 0" "ipv6 ospf6 passive")
		router ospf6
		 ospf6 router-id 10.255.0.$id
		 timers throttle spf 0 50 200
		EOF
		return
	fi
	frr_start "$ns" ospfd <<-EOF
	$(frr_lines "$@" -- "ip ospf area 0" "ip ospf network point-to-point" "ip ospf cost %s" \
		"ip ospf dead-interval minimal hello-multiplier 4")
	$([ "$hosts" = - ] || frr_lines "$hosts 1" -- "ip ospf area 0" "ip ospf passive")
	router ospf
	 ospf router-id 10.255.0.$id
	 timers throttle spf 0 50 200
	EOF
	frr_start "$ns" pimd <<-EOF
	ip pim rp 10.0.1.1 239.0.0.0/8
	$(frr_lines "$@" -- "ip pim" "ip pim hello 1")
	$([ "$hosts" = - ] || frr_lines "$hosts 1" -- "ip pim" "ip igmp" "ip igmp query-max-response-time 10" \
		"ip igmp query-interval 5")
	EOF
}

# frr_up: diamond_make without its routes
frr_up()
{
	local ns

	require vtysh
	[ -x "$FRR/ospfd" ] || ktap_skip_all "FRR is not installed"
	diamond_make
	for ns in $r1 $r2 $r3 $r4; do
		ip -n "$ns" route flush proto boot
		ip -n "$ns" -6 route flush proto boot
	done
	frr_router "$r1" 1 eth1 "eth2 10" "eth3 15"
	frr_router "$r3" 3 - "eth1 10" "eth2 10"
	frr_router "$r4" 4 - "eth1 15" "eth2 15"
	frr_router "$r2" 2 eth2 "eth1 10" "eth3 15"
}
