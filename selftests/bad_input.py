#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Bad messages into r1 of the line, one by one. For each of them the counters named
here move, by one and no others, and the error named here comes back, once; what
tshark makes of the errors is compared in the end. For bad_input.sh.

    bad_input.py H1-NETNS R1-NETNS R2-NETNS [ONLY]
"""

import argparse
import itertools
import struct
import subprocess
import sys
import tempfile

import prober
import rsvpmsg as r

NAN, MINUS, MINUS_0 = b"\x7f\xc0\0\0", b"\xbf\x80\0\0", b"\x80\0\0\0"
INFINITE, MINUS_INF, HALF = b"\x7f\x80\0\0", b"\xff\x80\0\0", b"\x3f\0\0\0"
PATHERR, RESVERR = r.PATHERR, r.RESVERR
# What has to stand in a message, and once (RFC 2205, 3.1.3 to 3.1.9)
MANDATORY = {
    r.PATH: (r.SESSION, r.HOP, r.TIME_VALUES, r.SENDER_TEMPLATE, r.SENDER_TSPEC),
    r.RESV: (r.SESSION, r.HOP, r.TIME_VALUES, r.STYLE),
    r.PATHTEAR: (r.SESSION, r.HOP),
    r.RESVTEAR: (r.SESSION, r.HOP, r.STYLE),
    r.PATHERR: (r.SESSION, r.ERROR_SPEC),
    r.RESVERR: (r.SESSION, r.HOP, r.ERROR_SPEC, r.STYLE),
    r.RESVCONF: (r.SESSION, r.ERROR_SPEC, r.RESV_CONFIRM, r.STYLE),
}
EVERYBODY = {4: ("10.0.1.2", "10.0.1.1", "10.0.2.1", "10.0.2.2", "10.0.3.2"),
             6: ("fd00:1::2", "fd00:1::1", "fd00:2::1", "fd00:2::2", "fd00:3::2")}


class Case:
    """A message that comes, and what is to be seen of it. @moves: counters; @error:
    (type, code, value) that comes back, or several; @check: called afterwards, for
    anything else."""

    def __init__(self, name, packets, moves, error=None, down=False, check=None,
                 first=()):
        self.name, self.packets, self.moves = name, packets, moves
        self.errors = error if isinstance(error, list) else [error] if error else []
        self.down, self.check, self.first = down, check, first
        if not isinstance(packets, list):
            self.packets = [packets]


def without(msg, cls):
    msg.objs = [obj for obj in msg.objs if obj.cls != cls]
    return msg


def replaced(msg, cls, *new):
    """With other objects where the first one of a class was."""
    at = [obj.cls for obj in msg.objs].index(cls)
    msg.objs[at:at + 1] = new
    return msg


def doubled(msg, cls):
    obj = msg.find(cls)[0]
    return replaced(msg, cls, obj, obj)


def changed(msg, **fields):
    for name, value in fields.items():
        setattr(msg, name, value)
    return msg


def shown(*words):
    return "\n".join(str(word) for word in words)


class Family:
    """Messages of one family, and where they go."""

    def __init__(self, version, node, lih, lih_up):
        self.version, self.node, self.lih, self.lih_up = version, node, lih, lih_up
        self.h1, self.r1, self.r1_down, self.r2, self.h2 = EVERYBODY[version]
        self.other = EVERYBODY[10 - version][0]
        self.ports = itertools.count(7000)

    # Good messages, to be spoiled

    def path(self, dport=None, phop=None, **kw):
        return r.path(self.h2, self.h1, phop or self.h1, dport=dport or next(self.ports),
                      **kw)

    def resv(self, dport, style="ff", flows=None, **kw):
        if flows is None:
            flows = [r.flowspec_cl(r=1000, b=2000, p=r.INF)]
            if style != "wf":
                flows.append(r.filter_spec(self.h1, 6000))
        kw.setdefault("lih", self.lih)
        lih = kw.pop("lih")
        return r.resv(self.h2, self.r2, lih, style, flows, dport=dport, **kw)

    # As packets: a Path to its session, all else to the node

    def down(self, msg, ttl=63, **kw):
        data = msg if isinstance(msg, bytes) else msg.pack()
        return r.ip_packet(self.h1, self.h2, data, ttl, True, **kw)

    def to_node(self, msg, ttl=63):
        data = msg if isinstance(msg, bytes) else msg.pack()
        return r.ip_packet(self.h1, self.r1, data, ttl)

    def up(self, msg, ttl=63):
        data = msg if isinstance(msg, bytes) else msg.pack()
        return r.ip_packet(self.r2, self.r1_down, data, ttl)

    def sentinel(self, down):
        data = r.Message(prober.UNKNOWN_TYPE).pack()
        return self.up(data) if down else self.to_node(data)

    # What is to be seen

    def session(self, dport):
        found = [s for s in self.node.sessions() if s["session"]["dport"] == dport and
                 s["session"]["dst"] == self.h2]
        return found[0] if found else {}

    def known(self, dport, what="path", number=1, **expected):
        """A check: the session has that many of them, the first with these values."""
        def check():
            have = self.session(dport).get(what, [])
            tspec = {}
            if have:
                tspec = have[0].get("tspec") or have[0].get("flowspec") or {}
            good = len(have) == number and all(tspec.get(key) == value
                                               for key, value in expected.items())
            return good, shown("%s: %s" % (what, have))
        return check

    def with_port(self, addr, port):
        return "%s:%d" % ("[%s]" % addr if self.version == 6 else addr, port)

    def own_sender(self, port, words):
        """A check: it is as we made it; it goes with that."""
        def check():
            found = self.session(port)
            self.node.ctl("sender", "del", *words)
            return [path["tspec"]["rate_Bps"] for path in found["path"]] == [1000], shown(found)
        return check

    def still(self, port, *senders):
        """A check: that is reserved for each of these senders, by default 6000 alone,
        and nothing else."""
        def check():
            session = self.session(port)
            have = [[(resv["flowspec"]["rate_Bps"], [f["sport"] for f in resv["filter"]])
                     for resv in session.get(what, [])] for what in ("resv", "tc")]
            want = [(1000, [sender]) for sender in senders or (6000,)]
            return have == [want] * 2, shown(session)
        return check

    def nothing(self, port):
        """A check: nothing is reserved."""
        def check():
            session = self.session(port)
            return not session.get("resv") and not session.get("tc"), shown(session)
        return check

    # The cases

    def header(self):
        path, node = self.path, self.to_node
        yield Case("a good Path", self.down(path()), {"rx_path": 1})
        yield Case("a message without checksum", self.down(changed(path(), csum=0)),
                   {"rx_path": 1})
        yield Case("4 bytes", node(b"\x10\2\0\0"), {"short": 1})
        yield Case("nothing at all", node(b""), {"short": 1})
        for version in (0, 2, 15):
            yield Case("version %d" % version,
                       self.down(changed(path(), version=version)), {"version": 1})
        good = len(path().pack())
        for length in (good - 4, good + 4, 0, 7, 8, 65535):
            yield Case("a length of %s" % {good - 4: "4 less", good + 4: "4 more"}.get(
                length, length), self.down(changed(path(), length=length)), {"length": 1})
        odd = path().pack() + b"\0\0"
        odd = r.rebuild_checksum(odd[:6] + struct.pack("!H", len(odd)) + odd[8:])
        yield Case("a length that is no multiple of 4", self.down(odd), {"length": 1})
        wrong = path().pack()
        wrong = wrong[:2] + bytes([wrong[2] ^ 0x40]) + wrong[3:]
        yield Case("a wrong checksum", self.down(wrong), {"checksum": 1})
        yield Case("Send_TTL 0", self.down(changed(path(), ttl=0)), {"ttl_zero": 1})
        yield Case("IP TTL 0", self.down(path(), ttl=0), {"ttl_zero": 1})
        port = next(self.ports)
        yield Case("a TTL that is used up here", self.down(changed(path(port, ms=1000), ttl=1), ttl=1),
                   {"rx_path": 1, "ttl_scope": 1}, check=self.known(port))
        yield Case("IP TTL 0 of a Resv", self.up(self.resv(5004), ttl=0),
                   {"ttl_zero": 1}, down=True)
        for number in (0, 8, 200):
            yield Case("message type %d" % number, node(changed(path(), mtype=number)),
                       {"msg_type": 1})
        for number in (12, 13, 15, 20, 25, 26):
            yield Case("message type %d, of an extension" % number,
                       node(changed(path(), mtype=number)), {"msg_unsupported": 1})
        group = "239.1.2.3" if self.version == 4 else "ff0e::1234"
        yield Case("a Path of a group that nobody routes", r.ip_packet(
            self.h1, group, r.path(group, self.h1, self.h1).pack(), 63, True),
            {"rx_path": 1, "no_route": 1})

    def framing(self):
        def lie(length, cls=r.SENDER_TSPEC):
            msg = self.path()
            msg.find(cls)[0].length = length
            return self.down(msg)

        cut = self.path(with_adspec=False).pack()[:-8]
        cut = cut[:6] + struct.pack("!H", len(cut)) + cut[8:]
        yield Case("a truncated object", self.down(r.rebuild_checksum(cut)),
                   {"obj_overrun": 1})
        yield Case("an object that runs over the end", lie(400), {"obj_overrun": 1})
        yield Case("an object of 65532 bytes", lie(65532), {"obj_overrun": 1})
        yield Case("an object of length 0", lie(0), {"obj_length_zero": 1})
        for length in (1, 3, 5, 6, 65535):
            yield Case("an object of length %d" % length, lie(length), {"obj_length": 1})
        yield Case("an object shorter than its class", self.down(replaced(
            self.path(), r.SESSION, r.Obj(r.SESSION, 1 if self.version == 4 else 2,
                                          b"\0" * 4))), {"obj_size": 1})
        yield Case("an object longer than its class", self.down(replaced(
            self.path(), r.TIME_VALUES, r.Obj(r.TIME_VALUES, 1, bytes(8)))),
            {"obj_size": 1})
        yield Case("a Path with two ADSPEC", self.down(doubled(self.path(), r.ADSPEC)),
                   {"obj_duplicate": 1})
        yield Case("a Resv without FLOWSPEC", self.up(without(self.resv(5004), r.FLOWSPEC)),
                   {"obj_missing": 1}, down=True)
        other = self.resv(5004)
        other.objs.insert(3, other.objs.pop())
        yield Case("a FILTER_SPEC before the STYLE", self.up(other), {"obj_order": 1},
                   down=True)
        yield Case("a STYLE in a Path", self.down(self.path(more=[r.style("ff")])),
                   {"obj_unexpected": 1})
        yield Case("an ADSPEC in a Resv", self.up(self.resv(5004, more=[r.adspec()])),
                   {"obj_unexpected": 1}, down=True)

    def good(self, mtype):
        """A message that would be taken, by the way that its type comes, and whether
        that is from below."""
        flows = [r.flowspec_cl(r=1000, b=2000, p=r.INF), r.filter_spec(self.h1, 6000)]
        msg, packet = {
            r.PATH: (self.path(), self.down),
            r.RESV: (self.resv(5004), self.up),
            r.PATHTEAR: (r.path_tear(self.h2, self.h1, self.h1), self.down),
            r.RESVTEAR: (r.resv_tear(self.h2, self.r2, self.lih, "ff", flows[1:]),
                         self.up),
            r.PATHERR: (r.path_err(self.h2, self.h1, self.r2, 21, 4), self.up),
            r.RESVERR: (r.resv_err(self.h2, self.h1, 1, self.h1, 1, "ff", flows, 2),
                        self.to_node),
            r.RESVCONF: (r.resv_conf(self.h2, self.h1, self.r1, "ff", flows),
                         self.to_node),
        }[mtype]
        return msg, packet, packet == self.up

    def mandatory(self):
        """Each type of message without each object that it has to have, and with two."""
        for mtype, classes in MANDATORY.items():
            for cls in classes:
                name = r.CLASS_NAMES[cls].upper()
                for spoil, what, counter in ((without, "without", "obj_missing"),
                                             (doubled, "with two", "obj_duplicate")):
                    msg, packet, down = self.good(mtype)
                    yield Case("a %s %s %s" % (r.TYPE_NAMES[mtype], what, name),
                               packet(spoil(msg, cls)), {counter: 1}, down=down)

    def unknown(self):
        body, port = bytes(8), next(self.ports)
        for cls in (2, 63, 127):
            bad = r.Obj(cls, 5, body)
            yield Case("class %d in a Path" % cls, self.down(self.path(more=[bad])),
                       {"unknown_class": 1}, (PATHERR, 13, cls << 8 | 5))
            yield Case("class %d in a Resv" % cls, self.up(self.resv(5004, more=[bad])),
                       {"unknown_class": 1}, (RESVERR, 13, cls << 8 | 5), down=True)
        yield Case("class 130 is ignored", self.down(self.path(
            port, more=[r.Obj(130, 5, body)])), {"rx_path": 1},
            check=self.forwarded(port, 130, False))
        port = next(self.ports)
        yield Case("class 200 is forwarded", self.down(self.path(
            port, more=[r.Obj(200, 5, body)])), {"rx_path": 1},
            check=self.forwarded(port, 200, True))
        for cls in (r.TIME_VALUES, r.SENDER_TSPEC, r.ADSPEC):
            msg = self.path()
            msg.find(cls)[0].ctype = 9
            yield Case("a Path whose %s has C-Type 9" % r.CLASS_NAMES[cls].upper(),
                       self.down(msg), {"unknown_ctype": 1},
                       (PATHERR, 14, cls << 8 | 9))
        for cls in (r.TIME_VALUES, r.FLOWSPEC, r.FILTER_SPEC):
            msg = self.resv(5004)
            msg.find(cls)[0].ctype = 9
            yield Case("a Resv whose %s has C-Type 9" % r.CLASS_NAMES[cls].upper(),
                       self.up(msg), {"unknown_ctype": 1},
                       (RESVERR, 14, cls << 8 | 9), down=True)
        msg = self.path()
        msg.find(r.HOP)[0].ctype = 9
        yield Case("a Path whose HOP has C-Type 9: nobody to tell", self.down(msg),
                   {"unknown_ctype": 1})
        msg = self.path()
        msg.find(r.SESSION)[0].ctype = 7
        yield Case("a session of another protocol passes", self.down(msg),
                   {"foreign_session": 1}, check=self.passed(msg))
        yield Case("a session of another protocol at this node passes once",
                   self.to_node(msg), {"foreign_session": 1})
        msg = self.resv(5004, lih=3)
        yield Case("a Resv to another node passes", r.ip_packet(
            self.h1, self.h2, msg.pack(), 63), {}, check=self.passed(msg))
        if self.version == 6:
            # RFC 8754: "dst" is this node as long as it is a segment on the way
            srh = struct.pack("!BBBBBBH", 0, 4, 4, 1, 1, 0, 0) + b"".join(
                r.ip(addr).packed for addr in (self.h2, self.r1))
            for name, msg in (("Path", self.path()), ("Resv", msg)):
                yield Case("a %s of which this node is a segment passes" % name,
                           r.behind_header(self.to_node(msg), 43, srh), {},
                           check=self.passed(msg))

    def values(self):
        down, path = self.down, self.path
        nowhere = "0.0.0.0" if self.version == 4 else "::"
        group = "224.1.2.3" if self.version == 4 else "ff0e::77"

        yield Case("a hop of the other family", down(replaced(
            path(), r.HOP, r.hop(self.other, 1))), {"family_mix": 1})
        yield Case("a session to no address", down(replaced(
            path(), r.SESSION, r.session(nowhere))), {"session_addr": 1})
        yield Case("a session of protocol 0", down(path(proto=0)), {"session_port": 1})
        yield Case("a source port with destination port 0", down(replaced(
            path(), r.SESSION, r.session(self.h2, 17, 0))), {"session_port": 1})
        yield Case("a hop that is a group", down(path(phop=group)), {"hop_addr": 1})
        yield Case("a hop that is no address", down(path(phop=nowhere)), {"hop_addr": 1})
        yield Case("a sender that is a group", down(replaced(
            path(), r.SENDER_TEMPLATE, r.sender_template(group, 6000))),
            {"sender_addr": 1})
        yield Case("a refresh period of 0", down(path(ms=0)), {"time_value": 1})
        yield Case("a refresh period of 49 days", down(path(ms=0xffffffff)),
                   {"time_value": 1})
        yield Case("a RESV_CONFIRM to a group", self.up(self.resv(5004, confirm=group)),
                   {"confirm_addr": 1}, down=True)
        yield Case("too many POLICY_DATA", down(path(more=[r.policy_data()] * 9)),
                   {"obj_too_many": 1})
        msg = path()
        msg.find(r.ADSPEC)[0].body = msg.find(r.ADSPEC)[0].body[:20]
        yield Case("an ADSPEC cut short", down(msg), {"adspec": 1}, (PATHERR, 21, 5))

    def floats(self):
        """RFC 2210, 2212, 2215: in Tspec and flowspec."""
        bad = {"NaN": NAN, "a negative number": MINUS, "minus 0": MINUS_0,
               "minus infinity": MINUS_INF}
        for word, field in (("r", "r"), ("b", "b"), ("p", "p")):
            for name, bits in {**bad, "infinity": INFINITE}.items():
                if word == "p" and name == "infinity":
                    continue
                yield Case("%s for %s in a Tspec" % (name, word), self.down(
                    self.path(tspec={field: bits})), {"float": 1}, (PATHERR, 21, 4))
                yield self.flow("%s for %s in a flowspec" % (name, word),
                                r.flowspec_cl(**{field: bits}), {"float": 1})
        for name, bits in {**bad, "infinity": INFINITE}.items():
            yield self.flow("%s for R in a flowspec" % name, r.flowspec_gs(R=bits),
                            {"float": 1})
        for word in ("r", "b", "p", "R"):
            numbers = {"r": 1, "b": 1500, "p": 1, "R": 1, word: HALF}
            if word in ("p", "R"):
                numbers["r"] = HALF
            yield self.flow("an exponent below 127 for %s, guaranteed" % word,
                            r.flowspec_gs(**numbers), {"float": 1})
        for word in ("r", "b", "p"):
            yield self.flow("%s of 0, controlled load" % word,
                            r.flowspec_cl(**{"r": 1, "b": 1500, "p": 1, word: 0}))
        for word in ("r", "b", "p", "R"):
            yield self.flow("%s of 0, guaranteed" % word, r.flowspec_gs(
                **{"R": 1, "r": 1, "b": 1500, "p": 1, word: 0}))
        # RFC 2211, 5: r and b from 1; p may be anything
        for word in ("r", "b"):
            yield self.flow("%s below 1, controlled load" % word,
                            r.flowspec_cl(**{"r": 1, "b": 1500, "p": 1, word: HALF}))
        port = next(self.ports)
        yield Case("an exponent below 127 in a Tspec counts as 1", self.down(
            self.path(port, tspec={"r": HALF, "p": INFINITE})), {"rx_path": 1},
            check=self.known(port, rate_Bps=1))
        yield Case("r of 0 in a Tspec", self.down(self.path(tspec={"r": 0})),
                   {"tspec": 1}, (PATHERR, 21, 4))
        yield Case("p below r in a Tspec", self.down(self.path(
            tspec={"r": 2000, "p": 1999})), {"tspec": 1}, (PATHERR, 21, 4))
        yield Case("m above M in a Tspec", self.down(self.path(
            tspec={"m": 1501})), {"tspec": 1}, (PATHERR, 21, 4))
        yield self.flow("p below r in a flowspec", r.flowspec_cl(r=2000, p=1999))
        yield self.flow("R below r in a flowspec", r.flowspec_gs(r=2000, p=2000, R=1999))
        yield self.flow("a service that there is not", r.Obj(
            r.FLOWSPEC, 2, r.flowspec_cl().body[:4] + b"\x07" +
            r.flowspec_cl().body[5:]), value=2)
        port = next(self.ports)
        yield Case("infinity for p in a Tspec is none", self.down(
            self.path(port, tspec={"p": INFINITE})), {"rx_path": 1},
            check=self.known(port, rate_Bps=125000))
        for name, numbers in (("m = 0 and M = 0", {"m": 0, "M": 0}),
                              ("a huge M", {"m": 0, "M": 0x7fffffff}),
                              ("the hugest M", {"m": 20, "M": 0xffffffff})):
            port = next(self.ports)
            yield Case(name + " from a foreign router, Path", self.down(
                self.path(port, tspec=numbers)), {"rx_path": 1},
                check=self.known(port, rate_Bps=125000))
            yield Case(name + " from a foreign router, Resv", self.up(
                self.resv(port, flows=[r.flowspec_cl(r=1000, b=2000, p=r.INF, **numbers),
                                       r.filter_spec(self.h1, 6000)])),
                {"rx_resv": 1}, down=True, check=self.known(port, "tc", rate_Bps=1000))

    def flow(self, name, spec, moves=None, value=3):
        """A Resv with a flowspec that is refused: it was dispatched."""
        return Case(name, self.up(self.resv(5004, flows=[
            spec, r.filter_spec(self.h1, 6000)])), moves or {"flowspec": 1},
            (RESVERR, 21, value), down=True)

    def styles(self):
        spec = r.flowspec_cl(r=1000, b=2000, p=r.INF)
        sender = r.filter_spec(self.h1, 6000)

        yield Case("an unknown style", self.up(self.resv(5004, 0x1f)),
                   {"style_unknown": 1}, (RESVERR, 6, 0), down=True)
        for style, flows, why in (("wf", [spec, sender], "WF with a filter"),
                                  ("ff", [spec], "FF without a filter"),
                                  ("se", [spec], "SE without a filter"),
                                  ("wf", [spec, spec], "WF with two flowspecs"),
                                  ("se", [spec, sender, spec, sender],
                                   "SE with two flowspecs")):
            yield Case(why, self.up(self.resv(5004, style, flows)),
                       {"style_filters": 1}, down=True)
        port = next(self.ports)
        first = [(False, self.down(self.path(port))), (True, self.up(self.resv(port)))]
        yield Case("another style than before, SE", self.up(self.resv(port, "se")),
                   {"rx_resv": 1, "style_conflict": 1}, (RESVERR, 5, r.STYLES["ff"]),
                   down=True, first=first)
        yield Case("another style than before, WF", self.up(self.resv(port, "wf")),
                   {"rx_resv": 1, "style_conflict": 1}, (RESVERR, 5, r.STYLES["ff"]),
                   down=True, check=self.known(port, "resv"))

    def state(self):
        up, down, port = self.up, self.down, next(self.ports)
        sender = r.filter_spec(self.h1, 6000)

        yield Case("a Resv without Path", up(self.resv(port)),
                   {"rx_resv": 1, "no_path": 1}, (RESVERR, 3, 0), down=True)
        yield Case("a Resv for no sender that there is", up(self.resv(
            5004, flows=[r.flowspec_cl(r=1000, b=2000), r.filter_spec(self.h1, 6009)])),
            {"rx_resv": 1, "no_sender": 1}, (RESVERR, 4, 0), down=True)
        # 3.2: "a zero port cannot match a non-zero port"
        yield Case("a Resv for source port 0 where there is another", up(self.resv(
            5004, flows=[r.flowspec_cl(r=1000, b=2000), r.filter_spec(self.h1, 0)])),
            {"rx_resv": 1, "no_sender": 1}, (RESVERR, 4, 0), down=True)
        # 2209, RESV MESSAGE ARRIVES: "PSBs (senders) that route to OI". Its ResvErr leaves by OI, too
        yield Case("a Resv for an interface by which the Path does not leave",
                   up(self.resv(5004, lih=self.lih_up)), {"rx_resv": 1, "no_sender": 1},
                   down=True)
        yield from self.several()
        yield from self.tears()
        huge = {"r": 4e13, "b": 2000, "p": r.INF}
        overflow = next(self.ports)
        yield Case("senders whose rates are more than can be added up", up(self.resv(
            overflow, "se", [r.flowspec_cl(r=1000, b=2000, p=r.INF)] +
            [r.filter_spec(self.h1, 6000 + i) for i in range(20)])), {"rx_resv": 1},
            down=True, check=self.known(overflow, "tc", rate_Bps=1000),
            first=[(False, down(self.path(overflow, tspec=huge, sport=6000 + i)))
                   for i in range(20)])
        for lih in (0, 0x7fffffff, 0x80000000, 0xffffffff):
            yield Case("a Resv with LIH %#x" % lih, up(self.resv(5004, lih=lih)),
                       {"rx_resv": 1, "not_for_us": 1}, down=True)
        big = {"r": 40e6, "b": 2000, "p": r.INF}
        yield Case("a Resv for more than there is", up(self.resv(
            port, flows=[r.flowspec_cl(**big), sender])),
            {"rx_resv": 1, "admission": 1}, (RESVERR, 1, 2), down=True,
            first=[(False, down(self.path(port, tspec=big))),
                   (False, down(self.path(port, tspec=big, sport=6001)))])
        small = r.flowspec_cl(r=1000, b=2000, p=r.INF)
        yield Case("more than there is, on top of what is reserved", up(self.resv(
            port, "se", [r.flowspec_cl(**big), sender, r.filter_spec(self.h1, 6001)])),
            {"rx_resv": 1, "admission": 1}, (RESVERR, 1, 2), down=True,
            first=[(True, up(self.resv(port, "se", [small, sender])))],
            check=self.still(port))
        port = next(self.ports)
        yield Case("a Resv of another hop for another service", up(r.resv(
            self.h2, self.h2, self.lih, "ff", [
                r.flowspec_gs(R=2000, r=1000, b=2000, p=r.INF),
                r.filter_spec(self.h1, 6001)], dport=port)),
            {"rx_resv": 1, "service_conflict": 1}, (RESVERR, 21, 1), down=True,
            first=[(False, down(self.path(port))), (False, down(self.path(port, sport=6001))),
                   (True, up(self.resv(port)))],
            check=self.still(port))
        port = next(self.ports)
        yield Case("a Resv of the same hop for another service and sender", up(self.resv(
            port, flows=[r.flowspec_gs(R=2000, r=1000, b=2000, p=r.INF),
                         r.filter_spec(self.h1, 6001)])),
            {"rx_resv": 1, "service_conflict": 1}, (RESVERR, 21, 1), down=True,
            first=[(False, down(self.path(port))), (False, down(self.path(port, sport=6001))),
                   (True, up(self.resv(port)))],
            check=self.still(port))
        yield Case("a Resv for more than a rate can be", up(self.resv(
            5004, flows=[r.flowspec_cl(r=1e30, b=2000, p=r.INF), sender])),
            {"flowspec": 1}, (RESVERR, 21, 3), down=True)
        for phop in (self.r1, self.r1_down):
            yield Case("a Path whose hop is our own address " + phop,
                       down(self.path(phop=phop)), {"rx_path": 1, "phop_self": 1})
        port = next(self.ports)
        words = ("udp", self.with_port(self.h2, port), "from", self.with_port(self.r1, 6000))
        self.node.ctl("sender", "add", *words, "rate", "1kbps", "burst", "2kb", "mtu", "1500")
        yield Case("a Path for a sender of our own", down(r.path(
            self.h2, self.r1, self.h1, dport=port)), {"rx_path": 1, "sender_local": 1},
            check=self.own_sender(port, words))
        port = next(self.ports)
        yield Case("a PathTear for nothing", down(r.path_tear(
            self.h2, self.h1, self.h1, dport=port)), {"rx_pathtear": 1, "no_path": 1})
        yield Case("a PathTear of another hop", down(r.path_tear(
            self.h2, self.h1, self.r2, dport=5004)), {"rx_pathtear": 1, "no_path": 1},
            check=self.known(5004))
        yield Case("a ResvTear without session", up(r.resv_tear(
            self.h2, self.r2, self.lih, "ff", [sender], dport=port)),
            {"rx_resvtear": 1, "no_session": 1}, down=True)
        yield Case("a ResvTear without reservation", up(r.resv_tear(
            self.h2, self.r2, self.lih, "ff", [sender], dport=5004)),
            {"rx_resvtear": 1, "no_resv": 1}, down=True)
        yield Case("a PathErr for nothing", up(r.path_err(
            self.h2, self.h1, self.r2, 21, 4, dport=port)),
            {"rx_patherr": 1, "no_path": 1}, down=True)
        flows = [r.flowspec_cl(r=1000, b=2000), sender]
        yield Case("a ResvErr without Path", self.to_node(r.resv_err(
            self.h2, self.h1, 1, self.h1, 1, "ff", flows, 2, dport=port)),
            {"rx_resverr": 1, "no_path": 1})
        yield Case("a ResvErr without reservation", self.to_node(r.resv_err(
            self.h2, self.h1, 1, self.h1, 1, "ff", flows, 2, dport=5004)),
            {"rx_resverr": 1, "no_resv": 1})
        yield Case("a ResvConf for nobody", self.to_node(r.resv_conf(
            self.h2, self.h1, self.r1, "ff", flows, dport=5004)),
            {"rx_resvconf": 1, "no_listener": 1})
        yield Case("a ResvConf to another address than it says", self.to_node(r.resv_conf(
            self.h2, self.h1, self.h2, "ff", flows, dport=5004)),
            {"rx_resvconf": 1, "confirm_dst": 1})

    def several(self):
        """RFC 2205, 3.1.8: flow descriptors are processed one by one, filter specs
        without a sender left out."""
        spec = r.flowspec_cl(r=1000, b=2000, p=r.INF)
        sender, stranger, other = (r.filter_spec(self.h1, 6000 + i) for i in (0, 9, 8))

        port = next(self.ports)
        yield Case("an FF descriptor behind two without sender", self.up(self.resv(
            port, flows=[spec, stranger, spec, other, spec, sender])),
            {"rx_resv": 1, "no_sender": 2}, [(RESVERR, 4, 0)] * 2, down=True,
            first=[(False, self.down(self.path(port)))], check=self.still(port))
        # Any address may be that of the hop: one message does not make a thousand
        port = next(self.ports)
        many = [spec] + [r.filter_spec(self.h1, i) for i in range(1, 1001)]
        nobody, somebody = (r.ip_packet(self.r2, self.r1_down, self.resv(
            port, flows=many).pack()) for port in (4000, port))
        yield Case("an FF Resv of 1000 descriptors without Path", r.fragment(nobody, 1500),
                   {"rx_resv": 1, "no_path": 1}, (RESVERR, 3, 0), down=True)
        yield Case("an FF Resv of 1000 descriptors without sender", r.fragment(somebody, 1500, 2),
                   {"rx_resv": 1, "no_sender": 1000, "cap_resverrs": 968},
                   [(RESVERR, 4, 0)] * 32, down=True, check=self.nothing(port),
                   first=[(False, self.down(self.path(port)))])
        port = next(self.ports)
        yield Case("an SE filter without sender beside one with", self.up(self.resv(
            port, "se", [spec, stranger, sender])), {"rx_resv": 1}, down=True,
            first=[(False, self.down(self.path(port)))], check=self.still(port))
        port = next(self.ports)
        yield Case("sessions that differ by their port alone", self.up(self.resv(port)),
                   {"rx_resv": 1}, down=True, check=self.nothing(port + 1),
                   first=[(False, self.down(self.path(port))),
                          (False, self.down(self.path(next(self.ports))))])

    def tears(self):
        """ResvTears that concern nothing, or several."""
        spec = r.flowspec_cl(r=1000, b=2000, p=r.INF)
        both = [r.filter_spec(self.h1, 6000), r.filter_spec(self.h1, 6001)]

        def tear(port, style="ff", lih=None, nhop=None, flows=both):
            return self.up(r.resv_tear(self.h2, nhop or self.r2, lih or self.lih, style,
                                       flows, dport=port))

        port = next(self.ports)
        first = [(False, self.down(self.path(port, sport=6000 + i))) for i in range(2)]
        first.append((True, self.up(self.resv(port, flows=[spec, both[0], spec, both[1]]))))
        here = self.still(port, 6000, 6001)
        yield Case("a ResvTear of another style", tear(port, "se"),
                   {"rx_resvtear": 1, "style_conflict": 1}, down=True, first=first, check=here)
        yield Case("a ResvTear for another interface", tear(port, lih=self.lih_up),
                   {"rx_resvtear": 1, "no_resv": 2}, down=True, check=here)
        yield Case("a ResvTear of a stranger", tear(port, nhop=self.h2),
                   {"rx_resvtear": 1, "no_resv": 2}, down=True, check=here)
        yield Case("a ResvTear of one of two", tear(port, flows=both[1:]),
                   {"rx_resvtear": 1}, down=True, check=self.still(port))
        yield Case("a ResvTear of both, of which one is left", tear(port),
                   {"rx_resvtear": 1, "no_resv": 1}, down=True, check=self.nothing(port))

        port = next(self.ports)
        first = [(False, self.down(self.path(port, sport=6000 + i))) for i in range(2)]
        first.append((True, self.up(self.resv(port, "se", [spec] + both))))
        yield Case("a ResvTear of a sender that is not shared", tear(
            port, "se", flows=[r.filter_spec(self.h1, 6002)]), {"rx_resvtear": 1, "no_resv": 1},
            down=True, first=first, check=self.known(port, "resv", rate_Bps=1000))
        yield Case("a ResvTear of all that share", tear(port, "se"),
                   {"rx_resvtear": 1}, down=True, check=self.nothing(port))

    def ports_conflict(self):
        """RFC 2205, 3.2. Protocols 6 and 132 have no other sessions."""
        def path(proto, dport, sport):
            msg = self.path(4444, proto=proto, sport=sport)
            return self.down(replaced(msg, r.SESSION, r.session(self.h2, proto, dport)))

        yield Case("a session with port 0 after one with a port", path(6, 0, 0),
                   {"rx_path": 1, "dst_port_conflict": 1}, (PATHERR, 7, 0),
                   first=[(False, path(6, 80, 6000))])
        yield Case("a session with a port after one with port 0", path(132, 80, 6000),
                   {"rx_path": 1, "dst_port_conflict": 1}, (PATHERR, 7, 0),
                   first=[(False, path(132, 0, 0))])
        yield Case("source port 0 after another", path(6, 80, 0),
                   {"rx_path": 1, "src_port_conflict": 1}, (PATHERR, 8, 0))
        yield Case("another source port after 0", path(6, 81, 6000),
                   {"rx_path": 1, "src_port_conflict": 1}, (PATHERR, 8, 0),
                   first=[(False, path(6, 81, 0))])

        # What is only forwarded is kept for each sender: not any amount
        yield Case("6 KB to be forwarded unexamined",
                   self.down(self.path(next(self.ports), more=[r.Obj(201, 1, bytes(2000))] * 3)),
                   {"rx_path": 1, "cap_bytes": 1})

    def pieces(self):
        """Paged packets, and messages in three fragments."""
        def large(port, each=1000):
            return self.down(self.path(port, more=[r.Obj(137, 1, bytes(each))] * 3))

        # In the IP header's last byte, in the common header, in an object
        head = 24 if self.version == 4 else 48
        for linear in (head, head + 2, head + 8, head + 21, 1500):
            port = next(self.ports)
            yield Case("a message of which %d bytes are in one piece" % linear,
                       [("paged", linear, large(port, 2000))], {"rx_path": 1},
                       check=self.known(port))
        port = next(self.ports)
        spoilt = large(port, 2000)
        spoilt = spoilt[:-1] + bytes([spoilt[-1] ^ 1])
        yield Case("a wrong checksum in a later page", [("paged", head, spoilt)],
                   {"checksum": 1})

        for name, order in (("in order", (0, 1, 2)), ("out of order", (2, 0, 1)),
                            ("backwards", (2, 1, 0))):
            port = next(self.ports)
            parts = r.fragment(large(port), 1280, port)
            yield Case("three fragments " + name, [parts[i] for i in order],
                       {"rx_path": 1}, check=self.known(port))
        port = next(self.ports)
        parts = r.fragment(large(port), 1280, port)
        fails = "IpReasmFails" if self.version == 4 else "Ip6ReasmFails"
        yield Case("three fragments, one lost", [parts[0], parts[2]], {},
                   check=self.timed_out(port, fails))
        port = next(self.ports)
        parts = r.fragment(large(port), 1280, port)
        parts[1] = self.shifted(parts[1])
        yield Case("three fragments, two overlap", parts, {"fragment": 1},
                   check=self.timed_out(port, fails))
        # The next one is not hurt by what came before
        port = next(self.ports)
        yield Case("three fragments after that", r.fragment(large(port), 1280, port),
                   {"rx_path": 1}, check=self.known(port))
        if self.version == 6:
            # Destination options behind the fragment header: the first one alone has RSVP
            whole = large(port)
            whole = whole[:40] + b"\x3c" + whole[41:48] + b"\x2e\0\x01\x04\0\0\0\0" + whole[48:]
            whole = whole[:4] + struct.pack("!H", len(whole) - 40) + whole[6:]
            yield Case("three fragments with options in them", r.fragment(whole, 1280, port), {})
            # RFC 8200, 4.5: all but the last are multiples of 8 octets long
            for more in range(2):
                port = next(self.ports)
                whole = r.ip_packet(self.h1, self.h2, self.path(port, more=[
                    r.Obj(137, 1, bytes(4 + 8 * more))], with_adspec=False).pack())
                head = struct.pack("!BBHI", 0, 0, 1, port)
                yield Case("a first fragment of %d bytes alone" % (len(whole) - 40),
                           r.behind_header(whole, 44, head), {"fragment": 1},
                           check=self.known(port, number=0))

    def shifted(self, part):
        """A fragment that begins 8 bytes earlier."""
        at = 6 if self.version == 4 else part.index(bytes([46, 0]), 40) + 2
        word = struct.unpack("!H", part[at:at + 2])[0] - (1 if self.version == 4 else 8)
        part = part[:at] + struct.pack("!H", word) + part[at + 2:]
        if self.version == 4:
            head = (part[0] & 15) * 4
            zeroed = part[:10] + b"\0\0" + part[12:head]
            part = part[:10] + struct.pack("!H", r.checksum(zeroed)) + part[12:]
        return part

    # Checks beyond counters

    def timed_out(self, port, fails):
        before = self.node.snmp(fails)

        def check():
            gone = prober.wait_for(lambda: self.node.snmp(fails) > before, 100)
            session = self.session(port)
            return gone and not session, shown("%s %d -> %d" % (
                fails, before, self.node.snmp(fails)), session)
        return check

    def forwarded(self, port, cls, wanted):
        def check():
            for _, data in self.below.received(2):
                at = 18 if self.version == 4 else 30	# of the port in the SESSION
                if data[1] == r.PATH and data[at:at + 2] == struct.pack("!H", port):
                    msg = r.parse(data)
                    return bool(msg.find(cls)) == wanted, shown(msg.describe())
            return False, "no Path was forwarded"
        return check

    def passed(self, msg):
        def check():
            seen = [data for _, data in self.below.received(2)]
            return msg.pack() in seen, shown(*seen)
        return check

    def all(self):
        yield Case("a Path to reserve for", self.down(self.path(5004)), {"rx_path": 1},
                   check=self.known(5004))
        for group in (self.header, self.framing, self.mandatory, self.unknown,
                      self.values, self.floats, self.styles, self.state,
                      self.ports_conflict, self.pieces):
            yield from group()


class Trial:
    """One message after the other."""

    def __init__(self, node, above, below):
        self.node, self.above, self.below = node, above, below
        self.counters = node.counters()
        self.errors = []

    def send(self, wire, packet):
        if isinstance(packet, tuple):
            _, linear, packet = packet
            wire.send_paged(packet, linear)
        else:
            wire.send(packet)

    def settle(self, family, down):
        """A message of unknown type comes last: when it is counted, all before it
        have been dealt with."""
        wire = self.below if down else self.above
        wire.send(family.sentinel(down))
        box = []

        def counted():
            box[:] = [self.node.counters()]
            return box[0]["msg_type"] > self.counters["msg_type"]

        if not prober.wait_for(counted):
            return None
        # Other queues are served in turn, and this one was empty just now
        moved = prober.moved(self.counters, box[0])
        self.counters = box[0]
        moved["msg_type"] -= 1
        return {name: by for name, by in moved.items()
                if by and not name.startswith("tx_")}

    def one(self, family, case):
        for down, packet in case.first:
            self.send(self.below if down else self.above, packet)
            self.settle(family, down)
        self.above.received()
        self.below.received()
        wire = self.below if case.down else self.above
        for packet in case.packets:
            self.send(wire, packet)
        # The type that is not known is the one that settles, too
        if case.moves == {"msg_type": 1}:
            prober.wait_for(lambda: self.node.counters()["msg_type"] >
                            self.counters["msg_type"])
        moves = self.settle(family, case.down)
        if moves is None:
            return False, "the node does not answer any more"
        why = []
        if moves != case.moves:
            why.append("moved %s, expected %s" % (moves, case.moves))
        why += self.errors_as_expected(wire, case)
        if case.check:
            good, say = case.check()
            if not good:
                why.append(say)
        return not why, "\n".join(why)

    def errors_as_expected(self, wire, case):
        told = []

        def heard():
            for packet, data in wire.received():
                if data[1] not in (PATHERR, RESVERR):
                    continue
                spec = r.parse(data).find(r.ERROR_SPEC)[0].body
                told.append((data[1], spec[-3], struct.unpack("!H", spec[-2:])[0]))
                self.errors.append((packet, told[-1]))
            return len(told) >= len(case.errors)

        prober.wait_for(heard, 2)
        return [] if told == case.errors else \
            ["came back %s, expected %s" % (told, case.errors)]

    def ask_tshark(self):
        with tempfile.NamedTemporaryFile(suffix=".pcap") as f:
            r.write_pcap(f.name, [packet for packet, _ in self.errors])
            done = subprocess.run(
                ["tshark", "-r", f.name, "-T", "fields", "-e", "rsvp.msg", "-e",
                 "rsvp.error.error_code", "-e", "rsvp.error_value", "-e",
                 "_ws.malformed"], check=False, text=True, stdout=subprocess.PIPE,
                stderr=subprocess.PIPE)
        lines = [line.rstrip("\t") for line in done.stdout.splitlines()]
        expected = ["%d\t%d\t%d" % told for _, told in self.errors]
        for i, (_, told) in enumerate(self.errors):
            # It calls these values otherwise, and minds the bad ADSPEC that we return
            if told[1] in (13, 14):
                expected[i] = "%d\t%d" % told[:2]
            elif told == (PATHERR, 21, 5) and i < len(lines):
                lines[i] = "\t".join(lines[i].split("\t")[:3])
        return lines == expected and lines, "\n".join(
            "%s, expected %s" % pair
            for pair in itertools.zip_longest(lines, expected)
            if pair[0] != pair[1]) + done.stderr


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("h1")
    parser.add_argument("r1")
    parser.add_argument("r2")
    parser.add_argument("only", nargs="?", default="", help="part of a case's name")
    return parser.parse_args()


def main():
    args = arguments()
    node = prober.Node(args.r1)
    above = prober.Wire(args.h1, "eth0", args.r1, "eth1")
    below = prober.Wire(args.r2, "eth1", args.r1, "eth2")
    trial = Trial(node, above, below)
    cases = []
    for version in (4, 6):
        family = Family(version, node, node.ifindex("eth2"), node.ifindex("eth1"))
        family.below = below
        cases += [(family, case) for case in family.all()
                  if args.only in case.name or case.name == "a Path to reserve for"]
    ktap = prober.Ktap(len(cases) + 3)
    log = prober.run("dmesg").count("\n")
    for family, case in cases:
        ktap.result(*reversed_name(trial.one(family, case),
                                   "IPv%d: %s" % (family.version, case.name)))
    good, why = trial.ask_tshark()
    ktap.result(good, "tshark reads %d errors as they were meant" % len(trial.errors),
                why)
    for dev in ("eth1", "eth2"):
        node.ctl("interface", "set", "dev", dev, "rsvp", "off")
    left = {name: number for name, number in node.objects().items() if number}
    ktap.result(not left, "nothing is left", left)
    # Links that come up late log on their own account
    lines = [line for line in prober.run("dmesg").splitlines()[log:] if "ADDRCONF" not in line]
    ktap.result(not lines, "and nothing was logged", "\n".join(lines))
    ktap.finish()
    return 0


def reversed_name(result, name):
    return result[0], name, result[1]


if __name__ == "__main__":
    sys.exit(main())
