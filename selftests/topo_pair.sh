# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154 # setup_ns assigns a and b
#
# A sender and a receiver side by side, both RSVP nodes: everything that traffic control does happens on eth0 of a.
#
#  +--------+                +--------+
#  |   a    |                |    b   |
#  |    eth0|----------------|eth0    |
#  +--------+                +--------+
#         .1   10.0.1.0/24   .2
#        ::1   fd00:1::/64  ::2
#
# wire_up RATE makes the link a wire of that rate that is not ours: what comes too early waits there, not in our tree.

# pair_up: the two, without RSVP
pair_up()
{
	setup_ns a b
	ip link add eth0 netns "$a" type veth peer name eth0 netns "$b" || ktap_exit_fail_msg "no link"
	# The ends keep their addresses: what a test does to one must not be cured by ARP.
	ip -n "$a" link set eth0 up address 02:00:00:00:00:0a
	ip -n "$b" link set eth0 up address 02:00:00:00:00:0b
	ip -n "$a" address add 10.0.1.1/24 dev eth0
	ip -n "$a" address add fd00:1::1/64 dev eth0 nodad
	ip -n "$b" address add 10.0.1.2/24 dev eth0
	ip -n "$b" address add fd00:1::2/64 dev eth0 nodad
	defer cleanup_all_ns
}

# wire_up: the two with a bridge between them whose ports serialize
wire_up()
{
	local end

	setup_ns a wire b
	ip -n "$wire" link add br0 type bridge mcast_snooping 0
	for end in a b; do
		ip link add eth0 netns "${!end}" type veth peer name "port-$end" netns "$wire" || ktap_exit_fail_msg "no link"
		ip -n "${!end}" link set eth0 up
		ip -n "$wire" link set "port-$end" up
		ip -n "$wire" link set "port-$end" master br0
		tc -n "$wire" qdisc add dev "port-$end" root netem rate "$1" limit 10000
		# A wire carries frames: it neither merges them nor takes them in larger pieces.
		in_ns "$wire" ethtool -K "port-$end" gro off tso off gso off >/dev/null 2>&1
	done
	ip -n "$wire" link set br0 up
	ip -n "$a" address add 10.0.1.1/24 dev eth0
	ip -n "$a" address add fd00:1::1/64 dev eth0 nodad
	ip -n "$b" address add 10.0.1.2/24 dev eth0
	ip -n "$b" address add fd00:1::2/64 dev eth0 nodad
	defer cleanup_all_ns
}

# rsvp_on [ARGS]: on both, a with these settings
rsvp_on()
{
	rsvpctl -n "$a" interface set dev eth0 rsvp on "$@" &&
		rsvpctl -n "$b" interface set dev eth0 rsvp on bandwidth 10gbit
}

# The session and the sender with this port, in the family under test
to()
{
	if [ "$IPV" = 6 ]; then
		echo "udp [fd00:1::2]:$1"
	else
		echo "udp 10.0.1.2:$1"
	fi
}

from()
{
	if [ "$IPV" = 6 ]; then
		echo "from [fd00:1::1]:$1"
	else
		echo "from 10.0.1.1:$1"
	fi
}

# sender PORT TSPEC...
# shellcheck disable=SC2046 # to and from are words
sender()
{
	local port=$1
	shift
	rsvpctl -n "$a" sender add $(to "$port") $(from "$port") "$@"
}

# reserve PORT FLOWSPEC...: fixed filter; fails as the network does
# shellcheck disable=SC2046
reserve()
{
	local port=$1
	shift
	busywait 5000 path_known "$port" || { echo "no path"; return 1; }
	rsvpctl -n "$b" reservation add $(to "$port") style ff $(from "$port") "$@" confirm wait 5s
}

# shellcheck disable=SC2046
path_known()
{
	rsvpctl -n "$b" session show $(to "$1") | grep -q sender
}

# shellcheck disable=SC2046
unreserve()
{
	rsvpctl -n "$b" reservation del $(to "$1") style ff $(from "$1")
}

# classes: how many classes for reservations there are, used or not
classes()
{
	tc -n "$a" class show dev "${1:-eth0}" | grep -c 'class hfsc 5[0-9a-f]*:[1-9a-f][0-9a-f][0-9a-f]* .* leaf'
}

# link KEY: of a's eth0 as rsvpctl shows it
link()
{
	rsvpctl -n "$a" -j interface show dev "${2:-eth0}" | jq -r ".[0].\"$1\""
}

# class PORT KEY: of what is installed for it on a
# shellcheck disable=SC2046
class()
{
	rsvpctl -n "$a" -j -s session show $(to "$1") | jq -r ".[0].tc[0].\"$2\""
}

# rmmod_now: take the module out in the middle of a test
rmmod_now()
{
	rmmod_rsvp || return 1
	rmmod_rsvp()
	{
		[ ! -d /sys/module/rsvp ] || busywait 5000 rmmod rsvp
	}
}

is()
{
	echo "$1, expected $2"
	[ "$1" = "$2" ]
}

is_at_least()
{
	echo "$1, at least $2"
	[ "$1" -ge "$2" ]
}

# --- what is in which class ---

# count_classes [DEV]: packets that went through our classes, by minor number; in the shell, forks are dear in the lane uml
declare -A packets
count_classes()
{
	local minor word

	packets=()
	while read -r -a word; do
		case ${word[0]}-${word[1]} in
		class-hfsc) minor=${word[2]#*:} ;;
		class-*) minor= ;;
		Sent-*) packets[${minor:-none}]=${word[3]} ;;
		esac
	done < <(tc -n "$a" -s class show dev "${1:-eth0}")
}

# goes "MINOR=N MINOR+N..." CMD...: N more packets, or (+) at least N, are in these classes afterwards. In that of best
# effort there may always be others: a device that comes up says so.
goes()
{
	local expected=$1 minor
	local -A before
	shift

	count_classes
	for minor in "${!packets[@]}"; do
		before[$minor]=${packets[$minor]}
	done
	"$@" || return 1
	busywait 3000 went
}

went()
{
	local change minor more

	count_classes
	for change in $expected; do
		minor=${change%%[=+]*}
		more=$((packets[$minor] - before[$minor]))
		echo "$more more in $minor, expected $change"
		case $change in
		*=*) [ $more = "${change#*=}" ] || return 1 ;;
		*+*) [ $more -ge "${change#*+}" ] || return 1 ;;
		esac
	done
}

in_class()
{
	count_classes "${2:-eth0}"
	echo "${packets[$1]}"
}

# counts DIFFERENCE NAME CMD...: the counter says so
counts()
{
	local more=$1 name=$2 before
	shift 2
	before=$(counter "$a" "$name")
	"$@" || return 1
	is $(($(counter "$a" "$name") - before)) "$more"
}
