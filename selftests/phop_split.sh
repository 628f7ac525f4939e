#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Senders behind several previous hops (RFC 2205, 3.1.4): each hop is asked for its own senders, and for no others.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_fork.sh"

traffic=(rate 100kbps burst 15k peak 200kbps mtu 1500)

# h2, as a session's destination
to()
{
	net_port 3 2 "$1"
}

a=$(net_port 1 2 6001) b=$(net_port 1 2 6002) c=$(net_port 1 3 6001) d=$(net_port 4 2 6001) e=$(net_port 4 3 6001)

# announce PORT SENDER...
announce()
{
	local port=$1 sender ns
	shift

	for sender; do
		ns=$h1
		[ "$sender" != "$d" ] && [ "$sender" != "$e" ] || ns=$h3
		rsvpctl -n "$ns" sender add udp "$(to "$port")" from "$sender" "${traffic[@]}" || return 1
	done
	see 5 "len(state(h2, $port)['path']) == $#"
}

# rsv COMMAND PORT WORD...
rsv()
{
	rsvpctl -n "$h2" reservation "$1" udp "$(to "$2")" "${@:3}"
}

definitions="
def last(mtype, link, port):
    ms = [m for m in got(mtype, link) if m.session.dport == port]
    return ms[-1] if ms else None

# What the previous hop behind a link was asked for last, and nobody else's senders ever
def asked(link, phop, port, *filters):
    m = last('resv', link, port)
    assert m.way == 'out' and m.dst == phop and sorted(m.filters) == sorted(filters), m.filters
    assert m.hop.lih == next(p for p in seen if p.type == 'path' and p.link == link).hop.lih
    assert all(set(x.filters) <= set(filters) for x in got('resv', link) if x.session.dport == port)
    return True

def reserved(ns, port):
    s = state(ns, port)
    return sorted((f['src'], f['sport']) for t in s['tc'] for f in t.get('filter', [])) if s else []
"

ff_split()
{
	local sender

	act "mark()" && announce 7001 "$a" "$b" "$d" && for sender in "$a" "$b" "$d"; do
		rsv add 7001 style ff from "$sender" service guaranteed rate 110kbps slack 0 || return 1
	done
	see 5 "asked('p', R1_R3, 7001, (H1, 6001), (H1, 6002)) and asked('o', R2_R3, 7001, (H3, 6001))" &&
		see 5 "reserved(r3, 7001) == sorted([(H1, 6001), (H1, 6002), (H3, 6001)])" &&
		see 5 "reserved(r1, 7001) == reserved(h1, 7001) == [(H1, 6001), (H1, 6002)] and
			reserved(r2, 7001) == reserved(h3, 7001) == [(H3, 6001)]"
}

# What the receiver takes back concerns one hop only
ff_tear()
{
	act "mark()" && rsv del 7001 style ff from "$d" && see 1 "got('resvtear', 'o')" &&
		see 0 "got('resvtear', 'o')[0].filters == [(H3, 6001)] and not got('resvtear', 'p')" &&
		see 1 "reserved(r2, 7001) == reserved(h3, 7001) == [] and reserved(r3, 7001) == reserved(r1, 7001) == [(H1, 6001), (H1, 6002)]"
}

# One of two senders behind a hop is given up
ff_tear_one()
{
	act "mark()" && rsv del 7001 style ff from "$a" && see 1 "got('resvtear', 'p')" &&
		see 0 "got('resvtear', 'p')[0].filters == [(H1, 6001)] and not got(None, 'o', 'out', type='resvtear')" &&
		see 1 "reserved(r1, 7001) == reserved(h1, 7001) == [(H1, 6002)]"
}

se_split()
{
	act "mark()" && announce 7002 "$a" "$c" "$d" "$e" &&
		rsv add 7002 style se from "$a" from "$c" from "$d" from "$e" service controlled-load rate 150kbps burst 20k || return 1
	see 5 "asked('p', R1_R3, 7002, (H1, 6001), (H1_B, 6001)) and asked('o', R2_R3, 7002, (H3, 6001), (H3_B, 6001))" &&
		see 5 "len(last('resv', 'q', 7002).filters) == 4 and len(state(r3, 7002)['tc']) == 1" &&
		see 5 "reserved(h1, 7002) == [(H1, 6001), (H1_B, 6001)] and reserved(h3, 7002) == [(H3, 6001), (H3_B, 6001)]"
}

# A sender is withdrawn: the others stay as they are. RFC 2205, 3.1.5: no Resv follows, for the PathTear said it all; the
# refreshes, which are not due yet, no longer ask for the sender
se_sender_goes()
{
	act "mark()" && rsvpctl -n "$h3" sender del udp "$(to 7002)" from "$e" && see 1 "last('pathtear', 'q', 7002)" &&
		see 1 "reserved(r3, 7002) == [(H1, 6001), (H1_B, 6001), (H3, 6001)]" &&
		see 1 "reserved(h3, 7002) == [(H3, 6001)] and reserved(h1, 7002) == [(H1, 6001), (H1_B, 6001)]" &&
		see 0 "not got('resvtear') and not any(last('resv', link, 7002) for link in 'poq')" &&
		see 50 "asked('o', R2_R3, 7002, (H3, 6001))" && see 50 "len(last('resv', 'q', 7002).filters) == 3" &&
		see 0 "not got('resvtear')"
}

