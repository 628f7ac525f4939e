#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A receiver says what the queueing delay must not exceed: rate and slack that its node computes of it (RFC 2212), and computes
# anew when a Path says something else; and what cannot be bounded.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_flow.sh"

# Large packets only, so that a rate is not much more in frames
traffic=(rate 100kbps burst 15000 peak 200kbps mtu 1500 min-unit 500)
second=(from "$(endpoint "$H1" 5005)")

temp=$(mktemp -d)
defer rm -rf "$temp"

definitions="
from fractions import Fraction
import math

def path(sport=5004, port=5004):
    return next(p for p in state(h2, port)['path'] if p['filter']['sport'] == sport)

def adspec(sport=5004, port=5004):
    return path(sport, port)['adspec']

def asked(port=5004):
    return next(r for r in ctl(h2, 'reservation', 'show') if r['session']['dport'] == port)

# RFC 2212, exactly, us; ts is (r, b, p, M)
def bound(R, C, D, ts=(100000, 15000, 200000, 1500)):
    r, b, p, M = ts
    burst = Fraction(b - M, R) * Fraction(p - R, p - r) if p > R else 0
    return (burst + Fraction(M + C, R)) * 10 ** 6 + D

# Is R the least of all integers, within what the 3 us come to by which a bound is rounded?
def least(R, delay, *terms):
    assert bound(R, *terms) <= delay < bound(R - 1, *terms) + 3, (R, delay, float(bound(R, *terms)))
    return True

def terms(sport=5004, port=5004):
    ad = adspec(sport, port)
    return ad['ctot_B'], ad['dtot_us']

# Every node has what the receiver's computed
def rate_everywhere(R, S=0):
    return all((f['reserved_rate_Bps'], f['slack_us']) == (R, S)
        for n in nodes for t in state(n, 5004)['tc'] for f in [t['flowspec']]) and len(state(r1, 5004)['tc']) == 1
"

D()
{
	say "adspec()['dtot_us']"
}

# within TIME [ARGS]: the flow, with this bound; what follows asks for it once more
within()
{
	rsvpctl -n "$h2" reservation replace "${session[@]}" style ff "${source[@]}" service guaranteed delay "$@"
}

# computed DELAY LOW HIGH: R is in here, and the least that will do
computed()
{
	see 10 "asked()['delay_us'] == $1 and $2 <= asked()['flowspec']['reserved_rate_Bps'] <= $3" &&
		see 0 "least(asked()['flowspec']['reserved_rate_Bps'], $1, *terms()) and asked()['flowspec']['slack_us'] == 0" &&
		see 0 "0 <= asked()['bound_us'] - bound(asked()['flowspec']['reserved_rate_Bps'], *terms()) < 3 and
			asked()['bound_us'] <= $1" &&
		see 10 "rate_everywhere(asked()['flowspec']['reserved_rate_Bps'])"
}

waits_for_a_sender()
{
	reserve service guaranteed delay 1s && see 0 "asked()['status'] == 'waiting' and asked()['delay_us'] == 1000000" &&
		see 0 "'bound_us' not in asked() and 'reserved_rate_Bps' not in asked()['flowspec']" &&
		sender_add ttl 63 && path_at_h2 && see 5 "asked()['status'] == 'installed' and asked()['bound_us'] < 1000000" && unreserve
}

below_the_peak()
{
	local delay=$(($(D) + 90000))

	reserve service guaranteed delay ${delay}us confirm wait 5s && computed $delay 140000 150000 &&
		see 0 "asked()['status'] == 'confirmed' and 'error' not in asked()"
}

above_the_peak()
{
	local delay=$(($(D) + 20000))

	within ${delay}us wait 5s && computed $delay 300000 310000
}

# R is r, and all that is left is slack
slack()
{
	local delay=$(($(D) + 300000))

	within ${delay}us wait 5s && see 0 "asked()['flowspec']['reserved_rate_Bps'] == 100000" &&
		see 0 "asked()['bound_us'] + asked()['flowspec']['slack_us'] == $delay and
			0 <= asked()['bound_us'] - bound(100000, *terms()) < 3" &&
		see 10 "rate_everywhere(100000, asked()['flowspec']['slack_us'])"
}

