#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""The messages of mutate.py into r1 of the line, in both families, so that none is
lost on the way: after a few a Path with an unknown class follows, whose PathErr says
that they have been dealt with. In the end every message has been dispatched, passed,
or dropped by a name. For mutate.sh.

    mutate_send.py H1-NETNS R1-NETNS R2-NETNS COUNT [SEED]
"""

import argparse
import struct
import sys

import mutate
import prober
import rsvpmsg as r

# All of them fit into what one source may have in the queue
EACH = 40
# Drops before a message is dispatched: each of them stands for one message
BEFORE = ("short version length checksum ttl_zero msg_type msg_unsupported "
          "foreign_session policy obj_length_zero obj_length obj_overrun obj_size obj_missing "
          "obj_duplicate obj_order obj_unexpected obj_too_many unknown_class "
          "unknown_ctype family_mix session_addr session_port hop_addr sender_addr "
          "time_value style_unknown style_filters float tspec flowspec adspec "
          "confirm_addr").split()
HANDLERS = ["rx_" + name for name in r.TYPES]
LOST = "queue_full source_share iface_gone no_memory fragment".split()


class Mutants:
    """Where the messages of both families go: some sessions end at the node, some are
    behind it."""

    def __init__(self, above):
        self.above = above
        self.plans = []
        for h1, r1, h2 in (("10.0.1.2", "10.0.1.1", "10.0.3.2"),
                           ("fd00:1::2", "fd00:1::1", "fd00:3::2")):
            self.plans.append(mutate.Plan(h1, r1))
            self.plans.append(mutate.Plan(h1, r1, session=h2))
        # As the node is asked, and as it answers
        ask = r.path("10.0.3.2", "10.0.1.2", "10.0.1.2", dport=9, more=[
            r.Obj(99, 99, bytes(4))])
        self.marker = r.ip_packet("10.0.1.2", "10.0.3.2", ask.pack(), 63, True)
        self.markers = 0

    def settle(self):
        self.above.send(self.marker)
        self.markers += 1
        code = struct.pack("!BH", 13, 99 << 8 | 99)

        def answered():
            return any(data[1] == r.PATHERR and code in data
                       for _, data in self.above.received())
        return prober.wait_for(answered, 30)

    def packet(self, seed, number):
        plan, data, ttl, alert = mutate.message(seed, number, self.plans)
        if len(data) < 8:	# in transit nobody could tell what it is
            return r.ip_packet(plan.src, plan.dst, data, ttl, alert)
        return mutate.packet(plan, data, ttl, alert)

    def send(self, seed, count):
        """False if the node falls silent."""
        for number in range(count):
            for part in r.fragment(self.packet(seed, number), 1500, number & 0xffff):
                self.above.send(part)
            if number % EACH == EACH - 1 and not self.settle():
                print("# no answer after message %d" % number)
                return False
        return self.settle()


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("h1")
    parser.add_argument("r1")
    parser.add_argument("r2")
    parser.add_argument("count", type=int)
    parser.add_argument("seed", type=int, nargs="?", default=1)
    return parser.parse_args()


def main():
    args = arguments()
    node = prober.Node(args.r1)
    above = prober.Wire(args.h1, "eth0", args.r1, "eth1")
    mutants = Mutants(above)
    ktap = prober.Ktap(6)
    log = prober.run("dmesg").count("\n")
    before = node.counters()
    answers = mutants.send(args.seed, args.count)
    moved = prober.moved(before, node.counters())
    print("# %s" % " ".join("%s=%d" % item for item in sorted(moved.items())))
    ktap.result(answers, "%d messages, and the node still answers" % args.count)

    lost = {name: moved[name] for name in LOST if name in moved}
    ktap.result(not lost, "none was lost before it was looked at", lost)
    seen = {name: moved.get(name, 0) for name in HANDLERS + BEFORE}
    # A Resv that was dispatched may have lost a descriptor to a reason of BEFORE
    total = sum(seen.values()) - mutants.markers - moved.get("descriptor", 0)
    ktap.result(total == args.count, "each was dispatched or dropped by name",
                "dispatched or dropped: %d of %d" % (total, args.count))
    missing = [name for name in HANDLERS if not seen[name]]
    ktap.result(not missing, "every handler was reached", missing)
    # What is sent is no drop
    reasons = sorted(name for name in moved if not name.startswith(("rx_", "tx_")))
    ktap.result(len(reasons) >= 20, "for %d different reasons" % len(reasons), reasons)
    # Links that come up late log on their own account
    lines = [line for line in prober.run("dmesg").splitlines()[log:] if "ADDRCONF" not in line]
    ktap.result(not lines, "and nothing was logged", "\n".join(lines))
    ktap.finish()
    return 0


if __name__ == "__main__":
    sys.exit(main())
