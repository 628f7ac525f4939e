#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""The eyes and hands of a test: one process that captures RSVP on many links at once,
asks rsvpctl, sends messages, and answers questions about all of it.

    observe.py NETNS:DEV=LINK...

A question on standard input ends with NUL, and so does its answer, which begins with
"+" (yes) or "-" (no). Expressions are Python; an exception is a no.

    see SECONDS EXPRESSION    wait until it holds
    stays SECONDS EXPRESSION  it holds now and goes on to
    say EXPRESSION            what is it?
    act STATEMENTS            do, define

What an expression knows: got(), state(), ctl(), tshark(), send(), at(), mark(), and all
of rsvpmsg. observe.sh is the other side.
"""

import ast
import errno
import json
import os
import select
import socket
import struct
import subprocess
import sys
import time
from types import SimpleNamespace

import prober
import rsvpmsg
from prober import InNamespace as at
from rsvpmsg import *  # noqa: F403 for expressions

SO_TIMESTAMPNS = 35
IPV6_AUTOFLOWLABEL = 70

askers = {}     # processes of rsvpctl
seen = []       # RSVP messages
data = []       # UDP datagrams
reports = []    # of group membership: IGMP, MLD
marked = 0
asked_node = False


class Link:
    """One end of a link, where packets are seen."""

    def __init__(self, netns, dev, name):
        self.name = name
        with at(netns):
            self.sock = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM,
                                      socket.htons(3))
        self.sock.bind((dev, 3))
        self.sock.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        self.sock.setblocking(False)

    def fileno(self):
        return self.sock.fileno()

    def read(self):
        while True:
            try:
                packet, more, _, addr = self.sock.recvmsg(65536, 256)
            except BlockingIOError:
                return
            except OSError as error:
                # Told once; when the link is up again, so is the socket
                if error.errno != errno.ENETDOWN:
                    raise
                continue
            sec, nsec = struct.unpack("qq", more[0][2][:16])
            note(packet, self.name, "out" if addr[2] == 4 else "in",
                 sec + nsec / 1e9)


def alert_value(packet):
    """The Router Alert of a packet: its value, or None."""
    if packet[0] >> 4 == 4:
        options = packet[20:(packet[0] & 15) * 4]
        where = options.find(b"\x94\x04")
        return None if where < 0 else struct.unpack_from("!H", options, where + 2)[0]
    if packet[6]:
        return None
    where = 42
    end = 48 + 8 * packet[41]
    while where < end:
        if packet[where] == 0:
            where += 1
            continue
        if packet[where] == 5:
            return struct.unpack_from("!H", packet, where + 2)[0]
        where += 2 + packet[where + 1]
    return None


def upper(packet):
    """Protocol and payload."""
    if packet[0] >> 4 == 4:
        head = (packet[0] & 15) * 4
        return packet[9], packet[head:struct.unpack("!H", packet[2:4])[0]]
    first, where = packet[6], 40
    end = 40 + struct.unpack("!H", packet[4:6])[0]
    while first in (0, 43, 60):
        first, where = packet[where], where + 8 + 8 * packet[where + 1]
    return first, packet[where:end]


def note(packet, link, way, when):
    if len(packet) < 28 or packet[0] >> 4 not in (4, 6):
        return
    proto, payload = upper(packet)
    four = packet[0] >> 4 == 4
    m = SimpleNamespace(
        t=when, link=link, way=way, packet=packet, raw=payload,
        src=str(ip(packet[12:16] if four else packet[8:24])),
        dst=str(ip(packet[16:20] if four else packet[24:40])),
        ip_ttl=packet[8] if four else packet[7],
        tos=packet[1] if four else struct.unpack("!H", packet[:2])[0] >> 4 & 255)
    if proto == 17:
        m.sport, m.dport = struct.unpack("!HH", payload[:4])
        data.append(m)
    elif proto == 2 or (proto == 58 and payload[0] in (131, 132, 143)):
        reports.append(m)
    elif proto == 46:
        m.alert = alert_value(packet)
        seen.append(decode(m))


def decode(m):
    """The message with its objects: m.hop.addr; m.all("filter_spec")"""
    for name in rsvpmsg.CLASS_NAMES.values():
        setattr(m, name, None)
    m.type, m.objs, m.bad = None, [], None
    try:
        msg = rsvpmsg.parse(m.raw)
    except ValueError as error:
        m.bad = str(error)
        return m
    m.type = rsvpmsg.TYPE_NAMES.get(msg.mtype, msg.mtype)
    m.ttl = msg.ttl
    m.csum_ok = m.raw[2:4] != b"\0\0" and rsvpmsg.checksum_ok(m.raw)
    for obj in msg.objs:
        what = SimpleNamespace(**{"class" if k == "class" else k: v
                                  for k, v in rsvpmsg.describe(obj).items()})
        what.name = getattr(what, "class")
        m.objs.append(what)
        if getattr(m, str(what.name), 0) is None:
            setattr(m, what.name, what)
    m.all = lambda name: [o for o in m.objs if o.name == name]
    m.filters = [(o.addr, o.port) for o in m.all("filter_spec")]
    return m


def got(mtype=None, link=None, way=None, **is_what):
    """The messages since the mark, of this type, on this link, with these values."""
    return [m for m in seen[marked:]
            if mtype in (None, m.type) and link in (None, m.link) and
            way in (None, m.way) and
            all(getattr(m, k, None) == v for k, v in is_what.items())]


def mark():
    """Forget what was seen so far."""
    global marked
    pump(0)
    marked = len(seen)
    data.clear()
    reports.clear()
    return True


def ctl(netns, *words):
    """What rsvpctl shows, as data. Who looks again asks the same process, unless that has
    ended, as it does with the first thing that it cannot show."""
    global asked_node
    asked_node = True
    options = [word for word in words if word[0] == "-"]
    words = [word for word in words if word not in options]
    who = (netns, *options)
    if who in askers:
        try:
            return askers[who].ask(*words)
        except ValueError:
            pass
    askers[who] = prober.Rsvpctl(netns, *options)
    return askers[who].ask(*words)


def counter(netns, name):
    """A counter; those that are 0 are not shown."""
    return {c["name"]: c["value"] for c in ctl(netns, "stats", "show")}.get(name, 0)


def state(netns, port=None):
    """The sessions of a node, or the one with this port: with path, resv, tc."""
    sessions = ctl(netns, "-s", "session", "show")
    if port is None:
        return sessions
    return next((s for s in sessions if s["session"]["dport"] == port), None)


def inject(netns, msg, src, dst, dev=None, **how):
    """Send a message from a namespace, see rsvpmsg.send()."""
    with at(netns):
        rsvpmsg.send(msg, src, dst, dev, **how)
    return True


def udp(netns, src, sport, dst, dport, size=20, dev=None, tos=0, mark=0):
    """Send a datagram from a namespace."""
    v6 = ip(dst).version == 6
    with at(netns), socket.socket(socket.AF_INET6 if v6 else socket.AF_INET,
                                  socket.SOCK_DGRAM) as s:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_MARK, mark)
        if v6:
            # Without a flow label: a Path names none
            s.setsockopt(socket.IPPROTO_IPV6, IPV6_AUTOFLOWLABEL, 0)
            s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_TCLASS, tos)
        else:
            s.setsockopt(socket.IPPROTO_IP, socket.IP_TOS, tos)
        if dev:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, dev.encode())
        s.bind((src, sport))
        s.sendto(bytes(size), (dst, dport))
    return True


def lines(name):
    """Lines of JSON of a file."""
    with open(name) as f:
        return [json.loads(line) for line in f]


def tshark(messages=None):
    """What tshark makes of the messages: for each a dict of lists, and under "csum" its
    opinion of the checksum."""
    import tempfile
    import xml.etree.ElementTree
    messages = got() if messages is None else messages
    with tempfile.NamedTemporaryFile() as f:
        rsvpmsg.write_pcap(f.name, [m.packet for m in messages])
        pdml = subprocess.run(["tshark", "-n", "-r", f.name, "-T", "pdml"], check=True,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    out = []
    for frame in xml.etree.ElementTree.fromstring(pdml).iter("packet"):
        fields = {"csum": ""}
        for field in frame.iter("field"):
            fields.setdefault(field.get("name"), []).append(field.get("show"))
            if field.get("name") == "rsvp.message_checksum":
                fields["csum"] = field.get("showname")
        fields["malformed"] = any("_ws.malformed" in proto.get("name", "")
                                  for proto in frame.iter("proto"))
        out.append(fields)
    return out


def pump(seconds, stop=None):
    """Read packets for so long; with @stop until that can be read. True: some came"""
    before = len(seen) + len(data)
    readable = select.select(links + ([stop] if stop else []), [], [], seconds)[0]
    for link in readable:
        if link is not stop:
            link.read()
    return stop in readable if stop else len(seen) + len(data) != before


def evaluate(expression, env):
    """(value, why not)"""
    try:
        return eval("(" + expression + "\n)", env), ""
    except Exception as error:
        return None, "%s: %s" % (type(error).__name__, error)


def wait(seconds, expression, env, keeps):
    """Evaluates again when packets came; when nodes are asked, also in between. Less often
    with time: who waits for thousands of packets does not look at all after each."""
    global asked_node
    end = time.monotonic() + seconds
    nap, pause = 0.02, 0.0005
    while True:
        asked_node = False
        value, why = evaluate(expression, env)
        left = end - time.monotonic()
        if bool(value) != keeps or left <= 0:
            return value, why
        until = end
        if asked_node:
            until = min(time.monotonic() + nap, end)
            nap = min(nap * 1.3, 2)
        # The last look is at the very end
        while time.monotonic() < until and not pump(until - time.monotonic()):
            pass
        again = min(time.monotonic() + pause, end)
        pause = min(pause * 1.2, 0.5)
        while (left := again - time.monotonic()) > 0:
            pump(left)


def sides(expression, env):
    """What is compared with what, for who wonders why it does not hold."""
    out = ""
    try:
        tree = ast.parse("(" + expression + "\n)", mode="eval").body
    except SyntaxError:
        return out
    todo = [tree]
    while todo:
        node = todo.pop(0)
        if isinstance(node, ast.BoolOp):
            todo += node.values
        elif isinstance(node, ast.Compare):
            for side in [node.left, *node.comparators]:
                if not isinstance(side, ast.Constant):
                    value, why = evaluate(ast.unparse(side), env)
                    out += ("  %s: %s\n" % (ast.unparse(side), why or repr(value)))[:600]
    return out


def brief(m):
    objs = " ".join("%s(%s)" % (o.name, ",".join(
        str(v) for k, v in vars(o).items() if k not in ("class", "name", "ctype")))
        for o in m.objs)
    return "%.3f %s %s %s>%s ttl %d ra %s %s %s" % (
        m.t, m.link, m.way, m.src, m.dst, m.ip_ttl, m.alert, m.type or m.bad, objs)


def answer(question, env):
    verb, _, rest = question.partition(" ")
    why, value = "", None
    if verb in ("see", "stays"):
        seconds, _, rest = rest.partition(" ")
        value, why = wait(float(seconds), rest, env, verb == "stays")
    elif verb == "say":
        pump(0)
        value, why = evaluate(rest, env)
        return ("-%s" % why if why else "+%s" %
                (value if isinstance(value, str) else json.dumps(value, default=str)))
    elif verb == "act":
        try:
            exec(rest, env)
            value = True
        except Exception as error:
            why = "%s: %s" % (type(error).__name__, error)
    if value:
        return "+"
    last = "\n".join(brief(m)[:200] for m in got()[-8:])
    return "-%s\nis %r %s\n%s%s" % (rest, value, why, sides(rest, env), last)


def main():
    for word in sys.argv[1:]:
        where, _, name = word.partition("=")
        links.append(Link(*where.split(":"), name))
    env = globals()
    asked = b""
    while True:
        if not pump(None, sys.stdin):
            continue
        more = os.read(0, 65536)
        if not more:
            return
        asked += more
        while b"\0" in asked:
            question, _, asked = asked.partition(b"\0")
            answered = answer(question.decode(), env)
            os.write(1, answered.encode() + b"\0")


links = []
if __name__ == "__main__":
    main()
