#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2046,SC2154 # to and from are words; setup_ns assigns a and b
#
# Local traffic control: what a sender of this host asks for itself, from when it speaks, whether or not anyone answers. Rates are
# as in tc_admit.sh: m = 126 makes 140 bytes on Ethernet, a tenth more at 1260 and 1400.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_pair.sh"

if [ "$IPV" = 6 ]; then
	A=fd00:1::1 B=fd00:1::2 far=fd00:9::2 via0=fd00:1::2 via1=fd00:2::2 header=48 dsfield="ip6 dscp"
else
	A=10.0.1.1 B=10.0.1.2 far=10.0.9.2 via0=10.0.1.2 via1=10.0.2.2 header=28 dsfield="ip dscp"
fi

# asks PORT RATE ARGS...: on the link a ninth more than RATE
asks()
{
	local port=$1 rate=$2
	shift 2
	sender "$port" rate "$rate" burst 10k peak unlimited mtu 1500 min-unit 126 "$@"
}

# asks_again PORT RATE ARGS...: in its place
asks_again()
{
	local port=$1 rate=$2
	shift 2
	rsvpctl -n "$a" sender replace $(to "$port") $(from "$port") rate "$rate" burst 10k peak unlimited mtu 1500 min-unit 126 "$@"
}

forget()
{
	rsvpctl -n "$a" sender del $(to "$1") $(from "$1")
}

# hosts: two links, by either of which the far address of b may be reached
hosts()
{
	pair_up
	ip link add eth1 netns "$a" type veth peer name eth1 netns "$b"
	ip -n "$a" -b - <<-EOF
	link set eth1 up
	address add 10.0.2.1/24 dev eth1
	address add fd00:2::1/64 dev eth1 nodad
	route add 10.0.9.0/24 via 10.0.1.2
	route add fd00:9::/64 via fd00:1::2
	EOF
	ip -n "$b" -b - <<-EOF
	link set eth1 up
	address add 10.0.2.2/24 dev eth1
	address add fd00:2::2/64 dev eth1 nodad
	address add 10.0.9.2/32 dev lo
	address add fd00:9::2/128 dev lo nodad
	EOF
}

# book DEV CLASSES RESERVED: what is in the books of a link
book()
{
	is "$(link classes "$1")" "$2" && is "$(link reserved_Bps "$1")" "$3"
}

# own PORT: nobody has reserved for it, it is its own
own()
{
	is "$(class "$1" style)" null
}

# curves DEV: of the classes that carry something, in the order of their numbers
curves()
{
	tc -n "$a" class show dev "$1" | sed -n 's/.*5[0-9a-f]*:1[0-9a-f] \(parent [0-9a-f]*:[0-9]*\|root\) .* \(rt\|sc\) m1 \([0-9A-Za-z]*bit\).*/\2 \3/p' | grep -v ' 8bit'
}

# udp PORT N [ARGS]: 1000 bytes each
udp()
{
	in_ns "$a" udpflow send $B "$1" -s "$1" -n "$2" -l 1000 "${@:3}"
}

# --- one host alone ---

at_once()
{
	asks 5001 90kbps service guaranteed || return 1
	own 5001 && is "$(class 5001 link_rate_Bps)" 100000 && book eth0 1 100000 && is "$(class 5001 policed)" null
}

shaped()
{
	is "$(curves eth0)" "rt 800Kbit"
}

load_borrows()
{
	asks 5002 90kbps service controlled-load || return 1
	tc -n "$a" class show dev eth0
	own 5002 && is "$(class 5002 policed)" true && book eth0 2 200000 &&
		tc -n "$a" class show dev eth0 | grep 'class hfsc 5000:11 parent 5000: .*rt m1 800Kbit .*ls m1 12800Kbit'
}

nothing_asked()
{
	asks 5003 90kbps || return 1
	book eth0 2 200000 && is "$(class 5003 id)" null
}

