# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# What is told has the time in front; commands and their output are indented.
began=$SECONDS
tell()
{
	local line

	while IFS= read -r line; do
		case $line in
		"== "*) printf '\n[%3d s] %s\n' $((SECONDS - began)) "${line#== }" ;;
		*) printf '        %s\n' "$line" ;;
		esac
	done
}
