#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What is established outlives 2 L of flood: from a neighbour on another interface, who calls itself many things, and from
# another source on the interface that the refreshes come by. The excess is dropped by name, and commands are answered.
#
#          x eth0 ---- .1.9 eth3 r1          the line otherwise, all of it RSVP nodes
#   10.0.9.2, fd00:9::2      10.0.9.1, fd00:9::1

. "${0%/*}/lib.sh"
. "${0%/*}/topo_line.sh"

rate=20000
refresh=100
L=$((refresh * 3 * 7 / 4))

x_up()
{
	setup_ns x
	veth "$x" eth0 "$r1" eth3
	address "$x" eth0 10.0.9.2 fd00:9::2
	address "$r1" eth3 10.0.9.1 fd00:9::1
	rsvp_on "$r1" eth3
}

# The packets of the two floods
packets()
{
	python3 - "$SELFTESTS" "$work" "$IPV" "$H1" "$H2" <<-'EOF2'
	import sys
	sys.path.insert(0, sys.argv[1])
	import rsvpmsg as r
	work, v, h1, h2 = sys.argv[2], int(sys.argv[3]), *sys.argv[4:6]
	net = ("10.0.1.", "10.0.9.") if v == 4 else ("fd00:1::", "fd00:9::")

	def path(sender, phop, dport):
	    return r.ip_packet(sender, h2, r.path(h2, sender, phop, dport=dport).pack(), 63, True)

	r.write_pcap(work + "/other", [path(net[0] + str(100 + i), net[0] + str(100 + i), 9500 + i) for i in range(8)])
	r.write_pcap(work + "/many", [path(net[1] + str(i % 250 + 3), net[1] + "2", 9000 + i) for i in range(256)])
	EOF2
}

counters()
{
	counter "$r1" queue_full rx_path source_share
}

# What stands at every hop, by its ids, which are never used again; the flow that everybody asked for
ids()
{
	local ns

	for ns in $h1 $r1 $r2 $h2; do
		rsvpctl -n "$ns" -j session show udp "$dst"
	done | jq -c '.[0] | [.id, (.path, .resv, .tc | map(.id))]'
}

complete()
{
	local state

	state=$(rsvpctl -n "$r1" -j session show udp "$dst")
	echo "$state"
	jq -e '.[0] | (.path | length) == 1 and (.resv | length) == 1 and (.tc | length) == 1' <<<"$state" >/dev/null
}

establish()
{
	rsvpctl -n "$h1" sender add udp "$dst" from "$src" rate 100kbps burst 10k mtu 1500 &&
		busywait 10000 path_at_h2 &&
		rsvpctl -n "$h2" reservation add udp "$dst" style ff from "$src" service controlled-load rate 100kbps confirm wait 5s &&
		busywait 5000 complete && before=$(ids) && echo "$before"
}

path_at_h2()
{
	rsvpctl -n "$h2" -j session show udp "$dst" | jq -e '.[0].path | length == 1' >/dev/null
}

# flood NS DEV TO-DEV FILE [ARGS]: for 2 L, and ask meanwhile. Sets sent, got_*, asked, slowest
flood()
{
	local ns=$1 dev=$2 mac start took blast old new clock
	mac=$(ip -n "$r1" -j link show dev "$3" | jq -r '.[0].address')
	mapfile -t old < <(counters)

	in_ns "$ns" pktblast -i "$dev" -m "$mac" -r $rate -t $((2 * L)) "${@:5}" "$work/$4" >"$work/sent" &
	blast=$!
	asked=0 slowest=0
	while kill -0 $blast 2>/dev/null; do
		read_clock
		start=$clock
		rsvpctl -n "$r1" session show udp "$dst" >/dev/null &&
			rsvpctl -n "$r1" interface set dev eth1 keep 3 || return 1
		read_clock
		took=$((clock - start))
		[ $took -le $slowest ] || slowest=$took
		asked=$((asked + 1))
		# A pace, no wait for anything: where time is virtual, a loop that never sleeps stops the clock.
		nap 0.05
	done
	wait $blast || return 1
	sent=$(<"$work/sent")
	# The last of them are on their way still.
	busywait 5000 settled "${old[@]}" || return 1
	mapfile -t new < <(counters)
	got_full=$((new[0] - old[0])) got_path=$((new[1] - old[1])) got_share=$((new[2] - old[2]))
	echo "sent $sent: $got_path dispatched, $got_full queue_full, $got_share source_share; $asked requests, $slowest ms"
}

