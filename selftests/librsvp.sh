#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# librsvp, by the example programs that come with it, and `rsvpctl socket` on the sockets of programs that know nothing of it:
# what they set is what the kernel has, what happens is what they are told.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_pair.sh"

require rsvpctl jq python3
require_root
examples=$(dirname "$(command -v rsvpctl)")/examples
[ -x "$examples/mcast_send" ] || ktap_skip_all "the examples of librsvp are not here"

group=239.1.1.5
out=$(mktemp -d)
defer rm -rf "$out"

# example NS NAME WORD...: its output is in $out/NAME, its number in $started
example()
{
	start in_ns "${!1}" "$examples/$2" "${@:3}" >"$out/$2" 2>&1
}

# says NAME TEXT: a line of what the program said, within 5 s
says()
{
	busywait 5000 grep -qxF -- "$2" "$out/$1" || { cat "$out/$1"; return 1; }
}

# shows NS EXPRESSION [SOCKET]...: what rsvpctl shows of sockets, within 5 s
shows()
{
	busywait 5000 shows_now "$@"
}

shows_now()
{
	local output
	output=$(rsvpctl -n "${!1}" -j socket show "${@:3}") || return 1
	echo "$output"
	jq -e "$2" <<<"$output" >/dev/null
}

# One group, from who sends to who has reserved, with what the template says
from_example_to_example()
{
	example b mcast_recv $group 5004 && receiver=$started && shows b '.[0].leaf[0].direction == "receive"' &&
		shows_now b '.[0] | .receive.service_type == "controlled-load" and .confirm == 1 and .reservations == 0' &&
		example a mcast_send $group 5004 && sender=$started &&
		says mcast_recv "somebody sends, 11000 bytes/s" && says mcast_recv "the reservation is confirmed" &&
		says mcast_send "somebody has reserved" && says mcast_recv "50 packets" &&
		shows a '.[0] | .senders == 1 and .receivers == 1 and .leaf[0].session.dst == "239.1.1.5" and
			.leaf[0].send.token_rate_Bps == 11000 and .leaf[0].direction == "send"' &&
		shows b '.[0] | .reservations == 1 and .senders == 0' &&
		busywait 5000 installed 88kbit
}

# installed RATE: what a keeps for the group
installed()
{
	rsvpctl -n "$a" session show udp $group:5004 | tee "$out/session" | grep -q "installed.* rate $1 " || { cat "$out/session"; return 1; }
}

# The program is told when its sender goes, and the session is gone with the two
gone_is_told()
{
	kill_process "$sender"
	says mcast_recv "nobody sends" && shows a '. == []' && kill_process "$receiver" && shows b '. == []' &&
		busywait 5000 no_session
}

no_session()
{
	[ -z "$(rsvpctl -n "$a" session show)$(rsvpctl -n "$b" session show)" ]
}

# A file for a lane only: what it writes to is thrown away
with_template()
{
	mkdir -p /etc/rsvp/templates.d && cat >/etc/rsvp/templates.d/waits.conf <<-EOT && cat >/etc/rsvp/templates.d/selftest.conf <<-EOT && templates_of_a_file
	send.service-type = controlled-load
	send.token-rate = 20000
	nonconforming = shape
	EOT
	send.service-type = guaranteed
	send.token-rate = 20000
	send.peak-bandwidth = 10000
	EOT
}

templates_of_a_file()
{
	rsvpctl template list | grep -qx 'selftest /etc/rsvp/templates.d/selftest.conf' &&
		rsvpctl template show waits | grep -qx 'waits: send controlled-load rate 160kbit nonconforming shape' &&
		fails_with "$group: " in_ns "$a" "$examples/mcast_send" $group 5004 selftest &&
		rsvpctl -n "$a" rule add match dport 9 template waits && rsvpctl -n "$a" rule show | grep -q 'send .* nonconforming shape idle' &&
		rsvpctl -n "$a" -j rule show | jq -e '.[0].nonconforming == "shape"' &&
		rsvpctl -n "$a" rule del id "$(rsvpctl -n "$a" -j rule show | jq '.[0].id')" &&
		fails_with 'there is no template "none"' in_ns "$a" "$examples/mcast_send" $group 5004 none &&
		fails setpriv --reuid 65534 --clear-groups touch /etc/rsvp/templates.d/others.conf &&
		echo 'send.peak-bandwith = 10000' >>/etc/rsvp/templates.d/selftest.conf &&
		fails_with 'selftest.conf:4: "peak-bandwith"' in_ns "$a" "$examples/mcast_send" $group 5004 selftest
}

