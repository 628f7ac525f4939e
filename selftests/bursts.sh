#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2154 # setup_ns assigns the nodes
#
# A neighbour that comes with BURST sessions at once, and FLAPS changes of a route: what is established stays, what is too much
# is dropped by name, and in the end there is as much state as the last word says.
# BURST=100000 make check T=bursts LANE=vm takes four minutes more.
#
# topo_diamond.sh, and beside r1 two nodes that are fed and feed:
#
#     x eth0 ---- eth4 r1 eth5 ---- eth0 y      10.0.7.0/24, fd00:7::/64 and 10.0.8.0/24, fd00:8::/64; r1 has .1

. "${0%/*}/lib.sh"
. "${0%/*}/topo_diamond.sh"

BURST=${BURST:-$([ "${RSVP_LANE:-}" = uml ] && echo 3000 || echo 20000)}
FLAPS=${FLAPS:-2000}
# So many a port number can tell apart
part=50000
flow="udp $(net_port 3 2 5004)"
words="from $(net_port 1 2 5004)"

definitions="
# What stands at a node for the flow, by its ids, which are never used again
def ids(ns):
    s = ctl(ns, 'session', 'show', *'$flow'.split())
    return [(s[0]['id'], [[x['id'] for x in s[0][k]] for k in ('path', 'resv', 'tc')])] if s else []

def reserved(ns, dev):
    s = ctl(ns, 'session', 'show', *'$flow'.split())
    index = next(i['ifindex'] for i in ctl(ns, 'interface', 'show') if i['ifname'] == dev)
    return bool(s) and [t['oif'] for t in s[0]['tc']] == [index]

on_way = (h1, r1, r3, r2, h2)
"

neighbours_up()
{
	setup_ns x y
	net_links "7 $x eth0 2 $r1 eth4 1" "8 $y eth0 2 $r1 eth5 1"
	net_routes "$x" "default 7 1"
	net_rsvp_on "$r1 eth4 eth5" -- bandwidth 100mbit
	busywait 10000 in_ns "$r1" ping -c 1 -W 1 "$(net_address 8 2)" >/dev/null
}

established()
{
	act "$definitions" && rsvpctl -n "$h1" sender add $flow $words rate 100kbps burst 10k mtu 1500 &&
		see 5 "ctl(h2, 'session', 'show')" &&
		rsvpctl -n "$h2" reservation add $flow style ff $words service guaranteed rate 120kbps confirm wait 5s &&
		see 5 "reserved(r1, 'eth2')" && act "before = [ids(n) for n in on_way]"
}

stands()
{
	see 0 "[ids(n) for n in on_way] == before and len(before[1][0][1][2]) == 1"
}

# path ADDRESS PORT: to a session there, in hex
path()
{
	rsvpmsg.py send --print path --src "$(net_address 7 2)" --dst "$1" --session "$1/17/$2" --sender "$(net_port 7 2 6000)" \
		--hop "$(net_address 7 2)" --rate 1000 --burst 3000 --refresh 10000
}

# feed_all [US]: a Path for each session
feed_all()
{
	local left=$BURST n host=2

	while [ "$left" -gt 0 ]; do
		n=$((left < part ? left : part))
		in_ns "$x" feed messages "$(net_address 8 $host)" "$(path "$(net_address 8 $host)" 10000)" 10000 $n alert "$@" || return 1
		left=$((left - n))
		host=$((host + 1))
	done
}

# What came in, dispatched or not
came()
{
	local number sum=0

	for number in $(counter "$r1" rx_path queue_full source_share); do
		sum=$((sum + number))
	done
	echo $sum
}

has_come()
{
	[ "$(came)" -ge $(($1 + BURST)) ]
}

# As fast as one processor sends
all_at_once()
{
	local before paths
	before=$(came) paths=$(counter "$r1" rx_path)

	feed_all 0 && busywait 20000 has_come "$before" || return 1
	paths=$(($(counter "$r1" rx_path) - paths))
	echo "$paths of $BURST dispatched, $((BURST - paths)) without room"
	# What is refreshed meanwhile comes on top
	[ $(($(came) - before - BURST)) -le 10 ] && [ "$paths" -gt 500 ] && stands
}

# And asks for the flow meanwhile
all_in_turn()
{
	local feeder start clock slowest=0

	feed_all 2000 &
	feeder=$!
	while kill -0 $feeder 2>/dev/null; do
		read_clock
		start=$clock
		rsvpctl -n "$r1" session show $flow >/dev/null || return 1
		read_clock
		[ $((clock - start)) -le $slowest ] || slowest=$((clock - start))
		nap 0.25
	done
	wait $feeder && slowwait 20 is_counter "$r1" path_states $((BURST + 1)) || return 1
	echo "the slowest request took $slowest ms"
	[ $slowest -lt 1000 ] && stands
}

# Nobody refreshes, and x said that R is 10 s: L = 3.5 * 1.5 * R
silence()
{
	see 120 "counter(r1, 'path_states') == counter(r1, 'sessions') == 1" && stands
}

# flaps NUMBER: of r1's route to h2, which ends by r3 (even) or r4
flaps()
{
	local i net=10.0.3.0/24 at=10.0. to=.2
	[ "$IPV" = 4 ] || net=fd00:3::/64 at=fd00: to=::2

	for ((i = 0; i < $1; i++)); do
		echo "route replace $net via $at$((i % 2 ? 2 : 5))$to"
	done | ip -n "$r1" -b -
}

# W = 0: each of them is followed
route_flaps()
{
	local dev

	for dev in eth2 eth3; do
		rsvpctl -n "$r1" interface set dev $dev repair 0 || return 1
	done
	act "mark()" && flaps $((FLAPS / 2 * 2)) && see 2 "reserved(r1, 'eth2') and not reserved(r4, 'eth2') and reserved(r3, 'eth2')" &&
		say "'%d Paths and %d PathTears by r3, %d and %d by r4' % tuple(len(got(t, l, 'out')) for l in 'uv' for t in ('path', 'pathtear'))" &&
		see 0 "ids(h1) == before[0] and ids(h2) == before[4] and not got('resvtear', 'p') and not got('pathtear', 'q')"
}

# The last word counts, and no refresh is due soon
odd_flaps()
{
	flaps $((FLAPS / 2 * 2 + 1)) && see 2 "reserved(r1, 'eth3') and reserved(r4, 'eth2')" &&
		see 5 "ctl(r3, 'session', 'show') == []" &&
		see 0 "ids(h1) == before[0] and ids(h2) == before[4] and not got('resvtear', 'p') and not got('pathtear', 'q')"
}

all_goes()
{
	rsvpctl -n "$h1" sender del $flow $words && nothing_left "$h1" "$r1" "$r2" "$r3" "$r4" "$h2"
}

ktap_print_header
ktap_set_plan 7
diamond_up bandwidth 100mbit
neighbours_up || ktap_exit_fail_msg "no neighbours"
ktap_test "a reservation stands" established
ktap_test "it outlives $BURST Paths of other sessions, as fast as they can be sent" all_at_once
ktap_test "it outlives as many sessions that are taken" all_in_turn
ktap_test "they go when nobody refreshes them, and it stays" silence
ktap_test "it outlives $FLAPS changes of its route" route_flaps
ktap_test "and follows the last one" odd_flaps
ktap_test "nothing is left" all_goes

ktap_finished
