#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Whose qdisc it is: the administrator's is never touched, ours is taken away in one piece, and the kernel's default is back.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_pair.sh"

on()
{
	rsvpctl -n "$a" interface set dev "${dev:-eth0}" rsvp on bandwidth 10mbit "$@"
}

off()
{
	rsvpctl -n "$a" interface set dev "${dev:-eth0}" rsvp off
}

qdiscs()
{
	tc -n "$a" qdisc show dev "${1:-eth0}"
}

ours()
{
	qdiscs "$@"
	qdiscs "$@" | grep -q '^qdisc tbf 5[0-9a-f]*: root ' && qdiscs "$@" | grep -q '^qdisc hfsc 5[0-9a-f]*: parent 5[0-9a-f]*:1 '
}

default()
{
	qdiscs "$@"
	is "$(qdiscs "$@" | wc -l)" 1 && qdiscs "$@" | grep -q '^qdisc [a-z]* 0: root'
}

puts_default_back()
{
	default && on && ours && off && default
}

# A device that has queues of its own begins with another default
puts_mq_back()
{
	local dev=veth0

	ip -n "$a" link add veth0 numtxqueues 4 numrxqueues 4 type veth peer name veth1 numtxqueues 4 numrxqueues 4 || return 1
	ip -n "$a" link set veth0 up
	default veth0 || return 1
	on && ours veth0 && off && default veth0
}

keeps_the_admins()
{
	local before

	tc -n "$a" qdisc add dev eth0 root handle 1: htb default 1 || return 1
	tc -n "$a" class add dev eth0 parent 1: classid 1:1 htb rate 10mbit
	tc -n "$a" class add dev eth0 parent 1: classid 1:2 htb rate 10mbit
	before=$(qdiscs)
	fails_with "administrator" on || return 1
	is "$(qdiscs)" "$before"
}

below_a_class()
{
	on parent 1:1 || return 1
	qdiscs
	qdiscs | grep -q '^qdisc tbf 5[0-9a-f]*: parent 1:1 ' && qdiscs | grep -q '^qdisc hfsc 5[0-9a-f]*: parent 5[0-9a-f]*:1 '
}

reserves_below_a_class()
{
	rsvpctl -n "$b" interface set dev eth0 rsvp on bandwidth 10mbit
	sender 5001 rate 100kbps burst 10k mtu 1500 min-unit 126
	reserve 5001 service guaranteed rate 100kbps slack 0 || return 1
	[ "$(classes)" = 1 ]
}

gone_below_a_class()
{
	tc -n "$a" qdisc del dev eth0 parent 1:1 || return 1
	is "$(link handle)" null && on parent 1:1 || return 1
	is "$(classes)" 1 && is "$(link reserved_Bps)" "$(class 5001 link_rate_Bps)"
}

lets_go_of_the_class()
{
	off || return 1
	qdiscs
	qdiscs | grep -q '^qdisc htb 1: root' && ! qdiscs | grep -q hfsc
}

# What the administrator's size table makes of a packet is not known: it is not dropped for that
below_a_size_table()
{
	tc -n "$a" qdisc del dev eth0 root
	tc -n "$a" qdisc add dev eth0 root handle 1: stab overhead 300 linklayer ethernet htb default 1 || return 1
	tc -n "$a" class add dev eth0 parent 1: classid 1:1 htb rate 10mbit
	on parent 1:1 && is_pinged 1472 && off
}

no_such_class()
{
	fails_with "no such parent class" on parent 1:77 || return 1
	fails_with "no such parent class" on parent 77:1
}

class_is_taken()
{
	tc -n "$a" qdisc add dev eth0 parent 1:2 handle 20: pfifo limit 7
	fails_with "attached to the parent class" on parent 1:2 || return 1
	qdiscs | grep 'qdisc pfifo 20: parent 1:2 limit 7p'
}

# Each managed interface has majors of its own, and none that is in use
majors_differ()
{
	tc -n "$a" qdisc del dev eth0 root
	ip -n "$a" link add dummy0 type dummy
	ip -n "$a" link add dummy1 type dummy
	ip -n "$a" link set dummy0 up
	ip -n "$a" link set dummy1 up
	tc -n "$a" qdisc add dev dummy0 root handle 5000: prio
	on && dev=dummy1 on || return 1
	is "$(majors eth0)" "5001 5002 " && is "$(majors dummy1)" "5003 5004 "
}

majors()
{
	qdiscs "$1" | sed -n 's/^qdisc \(hfsc\|tbf\) \(.*\): .*/\2/p' | sort | tr '\n' ' '
}

# Our qdisc drops what is larger than it was told: it is told when the device is
takes_larger_packets()
{
	is_pinged 1400 && ! is_pinged 8000 || return 1
	ip -n "$a" link set eth0 mtu 9000 && ip -n "$b" link set eth0 mtu 9000 && busywait 5000 is_pinged 8900 || return 1
	ip -n "$a" link set eth0 mtu 1500 && ip -n "$b" link set eth0 mtu 1500
}

