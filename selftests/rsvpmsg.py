#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""RSVP messages for tests: build any, broken ones too, send and receive them.

Nothing but the standard library. Every number that a message carries can be set,
also to what it must not be: length and checksum are computed only where they are
not given. As a program:

    rsvpmsg.py send --dev veth0 --src 10.0.0.1 --dst 10.0.9.1 path \\
        --session 10.0.9.1/17/5004 --sender 10.0.0.1:6000 --hop 10.0.0.1
    rsvpmsg.py listen --dev veth0 --count 3 --timeout 5
"""

import argparse
import ipaddress
import json
import re
import socket
import struct
import sys
import time

PATH, RESV, PATHERR, RESVERR, PATHTEAR, RESVTEAR, RESVCONF = range(1, 8)
TYPES = {"path": PATH, "resv": RESV, "patherr": PATHERR, "resverr": RESVERR,
         "pathtear": PATHTEAR, "resvtear": RESVTEAR, "resvconf": RESVCONF}
TYPE_NAMES = {number: name for name, number in TYPES.items()}

NULL, SESSION, HOP, INTEGRITY, TIME_VALUES, ERROR_SPEC = 0, 1, 3, 4, 5, 6
SCOPE, STYLE, FLOWSPEC, FILTER_SPEC, SENDER_TEMPLATE = 7, 8, 9, 10, 11
SENDER_TSPEC, ADSPEC, POLICY_DATA, RESV_CONFIRM = 12, 13, 14, 15
MESSAGE_ID, MESSAGE_ID_ACK, MESSAGE_ID_LIST = 23, 24, 25
CHALLENGE, USER_ERROR_SPEC = 64, 194
CLASS_NAMES = {
    NULL: "null", SESSION: "session", HOP: "hop", INTEGRITY: "integrity",
    TIME_VALUES: "time_values", ERROR_SPEC: "error_spec", SCOPE: "scope",
    STYLE: "style", FLOWSPEC: "flowspec", FILTER_SPEC: "filter_spec",
    SENDER_TEMPLATE: "sender_template", SENDER_TSPEC: "sender_tspec",
    ADSPEC: "adspec", POLICY_DATA: "policy_data", RESV_CONFIRM: "resv_confirm",
    MESSAGE_ID: "message_id", MESSAGE_ID_ACK: "message_id_ack",
    MESSAGE_ID_LIST: "message_id_list", CHALLENGE: "challenge",
    USER_ERROR_SPEC: "user_error_spec"}

STYLES = {"ff": 0x0a, "wf": 0x11, "se": 0x12}
STYLE_NAMES = {number: name for name, number in STYLES.items()}

IPPROTO_RSVP = 46
INF = float("inf")
ENTERPRISE = 32473


def ip(addr):
    """An address object of whatever names an address."""
    return ipaddress.ip_address(addr)


def checksum(data):
    """One's complement of the one's complement sum (RFC 1071)."""
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def f32(value):
    """Bits of a float; an int above 2**24 and bits given as bytes pass as they are."""
    if isinstance(value, bytes):
        return value
    return struct.pack("!f", value)


class Obj:
    """An object. @length, if given, is what its header says instead of the truth."""

    def __init__(self, cls, ctype, body=b"", length=None):
        self.cls, self.ctype, self.body, self.length = cls, ctype, body, length

    def pack(self):
        length = self.length
        if length is None:
            length = 4 + len(self.body)
        return struct.pack("!HBB", length & 0xffff, self.cls & 0xff,
                           self.ctype & 0xff) + self.body

    def __repr__(self):
        return "Obj(%d, %d, %r)" % (self.cls, self.ctype, self.body.hex())


def _by_family(cls, addr, rest=b""):
    addr = ip(addr)
    return Obj(cls, 1 if addr.version == 4 else 2, addr.packed + rest)


def session(dst, proto=17, dport=5004, flags=0):
    return _by_family(SESSION, dst, struct.pack("!BBH", proto, flags, dport))


def hop(addr, lih=0):
    return _by_family(HOP, addr, struct.pack("!I", lih))


def time_values(ms=30000):
    return Obj(TIME_VALUES, 1, struct.pack("!I", ms))


def error_spec(node, code, value=0, flags=0):
    return _by_family(ERROR_SPEC, node, struct.pack("!BBH", flags, code, value))


def scope(addrs):
    addrs = [ip(addr) for addr in addrs]
    ctype = 1 if not addrs or addrs[0].version == 4 else 2
    return Obj(SCOPE, ctype, b"".join(addr.packed for addr in addrs))


def style(name, flags=0):
    number = STYLES[name] if isinstance(name, str) else name
    return Obj(STYLE, 1, struct.pack("!I", flags << 24 | number))


def _filter(cls, addr, port, label):
    if label is not None:
        return Obj(cls, 3, ip(addr).packed + struct.pack("!I", label))
    return _by_family(cls, addr, struct.pack("!HH", 0, port))


def filter_spec(addr, port=0, label=None):
    return _filter(FILTER_SPEC, addr, port, label)


def sender_template(addr, port=0, label=None):
    return _filter(SENDER_TEMPLATE, addr, port, label)


def token_bucket(r=125000, b=20000, p=250000, m=100, M=1500):
    """Parameter 127, RFC 2215. Floats may be given as 4 bytes."""
    return (struct.pack("!I", 127 << 24 | 5) + f32(r) + f32(b) + f32(p) +
            struct.pack("!II", m, M))


def service(number, data=b"", brk=False):
    """A fragment of an ADSPEC or of what carries a Tspec (RFC 2210, 3.1)."""
    return struct.pack("!I", number << 24 | brk << 23 | len(data) // 4) + data


def _overall(data):
    return struct.pack("!I", len(data) // 4) + data


def sender_tspec(**kw):
    return Obj(SENDER_TSPEC, 2, _overall(service(1, token_bucket(**kw))))


def flowspec_cl(**kw):
    return Obj(FLOWSPEC, 2, _overall(service(5, token_bucket(**kw))))


def flowspec_gs(R=200000, S=0, **kw):
    rspec = struct.pack("!I", 130 << 24 | 2) + f32(R) + struct.pack("!I", S)
    return Obj(FLOWSPEC, 2, _overall(service(2, token_bucket(**kw) + rspec)))


def param(number, value):
    """A parameter of one word; @value is an int or 4 bytes."""
    if not isinstance(value, bytes):
        value = struct.pack("!I", value)
    return struct.pack("!I", number << 24 | len(value) // 4) + value


def adspec(hops=1, bw=12500000, latency=50, mtu=1500, gs=(1514, 1300, 1514, 1300),
           cl=True, break_general=False, break_gs=False, break_cl=False, more=b""):
    """RFC 2210, 3.3. @gs: (Ctot, Dtot, Csum, Dsum), () for an empty fragment, None
    for none. @more: fragments behind."""
    general = param(4, hops) + param(6, f32(bw)) + param(8, latency) + param(10, mtu)
    body = service(1, general, break_general)
    if gs is not None:
        terms = b"".join(param(133 + i, term) for i, term in enumerate(gs))
        body += service(2, terms, break_gs)
    if cl:
        body += service(5, b"", break_cl)
    return Obj(ADSPEC, 2, _overall(body + more))


def policy_data(data=b"\0\x08\0\0\xde\xad\xbe\xef", ctype=1):
    return Obj(POLICY_DATA, ctype, data)


def resv_confirm(addr):
    return _by_family(RESV_CONFIRM, addr)


def integrity(key_id=1, seq=1, digest=bytes(16), flags=0):
    return Obj(INTEGRITY, 1, struct.pack("!BB", flags, 0) +
               key_id.to_bytes(6, "big") + struct.pack("!Q", seq) + digest)


def message_id(epoch, ident, flags=0, cls=MESSAGE_ID, ctype=1):
    return Obj(cls, ctype, struct.pack("!II", flags << 24 | epoch, ident))


def user_error(text="", value=0, enterprise=ENTERPRISE, sub_org=0, subs=b""):
    data = text.encode() if isinstance(text, str) else text
    return Obj(USER_ERROR_SPEC, 1,
               struct.pack("!IBBH", enterprise, sub_org, len(data), value) +
               data + bytes(-len(data) % 4) + subs)


class Message:
    """A message. What is None is computed: @length, @csum; csum 0 is none."""

    def __init__(self, mtype, objs=(), ttl=63, flags=0, version=1, length=None,
                 csum=None, reserved=0):
        self.mtype, self.objs, self.ttl, self.flags = mtype, list(objs), ttl, flags
        self.version, self.length, self.csum = version, length, csum
        self.reserved = reserved

    def pack(self):
        body = b"".join(obj.pack() for obj in self.objs)
        length = len(body) + 8 if self.length is None else self.length
        head = struct.pack("!BBHBBH", self.version << 4 | self.flags, self.mtype, 0,
                           self.ttl, self.reserved, length & 0xffff)
        csum = self.csum
        if csum is None:
            csum = checksum(head + body) or 0xffff
        return head[:2] + struct.pack("!H", csum) + head[4:] + body

    def find(self, cls):
        """All objects of a class."""
        return [obj for obj in self.objs if obj.cls == cls]

    def describe(self):
        """As plain data, for JSON and for comparing."""
        return {"type": TYPE_NAMES.get(self.mtype, self.mtype), "ttl": self.ttl,
                "flags": self.flags, "objects": [describe(obj) for obj in self.objs]}


def rebuild_checksum(data):
    """@data with the checksum that it should have."""
    zeroed = data[:2] + b"\0\0" + data[4:]
    return data[:2] + struct.pack("!H", checksum(zeroed) or 0xffff) + data[4:]


def parse(data):
    """Bytes to a Message; ValueError where the framing is broken."""
    if len(data) < 8:
        raise ValueError("short")
    vers, mtype, csum, ttl, reserved, length = struct.unpack("!BBHBBH", data[:8])
    if length != len(data):
        raise ValueError("length %d of %d" % (length, len(data)))
    msg = Message(mtype, [], ttl, vers & 15, vers >> 4, length, csum, reserved)
    at = 8
    while at < len(data):
        if at + 4 > len(data):
            raise ValueError("object header at %d" % at)
        size, cls, ctype = struct.unpack("!HBB", data[at:at + 4])
        if size < 4 or size % 4 or at + size > len(data):
            raise ValueError("object of length %d at %d" % (size, at))
        msg.objs.append(Obj(cls, ctype, data[at + 4:at + size]))
        at += size
    return msg


# RFC 2205, 3.1.3 to 3.1.9: the objects of a message in the order shown there
LETTERS = {SESSION: "s", HOP: "h", TIME_VALUES: "t", ERROR_SPEC: "e", RESV_CONFIRM: "c",
           SCOPE: "o", POLICY_DATA: "p", STYLE: "y", FLOWSPEC: "f", FILTER_SPEC: "F",
           SENDER_TEMPLATE: "w", SENDER_TSPEC: "T", ADSPEC: "A"}
FLOWS = "(fF*|(fF)+)"
SHOWN = {PATH: "shtp*wTA?", RESV: "shtc?o?p*y" + FLOWS, PATHERR: "sep*wTA?",
         RESVERR: "sheo?p*yfF*", PATHTEAR: "shwT?A?", RESVTEAR: "sho?y(%s|F*)" % FLOWS,
         RESVCONF: "secy" + FLOWS}


def in_order(msg):
    """Are its objects in that order? Those of other RFCs have no place there."""
    letters = "".join(LETTERS.get(obj.cls, "") for obj in msg.objs)
    return bool(re.fullmatch(SHOWN[msg.mtype], letters))


def checksum_ok(data):
    """Does the checksum hold, or is there none?"""
    return data[2:4] == b"\0\0" or rebuild_checksum(data)[2:4] == data[2:4]


def _bucket(body, at):
    r, b, p, m, M = struct.unpack("!fffII", body[at:at + 20])
    return {"r": r, "b": b, "p": p, "m": m, "M": M}


def _describe_adspec(body):
    out, at = {"services": {}}, 4
    while at + 4 <= len(body):
        head, = struct.unpack("!I", body[at:at + 4])
        end = at + 4 + 4 * (head & 0xffff)
        params, at = {}, at + 4
        while at + 4 <= min(end, len(body)):
            phead, = struct.unpack("!I", body[at:at + 4])
            size = 4 * (phead & 0xffff)
            value = body[at + 4:at + 4 + size]
            kind = "!f" if phead >> 24 == 6 else "!I"
            params[phead >> 24] = (struct.unpack(kind, value)[0]
                                   if len(value) == 4 else value.hex())
            at += 4 + size
        out["services"][head >> 24] = {"break": bool(head >> 23 & 1),
                                       "params": params}
        at = end
    return out


def describe(obj):
    """An object as plain data; with only its bytes where it does not read well."""
    out = {"class": CLASS_NAMES.get(obj.cls, obj.cls), "ctype": obj.ctype}
    body, size = obj.body, 16 if obj.ctype in (2, 3) else 4
    try:
        if obj.cls in (SESSION, HOP, ERROR_SPEC, FILTER_SPEC, SENDER_TEMPLATE,
                       RESV_CONFIRM) and obj.ctype in (1, 2, 3):
            out["addr"] = str(ip(body[:size]))
            rest = body[size:]
            if obj.cls == SESSION:
                out["proto"], out["flags"], out["dport"] = struct.unpack("!BBH", rest)
            elif obj.cls == HOP:
                out["lih"], = struct.unpack("!I", rest)
            elif obj.cls == ERROR_SPEC:
                out["flags"], out["code"], out["value"] = struct.unpack("!BBH", rest)
            elif obj.ctype == 3:
                out["label"] = struct.unpack("!I", rest)[0] & 0xffffff
            elif obj.cls != RESV_CONFIRM:
                out["port"], = struct.unpack("!2xH", rest)
        elif obj.cls == TIME_VALUES:
            out["ms"], = struct.unpack("!I", body)
        elif obj.cls == SCOPE:
            out["addrs"] = [str(ip(body[i:i + size]))
                            for i in range(0, len(body), size)]
        elif obj.cls == STYLE:
            number = struct.unpack("!I", body)[0]
            out["style"] = STYLE_NAMES.get(number & 31, number)
        elif obj.cls in (FLOWSPEC, SENDER_TSPEC) and obj.ctype == 2:
            out["service"] = body[4]
            out.update(_bucket(body, 12))
            if body[4] == 2:
                out["R"], out["S"] = struct.unpack("!fI", body[36:44])
        elif obj.cls == ADSPEC:
            out.update(_describe_adspec(body))
        elif obj.cls == USER_ERROR_SPEC:
            out["enterprise"], out["sub_org"], size, out["value"] = \
                struct.unpack("!IBBH", body[:8])
            out["text"] = body[8:8 + size].decode(errors="replace")
        else:
            out["hex"] = body.hex()
    except (struct.error, ValueError, IndexError):
        out["hex"] = body.hex()
    return out


# Whole messages, as a node sends them

def path(dst, src, phop, proto=17, dport=5004, sport=6000, lih=0, ms=30000, ttl=63,
         with_adspec=True, tspec=None, label=None, more=()):
    objs = [session(dst, proto, dport), hop(phop, lih), time_values(ms), *more,
            sender_template(src, sport, label), sender_tspec(**(tspec or {}))]
    if with_adspec:
        objs.append(adspec())
    return Message(PATH, objs, ttl)


def path_tear(dst, src, phop, proto=17, dport=5004, sport=6000, lih=0, ttl=63):
    return Message(PATHTEAR, [session(dst, proto, dport), hop(phop, lih),
                              sender_template(src, sport)], ttl)


def resv(dst, nhop, lih, style_name, flows, proto=17, dport=5004, ms=30000, ttl=63,
         confirm=None, scope_of=None, more=()):
    """@flows: a list of FLOWSPEC and FILTER_SPEC objects, in their order."""
    objs = [session(dst, proto, dport), hop(nhop, lih), time_values(ms)]
    if confirm:
        objs.append(resv_confirm(confirm))
    if scope_of:
        objs.append(scope(scope_of))
    return Message(RESV, objs + list(more) + [style(style_name), *flows], ttl)


def resv_tear(dst, nhop, lih, style_name, flows=(), proto=17, dport=5004, ttl=63):
    return Message(RESVTEAR, [session(dst, proto, dport), hop(nhop, lih),
                              style(style_name), *flows], ttl)


def path_err(dst, src, node, code, value=0, proto=17, dport=5004, sport=6000,
             ttl=63, more=()):
    return Message(PATHERR, [session(dst, proto, dport),
                             error_spec(node, code, value), *more,
                             sender_template(src, sport), sender_tspec()], ttl)


def resv_err(dst, phop, lih, node, code, style_name, flows, value=0, flags=0,
             proto=17, dport=5004, ttl=63, more=()):
    return Message(RESVERR, [session(dst, proto, dport), hop(phop, lih),
                             error_spec(node, code, value, flags), *more,
                             style(style_name), *flows], ttl)


def resv_conf(dst, node, receiver, style_name, flows, proto=17, dport=5004, ttl=63):
    return Message(RESVCONF, [session(dst, proto, dport), error_spec(node, 0),
                              resv_confirm(receiver), style(style_name), *flows],
                   ttl)


# IP packets

def ip_packet(src, dst, payload, ttl=63, router_alert=False, tos=0xc0,
              proto=IPPROTO_RSVP, ident=0):
    """A whole IP packet; router_alert: RFC 2113, or RFC 2711 with value 1 (RSVP)."""
    src, dst = ip(src), ip(dst)
    if src.version == 4:
        options = b"\x94\x04\0\0" if router_alert else b""
        head = struct.pack("!BBHHHBBH4s4s", 0x45 + len(options) // 4, tos,
                           20 + len(options) + len(payload), ident, 0, ttl, proto,
                           0, src.packed, dst.packed) + options
        return head[:10] + struct.pack("!H", checksum(head)) + head[12:] + payload
    first = proto
    if router_alert:
        payload = struct.pack("!BBBBHBB", proto, 0, 5, 2, 1, 1, 0) + payload
        first = 0
    return struct.pack("!IHBB16s16s", 6 << 28 | tos << 20, len(payload), first, ttl,
                       src.packed, dst.packed) + payload


def behind_header(packet, number, header):
    """An IPv6 packet without extension headers, with this one after its first 40 bytes."""
    header = packet[6:7] + header[1:]
    return (packet[:4] + struct.pack("!HB", len(packet) - 40 + len(header), number) +
            packet[7:40] + header + packet[40:])


def fragment(packet, mtu, ident=1):
    """An IP packet as fragments of at most @mtu bytes; one that fits as it is."""
    if len(packet) <= mtu:
        return [packet]
    if packet[0] >> 4 == 4:
        head = (packet[0] & 15) * 4
        step = (mtu - head) // 8 * 8
        out = []
        for at in range(0, len(packet) - head, step):
            part = packet[head + at:head + at + step]
            more = at + step < len(packet) - head
            new = (packet[:2] + struct.pack("!HHH", head + len(part), ident,
                                            more << 13 | at // 8) +
                   packet[8:10] + b"\0\0" + packet[12:head])
            new = new[:10] + struct.pack("!H", checksum(new)) + new[12:]
            out.append(new + part)
        return out
    # The hop-by-hop header stays in front of the fragment header
    head = 40 if packet[6] else 48 + 8 * packet[41]
    at = 6 if head == 40 else 40
    step = (mtu - head - 8) // 8 * 8
    out = []
    for pos in range(0, len(packet) - head, step):
        part = packet[head + pos:head + pos + step]
        more = pos + step < len(packet) - head
        frag = struct.pack("!BBHI", packet[at], 0, pos | more, ident)
        new = bytearray(packet[:head] + frag + part)
        new[at] = 44
        new[4:6] = struct.pack("!H", len(new) - 40)
        out.append(bytes(new))
    return out


def unpack_ip(packet):
    """(src, dst, ttl, router_alert, payload) of an RSVP packet, else None."""
    if packet[0] >> 4 == 4:
        head = (packet[0] & 15) * 4
        if packet[9] != IPPROTO_RSVP:
            return None
        total, = struct.unpack("!H", packet[2:4])
        return (str(ip(packet[12:16])), str(ip(packet[16:20])), packet[8],
                b"\x94\x04" in packet[20:head], packet[head:total])
    first, at, alert = packet[6], 40, False
    total = 40 + struct.unpack("!H", packet[4:6])[0]
    # Hop-by-hop and routing headers
    while first in (0, 43):
        end = at + 8 + 8 * packet[at + 1]
        alert = alert or first == 0 and b"\x05\x02" in packet[at + 2:end]
        first, at = packet[at], end
    if first != IPPROTO_RSVP:
        return None
    return (str(ip(packet[8:24])), str(ip(packet[24:40])), packet[7], alert,
            packet[at:total])


class Sender:
    """Sends whole IP packets, with any source, by way of a raw socket."""

    def __init__(self, family, dev=None):
        self.family = family
        if family == 4:
            self.sock = socket.socket(socket.AF_INET, socket.SOCK_RAW,
                                      socket.IPPROTO_RAW)
        else:
            self.sock = socket.socket(socket.AF_INET6, socket.SOCK_RAW,
                                      socket.IPPROTO_RAW)
        self.dev = dev
        if dev:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE,
                                 dev.encode() + b"\0")
            index = socket.if_nametoindex(dev)
            if family == 4:
                self.sock.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF,
                                     struct.pack("=4s4si", bytes(4), bytes(4), index))
            else:
                self.sock.setsockopt(socket.IPPROTO_IPV6,
                                     socket.IPV6_MULTICAST_IF, index)

    def send(self, packet, via=None):
        """@via: where to, if not to the destination that the packet names."""
        if self.family == 4:
            to = str(ip(via)) if via else str(ip(packet[16:20]))
            self.sock.sendto(packet, (to, 0))
            return
        to = ip(via) if via else ip(packet[24:40])
        scope_id = 0
        if self.dev and (to.is_link_local or to.is_multicast):
            scope_id = socket.if_nametoindex(self.dev)
        self.sock.sendto(packet, (str(to), 0, 0, scope_id))


def send(msg, src, dst, dev=None, ttl=None, router_alert=None, via=None, tos=0xc0):
    """Send a Message, or bytes, from @src to @dst. Router Alert by type."""
    data = msg if isinstance(msg, bytes) else msg.pack()
    if router_alert is None:
        router_alert = data[1] in (PATH, PATHTEAR, RESVCONF)
    if ttl is None:
        ttl = data[4]
    packet = ip_packet(src, dst, data, ttl, router_alert, tos)
    Sender(ip(dst).version, dev).send(packet, via)


def send_frame(dev, to, packet):
    """Send an IP packet to a link layer address that need not be the next hop's."""
    own = "02:00:00:00:00:0a"
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as s:
        s.bind((dev, 0))
        s.send(bytes.fromhex((to + own).replace(":", "")) + (b"\x08\0" if packet[0] >> 4 == 4 else b"\x86\xdd") + packet)


