#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# shellcheck disable=SC2154,SC2016 # setup_ns assigns a and b; what stands in quotes is for the shell that is run
#
# rsvpctl run: a command is run as it would be without it, but that its sockets have QoS, and nothing of that is left.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_pair.sh"

if [ "$IPV" = 6 ]; then
	B=fd00:1::2 other=4 wrong=10.0.1.2 receiver=(udpflow recv 5006 -6) dscp="ip6 dscp"
else
	B=10.0.1.2 other=6 wrong=fd00:1::2 receiver=(udpflow recv 5006) dscp="ip dscp"
fi
root=/sys/fs/cgroup
CL=(send controlled-load rate 50kbps)

# run WORD...: on a
run()
{
	rsvpctl -n "$a" run "$@"
}

# rules [FILTER]: the rules of a
rules()
{
	rsvpctl -n "$a" -j rule show | jq -c "${1:-.}"
}

is_rules()
{
	is "$(rules "$1")" "$2"
}

cgroups()
{
	find "$root" -maxdepth 1 -name 'rsvp-*'
}

nothing_left()
{
	is "$(rules)$(rsvpctl -n "$a" -j socket show)$(cgroups)" "[][]"
}

# ends STATUS WORD...: how the command ends, and nothing is left of it at once
ends()
{
	local status=$1 got=0
	shift
	run G711 -- "$@" || got=$?
	is $got "$status" && nothing_left
}

statuses()
{
	ends 0 true && ends 7 bash -c 'exit 7' && ends 137 bash -c 'kill -KILL $$' && ends 143 bash -c 'kill -TERM $$'
}

not_run()
{
	ends 127 "$temporary/no-such" && ends 127 no-such-command && ends 126 /etc/passwd && ends 126 /etc &&
		is "$(run G711 -- no-such-command 2>&1)" "Error: no-such-command: No such file or directory"
}

# Words, environment, standard input and output, signals that are ignored or blocked
as_without()
{
	local says='cat; echo "$1|$2|$WORD" >&2; grep -E "^Sig(Blk|Ign)" /proc/$$/status'

	export WORD="of the environment"
	bash -c "$says" x "a  b" "" <<<in >"$temporary/without" 2>&1 &&
		run G711 -- bash -c "$says" x "a  b" "" <<<in >"$temporary/with" 2>&1 && cat "$temporary/with" &&
		cmp "$temporary/without" "$temporary/with"
}

# In a cgroup of its own from its first instruction on, which a rule of that name is for
own_cgroup()
{
	local cgroup

	cgroup=$(run G711 -- cat /proc/self/cgroup | sed -n 's/^0:://p')
	echo "$cgroup"
	[[ $cgroup =~ ^/rsvp-[0-9]+$ ]] && nothing_left
}

# what WORD...: of a rule, but for what differs anyway
what()
{
	rules '.[0] | del(.id, .cgroup, .persist, .owner)'
}

# Every word is that of `rule add`
same_words()
{
	local words=(send controlled-load rate 5kbps proto udp dst "$B" dport 5004-5005 sport 6000 mark 0x10/0xf0 direction send style se confirm dscp 46
		idle 5s label mine priority 7)
	local id by_run

	by_run=$(run G711 "${words[@]}" -- rsvpctl -n "$a" -j rule show | jq -c '.[0] | del(.id, .cgroup, .persist, .owner)') || return 1
	id=$(rsvpctl -n "$a" rule add match template G711 "${words[@]}") && is "$by_run" "$(what)" && rsvpctl -n "$a" rule del id "${id##* }" &&
		is "$(jq -c '[.send.token_rate_Bps, .style, .dscp, .dport_last, .label]' <<<"$by_run")" '[5000,"se",46,5005,"mine"]'
}

# One of a family
families()
{
	is "$(rsvpctl -n "$a" "-$IPV" run G711 -- rsvpctl -n "$a" -j rule show | jq '.[0].family')" "$([ "$IPV" = 6 ] && echo 10 || echo 2)" &&
		fails_with "\"$wrong\" is no IPv$IPV address" rsvpctl -n "$a" "-$IPV" run G711 dst "$wrong" -- true &&
		fails_with "is no IPv$other address" rsvpctl -n "$a" "-$other" run G711 dst "$B" -- true
}

