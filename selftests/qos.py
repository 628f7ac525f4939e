# SPDX-License-Identifier: GPL-2.0
"""Sockets with QoS, for observe.py: each in a namespace, with a netlink socket of its own
there, over which its QoS is set and by which it is told. The numbers are those of
uapi/linux/rsvp.h; nothing of the tools is used.
"""

import ipaddress
import os
import select
import socket
import struct

from prober import InNamespace as at

NLA_F_NESTED = 0x8000
CMD = {"set": 14, "join": 15, "leave": 16, "get": 17, "quota_set": 18, "quota_get": 19}
NOTICE_NTF = 28
SOCKET, NOTICE, QUOTA = 17, 18, 19
SESSION = {"dst4": 2, "dst6": 3, "proto": 4, "dport": 5}
FILTER = {"src4": 1, "src6": 2, "sport": 3}
QOS = {"service": 2, "no_tc": 3, "no_signaling": 4, "rate": 5, "bucket": 6, "peak": 7, "latency": 8, "variation": 9, "sdu": 10,
       "policed": 11}
SERVICES = {"none": 0, "be": 1, "cl": 2, "g": 3, "gi": 5, "same": 6, "nc": 10, "qualitative": 13}
WIDE = ("rate", "bucket", "peak")
STYLES = {"ff": 10, "wf": 17, "se": 18}
DIRECTIONS = {"send": 1, "receive": 2, "both": 4}
STATUS = {11005: "receivers", 11006: "senders", 11007: "no_senders", 11008: "no_receivers", 11009: "confirmed", 11010: "admission",
          11011: "policy", 11012: "style", 11013: "object", 11014: "tc", 11015: "generic"}
# Attributes of a notice, in order: those of the sets flowspec and adspec, and what an ADSPEC has by number on the wire
TSPEC = {3: "r", 4: "b", 5: "p", 6: "m", 7: "M"}
ADSPEC = {2: "hops", 3: "bw", 4: "latency", 5: "mtu", 6: 133, 7: 134, 8: 135, 9: 136}
SOCKET_NAMES = {2: "id", 4: "inode", 5: "uid", 6: "proto", 18: "senders", 19: "reservations", 20: "receivers"}


class Refused(OSError):
    """An error with its sentence, and with the number of Winsock, if there is one."""

    def __init__(self, errno, text, status):
        super().__init__(errno, text)
        self.status = status


def attr(kind, data):
    if isinstance(data, list):
        kind, data = kind | NLA_F_NESTED, b"".join(data)
    return struct.pack("HH", 4 + len(data), kind) + data + bytes(-len(data) % 4)


def u32(kind, value):
    return attr(kind, struct.pack("I", value))


def parse(data):
    """[(type, bytes)]"""
    found = []
    while len(data) >= 4:
        size, kind = struct.unpack_from("HH", data)
        found.append((kind & 0x3fff, data[4:size]))
        data = data[(size + 3) & ~3:]
    return found


def address(text, four, six):
    ip = ipaddress.ip_address(text)
    return attr(four if ip.version == 4 else six, ip.packed)


def flow(kind, words):
    """A FLOWSPEC: ("cl", rate=…)"""
    service, numbers = words
    attrs = [u32(QOS["service"], SERVICES.get(service, service))]
    for name, value in numbers.items():
        if value is True:
            attrs.append(attr(QOS[name], b""))
        else:
            attrs.append(attr(QOS[name], struct.pack("Q" if name in WIDE else "I", value)))
    return attr(kind, attrs)


def session(kind, dst, proto):
    return attr(kind, [address(dst[0], SESSION["dst4"], SESSION["dst6"]), u32(SESSION["proto"], proto), u32(SESSION["dport"], dst[1])])


def sender(kind, src):
    return attr(kind, [address(src[0], FILTER["src4"], FILTER["src6"]), u32(FILTER["sport"], src[1])])


class Netlink:
    """The family, in a namespace."""

    def __init__(self, netns):
        with at(netns):
            self.sock = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 16)
        self.sock.setsockopt(270, 11, 1)    # NETLINK_EXT_ACK
        self.sock.bind((0, 0))
        self.seq = 0
        self.told = []
        # CTRL_CMD_GETFAMILY
        answer = self.talk(16, 3, attr(2, b"rsvp\0"))
        self.family = struct.unpack("H", dict(parse(answer[0]))[1])[0]

    def take(self):
        """Messages that are there; what the socket is told is kept."""
        got = []
        data = self.sock.recv(65536)
        while data:
            size, kind, _, seq, _ = struct.unpack_from("IHHII", data)
            body, data = data[16:size], data[(size + 3) & ~3:]
            if kind not in (2, 3) and not seq and body[0] == NOTICE_NTF:
                self.told.append(notice(dict(parse(body[4:]))[NOTICE]))
            else:
                got.append((kind, body))
        return got

    def talk(self, family, cmd, attrs, flags=5):
        """Send a command; the answers, without their headers"""
        self.seq += 1
        body = struct.pack("BBH", cmd, 1, 0) + attrs
        self.sock.send(struct.pack("IHHII", 16 + len(body), family, flags, self.seq, 0) + body)
        answers = []
        while True:
            for kind, body in self.take():
                if kind == 3:
                    return answers
                if kind != 2:
                    answers.append(body[4:])
                    continue
                error = -struct.unpack_from("i", body)[0]
                if not error:
                    return answers
                # The command comes back whole before what is said of it
                said = dict(parse(body[4 + struct.unpack_from("I", body, 4)[0]:]))
                cookie = said.get(3)
                raise Refused(error, said.get(1, b"").rstrip(b"\0").decode(), struct.unpack("I", cookie)[0] if cookie else 0)

    def notices(self):
        while select.select([self.sock], [], [], 0)[0]:
            self.take()
        return self.told


