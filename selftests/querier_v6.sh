#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# querier.sh over IPv6

export IPV=6
. "${0%/*}/querier.sh"