# Those that are good are shown, of those that are not it is said why
bad_files()
{
	local dir=/etc/rsvp/templates.d status

	echo nothing >$dir/GSM.conf && rsvpctl template show >"$out/shown" 2>"$out/bad"
	status=$?
	cat "$out/shown" "$out/bad"
	[ $status = 2 ] && [ "$(wc -l <"$out/shown")" = 9 ] && [ "$(wc -l <"$out/bad")" = 2 ] && grep -q '^waits: ' "$out/shown" &&
		grep -q '^H263QCIF: ' "$out/shown" && grep -qF "$dir/GSM.conf:1: \"nothing\" has no" "$out/bad" &&
		grep -qF "$dir/selftest.conf:4: \"peak-bandwith\"" "$out/bad" &&
		rsvpctl -j template show 2>/dev/null | jq -e 'length == 9 and .[8].name == "waits"' &&
		rsvpctl template list | grep -qx "GSM $dir/GSM.conf (bad)" && rsvpctl template list | grep -qx "waits $dir/waits.conf" &&
		rsvpctl -j template list | jq -e '[.[] | select(.error) | .name] == ["GSM", "selftest"]' && fails_with 'GSM.conf:1' rsvpctl template show GSM &&
		rm $dir/GSM.conf $dir/selftest.conf && rsvpctl template show >"$out/shown" && [ "$(wc -l <"$out/shown")" = 9 ]
}

# What is built in is there until a file has its name, and again when that is gone
template_replaced()
{
	local file=/etc/rsvp/templates.d/G711.conf

	mkdir -p "${file%/*}" && [ "$(rsvpctl template list | grep -c ' (built in)$')" = 8 ] && echo 'send.service-type = no-traffic' >"$file" &&
		rsvpctl template list | grep -qx "G711 $file" && rsvpctl template show G711 | grep -qx 'G711: send no-traffic' &&
		rm "$file" && rsvpctl template show G711 | grep -q '^G711: send controlled-load rate 88kbit'
}

# program NS CODE: a program with sockets that knows nothing of RSVP
program()
{
	start in_ns "${!1}" python3 -c "
import socket, time
$2
print('ready', *[s.fileno() for s in all], flush=True)
time.sleep(1000)" >"$out/program-$1" 2>&1 && busywait 10000 grep -q ^ready "$out/program-$1" &&
		read -r _ fd other <"$out/program-$1"
}

# The sockets of two programs, one by pid and fd, one by its address
sockets_of_others()
{
	program b "
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(('10.0.1.2', 5006))
all = [s]" && receiver=$started && program a "
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(('10.0.1.1', 5005))
s.connect(('10.0.1.2', 5006))
t = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
t.bind(('0.0.0.0', 5007))
all = [s, t]" && sender=$started &&
		rsvpctl -n "$a" socket set pid "$sender" fd "$fd" send controlled-load rate 800kbit bucket 3000b peak unlimited mtu 1000 min 100 dscp 46 \
			nonconforming discard &&
		shows a '.[0] | .nonconforming == "discard" and .senders == 1 and .local.sport == 5005 and .peer.src == "10.0.1.2" and .dscp == 46 and
			.send.token_rate_Bps == 100000 and .send.max_sdu_size_B == 1000' pid "$sender" fd "$fd" &&
		rsvpctl -n "$b" socket set udp 10.0.1.2:5006 receive guaranteed rate 1mbit style wf &&
		shows b '.[0].reservations == 1' udp 10.0.1.2:5006 &&
		shows a '.[0].receivers == 1' udp 10.0.1.1:5005 peer 10.0.1.2:5006 &&
		rsvpctl -n "$a" sender show udp 10.0.1.2:5006 | grep -q ' service controlled-load nonconforming discard'
}

