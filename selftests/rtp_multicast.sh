#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2154 # setup_ns assigns h1, r1, r2, h2
#
# A stream by RTP to a group between two programs that know nothing of RSVP, over links that others fill: rules at the sender's host and
# at the last router, and nothing of it is lost. topo_stream.sh has the scene, which is that of make demo-multicast, too.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_stream.sh"

not_at_receiver()
{
	stream_rsvp_on && [ -z "$(rsvpctl -n "$h2" interface show)" ]
}

# listen NAME, say NAME SECONDS: begin; what they say at the end is in a file
listen()
{
	start in_ns "$h2" "${stream_first[@]}" rtp.py receive "$stream_group" $stream_port >"$work/$1.received"
	receiver=$started
	busywait 5000 member "$h2"
}

say()
{
	start in_ns "$h1" "${stream_first[@]}" rtp.py send "$stream_group" $stream_port "$2" >"$work/$1.sent"
	sender=$started
}

# Until the receiver hears nothing more; what is in a queue then is neither lost nor received
run_ends()
{
	wait "$sender" "$receiver"
	busywait 5000 gone && captures_end
}

before()
{
	stream_watch "$work/before" && listen before && say before 2 && run_ends
}

# states NS: senders, reservations and classes
states()
{
	rsvpctl -n "$1" -j session show | jq -r 'map("\(.path | length) \(.resv | length) \(.tc | length)") | join(", ")'
}

gone()
{
	[ -z "$(states "$h1")$(states "$r1")$(states "$r2")" ]
}

# are NS STATES
are()
{
	[ "$(states "$1")" = "$2" ]
}

# has_class NS: at the rate that the rule says, in use, and none was too much
has_class()
{
	rsvpctl -n "$1" -j -s session show |
		jq -e '.[].tc[0] | .flowspec.rate_Bps == 200000 and .packets > 100 and (.demoted_packets // 0) == 0'
}

after()
{
	stream_watch "$work/after" && listen after && say after 2 && busywait 5000 has_class "$r2" &&
		has_class "$r1" && has_class "$h1" && run_ends
}

receiver_leaves()
{
	stream_watch "$work/leaves" && listen leaves && say leaves 60 && busywait 5000 are "$h1" "1 1 1" || return 1
	kill_process "$receiver"
	busywait 5000 are "$h1" "1 0 1" && busywait 5000 are "$r1" "1 0 0" && are_running "$sender"
}

sender_ends()
{
	kill_process "$sender"
	busywait 5000 gone && captures_end
}

still_loaded()
{
	are_running "$stream_load" && loses_best_effort "$r1" eth2 && loses_best_effort "$r2" eth2 && kill_process "$stream_load"
}

# tshark takes its time, from the others as well: once, when all is over
decoded()
{
	rtp_loss.py $stream_port "$work" >"$work/figures" && cat "$work/figures"
}

# holds NAME FILTER: of the figures of a run
holds()
{
	jq -e --arg name "$1" ".[\$name] | $2" "$work/figures"
}

# tell_run NAME: its figures; the programs say the same
tell_run()
{
	ktap_tell "$(jq -r --arg name "$1" '.[$name] | "\($name): of \(.sent) packets \(.received) arrive, \(.lost_pct) % are lost;" +
		" longest gap \(.gap) packets, \(.silence_ms) ms; jitter \(.jitter_ms) ms"' "$work/figures")"
	holds "$1" ".sent == $(<"$work/$1.sent") and .received == $(<"$work/$1.received")"
}

without_rules()
{
	tell_run before && holds before '.sent == 250 and .lost > 0.2 * .sent'
}

no_messages()
{
	holds before '.messages == {a: {}, b: {}, c: {}}'
}

# What is sent before the Resv is there is best effort: of the first frame, whose first packet made the Path go out
with_rules()
{
	tell_run after || return 1
	ktap_tell "$(jq -r '.after | "sent before the Resv was there: \(.sent - .reserved), of which lost: \(.lost - .reserved_lost);" +
		" sent after it: \(.reserved), of which lost: \(.reserved_lost)"' "$work/figures")"
	holds after '.sent == 250 and .reserved >= 245 and .reserved_lost == 0'
}

# The Path ends where it is answered
on_each_link()
{
	holds after '(.messages | .a, .b | .path and .resv and .pathtear) and .messages.c == {}'
}

torn()
{
	holds leaves '.messages | .a, .b | .resvtear and .pathtear'
}

ktap_print_header
ktap_set_plan 14
require jq mergecap tshark
stream_up
work=$temporary/runs
mkdir "$work"
ktap_test "RSVP is on, but not at the receiver" not_at_receiver
ktap_test "others want more than there is" stream_load
ktap_test "a stream without rules" before
ktap_test "rules at the sender's host and at the last router" stream_rules
ktap_test "the stream has a class at each hop" after
ktap_test "the receiver leaves" receiver_leaves
ktap_test "the sender ends" sender_ends
ktap_test "all that under load" still_loaded
ktap_test "captures are decoded" decoded
ktap_told "without rules much of the stream is lost" without_rules
ktap_test "and nobody speaks RSVP" no_messages
ktap_told "with rules nothing that is reserved is lost" with_rules
ktap_test "Path, Resv and PathTear are on each link before the last" on_each_link
ktap_test "and ResvTear, when the receiver leaves" torn
ktap_finished