# sends WORD...: a command in the background that has sent to $B:5004 when this returns; ends with its rsvpctl, or by finish
sends()
{
	exec {stdin}> >(exec rsvpctl -n "$a" run "$@" -- bash -c "exec 3>/dev/udp/$B/5004; echo x >&3; echo \$\$ >$temporary/pid; read || exit 0")
	runner=$!
	busywait 5000 test -s "$temporary/pid" && read -r program <"$temporary/pid" && rm "$temporary/pid" && defer kill -KILL "$program"
}

finish()
{
	exec {stdin}>&-
	wait "$runner"
}

# Its sockets have it, and nobody else's; it is shown whose it is
has_qos()
{
	sends "${CL[@]}" label mine && busywait 3000 is_rules 'map([.label, .flows, .active, .direction])' '[["mine",1,1,"send"]]' || return 1
	in_ns "$a" bash -c "echo x >/dev/udp/$B/5005"
	is_rules 'map([.flows, .active])' '[[1,1]]' && is "$(rsvpctl -n "$a" -j socket show | jq -c 'map([.send.token_rate_Bps, .rule])')" \
		"[[50000,$(rules 'map(.id)')]]" && is "$(rsvpctl -n "$a" -j session show | jq -c 'map([.session.dst, .session.dport, (.path | length)])')" \
		"[[\"$B\",5004,1]]" && rsvpctl -n "$a" rule show | grep -q "cgroup /rsvp-$runner\$" && rsvpctl -n "$a" rule show | grep -q 'transient$' &&
		rsvpctl -n "$a" -d rule show | grep -q 'transient owner [1-9]'
}

others_cannot()
{
	fails_with "the rule belongs to another process" rsvpctl -n "$a" rule del id "$(rules '.[0].id')"
}

gone_with_it()
{
	finish && nothing_left && is "$(rsvpctl -n "$a" -j session show)" "[]"
}

# The program goes on, without QoS
killed()
{
	sends "${CL[@]}" && busywait 3000 is_rules 'map(.active)' '[1]' && kill -KILL "$runner" && busywait 3000 is_rules . '[]' &&
		busywait 3000 is "$(rsvpctl -n "$a" -j socket show)" "[]" && kill -0 "$program" && is "$(cgroups)" "$root/rsvp-$runner" &&
		exec {stdin}>&- && busywait 3000 dead "$program"
}

dead()
{
	[ ! -e "/proc/$1" ]
}

# What one that was killed had to leave goes with the next one
swept()
{
	is "$(cgroups)" "$root/rsvp-$runner" && ends 0 true
}

# catches SIGNAL: one that is sent to rsvpctl is the program's, whose status is told
catches()
{
	local status=0

	rm -f "$temporary/ready"
	rsvpctl -n "$a" run G711 -- bash -c "trap 'exit 5' $1; echo >$temporary/ready; while :; do read -rt 0.1 -u 3; done" 3<> <(:) &
	runner=$!
	busywait 5000 test -e "$temporary/ready" && kill "-$1" $runner || return 1
	wait $runner || status=$?
	is $status 5 && nothing_left
}

forwarded()
{
	# Of a shell in the background, INT and QUIT are ignored
	catches TERM && catches HUP && catches USR1 && catches USR2
}

# Who has no handler ends, and says so
terminated()
{
	local status=0

	sends "${CL[@]}" && kill -TERM "$runner" && wait "$runner" || status=$?
	is $status 143 && nothing_left
}

# A daemon of the command: the command has ended, the rule is there until the daemon has
outlived()
{
	local status=0

	mkfifo "$temporary/fifo"
	is "$(run "${CL[@]}" -- bash -c "(exec 3>/dev/udp/$B/5004; echo x >&3; read <$temporary/fifo) >/dev/null & echo begun; exit 3" || echo $?)" "begun
3" && busywait 3000 is_rules 'map(.active)' '[1]' || return 1
	echo >"$temporary/fifo"
	busywait 3000 nothing_left
}

