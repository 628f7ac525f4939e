#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Early repeats (RFC 2205, 3.7, item 6): what tells of a change is told again after about 1/4 and 3/4 s. One message lost on any
# link costs less than a second; a repeat is news to nobody; that of a tear does no harm to what is there again.

# shellcheck disable=SC2154 # setup_ns assigns the nodes
. "${0%/*}/lib.sh"
. "${0%/*}/topo_flow.sh"

definitions="
import time

# One link's messages of a type: as many as told, and when
def told(mtype, link, n, way=None):
    t = [m.t for m in got(mtype, link, way)]
    gaps = [b - a for a, b in zip(t, t[1:])]
    # A tick of a slow clock, and what it costs to get there
    bounds = [(0.12, 0.42), (0.24, 0.8), (0.49, 1.55)]
    assert len(t) == n and all(low < gap < high for gap, (low, high) in zip(gaps, bounds)), (mtype, link, gaps)
    return True

def up(n):
    s = state(n, 5004)
    return s and len(s['path']) == len(s['tc']) == 1

def reserved():
    return all(up(n) for n in nodes)

def empty():
    return all(state(n) == [] for n in nodes)
"

# lose NS DEV TYPE: the first message of that type that comes in there
lose()
{
	in_ns "$1" nft -f - <<-EOF
	table inet lossy {
		chain input {
			type filter hook prerouting priority -500;
			iifname $2 meta l4proto 46 @th,8,8 $3 limit rate 1/day burst 1 packets counter drop
		}
	}
	EOF
}

# lost NS: it was one; from now on nothing is
lost()
{
	local rules

	rules=$(in_ns "$1" nft list table inet lossy) && in_ns "$1" nft delete table inet lossy && echo "$rules" &&
		[[ $rules == *"counter packets 1 "* ]]
}

# took EXPRESSION: it comes to hold less than a second after begin
took()
{
	see 1 "$1" && act "took = time.time() - began" && took=$(say "'%d' % (1000 * took)") && [ "$took" -lt 1000 ]
}

# timed NAME CMD...: and say how long it took
timed()
{
	took=
	ktap_test "$@"
	ktap_print_msg "${took:-no} ms"
}

begin()
{
	act "mark(); began = time.time()"
}

waiting()
{
	reserve service guaranteed rate 120kbps slack 0
}

# No refresh is due for 15 s: R is 30 s
quiet_for_a_while()
{
	act "n = len(got())" && stays 5 "len(got()) == n"
}

# Path and Resv, three of each on every link, and none because of another
told_thrice()
{
	act "$definitions" && waiting && follow "$r1" "$temporary/r1" && follow "$h2" "$temporary/h2" && begin && sender_add &&
		see 5 "reserved()" && act "events = [len(lines('$temporary/' + n)) for n in ('r1', 'h2')]" &&
		see 5 "all(len(got(t, l)) == 3 for t in ('path', 'resv') for l in 'abc')" && quiet_for_a_while &&
		see 0 "all(told(t, l, 3) for t in ('path', 'resv') for l in 'abc')" &&
		see 0 "events == [len(lines('$temporary/' + n)) for n in ('r1', 'h2')] and min(events) > 1"
}

# The same again, not another R than the one that the first message named
same_R()
{
	see 0 "all(m.time_values.ms == 30000 for m in got())" &&
		see 0 "all(len({m.raw for m in got(t, l)}) == 1 for t in ('path', 'resv') for l in 'abc')"
}

torn_thrice()
{
	begin && unreserve && see 5 "all(len(got('resvtear', l)) == 3 for l in 'abc')" && quiet_for_a_while &&
		see 0 "all(told('resvtear', l, 3) for l in 'abc')" &&
		waiting && see 5 "reserved()" && see 5 "all(len(got('resv', l)) == 3 for l in 'abc')" && begin && sender_del &&
		see 5 "all(len(got('pathtear', l)) == 3 for l in 'abc')" && quiet_for_a_while &&
		see 0 "all(told('pathtear', l, 3) for l in 'abc') and len(got()) == 9"
}

# The sender goes, and the last repeat of its tears, of which nothing is to be seen in the next case
gone()
{
	sender_del && see 5 "empty() and all(len(got('pathtear', l)) == 3 for l in 'abc')"
}

# lose_... NS DEV: set up and torn down while a reservation waits, and the first such message that comes in there is lost
lose_path()
{
	lose "$1" "$2" 1 && begin && sender_add && took "reserved()" && lost "$1" &&
		gone
}

lose_resv()
{
	lose "$1" "$2" 2 && begin && sender_add && took "reserved()" && lost "$1" &&
		gone
}

lose_pathtear()
{
	sender_add && see 5 "reserved()" && lose "$1" "$2" 5 && begin && sender_del && took "empty()" && lost "$1" &&
		see 5 "all(len(got('pathtear', l)) == 3 for l in 'abc')"
}

lose_resvtear()
{
	sender_add && see 5 "reserved()" && lose "$1" "$2" 6 && begin && unreserve &&
		took "all(not s['resv'] and not s['tc'] and s['path'] for s in (state(n, 5004) for n in nodes))" && lost "$1" &&
		see 5 "all(len(got('resvtear', l)) == 3 for l in 'abc')" && waiting && see 5 "reserved()" && gone
}

