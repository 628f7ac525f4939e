#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The seven messages as they pass r1 and r2, in the three styles, for UDP and TCP: each is decoded by tshark as well, and has
# the fields and the checksum that it should have.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_flow.sh"

# A second address of h1, for senders
if [ "$IPV" = 6 ]; then
	H1_B=fd00:1::3 prefix=64
else
	H1_B=10.0.1.3 prefix=24
fi
a=$(endpoint "$H1" 6001) b=$(endpoint "$H1" 6002) c=$(endpoint "$H1_B" 6001)

# announce PROTO PORT SENDER...
announce()
{
	local session=("$1" "$(endpoint "$H2" "$2")") port=$2 sender
	shift 2

	for sender; do
		rsvpctl -n "$h1" sender add "${session[@]}" from "$sender" "${traffic[@]}" || return 1
	done
	see 5 "len(state(h2, $port)['path']) == $#"
}

withdraw()
{
	rsvpctl -n "$h1" sender del "$1" "$(endpoint "$H2" "$2")" from "$3"
}

# rsv COMMAND PROTO PORT WORD...: at h2
rsv()
{
	local command=$1 proto=$2 port=$3
	shift 3

	rsvpctl -n "$h2" reservation "$command" "$proto" "$(endpoint "$H2" "$port")" "$@"
}

fixed_filter()
{
	announce udp 7001 "$a" "$b" || return 1
	rsv add udp 7001 style ff from "$a" service guaranteed rate 120kbps slack 5ms || return 1
	rsv add udp 7001 style ff from "$b" service guaranteed rate 130kbps slack 0 || return 1
	see 5 "len(resvs('b', 7001)[-1].filters) == 2" || return 1
	act "
m = resvs('b', 7001)[-1]
assert m.src == R2_R1 and m.dst == R1_R2 and m.hop.addr == R2_R1 and m.alert is None and m.ttl == m.ip_ttl == 255, vars(m)
assert m.hop.lih == got('path', 'b')[0].hop.lih and m.style.style == 'ff' and not m.resv_confirm and not m.scope, vars(m)
assert sorted(zip((f.R for f in m.all('flowspec')), (f.S for f in m.all('flowspec')), m.filters)) == [
    (120000, 5000, (H1, 6001)), (130000, 0, (H1, 6002))], vars(m)
assert all((f.service, f.r, f.b, f.p, f.M) == (2, 100000, 15360, 200000, 1500) for f in m.all('flowspec')), vars(m)
"
}

# FF: two classes; each sender has its own
fixed_filter_state()
{
	see 5 "all(sorted(f['sport'] for t in state(n, 7001)['tc'] for f in t['filter']) == [6001, 6002] for n in (h1, r1, r2))" &&
		see 0 "all(sorted((t['flowspec']['reserved_rate_Bps'], t['flowspec']['service']) for t in state(n, 7001)['tc']) ==
			[(120000, 'guaranteed'), (130000, 'guaranteed')] for n in (h1, r1, r2))" &&
		see 0 "all(r['style'] == 'ff' and r['status'] == 'installed' for n in nodes for r in state(n, 7001)['resv'])"
}

# One of two is taken back: ResvTear names it alone, the other stays
fixed_filter_tear()
{
	act "mark()" && rsv del udp 7001 style ff from "$a" || return 1
	see 1 "got('resvtear', 'a')" &&
		see 0 "all(got('resvtear', l)[0].filters == [(H1, 6001)] and got('resvtear', l)[0].style.style == 'ff' and
			got('resvtear', l)[0].alert is None for l in 'abc')" &&
		see 0 "got('resvtear', 'b')[0].dst == R1_R2 and got('resvtear', 'b')[0].hop.addr == R2_R1 and
			got('resvtear', 'b')[0].hop.lih == got(None, 'b', 'in')[0].hop.lih" &&
		see 1 "all([t['filter'] for t in state(n, 7001)['tc']] == [[{'src': H1, 'sport': 6002}]] for n in (h1, r1, r2))" &&
		act "mark()" && rsv del udp 7001 style ff from "$b" &&
		see 1 "got('resvtear', 'a')" && see 1 "all(not s['resv'] and not s['tc'] for s in (state(n, 7001) for n in nodes))"
}

