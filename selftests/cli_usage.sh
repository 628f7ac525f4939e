#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Wrong command lines: exit status 1, nothing on stdout, and one line on stderr that names the word. All of it is found
# before the kernel is asked, so the module is not needed.
. "${0%/*}/lib.sh"

require rsvpctl
temp=$(mktemp -d)
defer rm -rf "$temp"

# run WORD...: what it says, where it says it, how it ends
run()
{
	rsvpctl "$@" >"$temp/out" 2>"$temp/err"
	status=$?
	sed 's/^/stdout: /' "$temp/out"
	sed 's/^/stderr: /' "$temp/err"
	echo "status: $status"
}

# refused TEXT WORD...: the one line says TEXT, and nothing else happens
refused()
{
	local text=$1
	shift
	run "$@"
	[ "$status" = 1 ] && [ ! -s "$temp/out" ] && [ "$(wc -l <"$temp/err")" = 1 ] && grep -qF -- "$text" "$temp/err"
}

says()
{
	local text=$1
	shift
	run "$@"
	[ "$status" = 0 ] && [ ! -s "$temp/err" ] && grep -qF -- "$text" "$temp/out"
}

# An address may end in what looks like a port: that is said, and what follows is found wrong all the same
warned()
{
	run session show udp fd00:3::2:5004 frobnicate
	[ "$status" = 1 ] && [ ! -s "$temp/out" ] &&
		grep -qxF 'Warning: "fd00:3::2:5004" has no port: with one it is [ADDRESS]:PORT' "$temp/err" || return 1
	for address in fd00:3::2 '[fd00:3::2:5004]' '[fd00:3::2]:5004' fd00:3::2:abcd; do
		run session show udp "$address" frobnicate
		[ "$status" = 1 ] && ! grep -q Warning "$temp/err" || return 1
	done
}

usage_told()
{
	run
	[ "$status" = 1 ] && [ ! -s "$temp/out" ] && grep -q '^Usage: ' "$temp/err"
}

bad() # TEXT WORD...
{
	ktap_test "rsvpctl ${*:2}: $1" refused "$@"
}

good() # TEXT WORD...
{
	ktap_test "rsvpctl ${*:2}" says "$@"
}

ktap_print_header
session=(udp 10.0.3.2:5004)
from=(from 10.0.1.2:5004)
gs=(service guaranteed rate 312kbps)

bad '"frobnicate"' frobnicate
bad '"frobnicate"' interface frobnicate
bad '"int"' int show
bad '"sho"' session sho
bad '"-x"' -x
bad '"-x"' -jx
bad '"-n"' -n
bad '"--netns"' --netns
bad '"--json=3" takes no value' --json=3
bad "\"$temp\": " -b "$temp"
bad '-4 and -6' -4 -6 stats
bad '"frobnicate"' help frobnicate
bad '"help"' sender add help help
bad '"--js"' --js stats
bad '"--net=here"' --net=here stats
bad '"--jsonl"' --jsonl stats
bad '"nowhere"' -n nowhere stats
bad '"nowhere"' --netns nowhere stats
bad '"nowhere"' -j --netns=nowhere stats
bad "$temp/none" -b "$temp/none"
bad '"stats"' -b - stats

bad '"dev"' interface set
bad '"dev"' interface set rsvp on
bad '"dev"' interface set dev
bad '"nowhere"' interface set dev nowhere rsvp on
bad '"nowhere"' interface show dev nowhere
bad '"yes"' interface set dev lo rsvp yes
bad '"10mbut"' interface set dev lo bandwidth 10mbut
bad 'bandwidth: "10" is 16bit, less than any link has: name the unit' interface set dev lo bandwidth 10
bad '"0.75" is no percentage (75%)' interface set dev lo reservable 0.75
bad '"75p"' interface set dev lo reservable 75p
bad '"htb"' interface set dev lo backend htb
bad '"1;1"' interface set dev lo parent '1;1'
bad '"30h"' interface set dev lo refresh 30h
bad 'refresh: "30000" is no time' interface set dev lo refresh 30000
bad '"1500us"' interface set dev lo refresh 1500us
bad '"-3"' interface set dev lo keep -3
bad '"4294967296"' interface set dev lo keep 4294967296
bad '"30.5%"' interface set dev lo slew-max 30.5%
bad '"kee"' interface set dev lo kee 3
bad '"keep" stands twice' interface set dev lo keep 3 keep 3
bad '"lo"' interface show lo

