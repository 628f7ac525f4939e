#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2154,SC2034 # setup_ns assigns h1, r1, r2, h2; topo_stream.sh reads typed
#
# The demo as it happens in the virtual machine; topo_stream.sh has the place. What is measured goes to $RSVP_OUT, where analyse.py
# judges it: this script draws no conclusion. Uses ffmpeg.
#
# usage: scene.sh FILM
set -u

. "${0%/*}/../../lib.sh"
. "${0%/*}/../../topo_stream.sh"
. "${0%/*}/../stage.sh"

typed=(show)
work=$temporary/demo
mkdir "$work"
cp "$1" "$work/film.ts"
cd "$work" || exit 1
# What a receiver has to know
cat >film.sdp <<-END
	v=0
	o=- 0 0 IN IP4 $H1
	s=film
	c=IN IP4 $stream_group/16
	t=0 0
	m=video $stream_port RTP/AVP 33
END

finish()
{
	rm -f "$work/film.ts"
	cp "$work"/* "$RSVP_OUT"/
	run_deferred
}
trap finish EXIT

# play NS ARGS...: ffmpeg, as one would type it, in the background
play()
{
	echo "# ip netns exec $1 ffmpeg ${*:2}"
	start in_ns "$1" ffmpeg -nostdin -v error "${@:2}" >>"$work/ffmpeg.said" 2>&1
}

# silent: no more packets came to groups at h2, since it was asked before
silent()
{
	local before=$came

	came=$(in_ns h2 awk '/^IpExt:/ { for (i = 2; i <= NF; i++) if ($i == "InMcastPkts") n = i; else if (i == n) print $i }' \
		/proc/net/netstat)
	[ "$came" = "$before" ]
}

# run NAME [LOOK]: from ffmpeg to ffmpeg
run()
{
	must stream_watch "$work/$1"
	play h2 -protocol_whitelist file,rtp,udp -i film.sdp -c copy "$1.ts"
	receiver=$started
	must busywait 5000 member h2
	play h1 -re -i film.ts -c copy -f rtp_mpegts "rtp://$stream_group:$stream_port?pkt_size=1328"
	sender=$started
	"${@:2}"
	wait "$sender"
	came=''
	must wait_until 20000 1 silent
	kill -INT "$receiver"
	wait "$receiver"
	captures_end
}

# flows PACKETS: so many have passed the last router
flows()
{
	rsvpctl -n r2 -j -s session show | jq -e ".[0].tc[0].packets > $1" >/dev/null
}

look()
{
	local ns

	must busywait 10000 flows 1000
	say "Meanwhile: path and reservation state at every hop"
	for ns in h1 r1 r2; do
		show rsvpctl -d -n $ns -s session show
	done
	say "What both routers scheduled: class MAJ:10 is the reservation, MAJ:2 everybody else"
	for ns in r1 r2; do
		show tc -n $ns -s class show dev eth2 | awk '/^class/ { ours = /^class hfsc .*:(10|2) / } /^#/ || ours && NF'
	done
}

gone()
{
	[ "$(for ns in h1 r1 r2; do rsvpctl -n $ns session show; done)" = "" ]
}

say "Four network namespaces in a line: h1 - r1 - r2 - h2; smcroute routes 239.1.1.1. 10 Mbit/s from r1 to r2, 8 on to h2"
stream_up
say "h1, r1 and r2 are RSVP nodes. h2 is none"
must stream_rsvp_on
say "From now on others want 15 Mbit/s, in 36 flows"
must stream_load

say "Before: ffmpeg sends a film of 1.2 Mbit/s to a group, and another ffmpeg at h2 has joined it"
run before

say "h1 gets a rule for its sockets, and r2 one to answer for who has joined, by IGMP, behind it"
must stream_rules
say "After: the same, beside the same others; only the two rules are new"
run after look

say "With the stream all that was made for it goes"
must busywait 10000 gone
show rsvpctl -n h1 rule show
show rsvpctl -n r2 rule show
for at in "r1 eth2" "r2 eth2"; do
	echo "${at% *} ${at#* }: $(best_effort "${at% *}" "${at#* }") packets of others were dropped"
done
