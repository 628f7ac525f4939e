# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154 # setup_ns assigns node
#
# One node that is sender and receiver, for tests of its netlink alone.
#
#      +------------------------------------+
#      |  node          dummy0              |
#      |        10.0.1.2/24   fd00:1::2/64  |
#      |        10.0.1.3/24                 |
#      |        10.0.3.2/24   fd00:3::2/64  |
#      +------------------------------------+

node_up()
{
	setup_ns node
	ip -n "$node" link add dummy0 type dummy
	node_addresses ip -n "$node"
	defer cleanup_all_ns
}

# node_addresses IP...: dummy0 up, with its addresses, by this ip(8)
node_addresses()
{
	"$@" link set dummy0 up
	"$@" address add 10.0.1.2/24 dev dummy0
	"$@" address add 10.0.1.3/24 dev dummy0
	"$@" address add 10.0.3.2/24 dev dummy0
	"$@" address add fd00:1::2/64 dev dummy0 nodad
	"$@" address add fd00:3::2/64 dev dummy0 nodad
}

# What stands for a sender and for a reservation in requests of nlreq
# shellcheck disable=SC2034
{
	session='session{dst4=10.0.3.2 proto=17 dport=5004}'
	sender="sender{$session filter{src4=10.0.1.2 sport=5004} tspec{rate=1000 burst=1500 mtu=1500}"
	reservation="reservation{$session style=17 flowspec{service=5}"
}

# count KIND N: there are N objects of that kind (session, path, sender...)
count()
{
	local answer

	answer=$(in_ns "$node" nlreq "$1-get+dump" "") || return 1
	echo "$1: $answer"
	[[ $answer == "0 $2 "* ]]
}

# gone: soon nothing is left
gone()
{
	local kind

	for kind in sender reservation session path resv tc; do
		busywait 2000 count $kind 0 || return 1
	done
}
