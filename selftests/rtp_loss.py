#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""What captures say of a stream by RTP, and of the RSVP beside it; tshark decodes them.

    rtp_loss.py PORT DIRECTORY

DIRECTORY/NAME.LINK.pcap are the captures, as stream_watch of topo_stream.sh makes them:
of each run the stream is sent on link a and received on link c. Prints JSON: by name of
the run what came of the stream, by sequence number (RFC 3550), and by link how many
messages of which type were there.
"""

import collections
import json
import math
import pathlib
import subprocess
import sys
import tempfile

MESSAGES = {"1": "path", "2": "resv", "3": "patherr", "4": "resverr", "5": "pathtear", "6": "resvtear", "7": "resvconf"}
SHOWN = ("frame.interface_id", "frame.time_epoch", "rsvp.msg", "rtp.seq", "rtp.timestamp")
CLOCK = 90000   # of MPEG TS in RTP

# Of the stream: when, number, which does not wrap, time of the sender in seconds
Packet = collections.namedtuple("Packet", "when number stamp")


class Capture:
    """Of one link."""

    def __init__(self):
        self.packets, self.messages = [], []
        self.number = self.stamp = None

    def add(self, when, message, number, stamp):
        if message:
            self.messages.append((when, MESSAGES.get(message, message)))
        elif number:
            self.number = unwrap(self.number, int(number), 1 << 16)
            self.stamp = unwrap(self.stamp, int(stamp), 1 << 32)
            self.packets.append(Packet(when, self.number, self.stamp / CLOCK))


def unwrap(last, value, cycle):
    return value if last is None else last + (value - last + cycle // 2) % cycle - cycle // 2


def read(names, port):
    """A Capture for each of these; one tshark for all of them, for it takes a second to start."""
    captures = [Capture() for _ in names]
    with tempfile.NamedTemporaryFile(suffix=".pcapng") as merged:
        # Who was which capture is its interface then
        subprocess.run(["mergecap", "-I", "none", "-w", merged.name, *names], check=True)
        shown = [word for field in SHOWN for word in ("-e", field)]
        out = subprocess.run(["tshark", "-n", "-r", merged.name, "-d", f"udp.port=={port},rtp", "-T", "fields", *shown],
                             check=True, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    for line in out.splitlines():
        which, when, *what = line.split("\t")
        captures[int(which)].add(float(when), *what)
    return captures


def jitters(packets):
    """(when, seconds): what a receiver reports as interarrival jitter, RFC 3550, 6.4.1."""
    jitter = 0.0
    for before, now in zip(packets, packets[1:]):
        jitter += (abs(now.when - before.when - (now.stamp - before.stamp)) - jitter) / 16
        yield now.when, jitter


def longest_gap(sent, numbers):
    """The most packets in a row that were lost."""
    longest = gap = 0
    for packet in sent:
        gap = 0 if packet.number in numbers else gap + 1
        longest = max(longest, gap)
    return longest


def figures(a, c):
    """Lost, of all and of what was sent since a Resv was there; the longest gap, and the
    longest time without a packet; the mean of the jitter."""
    # Both begin in one cycle of numbers, unless the first 32768 were lost
    numbers = {packet.number for packet in c.packets}
    came = min((when for when, message in a.messages if message == "resv"), default=math.inf)
    lost = [packet for packet in a.packets if packet.number not in numbers]
    jitter = [value for _, value in jitters(c.packets)]
    return {
        "sent": len(a.packets),
        "received": len(numbers),
        "lost": len(lost),
        "lost_pct": round(100 * len(lost) / max(len(a.packets), 1), 1),
        "reserved": sum(packet.when > came for packet in a.packets),
        "reserved_lost": sum(packet.when > came for packet in lost),
        "gap": longest_gap(a.packets, numbers),
        "silence_ms": round(1000 * max((now.when - before.when for before, now in zip(c.packets, c.packets[1:])), default=0.0), 1),
        "jitter_ms": round(1000 * sum(jitter) / max(len(jitter), 1), 2),
    }


def runs(directory, port):
    """{name: {link: Capture}}"""
    names = sorted(pathlib.Path(directory).glob("*.pcap"))
    found = {}
    for name, capture in zip(names, read(names, port)):
        run, link, _ = name.name.split(".")
        found.setdefault(run, {})[link] = capture
    return found


def main():
    said = {}
    for name, links in runs(sys.argv[2], sys.argv[1]).items():
        said[name] = figures(links["a"], links["c"])
        said[name]["messages"] = {link: collections.Counter(message for _, message in capture.messages)
                                  for link, capture in links.items()}
    print(json.dumps(said, indent=2))


if __name__ == "__main__":
    main()
