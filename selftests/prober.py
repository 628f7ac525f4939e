# SPDX-License-Identifier: GPL-2.0
"""What tests that speak RSVP to a node from outside have in common: frames into and
out of a network namespace, the node's counters, what it holds, results in KTAP."""

import contextlib
import ctypes
import json
import os
import socket
import struct
import subprocess
import sys
import time

import rsvpmsg as r

CLONE_NEWNET = 0x40000000
SOL_PACKET, PACKET_VNET_HDR, PACKET_OUTGOING = 263, 15, 4
ETHERTYPE = {4: 0x0800, 6: 0x86dd}
UNKNOWN_TYPE = 99

_libc = ctypes.CDLL(None, use_errno=True)


class InNamespace:
    """with InNamespace(NAME): what is opened there belongs to that namespace."""

    def __init__(self, name):
        self.name = name

    def _enter(self, path):
        with open(path, "rb") as f:
            if _libc.setns(f.fileno(), CLONE_NEWNET):
                raise OSError(ctypes.get_errno(), "setns", path)

    def __enter__(self):
        self.home = os.open("/proc/self/ns/net", os.O_RDONLY)
        self._enter("/run/netns/" + self.name)

    def __exit__(self, *_):
        self._enter("/proc/self/fd/%d" % self.home)
        os.close(self.home)


def run(*words):
    """Output of a command that has to succeed."""
    return subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True).stdout


class Wire:
    """A device of a namespace, by which whole IP packets go to the other end as they
    are, and by which RSVP packets come."""

    def __init__(self, netns, dev, peer_netns, peer_dev):
        link = json.loads(run("ip", "-j", "-n", peer_netns, "link", "show", "dev",
                              peer_dev))[0]
        self.peer = bytes.fromhex(link["address"].replace(":", ""))
        with InNamespace(netns):
            self.tx = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
            self.tx.bind((dev, 0))
            self.paged = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
            self.paged.setsockopt(SOL_PACKET, PACKET_VNET_HDR, 1)
            self.paged.bind((dev, 0))
            self.rx = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM,
                                    socket.htons(3))
            self.rx.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
            self.rx.bind((dev, 3))
        self.rx.setblocking(False)

    def frame(self, packet):
        return (self.peer + b"\x02\0\0\0\0\x01" +
                struct.pack("!H", ETHERTYPE[packet[0] >> 4]) + packet)

    def send(self, packet):
        self.tx.send(self.frame(packet))

    def send_paged(self, packet, linear):
        """As a packet of which only @linear bytes lie in one piece."""
        vnet = struct.pack("=BBHHHH", 0, 0, 14 + linear, 0, 0, 0)
        self.paged.send(vnet + self.frame(packet))

    def received(self, wait=0.0):
        """RSVP packets that came since, as (IP packet, bytes of the message)."""
        out, end = [], time.monotonic() + wait
        while True:
            try:
                packet, addr = self.rx.recvfrom(65536)
            except BlockingIOError:
                if out or time.monotonic() >= end:
                    return out
                time.sleep(0.002)
                continue
            if addr[2] == PACKET_OUTGOING or len(packet) < 40 or \
               addr[1] not in ETHERTYPE.values():
                continue
            found = r.unpack_ip(packet)
            if found:
                out.append((packet, found[4]))


class Rsvpctl:
    """One that is asked again and again: to start it takes longer than its answer."""

    def __init__(self, netns, *options):
        self.process = subprocess.Popen(
            ["rsvpctl", "-n", netns, "-j", *options, "-b", "-"], text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, *words):
        """What it shows, as data. After a failure it has ended."""
        try:
            print(*words, file=self.process.stdin, flush=True)
            answered = self.process.stdout.readline()
        except BrokenPipeError:
            answered = ""
        if not answered:
            self.end()
            raise ValueError("rsvpctl fails: " + " ".join(words))
        return json.loads(answered)

    def end(self):
        with contextlib.suppress(BrokenPipeError):
            self.process.communicate()


class Node:
    """The node that is tried, by its namespace."""

    def __init__(self, netns):
        self.netns = netns
        self.rsvpctl = Rsvpctl(netns, "-d")
        self.kinds = {c["name"]: c["kind"] for c in self._stats()}

    def _stats(self):
        return self.rsvpctl.ask("stats", "show")

    def counters(self):
        """Messages and drops."""
        return {c["name"]: c["value"] for c in self._stats() if c["kind"] != "object"}

    def objects(self):
        """What there is of each kind."""
        return {c["name"]: c["value"] for c in self._stats()
                if c["kind"] == "object" and not c["name"].endswith("_cap")}

    def ctl(self, *words):
        return run("rsvpctl", "-n", self.netns, *words)

    def sessions(self, *words):
        return self.rsvpctl.ask("session", "show", *words)

    def snmp(self, name):
        """A counter of the namespace's IP: Ip... of IPv4, Ip6... of IPv6"""
        with InNamespace(self.netns):
            if name.startswith("Ip6"):
                with open("/proc/self/net/snmp6", encoding="ascii") as f:
                    return int(dict(line.split() for line in f)[name])
            with open("/proc/self/net/snmp", encoding="ascii") as f:
                heads, values = [line.split() for line in f
                                 if line.startswith("Ip:")]
        return int(dict(zip(heads, values))[name[2:]])

    def ifindex(self, dev):
        with InNamespace(self.netns):
            return socket.if_nametoindex(dev)


def moved(before, after):
    """Counters that moved, and by how much."""
    return {name: after[name] - before[name] for name in after
            if after[name] != before[name]}


def wait_for(condition, seconds=10):
    """True as soon as the condition holds, false if it does not in time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() >= end:
            return False
        time.sleep(0.005)
    return True


class Ktap:
    """Results, counted on from what was printed before."""

    def __init__(self, planned):
        self.count = self.failed = 0
        self.planned = planned
        print("TAP version 13\n1..%d" % planned)

    def result(self, good, name, why=""):
        self.count += 1
        if not good:
            self.failed += 1
            for line in str(why).splitlines():
                print("# " + line)
        print("%s %d %s" % ("ok" if good else "not ok", self.count, name), flush=True)

    def finish(self):
        print("# totals: pass:%d fail:%d skip:0" % (self.count - self.failed,
                                                    self.failed))
        if self.count != self.planned:
            print("# planned %d, but %d ran" % (self.planned, self.count))
        sys.exit(1 if self.failed or self.count != self.planned else 0)