# WF: for whoever sends
wildcard()
{
	announce tcp 7002 "$a" "$b" || return 1
	rsv add tcp 7002 style wf service controlled-load rate 150kbps burst 20k || return 1
	see 5 "resvs('a', 7002)" || return 1
	act "
for m in (resvs(link, 7002)[-1] for link in 'abc'):
    assert m.session.proto == 6 and m.style.style == 'wf' and m.filters == [] and not m.scope, vars(m)
    (f,) = m.all('flowspec')
    assert (f.service, f.r, f.b, f.M) == (5, 150000, 20480, 1500), f
" &&
		see 5 "all(len(s['resv']) == len(s['tc']) == 1 and s['resv'][0]['style'] == 'wf' and s['tc'][0].get('filter', []) == []
			for s in (state(n, 7002) for n in (h1, r1, r2)))"
}

wildcard_tear()
{
	act "mark()" && rsv del tcp 7002 style wf || return 1
	see 1 "all(got('resvtear', l) for l in 'abc')" &&
		see 0 "all(m.style.style == 'wf' and m.session.proto == 6 and not m.filters for m in got('resvtear'))" &&
		see 1 "all(not s['resv'] and not s['tc'] for s in (state(n, 7002) for n in nodes))" &&
		withdraw tcp 7002 "$a" && withdraw tcp 7002 "$b" && see 1 "got('pathtear', 'c')[-1].session.proto == 6"
}

# shared FILTERS [SECONDS]: what the Resv, the RSB and the TCSB of each hop select
shared()
{
	see "${2:-5}" "all(sorted(resvs(l, 7003)[-1].filters) == sorted([$1]) for l in 'abc')" &&
		see 0 "all(resvs(l, 7003)[-1].style.style == 'se' and len(resvs(l, 7003)[-1].all('flowspec')) == 1 for l in 'abc')" &&
		see 2 "all(all(sorted((f['src'], f['sport']) for f in s[k][0]['filter']) == sorted([$1]) and len(s[k]) == 1
			for k in ('resv', 'tc')) for s in (state(n, 7003) for n in (h1, r1, r2)))"
}

shared_explicit()
{
	announce udp 7003 "$a" "$b" || return 1
	rsv add udp 7003 style se from "$a" from "$b" from "$c" service controlled-load rate 200kbps burst 20k || return 1
	shared "(H1, 6001), (H1, 6002)" &&
		see 0 "all((f.service, f.r, f.b) == (5, 200000, 20480) for l in 'abc' for f in resvs(l, 7003)[-1].all('flowspec'))"
}

# The third was asked for before it was there
shared_grows()
{
	act "mark()" && rsvpctl -n "$h1" sender add udp "$(endpoint "$H2" 7003)" from "$c" "${traffic[@]}" || return 1
	shared "(H1, 6001), (H1, 6002), ('$H1_B', 6001)" && see 0 "not got('resvtear')"
}

# RFC 2205, 3.1.5: with the path goes what was reserved on it, and the PathTear has said so upstream: no Resv follows but for
# the refresh, which is not due yet
shared_shrinks()
{
	act "mark()" && withdraw udp 7003 "$b" && see 1 "got('pathtear', 'c')" &&
		see 2 "all(len(state(n, 7003)['tc'][0]['filter']) == 2 for n in (h1, r1, r2))" &&
		see 0 "not got('resvtear') and not any(resvs(l, 7003) for l in 'abc')" &&
		shared "(H1, 6001), ('$H1_B', 6001)" 50 && see 0 "not got('resvtear')"
}

# Of the filter specs the receiver keeps one: ResvTear for the others
shared_replaced()
{
	act "mark()" && rsv add udp 7003 style se from "$c" service controlled-load rate 200kbps burst 20k || return 1
	rsv del udp 7003 style se from "$a" from "$b" from "$c" || return 1
	see 2 "any((H1, 6001) in m.filters for m in got('resvtear', 'a'))" && shared "('$H1_B', 6001)" &&
		see 0 "not any(('$H1_B', 6001) in m.filters for m in got('resvtear', 'a'))" &&
		act "mark()" && rsv del udp 7003 style se from "$c" &&
		see 2 "all(('$H1_B', 6001) in m.filters for l in 'abc' for m in [got('resvtear', l)[-1]])" &&
		see 2 "all(not s['resv'] and not s['tc'] for s in (state(n, 7003) for n in nodes))"
}

# RFC 2205, 2.6: from the sender's node to the receiver, hop by hop as IP has it
confirmed()
{
	act "mark()" && announce tcp 7004 "$a" || return 1
	rsv add tcp 7004 style ff from "$a" service guaranteed rate 120kbps wait 5s || return 1
	see 0 "all(resvs(l, 7004)[-1].resv_confirm.addr == H2 for l in 'abc')" &&
		act "
for link, ttl in (('a', 255), ('b', 254), ('c', 253)):
    m = got('resvconf', link)[0]
    assert m.dst == H2 and m.alert == ALERT and m.ip_ttl == ttl and m.ttl == 255, vars(m)
    # An address of h1's interface, which has two
    assert m.error_spec.code == 0 and m.error_spec.addr in (H1, '$H1_B') and m.resv_confirm.addr == H2, vars(m)
    assert m.style.style == 'ff' and m.filters == [(H1, 6001)] and m.flowspec.R == 120000, vars(m)
" &&
		see 0 "ctl(h2, 'reservation', 'show')[0]['status'] == 'confirmed'"
}

