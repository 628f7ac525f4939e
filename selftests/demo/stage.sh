# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# What the scenes of the demos have in common, after lib.sh and a topology: they are watched. Lines that begin with "== " tell what happens;
# run puts the time in front.

# Whoever looks on wants to read h1, not h1-3a5f.
setup_ns()
{
	local ns

	for ns; do
		ip netns add "$ns" && ip -n "$ns" link set lo up || exit 1
		namespaces+=("$ns")
		declare -g "$ns=$ns"
	done
}

say()
{
	echo "== $*"
}

# must COMMAND...: or the rest is worth nothing
must()
{
	"$@" && return
	say "Failed: $*"
	exit 1
}

# show COMMAND...: as one would type it
show()
{
	echo "# $*"
	"$@"
}
