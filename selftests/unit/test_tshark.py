#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""What build.c writes, as an independent decoder reads it: every message type, IPv4
and IPv6, every style, each field by name and value, and the checksum."""

import os
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import rsvpmsg as r  # noqa: E402

STYLES = {"FF": "0x00000a", "WF": "0x000011", "SE": "0x000012"}


def host(family, number):
    return "10.0.0.%d" % number if family == 4 else "2001:db8::%x" % number


def session(family, mtype):
    flags = "0x01" if mtype == "Path" else "0x00"
    names = (("ip", "proto", "flags", "port") if family == 4 else
             ("destination_address", "protocol", "flags", "destination_port"))
    return list(zip(["rsvp.session." + name for name in names],
                    [host(family, 99), "17", flags, "5004"]))


def hop(family):
    name = "hop.neighbor_address_ipv4" if family == 4 else "neighbor_address_ipv6"
    return [("rsvp." + name, host(family, 1)), ("rsvp.hop.logical_interface", "42")]


def sender(family, number):
    if family == 4:
        return [("rsvp.sender.ip", host(4, number)),
                ("rsvp.sender.port", str(6000 + number))]
    return [("rsvp.template_filter.source_address_ipv6", host(6, number)),
            ("rsvp.template_filter.source_port", str(6000 + number))]


def bucket(kind, service, rate=125000):
    return [("rsvp.%s.message_format_version" % kind, "0"),
            ("rsvp.%s.service_header" % kind, str(service)),
            ("rsvp.%s.token_bucket_rate" % kind, str(rate)),
            ("rsvp.%s.token_bucket_size" % kind, "20000"),
            ("rsvp.%s.peak_data_rate" % kind, "250000"),
            ("rsvp.minimum_policed_unit", "100"),
            ("rsvp.maximum_packet_size", "1500")]


def flowspec(gs, rate=125000):
    res = bucket("flowspec", 2 if gs else 5, rate)
    if gs:
        res += [("rsvp.flowspec.rate", "200000"),
                ("rsvp.flowspec.slack_term", "1234")]
    return res


def adspec():
    res = [("rsvp.adspec.message_format_version", "0"),
           ("rsvp.adspec.service_header", "1"), ("rsvp.adspec.break_bit", "0")]
    for number, value in ((4, "1"), (6, "1.25e+07"), (8, "50"), (10, "1500")):
        kind = "float" if number == 6 else "uint"
        res += [("rsvp.adspec.type", str(number)), ("rsvp.adspec." + kind, value)]
    res += [("rsvp.adspec.service_header", "2"), ("rsvp.adspec.break_bit", "0")]
    for number, value in ((133, "1514"), (134, "1300"), (135, "1514"), (136, "1300")):
        res += [("rsvp.adspec.type", str(number)), ("rsvp.adspec.uint", value)]
    return res + [("rsvp.adspec.service_header", "5"), ("rsvp.adspec.break_bit", "0")]


def flows(mtype, family, style, rich):
    res = [("rsvp.style.style", STYLES[style])]
    if mtype != "ResvTear":
        res += flowspec(rich)
    if style == "WF":
        return res
    res += sender(family, 11)
    if style == "SE":
        res += sender(family, 12)
    elif mtype == "Resv":
        res += flowspec(rich, 62500) + sender(family, 12)
        res += sender(family, 13)
    return res


def expected(mtype, family, style, rich):
    """(field, value) in the order of the message."""
    number = r.TYPES[mtype.lower()]
    res = [("rsvp.version", "1"), ("rsvp.msg", str(number)),
           ("rsvp.sending_ttl", "63")]
    if rich:
        res += [("rsvp.integrity.flags", "0x01"),
                ("rsvp.integrity.key_identifier", "00:01:02:03:04:05"),
                ("rsvp.integrity.sequence_number", "1234605616436508552"),
                ("rsvp.integrity.hash",
                 "01:02:03:04:05:06:07:08:09:00:00:00:00:00:00:00"),
                ("rsvp.message_id.flags", "1"), ("rsvp.message_id.epoch", "11259375"),
                ("rsvp.message_id.message_id", "77")]
    res += session(family, mtype)
    if mtype not in ("PathErr", "ResvConf"):
        res += hop(family)
    if mtype in ("Path", "Resv"):
        res += [("rsvp.refresh_interval", "30000")]
    if mtype in ("PathErr", "ResvErr", "ResvConf"):
        conf = mtype == "ResvConf"
        res += [("rsvp.error.error_node_ipv%d" % family, host(family, 7)),
                ("rsvp.error_flags", "0x00" if conf else "0x01"),
                ("rsvp.error.error_code", "0" if conf else "1"),
                ("rsvp.error_value", "0" if conf else "2")]
    if mtype == "ResvConf" or (rich and mtype == "Resv"):
        res += [("rsvp.confirm.receiver_address_ipv%d" % family, host(family, 99))]
    if rich and mtype in ("Resv", "ResvErr", "ResvTear"):
        res += [("rsvp.scope.ipv%d_address" % family, host(family, number))
                for number in (11, 12)]
    if rich and mtype in ("Path", "Resv", "PathErr", "ResvErr"):
        res += [("rsvp.policy.data", "00:08:00:00:de:ad:be:ef"),
                ("rsvp.policy.data", "00:08:00:00")]
    if mtype in ("Path", "PathErr", "PathTear"):
        res += sender(family, 11) + bucket("tspec", 1)
        return res + (adspec() if rich else [])
    return res + flows(mtype, family, style, rich)


def decode(packets):
    """The rsvp part of each packet, as tshark's PDML."""
    with tempfile.TemporaryDirectory() as tmp:
        name = os.path.join(tmp, "built.pcap")
        r.write_pcap(name, packets)
        run = subprocess.run(["tshark", "-n", "-r", name, "-T", "pdml"], check=True,
                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    for packet in ET.fromstring(run.stdout):
        yield packet, packet.find("proto[@name='rsvp']")


def judge(packet, rsvp, data, mtype, family, style, kind):
    """What is wrong, or nothing."""
    if rsvp is None:
        return "no RSVP"
    if packet.find("proto[@name='_ws.malformed']") is not None:
        return "malformed"
    if packet.find(".//field[@name='_ws.expert']") is not None:
        return "expert information"
    fields = [(f.get("name"), f.get("show"), f.get("showname"))
              for f in rsvp.iter("field")]
    csum = [name for field, _, name in fields if field == "rsvp.message_checksum"]
    if len(csum) != 1 or "[correct]" not in csum[0]:
        return "checksum: %s" % csum
    length = [show for field, show, _ in fields if field == "rsvp.message_length"]
    if length != [str(len(data))]:
        return "length: %s" % length
    if kind == 2:		# objects that tshark does not know
        return ""
    want = expected(mtype, family, style, kind == 1)
    names = {field for field, _ in want}
    got = [(field, show) for field, show, _ in fields if field in names]
    for pair in zip(got + [None] * len(want), want):
        if pair[0] != pair[1]:
            return "got %s for %s" % pair
    return "" if len(got) == len(want) else "more: %s" % got[len(want):]


def main():
    if not shutil.which("tshark"):
        print("1..0 # SKIP no tshark")
        return 0
    lines = subprocess.run([os.path.join(sys.argv[1], "decode"), "make"], check=True,
                           capture_output=True, text=True).stdout.splitlines()
    cases = []
    for line in lines:
        mtype, family, style, kind, data = line.split(" ")
        cases.append((mtype, int(family), style, int(kind), bytes.fromhex(data)))
    packets = [r.ip_packet(host(case[1], 1), host(case[1], 99), case[4], 63,
                           case[0] in ("Path", "PathTear", "ResvConf"))
               for case in cases]

    bad = 0
    for i, (case, found) in enumerate(zip(cases, decode(packets))):
        mtype, family, style, kind, data = case
        why = judge(*found, data, mtype, family, style, kind)
        bad += bool(why)
        print("%sok %d - %s IPv%d %s, %s" % ("not " if why else "", i + 1, mtype,
                                             family, style, ("bare", "rich", "all")[kind]))
        if why:
            print("# " + why)
    print("1..%d" % len(cases))
    return 1 if bad or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