# RFC 2205, 3.4: to more than one previous hop with SCOPE, in ascending order (A.6); a host with two senders is there once
wf_scope()
{
	act "mark()" && announce 7003 "$c" "$a" "$b" "$e" "$d" &&
		rsv add 7003 style wf service controlled-load rate 150kbps burst 20k || return 1
	see 5 "last('resv', 'p', 7003).scope.addrs == [H1, H1_B] and last('resv', 'o', 7003).scope.addrs == [H3, H3_B]" &&
		see 0 "not last('resv', 'q', 7003).scope and last('resv', 'p', 7003).filters == []" &&
		see 5 "all(len(state(n, 7003)['resv']) == len(state(n, 7003)['tc']) == 1 for n in nodes if n != h2)"
}

wf_scope_shrinks()
{
	act "mark()" && rsvpctl -n "$h1" sender del udp "$(to 7003)" from "$a" && see 1 "last('pathtear', 'q', 7003)" &&
		stays 1 "not last('resv', 'p', 7003) or last('resv', 'p', 7003).scope.addrs == [H1, H1_B]" &&
		rsvpctl -n "$h1" sender del udp "$(to 7003)" from "$b" &&
		see 50 "last('resv', 'p', 7003).scope.addrs == [H1_B]" && see 0 "not got('resvtear')"
}

# One hop is left: it needs no SCOPE any more
wf_one_hop()
{
	act "mark()" && rsvpctl -n "$h3" sender del udp "$(to 7003)" from "$d" &&
		rsvpctl -n "$h3" sender del udp "$(to 7003)" from "$e" &&
		see 5 "last('resv', 'p', 7003) and not last('resv', 'p', 7003).scope" &&
		see 1 "state(r2, 7003) is None and state(h3, 7003) is None and len(state(r1, 7003)['tc']) == 1"
}

# RFC 2205, 3.1.8: "the existing reservation must be left in place", with all that it said: who is out of the SCOPE of what was
# refused is asked for as before
wf_refused_in_place()
{
	act "mark()" && announce 7004 "$a" "$d" && act "
hop = last('path', 'q', 7004).hop
def ask(R, **more):
    flow = [flowspec_gs(r=100000, b=15360, p=200000, R=R)]
    inject(h2, resv(H2, H2, hop.lih, 'wf', flow, dport=7004, **more), H2, hop.addr)
ask(110000)
" && see 5 "last('resv', 'p', 7004).scope.addrs == [H1] and last('resv', 'o', 7004).scope.addrs == [H3]" &&
		rsvpctl -n "$r3" interface set dev eth3 bandwidth 1mbit && act "mark(); ask(190000, scope_of=[H3])" &&
		see 5 "(last('resverr', 'q', 7004).error_spec.code, last('resverr', 'q', 7004).error_spec.flags) == (1, 1)" &&
		stays 2 "not got('resvtear') and not last('resv', 'p', 7004) and not last('resv', 'o', 7004)" &&
		see 1 "reserved(h1, 7004) == reserved(h3, 7004) == [] and all(len(state(n, 7004)['tc']) == 1 for n in (h1, h3))" &&
		rsvpctl -n "$r3" interface set dev eth3 bandwidth 10mbit &&
		rsvpctl -n "$h1" sender del udp "$(to 7004)" from "$a" && rsvpctl -n "$h3" sender del udp "$(to 7004)" from "$d"
}

# Two next hops, which r1 refuses both: each is told of its own sender
error_per_next_hop()
{
	act "mark()" && announce 7005 "$a" "$c" && act "
hop = last('path', 'q', 7005).hop
flow = [flowspec_cl(r=100000, b=15360, p=200000, m=100, M=1500)]
for nhop, sender in (H2, H1), (H2_B, H1_B):
    inject(h2, resv(H2, nhop, hop.lih, 'se', flow + [filter_spec(sender, 6001)], dport=7005), nhop, hop.addr)
" && see 5 "len(last('resv', 'p', 7005).filters) == 2" && act "
both = [filter_spec(H1, 6001), filter_spec(H1_B, 6001)]
to_r3 = last('resv', 'p', 7005).src
inject(r1, resv_err(H2, R1_R3, 1, R1_R3, 1, 'se', flow + both, 2, dport=7005), R1_R3, to_r3)
" && see 5 "len(got('resverr', 'q')) == 2" &&
		see 0 "sorted((m.dst, m.filters) for m in got('resverr', 'q')) == [(H2, [(H1, 6001)]), (H2_B, [(H1_B, 6001)])]"
}

