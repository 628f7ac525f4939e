#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""The seeds of the fuzzer: captured messages, built ones of every kind, ADSPECs."""

import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, ".."))
import rsvpmsg as r  # noqa: E402


def captured():
    top = os.path.join(HERE, "..", "corpus")
    for folder in sorted(os.listdir(top)):
        path = os.path.join(top, folder)
        for name in sorted(os.listdir(path)) if os.path.isdir(path) else ():
            if ".pcap" not in name:
                continue
            seen = set()
            for found in r.read_pcap(os.path.join(path, name)):
                kind = (found[4][1:2], len(found[4]))
                if kind not in seen:	# t50 repeats itself
                    seen.add(kind)
                    yield "%s-%s-%d" % (folder, name.split(".")[0],
                                        len(seen)), found[4]


def built(unit):
    lines = subprocess.run([os.path.join(unit, "decode"), "make"], check=True,
                           capture_output=True, text=True).stdout.splitlines()
    seen = set()
    for line in lines:
        mtype, family, style, kind, data = line.split(" ")
        if data not in seen:
            seen.add(data)
            yield "built-%s-v%s-%s-%s" % (mtype.lower(), family, style.lower(),
                                          kind), bytes.fromhex(data)


def adspecs():
    yield "adspec-full", r.adspec().body
    yield "adspec-empty-gs", r.adspec(gs=(), break_gs=True).body
    yield "adspec-override", r.adspec(cl=False, more=bytes.fromhex(
        "05000004060000013f8000000a0000010000022c" "7812000399000001"
        "0000000200000003")).body


def main():
    unit, out = sys.argv[1:3]
    os.makedirs(out, exist_ok=True)
    for source in (captured(), built(unit), adspecs()):
        for name, data in source:
            with open(os.path.join(out, name), "wb") as f:
                f.write(data)


if __name__ == "__main__":
    main()