settled()
{
	local now
	mapfile -t now < <(counters)
	[ $((now[0] + now[1] + now[2] - $1 - $2 - $3)) -ge "$sent" ]
}

# What was sent and what h1 refreshed meanwhile, and nothing else
all_accounted_for()
{
	local more=$((got_full + got_path + got_share - sent))

	echo "$more more than were sent"
	[ $more -ge 0 ] && [ $more -le $((2 * L / (refresh / 2) + 100)) ]
}

flood_from_other_interface()
{
	flood "$x" eth0 eth3 many && all_accounted_for && [ $((got_full + got_share)) -gt 0 ] && [ $got_path -gt 0 ]
}

flood_from_other_source()
{
	flood "$h1" eth0 eth1 other -e $((2 * L / 8 + 1)) && all_accounted_for && [ $got_share -gt 0 ] && [ $got_full = 0 ]
}

# Never torn down, never made anew
outlived()
{
	local after
	after=$(ids)
	echo "before: $before"
	echo "after:  $after"
	[ "$before" = "$after" ]
}

answered()
{
	echo "$asked requests, the slowest took $slowest ms"
	[ $asked -ge 10 ] && [ $slowest -le 1000 ]
}

# As much as the queue holds is taken, and what the worker takes out meanwhile where there is another CPU
bounded()
{
	local mac old new sent
	mac=$(ip -n "$r1" -j link show dev eth3 | jq -r '.[0].address')
	mapfile -t old < <(counters)
	sent=$(in_ns "$x" pktblast -i eth0 -m "$mac" -b 4096 -t 1 "$work/many") && busywait 5000 settled "${old[@]}" || return 1
	mapfile -t new < <(counters)
	echo "sent $sent: $((new[1] - old[1])) dispatched, $((new[0] + new[2] - old[0] - old[2])) had no room"
	[ $((new[1] - old[1])) -ge 960 ] && [ $((new[0] + new[2] - old[0] - old[2])) -gt 0 ] &&
		{ [ "${RSVP_LANE:-}" != uml ] || [ $((new[1] - old[1])) -le 1100 ]; }
}

nothing_left()
{
	local ns left

	for ns in $h1 $r1 $r2 $h2; do
		left=$(counter "$ns" sessions path_states resv_states tc_states)
		[ "$left" = $'0\n0\n0\n0' ] || { echo "$ns:" $left; return 1; }
	done
}

all_off()
{
	local ns dev

	for ns in $h1 $r1 $r2 $h2; do
		for dev in $(rsvpctl -n "$ns" -j interface show | jq -r '.[].ifname'); do
			rsvpctl -n "$ns" interface set dev "$dev" rsvp off || return 1
		done
	done
	rsvpctl -n "$h2" reservation del udp "$dst" style ff from "$src"
	rsvpctl -n "$h1" sender del udp "$dst" from "$src"
	busywait 5000 nothing_left
}

nothing_logged()
{
	[ "$(dmesg | grep -vc ADDRCONF)" = "$logged" ] || { dmesg | grep -v ADDRCONF | tail -n +$((logged + 1)); return 1; }
}

ktap_print_header
ktap_set_plan 18
require_root
require rsvpctl pktblast python3 jq
insmod_rsvp
work=$(mktemp -d)
defer rm -rf "$work"

for IPV in 4 6; do
	topo_addresses
	dst=$H2:5004 src=$H1:5004
	[ $IPV = 4 ] || dst=[$H2]:5004 src=[$H1]:5004
	topo_up
	topo_rsvp_on bandwidth 100mbit refresh ${refresh}ms && x_up && packets || ktap_exit_fail_msg "no line of nodes"
	logged=$(dmesg | grep -vc ADDRCONF)

	ktap_test "IPv$IPV: a reservation stands" establish
	ktap_test "IPv$IPV: a neighbour on another interface sends for 2 L more than is taken" flood_from_other_interface
	ktap_test "IPv$IPV: requests were answered meanwhile" answered
	ktap_test "IPv$IPV: the reservation outlived it at every hop" outlived
	ktap_test "IPv$IPV: another source on the interface does, and gets its share" flood_from_other_source
	ktap_test "IPv$IPV: requests were answered meanwhile" answered
	ktap_test "IPv$IPV: the reservation outlived it at every hop" outlived
	ktap_test "IPv$IPV: the queue is bounded" bounded
	ktap_test "IPv$IPV: nothing is left, nothing was logged" eval "all_off && nothing_logged"
	topo_down
done

ktap_finished