class Listener:
    """RSVP packets that pass an interface, both ways, as (direction, src, dst, ttl,
    router_alert, bytes). Open it before what it shall see."""

    def __init__(self, dev):
        self.sock = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM,
                                  socket.htons(3))
        self.sock.bind((dev, 3))

    def packets(self, timeout):
        end = time.monotonic() + timeout
        while True:
            left = end - time.monotonic()
            if left <= 0:
                return
            self.sock.settimeout(left)
            try:
                packet, addr = self.sock.recvfrom(65536)
            except socket.timeout:
                return
            if addr[1] not in (0x0800, 0x86dd) or len(packet) < 40:
                continue
            found = unpack_ip(packet)
            if found:
                yield ("out" if addr[2] == 4 else "in",) + found


def write_pcap(name, packets):
    """Whole IP packets as a capture of link type raw IP."""
    with open(name, "wb") as f:
        f.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 101))
        for i, packet in enumerate(packets):
            f.write(struct.pack("<IIII", i, 0, len(packet), len(packet)) + packet)


def read_pcap(name):
    """RSVP packets of a capture, pcap or pcapng, whatever the link: (src, dst, ttl,
    router_alert, payload), the payload cut where the capture is."""
    with open(name, "rb") as f:
        data = f.read()
    if data[:4] == b"\x0a\x0d\x0d\x0a":
        frames = _pcapng(data)
    else:
        frames = (frame[1:] for frame in _pcap(data))
    for link, frame in frames:
        found = _rsvp(link, frame)
        if found:
            yield found