# Who asks for a confirmation has it in time, too
confirm_lost()
{
	begin && sender_add && see 5 "reserved() and all(len(got('resv', l)) == 3 for l in 'abc')" && lose "$1" "$2" 2 && begin &&
		rsvpctl -n "$h2" reservation replace "${session[@]}" style ff "${source[@]}" service guaranteed rate 130kbps confirm wait 1s &&
		took "reserved()" && lost "$1" && gone
}

# A PathTear, and at once a Path: the tear goes once, and what the Path made stays
path_back()
{
	sender_add && see 5 "reserved()" && begin && sender_del && sender_add && see 1 "reserved()" && stays 3 "reserved()" &&
		see 0 "all(len(got('pathtear', l)) == 1 and len(got('path', l)) == 3 for l in 'abc')"
}

resv_back()
{
	begin && unreserve && waiting && see 1 "reserved()" && stays 3 "reserved()" &&
		see 0 "all(len(got('resvtear', l)) == 1 and len(got('resv', l)) == 3 for l in 'abc')"
}

other=(from "$(endpoint "$H1" 5006)")

# Of two senders both are torn and one comes back: the other one's tear is repeated
one_comes_back()
{
	rsvpctl -n "$h1" sender add "${session[@]}" "${other[@]}" "${traffic[@]}" &&
		rsvpctl -n "$h2" reservation add "${session[@]}" style ff "${other[@]}" service guaranteed rate 120kbps slack 0 &&
		see 5 "all(len(state(n, 5004)['tc']) == 2 for n in nodes)" && begin &&
		unreserve && rsvpctl -n "$h2" reservation del "${session[@]}" style ff "${other[@]}" && waiting &&
		act "def tears(l, port): return [m for m in got('resvtear', l) if (H1, port) in m.filters]" &&
		see 5 "all(len(tears(l, 5006)) == 3 for l in 'abc')" &&
		stays 3 "all(len(tears(l, 5006)) == 3 and len(tears(l, 5004)) == 1 for l in 'abc')" &&
		see 0 "all(len(state(n, 5004)['tc']) == 1 for n in nodes)" &&
		rsvpctl -n "$h1" sender del "${session[@]}" "${other[@]}" && sender_del && see 5 "empty()" &&
		see 5 "all(len(got('pathtear', l)) == 6 for l in 'abc')"
}

# Who has heard it and says no hears it once
refused_once()
{
	sender_add && path_at_h2 && begin && rsvpctl -n "$h2" reservation replace "${session[@]}" style ff "${source[@]}" \
		service guaranteed rate 800kbps && see 2 "got('resverr', 'c')" && stays 3 "len(got('resv', 'c')) == 1" &&
		see 0 "len(got('resverr')) == 1" && unreserve && waiting && see 5 "reserved()" && gone
}

# Each interface as it is set, while it runs
as_set()
{
	rsvpctl -n "$h1" interface set dev eth0 repeats 3 && rsvpctl -n "$r1" interface set dev eth2 repeats 0 &&
		rsvpctl -n "$r2" interface set dev eth2 repeats 1 && see 0 "ctl(h1, 'interface', 'show')[0]['repeats'] == 3" &&
		begin && sender_add && see 5 "len(got('path', 'a')) == 4" && quiet_for_a_while &&
		see 0 "told('path', 'a', 4) and told('path', 'b', 1) and told('path', 'c', 2)" &&
		begin && sender_del && see 5 "len(got('pathtear', 'a')) == 4" && quiet_for_a_while &&
		see 0 "told('pathtear', 'a', 4) and told('pathtear', 'b', 1) and told('pathtear', 'c', 2)"
}

# An interface that is off says nothing more. The PathTear that may still have waited for its turn goes again with the tree.
off_is_quiet()
{
	rsvpctl -n "$h1" interface set dev eth0 repeats 2 && sender_add && see 5 "up(h1)" && begin && sender_del &&
		rsvpctl -n "$h1" interface set dev eth0 rsvp off && see 2 "got('pathtear', 'a')" &&
		stays 2 "len(got('pathtear', 'a')) < 3" && see 0 "empty()"
}

topo_repeats=

ktap_print_header
ktap_set_plan 24
require nft
flow_up bandwidth 10mbit reservable 50%

ktap_test "Path and Resv are told three times, on each link, and nobody else hears of it" told_thrice
ktap_test "a repeat says the same, R included" same_R
ktap_test "so are ResvTear and PathTear" torn_thrice
for where in "$r1 eth1" "$r2 eth1" "$h2 eth0"; do
	# shellcheck disable=SC2086 # words
	timed "the first Path is lost on its way to ${where#* } of ${where%%-*}" lose_path $where
	# shellcheck disable=SC2086
	timed "the first PathTear is lost there" lose_pathtear $where
done
for where in "$r2 eth2" "$r1 eth2" "$h1 eth0"; do
	# shellcheck disable=SC2086
	timed "the first Resv is lost on its way to ${where#* } of ${where%%-*}" lose_resv $where
	# shellcheck disable=SC2086
	timed "the first ResvTear is lost there" lose_resvtear $where
	# shellcheck disable=SC2086
	timed "the first Resv that asks for a confirmation is lost there" confirm_lost $where
done
ktap_test "a Path at once after its PathTear" path_back
ktap_test "a Resv at once after its ResvTear" resv_back
ktap_test "the tears of two senders, one of which comes back" one_comes_back
ktap_test "what is refused is asked for once" refused_once
ktap_test "as many repeats as an interface is set to" as_set
ktap_test "an interface that is switched off" off_is_quiet

ktap_finished
