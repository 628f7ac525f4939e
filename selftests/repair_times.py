#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""What a capture of both ways out of a router says of a local repair.

    repair_times.py BEGAN FLOWS REFRESH NEW.pcap OLD.pcap

BEGAN is when the route changed, REFRESH the period, both in seconds. Prints figures,
one a line: name, tab, value, tab, unit. Fails unless all flows have moved: each has had
a Path and a Resv on the new way and a PathTear on the old one, and their refreshes.
"""

import struct
import sys

import rsvpmsg

STEPS = 20      # of a period, in which refreshes are counted


def messages(name):
    """(seconds, type, session) of each RSVP message."""
    for when, raw in rsvpmsg.read_times(name):
        length, = struct.unpack_from("!H", raw, 8)
        yield when, raw[1], raw[12:8 + length]


def of_type(seen, mtype):
    """{session: [seconds]}"""
    times = {}
    for when, what, session in seen:
        if what == mtype:
            times.setdefault(session, []).append(when)
    return times


def refreshes(times, refresh, repeats_count):
    """{session: (when its period began, first refresh)}: with the first message, or the
    last early repeat of it."""
    found = {}
    for session, all_of_it in times.items():
        news = [when for when in all_of_it if when - all_of_it[0] < 0.45 * refresh]
        if len(news) < len(all_of_it):
            found[session] = news[-1 if repeats_count else 0], all_of_it[len(news)]
    return found


def spread(refreshed, refresh):
    """The most first refreshes in a step of the period [0.5 R, 1.5 R]: how far above the
    average, in standard deviations of what chance does."""
    steps = [0] * STEPS
    for before, when in refreshed.values():
        step = int((when - before - refresh / 2) * STEPS / refresh)
        steps[min(max(step, 0), STEPS - 1)] += 1
    average = sum(steps) / STEPS
    return (max(steps) - average) / average ** 0.5


def most_at_once(refreshed, seconds):
    """The most first refreshes in so many seconds."""
    later = sorted(when for _, when in refreshed.values())
    most = first = 0
    for last, when in enumerate(later):
        while when - later[first] > seconds:
            first += 1
        most = max(most, last - first + 1)
    return most


def main():
    began, flows, refresh = float(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    new, old = (sorted(m for m in messages(name) if m[0] >= began) for name in sys.argv[4:])
    paths, resvs = of_type(new, rsvpmsg.PATH), of_type(new, rsvpmsg.RESV)
    tears = of_type(old, rsvpmsg.PATHTEAR)
    whole = True
    for name, times in (("repaired Path", paths), ("Resv on the new way", resvs),
                        ("PathTear on the old way", tears)):
        if times:
            firsts = [min(t) for t in times.values()]
            print(f"first {name}\t{(min(firsts) - began) * 1e3:.1f}\tms")
            print(f"last {name}\t{(max(firsts) - began) * 1e3:.1f}\tms")
        if len(times) != flows:
            print(f"flows with a {name}\t{len(times)}\tof {flows}")
            whole = False
    for name, times in (("Path", paths), ("Resv", resvs)):
        refreshed = refreshes(times, refresh, name == "Resv")
        if len(refreshed) != flows:
            print(f"flows with a {name} refreshed\t{len(refreshed)}\tof {flows}")
            whole = False
        if refreshed:
            print(f"most {name} refreshes in R/{STEPS}\t{spread(refreshed, refresh):.2f}\tdeviations above the average")
            print(f"most {name} refreshes in 100 ms\t{most_at_once(refreshed, 0.1)}\tmessages")
    return not whole


sys.exit(main())
