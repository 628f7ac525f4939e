#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Objects that r1 does not know and only hands on: class 11bbbbbb in every message (RFC 2205, 3.10), POLICY_DATA in Path and Resv
# (RFC 2750, 4.2). h1, r2 and a second next hop behind r2 are no RSVP nodes here: they say what the test has them say.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_flow.sh"

# shellcheck disable=SC2154 # H2 and the nodes
definitions="
A, B, C, D = (Obj(200, 1, bytes(4) + word) for word in (b'aaaa', b'bbbb', b'cccc', b'dddd'))
ignored = Obj(130, 1, b'eeee')
P, Q = policy_data(), policy_data(bytes([0, 8, 0, 0]) + b'qqqq')
flow = [flowspec_cl(r=1000, b=2000, p=INF), filter_spec(H1, 6000)]

def brought(m):
    return sorted((o.cls, o.body) for o in rsvpmsg.parse(m.raw).objs if o.cls in (POLICY_DATA, 130, 200))

# The last message of a type that left by a link has these of them and no others
def carries(mtype, link, *objs, n=1):
    ms = got(mtype, link, 'out')
    return len(ms) >= n and brought(ms[-1]) == sorted((o.cls, o.body) for o in objs)

def down(msg, *more):
    msg.objs[2:2] = more
    return inject(h1, msg, H1, H2 if msg.mtype != RESVERR else R1_H1)

def up(msg, *more):
    msg.objs[2:2] = more
    return inject(r2, msg, R2_R1, R1_R2)

def resv_of(nhop, *more):
    return up(resv(H2, nhop, lih, 'ff', flow), *more)
"

with_a_path()
{
	act "down(path(H2, H1, H1), A, P, ignored)" && see 2 "carries('path', 'b', A, P)" &&
		see 100 "carries('path', 'b', A, P, n=2)" && act "lih = got('path', 'b', 'out')[0].hop.lih"
}

with_a_resv()
{
	act "mark(); resv_of(R2_R1, A, P, ignored)" && see 2 "carries('resv', 'a', A, P)" && see 100 "carries('resv', 'a', A, P, n=2)"
}

# 3.10, rule 3: "Only one copy of each unique unknown-class object"
union_of_two()
{
	act "mark(); resv_of(H2, A, B, Q)" && see 2 "carries('resv', 'a', A, B, P, Q)"
}

# They are kept with the state of the one that brought them
one_says_something_else()
{
	act "mark(); resv_of(R2_R1, C)" && see 2 "carries('resv', 'a', A, B, C, Q)" &&
		act "mark(); resv_of(R2_R1)" && see 2 "carries('resv', 'a', A, B, Q)"
}

# RFC 2209: "restore the original reservation in an old RSB"
refused_in_place()
{
	rsvpctl -n "$r1" interface set dev eth2 bandwidth 500kbit &&
		act "down(path(H2, H1, H1), A, P, ignored); mark()" &&
		act "up(resv(H2, H2, lih, 'ff', [flowspec_cl(r=125000, b=2000, p=INF), filter_spec(H1, 6000)]), C)" &&
		see 2 "[m.error_spec.code for m in got('resverr', 'b', 'out')] == [1]" &&
		see 100 "carries('resv', 'a', A, B, Q)" && see 0 "len(got('resv', 'a')) == 1" &&
		rsvpctl -n "$r1" interface set dev eth2 bandwidth 10mbit
}

errors()
{
	act "mark(); down(resv_err(H2, H1, 1, H1, 1, 'ff', flow, 2), C, ignored)" &&
		see 2 "len(got('resverr', 'b', 'out')) == 2 and all(brought(m) == [(C.cls, C.body)] for m in got('resverr', 'b'))" &&
		act "up(path_err(H2, H1, H2, 21, 4), C, ignored, user_error('no'), message_id(1, 2))" &&
		see 2 "carries('patherr', 'a', C)" && act "
(m,) = got('patherr', 'a')
assert (m.error_spec.addr, m.error_spec.code, m.error_spec.value) == (H2, 21, 4), vars(m)
assert m.user_error_spec.text == 'no' and m.sender_template.addr == H1 and m.sender_tspec and not m.message_id, vars(m)
"
}

