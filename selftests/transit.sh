#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What a node takes and what it leaves alone: r1, with the module merely loaded, with RSVP on one of its interfaces, on both, and
# off again (RFC 2205, 3.11.4).

. "${0%/*}/lib.sh"
. "${0%/*}/topo_flow.sh"

tunnel_type=$([ "$IPV" = 6 ] && echo 8 || echo 7)

definitions="
def counters(ns):
    return {c['name']: c['value'] for c in ctl(ns, 'stats', 'show') if c['kind'] != 'object' and c['value']}

# What a router makes of a packet that is not its own: one hop less
def forwarded(packet):
    p = bytearray(packet)
    if p[0] >> 4 == 6:
        p[7] -= 1
        return bytes(p)
    head = (p[0] & 15) * 4
    p[8] -= 1
    p[10:12] = b'\\0\\0'
    p[10:12] = rsvpmsg.checksum(bytes(p[:head])).to_bytes(2, 'big')
    return bytes(p)

# All that came in on one link of r1 left it by the other, and nothing else did
def untouched(there, here, n):
    came = [m.packet for m in got(None, there, 'in')]
    left = [m.packet for m in got(None, here, 'out')]
    assert len(came) == n, (len(came), len(left))
    assert [forwarded(p) for p in came] == left, (came, left)
    return True

flow = [flowspec_cl(), filter_spec(H1, 5004)]

# Every type; those in transit, then with or without Router Alert those that an RSVP router takes
def others():
    return [resv(H2, H1, 5, 'ff', flow), path_err(H2, H1, H1, 2, sport=5004), resv_err(H2, H1, 5, H1, 1, 'ff', flow, 2),
            resv_tear(H2, H1, 5, 'ff', flow)]

def takeable():
    return [path(H2, H1, H1, sport=5004), resv_conf(H2, H1, H2, 'ff', flow), path_tear(H2, H1, H1, sport=5004)]

def send_all(messages, **how):
    mark()
    for m in messages:
        inject(h1, m, H1, H2, **how)

# RSVP-TE (RFC 3209): the LSP_TUNNEL sessions have C-Types of their own
def tunnel():
    m = path(H2, H1, H1, sport=5004)
    m.objs[0] = Obj(SESSION, $tunnel_type, ip(H2).packed + bytes([0, 0, 0, 7]) + ip(H1).packed)
    m.objs[-3] = Obj(SENDER_TEMPLATE, $tunnel_type, ip(H1).packed + bytes([0, 0, 0, 1]))
    return m
"

iface()
{
	rsvpctl -n "$1" interface set dev "$2" rsvp "${@:3}"
}

everything_passes()
{
	act "before = counters(r1); send_all(others() + takeable())" &&
		see 2 "untouched('a', 'b', 7)" &&
		act "send_all(others() + takeable(), router_alert=True)" &&
		see 2 "untouched('a', 'b', 7)" &&
		act "send_all(others() + takeable(), router_alert=False)" &&
		see 2 "untouched('a', 'b', 7)" &&
		see 0 "counters(r1) == before and state(r1) == []"
}

merely_loaded()
{
	everything_passes && see 0 "counters(r1) == {}"
}

qdiscs()
{
	tc -n "$1" qdisc show dev "$2"
}

# What comes in by eth1 is not RSVP's, also where it leaves by an interface that has it
by_a_disabled_interface()
{
	iface "$r1" eth2 on bandwidth 10mbit && everything_passes
}

# Nor is what is addressed to the disabled interface
to_a_disabled_interface()
{
	act "
before = counters(r1)
mark()
for m in others() + takeable():
    inject(h1, m, H1, R1_H1)
" && see 2 "len(got(None, 'a', 'in')) == 7" && stays 0.5 "counters(r1) == before and state(r1) == []"
}

# Both are on, h1 and its Paths are not
not_addressed_to_us()
{
	iface "$r1" eth1 on bandwidth 10mbit && act "send_all(others())" && see 2 "untouched('a', 'b', 4)" &&
		act "send_all(others(), router_alert=True)" && see 2 "untouched('a', 'b', 4)" &&
		see 0 "counters(r1) == before and state(r1) == []"
}

rsvp_te()
{
	act "send_all([tunnel()])" && see 2 "untouched('a', 'b', 1)" && see 0 "state(r1) == []"
}

taken_with_and_without_alert()
{
	local alert

	for alert in True False; do
		act "send_all([path(H2, H1, H1, sport=5004)], router_alert=$alert)" &&
			see 2 "got('path', 'b', 'out')" &&
			see 0 "[(m.alert, m.hop.addr, m.ip_ttl, m.ttl) for m in got('path', 'b')] == [(ALERT, R1_R2, 62, 62)]" &&
			see 1 "[p['phop']['addr'] for p in state(r1, 5004)['path']] == [H1]" &&
			act "send_all([path_tear(H2, H1, H1, sport=5004)], router_alert=$alert)" &&
			see 2 "[(m.alert, m.hop.addr) for m in got('pathtear', 'b', 'out')] == [(ALERT, R1_R2)]" &&
			see 1 "state(r1) == []" || return 1
	done
	# A confirmation is looked at and goes on as it came
	act "conf = resv_conf(H2, H1, H2, 'ff', flow)" &&
		for alert in True False; do
			act "send_all([conf], router_alert=$alert)" && see 2 "untouched('a', 'b', 1)" || return 1
		done
	see 0 "counter(r1, 'rx_resvconf') == 2 and counter(r1, 'rx_path') == 2 and counter(r1, 'rx_pathtear') == 2"
}

