#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""rsvpmsg.py and mutate.py against the codec: two builders that know nothing of each
other agree byte by byte, and mutants are the same for the same seed."""

import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import mutate  # noqa: E402
import rsvpmsg as r  # noqa: E402

TESTS = []
MUTANTS = 3000


def ok(good, name, why=""):
    TESTS.append(bool(good))
    print("%sok %d - %s" % ("" if good else "not ", len(TESTS), name))
    if not good and why:
        print("# " + why)


def decode(messages):
    text = "".join(message.hex() + "\n" for message in messages)
    run = subprocess.run([os.path.join(sys.argv[1], "decode")], input=text, text=True,
                         capture_output=True, check=False)
    if run.returncode:
        print("# " + run.stderr.replace("\n", "\n# "))
    return [line.split(" ") for line in run.stdout.splitlines()]


def samples():
    for a, b, c in (("10.0.0.1", "10.0.9.9", "10.0.0.2"),
                    ("2001:db8::1", "ff1e::9", "fe80::2")):
        yield "path", r.path(b, a, c, lih=7)
        yield "path", r.path(b, a, c, with_adspec=False, tspec={"p": r.INF})
        yield "pathtear", r.path_tear(b, a, c)
        yield "patherr", r.path_err(b, a, c, 2, 7, more=[r.user_error("no", 3)])
        for style in r.STYLES:
            flows = [r.flowspec_gs(R=2e5, S=5)]
            if style != "wf":
                flows.append(r.filter_spec(a, 6000))
            if style == "se":
                flows.append(r.filter_spec(c, 6001))
            yield "resv " + style, r.resv(b, c, 9, style, flows, confirm=a,
                                          scope_of=[a])
            yield "resvtear " + style, r.resv_tear(b, c, 9, style, flows[1:])
            yield "resverr " + style, r.resv_err(b, c, 9, a, 1, style, flows, 2)
            yield "resvconf " + style, r.resv_conf(b, a, c, style, flows)
    label = r.path("2001:db8::9", "2001:db8::1", "fe80::1", label=0x12345)
    yield "path with a flow label", label
    yield "path with all sorts", r.Message(r.PATH, [
        r.integrity(5, 6, bytes(range(20)), 1), r.message_id(3, 4, 1),
        r.session("10.0.0.9", 6, 80, 1), r.hop("10.0.0.1", 3), r.time_values(1),
        r.policy_data(), r.Obj(250, 3, b"abcd"), r.sender_template("10.0.0.1", 5),
        r.sender_tspec(r=1, b=1, p=1, m=0, M=0), r.adspec(3, 1.5, 0xffffffff)])


def test_agree():
    named = list(samples())
    packed = [msg.pack() for _, msg in named]
    for (name, _), data, answer in zip(named, packed, decode(packed)):
        ok(answer[0] == "none" and answer[5] == data.hex(), name,
           "%s\n# %s\n# %s" % (answer[0], data.hex(), answer[5]))
        ok(r.checksum_ok(data) and r.parse(data).pack() == data, name + ", parsed")


def reassemble(parts):
    """The payload of IPv4 or IPv6 fragments."""
    out = bytearray()
    for part in parts:
        if part[0] >> 4 == 4:
            at = (part[0] & 15) * 4
            where = 8 * (int.from_bytes(part[6:8], "big") & 0x1fff)
        else:
            at = 40 if part[6] else 48
            where = int.from_bytes(part[at + 2:at + 4], "big") & 0xfff8
            at += 8
        out[where:] = part[at:]
    return bytes(out)


def test_packets():
    data = bytes(i % 251 for i in range(4001))
    for src, dst in (("10.0.0.1", "10.0.0.2"), ("2001:db8::1", "2001:db8::2")):
        for alert in (False, True):
            packet = r.ip_packet(src, dst, data, 9, alert)
            name = "%s, Router Alert %s" % (src, alert)
            ok(r.unpack_ip(packet) == (src, dst, 9, alert, data), name)
            parts = r.fragment(packet, 1280)
            ok(len(parts) == 4 and max(map(len, parts)) <= 1280 and
               reassemble(parts) == data, name + ", fragments")
    head = r.ip_packet("10.0.0.1", "10.0.0.2", b"x" * 8)[:20]
    ok(r.checksum(head) == 0, "checksum of the IPv4 header")


def test_mutants():
    plans = [mutate.Plan("10.0.0.1", "10.0.0.2"),
             mutate.Plan("2001:db8::1", "2001:db8::2")]
    made = [mutate.message(1, i, plans) for i in range(MUTANTS)]
    again = [mutate.message(1, i, plans) for i in reversed(range(MUTANTS))]
    ok(made == again[::-1], "same seed, same mutants, in any order")
    ok(made != [mutate.message(2, i, plans) for i in range(MUTANTS)], "other seed")

    right = sum(r.checksum_ok(data) for _, data, _, _ in made if len(data) >= 8)
    ok(0.85 < right / MUTANTS < 1, "checksum right in %d of %d" % (right, MUTANTS))
    ok({data[1] for _, data, _, _ in made if len(data) > 1} >= set(range(1, 8)),
       "all types")
    ok({plan.version for plan, _, _, _ in made} == {4, 6}, "both families")

    answers = decode([data for _, data, _, _ in made])
    ok(len(answers) == MUTANTS, "the codec survives them")
    names = {answer[0] for answer in answers}
    ok(len(names) >= 25, "%d names of refusal" % len(names), str(sorted(names)))
    accepted = sum(answer[0] == "none" for answer in answers)
    ok(0.1 < accepted / MUTANTS < 0.5, "%d accepted" % accepted)


def main():
    test_agree()
    test_packets()
    test_mutants()
    print("1..%d" % len(TESTS))
    return 0 if all(TESTS) else 1


if __name__ == "__main__":
    sys.exit(main())
