#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Soft state (RFC 2205, 3.7): what is not refreshed goes after L = (K + 0.5) * 1.5 * R, with the R of the neighbour; the nodes
# beyond hear of it at once. R, K and Slew.Max can be set while it runs.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_flow.sh"

set_iface()
{
	rsvpctl -n "$1" interface set dev "$2" "${@:3}"
}

# On every link and in every direction another R
reservation_up()
{
	set_iface "$h1" eth0 refresh 7s && set_iface "$r1" eth1 refresh 5s && set_iface "$r1" eth2 refresh 30s &&
		set_iface "$r2" eth1 refresh 20s && set_iface "$r2" eth2 refresh 9s && set_iface "$h2" eth0 refresh 8s || return 1
	sender_add && path_at_h2 && reserve service guaranteed rate 120kbps slack 0 confirm wait 5s &&
		see 200 "all(len(got('path', l)) > 2 and len(got('resv', l)) > 2 for l in 'abc')"
}

cut()
{
	ip -n "$wire" link set p1 nomaster
}

heal()
{
	ip -n "$wire" link set p1 master br0
}

# r2 no longer hears r1's Paths: after L, and not before, it removes the state and says so
path_times_out()
{
	act "
def late(tear, refresh, L):
    return tear[0].t - refresh[-1].t - L
" && cut || return 1
	see 200 "got('pathtear', 'c')" &&
		see 0 "abs(late(got('pathtear', 'c'), got('path', 'd', 'in'), 5.25 * 30)) < 1" &&
		see 0 "got('pathtear', 'c')[0].hop.addr == R2_H2"
}

beyond_it_goes_at_once()
{
	see 0.5 "state(h2) == [] and state(r2) == []" &&
		see 0 "ctl(h2, 'reservation', 'show')[0]['status'] == 'waiting'" && nothing_left "$r2" "$h2"
}

# r1 no longer hears r2's Resvs: its R is another
resv_times_out()
{
	see 200 "got('resvtear', 'a')" &&
		see 0 "abs(late(got('resvtear', 'a', 'out'), got('resv', 'b', 'in'), 5.25 * 20)) < 1" &&
		see 0.5 "all(not s['resv'] and not s['tc'] and len(s['path']) == 1 for s in (state(n, 5004) for n in (h1, r1)))" &&
		see 0 "all(not i.get('classes') and not i.get('reserved_Bps') for n in (h1, r1) for i in ctl(n, 'interface', 'show'))"
}

# The receiver still wants it
comes_back()
{
	# What waited for the neighbour's address, a Resv and its ResvTear, may go first
	act "mark()" && heal &&
		see 100 "got('resv', 'a') and all(len(s['path']) == len(s['tc']) == 1 for s in (state(n, 5004) for n in (h1, r1, r2)))"
}

# K of the interface by which the refreshes come in; the sender's node falls silent, but hears
other_K()
{
	set_iface "$r1" eth1 keep 1 && act "mark()" && see 60 "len(got('path', 'a')) > 1" || return 1
	in_ns "$h1" nft -f - <<-EOF
	table inet silent {
		chain output {
			type filter hook output priority 0;
			meta l4proto 46 drop
		}
	}
	EOF
	see 60 "got('pathtear', 'b')" &&
		see 0 "abs(late(got('pathtear', 'b'), got('path', 'a', 'in'), 2.25 * 7)) < 1" &&
		see 1 "got('pathtear', 'c') and got('resvtear', 'a', 'out')" &&
		see 0 "max(m.t for m in (got('pathtear', 'c')[0], got('resvtear', 'a')[0])) - got('pathtear', 'b')[0].t < 0.1" &&
		nothing_left "$r1" "$r2" "$h2" &&
		see 0 "[len(state(h1, 5004)[k]) for k in ('path', 'resv', 'tc')] == [1, 0, 0]"
}

audible_again()
{
	in_ns "$h1" nft delete table inet silent && act "mark()" && see 20 "got('resv', 'a')" && see 1 "len(state(h1, 5004)['tc']) == 1"
}

