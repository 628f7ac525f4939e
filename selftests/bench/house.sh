# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# Where the bench measures, and how: in a virtual machine whose nanosecond is one instruction. The node under test is r; a and b
# know nothing of RSVP, and what r sends to them ends at their door.
#
#      a eth0 ---- eth1 r eth2 ---- eth0 b        10 Gbit/s
#   10.0.1.2      10.0.1.1  10.0.2.1     10.0.2.2

packet_count=20000
out_index=12

say()
{
	printf '%s\n' "$*"
}

# figure WHAT VALUE UNIT
figure()
{
	printf '  %-58s %10s %s\n' "$1" "$2" "$3"
	printf '%s\t%s\t%s\n' "$section: $1" "$2" "$3" >>"$RSVP_OUT/figures"
}

# --- the house ---

link()
{
	ip link add "$2" index "$3" netns "$r" type veth peer name eth0 netns "$1"
	ip -n "$1" address add "$4.2/24" dev eth0
	ip -n "$r" address add "$4.1/24" dev "$2"
	ip -n "$1" link set eth0 up address "02:00:00:00:00:$3"
	ip -n "$r" link set "$2" up address "02:00:00:00:01:$3"
	# Nobody asks for addresses, nobody answers.
	ip -n "$1" neigh add "$4.1" dev eth0 lladdr "02:00:00:00:01:$3" nud permanent
	ip -n "$r" neigh add "$4.2" dev "$2" lladdr "02:00:00:00:00:$3" nud permanent
	ip -n "$1" route add default via "$4.1"
	tc -n "$1" qdisc add dev eth0 clsact
	tc -n "$1" filter add dev eth0 ingress matchall action drop
}

setup_ns a r b
in_ns "$r" sysctl -qw net.ipv4.ip_forward=1
link "$a" eth1 11 10.0.1
link "$b" eth2 $out_index 10.0.2

# --- how it is measured ---

# feed keeps the processor for as long as it sends, but for softirqs, which are part of the way of its packets
sysctl -qw kernel.sched_rt_runtime_us=-1
chrt -f -p 2 "$(pgrep -x ksoftirqd/0)"

# packet PORT [NODE]: instructions from a's socket, or that of NODE, to b's door
packet()
{
	in_ns "${2:-$a}" feed packets 10.0.2.2 "$1" 5004 1000 $packet_count
}

# What all kernel workers have run, in ns
worker_ns()
{
	local comm pid run total=0

	for comm in /proc/[0-9]*/comm; do
		[[ $(<"$comm") == kworker/* ]] || continue
		pid=${comm%/comm}
		read -r run _ <"$pid/schedstat" && total=$((total + run))
	done
	echo $total
}

memory_kB()
{
	sleep 2
	awk '/^(Slab|Percpu|VmallocUsed):/ { kB += $2 } END { print kB }' /proc/meminfo
}

rsvp_on_eth2()
{
	rsvpctl -n "$r" interface set dev eth2 rsvp on bandwidth 10gbit repeats 0 "$@"
}
