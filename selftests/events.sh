#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What rsvpctl monitor tells: every change of state, errors and settings, one JSON object a line, each with the whole object.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_flow.sh"

temp=$(mktemp -d)
defer rm -rf "$temp"

definitions="
keys = {'iface-ntf': 'iface', 'sender-ntf': 'sender', 'reservation-ntf': 'reservation', 'path-ntf': 'path', 'resv-ntf': 'resv',
    'tc-ntf': 'tc', 'error-ntf': 'error'}

# Names and events of a node since the last call, in order
told = {}
def news(ns, group='all'):
    name = '$temp/' + ns + '.' + group
    fresh = lines(name)[told.get(name, 0):]
    for line in fresh:
        (key,) = set(line) - {'name'}
        assert keys[line['name']] == key, line
    return [(line['name'][:-4], line[keys[line['name']]]) for line in fresh]

def heard(ns, group='all'):
    name = '$temp/' + ns + '.' + group
    told[name] = len(lines(name))
    return True

def events(ns, group='all'):
    return [(name, obj['event']) for name, obj in news(ns, group)]

# Of reservations: with them goes what a Path says is free
def resv_events(ns, group='all'):
    return sorted(e for e in events(ns, group) if e != ('path', 'change') and e[0] != 'iface')

# An event has what a show has
def whole(obj, shown):
    # What moves by itself, and what is shown once for the session
    skip = {'event', 'session', 'expires_ms', 'packets', 'bytes', 'demoted_packets', 'demoted_bytes'}
    a = {k: v for k, v in obj.items() if k not in skip}
    b = {k: v for k, v in shown.items() if k not in skip}
    assert a == b, (a, b)
    return True
"

monitors()
{
	follow "$r1" "$temp/$r1.all" && follow "$h1" "$temp/$h1.all" all && follow "$h2" "$temp/$h2.all" all &&
		follow "$h2" "$temp/$h2.state" state && follow "$h2" "$temp/$h2.errors" errors && follow "$h2" "$temp/$h2.config" config &&
		act "$definitions"
}

settings()
{
	rsvpctl -n "$h2" interface set dev eth0 keep 4 &&
		see 2 "events(h2) == events(h2, 'config') == [('iface', 'change')]" &&
		see 0 "whole(news(h2)[0][1], ctl(h2, 'interface', 'show')[0]) and news(h2)[0][1]['keep'] == 4" &&
		act "heard(h2); heard(h2, 'config')" &&
		rsvpctl -n "$h2" interface set dev eth0 rsvp off && rsvp_on "$h2" eth0 bandwidth 10mbit refresh 2s &&
		see 2 "events(h2) == [('iface', 'del'), ('iface', 'new')]" && act "heard(h2); heard(h2, 'config')"
}

path_new()
{
	sender_add && path_at_h2 && see 2 "events(r1) == events(h2) == events(h2, 'state') == [('path', 'new')]" &&
		see 2 "events(h1) == [('path', 'new'), ('sender', 'new')]" &&
		see 0 "all(whole(news(n)[0][1], state(n, 5004)['path'][0]) and news(n)[0][1]['session'] == state(n, 5004)['session']
			for n in (h1, r1, h2))" &&
		see 0 "whole(news(h1)[1][1], ctl(h1, 'sender', 'show')[0])" && act "heard(h1); heard(r1); heard(h2); heard(h2, 'state')"
}

path_change()
{
	rsvpctl -n "$h1" sender replace "${session[@]}" "${source[@]}" "${traffic[@]}" dscp 10 &&
		see 2 "events(r1) == events(h2) == [('path', 'change')] and events(h1) == [('path', 'change'), ('sender', 'change')]" &&
		see 0 "whole(news(r1)[0][1], state(r1, 5004)['path'][0])" && act "heard(h1); heard(r1); heard(h2); heard(h2, 'state')"
}

# Refreshes are none
nothing_new()
{
	act "mark()" && see 60 "len(got('path', 'c')) > 4" && see 0 "events(h1) == events(r1) == events(h2) == []"
}