# RFC 2205, 3.7, item 5: R grows by Slew.Max at most, and shrinks at once
slew()
{
	set_iface "$r2" eth2 refresh 2s && set_iface "$h2" eth0 refresh 1s && act "mark()" &&
		see 60 "got('path', 'c')[-1].time_values.ms == 2000 and got('resv', 'c')[-1].time_values.ms == 1000" || return 1
	set_iface "$r2" eth2 refresh 12s && set_iface "$h2" eth0 refresh 5s slew-max 80% && act "mark()" || return 1
	see 120 "got('path', 'c')[-1].time_values.ms == 12000 and got('resv', 'c')[-1].time_values.ms == 5000" && act "
def grows(mtype, first, last, slew):
    ms = [m.time_values.ms for m in got(mtype, 'c')]
    ms = ms[:ms.index(last) + 1]
    assert ms[0] <= first * slew and len(ms) > 2, ms
    assert all(a < b <= a * slew for a, b in zip(ms, ms[1:])), ms
grows('path', 2000, 12000, 1.3)
grows('resv', 1000, 5000, 1.8)
"
}

# K - 1 messages in a row may be lost (RFC 2205, 3.7, item 2), one after the other, of Paths and of Resvs; with K = 1, none
loses_two_of_three()
{
	local nft="type filter hook prerouting priority -500; meta l4proto 46"

	set_iface "$r1" eth1 keep 3 && act "mark()" && in_ns "$r2" nft -f - <<-EOF && in_ns "$r1" nft -f - <<-EOF2 || return 1
	table inet lossy {
		chain paths { $nft iifname eth1 @th,8,8 1 numgen inc mod 3 > 0 counter drop; }
	}
	EOF
	table inet lossy {
		chain resvs { $nft iifname eth2 @th,8,8 2 numgen inc mod 3 > 0 counter drop; }
	}
	EOF2
	see 900 "len(got('path', 'd', 'in')) > 18 and len(got('resv', 'b', 'in')) > 18" &&
		see 0 "not got('pathtear') and not got('resvtear') and all(len(state(n, 5004)['tc']) == 1 for n in (h1, r1, r2))" &&
		in_ns "$r1" nft delete table inet lossy && in_ns "$r2" nft delete table inet lossy
}

# Resv refreshes: as many in each quarter of [0.5R, 1.5R], more or less
jitter()
{
	set_iface "$r2" eth1 refresh 2s && act "mark()" && see 60 "got('resv', 'b')[-1].time_values.ms == 2000" &&
		act "mark()" && see 300 "len(got('resv', 'b')) > 100" && act "
t = [m.t for m in got('resv', 'b')]
gaps = [b - a for a, b in zip(t, t[1:])]
assert 0.92 < min(gaps) and max(gaps) < 3.08, gaps
quarters = [sum(1 + i / 2 <= g < 1.5 + i / 2 for g in gaps) for i in range(4)]
assert min(quarters) >= 9 and max(quarters) <= 45, quarters
"
}

# RFC 2205, 3.7, item 1: what was set up together is not refreshed together. The Paths of 200 sessions on each link, in twenty
# parts of one R, some R later: chi-square of 19 degrees of freedom is above 64 once in a million times.
burst()
{
	local port to from

	set_iface "$h1" eth0 refresh 10s && set_iface "$r1" eth2 refresh 10s && set_iface "$r2" eth2 refresh 10s || return 1
	to=$(endpoint "$H2" '') from=$(endpoint "$H1" '')
	for ((port = 6000; port < 6200; port++)); do
		echo "sender add udp $to$port from $from$port rate 1kbps burst 2k peak 2kbps mtu 1500"
	done >"$temporary/burst"
	act "
def paths(link):
    return [m.t for m in got('path', link) if m.session.dport >= 6000]
def chi_square(times, since):
    parts = [sum(i / 2 <= t - since < (i + 1) / 2 for t in times) for i in range(20)]
    mean = sum(parts) / 20
    return sum((n - mean) ** 2 / mean for n in parts)
mark()
" && rsvpctl -n "$h1" -b "$temporary/burst" >/dev/null && see 30 "len(state(h2)) == 201" &&
		see 100 "all(len(paths(l)) > 1200 for l in 'abc')" &&
		act "first, last = ([chi_square(paths(l), edge(paths(l))) for l in 'abc'] for edge in (min, lambda t: max(t) - 10))" &&
		spread=$(say "'chi-square: %s at first, %s in the end' % ([round(x) for x in first], [round(x) for x in last])") &&
		see 0 "min(first) > 200 and max(last) < 64" || return 1
	sed 's/add/del/; s/ rate.*//' "$temporary/burst" | rsvpctl -n "$h1" -b - >/dev/null && see 30 "len(state(h2)) == 1"
}