# What is shown can be said again, and changes nothing
round_trip()
{
	local before after words

	before=$(rsvpctl -n "$a" socket show udp 10.0.1.1:5005) && words=$(sed -n 2p <<<"$before") && echo "$before" &&
		rsvpctl -n "$a" socket set udp 10.0.1.1:5005 $words && after=$(rsvpctl -n "$a" socket show udp 10.0.1.1:5005) &&
		echo "$after" && [ "$before" = "$after" ]
}

# A destination that is only said, a template with a word of its own, one direction that ends
destination()
{
	rsvpctl -n "$a" socket set pid "$sender" fd "$other" template G729 send controlled-load rate 40kbit to 10.0.1.2:5006 &&
		shows a '.[0].destination[0] | .session.dst == "10.0.1.2" and .session.proto == 17 and .send.token_rate_Bps == 5000 and
			.send.token_bucket_size_B == 160' udp 0.0.0.0:5007 &&
		shows a '.[0].senders == 1' udp 0.0.0.0:5007 &&
		rsvpctl -n "$a" socket set udp 10.0.1.1:5005 send no-traffic &&
		shows a 'all(.[]; .local.sport != 5005)' && fails_with 'no QoS' rsvpctl -n "$a" socket show udp 10.0.1.1:5005 &&
		fails_with 'rsvp.socket.' rsvpctl -n "$a" socket set udp 10.0.1.1:5005 send controlled-load to 10.0.1.2:5006 &&
		fails_with 'attribute rsvp.socket.send.token-rate' rsvpctl -n "$a" socket set udp 10.0.1.1:5005 send guaranteed rate 0
}

leaves()
{
	rsvpctl -n "$a" socket join udp 0.0.0.0:5007 group $group:5004 direction both dev eth0 template G711 &&
		shows a '.[0].leaf[0] | .direction == "both" and .send.token_rate_Bps == 11000' udp 0.0.0.0:5007 &&
		in_ns "$a" ip maddress show dev eth0 | grep -q " $group" &&
		rsvpctl -n "$a" socket show udp 0.0.0.0:5007 | grep -q "group $group:5004 dev .* direction both send controlled-load rate 88kbit" &&
		fails_with 'already' rsvpctl -n "$a" socket join udp 0.0.0.0:5007 group $group:5004 direction both dev eth0 &&
		rsvpctl -n "$a" socket leave udp 0.0.0.0:5007 group $group:5004 dev eth0 &&
		shows a '.[0].leaf == null' udp 0.0.0.0:5007 &&
		fails grep -q " $group" <(in_ns "$a" ip maddress show dev eth0) &&
		fails rsvpctl -n "$a" socket leave udp 0.0.0.0:5007 group $group:5004 dev eth0
}

# As one line each, in JSON and in words; the example is the one who asks here
monitored()
{
	local monitor

	start rsvpctl -n "$a" -j monitor sockets >"$out/json" && monitor=$started
	start rsvpctl -n "$a" monitor sockets >"$out/text"
	example a mcast_send $group 5004 && sender=$started && example b mcast_recv $group 5004 && says mcast_send "somebody has reserved" &&
		busywait 5000 grep -q '"status":"receivers"' "$out/json" && cat "$out/json" &&
		jq -es '.[] | select(.name == "notice-ntf") | .notice | .direction == "send" and .session.dst == "239.1.1.5"' "$out/json" &&
		busywait 5000 grep -q "^\[notice\] socket [0-9]* receivers send udp $group:5004" "$out/text" && are_running "$monitor" "$sender"
}

# Who may not configure the network has his quota
quota()
{
	local user=(setpriv --reuid 65534 --clear-groups --bounding-set -all --inh-caps -all)

	rsvpctl -n "$a" -j quota show | jq -e '.[0].sockets > 0 and .[0].rate_Bps > 0' && rsvpctl -n "$a" quota set sockets 0 &&
		rsvpctl -n "$a" quota show | grep -q '^sockets 0 rate ' &&
		fails_with 'quota' in_ns "$a" "${user[@]}" "$examples/mcast_send" $group 5010 &&
		rsvpctl -n "$a" quota set sockets 5 rate 80kbit && rsvpctl -n "$a" quota show | grep -qx 'sockets 5 rate 80kbit' &&
		fails_with 'quota' in_ns "$a" "${user[@]}" "$examples/mcast_send" $group 5010 &&
		rsvpctl -n "$a" quota set rate 88kbit &&
		start in_ns "$a" "${user[@]}" "$examples/mcast_send" $group 5010 >"$out/user" 2>&1 &&
		shows a 'any(.[]; .uid == 65534 and .senders == 1)' && kill_process "$started" &&
		fails_with 'not permitted' in_ns "$a" "${user[@]}" rsvpctl quota set rate 1gbit
}