own_class()
{
	goes "10=5" udp 5001 5 -r 90000 && goes "11=5" udp 5002 5 -r 90000 && goes "10=0 11=0" udp 5003 5 -r 90000
}

# At 10 times the rate: what waits, conforms
waits()
{
	goes "10=30" udp 5001 30 -r 900000 && is "$(class 5001 demoted_packets)" 0
}

borrows()
{
	udp 5002 30 -b 30 -r 900000
	echo "demoted $(class 5002 demoted_packets)"
	[ "$(class 5002 demoted_packets)" -ge 19 ]
}

# Nothing tells that it is full.
bucket_fills()
{
	nap 0.25
}

discards()
{
	local all

	asks_again 5002 90kbps service controlled-load nonconforming discard || return 1
	all=$(class 5002 demoted_packets)
	bucket_fills
	counts 20 discarded udp 5002 30 -b 30 -r 900000 || return 1
	is "$(class 5002 demoted_packets)" $((all + 20)) && [ "$(counter "$a" demoted)" = "$all" ] &&
		rsvpctl -n "$a" sender show $(to 5002) | grep -q 'service controlled-load nonconforming discard$'
}

load_shaped()
{
	asks_again 5002 90kbps service controlled-load nonconforming shape || return 1
	is "$(class 5002 policed)" null && is "$(curves eth0 | uniq -c | xargs)" "2 rt 800Kbit" && book eth0 2 200000
}

no_borrowing()
{
	fails_with "borrow cannot be asked for" asks 5004 90kbps service guaranteed nonconforming borrow &&
		fails_with "nonconforming goes with a service" asks 5004 90kbps nonconforming shape
}

refused()
{
	fails_with "not that much reservable bandwidth free: asked 800000 bytes/s, free 725000 bytes/s (attribute rsvp.sender.service)" \
		asks 5004 720kbps service guaranteed
}

nothing_is_left()
{
	book eth0 2 200000 && [ -z "$(rsvpctl -n "$a" session show $(to 5004))" ] && [ -z "$(rsvpctl -n "$a" sender show $(to 5004))" ] &&
		is "$(counter "$a" tx_path_tear)" 0
}

change_refused()
{
	fails_with "free: asked 900000 bytes/s, free 825000 bytes/s" asks_again 5001 810kbps service guaranteed || return 1
	is "$(class 5001 link_rate_Bps)" 100000 && book eth0 2 200000 &&
		is "$(rsvpctl -n "$a" -j sender show $(to 5001) | jq -c '.[0] | [.tspec.rate_Bps, .service, .error]')" '[90000,"guaranteed",null]'
}

changed()
{
	asks_again 5001 180kbps service guaranteed && is "$(class 5001 link_rate_Bps)" 200000 && book eth0 2 300000 || return 1
	asks_again 5001 90kbps && book eth0 1 100000 && is "$(class 5001 id)" null || return 1
	asks_again 5001 90kbps service guaranteed && book eth0 2 200000
}

gone_with_it()
{
	forget 5002 && forget 5003 && book eth0 1 100000
}

# The class goes with the tree. What it has in the books stays its own.
tree_lost()
{
	tc -n "$a" qdisc del dev eth0 root
	rsvpctl -n "$a" interface set dev eth0 repeats 2
	busywait 3000 no_refusal 5001 && is "$(class 5001 link_rate_Bps)" 100000 && book eth0 1 100000 && is "$(curves eth0)" "rt 800Kbit"
}

no_refusal()
{
	rsvpctl -n "$a" -j sender show $(to "$1") | jq -e '.[0].error == null'
}

has_refusal()
{
	rsvpctl -n "$a" -j sender show $(to "$1") | jq -e ".[0].error | .interface == \"$2\" and (.text | contains(\"$3\"))"
}

# --- an answer ---

