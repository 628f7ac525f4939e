#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""What the demo measured: table, result.json, and whether it holds.

usage: analyse.py DIRECTORY
Reads DIRECTORY/run as scene.sh leaves it. What is lost is told by the sequence numbers of RTP, as tshark decodes them from
the captures at both hosts; a frame of the film is intact if it decodes to what the film itself decodes to. The last one is
missing in any case: in a transport stream a frame ends with the next one. Exits with 1 if anything that the demo claims is
not so.
"""
import collections
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent))
import rtp_loss  # noqa: E402 its place is known only now

OUT = pathlib.Path(sys.argv[1])
RUN = OUT / "run"
PORT = 5004
STEP = 0.25  # of the picture, s
LINKS = {"a": "h1 - r1", "b": "r1 - r2", "c": "r2 - h2"}
KINDS = ("path", "resv", "pathtear", "resvtear")


def frames(name):
    """Hashes of the pictures, as often as there are such"""
    words = ["ffmpeg", "-nostdin", "-v", "quiet", "-i", str(name), "-map", "0:v", "-f", "framemd5", "-"]
    said = subprocess.run(words, stdout=subprocess.PIPE, text=True, check=False).stdout
    return collections.Counter(line.split()[-1] for line in said.splitlines() if line and line[0] != "#")


def write_plot(name, links):
    """Of each step: when it was, % of what was sent then and lost, Mbit/s that arrived then"""
    sent, received = links["a"].packets, links["c"].packets
    numbers = {packet.number for packet in received}
    steps = {}
    for packet in sent:
        counts = steps.setdefault(int((packet.when - sent[0].when) / STEP), [0, 0])
        counts[0] += 1
        counts[1] += packet.number not in numbers
    with open(OUT / (name + ".dat"), "w") as file:
        for step, (count, lost) in sorted(steps.items()):
            print((step + 0.5) * STEP, 100 * lost / count, file=file)


checks = []


def check(holds, claim, found):
    checks.append(bool(holds))
    if not holds:
        print(f"FAILED  {claim}: {found}")


def main():
    runs = rtp_loss.runs(RUN, PORT)
    if "after" not in runs:
        print("The scene did not come to its end")
        return 1
    film = frames(OUT / "film.ts")
    result = {}
    print(f"{'':14}     packets of RTP                longest gap     jitter      frames")
    print(f"{'':14} sent  received  lost       %   packets     ms       ms      intact")
    for name, title in (("before", "without rules"), ("after", "with rules")):
        said = result[name] = rtp_loss.figures(runs[name]["a"], runs[name]["c"])
        said["frames"] = film.total()
        said["frames_intact"] = (film & frames(RUN / (name + ".ts"))).total()
        print(
            f"{title:14} {said['sent']:4} {said['received']:9} {said['lost']:5} {said['lost_pct']:7.1f} {said['gap']:9}"
            f" {said['silence_ms']:6.0f} {said['jitter_ms']:8.1f} {said['frames_intact']:5} of {said['frames']}"
        )
        write_plot(name, runs[name])
    after = result["after"]
    early = after["sent"] - after["reserved"]
    print(
        f"\nWith rules, sent before the Resv was there: {early}, of which lost: {after['lost'] - after['reserved_lost']};"
        f" sent after it: {after['reserved']}, of which lost: {after['reserved_lost']}"
    )

    # --- RSVP ---

    print("\nRSVP on the links, with rules")
    seen = {}
    for link, title in LINKS.items():
        messages = runs["after"][link].messages
        seen[link] = collections.Counter(what for _, what in messages)
        first = {what: when for when, what in reversed(messages)}
        began = runs["after"]["a"].packets[0].when
        print(f"  {title}: " + (", ".join(
            f"{seen[link][what]} {what.replace('path', 'Path').replace('resv', 'Resv').replace('tear', 'Tear')}"
            f" (first {(first[what] - began) * 1000:+.1f} ms)" for what in KINDS if what in first
        ) or "none"))
    print("  ms since the first packet of RTP\n")

    # --- what has to hold ---

    before = result["before"]
    check(before["lost_pct"] > 20, "without rules, more than a fifth is lost", f"{before['lost_pct']} %")
    check(not any(capture.messages for capture in runs["before"].values()), "without rules nobody speaks RSVP", "messages")
    check(after["reserved_lost"] == 0, "with rules, nothing is lost that is reserved", after["reserved_lost"])
    check(early <= 0.05 * after["sent"], "with rules, hardly anything is sent unreserved", early)
    check(
        after["frames_intact"] > 0.9 * after["frames"] > before["frames_intact"],
        "with rules, the film is intact, and without them it is not", (before["frames_intact"], after["frames_intact"]),
    )
    for link in "a", "b":
        check(all(seen[link][what] for what in KINDS[:3]), f"Path, Resv, PathTear on {LINKS[link]}", dict(seen[link]))
    check(not seen["c"], "no RSVP at the receiver", dict(seen["c"]))
    result["messages"] = seen
    result["passed"] = all(checks)
    (OUT / "result.json").write_text(json.dumps(result, indent=2) + "\n")
    print(f"{sum(checks)} of {len(checks)} claims hold")
    return 0 if all(checks) else 1


sys.exit(main())
