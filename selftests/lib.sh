# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# What every test uses; a test begins with: . "${0%/*}/lib.sh"
# A test prints KTAP: ktap_print_header, ktap_set_plan N, N results, ktap_finished (which exits).
# IPV=6 runs a test that knows both families over IPv6. PAUSE_ON_FAIL=yes stops at the first failure with everything alive.

ksft_pass=0
ksft_fail=1
ksft_skip=4

IPV=${IPV:-4}
PAUSE_ON_FAIL=${PAUSE_ON_FAIL:-no}
SELFTESTS=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# Under the kernel's own runner nobody has set up the PATH: helpers and rsvpctl lie beside the test.
PATH=$SELFTESTS:$PATH

# --- KTAP ---

ktap_planned=
ktap_count=0
ktap_failed=0
ktap_skipped=0

ktap_print_header()
{
	echo "TAP version 13"
}

ktap_set_plan()
{
	ktap_planned=$1
	echo "1..$1"
}

ktap_print_msg()
{
	printf '%s\n' "$*" | sed 's/^/# /'
}

ktap_test_pass()
{
	ktap_count=$((ktap_count + 1))
	echo "ok $ktap_count $*"
}

ktap_test_fail()
{
	ktap_count=$((ktap_count + 1))
	ktap_failed=$((ktap_failed + 1))
	echo "not ok $ktap_count $*"
	[ "$PAUSE_ON_FAIL" = no ] || pause_here
}

ktap_test_skip()
{
	ktap_count=$((ktap_count + 1))
	ktap_skipped=$((ktap_skipped + 1))
	echo "ok $ktap_count $* # SKIP"
}

# ktap_test NAME CMD...: passes if the command succeeds; what it says is shown if it does not.
ktap_test()
{
	local name=$1 output status
	shift

	# Not in a subshell: the command may set variables and start processes that the next one needs. A file of its own:
	# those processes may go on to write. No process for it: a fork is what takes most of the time on a debug kernel.
	output=$temporary/$ktap_count
	"$@" >"$output" 2>&1
	status=$?
	if [ $status = 0 ]; then
		ktap_test_pass "$name"
	else
		ktap_print_msg "status $status: $*"
		sed 's/^/#   /' "$output"
		ktap_test_fail "$name"
	fi
	return $status
}