# Between two hosts, neither of whose programs knows of it, and with the DSCP that the one that sends is given
both_ends()
{
	in_ns "$b" nft "table inet marks { chain in { type filter hook prerouting priority -300; udp dport 5006 $dscp 46 counter; }; }" &&
		rsvpctl -n "$a" interface set dev eth0 rsvp on bandwidth 10mbit && rsvpctl -n "$b" interface set dev eth0 rsvp on bandwidth 10mbit || return 1
	start rsvpctl -n "$b" run G711 direction receive -- "${receiver[@]}" -t 1000
	runner=$started
	start rsvpctl -n "$a" run G711 direction send dscp 46 -- udpflow send "$B" 5006 -l 200 -t 1000 -r 10000
	busywait 10000 reserved && busywait 5000 marked && kill_process "$started" && kill_process "$runner" && busywait 3000 nothing_left
}

reserved()
{
	rsvpctl -n "$a" -j session show | jq -e '.[0].resv | length == 1 and .[0].style == "wf" and .[0].flowspec.rate_Bps == 11000'
}

marked()
{
	in_ns "$b" nft list chain inet marks in | grep 'counter packets [1-9]'
}

# as_nobody WORD...: in the namespace of a, with the files of ours
as_nobody()
{
	nsenter "--net=/run/netns/$a" setpriv --reuid 65534 --regid 65534 --clear-groups "$@"
}

not_permitted()
{
	fails_with "/rsvp-" as_nobody rsvpctl run G711 -- true && as_nobody rsvpctl run G711 -- true 2>&1 | grep -q 'Error: cgroup .*: Permission denied$'
	is "${PIPESTATUS[0]}" 2 && nothing_left
}

# With a cgroup of their own, but no rights over the network
without_rights()
{
	mkdir "$root/nobody" && chown 65534 "$root/nobody" "$root/nobody/cgroup.procs" || return 1
	fails_with "not permitted: CAP_NET_ADMIN is needed" bash -c '
		echo $$ >'"$root"'/nobody/cgroup.procs
		exec nsenter "--net=/run/netns/$1" setpriv --reuid 65534 --regid 65534 --clear-groups rsvpctl run G711 -- true' x "$a" &&
		is "$(rules)" "[]" && rmdir "$root/nobody"
}

# Below its own cgroup, whose limits it has
below_own()
{
	mkdir "$root/service" || return 1
	is "$(bash -c 'echo $$ >'"$root"'/service/cgroup.procs; rsvpctl -n "$1" run G711 -- cat /proc/self/cgroup' x "$a" | sed -n 's/^0:://p' | sed 's/[0-9]*$//')" \
		"/service/rsvp-" && rmdir "$root/service"
}

# `ip netns exec` has another /sys, without cgroups
no_cgroups()
{
	fails_with "no cgroups of version 2 are mounted here" in_ns "$a" rsvpctl run G711 -- true && is "$(rules)" "[]"
}

ktap_print_header
ktap_set_plan 20
require_root
require rsvpctl jq nft udpflow setpriv nsenter
[ -e /proc/self/cgroup ] || ktap_skip_all "this kernel has no cgroups"
[ "$(stat -fc %T $root)" = cgroup2fs ] || { mount -t cgroup2 none $root && defer umount $root; } || ktap_skip_all "no cgroups of version 2"
insmod_rsvp
pair_up

ktap_test "the exit status is the command's" statuses
ktap_test "as of env, when it cannot be executed" not_run
ktap_test "the command finds what it would find without" as_without
ktap_test "and a cgroup of its own" own_cgroup
ktap_test "which may be below another" below_own
ktap_test "the words are those of rule add" same_words
ktap_test "-4 and -6" families
ktap_test "its sockets have QoS" has_qos
ktap_test "by a rule that nobody else deletes" others_cannot
ktap_test "which goes with it" gone_with_it
ktap_test "rsvpctl is killed: no rule is left" killed
ktap_test "nor a cgroup, when there is another" swept
ktap_test "signals are the command's" forwarded
ktap_test "and end it" terminated
ktap_test "what it leaves in the background has QoS until it ends" outlived
ktap_test "sender and receiver" both_ends
ktap_test "somebody without rights over cgroups" not_permitted
ktap_test "somebody without rights over the network" without_rights
ktap_test "no cgroups" no_cgroups
ktap_test "and the module can go" rmmod_rsvp

ktap_finished
