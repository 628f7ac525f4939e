#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2154,SC2046 # setup_ns assigns the nodes; words
#
# Every fifth allocation of every node fails while senders, receivers and routes change: what is established stays, what is
# taken back goes, and when there is memory again all is as it was last said.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_diamond.sh"

CHANGES=${CHANGES:-30}
flow="udp $(net_port 3 2 5004)"
words="from $(net_port 1 2 5004)"
traffic="rate 10kbps burst 3k peak 20kbps mtu 1500"

definitions="
def reserved(ns):
    names = {i['ifindex']: i['ifname'] for i in ctl(ns, 'interface', 'show')}
    return sorted(names[t['oif']] for s in state(ns) if s['session']['dport'] == 5004 for t in s['tc'] if 'oif' in t)

def standing(ns):
    return [t['id'] for t in state(ns, 5004)['tc']]

# The ports of the sessions that a node has state of: path, reservation
def ports(ns, kind):
    return sorted(s['session']['dport'] for s in state(ns) if s[kind] and s['session']['dport'] != 5004)
"

established()
{
	act "$definitions" && rsvpctl -n "$h1" sender add $flow $words $traffic && see 5 "ctl(h2, 'session', 'show')" &&
		rsvpctl -n "$h2" reservation add $flow style ff $words service guaranteed rate 12kbps confirm wait 5s &&
		see 5 "reserved(r1) == ['eth2']" && act "before = [standing(n) for n in (h1, r2)]"
}

# to PORT, from PORT: of the others
to()
{
	echo "udp $(net_port 3 2 "$1")"
}

from()
{
	echo "from $(net_port 1 2 "$1")"
}

# Ten others come, change and go
changes()
{
	local i port

	for ((i = 0; i < CHANGES; i++)); do
		port=$((6000 + i % 10))
		case $((i / 10 % 3)) in
		0)
			rsvpctl -n "$h1" sender replace $(to $port) $(from $port) $traffic
			rsvpctl -n "$h2" reservation replace $(to $port) style ff $(from $port) service controlled-load rate 10kbps
			;;
		1)
			rsvpctl -n "$h1" sender replace $(to $port) $(from $port) $traffic ttl 99
			rsvpctl -n "$h2" reservation replace $(to $port) style ff $(from $port) service controlled-load rate 11kbps
			;;
		2) forget $port ;;
		esac >/dev/null
		nap 0.1
	done
}

# It takes no memory, so it is done at once
forget()
{
	local lists

	rsvpctl -n "$h1" sender del $(to "$1") $(from "$1")
	rsvpctl -n "$h2" reservation del $(to "$1") style ff $(from "$1")
	lists=$(rsvpctl -n "$h1" sender show; rsvpctl -n "$h2" reservation show)
	[[ $lists != *:$1\ * ]] || { echo "port $1 is there: $lists"; touch "$temporary/undead"; }
}

# There was less memory than was wanted, since it was asked last
failures=0
failed()
{
	local before=$failures

	failures=$(counter "$r1" no_memory)
	echo "$((failures - before)) times without memory at r1"
	[ "$failures" -gt "$before" ]
}

stands()
{
	act "mark()" && memory_fails 20 || return 1
	changes
	memory_fails 0
	failed && [ ! -e "$temporary/undead" ] &&
		see 0 "[standing(n) for n in (h1, r2)] == before and all(m.session.dport != 5004 for m in got('resverr'))"
}

# Said once more, and heard
again()
{
	local port

	for port in {6000..6009}; do
		rsvpctl -n "$h1" sender replace $(to $port) $(from $port) $traffic &&
			rsvpctl -n "$h2" reservation replace $(to $port) style ff $(from $port) service controlled-load rate 10kbps || return 1
	done >/dev/null
	see 150 "all(ports(n, k) == list(range(6000, 6010)) for n in (h1, r1, r3, r2, h2) for k in ('path', 'resv'))" &&
		see 0 "[standing(n) for n in (h1, r2)] == before"
}

# There and back, and by r4 in the end. No walk is lost, and refreshes do what messages could not
moves()
{
	local i

	failures=$(counter "$r1" no_memory)
	act "mark()" && memory_fails 20 || return 1
	for i in {1..21}; do
		way $((i % 2 ? 5 : 2))
		nap 0.1
	done
	memory_fails 0
	failed || return 1
	# By the way of the interface that it names, whatever could not be followed
	see 150 "state(r3) == [] and reserved(r1) == ['eth3'] and reserved(r4) == ['eth2']" &&
		see 150 "all(ports(n, k) == list(range(6000, 6010)) for n in (h1, r1, r4, r2, h2) for k in ('path', 'resv'))" &&
		see 0 "all(m.hop.addr == {'u': '$(net_address 2 1)', 'v': '$(net_address 5 1)'}[m.link]
			for k in 'uv' for t in ('path', 'pathtear') for m in got(t, k, 'out'))"
}

# At once where it is said, and elsewhere when nobody refreshes it
all_goes()
{
	local port

	memory_fails 20 || return 1
	for port in 5004 {6000..6009}; do
		forget $port
	done
	memory_fails 0
	[ ! -e "$temporary/undead" ] && see 0 "ctl(h1, 'sender', 'show') == ctl(h2, 'reservation', 'show') == []" &&
		see 150 "all(state(n) == [] for n in nodes)" && nothing_left "$h1" "$r1" "$r2" "$r3" "$r4" "$h2"
}

ktap_print_header
ktap_set_plan 5
[ -d /sys/kernel/debug/failslab ] || ktap_skip_all "the kernel has no failslab"
diamond_up bandwidth 10mbit refresh 10s repair 0

ktap_test "a reservation" established
ktap_test "it stands while memory fails and $CHANGES things change" stands
ktap_test "with memory all of them are" again
ktap_test "without it they move" moves
ktap_test "without it all of them go" all_goes

ktap_finished