shown()
{
	local words

	words=$(rsvpctl -n "$h2" reservation show "${session[@]}") || return 1
	echo "$words"
	[[ $words =~ service\ guaranteed\ delay\ .*us\ confirm$'\n'\ *confirmed\ rate\ 800kbit\ slack\ .*\ bound\ .*us ]]
}

# An R of one's own has a bound, too
rate_is_given()
{
	rsvpctl -n "$h2" reservation replace "${session[@]}" style ff "${source[@]}" service guaranteed rate 150kbps slack 7ms wait 5s &&
		see 0 "0 <= asked()['bound_us'] - bound(150000, *terms()) < 3 and 'delay_us' not in asked()" &&
		rsvpctl -n "$h2" reservation replace "${session[@]}" style ff "${source[@]}" service controlled-load rate 150kbps &&
		see 0 "'bound_us' not in asked()" && unreserve && within "$(($(D) + 90000))us" wait 5s
}

# What others have is not there, what this flow has is; it is known that nothing is left (RFC 2215, 3.3: 0 is unknown)
bandwidth_of_the_path()
{
	local free

	rsvpctl -n "$h1" sender add udp "$(endpoint "$H2" 5010)" "${source[@]}" "${traffic[@]}" ttl 63 &&
		see 10 "state(h2, 5010)" && act "mark()" && see 20 "len([m for m in got('path', 'c') if m.session.dport == 5004]) > 2" &&
		see 0 "adspec()['bandwidth_Bps'] - adspec(5004, 5010)['bandwidth_Bps'] - asked()['flowspec']['reserved_rate_Bps'] in (0, 1)" ||
		return 1
	free=$(say "adspec()['bandwidth_Bps']")
	rsvpctl -n "$h2" reservation replace "${session[@]}" style ff "${source[@]}" service guaranteed rate "${free}bps" slack 0 wait 5s &&
		see 10 "adspec(5004, 5010)['bandwidth_Bps'] == 1" && stays 5 "adspec()['bandwidth_Bps'] == $free" &&
		rsvpctl -n "$h1" sender del udp "$(endpoint "$H2" 5010)" "${source[@]}" && within "$(($(D) + 90000))us" wait 5s
}

# refused DELAY TEXT: what stands goes on
refused()
{
	fails_with "$2" within "$1" && fails_with "(attribute rsvp.reservation.delay)" within "$1" &&
		see 0 "asked()['status'] == 'confirmed' and rate_everywhere(asked()['flowspec']['reserved_rate_Bps'])"
}

no_rate_does()
{
	refused "$(D)us" "no rate bounds the queueing delay that low: wanted $(D) us, least possible $(say \
		"math.ceil(bound(adspec()['bandwidth_Bps'], *terms()))")"
}

no_bandwidth_does()
{
	local delay=$(($(D) + 5000))

	refused ${delay}us "the path has not the bandwidth to bound the queueing delay that low: wanted $delay us, least possible $(say \
		"math.ceil(bound(adspec()['bandwidth_Bps'], *terms()))") us"
}

# A link becomes slower: D rises with it, and R
path_changes()
{
	local delay=$(($(D) + 20000)) before

	within ${delay}us wait 5s && computed $delay 300000 310000 && before=$(say "asked()['flowspec']['reserved_rate_Bps']") &&
		follow "$h2" "$temp/config" config && follow "$h2" "$temp/errors" errors && act "before = adspec()" &&
		rsvpctl -n "$r1" interface set dev eth2 bandwidth 8mbit && see 10 "adspec()['dtot_us'] > before['dtot_us']" &&
		computed $delay $((before + 1000)) 320000 &&
		see 2 "[l['reservation']['event'] for l in lines('$temp/config') if l['reservation']['bound_us'] <= $delay and
			l['reservation']['flowspec'] == asked()['flowspec']] == ['change']"
}