reserved()
{
	reserve service guaranteed rate 120kbps slack 0 wait 5s &&
		see 2 "resv_events(r1) == [('resv', 'new'), ('tc', 'new')]" &&
		see 2 "('error', 'resv-conf') in events(h2) and events(h2, 'errors') == [('error', 'resv-conf')]" &&
		see 2 "sorted(events(h2, 'config')) == [('reservation', 'change'), ('reservation', 'new')]" &&
		see 2 "resv_events(h2, 'state') == [('resv', 'new'), ('tc', 'new')]" &&
		see 0 "sorted(events(h2)) == sorted(events(h2, 'state') + events(h2, 'config') + events(h2, 'errors'))" &&
		see 0 "all(whole(obj, state(r1, 5004)[name][0]) for name, obj in news(r1) if name != 'path')" &&
		see 0 "whole([obj for name, obj in news(h2, 'config')][-1], ctl(h2, 'reservation', 'show')[0])" &&
		act "
(e,) = [obj for name, obj in news(h2, 'errors')]
assert (e['session']['dst'], e['style'], e['filter'][0]['src'], e['code'], e['hop']) == (H2, 'ff', H1, 0, H1), e
assert e['id'] == ctl(h2, 'reservation', 'show')[0]['id'], e
for n in (h1, r1, h2):
    heard(n)
for g in ('state', 'errors', 'config'):
    heard(h2, g)
"
}

resv_change()
{
	rsvpctl -n "$h2" reservation replace "${session[@]}" style ff "${source[@]}" service guaranteed rate 130kbps slack 0 &&
		see 2 "resv_events(r1) == [('resv', 'change'), ('tc', 'change')]" &&
		see 0 "all(obj['flowspec']['reserved_rate_Bps'] == 130000 and whole(obj, state(r1, 5004)[name][0])
			for name, obj in news(r1) if name != 'path')" &&
		act "mark(); heard(h1); heard(r1)" && see 60 "len(got('resv', 'b')) > 4" && see 0 "resv_events(r1) == []"
}

resv_del()
{
	unreserve && see 2 "resv_events(r1) == [('resv', 'del'), ('tc', 'del')]" &&
		see 2 "('reservation', 'del') in events(h2, 'config') and {('resv', 'del'), ('tc', 'del')} <= set(events(h2, 'state'))" &&
		see 0 "all(obj['flowspec']['reserved_rate_Bps'] == 130000 for name, obj in news(r1) if name != 'path')" &&
		act "
for n in (h1, r1, h2):
    heard(n)
for g in ('state', 'errors', 'config'):
    heard(h2, g)
"
}

# ResvConf is sent once, unreliably (RFC 2205, 2.6): a receiver that got none asks again
confirmation_lost()
{
	in_ns "$h2" nft -f - <<-EOF && act "heard(h2, 'errors'); mark()" || return 1
	table inet deaf {
		chain prerouting {
			type filter hook prerouting priority raw;
			meta l4proto 46 @th,8,8 7 drop
		}
	}
	EOF
	reserve service guaranteed rate 120kbps slack 0 confirm && see 60 "len(got('resvconf', 'c')) > 4" &&
		see 0 "events(h2, 'errors') == []" && in_ns "$h2" nft delete table inet deaf &&
		see 6 "events(h2, 'errors') == [('error', 'resv-conf')]" &&
		act "mark()" && see 20 "len(got('resv', 'c')) > 2" && see 0 "not any(m.resv_confirm for m in got('resv'))" &&
		unreserve && see 2 "events(r1)[-1] == ('tc', 'del')" && act "
for n in (h1, r1, h2):
    heard(n)
for g in ('state', 'errors', 'config'):
    heard(h2, g)
"
}

# A refusal is told to the receiver, and with the state of the nodes between
refused()
{
	rsvpctl -n "$r1" interface set dev eth2 bandwidth 1mbit && act "heard(r1)" &&
		reserve service guaranteed rate 120kbps slack 0 &&
		see 2 "events(h2, 'errors') == [('error', 'resv-err')]" && act "
(e,) = [obj for name, obj in news(h2, 'errors')]
assert (e['code'], e['value'], e['hop'], e['interface'], e['style']) == (1, 2, R1_R2, 'eth2', 'ff'), e
assert e['flowspec']['reserved_rate_Bps'] == 120000 and [f['src'] for f in e['filter']] == [H1] and e['asked_Bps'] > e['free_Bps'], e
(r,) = [obj for name, obj in news(h2, 'state') if obj['event'] == 'resv-err']
assert r['status'] == 'refused' and r['error']['interface'] == 'eth2', r
r = [obj for name, obj in news(h2, 'config')][-1]
assert r['event'] == 'change' and r['status'] == 'refused' and whole(r, ctl(h2, 'reservation', 'show')[0]), r
" && see 0 "set(resv_events(r1)) == {('error', 'resv-err')}" && unreserve
}