# ktap_told NAME CMD...: the same, and behind it the figures that it told, whether it holds or not
ktap_told()
{
	local status

	ktap_figures=()
	ktap_test "$@"
	status=$?
	[ ${#ktap_figures[@]} = 0 ] || printf '#   %s\n' "${ktap_figures[@]}"
	return $status
}

# ktap_tell WORDS...: a figure
ktap_tell()
{
	ktap_figures+=("$*")
	echo "$*"
}

ktap_skip_all()
{
	echo "1..0 # SKIP $*"
	exit $ksft_skip
}

ktap_exit_fail_msg()
{
	echo "Bail out! $*"
	exit $ksft_fail
}

# The end of a test. Fewer or more results than planned is a failure: something did not run.
ktap_finished()
{
	echo "# totals: pass:$((ktap_count - ktap_failed - ktap_skipped)) fail:$ktap_failed skip:$ktap_skipped"
	if [ "$ktap_planned" != "$ktap_count" ]; then
		echo "# planned ${ktap_planned:-nothing}, but $ktap_count ran"
		exit $ksft_fail
	fi
	[ "$ktap_failed" = 0 ] || exit $ksft_fail
	[ "$ktap_count" != "$ktap_skipped" ] || exit $ksft_skip
	exit $ksft_pass
}

pause_here()
{
	echo "# failed; namespaces: $(ip netns list | cut -d ' ' -f 1 | tr '\n' ' ')"
	if [ -t 0 ]; then
		echo "# Enter goes on"
		read -r
	else
		echo "# sleeping for ever"
		sleep infinity
	fi
}

# --- preconditions ---

# require TOOL...: skip the test where one is missing
require()
{
	local tool

	for tool; do
		command -v "$tool" >/dev/null || ktap_skip_all "$tool is not installed"
	done
}

require_root()
{
	[ "$(id -u)" = 0 ] || ktap_skip_all "needs root"
}

# --- what is undone at the end, last things first ---

deferred=()

# defer CMD...: when the test ends, however it ends
defer()
{
	deferred=("$(printf '%q ' "$@")" "${deferred[@]}")
}

run_deferred()
{
	local command

	# A process in the background that is killed before it came to run has our traps still.
	[ "$BASHPID" = $$ ] || return
	trap - EXIT
	for command in "${deferred[@]}"; do
		eval "$command" >/dev/null 2>&1
	done
}
trap run_deferred EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# What the functions here write down
temporary=$(mktemp -d)
defer rm -rf "$temporary"

# Only processes that the test started itself: by number, never by name.
kill_process()
{
	{ kill "$1" && wait "$1"; } 2>/dev/null
	return 0
}

# start CMD...: in the background, ended with the test; the number is in $started
started=
start()
{
	# in_ns by itself: what has the number has to be the command, not a shell that waits for it
	if [ "$1" = in_ns ]; then
		ip netns exec "${@:2}" &
	else
		"$@" &
	fi
	started=$!
	defer kill_process $started
}

# are_running PID...: each of them
are_running()
{
	local pid

	for pid; do
		kill -0 "$pid" || return 1
	done
}

# capture NS DEV FILE BYTES FILTER [later]: what passes there, until captures_end. A packet at a time costs the machine that is
# measured more than many later
captures=()
capture()
{
	local how=(--immediate-mode)

	[ "${6:-}" != later ] || how=()
	start in_ns "$1" tcpdump -q -n -Z root -i "$2" -w "$3" -s "$4" -B 32768 "${how[@]}" "$5" 2>"$3.said"
	captures+=("$started")
	busywait 60000 grep -qs listening "$3.said"
}

captures_end()
{
	kill -INT "${captures[@]}"
	wait "${captures[@]}"
	captures=()
}

# counter NS NAME...: what `rsvpctl stats show` says of each; 0 if it says nothing
counter()
{
	local stats name

	stats=$'\n'$(rsvpctl -n "$1" stats show) || return 1
	for name in "${@:2}"; do
		if [[ $stats =~ $'\n'"$name"[[:space:]]+([0-9]+) ]]; then
			echo "${BASH_REMATCH[1]}"
		else
			echo 0
		fi
	done
}

is_counter()
{
	[ "$(counter "$1" "$2")" = "$3" ]
}

# --- waiting for a condition, never for a time ---

# nap SECONDS: without a process, which on a debug kernel takes longer than the nap
exec {nap_fd}<> <(:)
nap()
{
	read -rt "$1" -u "$nap_fd" || :
}

# busywait MILLISECONDS CMD...: until the command succeeds; prints what it printed last
busywait()
{
	wait_until "$1" 0.02 "${@:2}"
}

# slowwait SECONDS CMD...: the same with longer naps, for what takes seconds
slowwait()
{
	wait_until $(($1 * 1000)) 0.25 "${@:2}"
}

# wait_until MILLISECONDS NAP CMD...; the command may wait for something itself
wait_until()
{
	local nap=$2 depth=$((${depth:-0} + 1)) deadline status clock

	read_clock
	deadline=$((clock + $1))
	shift 2
	while :; do
		"$@" >"$temporary/wait$depth"
		status=$?
		[ $status != 0 ] || break
		read_clock
		[ "$clock" -lt $deadline ] || break
		nap "$nap"
	done
	[ ! -s "$temporary/wait$depth" ] || cat "$temporary/wait$depth"
	return $status
}

# Sets clock to the milliseconds of the one that nobody sets
read_clock()
{
	read -r clock _ </proc/uptime
	clock=${clock/./}
	clock=$((10#$clock * 10))
}

now_ms()
{
	local clock

	read_clock
	echo "$clock"
}

# --- commands that have to succeed, or to fail ---

# cmd_ok NAME CMD...
cmd_ok()
{
	ktap_test "$@"
}

# cmd_fail NAME CMD...: has to fail by itself, not by a signal
cmd_fail()
{
	local name=$1
	shift
	ktap_test "$name" fails "$@"
}

# cmd_fail_with NAME TEXT CMD...: has to fail, and to say TEXT
cmd_fail_with()
{
	local name=$1 text=$2
	shift 2
	ktap_test "$name" fails_with "$text" "$@"
}

fails()
{
	local status=0

	"$@" || status=$?
	echo "(status $status)"
	[ $status -gt 0 ] && [ $status -lt 126 ]
}

fails_with()
{
	local text=$1 output status
	shift

	output=$("$@" 2>&1)
	status=$?
	echo "$output (status $status)"
	[ $status -gt 0 ] && [ $status -lt 126 ] && [[ $output == *"$text"* ]]
}

# --- network namespaces ---

namespaces=()

# setup_ns NAME...: make namespaces with unique names and put those into the variables NAME; loopback is up
setup_ns()
{
	local name ns names=()

	for name; do
		printf -v ns '%s-%04x' "$name" $RANDOM
		names+=("$ns")
		declare -g "$name=$ns"
	done
	# One process for all of them
	namespaces+=("${names[@]}")
	printf 'netns add %s\n' "${names[@]}" | ip -b - || ktap_exit_fail_msg "no namespaces $*"
	for ns in "${names[@]}"; do
		# No address is tentative, nothing that is not tested speaks. A lane has that from the beginning.
		[ -n "${RSVP_LANE:-}" ] || ip netns exec "$ns" sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0 \
			net.ipv6.conf.default.router_solicitations=0 net.ipv6.conf.default.accept_ra=0
		ip -n "$ns" link set lo up
	done
}

cleanup_all_ns()
{
	local pid

	[ ${#namespaces[@]} -gt 0 ] || return 0
	for pid in $(printf 'netns pids %s\n' "${namespaces[@]}" | ip -force -b - 2>/dev/null); do
		kill -KILL "$pid" 2>/dev/null
	done
	printf 'netns delete %s\n' "${namespaces[@]}" | ip -force -b - 2>/dev/null
	namespaces=()
}

# in_ns NS CMD...
in_ns()
{
	local ns=$1
	shift
	ip netns exec "$ns" "$@"
}

# --- the module ---

# Load rsvp.ko and take it out again at the end; a test that finds it loaded leaves it.
insmod_rsvp()
{
	[ ! -d /sys/module/rsvp ] || return 0
	if [ -n "${RSVP_KO:-}" ]; then
		# insmod resolves nothing; on debug kernels everything is built in.
		modprobe -qa nf_defrag_ipv4 nf_defrag_ipv6 sch_tbf sch_hfsc sch_fq_codel 2>/dev/null
		insmod "$RSVP_KO" || ktap_exit_fail_msg "cannot load $RSVP_KO"
	else
		modprobe rsvp || ktap_skip_all "no rsvp.ko: set RSVP_KO"
	fi
	defer rmmod_rsvp
}

# A namespace that is going holds nothing for long, but its work queue has to come round; and where commands come and go
# one of them may hold the module each time we try.
rmmod_rsvp()
{
	[ -d /sys/module/rsvp ] || return 0
	busywait 30000 rmmod rsvp
}

# What the kernel said since the test began; links that come up late log on their own account
dmesg_start=$(now_ms)
dmesg_since_start()
{
	dmesg | awk -v start="$dmesg_start" '{ at = $0; sub(/^\[ */, "", at); if (at * 1000 >= start && !/ADDRCONF/) print }'
}

# memory_fails PERCENT: let so many allocations of the kernel's own threads fail, on a debug kernel, and of those that are started
# meanwhile; 0 ends it. Quietly: a stack dump is what a crash looks like.
memory_fails()
{
	local dir=/sys/kernel/debug/failslab pid

	[ -d $dir ] || { echo "no failslab"; return 1; }
	for pid in 2 $(ps --ppid 2 -o pid=); do
		echo $(($1 > 0)) >"/proc/$pid/make-it-fail"
	done 2>/dev/null
	echo Y >$dir/task-filter
	echo N >$dir/ignore-gfp-wait
	echo 0 >$dir/verbose
	echo -1 >$dir/times
	echo "$1" >$dir/probability
}