bad 'session is missing' sender add
bad '"udp"' sender add udp
bad '"sctp"' sender add sctp 10.0.3.2 "${from[@]}"
bad '"upd" is no protocol (udp, tcp, or its number)' sender add upd 10.0.0.1 "${from[@]}"
bad '"10.0.3.2:5004" is no protocol' session show 10.0.3.2:5004
bad '"256"' sender add 256 10.0.3.2 "${from[@]}"
bad '"example.org:5004"' sender add udp example.org:5004 "${from[@]}"
bad '"10.0.3.2:65536"' sender add udp 10.0.3.2:65536 "${from[@]}"
bad '"fd00::1:5004]"' sender add udp 'fd00::1:5004]' "${from[@]}"
bad '"from" is missing' sender add "${session[@]}" rate 260kbps burst 15k
bad '"rate" is missing' sender add "${session[@]}" "${from[@]}"
bad '"burst" is missing' sender add "${session[@]}" "${from[@]}" rate 260kbps mtu 1500
bad '"mtu" is missing' sender replace "${session[@]}" "${from[@]}" rate 260kbps burst 15k
bad '"from" stands twice' sender add "${session[@]}" "${from[@]}" "${from[@]}"
bad '"10.0.1.300"' sender add "${session[@]}" from 10.0.1.300
bad 'different families' sender add "${session[@]}" from '[fd00::1]:5004'
bad '"260kb"' sender add "${session[@]}" "${from[@]}" rate 260kb
bad '"1.5.0mbit"' sender add "${session[@]}" "${from[@]}" rate 1.5.0mbit
bad '"15kbps"' sender add "${session[@]}" "${from[@]}" burst 15kbps
bad 'nothing follows "burst"' sender add "${session[@]}" "${from[@]}" burst
bad '"4g"' sender add "${session[@]}" "${from[@]}" mtu 4g
bad '"0x"' sender add "${session[@]}" "${from[@]}" mark 0x
bad '"1048576"' sender add udp '[fd00::1]:5' from fd00::2 label 1048576
bad '"[fd00:1::2]:5" has a port' sender add udp '[fd00::1]:5' from '[fd00:1::2]:5' label 5
bad '"confirm"' sender add "${session[@]}" "${from[@]}" confirm
bad '"best-effort"' sender add "${session[@]}" "${from[@]}" service best-effort
bad '"drop"' sender add "${session[@]}" "${from[@]}" nonconforming drop
bad 'no IPv6 address' -6 sender add "${session[@]}" "${from[@]}"
bad 'no IPv4 address' -4 session show udp '[::1]:5'
bad '"udp"' sender del id 5 "${session[@]}"
bad '"id"' sender del "${session[@]}" id 5
bad '"id" does not go with -4' -4 sender del id 5
bad '"id"' sender show "${session[@]}" id 5
bad '"id" does not go with -6' -6 sender show id 5
bad '"five"' sender del id five