# Who refuses tells his own listeners as well, once for each message, and who passes it on once for all refreshes
refused_on_the_way()
{
	follow "$r1" "$temp/$r1.errors" errors && follow "$r2" "$temp/$r2.errors" errors && act "mark()" &&
		reserve service guaranteed rate 120kbps slack 0 && see 60 "len(got('resverr', 'b')) > 3" &&
		see 2 "len(events(r1, 'errors')) == len(got('resverr', 'b')) and events(r2, 'errors') == [('error', 'resv-err')]" && act "
for n, hop in (r1, None), (r2, R1_R2):
    for name, e in news(n, 'errors'):
        assert (e['event'], e['code'], e['value'], e.get('hop'), e['interface'], e['style']) == ('resv-err', 1, 2, hop, 'eth2', 'ff'), e
        assert e['flowspec']['reserved_rate_Bps'] == 120000 and [f['src'] for f in e['filter']] == [H1], e
        assert e['asked_Bps'] > e['free_Bps'] and e['session']['dst'] == H2 and 'id' not in e, e
" && unreserve && see 5 "state(r2, 5004)['resv'] == []" || return 1
	# Several descriptors that are wrong are one message
	act "
heard(r1, 'errors'); heard(r2, 'errors'); mark()
lih = next(i['ifindex'] for i in ctl(r1, 'interface', 'show') if i['ifname'] == 'eth2')
flows = [o for port in (5008, 5009)
         for o in (flowspec_gs(R=120000, r=100000, b=15360, p=200000, M=1500), filter_spec(H1, port))]
inject(r2, resv(H2, R2_R1, lih, 'ff', flows), R2_R1, R1_R2)
" && see 2 "len(got('resverr', 'b')) == 2 and [(e['code'], e['filter'][0]['sport']) for name, e in news(r1, 'errors')] == [(4, 5008)]" &&
		see 0 "events(r2, 'errors') == []" && rsvpctl -n "$r1" interface set dev eth2 bandwidth 10mbit
}

# More than this receiver asked for failed (RFC 2205, 3.5, item 2): it is told what, and that it is not guilty; and what only
# informs (appendix B, u = 1) refuses nothing
not_guilty()
{
	reserve service guaranteed rate 120kbps slack 0 wait 5s && act "
heard(h2); heard(h2, 'errors'); heard(h2, 'config')
fs = got('resv', 'c')[-1].flowspec
more, same = ([flowspec_gs(r=fs.r, b=fs.b, p=fs.p, m=fs.m, M=fs.M, R=R), filter_spec(H1, 5004)] for R in (190000, fs.R))
hop = [i['ifindex'] for i in ctl(r2, 'interface', 'show') if i['ifname'] == 'eth2'][0]
def resv_error(flows, value, flags=0):
    inject(r2, resv_err(H2, R2_H2, hop, R1_R2, 1, 'ff', flows, value, flags, ttl=255), R2_H2, H2)
resv_error(more, 2)
" && see 2 "events(h2, 'errors') == [('error', 'resv-err')]" && act "
(e,) = [obj for name, obj in news(h2, 'errors')]
assert (e['flags'], e['code'], e['flowspec']['reserved_rate_Bps'], e['filter'][0]['src']) == (2, 1, 190000, H1), e
heard(h2, 'errors')
resv_error(same, 0x2002)
" && see 2 "[(obj['flags'], obj['value']) for name, obj in news(h2, 'errors')] == [(0, 0x2002)]" &&
		see 0 "events(h2, 'config') == [] and ctl(h2, 'reservation', 'show')[0]['status'] == 'confirmed'" &&
		act "heard(h2, 'errors'); resv_error(more, 2, 1); resv_error(same, 3)" &&
		see 2 "[(obj['flags'], obj['value']) for name, obj in news(h2, 'errors')] == [(0, 3)]" &&
		see 0 "ctl(h2, 'reservation', 'show')[0]['status'] == 'refused'" && unreserve && act "
for n in (h1, r1, h2):
    heard(n)
for g in ('state', 'errors', 'config'):
    heard(h2, g)
"
}