# RFC 2209, RESV MESSAGE ARRIVES: "restart the cleanup timer [...] in the case of SE style, on each FILTER_SPEC": of two senders of a
# reservation one is refreshed, the other runs out. r2 says what the test has it say; h2 reserves nothing there
filter_times_out()
{
	local port to

	to=$(endpoint "$H2" 5010)
	for port in 5004 5005; do
		rsvpctl -n "$h1" sender add udp "$to" from "$(endpoint "$H1" $port)" "${traffic[@]}" || return 1
	done
	see 5 "len(state(r2, 5010)['path']) == 2" && act "
oif = next(i['ifindex'] for i in ctl(r1, 'interface', 'show') if i['ifname'] == 'eth2')
def shared(*senders, **how):
    flow = [flowspec_cl(r=100000, b=15360, p=200000), *(filter_spec(H1, port) for port in senders)]
    inject(r2, resv(H2, R2_R1, oif, 'se', flow, dport=5010, **how), R2_R1, R1_R2)
def selected(ns):
    return [sorted(f['sport'] for f in x['filter']) for kind in ('resv', 'tc') for x in state(ns, 5010)[kind]]
mark()
shared(5004, 5005, ms=1000)
" && see 2 "selected(r1) == selected(h1) == [[5004, 5005]] * 2" && act "shared(5004)" && see 10 "got('resvtear', 'a')" &&
		see 0 "abs(late(got('resvtear', 'a'), [m for m in got('resv', 'b', 'in') if m.session.dport == 5010][:1], 5.25)) < 1" &&
		see 0 "got('resvtear', 'a')[0].filters == [(H1, 5005)]" && see 1 "selected(r1) == selected(h1) == [[5004]] * 2" &&
		stays 5 "len(got('resvtear', 'a')) == 1 and selected(r1) == selected(h1) == [[5004]] * 2" &&
		for port in 5004 5005; do
			rsvpctl -n "$h1" sender del udp "$to" from "$(endpoint "$H1" $port)" || return 1
		done && see 2 "state(r1, 5010) is None and state(h2, 5010) is None"
}

all_goes()
{
	act "mark()" && sender_del && see 1 "got('pathtear', 'c')" && nothing_left "$h1" "$r1" "$r2" "$h2"
}

flow_links="r2:eth1=d"
TOPO_WIRE=1gbit

ktap_print_header
ktap_set_plan 13
require nft
flow_up bandwidth 10mbit

ktap_test "a reservation, with another R on every link" reservation_up
ktap_test "path state goes L after the last Path heard" path_times_out
ktap_test "the nodes beyond remove it at once" beyond_it_goes_at_once
ktap_test "reservation state goes L after the last Resv heard" resv_times_out
ktap_test "with the link the reservation comes back" comes_back
ktap_test "a smaller K, and a sender that falls silent" other_K
ktap_test "and is heard again" audible_again
ktap_test "two of three refreshes are lost, and nothing goes" loses_two_of_three
ktap_test "SE: of two senders one is refreshed, the other runs out" filter_times_out
ktap_test "R grows by no more than Slew.Max" slew
ktap_test "the spread of refreshes" jitter
spread="no figures"
ktap_test "the refreshes of what was set up in one burst" burst
ktap_print_msg "$spread"
ktap_test "PathTear: nothing is left anywhere" all_goes

ktap_finished
