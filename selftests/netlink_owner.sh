#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What a process asks for goes when its socket does, however it ends, unless it asked for it to persist; and nobody else
# can change it before.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_node.sh"

# hold WORDS...: nlreq with a socket that stays open until release; its answers are in $answers
answers=$(mktemp)
defer rm -f "$answers"
hold()
{
	local n=$(($# / 2))

	exec {stdin}> >(in_ns "$node" nlreq -w -i dummy0 "$@" >"$answers")
	holder=$!
	busywait 5000 answered $n
	cat "$answers"
	! grep -qv '^0 ' "$answers"
}

answered()
{
	[ "$(wc -l <"$answers")" = "$1" ]
}

release()
{
	exec {stdin}>&-
	wait "$holder"
}

kill_holder()
{
	local pid

	for pid in $(ip netns pids "$node"); do
		[ "$(cat "/proc/$pid/comm")" != nlreq ] || kill -KILL "$pid"
	done
	release
	return 0
}

owned()
{
	in_ns "$node" nlreq "$@"
}

ktap_print_header
ktap_set_plan 16
require_root
require nlreq
insmod_rsvp
node_up

ktap_test "a process makes a sender and a reservation" hold sender-new "$sender}" reservation-new "$reservation}"
ktap_test "the sender is there" count sender 1
ktap_test "the reservation is there" count reservation 1
cmd_fail_with "another process cannot delete the sender" "EPERM" owned sender-del "id=$(cut -d ' ' -f 3 "$answers" | head -n 1)"
cmd_fail_with "another process cannot replace the sender" "another process" owned sender-new "replace $sender}"
cmd_fail_with "another process cannot take it over to persist" "another process" owned sender-new "replace $sender persist}"
cmd_fail_with "another process cannot replace the reservation" "another process" \
	owned reservation-new "replace $reservation}"
cmd_fail_with "another process cannot delete the reservation" "another process" \
	owned reservation-del "reservation{$session style=17}"
release
ktap_test "all goes with the socket" gone

ktap_test "again" hold sender-new "$sender}" reservation-new "$reservation}"
kill_holder
ktap_test "all goes with a process that is killed" gone

ktap_test "what persists" hold sender-new "$sender persist}" reservation-new "$reservation persist}"
release
ktap_test "stays: the sender" count sender 1
ktap_test "stays: the reservation" count reservation 1
ktap_test "another process may delete it" \
	owned sender-del "${sender%% tspec*}}" reservation-del "reservation{$session style=17}"
ktap_test "and it is gone" gone

ktap_finished
