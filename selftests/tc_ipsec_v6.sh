#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# tc_ipsec.sh over IPv6

export IPV=6
. "${0%/*}/tc_ipsec.sh"
