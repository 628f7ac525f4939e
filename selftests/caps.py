#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""More than a node takes: objects, filters and addresses of a message, senders, next
hops and filters of a session, sessions of a namespace. What is beyond a cap is refused
by name, what was there before stays. For caps.sh.

    caps.py H1-NETNS R1-NETNS R2-NETNS USER-NETNS
"""

import sys
import time

import prober
import rsvpmsg as r

# As in kmod: of one message, of one session, of a namespace of a user's
MAX_OBJECTS, MAX_FILTERS, MAX_SCOPE = 4096, 1024, 1024
SENDERS, FILTERS, NEXT_HOPS, SESSION_FILTERS = 1024, 256, 1024, 4096
DISTINCT = 840		# FF: as many as a Resv has room for
USER_STATE, USER_BYTES, OPAQUE = 10000, 8 << 20, 4096
SESSION_SCOPE = 4096
OTHERS = 20000		# ports from here on are those of the other link
EVERYBODY = {4: ("10.0.1.2", "10.0.1.1", "10.0.2.1", "10.0.2.2", "10.0.3.2"),
             6: ("fd00:1::2", "fd00:1::1", "fd00:2::1", "fd00:2::2", "fd00:3::2")}
SMALL = {"r": 1000, "b": 2000, "p": r.INF}


class Caps:
    """One family at one node."""

    def __init__(self, version, node, above, below, ktap):
        self.version, self.node, self.ktap = version, node, ktap
        self.above, self.below = above, below
        self.h1, self.r1, self.r1_down, self.r2, self.h2 = EVERYBODY[version]
        self.lih = node.ifindex("eth2")
        self.ident = 0

    # To the node, no faster than it reads

    def send(self, wire, packets):
        for number, packet in enumerate(packets):
            self.ident += 1
            for part in r.fragment(packet, 1500, self.ident):
                wire.send(part)
            if number % 40 == 39:
                self.settle(wire)
        return self.settle(wire)

    def settle(self, wire):
        """A message of unknown type comes last; counters as they are after it."""
        before = self.node.counters()["msg_type"]
        data = r.Message(prober.UNKNOWN_TYPE).pack()
        if wire is self.above:
            wire.send(r.ip_packet(self.h1, self.r1, data))
        else:
            wire.send(r.ip_packet(self.r2, self.r1_down, data))
        box = []

        def counted():
            box[:] = [self.node.counters()]
            return box[0]["msg_type"] > before
        prober.wait_for(counted)
        return box[0]

    def moves(self, wire, packets):
        before = self.node.counters()
        moved = prober.moved(before, self.send(wire, packets))
        del moved["msg_type"]
        return {name: by for name, by in moved.items()
                if name == "tx_resverr" or not name.startswith("tx_")}

    def path(self, dport, sender=None, phop=None, **kw):
        sender = sender or self.h1
        return r.ip_packet(sender, self.h2, r.path(
            self.h2, sender, phop or self.h1, dport=dport, **kw).pack(), 63, True)

    def bare(self, dport, **kw):
        """A Path of which no more is kept than the state itself, but for @more."""
        return self.path(dport, with_adspec=False, **kw)

    def resv(self, dport, style, flows, nhop=None, **kw):
        return r.ip_packet(self.r2, self.r1_down, r.resv(
            self.h2, nhop or self.r2, self.lih, style, flows, dport=dport, **kw).pack())

    def near(self, number):
        """Addresses of others on the link to r2."""
        return r.ip(self.r2) + 1 + number

    def have(self, dport):
        where = "%s:%d" if self.version == 4 else "[%s]:%d"
        for session in self.node.sessions("udp", where % (self.h2, dport)):
            return {what: len(session[what]) for what in ("path", "resv", "tc")}, \
                sum(len(resv.get("filter", [])) for resv in session["resv"])
        return None, 0

    def told(self):
        """Code of the ResvErr that came."""
        box = []

        def heard():
            box.extend(r.parse(data).find(r.ERROR_SPEC)[0].body[-3]
                       for _, data in self.below.received() if data[1] == r.RESVERR)
            return box
        prober.wait_for(heard, 2)
        return box

    def result(self, name, got, expected):
        self.ktap.result(got == expected, "IPv%d: %s" % (self.version, name),
                         "got %s, expected %s" % (got, expected))

    # The caps

    def of_a_message(self):
        senders = [r.filter_spec(self.h1, 1 + i) for i in range(MAX_FILTERS + 1)]
        spec = r.flowspec_cl(**SMALL)
        for style in ("se", "ff"):
            self.result("a %s Resv with a filter too many" % style.upper(), self.moves(
                self.below, [self.resv(4000, style, [spec] + senders)]),
                {"obj_too_many": 1})
        self.result("a Resv with as many filters as can be", self.moves(
            self.below, [self.resv(4000, "se", [spec] + senders[1:])]),
            {"rx_resv": 1, "no_path": 1, "tx_resverr": 1})
        scope = [r.ip(self.h1) + i for i in range(MAX_SCOPE + 1)]
        self.result("a SCOPE with an address too many", self.moves(
            self.below, [self.resv(4000, "wf", [spec], scope_of=scope)]),
            {"obj_too_many": 1})
        self.result("a SCOPE as long as can be", self.moves(
            self.below, [self.resv(4000, "wf", [spec], scope_of=scope[1:])]),
            {"rx_resv": 1, "no_path": 1, "tx_resverr": 1})
        self.result("a Path with too many objects", self.moves(
            self.above, [self.path(4000, more=[r.Obj(r.NULL, 0)] * MAX_OBJECTS)]),
            {"obj_too_many": 1})

    def of_senders(self):
        self.send(self.above, [self.path(4100, sport=1 + i) for i in range(SENDERS)])
        self.result("a sender too many in a session", self.moves(
            self.above, [self.path(4100, sport=60000)]), {"rx_path": 1, "cap_psbs": 1})
        self.result("one of those that are there is refreshed", self.moves(
            self.above, [self.path(4100, sport=1)]), {"rx_path": 1})
        self.result("all of them are there", self.have(4100),
                    ({"path": SENDERS, "resv": 0, "tc": 0}, 0))

    def of_filters(self):
        """The session has its senders by now."""
        senders = [r.filter_spec(self.h1, 1 + i) for i in range(SENDERS)]
        spec = r.flowspec_cl(**SMALL)
        self.result("a reservation for a sender too many is told so", self.moves(
            self.below, [self.resv(4100, "se", [spec] + senders[:FILTERS + 1])]),
            {"rx_resv": 1, "cap_filters": 1, "tx_resverr": 1})
        self.result("and stands for the others", self.have(4100),
                    ({"path": SENDERS, "resv": 1, "tc": 1}, FILTERS))
        more = SESSION_FILTERS // FILTERS
        moved = self.moves(self.below, [self.resv(
            4100, "se", [spec] + senders[:FILTERS], self.near(i)) for i in range(more)])
        self.result("next hops with more filters than a session takes", moved,
                    {"rx_resv": more, "cap_filters": 1, "tx_resverr": 1})
        self.result("the others stand", self.have(4100),
                    ({"path": SENDERS, "resv": more, "tc": 1}, SESSION_FILTERS))

    def of_next_hops(self):
        self.send(self.above, [self.path(4200)])
        flows = [r.flowspec_cl(**SMALL), r.filter_spec(self.h1, 6000)]
        self.send(self.below, [self.resv(4200, "se", flows, self.near(i))
                               for i in range(NEXT_HOPS)])
        prober.wait_for(lambda: not self.below.received(0.1))
        self.result("a next hop too many", self.moves(self.below, [self.resv(
            4200, "se", flows, self.r2)]),
            {"rx_resv": 1, "cap_rsbs": 1, "tx_resverr": 1})
        self.result("is told so", self.told(), [23])
        self.result("one of those that are there is refreshed", self.moves(
            self.below, [self.resv(4200, "se", flows, self.near(7))]), {"rx_resv": 1})
        self.result("all of them are there, in one class", self.have(4200),
                    ({"path": 1, "resv": NEXT_HOPS, "tc": 1}, NEXT_HOPS))

    def of_descriptors(self):
        """FF: all that is reserved is asked for in one message, or it would end upstream."""
        def resv(first, **spec):
            spec = r.flowspec_gs(R=1000, **{**SMALL, **spec})
            return self.resv(4400, "ff", [obj for port in range(first, min(first + 16, last))
                                          for obj in (spec, r.filter_spec(self.h1, port))])
        last = 1 + DISTINCT + 5
        self.node.ctl("interface", "set", "dev", "eth2", "bandwidth", "10gbit")
        self.send(self.above, [self.path(4400, sport=port, tspec=SMALL)
                               for port in range(1, last)])
        self.below.received()
        before = self.node.counters()
        resvs = [resv(port) for port in range(1, last, 16)]
        self.result("more descriptors than a Resv has room for", self.moves(
            self.below, resvs), {"rx_resv": len(resvs), "cap_rsbs": 5, "tx_resverr": 5})
        self.result("are told so", set(self.told()), {23})
        self.result("the others stand", self.have(4400),
                    ({"path": last - 1, "resv": DISTINCT, "tc": DISTINCT}, DISTINCT))
        sent = self.node.counters()["tx_resv"]
        self.send(self.below, [resv(1, b=3000)])
        self.result("and are asked for", (prober.wait_for(
            lambda: self.node.counters()["tx_resv"] > sent),
            self.node.counters()["tx_size"] - before["tx_size"]), (True, 0))
        sent = self.node.counters()
        after = self.send(self.below, [r.ip_packet(self.r2, self.r1_down, r.resv_tear(
            self.h2, self.r2, self.lih, "ff", [r.filter_spec(self.h1, port)],
            dport=4400).pack()) for port in range(1, 1 + DISTINCT)])
        self.result("all go one by one, and few Resvs tell of the rest", (
            after["tx_resvtear"] - sent["tx_resvtear"],
            after["tx_resv"] - sent["tx_resv"] < DISTINCT / 4), (DISTINCT, True))
        self.send(self.above, [r.ip_packet(self.h1, self.h2, r.path_tear(
            self.h2, self.h1, self.h1, dport=4400, sport=port).pack(), 63, True)
            for port in range(1, last)])
        self.node.ctl("interface", "set", "dev", "eth2", "bandwidth", "10mbit")

    def of_scopes(self):
        self.send(self.above, [self.path(4300)])
        scope = [r.ip(self.h1) + i for i in range(MAX_SCOPE)]
        more = SESSION_SCOPE // MAX_SCOPE + 1
        self.result("next hops with more SCOPE than a session takes", self.moves(
            self.below, [self.resv(4300, "wf", [r.flowspec_cl(**SMALL)], self.near(i),
                                   scope_of=scope) for i in range(more)]),
            {"rx_resv": more, "cap_bytes": 1, "tx_resverr": 1})

    def of_a_user(self, other):
        """In a namespace of a user's own, where @other is on another link."""
        self.of_bytes(other)
        share = USER_STATE // 4 * 3
        self.result("more sessions than one link of a user's takes", self.moves(
            self.above, [self.bare(1 + i) for i in range(share + 5)]),
            {"rx_path": share + 5, "cap_psbs": 5})
        rest = USER_STATE - share
        self.result("another link takes the rest, and no more", other.moves(
            other.above, [self.bare(OTHERS + i) for i in range(rest + 5)]),
            {"rx_path": rest + 5, "cap_sessions": 5})
        objects = self.node.objects()
        self.result("the others are there", (
            objects["sessions"], objects["path_states"], self.have(1)),
            (USER_STATE, USER_STATE, ({"path": 1, "resv": 0, "tc": 0}, 0)))
        self.of_reservations(other, share)

    def life(self):
        return self.node.sessions()[0]["path"][0]["expires_ms"]

    def of_bytes(self, other):
        """OPAQUE each, as the node counts: with a header of 4 bytes, or 8 of its own."""
        more = [r.Obj(200, 1, bytes(OPAQUE - 4 - 8))]
        share = USER_BYTES // 4 * 3 // OPAQUE
        rest = USER_BYTES // OPAQUE - share
        self.result("more bytes than one link of a user's keeps", self.moves(
            self.above, [self.bare(1 + i, more=more) for i in range(share + 5)]),
            {"rx_path": share + 5, "cap_bytes": 5})
        self.result("another link keeps the rest, and no more", other.moves(
            other.above, [self.bare(OTHERS + i, more=more) for i in range(rest + 5)]),
            {"rx_path": rest + 5, "cap_bytes": 5})
        objects = self.node.objects()
        self.result("nothing is left of the Paths that were refused", (
            objects["sessions"], objects["path_states"]), (share + rest, share + rest))
        self.result("those that were not are refreshed", self.moves(
            self.above, [self.bare(1, more=more)]), {"rx_path": 1})
        before = self.node.sessions()[0]["path"][0]
        for _ in range(1000):
            if self.life() < before["expires_ms"]:
                break
            time.sleep(0.01)
        low = self.life()
        self.result("a Path with more unknown objects than are kept", self.moves(
            self.above, [self.bare(1, more=[r.Obj(200, 1, bytes(OPAQUE))], tspec=SMALL)]),
            {"rx_path": 1, "cap_bytes": 1})
        self.result("changes nothing", self.node.sessions()[0]["path"][0]["tspec"], before["tspec"])
        self.result("but for the life of its state", self.life() > low, True)
        self.result("without them it is taken", self.moves(
            self.above, [self.bare(1)]), {"rx_path": 1})
        self.result("and leaves room for others", self.moves(
            self.above, [self.bare(share + 1, more=more)]), {"rx_path": 1})
        self.of_change(share, more)

    def of_change(self, share, more):
        """The link's share is full: what is there may change all the same."""
        other = [r.Obj(200, 1, bytes(OPAQUE - 4 - 8 - 1) + b"x")]
        self.result("a Path with other objects in place of its own", self.moves(
            self.above, [self.bare(2, more=other)]), {"rx_path": 1})
        hop = r.ip(self.h1) + 7
        self.result("one with more, by another hop", self.moves(
            self.above, [self.bare(1, more=more, phop=hop, tspec=SMALL)]),
            {"rx_path": 1, "cap_bytes": 1})
        path = self.node.sessions()[0]["path"][0]
        self.result("is followed, and goes on with what it had", (
            path["phop"]["addr"], path["tspec"]["rate_Bps"]), (str(hop), SMALL["r"]))

    def of_reservations(self, other, share):
        """All of them for eth2, where nobody is, whichever way they come."""
        def resvs(ports, n):
            return [r.ip_packet(self.h1, self.r1, r.resv(
                self.h2, r.ip(self.h2) + 1 + hop, self.lih, "wf", [r.flowspec_cl(**SMALL)],
                dport=port).pack()) for hop in range(100) for port in ports][:n]

        # Of one session that goes on without this link, and of many
        ports = [OTHERS, *range(1, share // 100)]
        self.result("more reservations than come in by one link of a user's", self.moves(
            self.above, resvs(ports, share) + resvs([100], 5)),
            {"rx_resv": share + 5, "cap_rsbs": 5, "tx_resverr": 5})
        rest = USER_STATE - share
        self.result("by another link comes the rest, and no more", other.moves(
            other.above, resvs(range(101, 101 + rest // 100), rest) + resvs([200], 5)),
            {"rx_resv": rest + 5, "cap_rsbs": 5, "tx_resverr": 5})
        for on in ("off", "on"):
            self.node.ctl("interface", "set", "dev", "eth1", "rsvp", on)
        self.result("what came in by a link stays when that goes", self.have(OTHERS),
                    ({"path": 1, "resv": 100, "tc": 1}, 0))
        self.send(self.above, [r.ip_packet(self.h1, self.r1, r.resv_tear(
            self.h2, r.ip(self.h2) + 1, self.lih, "wf", dport=OTHERS).pack())])
        self.result("and does not count when it is back", self.moves(
            self.above, resvs([OTHERS], 1)), {"rx_resv": 1})


def main():
    h1, r1, r2, user = sys.argv[1:]
    ktap = prober.Ktap(2 * 23 + 15 + 4 + 2)
    log = prober.run("dmesg").count("\n")
    node = prober.Node(r1)
    above = prober.Wire(h1, "eth0", r1, "eth1")
    below = prober.Wire(r2, "eth1", r1, "eth2")
    for version in (4, 6):
        caps = Caps(version, node, above, below, ktap)
        caps.of_a_message()
        caps.of_senders()
        caps.of_filters()
        caps.of_scopes()
        caps.of_next_hops()
        caps.of_descriptors()
    theirs = prober.Node(user)
    links = [Caps(4, theirs, prober.Wire(h1, here, user, there), None, ktap)
             for here, there in (("user0", "eth1"), ("user1", "eth3"))]
    links[0].of_a_user(links[1])
    node.ctl("interface", "set", "dev", "eth1", "rsvp", "off")
    node.ctl("interface", "set", "dev", "eth2", "rsvp", "off")
    for dev in ("eth1", "eth2", "eth3"):
        theirs.ctl("interface", "set", "dev", dev, "rsvp", "off")
    left = {name: number for each in (node, theirs)
            for name, number in each.objects().items() if number}
    ktap.result(not left, "nothing is left", left)
    # Links that come up late log on their own account.
    lines = [line for line in prober.run("dmesg").splitlines()[log:]
             if "ADDRCONF" not in line]
    ktap.result(not lines, "and nothing was logged", "\n".join(lines))
    ktap.finish()
    return 0


if __name__ == "__main__":
    sys.exit(main())