# What it has it keeps, and is told what there could be
path_is_too_slow()
{
	act "before = asked(); mark()" && rsvpctl -n "$r1" interface set dev eth2 bandwidth 2mbit && see 10 "asked().get('error')" &&
		see 0 "(lambda a, e: a['flowspec'] == before['flowspec'] and a['status'] in ('installed', 'confirmed') and
			a['bound_us'] > a['delay_us'] and (e['code'], e['value'], e['flags']) == (1, 1, 1) and
			e['text'].endswith('wanted %d us, least possible %d us' % (a['delay_us'], a['bound_us'])))(asked(), asked()['error'])" &&
		see 2 "[(l['error']['event'], l['error']['text']) for l in lines('$temp/errors')] ==
			[('resv-err', asked()['error']['text'])]" &&
		see 0 "rate_everywhere(before['flowspec']['reserved_rate_Bps'])"
}

path_is_fast_again()
{
	rsvpctl -n "$r1" interface set dev eth2 bandwidth 10mbit && see 10 "'error' not in asked()" &&
		computed "$(say "asked()['delay_us']")" 300000 310000 && see 0 "len(lines('$temp/errors')) == 1" && unreserve
}

# Of two senders that share it, the one with the larger packets has the larger C
shared()
{
	local delay=$(($(D) + 90000))

	rsvpctl -n "$h1" sender add "${session[@]}" "${second[@]}" rate 100kbps burst 15000 peak 200kbps mtu 1000 min-unit 500 ttl 63 &&
		path_at_h2 2 && see 0 "adspec(5005)['ctot_B'] < adspec()['ctot_B']" &&
		rsvpctl -n "$h2" reservation add "${session[@]}" "$@" service guaranteed delay ${delay}us wait 5s &&
		see 10 "least(asked()['flowspec']['reserved_rate_Bps'], $delay, *terms())" &&
		act "before = asked()['flowspec']['reserved_rate_Bps']" && sender_del &&
		see 10 "asked()['flowspec']['reserved_rate_Bps'] < before - 1000" &&
		see 0 "least(asked()['flowspec']['reserved_rate_Bps'], $delay, *terms(5005), (100000, 15000, 200000, 1000))" &&
		see 10 "rate_everywhere(asked()['flowspec']['reserved_rate_Bps'])" &&
		rsvpctl -n "$h2" reservation del "${session[@]}" "$@" &&
		rsvpctl -n "$h1" sender del "${session[@]}" "${second[@]}" && see 5 "state(h2) == []" && sender_add ttl 63 && path_at_h2
}

# Nothing is bounded where somebody on the path bounds nothing, or nobody says
unbounded()
{
	fails_with "$1" reserve service guaranteed delay 1s && see 0 "ctl(h2, 'reservation', 'show') == []"
}

service_is_missing()
{
	tc -n "$r1" qdisc del dev eth2 root && see 10 "adspec().get('gs_break')" &&
		unbounded "guaranteed service is not offered on the whole path" &&
		rsvpctl -n "$r1" interface set dev eth2 rsvp on && see 10 "not adspec().get('gs_break')"
}

router_knows_no_rsvp()
{
	rsvpctl -n "$r1" interface set dev eth1 rsvp off && rsvpctl -n "$r1" interface set dev eth2 rsvp off &&
		see 20 "state(h2, 5004) and adspec().get('break')" && unbounded "a router on the path knows no RSVP" &&
		rsvp_on "$r1" eth1 bandwidth 10mbit refresh 2s && rsvp_on "$r1" eth2 bandwidth 10mbit refresh 2s &&
		see 20 "state(h2, 5004) and not adspec().get('break')"
}

last_router_knows_no_rsvp()
{
	rsvpctl -n "$r2" interface set dev eth1 rsvp off && rsvpctl -n "$r2" interface set dev eth2 rsvp off &&
		see 20 "state(h2, 5004) and path().get('non_rsvp') and not adspec().get('break')" &&
		unbounded "a router on the path knows no RSVP" &&
		rsvp_on "$r2" eth1 bandwidth 10mbit refresh 2s && rsvp_on "$r2" eth2 bandwidth 10mbit refresh 2s &&
		see 20 "state(h2, 5004) and not path().get('non_rsvp')"
}