# What waits has the size that it had: a bucket that became smaller would never let it go, nor what is behind it
waits_while_it_shrinks()
{
	rsvpctl -n "$a" interface set dev eth0 overhead 100 bandwidth 100kbit || return 1
	in_ns "$a" ping -qf -c 20 -l 20 -w 1 -s 1472 10.0.1.2
	rsvpctl -n "$a" interface set dev eth0 overhead 14 && busywait 10000 is_pinged 1400 &&
		rsvpctl -n "$a" interface set dev eth0 bandwidth 10mbit
}

# Without hfsc nothing leaves by tbf, or all without its class
hfsc_goes()
{
	tc -n "$a" qdisc del dev eth0 parent 5002:1 || return 1
	is "$(link handle)" null && on && ours && is_pinged 100 || return 1
	tc -n "$a" qdisc replace dev eth0 parent 5002:1 pfifo || return 1
	is "$(link handle)" null && on && ours && is_pinged 100
}

# is_pinged BYTES
is_pinged()
{
	in_ns "$a" ping -qc 1 -W 1 -M "do" -s "$1" 10.0.1.2
}

notices_that_it_is_gone()
{
	reserve_again 5001 || return 1
	tc -n "$a" qdisc replace dev eth0 root handle 7: pfifo || return 1
	sender 5002 rate 100kbps burst 10k mtu 1500 min-unit 126
	fails_with "removed or replaced our queueing discipline" reserve 5002 service guaranteed rate 100kbps slack 0 ||
		return 1
	is "$(link handle)" null
}

leaves_who_replaced_it()
{
	off || return 1
	qdiscs
	qdiscs | grep -q '^qdisc pfifo 7: root'
}

# The administrator took ours away, and gives the interface back to us
builds_it_again()
{
	tc -n "$a" qdisc del dev eth0 root
	unreserve 5002
	on || return 1
	reserve_again 5001 || return 1
	tc -n "$a" qdisc del dev eth0 root || return 1
	default || return 1
	on && ours || return 1
	is "$(classes)" 1 && is "$(link reserved_Bps)" "$(class 5001 link_rate_Bps)"
}

reserve_again()
{
	unreserve "$1"
	reserve "$1" service guaranteed rate 100kbps slack 0
}

# A bandwidth with which HFSC cannot reckon
too_fast_for_hfsc()
{
	fails_with "HFSC counts" rsvpctl -n "$a" interface set dev eth0 bandwidth 40gbit || return 1
	ours && is "$(link bandwidth_Bps)" 1250000
}

other_backends()
{
	rsvpctl -n "$a" interface set dev eth0 backend none || return 1
	default || return 1
	is "$(link reserved_Bps)" "$(class 5001 link_rate_Bps)" && is "$(class 5001 classid)" null || return 1
	rsvpctl -n "$a" interface set dev eth0 backend mark || return 1
	default || return 1
	rsvpctl -n "$a" interface set dev eth0 backend hfsc || return 1
	ours && is "$(classes)" 1
}

failed_change_restores()
{
	fails_with "no such parent class" rsvpctl -n "$a" interface set dev eth0 parent 1:1 || return 1
	ours && is "$(classes)" 1 && is "$(class 5001 link_rate_Bps)" 111112
}

device_goes()
{
	ip -n "$a" link del dummy1 || return 1
	busywait 5000 iface_gone dummy1
}

iface_gone()
{
	! rsvpctl -n "$a" interface show | grep -q "^$1 "
}

unload_puts_all_back()
{
	rmmod_now || return 1
	default && qdiscs dummy0 | grep 'qdisc prio 5000: root'
}

ktap_print_header
ktap_set_plan 22
require_root
require jq tc

insmod_rsvp
pair_up

ktap_test "the kernel's default is back after off" puts_default_back
ktap_test "the default of a device with several queues, too" puts_mq_back
ktap_test "the administrator's qdisc is refused and untouched" keeps_the_admins
ktap_test "below a class of the administrator's" below_a_class
ktap_test "reservations there" reserves_below_a_class
ktap_test "ours is deleted there: seen, and built again" gone_below_a_class
ktap_test "the class is let go" lets_go_of_the_class
ktap_test "a parent that is not there" no_such_class
ktap_test "a parent that has a qdisc" class_is_taken
ktap_test "below a size table of the administrator's" below_a_size_table
ktap_test "each interface has its own major" majors_differ
ktap_test "packets get larger" takes_larger_packets
ktap_test "and smaller, while some wait" waits_while_it_shrinks
ktap_test "hfsc is deleted or replaced below tbf" hfsc_goes
ktap_test "that ours was replaced is noticed and said" notices_that_it_is_gone
ktap_test "what replaced ours stays" leaves_who_replaced_it
ktap_test "a removed tree is built again, with its classes" builds_it_again
ktap_test "a bandwidth that HFSC cannot count" too_fast_for_hfsc
ktap_test "back ends change in place" other_backends
ktap_test "a change that fails restores all" failed_change_restores
ktap_test "an interface that is deleted" device_goes
ktap_test "the module's removal puts everything back" unload_puts_all_back

ktap_finished
