#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Callers killed while their request waits for the worker: see nlkill.c.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_node.sh"

require_root
require nlkill
insmod_rsvp
node_up
in_ns "$node" nlkill
