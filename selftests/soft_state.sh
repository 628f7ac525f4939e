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

# RFC 2205, 3.7: "K-1 successive messages may be lost without state being deleted": of Resvs, whose R is the smaller here
losses()
{
	act "mark()" && cut && see 100 "len(got('resv', 'd', 'out')) == 2" && heal && see 60 "got('resv', 'b', 'in')" &&
		see 0 "len(got('resv', 'd', 'out')) == 3 and not got('resvtear') and not got('pathtear')" &&
		see 0 "all(len(state(n, 5004)['tc']) == 1 and len(state(n, 5004)['path']) == 1 for n in nodes)"
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
	act "mark()" && heal && see 60 "got('resv', 'a')" &&
		see 5 "all(len(s['path']) == 1 and len(s['tc']) == 1 for s in (state(n, 5004) for n in (h1, r1, r2)))"
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

all_goes()
{
	act "mark()" && sender_del && see 1 "got('pathtear', 'c')" && nothing_left "$h1" "$r1" "$r2" "$h2"
}

flow_links="r2:eth1=d"
TOPO_WIRE=1gbit

ktap_print_header
ktap_set_plan 11
require nft
flow_up bandwidth 10mbit

ktap_test "a reservation, with another R on every link" reservation_up
ktap_test "K - 1 messages are lost" losses
ktap_test "path state goes L after the last Path heard" path_times_out
ktap_test "the nodes beyond remove it at once" beyond_it_goes_at_once
ktap_test "reservation state goes L after the last Resv heard" resv_times_out
ktap_test "with the link the reservation comes back" comes_back
ktap_test "a smaller K, and a sender that falls silent" other_K
ktap_test "and is heard again" audible_again
ktap_test "R grows by no more than Slew.Max" slew
ktap_test "the spread of refreshes" jitter
ktap_test "PathTear: nothing is left anywhere" all_goes

ktap_finished
