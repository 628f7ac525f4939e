# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# Questions about what is on the wire and what the nodes know, to one process that watches: observe.py says what it
# understands. A process for each question would cost more than all that is tested.

# observe NS:DEV=LINK...: watch these ends of links until the test ends
observe()
{
	coproc OBSERVER { exec python3 -B "$SELFTESTS/observe.py" "$@"; }
	defer kill_process "$OBSERVER_PID"
	# Those of a coprocess are closed in subshells
	exec {observer_in}>&"${OBSERVER[1]}" {observer_out}<&"${OBSERVER[0]}"
	say 1 >/dev/null || ktap_exit_fail_msg "nobody observes"
}

ask()
{
	local answer

	printf '%s\0' "$*" >&"$observer_in" && IFS= read -r -d '' answer <&"$observer_out" || return 1
	[ -z "${answer:1}" ] || echo "${answer:1}"
	[[ $answer == +* ]]
}

# see SECONDS EXPRESSION: until it holds
see()
{
	ask "see $*"
}

# stays SECONDS EXPRESSION: it holds, and goes on to
stays()
{
	ask "stays $*"
}

# say EXPRESSION: what it is
say()
{
	ask "say $*"
}

# act STATEMENTS
act()
{
	ask "act $*"
}

# in_order [EXPRESSION]: of the messages m that were seen, those of which that holds have their objects in the order that RFC 2205
# shows. 3.1: "An implementation should create messages with the objects in the order shown here"
in_order()
{
	see 0 "[brief(m) for m in seen if (${1:-True}) and not rsvpmsg.in_order(rsvpmsg.parse(m.raw))] == []"
}

# All that is left when everything has gone: nothing. For NS...
nothing_left()
{
	local ns

	for ns; do
		see 5 "state('$ns') == []" &&
			see 5 "all(not i.get('reserved_Bps') and not i.get('classes') for i in ctl('$ns', 'interface', 'show'))" ||
			return 1
	done
}
