#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Nothing is dropped without a name, where what fails is not the message: memory, and the address to answer from.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_flow.sh"

# Of what was dispatched, what there is no state for was counted at least once
without_memory()
{
	local status

	memory_fails 20 || return 1
	act "
mark()
for i in range(300):
    inject(h1, path(H2, H1, H1, dport=6000 + i), H1, H2)
    if i % 30 == 29:
        pump(0.2)
" && see 5 "counter(r1, 'rx_path') + counter(r1, 'no_memory') >= 300"
	status=$?
	memory_fails 0
	[ $status = 0 ] && act "
paths, made, unmade = counter(r1, 'rx_path'), len(state(r1)), counter(r1, 'no_memory')
print('%d Paths, %d states, %d without memory' % (paths, made, unmade), file=sys.stderr)
assert 50 < made < paths - 50 and unmade >= paths - made, (paths, made, unmade)
"
}

# RFC 2205, B, code 23: who is refused for want of our memory is told so
resv_without_memory()
{
	local status dev

	memory_fails 20 || return 1
	act "
mark()
hop = [i['ifindex'] for i in ctl(r1, 'interface', 'show') if i['ifname'] == 'eth2'][0]
flow = [flowspec_cl(r=100, b=2000, p=INF), filter_spec(H1, 6000)]
for s in state(r1):
    inject(r2, resv(H2, R2_R1, hop, 'ff', flow, dport=s['session']['dport']), R2_R1, R1_R2)
    pump(0.01)
" && see 5 "any((m.error_spec.code, m.error_spec.value) == (23, 2) for m in got('resverr'))"
	status=$?
	memory_fails 0
	# What there is has refreshes to send, which the tests that follow would count
	for dev in eth1 eth2; do
		rsvpctl -n "$r1" interface set dev $dev rsvp off && rsvp_on "$r1" $dev bandwidth 10mbit || return 1
	done
	return $status
}

# Of scope link: good enough to be spoken to
no_address()
{
	ip -n "$r1" address flush dev eth1 scope global && ip -n "$r1" address flush dev eth2 scope global &&
		ip -n "$r1" address add "$R1_R2/24" dev eth2 scope link
}

error_from_nowhere()
{
	act "before = counter(r1, 'tx_route'), counter(r1, 'unknown_class'); mark()" &&
		act "$1" && see 2 "(counter(r1, 'tx_route'), counter(r1, 'unknown_class')) == (before[0] + 1, before[1] + 1)" &&
		see 0 "not got('patherr') and not got('resverr')"
}

ktap_print_header
ktap_set_plan 4
require python3 jq
[ -d /sys/kernel/debug/failslab ] || ktap_skip_all "the kernel has no failslab"
require_root
insmod_rsvp
topo_up
observe "$r1:eth1=a" "$r1:eth2=b"
flow_names
{ rsvp_on "$r1" eth1 && rsvp_on "$r1" eth2 bandwidth 10mbit; } || ktap_exit_fail_msg "no RSVP"

ktap_test "Paths for which there is no memory" without_memory
ktap_test "Resvs for which there is no memory are refused with code 23" resv_without_memory
no_address || ktap_exit_fail_msg "no addresses to take away"
ktap_test "a PathErr, and no address to send it from" error_from_nowhere \
	"inject(h1, path(H2, H1, H1, more=[Obj(2, 1, bytes(8))]), H1, H2)"
ktap_test "a ResvErr, and no address to send it from" error_from_nowhere \
	"inject(r2, resv(H2, R2_R1, 1, 'wf', [flowspec_cl()], more=[Obj(2, 1, bytes(8))]), R2_R1, R1_R2)"

ktap_finished
