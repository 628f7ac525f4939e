#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Who may do what. Anybody reads; only CAP_NET_ADMIN over the namespace's owner changes. Whoever has a namespace of their
# own has RSVP in it, with smaller caps, and no way into another one.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_node.sh"

nobody=(setpriv --reuid 65534 --regid 65534 --clear-groups)

# as_nobody WORDS...: nlreq in the node's namespace, by somebody who has no rights
as_nobody()
{
	in_ns "$node" "${nobody[@]}" "$nlreq" -i dummy0 "$@"
}

# With all rights over a user namespace of their own, but not over this network namespace
as_root_of_nothing()
{
	in_ns "$node" "${nobody[@]}" unshare -Ur "$nlreq" -i dummy0 "$@"
}

# The socket is older than the rights
with_old_socket()
{
	in_ns "$node" "${nobody[@]}" "$nlreq" -u -i dummy0 "$@"
}

refused_all()
{
	local who=$1 command attrs
	declare -A requests=(
		[iface-set]='iface{ifindex=@ rsvp=1}'
		[sender-new]="$sender}"
		[sender-del]="${sender%% tspec*}}"
		[reservation-new]="$reservation}"
		[reservation-del]="reservation{$session style=17}"
	)

	for command in "${!requests[@]}"; do
		attrs=${requests[$command]}
		fails_with EPERM "$who" "$command" "$attrs" || return 1
	done
	fails_with EPERM "$who" sender-new "replace $sender persist}" && count sender 0 && count reservation 0
}

reads_all()
{
	local kind

	for kind in iface session path resv tc sender reservation stats; do
		as_nobody "$kind-get+dump" "" || return 1
	done
}

# The policies are told as well, of which debuggers make use: genl(8) has a line for each attribute of a command
tells_policies()
{
	local got

	got=$(in_ns "$node" "${nobody[@]}" genl ctrl policy name rsvp) || return 1
	echo "$got"
	[ "$(grep -c 'attr\[' <<<"$got")" -gt 50 ]
}

# In a namespace of nobody's: all that belongs to a node, then more of it than the caps allow
own_namespace()
{
	"${nobody[@]}" unshare -Urn bash -c '
		set -e
		nlreq=$1
		. "$2"
		ip link set lo up
		ip link add dummy0 type dummy
		node_addresses ip
		"$nlreq" -i dummy0 iface-set "iface{ifindex=@ rsvp=1}" sender-new "$sender}" reservation-new "$reservation}" \
			session-get+dump "" iface-get+dump ""
	' own_namespace "$nlreq" "$SELFTESTS/topo_node.sh"
}

# fill CAP WORDS: senders 1 to CAP go in, the next one does not
own_caps()
{
	"${nobody[@]}" unshare -Urn bash -c '
		set -e
		nlreq=$1
		. "$2"
		ip link set lo up
		ip link add dummy0 type dummy
		node_addresses ip
		requests=()
		for ((i = 1; i <= 1001; i++)); do
			requests+=(sender-new "${sender/sport=5004/sport=$i}}")
		done
		"$nlreq" "${requests[@]}" | cut -d " " -f 1 | uniq -c
	' own_caps "$nlreq" "$SELFTESTS/topo_node.sh"
}

senders_are_capped()
{
	local got

	got=$(own_caps)
	echo "$got"
	[ "$(echo $got)" = "1000 0 1 ENOSPC" ]
}

own_iface_caps()
{
	"${nobody[@]}" unshare -Urn bash -c '
		set -e
		for ((i = 1; i <= 65; i++)); do
			echo "link add d$i type dummy"
		done | ip -batch -
		for ((i = 1; i <= 65; i++)); do
			"$1" -i d$i iface-set "iface{ifindex=@ rsvp=1}" || true
		done | cut -d " " -f 1 | uniq -c
	' own_iface_caps "$nlreq"
}

ifaces_are_capped()
{
	local got

	got=$(own_iface_caps)
	echo "$got"
	[ "$(echo $got)" = "64 0 1 ENOSPC" ]
}

ktap_print_header
ktap_set_plan 10
require_root
require nlreq unshare setpriv genl
nlreq=$(command -v nlreq)
insmod_rsvp
node_up

ktap_test "anybody may read" reads_all
ktap_test "anybody is told the policies" tells_policies
ktap_test "nobody may change anything" refused_all as_nobody
ktap_test "nor with rights over another namespace only" refused_all as_root_of_nothing
ktap_test "nor with rights that are younger than the socket" refused_all with_old_socket
ktap_test "in a namespace of their own anybody has a node" own_namespace
ktap_test "with the smaller cap of senders" senders_are_capped
ktap_test "with the smaller cap of interfaces" ifaces_are_capped
ktap_test "and this one has seen nothing of it" count sender 0
ktap_test "root may" in_ns "$node" nlreq -i dummy0 iface-set 'iface{ifindex=@ rsvp=1}' sender-new "$sender}"

ktap_finished