# "forward it, unexamined and unmodified, in all messages resulting from this message": a refusal results from it, too
own_errors()
{
	act "mark(); down(path(H2, H1, H1, dport=5005, tspec={'r': 0}), C, P, ignored)" && see 2 "carries('patherr', 'a', C, P)" &&
		act "up(resv(H2, R2_R1, lih, 'ff', flow, dport=5005), D, Q, ignored)" && see 2 "carries('resverr', 'b', D, Q)" &&
		see 0 "[m.error_spec.code for m in got() if m.error_spec] == [21, 3]"
}

# One message makes as many answers as it has descriptors: they do not multiply what is only handed on
once_of_many()
{
	act "mark(); many = sum(([flowspec_cl(r=1000, b=2000, p=INF), filter_spec(H1, port)] for port in (1, 2, 3)), [])" &&
		act "up(resv(H2, R2_R1, lih, 'ff', many, dport=5004), A, P)" && see 2 "len(got('resverr', 'b', 'out')) == 3" &&
		see 0 "sorted(len(brought(m)) for m in got('resverr', 'b', 'out')) == [0, 0, 2]"
}

# What is merged with another's ends nothing upstream; the last one does
with_a_resvtear()
{
	act "mark(); up(resv_tear(H2, H2, lih, 'ff', flow), D)" && see 2 "carries('resv', 'a')" &&
		act "up(resv_tear(H2, R2_R1, lih, 'ff', flow), D, ignored)" && see 2 "carries('resvtear', 'a', D)" &&
		see 0 "len(got('resvtear', 'a', 'out')) == 1"
}

# 4 KB of them are kept with a state, and eight of each kind go into a message
bounded()
{
	act "mark(); before = counter(r1, 'cap_bytes'); resv_of(R2_R1, Obj(200, 1, bytes(4100)))" &&
		see 2 "[(m.error_spec.code, m.hop.addr) for m in got('resverr', 'b', 'out')] == [(23, R1_R2)]" &&
		see 1 "counter(r1, 'cap_bytes') == before + 1 and not state(r1, 5004)['resv'] and not got('resv', 'a')" &&
		act "
for nhop, first in (R2_R1, 0), (H2, 4):
    resv_of(nhop, *(Obj(200, 1, bytes(3) + bytes([first + i])) for i in range(6)))
" && see 2 "len(state(r1, 5004)['resv']) == 2 and got('resv', 'a') and len(brought(got('resv', 'a')[-1])) == 8" &&
		see 1 "counter(r1, 'cap_bytes') > before + 1"
}

with_a_pathtear()
{
	act "mark(); down(path_tear(H2, H1, H1), C, ignored)" && see 2 "carries('pathtear', 'b', C)" && nothing_left "$r1"
}

# Nobody sent a PathTear: none has anything to hand on
without_a_pathtear()
{
	act "mark(); down(path(H2, H1, H1, ms=1000), A)" && see 2 "carries('path', 'b', A)" && see 20 "carries('pathtear', 'b')" &&
		nothing_left "$r1"
}

ktap_print_header
ktap_set_plan 13
require python3 jq
require_root
insmod_rsvp
topo_up
# More of them than fit into 1500 bytes
ip -n "$r1" link set eth2 mtu 9000
ip -n "$r2" link set eth1 mtu 9000
observe "$r1:eth1=a" "$r1:eth2=b"
flow_names
act "$definitions" || ktap_exit_fail_msg "definitions"
{ rsvp_on "$r1" eth1 && rsvp_on "$r1" eth2 bandwidth 10mbit; } || ktap_exit_fail_msg "no RSVP"

ktap_test "unknown objects and POLICY_DATA go on with a Path, and its refresh" with_a_path
ktap_test "and with a Resv" with_a_resv
ktap_test "of two merged Resvs each of them goes on once" union_of_two
ktap_test "a Resv without them takes back its own" one_says_something_else
ktap_test "a Resv that is refused leaves them as they were" refused_in_place
ktap_test "and with ResvErr and PathErr" errors
ktap_test "and with those of this node itself" own_errors
ktap_test "with the first of several" once_of_many
ktap_test "and with the ResvTear that results" with_a_resvtear
ktap_test "they are bounded" bounded
ktap_test "and with a PathTear" with_a_pathtear
ktap_test "but not with one that nobody sent" without_a_pathtear
ktap_test "what leaves is in order, POLICY_DATA with it" in_order "m.way == 'out'"

ktap_finished
