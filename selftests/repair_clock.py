#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""What captures and `ip -ts monitor` say of one local repair.

    repair_clock.py routed REGEX MONITOR          when the log first says so
    repair_clock.py reserved SECONDS NEW.pcap     ms until the first Resv on the new way;
                                                  below 0 where `ip` was slower to tell
    repair_clock.py lost SECONDS SENT.pcap ARRIVED.pcap
                                                  packets of udpflow sent since then, and
                                                  how many of them did not arrive

Times are seconds since the epoch. Fails if there is no such time.
"""

import datetime
import re
import struct
import sys

import rsvpmsg


def routed(regex, log):
    with open(log) as f:
        line = next((line for line in f if re.search(regex, line)), None)
    if line is None:
        return 1
    stamp = re.match(r"\[(.*?)\]", line).group(1)
    print(f"{datetime.datetime.fromisoformat(stamp).timestamp():.6f}")
    return 0


def reserved(since, new):
    for when, message in rsvpmsg.read_times(new):
        if message[1] == rsvpmsg.RESV:
            print(int((when - since) * 1000))
            return 0
    return 1


def numbers(name, since=0.0):
    """The sequence numbers of the packets of udpflow."""
    for when, packet in rsvpmsg.read_packets(name):
        if when >= since:
            head = 20 if packet[0] >> 4 == 4 else 40
            yield struct.unpack_from("=I", packet, head + 8)[0]


def lost(since, sent, arrived):
    sent = set(numbers(sent, since))
    print(len(sent), len(sent - set(numbers(arrived))))
    return 0


def main():
    what, first, names = sys.argv[1], sys.argv[2], sys.argv[3:]
    if what == "routed":
        return routed(first, *names)
    return {"reserved": reserved, "lost": lost}[what](float(first), *names)


sys.exit(main())