# RFC 2205, 3.1.8, InPlace: also where what is in place is another next hop's. And of what was asked for "the subset of the filter
# specs [...] to which the error applies": not a sender that is not there
in_place_of_another()
{
	act "mark()" && announce 7007 "$a" && act "
def ask_7007(nhop, R, *others):
    flow = [flowspec_gs(r=100000, b=15360, p=200000, R=R), *others, filter_spec(H1, 6001)]
    inject(h2, resv(H2, nhop, hop.lih, 'se', flow, dport=7007), nhop, hop.addr)
ask_7007(H2, 110000)
" && see 5 "last('resv', 'p', 7007)" && act "ask_7007(H2_B, 2000000, filter_spec(H1, 6009))" && see 5 "last('resverr', 'q', 7007)" && act "
m = last('resverr', 'q', 7007)
assert (m.dst, m.error_spec.code, m.error_spec.flags, m.filters) == (H2_B, 1, 1, [(H1, 6001)]), vars(m)
" && see 0 "reserved(r3, 7007) == [(H1, 6001)]" && rsvpctl -n "$h1" sender del udp "$(to 7007)" from "$a"
}

# RFC 2205, A.6, of a node that does not keep to it: forwarded in ascending order, each address once
error_with_scope()
{
	act "mark()" && announce 7006 "$c" "$a" && act "
inject(h2, resv(H2, H2, hop.lih, 'wf', flow, dport=7006), H2, hop.addr)
" && see 5 "last('resv', 'p', 7006)" && act "
scope_in = [scope([H1_B, H1, H3, H1])]
inject(r1, resv_err(H2, R1_R3, 1, R1_R3, 1, 'wf', flow, 2, dport=7006, more=scope_in), R1_R3, to_r3)
" && see 5 "last('resverr', 'q', 7006).scope.addrs == [H1, H1_B]" && for port in 7005 7006; do
		rsvpctl -n "$h1" sender del udp "$(to $port)" from "$a" && rsvpctl -n "$h1" sender del udp "$(to $port)" from "$c" || return 1
	done
}

# r3 hears r2 no more, and r2 knows nothing of that: it is told
silent_hop_is_torn()
{
	act "mark()" && in_ns "$r2" nft -f - <<-EOF
	table inet silent {
		chain output {
			type filter hook output priority 0;
			meta l4proto 46 drop
		}
	}
	EOF
	see 250 "last('resvtear', 'o', 7002)" &&
		see 0 "last('resvtear', 'o', 7002).filters == [(H3, 6001)] and last('resvtear', 'o', 7002).dst == R2_R3" &&
		see 1 "reserved(r2, 7002) == [] and len(state(r2, 7002)['path']) == 1" &&
		see 1 "reserved(r3, 7002) == reserved(h1, 7002) == [(H1, 6001), (H1_B, 6001)]" &&
		see 0 "not got('resvtear', 'p')"
}

all_goes()
{
	in_ns "$r2" nft delete table inet silent
	for sender in "7001 $a" "7001 $b" "7002 $a" "7002 $c" "7003 $c"; do
		rsvpctl -n "$h1" sender del udp "$(to "${sender% *}")" from "${sender#* }" || return 1
	done
	rsvpctl -n "$h3" sender del udp "$(to 7001)" from "$d" && rsvpctl -n "$h3" sender del udp "$(to 7002)" from "$d" &&
		nothing_left "$h1" "$h3" "$r1" "$r2" "$r3" "$h2"
}

ktap_print_header
ktap_set_plan 15
require nft
fork_up bandwidth 10mbit
ip -n "$h2" address add "$(net_address 3 3)/$([ "$IPV" = 6 ] && echo 64 || echo 24)" dev eth0
act "H2_B = '$(net_address 3 3)'" && act "$definitions" || ktap_exit_fail_msg "definitions"

ktap_test "FF: each hop is asked for its senders" ff_split
ktap_test "FF: a tear for one hop" ff_tear
ktap_test "FF: a tear for one of two senders of a hop" ff_tear_one
ktap_test "SE: each hop is asked for its senders" se_split
ktap_test "SE: a sender goes" se_sender_goes
ktap_test "WF: each hop gets a SCOPE of its senders" wf_scope
ktap_test "WF: the SCOPE shrinks with the last sender of a host" wf_scope_shrinks
ktap_test "WF: no SCOPE for a single hop" wf_one_hop
ktap_test "WF: what is refused leaves the SCOPE as it was" wf_refused_in_place
ktap_test "SE: a ResvErr names to each next hop its senders" error_per_next_hop
ktap_test "SE: refused, and another next hop's is in place" in_place_of_another
ktap_test "WF: a ResvErr with an unsorted SCOPE" error_with_scope
ktap_test "a hop whose sender is no longer heard gets a tear" silent_hop_is_torn
ktap_test "all objects were in order, SCOPE with them" in_order
ktap_test "with the senders all of it goes" all_goes

ktap_finished
