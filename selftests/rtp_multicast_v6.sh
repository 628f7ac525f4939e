#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# rtp_multicast.sh over IPv6

export IPV=6
. "${0%/*}/rtp_multicast.sh"