bad '"style" is missing' reservation add "${session[@]}" "${from[@]}" "${gs[@]}"
bad '"fx"' reservation add "${session[@]}" style fx
bad '"from"' reservation add "${session[@]}" style wf "${from[@]}" "${gs[@]}"
bad '"from"' reservation add "${session[@]}" style se "${gs[@]}"
bad '"from"' reservation add "${session[@]}" style ff "${from[@]}" from 10.0.1.3 "${gs[@]}"
bad '"service" is missing' reservation add "${session[@]}" style wf rate 312kbps
bad '"rate" is missing' reservation add "${session[@]}" style wf service guaranteed
bad '"delay"' reservation add "${session[@]}" style wf service controlled-load rate 1mbit delay 5ms
bad '"delay" goes with service guaranteed only' reservation add "${session[@]}" style wf service controlled-load delay 20ms
bad '"rate" is missing (or "delay")' reservation add "${session[@]}" style wf service guaranteed
bad '"rate"' reservation add "${session[@]}" style wf service guaranteed delay 5ms rate 1mbit
bad '"slack"' reservation add "${session[@]}" style wf service guaranteed delay 5ms slack 0
bad '"best-effort"' reservation add "${session[@]}" style wf service best-effort
bad '"slack"' reservation add "${session[@]}" style wf service controlled-load rate 1mbit slack 0
bad '"tspec-rate"' reservation add "${session[@]}" style wf service controlled-load rate 1mbit tspec-rate 1mbit
bad 'from: "10.0.1.2" has no port' reservation add "${session[@]}" style ff from 10.0.1.2 "${gs[@]}"
bad 'from: "fd00:1::2" has no port' reservation replace udp '[fd00:3::2]:5004' style ff from '[fd00:1::2]' "${gs[@]}"
bad '"service" is missing' reservation add udp '[fd00:3::2]:5004' style ff from fd00:1::2 label 5
bad '"service" is missing' reservation add "${session[@]}" style ff from 10.0.1.2:0
bad '"service" is missing' reservation add udp 10.0.3.2 style ff from 10.0.1.2
bad '"service" is missing' reservation add 132 10.0.3.2 style ff from 10.0.1.2
bad 'wait: "3" is no time (5s, 20ms, 0)' reservation add "${session[@]}" style wf "${gs[@]}" wait 3
bad '"5m"' reservation add "${session[@]}" style wf "${gs[@]}" wait 5m
bad '"ttl"' reservation add "${session[@]}" style wf "${gs[@]}" ttl 5
bad '"id"' reservation del id 5 style wf
bad '"id" does not go with -6' -6 reservation del id 5
bad '"id"' reservation show "${session[@]}" id 5
bad '"id" does not go with -4' -4 reservation show id 5

bad 'socket is missing' socket set send guaranteed rate 2mbit
bad '"fd" is missing' socket set pid 1
bad '"pid" is missing' socket show fd 1
bad '"one"' socket set pid one fd 1
bad '"2147483648"' socket set pid 2147483648 fd 1
bad '"4096"' socket show pid $$ fd 4096
bad '"udp"' socket show udp
bad '"10.0.1.2:"' socket show udp 10.0.1.2:
bad 'no such socket' socket show udp 192.0.2.1:5004
bad '"udp" and "tcp" only' socket show 132 192.0.2.1:5004
bad '"fd" does not go' socket set udp 192.0.2.1:5004 fd 5
bad '"peer"' socket set peer 192.0.2.1:5004
bad '"peer"' socket show pid $$ fd 0 peer
bad '"id"' socket show pid 1 fd 1 id 5
bad '"rate" belongs behind "send" or "receive"' socket set pid $$ fd 0 rate 2mbit
bad '"fast"' socket set pid $$ fd 0 send fast
bad '"2mbut"' socket set pid $$ fd 0 send guaranteed rate 2mbut
bad '"rate" stands twice' socket set pid $$ fd 0 send guaranteed rate 2mbit rate 2mbit
bad '"rate" stands twice' socket set pid $$ fd 0 send guaranteed rate 2mbit receive guaranteed rate 2mbit rate 2mbit
bad '"send" stands twice' socket set pid $$ fd 0 send guaranteed receive guaranteed send guaranteed
bad '"burst"' socket set pid $$ fd 0 send guaranteed burst 15k
bad '"4g"' socket set pid $$ fd 0 send guaranteed mtu 4g
bad '"fx"' socket set pid $$ fd 0 style fx
bad '"64"' socket set pid $$ fd 0 dscp 64
bad '"no-confirm"' socket set pid $$ fd 0 confirm no-confirm
bad '"drop" is none of' socket set pid $$ fd 0 nonconforming drop
bad '"borrow" cannot be asked for: it is what comes of nothing said' socket set pid $$ fd 0 nonconforming borrow
bad '"nonconforming"' socket join pid $$ fd 0 group 239.1.1.5:5004 direction send nonconforming shape
bad '"label"' socket set pid $$ fd 0 style ff from fd00::1 label 5
bad '"G.711"' socket set pid $$ fd 0 template G.711
bad '"../x" is no name' socket set pid $$ fd 0 template ../x
bad '"to"' socket set pid $$ fd 0 to
bad 'to: the port is missing' socket set pid $$ fd 0 send guaranteed rate 2mbit to 10.0.3.2
bad 'to: the port is missing' socket set pid $$ fd 0 send guaranteed rate 2mbit to fd00:3::2
bad 'to: the port is missing' socket set pid $$ fd 0 send guaranteed rate 2mbit to '[fd00:3::2]:0'
bad 'from: "10.0.1.2" has no port' socket set pid $$ fd 0 receive guaranteed style ff from 10.0.1.2
bad 'from: "fd00:1::2" has no port' socket set pid $$ fd 0 receive guaranteed style se from '[fd00:1::3]:5' from fd00:1::2
bad '"4096"' socket set pid $$ fd 4096 receive guaranteed style ff from 10.0.1.2:0
bad '"group" is missing' socket join pid $$ fd 0 direction send
bad '"direction" is missing' socket join pid $$ fd 0 group 239.1.1.5:5004
bad '"3"' socket join pid $$ fd 0 group 239.1.1.5:5004 direction 3
bad '"239.1.1:5004"' socket join pid $$ fd 0 group 239.1.1:5004 direction send
bad '"style"' socket join pid $$ fd 0 group 239.1.1.5:5004 direction send style ff
bad '"nowhere"' socket leave pid $$ fd 0 group 239.1.1.5:5004 dev nowhere
bad '"group" is missing' socket leave pid $$ fd 0
bad '"direction"' socket leave pid $$ fd 0 group 239.1.1.5:5004 direction send

