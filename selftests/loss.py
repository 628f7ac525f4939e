#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Soft state over links that lose messages (RFC 2205, 3.7): reservations from h1 to
h2 for a while under one pattern of loss after the other. This process is the three
links: it hands on every frame, but for the RSVP messages that the pattern takes. What
is lost depends on a seed and on how many messages of that state went before, on
nothing else. For loss.sh.

    loss.py SESSIONS MINUTES WIRE-NETNS H1 R1 R2 H2 (NETNS:ADDRESS, both ends)
"""

import collections
import json
import os
import random
import select
import socket
import subprocess
import sys
import time

import prober

# No state loses more than two refreshes in a row of it within 150, at 3 %
SEED = 11
R, PORT = 30.0, 5000
PATH, RESV = 1, 2
KINDS = {"path": PATH, "resv": RESV}
# By which link a node hears Paths, and Resvs
PATHS_BY = {"r1": "a", "r2": "b", "h2": "c"}
RESVS_BY = {"h1": "a", "r1": "b", "r2": "c"}
DEVICES = {"h1": ["eth0"], "r1": ["eth1", "eth2"], "r2": ["eth1", "eth2"], "h2": ["eth0"]}


def lifetime(keep):
    return (keep + 0.5) * 1.5 * R


def nothing(key, number):
    return False


def two_of_three(key, number):
    phase = random.Random("%d/%s" % (SEED, key)).randrange(3)
    return (number + phase) % 3 != 0


def at_random(share):
    streams = {}

    def lose(key, number):
        if key not in streams:
            streams[key] = random.Random("%d/%s" % (SEED, key))
        return streams[key].random() < share
    return lose


def expected(share, keep, seconds, states):
    """How many states expire that way, by 1,000 of them that are thrown dice for."""
    dice, expiries, tried = random.Random(SEED), 0, 1000
    for _ in range(tried):
        now = heard = 0.0
        while now < seconds:
            now += dice.uniform(0.5 * R, 1.5 * R)
            if dice.random() >= share:
                expiries += now - heard > lifetime(keep)
                heard = now
    return expiries * states / tried


class Links:
    """The wires, and what the nodes say of themselves meanwhile."""

    def __init__(self, netns, nodes):
        self.nodes, self.lose = nodes, nothing
        self.ports, self.monitors = {}, {}
        self.sent = collections.Counter()
        self.lost = collections.Counter()
        self.arrived = collections.defaultdict(list)
        self.events = []
        with prober.InNamespace(netns):
            for link in "abc":
                ends = [self.open(link + end) for end in "lr"]
                self.ports[ends[0]] = (link, ends[1])
                self.ports[ends[1]] = (link, ends[0])
        for name, netns in nodes.items():
            monitor = subprocess.Popen(["rsvpctl", "-n", netns, "-j", "monitor"],
                                       stdout=subprocess.PIPE)
            os.set_blocking(monitor.stdout.fileno(), False)
            self.monitors[monitor.stdout.fileno()] = [name, b"", monitor]

    @staticmethod
    def open(dev):
        sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
        sock.bind((dev, 3))
        sock.setblocking(False)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        return sock

    def close(self):
        for _, _, monitor in self.monitors.values():
            monitor.kill()
            monitor.wait()

    @staticmethod
    def state_of(frame):
        """(type, port) of an RSVP message; None: something else."""
        if frame[12:14] == b"\x08\0" and frame[23] == 46:
            head, port = 14 + (frame[14] & 15) * 4, 18
        elif frame[12:14] == b"\x86\xdd" and frame[20] == 46:
            head, port = 54, 30
        elif frame[12:14] == b"\x86\xdd" and frame[20] == 0 and frame[54] == 46:
            head, port = 62, 30
        else:
            return None
        # The SESSION comes first
        return frame[head + 1], int.from_bytes(frame[head + port:head + port + 2], "big")

    def hand_on(self, sock):
        link, other = self.ports[sock]
        while True:
            try:
                frame, addr = sock.recvfrom(65536)
            except BlockingIOError:
                return
            if addr[2] == 4:
                continue
            state = self.state_of(frame)
            if state:
                key = (link, *state)
                self.sent[key] += 1
                if self.lose(key, self.sent[key]):
                    self.lost[key] += 1
                    continue
                self.arrived[key].append(time.monotonic())
            other.send(frame)

    def listen(self, fileno):
        monitor = self.monitors[fileno]
        monitor[1] += os.read(fileno, 1 << 20)
        *lines, monitor[1] = monitor[1].split(b"\n")
        for line in lines:
            note = json.loads(line)
            kind = note["name"][:-4]
            what = note[kind]
            port = what.get("session", {}).get("dport")
            self.events.append((time.monotonic(), monitor[0], kind, port, what.get("event")))

    def run(self, seconds):
        """Stand for so long, or once for all that waits."""
        end = time.monotonic() + seconds
        while True:
            left = max(end - time.monotonic(), 0)
            ready = select.select([*self.ports, *self.monitors], [], [], left)[0]
            for source in ready:
                if source in self.ports:
                    self.hand_on(source)
                else:
                    self.listen(source)
            if not left:
                return

    def wait(self, seconds, condition):
        """True: it came to pass."""
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() >= end:
                return False
            self.run(0.5)
        return True

    def ctl(self, node, *words, text=None):
        """rsvpctl beside the links, which must not stand still."""
        with subprocess.Popen(["rsvpctl", "-n", self.nodes[node], *words],
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE) as ctl:
            ctl.stdin.write((text or "").encode())
            ctl.stdin.close()
            os.set_blocking(ctl.stdout.fileno(), False)
            out = b""
            while True:
                self.run(0)
                if select.select([ctl.stdout, *self.ports], [], [], 1)[0].count(ctl.stdout):
                    more = os.read(ctl.stdout.fileno(), 1 << 20)
                    out += more
                    if not more:
                        break
        if ctl.returncode:
            raise RuntimeError("rsvpctl %s: %d" % (" ".join(words), ctl.returncode))
        return out

    def count(self, node):
        """Objects of a node, by kind."""
        stats = json.loads(self.ctl(node, "-j", "stats", "show"))
        return {c["name"]: c["value"] for c in stats if c["name"].endswith("_states")}


class Loss:
    def __init__(self, links, ends, sessions, seconds, ktap):
        self.links, self.ktap = links, ktap
        self.sessions, self.seconds = sessions, seconds
        self.h1, self.h2 = ends
        self.began = 0

    def ports(self):
        return range(PORT, PORT + self.sessions)

    def batch(self, node, line):
        self.links.ctl(node, "-b", "-", text="\n".join(line % port for port in self.ports()))

    def all_have(self, number):
        want = {"path_states": number, "resv_states": number, "tc_states": number}
        return all({kind: self.links.count(node).get(kind, 0) for kind in want} == want
                   for node in DEVICES)

    def monitored(self):
        """Every monitor hears by now."""
        for node, devices in DEVICES.items():
            self.links.ctl(node, "interface", "set", "dev", devices[0], "keep", "3")
        heard = {node for _, node, kind, _, _ in self.links.events if kind == "iface"}
        return len(heard) == len(DEVICES)

    def set_up(self):
        good = self.links.wait(30, self.monitored)
        self.batch("h1", "sender add udp %s:%%d from %s:5000 rate 2kbps burst 2k mtu 1500"
                   % (self.h2, self.h1))
        self.batch("h2", "reservation add udp %s:%%d style ff from %s:5000 service "
                   "controlled-load rate 2kbps" % (self.h2, self.h1))
        good &= self.links.wait(100, lambda: self.all_have(self.sessions))
        # What reservations say to each other's Paths, and early repeats
        self.links.run(100)
        self.ktap.result(good, "%d reservations over three links" % self.sessions,
                         [self.links.count(node) for node in DEVICES])

    def lossy(self, lose, keep):
        for node, devices in DEVICES.items():
            for dev in devices:
                self.links.ctl(node, "interface", "set", "dev", dev, "keep", str(keep))
        # From now on each message brings the new lifetime
        self.links.run(1.5 * R)
        self.links.sent.clear()
        self.links.lost.clear()
        self.began = time.monotonic()
        self.links.lose = lose
        self.links.run(self.seconds)
        self.links.lose = nothing

    def ended(self, *events):
        return [e for e in self.links.events if e[0] >= self.began and e[4] in events and
                e[2] in KINDS]

    def says(self):
        sent, lost = sum(self.links.sent.values()), sum(self.links.lost.values())
        print("# %d of %d messages lost" % (lost, sent))
        return lost

    def nothing_expires(self, name, lose, keep, least):
        self.lossy(lose, keep)
        gone = self.ended("expire", "del")
        lost = self.says()
        good = not gone and lost >= least * sum(self.links.sent.values())
        self.ktap.result(good and self.all_have(self.sessions), name, gone[:5])

    def heals(self, expiry):
        """After the next message that arrives the state is there again; a Resv needs
        its path."""
        when, node, kind, port, _ = expiry
        link = (PATHS_BY if kind == "path" else RESVS_BY)[node]
        for arrived in self.links.arrived[link, KINDS[kind], port]:
            if arrived <= when:
                continue
            path = [e[4] for e in self.links.events if e[0] <= arrived and
                    e[1:4] == (node, "path", port)]
            if kind == "resv" and path and path[-1] in ("del", "expire"):
                continue
            return any(when <= e[0] <= arrived + 1 and e[1:5] == (node, kind, port, "new")
                       for e in self.links.events)
        return False

    def expire_and_heal(self, share):
        self.lossy(at_random(share), 3)
        expiries = self.ended("expire")
        self.says()
        states = 6 * self.sessions
        want = expected(share, 3, self.seconds, states)
        print("# %d states expired; computed for %d states with a message each R: %.1f" %
              (len(expiries), states, want))
        by = collections.Counter("%s %s" % e[1:3] for e in expiries)
        print("# " + ", ".join("%s: %d" % item for item in sorted(by.items())))
        # A few may be none, or twice as many
        good = want < 50 or want / 2 < len(expiries) < want * 3 / 2
        self.ktap.result(good, "K = 3, %d %% lost: states expire as computed" % (100 * share))
        healed = self.links.wait(3 * R, lambda: self.all_have(self.sessions))
        ill = [e for e in expiries if not self.heals(e)]
        self.ktap.result(not ill, "each heals with the next message", ill[:5])
        self.ktap.result(healed, "all stand again",
                         [self.links.count(node) for node in DEVICES])

    def take_down(self):
        self.batch("h2", "reservation del udp %s:%%d style ff from %s:5000" % (self.h2, self.h1))
        self.batch("h1", "sender del udp %s:%%d from %s:5000" % (self.h2, self.h1))
        self.ktap.result(self.links.wait(30, lambda: self.all_have(0)), "nothing is left",
                         [self.links.count(node) for node in DEVICES])

    def run(self):
        self.set_up()
        self.nothing_expires("K = 3, two of three refreshes of every state are lost: nothing "
                             "expires", two_of_three, 3, 0.6)
        self.nothing_expires("K = 3, 3 % lost: nothing expires", at_random(0.03), 3, 0.01)
        self.nothing_expires("K = 12, 30 % lost: nothing expires", at_random(0.3), 12, 0.25)
        self.expire_and_heal(0.3)
        self.take_down()


def main():
    sessions, minutes, wire, h1, r1, r2, h2, *ends = sys.argv[1:]
    links = Links(wire, {"h1": h1, "r1": r1, "r2": r2, "h2": h2})
    ktap = prober.Ktap(8)
    ends = ["[%s]" % end if ":" in end else end for end in ends]
    try:
        Loss(links, ends, int(sessions), 60 * int(minutes), ktap).run()
    finally:
        links.close()
    ktap.finish()


main()