# From here on b is a node, too. What arrives there is looked at for its DSCP.
neighbour()
{
	in_ns "$b" nft -f - <<-EOF || return 1
	table inet marks {
		chain in {
			type filter hook prerouting priority -300;
			meta l4proto != udp return
			$dsfield 0 counter
			$dsfield 24 counter
			$dsfield 40 counter
		}
	}
	EOF
	rsvpctl -n "$b" interface set dev eth0 rsvp on bandwidth 10gbit && rsvpctl -n "$b" interface set dev eth1 rsvp on bandwidth 10gbit
}

# marked none|load|guaranteed CMD...: sets packets to how many more have that DSCP
marked()
{
	local before

	before=$(marks "$1")
	"${@:2}" || return 1
	packets=$(($(marks "$1") - before))
}

marks()
{
	local -A line=([none]=1 [load]=2 [guaranteed]=3)

	in_ns "$b" nft list chain inet marks in | sed -n 's/.* counter packets \([0-9]*\) .*/\1/p' | sed -n "${line[$1]}p"
}

resv_changes_it()
{
	local id classes

	id=$(class 5001 id)
	marked none udp 5001 3 -r 90000 && is "$packets" 3 || return 1
	reserve 5001 service guaranteed rate 180kbps slack 0 || return 1
	is "$(class 5001 id)" "$id" && is "$(class 5001 style)" ff && is "$(class 5001 link_rate_Bps)" 200000 && book eth0 1 200000
}

# One that is policed, for the packets beyond it are best effort; in the class that held them, for it holds them still
reserved_is_served()
{
	is "$(class 5001 policed)" true && is "$(curves eth0)" "sc 1600Kbit" && goes "10=5" udp 5001 5 -r 90000
}

reserved_is_marked()
{
	marked guaranteed udp 5001 5 -r 90000 && is "$packets" 5
}

# Both ways, under way: each packet is in a class of the flow
never_without()
{
	local before after i

	before=$(class 5001 packets)
	start in_ns "$a" udpflow send $B 5001 -s 5001 -n 300 -l 250 -r 75000
	for i in 1 2; do
		unreserve 5001 && busywait 3000 own 5001 || return 1
		reserve 5001 service guaranteed rate 180kbps slack 0 || return 1
	done
	wait "$started"
	after=$(class 5001 packets)
	is $((after - before)) 300 && is "$(class 5001 demoted_packets)" 0 && book eth0 1 200000
}

tear_returns_it()
{
	local id

	id=$(class 5001 id)
	unreserve 5001 && busywait 3000 own 5001 || return 1
	is "$(class 5001 id)" "$id" && is "$(class 5001 link_rate_Bps)" 100000 && book eth0 1 100000 && is "$(curves eth0)" "rt 800Kbit" &&
		marked none udp 5001 3 -r 90000 && is "$packets" 3
}

# As much as it has already, but no longer held
same_rate()
{
	reserve 5001 service guaranteed rate 90kbps slack 0 && is "$(curves eth0)" "sc 800Kbit" && unreserve 5001 && busywait 3000 own 5001 &&
		is "$(curves eth0)" "rt 800Kbit"
}

deaf_to_resv()
{
	in_ns "$a" nft "table inet deaf { chain in { type filter hook prerouting priority -400; iifname eth0 meta l4proto 46 drop; }; chain local { type filter hook input priority -400; meta l4proto 46 drop; }; }"
}

expiry_returns_it()
{
	rsvpctl -n "$b" interface set dev eth0 refresh 1s && reserve 5001 service controlled-load rate 180kbps || return 1
	is "$(class 5001 style)" ff && is "$(class 5001 link_rate_Bps)" 100000 && marked load udp 5001 3 -r 90000 && is "$packets" 3 || return 1
	deaf_to_resv && slowwait 30 own 5001 && book eth0 1 100000
}

# What a link cannot take beside the sender's own is admitted in its place
in_its_place()
{
	in_ns "$a" nft delete table inet deaf
	unreserve 5001
	busywait 3000 own 5001 && asks_again 5001 540kbps service guaranteed && book eth0 1 600000 || return 1
	reserve 5001 service guaranteed rate 810kbps slack 0 && book eth0 1 900000 && unreserve 5001 && busywait 3000 own 5001 && book eth0 1 600000
}