bad '"G.711"' template show G.711
bad '"G729"' template show G711 G729
bad '"all"' template list all
bad '"sockets" or "rate" is missing' quota set
bad '"many"' quota set sockets many
bad '"rates"' quota set rates 2mbit
bad '"sockets"' quota show sockets

bad '"match" is missing' rule add template G711
bad '"template", "send" or "receive" is missing' rule add match dport 5004
bad '"sctp"' rule add match proto sctp template G711
bad '"239.0.0.0/33"' rule add match dst 239.0.0.0/33 template G711
bad '"[fd00::1]"' rule add match src [fd00::1] template G711
bad '"10.0.0.1:5"' rule add match src 10.0.0.1:5 template G711
bad 'no IPv6' -6 rule add match src 10.0.0.1 template G711
bad '"5004-"' rule add match dport 5004- template G711
bad '"65536"' rule add match sport 65536 template G711
bad '"0x/1"' rule add match mark 0x/1 template G711
bad '"nobody-here"' rule add match uid nobody-here template G711
bad '"/no/such"' rule add match cgroup /no/such template G711
bad '"G.711"' rule add match template G.711
bad '"burst"' rule add match send controlled-load burst 15k
bad '"rate" belongs behind "send" or "receive"' rule add match rate 15k
bad '"12345678901234567890123456789012"' rule add match template G711 label 12345678901234567890123456789012
bad '"no-confirm"' rule add match template G711 confirm no-confirm
bad '"64" is above 63' rule add match template G711 dscp 64
bad '"drop" is none of' rule add match template G711 nonconforming drop
bad '"borrow" cannot be asked for: it is what comes of nothing said' rule add match template G711 nonconforming borrow
bad '"id" is missing' rule del
bad '"5"' rule del 5
bad '"id" does not go' -4 rule del id 5
bad '-4 does not go' -4 rule show

bad '"--" is missing' run
bad '"--" is missing' run G711 true
bad 'no command follows "--"' run G711 --
bad '"template", "send" or "receive" is missing' run -- true
bad '"template", "send" or "receive" is missing' run dport 5004 -- true
bad 'there is no template "G.711"' run G.711 -- true
bad '"template" stands twice' run G711 template G729 -- true
bad '"match"' run G711 match -- true
bad '"cgroup"' run G711 cgroup / -- true
bad '"uid"' run G711 uid 0 -- true
bad 'nothing follows "dport"' run G711 dport -- true
bad '"10.0.0.1:5"' run G711 src 10.0.0.1:5 -- true
bad 'no IPv6' -6 run G711 dst 10.0.0.1 -- true
bad '"burst"' run send controlled-load burst 15k -- true
bad '"rate" belongs behind "send" or "receive"' run G711 rate 15k -- true
printf 'run G711 -- true\n' >"$temp/batch"
bad '"run" does not go with -b' -b "$temp/batch"

bad '"everything"' monitor everything
bad '"more"' monitor state more
bad '"drops"' stats show drops
bad '"drops"' stats explain drops