def read_packets(name):
    """IP packets of a pcap of microseconds, as tcpdump makes it: (seconds, packet)."""
    with open(name, "rb") as f:
        data = f.read()
    for when, link, frame in _pcap(data):
        packet = _network(link, frame)
        if packet and len(packet) >= 20:
            yield when, packet


def read_times(name):
    """The RSVP packets among them: (seconds, payload)."""
    for when, packet in read_packets(name):
        found = unpack_ip(packet)
        if found:
            yield when, found[-1]


def _rsvp(link, frame):
    packet = _network(link, frame)
    return unpack_ip(packet) if packet and len(packet) >= 20 else None


def _pcap(data):
    order = "<" if data[:4] in (b"\xd4\xc3\xb2\xa1", b"\x4d\x3c\xb2\xa1") else ">"
    link, = struct.unpack(order + "I", data[20:24])
    at = 24
    while at + 16 <= len(data):
        sec, usec, size = struct.unpack(order + "III", data[at:at + 12])
        yield sec + usec / 1e6, link & 0xffff, data[at + 16:at + 16 + size]
        at += 16 + size


def _pcapng(data):
    order = "<" if data[8:12] == b"\x4d\x3c\x2b\x1a" else ">"
    links, at = [], 0
    while at + 12 <= len(data):
        kind, size = struct.unpack(order + "II", data[at:at + 8])
        body = data[at + 8:at + size - 4]
        if kind == 1:
            links.append(struct.unpack(order + "H", body[:2])[0])
        elif kind == 6:
            number, = struct.unpack(order + "I", body[:4])
            captured, = struct.unpack(order + "I", body[12:16])
            yield links[number], body[20:20 + captured]
        elif kind == 3:
            yield links[0], body[4:]
        at += max(size, 12)