# IPv6 and TCP: the listening socket and that of a connection are bound to the same
by_peer()
{
	local port

	program b "
import threading
l = socket.create_server(('fd00:1::2', 5012), family=socket.AF_INET6)
c = []
threading.Thread(target=lambda: c.append(l.accept()), daemon=True).start()
all = [l]" && receiver=$started && program a "
s = socket.create_connection(('fd00:1::2', 5012))
u = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
u.bind(('::', 5013))
print(s.getsockname()[1], file=open('$out/port', 'w'), flush=True)
all = [s, u]" && sender=$started && read -r port <"$out/port" &&
		fails_with '2 sockets are like that: name "peer", or' rsvpctl -n "$b" socket set 'tcp' '[fd00:1::2]:5012' receive controlled-load &&
		rsvpctl -n "$b" socket set tcp '[fd00:1::2]:5012' peer "[fd00:1::1]:$port" receive controlled-load confirm &&
		rsvpctl -n "$a" socket set tcp "[fd00:1::1]:$port" send controlled-load rate 400kbit &&
		shows b '.[0] | .reservations == 1 and .peer.src == "fd00:1::1" and .proto == 6' tcp '[fd00:1::2]:5012' peer "[fd00:1::1]:$port" &&
		shows a '.[0].receivers == 1' tcp "[fd00:1::1]:$port" &&
		rsvpctl -n "$a" socket join udp '[::]:5013' group '[ff05::5]:5013' direction both dev eth0 send controlled-load rate 80kbit &&
		in_ns "$a" ip maddress show dev eth0 | grep -q ' ff05::5' &&
		shows a '.[0] | .leaf[0].session.dst == "ff05::5" and .senders == 1' udp '[::]:5013' &&
		rsvpctl -n "$a" socket set udp '[::]:5013' send controlled-load rate 8kbit to '[fd00:1::2]:5014' &&
		shows a '.[0] | .destination[0].session.dst == "fd00:1::2" and .senders == 2' udp '[::]:5013'
}

# By itself, not by the examples
by_ctypes()
{
	program b "
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(('10.0.1.2', 5008))
all = [s]" && cat >"$out/receiver" <<-EOT && chmod +x "$out/receiver" &&
	#!/bin/sh
	case \$1 in
	on) service=controlled-load ;;
	off) service=best-effort ;;
	esac
	exec rsvpctl -n $b socket set udp 10.0.1.2:5008 receive \$service
	EOT
		in_ns "$a" python3 "$SELFTESTS/librsvp.py" "$examples/../librsvp.so.0" "$out/receiver"
}

ktap_print_header
ktap_set_plan 13
insmod_rsvp
pair_up
ip -n "$a" route add 224.0.0.0/4 dev eth0
ip -n "$b" route add 224.0.0.0/4 dev eth0
rsvp_on bandwidth 10mbit || ktap_exit_fail_msg "RSVP cannot be turned on"

ktap_test "a group, from one example to the other" from_example_to_example
ktap_test "who goes is told of" gone_is_told
if [ -n "${RSVP_LANE:-}" ]; then
	ktap_test "templates of files" with_template
	ktap_test "and of bad ones" bad_files
	ktap_test "and in place of those that are built in" template_replaced
else
	ktap_test_skip "templates of files"
	ktap_test_skip "and of bad ones"
	ktap_test_skip "and in place of those that are built in"
fi
ktap_test "sockets of programs that know nothing of it" sockets_of_others
ktap_test "what is shown can be said again" round_trip
ktap_test "destinations, and one direction that ends" destination
ktap_test "groups of others' sockets" leaves
ktap_test "rsvpctl monitor sockets" monitored
ktap_test "the quota of users" quota
ktap_test "IPv6, TCP, and a peer that tells two sockets apart" by_peer
ktap_test "errors, questions, events" by_ctypes
ktap_finished
