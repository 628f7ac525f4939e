#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# mcast.sh over IPv6

export IPV=6
. "${0%/*}/mcast.sh"