bad '"me"' help me
bad '"me"' -h me
bad '"me"' interface help me
bad '"1"' version 1
bad '"1"' -V 1

printf '# nothing here\n\n  sender add udp 1.2.3 from x # why\n' >"$temp/batch"
bad "$temp/batch:3: \"1.2.3\"" -b "$temp/batch"
exec <"$temp/batch"
bad '-:3: "1.2.3"' -b -
ktap_test "no words at all" usage_told
ktap_test "an address that looks as if it had a port" warned

good 'OBJECT' help
good '-j, --json' -h
good 'OBJECT' --help
good 'OBJECT' help help
good 'OBJECT' version help
good 'sender del' help sender
good 'sender del' sender add help
good 'sender del' sender -h
good 'sender del' sender --help
good 'sender del' sender add --help
good 'sender del' help sender add
good 'sender del' -h sender
good 'COMMAND' run --help
good 'explain' stats explain help
good 'rsvpctl' version
good 'rsvpctl' -V
good '"version"' -j version
for object in interface sender reservation session socket template quota rule run stats monitor; do
	good "rsvpctl $object" $object help
done

# every_word_is_in_help OBJECT [WORD]...: whatever may stand behind that, but names of templates
every_word_is_in_help()
{
	local word text

	text=$(rsvpctl "$1" help | tr -c 'a-z0-9-' '\n') || return 1
	for word in $(rsvpctl __complete "$@"); do
		rsvpctl template list | grep -q "^$word (" || grep -qxe "$word" <<<"$text" || { echo "no $word"; return 1; }
	done
}

for object in interface sender reservation session socket template quota rule stats monitor; do
	for command in $(rsvpctl __complete $object | grep -vx help); do
		ktap_test "rsvpctl $object help has the words of $command" every_word_is_in_help $object "$command"
	done
done
ktap_test "rsvpctl run help has its words" every_word_is_in_help run
ktap_test "rsvpctl socket help has those of a flow" every_word_is_in_help socket set pid 1 fd 1 send guaranteed

good 'slew-max' __complete interface set
good 'G711 (built in)' template list
good 'G711: send controlled-load rate 88kbit' template show G711
good '{"name":"G711","send":{"service_type":"controlled-load","token_rate_Bps":11000,' -j template show
good 'variation' __complete socket set pid 1 fd 1 send guaranteed rate 2mbit
good 'general-information' __complete socket set pid 1 fd 1 send
good 'GSM6.10' __complete socket join pid 1 fd 1 template
good 'H263CIF' __complete template show
good 'G729' __complete rule add match dport 5004 template
good 'cgroup' __complete rule add match
good 'G729' __complete run
good 'bucket' __complete run G711 send guaranteed rate 2mbit
good 'G711' __complete run template
good '--' __complete run G711
good 'udp' __complete rule add match proto
good 'hfsc' __complete interface set dev lo backend
good 'wf' __complete -j reservation add "${session[@]}" style

# Another rsvpctl offers words that a shell would expand: now, or when the line is run. Without bash-completion.
completes_as_it_stands()
{
	local offers=('$(touch ran)' '`touch ran`' 'a*' '${HOME}' '[fd00::1]:5004' 'eth0')

	mkdir "$temp/shell" && printf '%s\n' "${offers[@]}" >"$temp/shell/offers" &&
		printf '#!/bin/sh\ncat offers\n' >"$temp/shell/rsvpctl" && chmod +x "$temp/shell/rsvpctl" || return 1
	(cd "$temp/shell" && bash --norc -c '. "$1"
		complete_last()
		{
			COMP_WORDS=(./rsvpctl interface set dev "$1") COMP_CWORD=4
			_rsvpctl
			printf "%s\n" "${COMPREPLY[@]}"
		}
		complete_last "" && complete_last e' bash "$completion") >"$temp/completed" || return 1
	cat "$temp/completed"
	cmp "$temp/completed" <(printf '%q\n' "${offers[@]:0:4}"; printf '%s\n' "${offers[@]:4}" eth0) && [ ! -e "$temp/shell/ran" ]
}
completion=$SELFTESTS/../tools/completion/rsvpctl
# Not installed with the tests
if [ -e "$completion" ]; then
	ktap_test "words are completed as they stand" completes_as_it_stands
fi

ktap_set_plan "$ktap_count"
ktap_finished