# What is not asked for does not come; and once it came, the refreshes no longer ask
no_confirm()
{
	act "mark()" && announce udp 7005 "$a" &&
		rsv add udp 7005 style ff from "$a" service guaranteed rate 120kbps || return 1
	see 5 "resvs('a', 7005)" && see 150 "all(len(resvs(l, 7005)) > 1 and len(resvs(l, 7004)) > 1 for l in 'abc')" &&
		see 0 "not got('resvconf') and not any(m.resv_confirm for m in got('resv'))"
}

# RFC 2210, 2.3.2: "Each receiver takes the minimum of all the PATH_MTU values", also if the sender with a larger one comes last
smallest_mtu()
{
	act "mark()" && act "
for sport, mtu in (6001, 1400), (6002, 1500):
    m = path(H2, H1, R2_H2, dport=7007, sport=sport, with_adspec=False)
    m.objs.append(adspec(mtu=mtu))
    inject(r2, m, H1, H2)
" && see 5 "len(state(h2, 7007)['path']) == 2" &&
		rsv add udp 7007 style se from "$a" from "$b" service controlled-load rate 100kbps burst 15k &&
		see 5 "resvs('c', 7007)[-1].flowspec.M == 1400" && act "
for sport in 6001, 6002:
    inject(r2, path_tear(H2, H1, R2_H2, dport=7007, sport=sport), H1, H2)
" && see 5 "not state(h2, 7007)" && rsv del udp 7007 style se from "$a" from "$b"
}

# Two requests wait for one sender, in styles that do not go together: when the one that is made goes, the other is
other_style()
{
	local style

	rsv add udp 7008 style ff from "$a" service controlled-load rate 100kbps burst 15k &&
		rsv add udp 7008 style se from "$a" service controlled-load rate 100kbps burst 15k && announce udp 7008 "$a" || return 1
	act "
def styles():
    return sorted((r['status'], r['style']) for r in ctl(h2, 'reservation', 'show') if r['session']['dport'] == 7008)
"
	see 5 "[status for status, style in styles()] == ['installed', 'rejected']" && style=$(say "styles()[0][1]") &&
		act "other = styles()[1][1]; mark()" && rsv del udp 7008 style "$style" from "$a" &&
		see 2 "styles() == [('installed', other)]" && see 2 "resvs('a', 7008)[-1].style.style == other" &&
		withdraw udp 7008 "$a" && see 5 "styles() == [('waiting', other)]" &&
		rsv del udp 7008 style "$(say other)" from "$a"
}

# ResvErr: r1 has no room; PathErr: port 0 where there is a port (RFC 2205, 3.2)
errors()
{
	rsvpctl -n "$r1" interface set dev eth2 bandwidth 4mbit || return 1
	act "mark()" && announce udp 7006 "$a" || return 1
	rsv add udp 7006 style ff from "$a" service guaranteed rate 300kbps || return 1
	see 5 "got('resverr', 'c')" && act "
for link, hop in (('b', R1_R2), ('c', R2_H2)):
    m = got('resverr', link)[0]
    assert m.error_spec.addr == R1_R2 and (m.error_spec.code, m.error_spec.value) == (1, 2), vars(m)
    assert m.hop.addr == hop and m.style.style == 'ff' and m.filters == [(H1, 6001)] and m.flowspec.R == 300000, vars(m)
    assert m.ttl == m.ip_ttl == 255 and m.alert is None and m.user_error_spec, vars(m)
" || return 1
	act "inject(h1, path(H2, H1, H1, dport=0, sport=0, lih=2), H1, H2)" &&
		see 2 "got('patherr', 'a')" && act "
m = got('patherr', 'a')[0]
assert (m.way, m.src, m.dst, m.alert) == ('out', R1_H1, H1, None) and m.ttl == m.ip_ttl, vars(m)
assert m.error_spec.code == 7 and m.error_spec.addr == R1_H1 and m.sender_template.addr == H1 and m.sender_tspec, vars(m)
"
}

