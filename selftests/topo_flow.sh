# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154 # setup_ns assigns h1, r1, r2, h2
#
# The line of topo_line.sh under observation, each node with RSVP on, and a flow from h1 to h2 in words of rsvpctl.
#
#    h1 eth0 ---- eth1 r1 eth2 ---- eth1 r2 eth2 ---- eth0 h2
#             a             b                 c
#
# Links are observed where packets enter and leave r1 (a, b) and r2 (c): on a, "in" is from h1; on b and c, "out" is towards h2.

. "$SELFTESTS/topo_line.sh"
. "$SELFTESTS/observe.sh"

# endpoint ADDRESS PORT
endpoint()
{
	if [[ $1 == *:* ]]; then
		echo "[$1]:$2"
	else
		echo "$1:$2"
	fi
}

# shellcheck disable=SC2034
{
	session=(udp "$(endpoint "$H2" 5004)")
	source=(from "$(endpoint "$H1" 5004)")
	traffic=(rate 100kbps burst 15k peak 200kbps mtu 1500)
}

# flow_names: nodes and addresses are called the same in expressions
flow_names()
{
	act "ALERT = 1 if ':' in '$H1' else 0" && act "h1, r1, r2, h2 = '$h1', '$r1', '$r2', '$h2'; nodes = (h1, r1, r2, h2)" &&
		act "H1, R1_H1, R1_R2, R2_R1, R2_H2, H2 = '$H1', '$R1_H1', '$R1_R2', '$R2_R1', '$R2_H2', '$H2'" ||
		ktap_exit_fail_msg "nobody observes"
}

# flow_up [SETTINGS...]: the line, observed, RSVP on with these settings. In $flow_links are more ends of links to observe.
flow_up()
{
	local link node links=()

	require jq rsvpctl python3
	require_root
	insmod_rsvp
	topo_up
	for link in r1:eth1=a r1:eth2=b r2:eth2=c ${flow_links:-}; do
		node=${link%%:*}
		links+=("${!node}:${link#*:}")
	done
	observe "${links[@]}"
	flow_names
	topo_rsvp_on "$@" || ktap_exit_fail_msg "no RSVP"
}

# sender_add [ARGS...]: the flow's sender at h1
sender_add()
{
	rsvpctl -n "$h1" sender add "${session[@]}" "${source[@]}" "${traffic[@]}" "$@"
}

sender_del()
{
	rsvpctl -n "$h1" sender del "${session[@]}" "${source[@]}"
}

# reserve [ARGS...]: fixed filter, as seen from h2
reserve()
{
	rsvpctl -n "$h2" reservation add "${session[@]}" style ff "${source[@]}" "$@"
}

unreserve()
{
	rsvpctl -n "$h2" reservation del "${session[@]}" style ff "${source[@]}"
}

# path_at_h2: the Path has come through
path_at_h2()
{
	see 10 "len(state(h2, 5004)['path']) == ${1:-1}"
}

# listeners NS: how many netlink sockets listen to generic groups there
listeners()
{
	in_ns "$1" awk '$2 == 16 && $4 != "00000000" { n++ } END { print n + 0 }' /proc/net/netlink
}

more_listeners()
{
	[ "$(listeners "$1")" -gt "$2" ]
}

# follow NS FILE [GROUP]: the events of a node go to a file
follow()
{
	local before
	before=$(listeners "$1")

	start rsvpctl -n "$1" -j monitor "${@:3}" >"$2"
	busywait 5000 more_listeners "$1" "$before"
}
