#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""What the demo measured: table, result.json, and whether it holds.

usage: analyse.py DIRECTORY
Reads DIRECTORY/run as scene.sh leaves it. One-way delay is the arrival in the capture at h2 minus the stamp that the sender
wrote into the datagram (iperf3's header, which source.c writes, too): all namespaces share one clock. Exits with 1 if
anything that the demo claims is not so.
"""
import json
import pathlib
import struct
import sys

OUT = pathlib.Path(sys.argv[1])
RUN = OUT / "run"

WIRE_BPS = 1250000  # bytes/s, with the 14 bytes of Ethernet
ETHERNET = 14
FLOW_PORT = 5004
SETTLE = 0.3  # until the queues are as full as they will be, s


def load(name):
    return json.loads((RUN / name).read_text())


def packets(name):
    """(time in us, protocol, destination port, IP length, bytes above IP) of a capture, IPv4 from h1 only"""
    data = (RUN / name).read_bytes()
    magic, _, _, _, _, _, link = struct.unpack_from("<IHHiIII", data)
    assert magic == 0xA1B2C3D4 and link == 1
    at = 24
    while at + 16 <= len(data):
        sec, usec, caplen, _ = struct.unpack_from("<IIII", data, at)
        frame = data[at + 16 : at + 16 + caplen]
        at += 16 + caplen
        if frame[12:14] != b"\x08\x00" or frame[26:30] != b"\x0a\x00\x01\x02":
            continue
        ip = frame[14:]
        above = ip[4 * (ip[0] & 15) :]
        yield sec * 1000000 + usec, ip[9], struct.unpack_from(">H", above, 2)[0], struct.unpack_from(">H", ip, 2)[0], above


class Run:
    """One capture: the datagrams of the protected flow, and what the others got through"""

    def __init__(self, name, offset):
        self.flow = []  # (stamp, arrival, number, IP length), us of the monotonic clock
        self.others = []  # (arrival, bytes of data)
        self.name = name
        top = {}
        for time, proto, port, length, above in packets(name + ".pcap"):
            time -= offset
            if proto == 17 and port == FLOW_PORT:
                if length >= 100:  # iperf3 says hello with four bytes
                    sec, usec, number = struct.unpack_from(">III", above, 8)
                    self.flow.append((sec * 1000000 + usec, time, number, length))
            elif proto == 17:
                self.others.append((time, length - 28))
            elif proto == 6:
                # What is sent again is no goodput.
                sport, _, seq = struct.unpack_from(">HHI", above)
                data = length - 20 - 4 * (above[12] >> 4)
                new = min(data, (seq + data - top.setdefault(sport, seq)) & 0xFFFFFFFF)
                if 0 < new < 1 << 31:
                    top[sport] = (seq + data) & 0xFFFFFFFF
                    self.others.append((time, new))
        window = RUN / (name + ".window")
        if window.exists():
            begin, end = (float(word) * 1e6 for word in window.read_text().split())
            self.begin, self.end = begin + SETTLE * 1e6, end
        else:
            self.begin, self.end = 0, float("inf")

    def window(self):
        return [packet for packet in self.flow if self.begin <= packet[0] <= self.end]

    def loss_pct(self):
        numbers = {packet[2] for packet in self.window()}
        if not numbers:
            return 100.0
        return 100.0 * (1 - len(numbers) / (max(numbers) - min(numbers) + 1))

    def delays_ms(self):
        return sorted((arrival - stamp) / 1000 for stamp, arrival, _, _ in self.window())

    def rate_Bps(self, overhead=0):
        got = sum(length + overhead for _, arrival, _, length in self.flow if self.begin <= arrival <= self.end)
        return got / (self.end - self.begin) * 1e6

    def goodput_Bps(self):
        got = sum(data for arrival, data in self.others if self.begin <= arrival <= self.end)
        return got / (self.end - self.begin) * 1e6

    def summary(self):
        delays = self.delays_ms() or [float("inf")]
        return {
            "packets": len(delays),
            "loss_pct": round(self.loss_pct(), 3),
            "rate_Bps": round(self.rate_Bps()),
            "delay_p50_ms": delays[(len(delays) - 1) // 2],
            "delay_p99_ms": delays[int((len(delays) - 1) * 0.99)],
            # Not only while the others send: the queues empty, and TCP is alone, afterwards.
            "delay_max_ms": max((arrival - stamp) / 1000 for stamp, arrival, _, _ in self.flow),
        }

    def write_plot(self):
        """Each datagram's delay, and the rate in steps of 0.2 s; time since the others began"""
        zero = self.begin - SETTLE * 1e6
        steps = {}
        with open(OUT / (self.name + ".dat"), "w") as file:
            for stamp, arrival, _, length in self.flow:
                print((stamp - zero) / 1e6, (arrival - stamp) / 1000, file=file)
                step = int((arrival - zero) // 200000)
                steps[step] = steps.get(step, 0) + length
        with open(OUT / (self.name + ".rate"), "w") as file:
            # The first and the last step are not whole.
            for step in range(min(steps, default=0) + 1, max(steps, default=0)):
                print((step + 0.5) / 5, steps.get(step, 0) * 40 / 1e6, file=file)


def bound_ms(session):
    """RFC 2212: what a receiver may rely on, from Tspec and ADSPEC as they came to it and the rate it reserved"""
    path, spec = session["path"][0], session["resv"][0]["flowspec"]
    tspec, adspec = path["tspec"], path["adspec"]
    r, b, p, M = (tspec[key] for key in ("rate_Bps", "burst_B", "peak_Bps", "mtu_B"))
    R, C, D = spec["reserved_rate_Bps"], adspec["ctot_B"], adspec["dtot_us"] / 1e6
    burst = (b - M) / R * (p - R) / (p - r) if p > R else 0
    return (burst + (M + C) / R + D) * 1000


def conforming(run, tspec):
    """How many packets of a run a policer with this Tspec lets through: RFC 2212, M + min(pT, rT + b - M)"""
    r, b, p, M = (tspec[key] for key in ("rate_Bps", "burst_B", "peak_Bps", "mtu_B"))
    bucket, peak, last, passed = b, M, None, 0
    for stamp, _, _, length in sorted(run.flow):
        if last is not None:
            bucket = min(b, bucket + r * (stamp - last) / 1e6)
            peak = min(M, peak + p * (stamp - last) / 1e6)
        last = stamp
        if length <= bucket and length <= peak:
            bucket, peak, passed = bucket - length, peak - length, passed + 1
    return passed


def counted(when, key):
    return load(when + ".after.json")[0]["tc"][0][key] - load(when + ".before.json")[0]["tc"][0][key]


checks = []


def check(holds, claim, found):
    checks.append(bool(holds))
    if not holds:
        print(f"FAILED  {claim}: {found}")


def main():
    if not (RUN / "teardown.json").exists():
        print("The scene did not come to its end")
        return 1
    monotonic, real = (int(word) for word in (RUN / "clock").read_text().split())
    before, after, worst, over = (Run(name, real - monotonic) for name in ("before", "after", "worst", "over"))
    session = load("session.json")[0]
    bound = bound_ms(session)
    runs = {"before": before.summary(), "after": after.summary(), "worst": worst.summary()}
    for run in before, after, worst:
        run.write_plot()
    span = (before.end - before.begin) / 1e6 + SETTLE
    (OUT / "values.gp").write_text(f"bound = {bound}\nlost = {runs['before']['loss_pct']}\nspan = {span}\n")

    # --- the table ---

    print(f"{'':36} loss      rate  one-way delay, ms")
    print(f"{'':36}    %    Mbit/s     p50     p99     max   bound")
    for name, title in (
        ("before", "iperf3, nothing reserved"),
        ("after", "iperf3, reserved"),
        ("worst", "worst source, reserved"),
    ):
        run = runs[name]
        print(
            f"{title:36} {run['loss_pct']:4.1f} {run['rate_Bps'] * 8 / 1e6:9.2f} {run['delay_p50_ms']:7.1f}"
            f" {run['delay_p99_ms']:7.1f} {run['delay_max_ms']:7.1f} {'' if name == 'before' else format(bound, '7.1f')}"
        )

    # --- others ---

    left = {run.name: WIRE_BPS - run.rate_Bps(ETHERNET) for run in (before, after, worst)}
    competing = {
        "before_Bps": round(before.goodput_Bps()),
        "after_Bps": round(after.goodput_Bps()),
        "left_Bps": round(left["after"]),
        "share_pct": round(100 * after.goodput_Bps() / left["after"], 1),
    }
    supers = [length for _, _, _, length, _ in packets("after.super.pcap")]
    print(
        f"\nAll others together {competing['before_Bps'] * 8 / 1e6:.2f} Mbit/s before, {competing['after_Bps'] * 8 / 1e6:.2f} after:"
        f" {competing['share_pct']} % of what the reservation leaves"
    )
    print(f"{len(supers)} super-packets of up to {max(supers, default=0)} bytes came to r1 and left it in segments")

    # --- refused, over ---

    error = load("refused.json")[0].get("error", {})
    refused = {
        "hop": error.get("hop"),
        "interface": error.get("interface"),
        "asked_Bps": error.get("asked_Bps"),
        "free_Bps": error.get("free_Bps"),
    }
    tspec = session["path"][0]["tspec"]
    sent = int((RUN / "over.sent").read_text())
    over_spec = {
        "sent": sent,
        "received": len(over.flow),
        "excess": len(over.flow) - conforming(over, tspec),
        "demoted": counted("over", "demoted_packets"),
        "demoted_B": counted("over", "demoted_bytes"),
    }
    if refused["hop"]:
        print(
            "Refused: {hop} would have needed {asked_Bps} bytes/s on {interface} and had {free_Bps}".format(**refused)
        )
    print("10 % over the Tspec: {sent} packets sent, {excess} too many, {demoted} demoted".format(**over_spec))

    teardown = load("teardown.json")
    teardown["qdiscs_changed"] = int((RUN / "qdiscs.before").read_text() != (RUN / "qdiscs.after").read_text())
    print("Left after tear-down: " + ", ".join(f"{value} {key.replace('_', ' ')}" for key, value in teardown.items()))

    # --- what has to hold ---

    both = {
        **runs["after"],
        "loss_pct": max(runs["after"]["loss_pct"], runs["worst"]["loss_pct"]),
        "delay_max_ms": max(runs["after"]["delay_max_ms"], runs["worst"]["delay_max_ms"]),
    }
    whole = {"after": load("after.sent")["end"]["sum"]["packets"], "worst": int((RUN / "worst.sent").read_text())}
    print()
    check(runs["before"]["loss_pct"] > 50, "before, more than half is lost", f"{runs['before']['loss_pct']} %")
    check(both["loss_pct"] == 0, "after, nothing is lost", f"{both['loss_pct']} %")
    for run in after, worst:
        got = len({packet[2] for packet in run.flow})
        check(got == whole[run.name], f"{run.name}: all that is sent arrives", f"{got} of {whole[run.name]}")
    check(both["delay_max_ms"] <= bound, "no packet is later than the bound", f"{both['delay_max_ms']} ms > {bound:.1f} ms")
    check(
        runs["worst"]["delay_max_ms"] >= 0.3 * bound,
        "the worst source comes within 30 % to 100 % of the bound",
        f"{runs['worst']['delay_max_ms']} ms of {bound:.1f} ms",
    )
    check(counted("worst", "demoted_packets") == 0, "the worst source conforms", "packets of it were demoted")
    check(competing["share_pct"] >= 90, "the others get what is left", f"{competing['share_pct']} %")
    check(supers, "super-packets reach r1", "none was seen")
    check(None not in refused.values(), "the refusal says hop, interface, asked and free", refused)
    check(
        refused["asked_Bps"] and refused["asked_Bps"] > refused["free_Bps"], "what is refused does not fit", refused
    )
    check(over_spec["received"] == sent, "what is demoted still goes on an idle wire", f"{over_spec['received']} of {sent}")
    check(over_spec["excess"] == over_spec["demoted"] > 0, "exactly the excess is demoted", over_spec)
    check(not any(teardown.values()), "nothing is left after tear-down", teardown)

    result = {
        "bound_ms": round(bound, 3),
        "before": runs["before"],
        "after": both,
        "iperf3": runs["after"],
        "worst": runs["worst"],
        "competing": competing,
        "super_packets": len(supers),
        "refused": refused,
        "over": over_spec,
        "teardown": teardown,
        "passed": all(checks),
    }
    (OUT / "result.json").write_text(json.dumps(result, indent=2) + "\n")
    print(f"{sum(checks)} of {len(checks)} claims hold")
    return 0 if all(checks) else 1


sys.exit(main())