# A PathErr that comes back to its sender, and is heard of on the way
path_error()
{
	act "
heard(h1); heard(r1, 'errors')
inject(r1, path_err(H2, H1, R1_H1, 2, 5, sport=5004, ttl=255), R1_H1, H1)
" && see 2 "events(h1) == [('error', 'path-err')]" && act "
(e,) = [obj for name, obj in news(h1)]
assert (e['code'], e['value'], e['hop'], e['filter'][0]['src'], e['session']['dst']) == (2, 5, R1_H1, H1, H2), e
assert e['id'] == ctl(h1, 'sender', 'show')[0]['id'], e
inject(r2, path_err(H2, H1, R2_R1, 2, 5, sport=5004, ttl=255), R2_R1, R1_R2)
" && see 2 "events(h1) == [('error', 'path-err')] * 2 and events(r1, 'errors') == [('error', 'path-err')]" && act "
(e,) = [obj for name, obj in news(r1, 'errors')]
assert (e['code'], e['value'], e['hop'], e['filter'][0]['src'], e['session']['dst']) == (2, 5, R2_R1, H1, H2) and 'id' not in e, e
heard(r1, 'errors')
# The same sender with and without a port: that is refused by r1 itself
inject(h1, path(H2, H1, H1, sport=0), H1, H2)
" && see 2 "[(e['event'], e['code'], e.get('hop')) for name, e in news(r1, 'errors')] == [('path-err', 8, None)]"
}

# h1 falls silent: what r1 has runs out, what h2 has is torn down
expired()
{
	in_ns "$h1" nft -f - <<-EOF && act "heard(h1); heard(r1); heard(h2)" || return 1
	table inet silent {
		chain output {
			type filter hook output priority 0;
			meta l4proto 46 drop
		}
	}
	EOF
	see 30 "('path', 'expire') in events(r1)" && see 2 "events(h2)[-1] == ('path', 'del')" &&
		see 0 "events(r1).count(('path', 'expire')) == 1 and ('path', 'del') not in events(r1) and resv_events(h2) == [('path', 'del')]" &&
		see 0 "news(r1)[-1][1]['filter']['src'] == H1 and news(r1)[-1][1]['tspec']['rate_Bps'] == 100000" &&
		in_ns "$h1" nft delete table inet silent && see 30 "events(r1)[-1] == ('path', 'new')"
}

path_del()
{
	path_at_h2 && act "heard(h1); heard(r1); heard(h2)" && sender_del &&
		see 2 "events(r1) == events(h2) == [('path', 'del')] and events(h1) == [('path', 'del'), ('sender', 'del')]"
}

# What a reservation was for is told still when it ends with its sender
both_gone()
{
	sender_add && path_at_h2 && reserve service guaranteed rate 120kbps slack 0 wait 5s && act "heard(r1)" && sender_del &&
		see 2 "events(r1)[-3:] == [('path', 'del'), ('resv', 'del'), ('tc', 'del')]" &&
		see 0 "all(obj['filter'][0]['src'] == H1 for name, obj in news(r1) if name != 'path')" && unreserve && act "heard(r1)"
}

