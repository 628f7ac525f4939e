#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Captures of other implementations: what is well formed is read and, from what was
read, written again byte by byte; the rest is refused by the name told here."""

import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import rsvpmsg  # noqa: E402

CORPUS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "corpus")

# t50 fills most fields at random, and swaps the bytes of the checksum
T50 = (["checksum"] * 18 + ["session_addr"] + ["checksum"] * 4 + ["msg_type"] +
       ["checksum"] * 12 + ["msg_unsupported"] + ["checksum"] * 42)
T50_FIXED = (
    ["sender_addr"] + ["tspec"] * 2 + ["obj_missing"] * 2 + ["hop_addr"] + ["same"]
    * 4 + ["hop_addr"] + ["same"] * 2 + ["hop_addr"] + ["same"] + ["obj_missing"] *
    3 + ["session_addr"] + ["same"] * 2 + ["msg_type"] * 12 + ["msg_unsupported"] *
    6 + ["sender_addr"] + ["tspec"] + ["hop_addr"] + ["tspec"] + ["session_addr"] +
    ["tspec"] * 5 + ["hop_addr"] * 2 + ["tspec"] * 13 + ["hop_addr"] + ["tspec"] * 3
    + ["sender_addr"] * 2 + ["tspec"] * 2 + ["sender_addr"] + ["tspec"] +
    ["sender_addr"] + ["hop_addr"] * 2 + ["tspec"] * 2)

# Name, and how often in a row; "same": accepted and written again byte by byte
EXPECTED = {
    "peafowl/rsvp.pcap": ["same"] * 3,
    "community-id/rsvp.pcap": ["same"] * 2,
    "t50-generated/t50.pcap": T50,
    "tcpdump/lspping-fec-rsvp.pcap": [],
    "tcpdump/rsvp-inf-loop-2.pcapng": ["checksum"],
    "tcpdump/rsvp-infinite-loop.pcap": ["msg_unsupported"] * 5,
    "tcpdump/rsvp-rsvp_obj_print-oobr.pcap": ["length"],
    "tcpdump/rsvp_cap.pcap": ["checksum"],
    "tcpdump/rsvp_fast_reroute-oobr.pcap": ["length"],
    "tcpdump/rsvp_uni-oobr-1.pcap": ["length"],
    "tcpdump/rsvp_uni-oobr-2.pcap": ["length"],
    "tcpdump/rsvp_uni-oobr-3.pcap": ["length"] * 2,
}

# What would be said if the checksum were good
FIXED = {
    "t50-generated/t50.pcap": T50_FIXED,
    "tcpdump/rsvp_cap.pcap": ["msg_unsupported"],
    "tcpdump/rsvp-inf-loop-2.pcapng": ["foreign"],
}


def decode(program, messages):
    """What the codec says of each: (verdict, code, value, type, foreign, hex)."""
    text = "".join(message.hex() + "\n" for message in messages)
    run = subprocess.run([program], input=text, capture_output=True, text=True,
                         check=False)
    if run.returncode:
        print("# " + run.stderr.replace("\n", "\n# "))
        return []
    return [line.split(" ") for line in run.stdout.splitlines()]


def verdict(answer, message):
    if answer[0] != "none":
        return answer[0]
    if answer[4] == "1":
        return "foreign"
    return "same" if answer[5] == message.hex() else "differs"


def main():
    program = os.path.join(sys.argv[1], "decode")
    tests = []

    for name, expected in EXPECTED.items():
        messages = [found[4] for found in
                    rsvpmsg.read_pcap(os.path.join(CORPUS, name))]
        answers = decode(program, messages)
        got = [verdict(a, m) for a, m in zip(answers, messages)]
        tests.append((got == expected and len(got) == len(messages), name,
                      "got %s" % got))

        fixed = [rsvpmsg.rebuild_checksum(m) for m in messages if len(m) >= 8]
        got = [verdict(a, m) for a, m in zip(decode(program, fixed), fixed)]
        want = FIXED.get(name)
        if want is not None:
            tests.append((got == want, name + " with good checksums",
                          "got %s" % got))

    for i, (good, name, why) in enumerate(tests):
        print("%sok %d - %s" % ("" if good else "not ", i + 1, name))
        if not good:
            print("# " + why)
    print("1..%d" % len(tests))
    return 0 if all(test[0] for test in tests) else 1


if __name__ == "__main__":
    sys.exit(main())