def _network(link, frame):
    """What is behind the link header, if it is IP."""
    if link == 1:
        kind, at = frame[12:14], 14
        if kind == b"\x81\0":
            kind, at = frame[16:18], 18
        return frame[at:] if kind in (b"\x08\0", b"\x86\xdd") else None
    if link in (12, 14, 101, 228, 229):
        return frame
    if link == 113:
        return frame[16:] if frame[14:16] in (b"\x08\0", b"\x86\xdd") else None
    if link in (9, 50):
        at = 4 if frame[:2] == b"\xff\x03" else 2
        return frame[at:] if frame[at - 2:at] in (b"\0\x21", b"\0\x57") else None
    if link == 104:
        return frame[4:] if frame[2:4] in (b"\x08\0", b"\x86\xdd") else None
    return None


# As a program

def _host_port(text):
    if text.startswith("["):
        addr, _, port = text[1:].partition("]")
        return addr, int(port.lstrip(":") or 0)
    if text.count(":") == 1:
        addr, _, port = text.partition(":")
        return addr, int(port)
    return text, 0


def _message(args):
    dst, proto, dport = args.session.split("/")
    common = {"proto": int(proto), "dport": int(dport), "ttl": args.ttl}
    flows = []
    if args.style != "wf" or args.type in ("resv", "resverr", "resvconf"):
        kw = {"r": args.rate, "b": args.burst, "p": args.peak}
        if args.type != "resvtear":
            flows.append(flowspec_gs(R=args.gs, S=args.slack, **kw) if args.gs
                         else flowspec_cl(**kw))
        if args.style != "wf":
            flows += [filter_spec(*_host_port(f)) for f in args.filter]
    src, sport = _host_port(args.sender) if args.sender else (args.src, 0)
    tspec = {"r": args.rate, "b": args.burst, "p": args.peak}
    if args.type == "path":
        return path(dst, src, args.hop or args.src, sport=sport, lih=args.lih,
                    tspec=tspec, ms=args.refresh, **common)
    if args.type == "pathtear":
        return path_tear(dst, src, args.hop or args.src, sport=sport, lih=args.lih,
                         **common)
    if args.type == "patherr":
        return path_err(dst, src, args.hop or args.src, args.code, args.value,
                        sport=sport, **common)
    if args.type == "resv":
        return resv(dst, args.hop or args.src, args.lih, args.style, flows,
                    ms=args.refresh, confirm=args.confirm, **common)
    if args.type == "resvtear":
        return resv_tear(dst, args.hop or args.src, args.lih, args.style, flows,
                         **common)
    if args.type == "resverr":
        return resv_err(dst, args.hop or args.src, args.lih, args.src, args.code,
                        args.style, flows, args.value, **common)
    return resv_conf(dst, args.src, args.confirm or args.dst, args.style, flows,
                     **common)