resv_refused()
{
	reserve 5001 service guaranteed rate 900kbps slack 0 && return 1
	own 5001 && book eth0 1 600000 && rsvpctl -n "$b" -j session show $(to 5001) | jq -e '.[0].resv[0].error | .asked_Bps == 1000000 and .free_Bps == 925000 and (.flags // 0) != 1'
}

# --- several senders of one session ---

second=5006

two()
{
	unreserve 5001
	forget 5001
	for port in 5005 $second; do
		rsvpctl -n "$a" sender add $(to 5005) $(from $port) rate 405kbps burst 10k peak unlimited mtu 1500 min-unit 126 service guaranteed || return 1
	done
	busywait 5000 path_known 5005 && book eth0 2 900000
}

# share ARGS: as a reservation of the session
share()
{
	rsvpctl -n "$b" reservation "$1" $(to 5005) "${@:2}"
}

is_book()
{
	book eth0 "$@"
}

tcs()
{
	rsvpctl -n "$a" -j session show $(to 5005) | jq -c "[.[0].tc[] | $1]"
}

is_tcs()
{
	is "$(tcs "$1")" "$2"
}

udp_both()
{
	in_ns "$a" udpflow send $B 5005 -s 5005 -n 5 -l 1000 -r 90000 && in_ns "$a" udpflow send $B 5005 -s $second -n 5 -l 1000 -r 90000
}

shared_by_all()
{
	share add style wf service guaranteed rate 810kbps slack 0 confirm wait 5s && is_book 1 900000 && is_tcs .style '["wf"]' &&
		udp_both && is_tcs .packets '[10]' && marked guaranteed udp_both && is "$packets" 10
}

own_again()
{
	share del style wf && busywait 3000 is_tcs .style '[null,null]' && is_book 2 900000 && udp_both && is_tcs '.packets' '[25,5]'
}

shared_refused()
{
	share add style wf service guaranteed rate 900kbps slack 0 confirm wait 5s && return 1
	share del style wf
	is_tcs .style '[null,null]' && is_book 2 900000 && udp_both && is_tcs .packets '[30,10]'
}

# One by name keeps the other's as it is; both; one again
explicit()
{
	share add style se $(from $second) service guaranteed rate 405kbps slack 0 confirm wait 5s && is_book 2 900000 && is_tcs .style '[null,"se"]' || return 1
	share add style se $(from $second) $(from 5005) service guaranteed rate 405kbps slack 0 confirm wait 5s && is_book 1 450000 &&
		is_tcs .style '["se"]' || return 1
	udp_both && is_tcs '.packets' '[20]' || return 1
	share del style se $(from $second) && busywait 3000 is_tcs '.style' '["se"]' || return 1
	share del style se $(from $second) $(from 5005) && busywait 3000 is_tcs .style '[null,null]' && is_book 2 900000 && udp_both && is_tcs .packets '[25,5]'
}

# One of them has gone meanwhile; who is left has its own, not what both had
one_left()
{
	share add style wf service guaranteed rate 810kbps slack 0 confirm wait 5s && is_book 1 900000 || return 1
	rsvpctl -n "$a" sender del $(to 5005) $(from 5005) && share del style wf && busywait 3000 is_tcs .style '[null]' && is_book 1 450000
}

# While they shared, others took the room: it waits until that is there again
others_took_it()
{
	rsvpctl -n "$a" sender add $(to 5005) $(from 5005) rate 405kbps burst 10k peak unlimited mtu 1500 min-unit 126 service guaranteed || return 1
	share add style wf service guaranteed rate 405kbps slack 0 confirm wait 5s && is_book 1 450000 && asks 5007 405kbps service guaranteed || return 1
	share del style wf && busywait 3000 is_tcs .style '[null]' && is_book 2 900000 || return 1
	rsvpctl -n "$a" sender show $(to 5005)
	rsvpctl -n "$a" -j sender show $(to 5005) | jq -e '[.[].error | select(.)] | length == 1 and .[0].asked_Bps == 450000 and .[0].free_Bps == 25000' || return 1
	forget 5007 && busywait 3000 is_tcs .style '[null,null]' && is_book 2 900000 && rsvpctl -n "$a" -j sender show $(to 5005) | jq -e 'all(.error == null)'
}