# All that passed, as another program reads it
as_tshark_sees_it()
{
	act "
keep = seen
frames = tshark(keep)
assert len(frames) == len(keep) > 100
v6 = ':' in H2
name = {k: v[v6] for k, v in {
    'dst': ('rsvp.session.ip', 'rsvp.session.destination_address'), 'dport': ('rsvp.session.port', 'rsvp.session.destination_port'),
    'proto': ('rsvp.session.proto', 'rsvp.session.protocol'),
    'hop': ('rsvp.hop.neighbor_address_ipv4', 'rsvp.neighbor_address_ipv6'),
    'src': ('rsvp.sender.ip', 'rsvp.template_filter.source_address_ipv6'),
    'sport': ('rsvp.sender.port', 'rsvp.template_filter.source_port')}.items()}
style = {'ff': '10', 'wf': '17', 'se': '18'}

def same(m, f):
    assert '[correct]' in f['csum'] and not f['malformed'], f
    assert f['rsvp.msg'] == [str(rsvpmsg.TYPES[m.type])] and f['rsvp.sending_ttl'] == [str(m.ttl)], f
    assert f['rsvp.message_length'] == [str(len(m.raw))], f
    assert f[name['dst']] == [H2] and f[name['dport']] == [str(m.session.dport)], f
    assert [int(x, 0) for x in f[name['proto']]] == [m.session.proto], f
    if m.hop:
        assert f[name['hop']] == [m.hop.addr], f
    if m.time_values:
        assert f['rsvp.refresh_interval'] == [str(m.time_values.ms)], f
    if m.style:
        assert [int(x, 0) for x in f['rsvp.style.style']] == [rsvpmsg.STYLES[m.style.style]], f
    filters = m.filters + [(o.addr, o.port) for o in m.all('sender_template')]
    assert list(zip(f.get(name['src'], []), f.get(name['sport'], []))) == [(a, str(p)) for a, p in filters], f
    if m.type in ('resv', 'resverr', 'resvconf'):
        specs = m.all('flowspec')
        assert [float(x) for x in f['rsvp.flowspec.token_bucket_rate']] == [s.r for s in specs], f
        assert [float(x) for x in f['rsvp.flowspec.token_bucket_size']] == [s.b for s in specs], f
        assert [float(x) for x in f.get('rsvp.flowspec.rate', [])] == [s.R for s in specs if s.service == 2], f
    if m.error_spec:
        assert [int(x, 0) for x in f['rsvp.error.error_code']] == [m.error_spec.code], f

for m, f in zip(keep, frames):
    same(m, f)
"
}

all_seven()
{
	see 0 "{m.type for m in seen} == set(rsvpmsg.TYPES)" &&
		see 0 "all({m.type for m in seen if m.style and m.style.style == s} >= {'resv', 'resvtear'} for s in ('ff', 'wf', 'se'))" &&
		see 0 "{m.session.proto for m in seen} == {6, 17}"
}

all_goes()
{
	local sender

	for sender in "udp 7001 $a" "udp 7001 $b" "udp 7003 $a" "udp 7003 $c" "tcp 7004 $a" "udp 7005 $a" "udp 7006 $a"; do
		# shellcheck disable=SC2086 # words
		withdraw $sender || return 1
	done
	nothing_left "$h1" "$r1" "$r2" "$h2"
}

ktap_print_header
ktap_set_plan 18
require tshark
flow_up bandwidth 10mbit
ip -n "$h1" address add "$H1_B/$prefix" dev eth0
act "resvs = lambda link, port: [m for m in got('resv', link) if m.session.dport == port]"

ktap_test "FF: a flowspec for each sender" fixed_filter
ktap_test "FF: state of each sender at each hop" fixed_filter_state
ktap_test "FF: ResvTear of one sender, then of the other" fixed_filter_tear
ktap_test "WF: one flowspec, no senders, for TCP" wildcard
ktap_test "WF: ResvTear" wildcard_tear
ktap_test "SE: the senders that are there" shared_explicit
ktap_test "SE: a sender joins" shared_grows
ktap_test "SE: a sender leaves" shared_shrinks
ktap_test "SE: fewer senders are asked for" shared_replaced
ktap_test "ResvConf goes from the sender's node to the receiver" confirmed
ktap_test "no ResvConf where none is asked for" no_confirm
ktap_test "SE: the smallest MTU of the senders" smallest_mtu
ktap_test "what another style was in the way of is made when that goes" other_style
ktap_test "ResvErr and PathErr" errors
ktap_test "tshark agrees on every message" as_tshark_sees_it
ktap_test "all messages, styles and protocols were among them" all_seven
ktap_test "and their objects in order" in_order
ktap_test "with the senders all of it goes" all_goes

ktap_finished
