#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# frr_repair.sh over IPv6

export IPV=6
. "${0%/*}/frr_repair.sh"
