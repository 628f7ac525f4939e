#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""What captures and `ip -ts monitor` say of one local repair.

    repair_clock.py routed REGEX MONITOR...       when the last of these logs first says so
    repair_clock.py reserved SECONDS NEW.pcap     ms until the first Resv on the new way
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


def frames(name):
    """(seconds, frame)"""
    with open(name, "rb") as f:
        data = f.read()
    at = 24
    while at + 16 <= len(data):
        sec, usec, size = struct.unpack_from("<III", data, at)
        yield sec + usec / 1e6, data[at + 16:at + 16 + size]
        at += 16 + size


def routed(regex, logs):
    times = []
    for log in logs:
        with open(log) as f:
            line = next((line for line in f if re.search(regex, line)), None)
        if line is None:
            return 1
        stamp = re.match(r"\[(.*?)\]", line).group(1)
        times.append(datetime.datetime.fromisoformat(stamp).timestamp())
    print(f"{max(times):.6f}")
    return 0


def reserved(since, new):
    for when, frame in frames(new):
        packet = rsvpmsg._network(1, frame)
        found = packet and rsvpmsg.unpack_ip(packet)
        if when >= since and found and found[-1][1] == rsvpmsg.RESV:
            print(int((when - since) * 1000))
            return 0
    return 1


def numbers(name, since=0.0):
    """The sequence numbers of the packets of udpflow."""
    for when, frame in frames(name):
        head = 20 if frame[12:14] == b"\x08\0" else 40
        if when >= since:
            yield struct.unpack_from("=I", frame, 14 + head + 8)[0]


def lost(since, sent, arrived):
    sent = set(numbers(sent, since))
    print(len(sent), len(sent - set(numbers(arrived))))
    return 0


def main():
    what, first, names = sys.argv[1], sys.argv[2], sys.argv[3:]
    if what == "routed":
        return routed(first, names)
    return {"reserved": reserved, "lost": lost}[what](float(first), *names)


sys.exit(main())