# from_nowhere WORDS: a Path as some other router sends it; what it is for is a session of its own
from_nowhere()
{
	act "inject(r2, rsvpmsg.Message(rsvpmsg.PATH, rsvpmsg.path(H2, H1, R2_H2, dport=5011, with_adspec=False).objs + [$1]), R2_H2, H2,
		'eth2')" && see 5 "state(h2, 5011)" &&
		fails_with "$2" rsvpctl -n "$h2" reservation add udp "$(endpoint "$H2" 5011)" style wf service guaranteed delay 10s &&
		act "inject(r2, rsvpmsg.path_tear(H2, H1, R2_H2, dport=5011), R2_H2, H2, 'eth2')" && see 5 "not state(h2, 5011)"
}

other_adspecs()
{
	from_nowhere '' 'no ADSPEC came with the Path' &&
		from_nowhere 'rsvpmsg.adspec(gs=None)' 'guaranteed service is not offered on the whole path' &&
		from_nowhere 'rsvpmsg.adspec(gs=(2 ** 32 - 1, 1, 1, 1))' 'the error terms of the path are too large' &&
		from_nowhere 'rsvpmsg.adspec(gs=(1, 2 ** 32 - 1, 1, 1))' 'the error terms of the path are too large'
}

# Sender and receiver on one host: no link is crossed
on_one_host()
{
	local own

	own=(udp "$(endpoint "$H2" 5012)")
	rsvpctl -n "$h2" sender add "${own[@]}" from "$(endpoint "$H2" 5004)" "${traffic[@]}" &&
		rsvpctl -n "$h2" reservation add "${own[@]}" style wf service guaranteed delay 90ms &&
		see 2 "asked(5012)['status'] == 'installed' and least(asked(5012)['flowspec']['reserved_rate_Bps'], 90000, 0, 0)" &&
		rsvpctl -n "$h2" reservation del "${own[@]}" style wf &&
		rsvpctl -n "$h2" sender del "${own[@]}" from "$(endpoint "$H2" 5004)"
}

# With its sender goes what was computed for it; the request stays.
waits_again()
{
	reserve service guaranteed delay 1s wait 5s && see 0 "asked()['bound_us']" && sender_del &&
		see 10 "asked()['status'] == 'waiting' and 'bound_us' not in asked()" &&
		see 0 "'reserved_rate_Bps' not in asked()['flowspec'] and asked()['flowspec']['slack_us'] == 0" && unreserve
}

all_goes()
{
	nothing_left "$h1" "$r1" "$r2" "$h2"
}

ktap_print_header
ktap_set_plan 21
flow_up bandwidth 10mbit refresh 2s
act "$definitions" || ktap_exit_fail_msg "definitions"

ktap_test "a delay is asked for before there is a sender" waits_for_a_sender
ktap_test "a delay takes an R between r and p" below_the_peak
ktap_test "a shorter one an R above p" above_the_peak
ktap_test "a longer one leaves slack" slack
ktap_test "it is shown" shown
ktap_test "with an R of one's own the bound is shown" rate_is_given
ktap_test "the bandwidth of a path is what a flow may have there" bandwidth_of_the_path
ktap_test "a delay below Dtot is refused, with the least there is" no_rate_does
ktap_test "one that takes more than the bandwidth of the path is, too" no_bandwidth_does
ktap_test "the path changes, and R with it" path_changes
ktap_test "no R will do any more: what stands stays, and it is told" path_is_too_slow
ktap_test "one will do again" path_is_fast_again
ktap_test "senders that share: the largest R (SE)" shared style se "${source[@]}" "${second[@]}"
ktap_test "senders that share: the largest R (WF)" shared style wf
ktap_test "a hop without the service" service_is_missing
ktap_test "a router without RSVP" router_knows_no_rsvp
ktap_test "the last router without RSVP" last_router_knows_no_rsvp
ktap_test "ADSPECs of others" other_adspecs
ktap_test "one host alone" on_one_host
ktap_test "its sender goes" waits_again
ktap_test "all of it goes" all_goes

ktap_finished
