#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Dumps of 10,000 sessions, also while sessions come and go: see nldump.c.

. "${0%/*}/lib.sh"
. "${0%/*}/topo_node.sh"

require_root
require nldump
insmod_rsvp
node_up
in_ns "$node" nldump 10000