two_gone()
{
	for port in 5005 $second; do
		rsvpctl -n "$a" sender del $(to 5005) $(from $port)
	done
	book eth0 0 0
}

# --- ways out ---

far_words()
{
	if [ "$IPV" = 6 ]; then
		echo "udp [$far]:5010 from [$A]:5010"
	else
		echo "udp $far:5010 from $A:5010"
	fi
}

far_route()
{
	ip -n "$a" -"$IPV" route replace "${far%2}0/$([ "$IPV" = 6 ] && echo 64 || echo 24)" via "$1"
}

route_moves()
{
	rsvpctl -n "$a" interface set dev eth1 rsvp on bandwidth 10mbit reservable 75% repair 100ms || return 1
	rsvpctl -n "$a" sender add $(far_words) rate 90kbps burst 10k peak unlimited mtu 1500 min-unit 126 service guaranteed && book eth0 1 100000 || return 1
	far_route $via1 && busywait 5000 book eth1 1 100000 && book eth0 0 0
}

# The sender stays, and is told. Paths are 1 s apart at least: what is sooner does not wait for them.
to_a_full_link()
{
	asks 5001 810kbps service guaranteed || return 1
	far_route $via0 && busywait 5000 has_refusal_far || return 1
	rsvpctl -n "$a" sender show $(far_words | sed 's/ from.*//')
	book eth1 0 0 && book eth0 1 900000
}

has_refusal_far()
{
	rsvpctl -n "$a" -j sender show $(far_words | sed 's/ from.*//') |
		jq -e '.[0].error | .interface == "eth0" and .asked_Bps == 100000 and .free_Bps == 25000 and (.text | contains("reservable bandwidth free"))'
}

when_there_is_room()
{
	asks_again 5001 720kbps service guaranteed && busywait 900 book eth0 2 900000 &&
		rsvpctl -n "$a" -j sender show $(far_words | sed 's/ from.*//') | jq -e '.[0].error == null'
}

# far_senders COMMAND [ARGS...]: a hundred more, to where both ways lead
far_senders()
{
	local port command=$1
	shift

	for port in {7000..7099}; do
		echo "sender $command $(far_words | sed "s/5010/$port/g") $*"
	done | rsvpctl -n "$a" -b - >/dev/null
}

# refused_are LEAST MOST: so many senders have not what they ask for
refused_are()
{
	local n

	n=$(rsvpctl -n "$a" -j sender show | jq '[.[] | select(.error)] | length')
	echo "$n refused, expected $1 to $2"
	[ "$n" -ge "$1" ] && [ "$n" -le "$2" ]
}

# More than ask in one hold of the lock: nobody waits for the second round until his next Path
many_wait()
{
	far_route $via1 && busywait 5000 book eth0 1 800000 && asks_again 5001 810kbps service guaranteed &&
		far_senders add rate 1kbps burst 3k peak unlimited mtu 1500 min-unit 126 service guaranteed &&
		far_route $via0 && busywait 5000 refused_are 65 101 || return 1
	asks_again 5001 600kbps service guaranteed && busywait 900 refused_are 0 0 &&
		far_senders del && asks_again 5001 720kbps service guaranteed && busywait 5000 book eth0 2 900000
}

off_and_on()
{
	rsvpctl -n "$a" interface set dev eth0 rsvp off || return 1
	rsvpctl -n "$a" -j session show | jq -e 'all(.tc == [])' && rsvpctl -n "$a" -j sender show | jq -e 'length == 2 and all(.error == null)' || return 1
	rsvpctl -n "$a" interface set dev eth0 rsvp on bandwidth 10mbit reservable 75% && busywait 5000 book eth0 2 900000
}

