#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Invalid netlink requests: see the table in nlbad.c.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_node.sh"

require_root
require nlbad
insmod_rsvp
node_up
in_ns "$node" nlbad dummy0