# A reservation for two senders is taken back, and when r2 falls silent it runs out at r1, which says for which
shared_ends()
{
	local second=(from "$(endpoint "$H1" 5005)")
	local shared=("${session[@]}" style se "${source[@]}" "${second[@]}")

	sender_add && rsvpctl -n "$h1" sender add "${session[@]}" "${second[@]}" "${traffic[@]}" &&
		see 2 "len(state(h2, 5004)['path']) == 2" &&
		rsvpctl -n "$h2" reservation add "${shared[@]}" service controlled-load rate 100kbps && see 2 "state(r1, 5004)['tc']" &&
		act "heard(r1)" && rsvpctl -n "$h2" reservation del "${shared[@]}" && see 2 "$(ended del) == [[5004, 5005]]" &&
		rsvpctl -n "$h2" reservation add "${shared[@]}" service controlled-load rate 100kbps && see 2 "state(r1, 5004)['tc']" &&
		act "heard(r1)" || return 1
	in_ns "$r2" nft -f - <<-EOF || return 1
	table inet silent {
		chain output {
			type filter hook output priority 0;
			meta l4proto 46 drop
		}
	}
	EOF
	see 30 "('resv', 'expire') in events(r1)" && see 0 "$(ended expire) == [[5004, 5005]]" &&
		in_ns "$r2" nft delete table inet silent && rsvpctl -n "$h2" reservation del "${shared[@]}" && sender_del && rsvpctl -n "$h1" sender del "${session[@]}" "${second[@]}" && see 2 "state(r1, 5004) is None" && act "heard(r1)"
}

# RFC 2205, 3.11.1, RESV_EVENT: "an FF-style Resv message may result in multiple RESV_EVENT upcalls, one for each flow descriptor"
each_descriptor()
{
	local second=(from "$(endpoint "$H1" 5005)")

	sender_add && rsvpctl -n "$h1" sender add "${session[@]}" "${second[@]}" "${traffic[@]}" &&
		see 2 "len(state(h2, 5004)['path']) == 2" && act "
heard(h1)
mark()
lih = next(i['ifindex'] for i in ctl(r1, 'interface', 'show') if i['ifname'] == 'eth2')
flows = [o for port, R in ((5004, 120000), (5005, 130000))
         for o in (flowspec_gs(R=R, r=100000, b=15360, p=200000, M=1500), filter_spec(H1, port))]
inject(r2, resv(H2, R2_R1, lih, 'ff', flows), R2_R1, R1_R2)
" && see 2 "resv_events(h1) == [('resv', 'new')] * 2 + [('tc', 'new')] * 2" &&
		see 0 "[len(m.filters) for m in got('resv', 'a')] == [2]" &&
		see 0 "sorted((obj['filter'][0]['sport'], obj['flowspec']['reserved_rate_Bps']) for name, obj in news(h1) if name == 'resv') ==
			[(5004, 120000), (5005, 130000)]" &&
		sender_del && rsvpctl -n "$h1" sender del "${session[@]}" "${second[@]}" && see 2 "state(r1, 5004) is None" &&
		act "heard(h1); heard(r1)"
}

# ended EVENT: ports of the senders of each reservation that r1 says ended so
ended()
{
	echo "[sorted(f['sport'] for f in obj['filter']) for name, obj in news(r1) if (name, obj['event']) == ('resv', '$1')]"
}

# As text each event is a line that begins with what it is about
as_text()
{
	local before
	before=$(listeners "$r1")
	start rsvpctl -n "$r1" monitor state >"$temp/text"
	busywait 5000 more_listeners "$r1" "$before" || return 1
	sender_add && path_at_h2 && sender_del && busywait 5000 grep -q '^\[path\] del' "$temp/text"
	cat "$temp/text"
	grep -q "^\[path\] new .*$H2.*$H1" "$temp/text"
}

ktap_print_header
ktap_set_plan 19
require nft
flow_up bandwidth 10mbit refresh 2s

ktap_test "monitors of all events and of each group" monitors
ktap_test "settings change, RSVP goes off and on" settings
ktap_test "a Path is new" path_new
ktap_test "a Path changes" path_change
ktap_test "refreshes are no news" nothing_new
ktap_test "a reservation, and its confirmation" reserved
ktap_test "a reservation changes" resv_change
ktap_test "a reservation is taken back" resv_del
ktap_test "a confirmation that was lost comes later" confirmation_lost
ktap_test "a reservation is refused" refused
ktap_test "a refusal is told on the way" refused_on_the_way
ktap_test "another asked for more, and it failed" not_guilty
ktap_test "PathErr" path_error
ktap_test "path state expires" expired
ktap_test "a Path is taken back" path_del
ktap_test "a Path with a reservation is taken back" both_gone
ktap_test "a reservation for two senders ends" shared_ends
ktap_test "a Resv with two flow descriptors is two events" each_descriptor
ktap_test "the same as text" as_text

ktap_finished