whole_line()
{
	local ns

	iface "$r1" eth1 off && iface "$r1" eth2 off && for ns in "$r1 eth1" "$r1 eth2"; do
		# shellcheck disable=SC2086 # words
		[ "$(qdiscs $ns)" = "$fresh" ] || { qdiscs $ns; return 1; }
	done
	everything_passes || return 1
	topo_rsvp_on bandwidth 10mbit && act "mark()" && sender_add && path_at_h2 &&
		reserve service guaranteed rate 120kbps slack 0 confirm wait 5s
}

# RFC 2205, 3.11.4: as if the interface were not there, for those who relied on it too
outgoing_off()
{
	act "mark()" && iface "$r1" eth2 off || return 1
	see 1 "state(r2) == [] and state(h2) == []" &&
		see 1 "[(len(s['path']), s['resv'], s['tc']) for s in (state(h1, 5004), state(r1, 5004))] == 2 * [(1, [], [])]" &&
		see 0 "len(got('pathtear', 'b', 'out')) == len(got('pathtear', 'c', 'out')) == len(got('resvtear', 'a', 'out')) == 1" &&
		see 0 "'oif' not in state(r1, 5004)['path'][0] and ctl(h2, 'reservation', 'show')[0]['status'] == 'waiting'" &&
		[ "$(qdiscs "$r1" eth2)" = "$fresh" ] &&
		act "mark()" && see 140 "len(got('path', 'a')) > 2" && see 0 "not got(None, 'b')"
}

nothing_is_processed()
{
	act "
before = counters(r1).get('rx_resv', 0)
mark()
inject(r2, resv(H2, R2_R1, ctl(r1, 'interface', 'show')[0]['ifindex'] + 1, 'ff', flow), R2_R1, R1_R2)
inject(r2, path(H1, H2, R2_R1, sport=5004, dport=5009), H2, H1)
" && see 2 "len(got(None, 'b', 'in')) == 2 and got('path', 'a', 'out')" &&
		see 0 "[forwarded(m.packet) for m in got('path', 'b', 'in')] == [m.packet for m in got('path', 'a', 'out')] and
			len(got('path', 'a', 'out')) == 1" &&
		stays 0.5 "counters(r1).get('rx_resv', 0) == before and state(r1, 5009) is None and state(r1, 5004)['resv'] == []"
}

outgoing_on_again()
{
	act "mark()" && iface "$r1" eth2 on bandwidth 10mbit &&
		see 5 "got('path', 'c')" && see 5 "got('resv', 'a')" &&
		see 2 "all(len(s['tc']) == 1 for s in (state(n, 5004) for n in (h1, r1, r2)))" &&
		see 0 "got('resv', 'a')[0].t - got('path', 'b')[0].t < 1"
}

incoming_off()
{
	act "mark()" && iface "$r1" eth1 off || return 1
	see 1 "all(state(n) == [] for n in (r1, r2, h2))" &&
		see 1 "[len(state(h1, 5004)[k]) for k in ('path', 'resv', 'tc')] == [1, 0, 0]" &&
		see 0 "len(got('pathtear', 'b')) == len(got('pathtear', 'c')) == len(got('resvtear', 'a')) == 1" &&
		[ "$(qdiscs "$r1" eth1)" = "$fresh" ] && nothing_left "$r1" "$r2" "$h2"
}

# Its Paths are those of a router that does not know RSVP
incoming_off_passes()
{
	act "mark()" && see 90 "got('path', 'a', 'in') and got('path', 'c')" &&
		see 0 "[forwarded(m.packet) for m in got('path', 'a', 'in')] == [m.packet for m in got('path', 'b', 'out')]" &&
		see 2 "state(r2, 5004)['path'][0]['phop']['addr'] == H1 and state(r2, 5004)['path'][0]['non_rsvp'] and state(r1) == []"
}

ktap_print_header
ktap_set_plan 13
require tc
insmod_rsvp
topo_up
observe "$r1:eth1=a" "$r1:eth2=b" "$r2:eth2=c"
flow_names
act "$definitions" || ktap_exit_fail_msg "definitions"
fresh=$(qdiscs "$r1" eth2)

ktap_test "with the module merely loaded everything passes untouched" merely_loaded
ktap_test "what comes in by a disabled interface passes untouched" by_a_disabled_interface
ktap_test "what is addressed to a disabled interface is not processed" to_a_disabled_interface
ktap_test "Resv, ResvTear and errors for another node pass untouched" not_addressed_to_us
ktap_test "RSVP-TE passes untouched" rsvp_te
ktap_test "Path, PathTear and ResvConf are taken, with and without Router Alert" taken_with_and_without_alert
ktap_test "off again everything passes; the whole line on" whole_line
ktap_test "the outgoing interface off: torn down in both directions" outgoing_off
ktap_test "by it nothing is processed" nothing_is_processed
ktap_test "on again the reservation comes back" outgoing_on_again
ktap_test "the incoming interface off: gone from here on" incoming_off
ktap_test "and what comes in by it passes" incoming_off_passes
ktap_test "and the module can go" rmmod_rsvp

ktap_finished