def _arguments():
    parser = argparse.ArgumentParser(description="send and show RSVP messages")
    sub = parser.add_subparsers(dest="command", required=True)
    tx = sub.add_parser("send", help="build a message and send it")
    tx.add_argument("--dev")
    tx.add_argument("--src", required=True)
    tx.add_argument("--dst", required=True)
    tx.add_argument("--ttl", type=int, default=63)
    tx.add_argument("--no-router-alert", action="store_true")
    tx.add_argument("--via")
    tx.add_argument("--count", type=int, default=1)
    tx.add_argument("--hex", help="send these bytes, whatever they are")
    tx.add_argument("--print", action="store_true", help="as hex, do not send")
    tx.add_argument("type", choices=sorted(TYPES), nargs="?", default="path")
    tx.add_argument("--session", default="10.0.0.99/17/5004",
                    metavar="ADDR/PROTO/PORT")
    tx.add_argument("--sender", metavar="ADDR:PORT")
    tx.add_argument("--hop")
    tx.add_argument("--lih", type=int, default=0)
    tx.add_argument("--style", choices=sorted(STYLES), default="ff")
    tx.add_argument("--filter", action="append", default=[], metavar="ADDR:PORT")
    tx.add_argument("--rate", type=float, default=125000, help="bytes/s")
    tx.add_argument("--burst", type=float, default=20000, help="bytes")
    tx.add_argument("--peak", type=float, default=INF, help="bytes/s")
    tx.add_argument("--gs", type=float, help="guaranteed service with this R")
    tx.add_argument("--slack", type=int, default=0)
    tx.add_argument("--refresh", type=int, default=30000, help="ms")
    tx.add_argument("--confirm", metavar="ADDR")
    tx.add_argument("--code", type=int, default=1)
    tx.add_argument("--value", type=int, default=2)
    rx = sub.add_parser("listen", help="show messages, a line of JSON each")
    rx.add_argument("--dev", required=True)
    rx.add_argument("--count", type=int, default=0)
    rx.add_argument("--timeout", type=float, default=10)
    rx.add_argument("--type", choices=sorted(TYPES))
    return parser.parse_args()


def main():
    args = _arguments()
    if args.command == "send":
        data = bytes.fromhex(args.hex) if args.hex else _message(args).pack()
        if args.print:
            print(data.hex())
            return 0
        for _ in range(args.count):
            send(data, args.src, args.dst, args.dev, args.ttl,
                 False if args.no_router_alert else None, args.via)
        return 0
    seen = 0
    for way, src, dst, ttl, alert, data in Listener(args.dev).packets(args.timeout):
        line = {"dir": way, "src": src, "dst": dst, "ip_ttl": ttl,
                "router_alert": alert, "checksum_ok": checksum_ok(data)}
        try:
            line.update(parse(data).describe())
        except ValueError as error:
            line["malformed"] = str(error)
        if args.type and line.get("type") != args.type:
            continue
        print(json.dumps(line), flush=True)
        seen += 1
        if seen == args.count:
            return 0
    return 0 if not args.count else 1


if __name__ == "__main__":
    sys.exit(main())