def number(data):
    return int.from_bytes(data, "little")


def numbers(nest, names):
    return {names[kind]: number(data) for kind, data in parse(nest) if kind in names}


def end(nest):
    """(address, port) of a sender"""
    found = dict(parse(nest))
    return str(ipaddress.ip_address(found.get(1) or found[2])), number(found.get(3, b""))


class Notice(tuple):
    """("senders", session port, text of its error), and the rest by name"""


def notice(data):
    found = dict(parse(data))
    error = dict(parse(found.get(9, b"")))
    said = Notice((STATUS[number(found[3])], number(dict(parse(found[5]))[SESSION["dport"]]),
                   error.get(14, b"").rstrip(b"\0").decode()))
    said.direction = next(name for name, value in DIRECTIONS.items() if value == number(found[4]))
    said.filters = [end(nest) for kind, nest in parse(data) if kind == 6]
    said.tspec, said.adspec = numbers(found.get(7, b""), TSPEC), numbers(found.get(8, b""), ADSPEC)
    said.code, said.value = number(error.get(6, b"")), number(error.get(7, b""))
    return said


class Sock:
    """A socket in a namespace: its methods and those of QoS"""

    def __init__(self, netns, kind="udp", family=None, bind=None, connect=None):
        address = (bind or connect or ("0.0.0.0", 0))[0]
        family = family or (socket.AF_INET6 if ":" in address else socket.AF_INET)
        with at(netns):
            self.sock = socket.socket(family, socket.SOCK_DGRAM if kind == "udp" else socket.SOCK_STREAM)
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.proto = 17 if kind == "udp" else 6
        self.nl = Netlink(netns)
        if bind:
            self.sock.bind(bind)
        if connect:
            self.sock.connect(connect)

    @classmethod
    def of(cls, netns, sock, proto):
        """One that is there already"""
        self = cls.__new__(cls)
        self.sock, self.proto, self.nl = sock, proto, Netlink(netns)
        return self

    def __getattr__(self, name):
        return getattr(self.sock, name)

    def command(self, cmd, *attrs):
        answers = self.nl.talk(self.nl.family, CMD[cmd], attr(SOCKET, [u32(3, self.sock.fileno()), *attrs]))
        return answers[0] if answers else None

    def set(self, send=None, receive=None, style=None, senders=(), confirm=None, dscp=None, excess=None, to=None):
        attrs = [flow(kind, words) for kind, words in ((9, send), (10, receive)) if words]
        if style or senders:
            attrs.append(u32(11, STYLES.get(style, style)))
        attrs += [sender(12, src) for src in senders]
        attrs += [u32(kind, value) for kind, value in ((13, confirm), (14, dscp), (15, excess)) if value is not None]
        if to:
            attrs.append(attr(16, [session(1, to, self.proto)]))
        return self.command("set", *attrs)

    def join(self, group, direction, dev=None, send=None, receive=None):
        return self.command("join", self.leaf(group, direction, dev, send, receive))

    def leave(self, group):
        return self.command("leave", self.leaf(group))

    def leaf(self, group, direction=None, dev=None, send=None, receive=None):
        attrs = [session(1, group, self.proto)]
        if direction:
            attrs.append(u32(2, DIRECTIONS.get(direction, direction)))
        if dev:
            attrs.append(u32(3, dev))
        attrs += [flow(kind, words) for kind, words in ((4, send), (5, receive)) if words]
        return attr(17, attrs)

    def show(self):
        """Its numbers by name; what was refused last: error"""
        found = parse(dict(parse(self.command("get")))[SOCKET])
        shown = {SOCKET_NAMES[kind]: number(data) for kind, data in found if kind in SOCKET_NAMES}
        error = dict(parse(dict(found).get(21, b"")))
        shown["error"] = error.get(14, b"").rstrip(b"\0").decode()
        return shown

    def told(self):
        return self.nl.notices()


def refused(do, errno=None, status=None, word=""):
    """Is it, by this error number, number of Winsock, and word of the sentence?"""
    try:
        do()
    except Refused as error:
        return errno in (None, error.errno) and status in (None, error.status) and word in error.strerror
    return False