down_and_up()
{
	ip -n "$a" link set eth0 down
	busywait 5000 book eth0 0 0 || return 1
	ip -n "$a" link set eth0 up
	[ "$IPV" = 4 ] || ip -n "$a" address add fd00:1::1/64 dev eth0 nodad
	far_route $via0 && busywait 5000 book eth0 2 900000
}

events_told()
{
	local log=$temporary/monitor

	start rsvpctl -n "$a" -j monitor >"$log"
	nap 0.3
	far_route $via1 && busywait 5000 book eth1 1 100000 && asks_again 5001 810kbps service guaranteed && far_route $via0 &&
		busywait 5000 grep -q 'path-err' "$log" || { cat "$log"; return 1; }
	grep path-err "$log"
}

all_gone()
{
	rsvpctl -n "$a" sender del $(far_words) && forget 5001 && book eth0 0 0 && book eth1 0 0 && rsvpctl -n "$a" -j session show | jq -e '. == []'
}

# A sender that is there goes with the module, as its class does
unloaded()
{
	asks 5001 90kbps service guaranteed && book eth0 1 100000 && rmmod_now && tc -n "$a" qdisc show dev eth0 | grep -q noqueue
}

ktap_print_header
ktap_set_plan 43
require_root
require jq nft tc udpflow

insmod_rsvp
hosts
rsvpctl -n "$a" interface set dev eth0 rsvp on bandwidth 10mbit reservable 75% refresh 2s || ktap_exit_fail_msg "no RSVP"

ktap_test "guaranteed service has its rate at once" at_once
ktap_test "in a class that gives it no more" shaped
ktap_test "controlled load may borrow" load_borrows
ktap_test "who asks for nothing has nothing" nothing_asked
ktap_test "packets are in the class of their sender" own_class
ktap_test "what is too fast waits" waits
ktap_test "what is too much for controlled load is best effort" borrows
ktap_test "or is discarded, if the sender wants it" discards
ktap_test "or waits" load_shaped
ktap_test "borrowing cannot be asked for" no_borrowing
ktap_test "what does not fit is refused, and the refusal says what was asked and free" refused
ktap_test "nothing is left of it, and nobody heard of it" nothing_is_left
ktap_test "a change that does not fit leaves what was" change_refused
ktap_test "a sender may change what it asks for" changed
ktap_test "it goes with its sender" gone_with_it
ktap_test "a tree that is put back has its classes" tree_lost
ktap_test "the other end is a node, too" neighbour
ktap_test "a Resv changes the same class" resv_changes_it
ktap_test "reserved, it shares the link and is policed" reserved_is_served
ktap_test "reserved, it is marked" reserved_is_marked
ktap_test "no packet is without its class meanwhile" never_without
ktap_test "a ResvTear returns it to the sender" tear_returns_it
ktap_test "a Resv for the same rate lets it share the link" same_rate
ktap_test "expiry returns it, too" expiry_returns_it
ktap_test "one is admitted in the place of the other" in_its_place
ktap_test "a Resv that is refused leaves the sender's own" resv_refused
ktap_test "two senders have one each" two
ktap_test "WF makes one of both" shared_by_all
ktap_test "and they have their own again" own_again
ktap_test "a WF Resv that is refused leaves their own" shared_refused
ktap_test "SE takes over whom it names" explicit
ktap_test "who is left has its own" one_left
ktap_test "who finds its room taken has it when that is free" others_took_it
ktap_test "both gone, the books are empty" two_gone
ktap_test "a route that moves takes it along" route_moves
ktap_test "to a full link: the sender stays, and shows why" to_a_full_link
ktap_test "and has it when there is room" when_there_is_room
ktap_test "so have many" many_wait
ktap_test "an interface switched off and on" off_and_on
ktap_test "a link down and up" down_and_up
ktap_test "a refusal later is told as an event" events_told
ktap_test "all gone" all_gone
ktap_test "the module can go with it in place" unloaded

ktap_finished
