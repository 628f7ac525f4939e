#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Does the scanner of console logs see what it has to see, and nothing else?
set -u

here=$(cd "$(dirname "$0")" && pwd)
log=$(mktemp)
trap 'rm -f "$log"' EXIT
count=0
failed=0

result()
{
	count=$((count + 1))
	if [ "$1" = "$2" ]; then
		echo "ok $count $3"
	else
		echo "not ok $count $3"
		failed=$((failed + 1))
	fi
}

# red NAME / green NAME: the log is on stdin
red()
{
	cat >"$log"
	"$here/crash" "$log" >/dev/null
	result $? 1 "red: $1"
}

green()
{
	cat >"$log"
	"$here/crash" "$log" >/dev/null
	result $? 0 "green: $1"
}

line()
{
	red "$1" <<<"[    1.234567] $2"
}

echo "TAP version 13"
echo "1..30"

line "oops" "BUG: kernel NULL pointer dereference, address: 0000000000000008"
line "instruction pointer" "RIP: 0010:rsvp_input+0x12/0x40 [rsvp]"
red "instruction pointer with a thread" <<<"[    1.234567][    T1] RIP: 0010:rsvp_input+0x12/0x40 [rsvp]"
line "trace" "Call Trace:"
line "warning" "WARNING: CPU: 0 PID: 77 at net/core/dev.c:123 foo+0x1/0x2"
line "cut" "------------[ cut here ]------------"
line "address sanitizer" "BUG: KASAN: use-after-free in rsvp_path_put+0x1/0x2 [rsvp]"
line "behaviour sanitizer" "UBSAN: shift-out-of-bounds in kmod/flowspec.c:12:3"
line "recursive lock" "WARNING: possible recursive locking detected"
line "circular lock" "possible circular locking dependency detected"
line "lock state" "inconsistent lock state"
line "wait context" "[ BUG: Invalid wait context ]"
line "hung task" "INFO: task kworker/0:1:12 blocked for more than 120 seconds."
line "stall" "rcu: INFO: rcu_sched self-detected stall on CPU"
line "lockup" "watchdog: BUG: soft lockup - CPU#0 stuck for 22s!"
line "atomic sleep" "BUG: scheduling while atomic: kworker/0:1/12/0x00000002"
line "device reference" "ref_tracker: veth0@000000001 has 1/1 users at"
line "device that stays" "unregister_netdevice: waiting for veth0 to become free. Usage count = 2"
line "reference count" "refcount_t: underflow; use-after-free."
line "list" "list_del corruption, ffff8880 is LIST_POISON1"
line "object" "ODEBUG: free active (active state 0) object type: timer_list"
line "allocator" "Redzone 00000000: cc cc cc cc"
line "panic" "Kernel panic - not syncing: Fatal exception"
red "leak" <<<"unreferenced object 0xffff88800a1b2c00 (size 64):"
red "module that cannot be removed" <<<"rsvp-lane: BUG: rsvp cannot be removed"

green "boot" <<'EOF'
[    0.000000] Linux version 6.1.192-uml
[    0.000000] Lock dependency validator: Copyright (c) 2006 Red Hat, Inc., Ingo Molnar
[    0.000000] ... MAX_LOCKDEP_SUBCLASSES:  8
[    0.000000] kasan: KernelAddressSanitizer initialized
[    0.000000] Kernel command line: mem=1G kasan_multi_shot panic=-1 oops=panic panic_on_warn=1
[   12.000000] rsvp: loading out-of-tree module taints kernel.
[   12.000000] rsvp: module verification failed: signature and/or required key missing - tainting kernel
[   17.000000] reboot: System halted
EOF
green "the maple tree of User Mode Linux" <<'EOF'
[    0.000000] =============================
[    0.000000] WARNING: suspicious RCU usage
[    0.000000] 6.1.192-uml #1 Not tainted
[    0.000000] -----------------------------
[    0.000000] lib/maple_tree.c:816 suspicious rcu_dereference_check() usage!
[    0.000000]
[    0.000000] stack backtrace:
[    0.000000] Call Trace:
[    0.000000]  [<60059750>] ? dump_trace+0x0/0x450
EOF
red "the same complaint about us" <<'EOF'
[    0.000000] WARNING: suspicious RCU usage
[    0.000000] 6.1.192-uml #1 Not tainted
[    0.000000] -----------------------------
[    0.000000] kmod/classify.c:81 suspicious rcu_dereference_check() usage!
EOF
red "a crash after the maple tree" <<'EOF'
[    0.000000] WARNING: suspicious RCU usage
[    0.000000] lib/maple_tree.c:816 suspicious rcu_dereference_check() usage!
[    0.000000] Call Trace:
[    0.000000]  [<60059750>] ? dump_trace+0x0/0x450
[    9.000000] Call Trace:
EOF
red "a complaint cut short" <<'EOF'
[    0.000000] WARNING: suspicious RCU usage
EOF

[ $failed = 0 ]
