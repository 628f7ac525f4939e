#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Broken RSVP messages by the thousand, the same ones for the same seed.

Every message begins as a good one, of any type and either family, and is then
broken a few times: bits, numbers at their limits, lengths, objects that are missing,
doubled, moved, of the wrong class. The checksum of 9 in 10 is right again afterwards,
so that they come as far as they can. Message N of a seed does not depend on the
others: `--only N` sends it alone.

    mutate.py --seed 1 --count 100000 --dev veth0 --src 10.0.0.1 --dst 10.0.0.2
    mutate.py --seed 1 --only 4711 --hex
"""

import argparse
import random
import struct
import sys

import rsvpmsg as r

EDGES32 = (0, 1, 2, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff,
           0x7f800000, 0xff800000, 0x7fc00000, 0x00000001, 0x00800000, 0x3f7fffff,
           0x3f800000, 0x5f800000, 0x7f7fffff)
EDGES16 = (0, 1, 2, 3, 4, 5, 7, 8, 12, 0x7fff, 0x8000, 0xfffc, 0xfffd, 0xfffe, 0xffff)
EDGES8 = (0, 1, 2, 3, 127, 128, 191, 192, 254, 255)
CLASSES = sorted(r.CLASS_NAMES) + [2, 16, 20, 63, 65, 127, 128, 191, 192, 255]


class Plan:
    """Who talks to whom: addresses of one family."""

    def __init__(self, src, dst, session=None, sender=None):
        self.src, self.dst = r.ip(src), r.ip(dst)
        self.version = self.dst.version
        self.session = r.ip(session) if session else self.dst
        self.sender = r.ip(sender) if sender else self.src


def flows(rng, plan, style, tear):
    """A flow descriptor list that goes with the style."""
    def spec():
        kw = {"r": rng.choice((1000, 125000, 1e6, 40e12)),
              "p": rng.choice((r.INF, 40e12)), "m": rng.choice((0, 64)),
              "M": rng.choice((0, 1500, 2147483647))}
        if rng.random() < 0.5:
            return r.flowspec_cl(**kw)
        return r.flowspec_gs(R=max(kw["r"], 200000), S=rng.choice((0, 5000)), **kw)

    def sender():
        if plan.version == 6 and rng.random() < 0.2:
            return r.filter_spec(plan.sender, label=rng.randrange(1 << 20))
        return r.filter_spec(plan.sender + rng.randrange(3), rng.randrange(6000, 6004))

    out = [] if tear and rng.random() < 0.5 else [spec()]
    if style != "wf":
        for _ in range(rng.choice((1, 1, 2, 5, 40))):
            if style == "ff" and out and rng.random() < 0.3 and not tear:
                if out[-1].cls == r.FILTER_SPEC:
                    out.append(spec())
            out.append(sender())
    return out


def good(rng, plan):
    """A message in which nothing is wrong."""
    mtype = rng.choice((r.PATH,) * 4 + (r.RESV,) * 4 + tuple(range(1, 8)))
    ports = {"proto": rng.choice((6, 17, 17, 132)), "dport": rng.randrange(5000, 5008),
             "ttl": rng.randrange(1, 256)}
    lih = rng.choice((0, 1, 2, 3, 4, 5, 10, rng.getrandbits(32)))
    style = rng.choice(("ff", "wf", "se"))
    more = []
    if rng.random() < 0.2:
        more.append(r.policy_data())
    if rng.random() < 0.2:
        more.append(r.Obj(rng.randrange(192, 256), 1, rng.randbytes(8)))
    sport = rng.randrange(6000, 6004)

    if mtype == r.PATH:
        kw = {"lih": lih, "sport": sport, "more": [m for m in more if m.cls != 194],
              "ms": rng.choice((1, 1000, 30000, 86400000)),
              "with_adspec": rng.random() < 0.7, **ports}
        return r.path(plan.session, plan.sender, plan.src, **kw)
    if mtype == r.PATHTEAR:
        return r.path_tear(plan.session, plan.sender, plan.src, lih=lih, sport=sport,
                           **ports)
    if mtype == r.PATHERR:
        return r.path_err(plan.session, plan.sender, plan.dst, rng.randrange(30),
                          rng.getrandbits(16), sport=sport, more=more, **ports)
    listed = flows(rng, plan, style, mtype == r.RESVTEAR)
    if mtype == r.RESV:
        return r.resv(plan.session, plan.src, lih, style, listed,
                      confirm=plan.src if rng.random() < 0.3 else None,
                      scope_of=[plan.sender] if rng.random() < 0.3 else None,
                      more=[m for m in more if m.cls != 194], **ports)
    if mtype == r.RESVTEAR:
        return r.resv_tear(plan.session, plan.src, lih, style, listed, **ports)
    if mtype == r.RESVERR:
        listed = listed[:2] if style == "ff" else listed
        return r.resv_err(plan.session, plan.src, lih, plan.dst, rng.randrange(30),
                          style, listed, more=more, **ports)
    return r.resv_conf(plan.session, plan.dst, plan.src, style, listed, **ports)


# What can be done to a message: objects first, then bytes

def drop_object(rng, msg):
    if msg.objs:
        del msg.objs[rng.randrange(len(msg.objs))]


def double_object(rng, msg):
    if msg.objs:
        msg.objs.insert(rng.randrange(len(msg.objs) + 1), rng.choice(msg.objs))


def move_object(rng, msg):
    if msg.objs:
        obj = msg.objs.pop(rng.randrange(len(msg.objs)))
        msg.objs.insert(rng.randrange(len(msg.objs) + 1), obj)


def shuffle_objects(rng, msg):
    rng.shuffle(msg.objs)


def change_class(rng, msg):
    if msg.objs:
        at = rng.randrange(len(msg.objs))
        old = msg.objs[at]
        msg.objs[at] = r.Obj(rng.choice(CLASSES), old.ctype, old.body)


def change_ctype(rng, msg):
    if msg.objs:
        at = rng.randrange(len(msg.objs))
        old = msg.objs[at]
        msg.objs[at] = r.Obj(old.cls, rng.choice((0, 1, 2, 3, 4, 7, 8, 255)), old.body)


def lie_about_length(rng, msg):
    if msg.objs:
        at = rng.randrange(len(msg.objs))
        old = msg.objs[at]
        length = rng.choice(EDGES16 + (len(old.body), len(old.body) + 8))
        msg.objs[at] = r.Obj(old.cls, old.ctype, old.body, length)


def resize_object(rng, msg):
    if msg.objs:
        at = rng.randrange(len(msg.objs))
        old = msg.objs[at]
        size = rng.choice((0, 4, 8, 12, 16, 20, 24, len(old.body) + 4, 1000))
        msg.objs[at] = r.Obj(old.cls, old.ctype, (old.body + bytes(size))[:size])


def add_object(rng, msg):
    obj = r.Obj(rng.choice(CLASSES), rng.randrange(4),
                rng.randbytes(4 * rng.randrange(12)))
    msg.objs.insert(rng.randrange(len(msg.objs) + 1), obj)


def edge_word(rng, msg):
    """A number at its limit, in the body of an object."""
    if msg.objs:
        at = rng.randrange(len(msg.objs))
        old = msg.objs[at]
        if len(old.body) >= 4:
            pos = 4 * rng.randrange(len(old.body) // 4)
            word = struct.pack("!I", rng.choice(EDGES32))
            body = old.body[:pos] + word + old.body[pos + 4:]
            msg.objs[at] = r.Obj(old.cls, old.ctype, body)


def many_objects(rng, msg):
    if msg.objs:
        msg.objs += [rng.choice(msg.objs)] * rng.choice((10, 100, 300))


def header(rng, msg):
    what = rng.choice(("mtype", "ttl", "flags", "version", "length", "reserved"))
    edges = EDGES16 if what == "length" else EDGES8
    value = rng.choice(edges)
    setattr(msg, what, value & 15 if what in ("flags", "version") else value)


OBJECT_WAYS = (drop_object, double_object, move_object, shuffle_objects, change_class,
               change_ctype, lie_about_length, resize_object, add_object, edge_word,
               edge_word, edge_word, many_objects, header)


def flip_bits(rng, data):
    for _ in range(rng.choice((1, 1, 2, 8))):
        at = rng.randrange(len(data))
        data[at] ^= 1 << rng.randrange(8)


def edge_bytes(rng, data):
    at = rng.randrange(len(data))
    data[at] = rng.choice(EDGES8)


def noise(rng, data):
    at = rng.randrange(len(data))
    size = min(rng.randrange(1, 32), len(data) - at)
    data[at:at + size] = rng.randbytes(size)


def cut(rng, data):
    """Shorter, with a length that says so, or not."""
    if rng.random() < 0.2 or len(data) < 16:
        del data[rng.randrange(len(data)):]
        return
    del data[4 * rng.randrange(2, len(data) // 4):]
    data[6:8] = struct.pack("!H", len(data))


def grow(rng, data):
    data += rng.randbytes(rng.choice((1, 4, 4, 4, 8, 64)))
    if len(data) >= 8 and rng.random() < 0.8:
        data[6:8] = struct.pack("!H", len(data) & 0xffff)


BYTE_WAYS = (flip_bits, edge_bytes, noise, cut, grow)


def message(seed, number, plans):
    """Message @number of @seed: (plan, bytes, ttl, router_alert)."""
    rng = random.Random("%d/%d" % (seed, number))
    plan = rng.choice(plans)
    msg = good(rng, plan)
    for _ in range(rng.choice((0, 1, 1, 1, 2, 3))):
        rng.choice(OBJECT_WAYS)(rng, msg)
    data = bytearray(msg.pack())
    for _ in range(rng.choice((0, 0, 0, 1, 1, 2))):
        if data:
            rng.choice(BYTE_WAYS)(rng, data)
    data = bytes(data[:60000])
    if len(data) >= 8:
        if rng.random() < 0.9:
            data = r.rebuild_checksum(data)
        else:
            data = data[:2] + rng.choice((b"\0\0", rng.randbytes(2))) + data[4:]
    alert = msg.mtype in (r.PATH, r.PATHTEAR, r.RESVCONF)
    ttl = msg.ttl
    if rng.random() < 0.05:
        alert = not alert
    if rng.random() < 0.05:
        ttl = rng.randrange(256)
    return plan, data, ttl, alert


def packet(plan, data, ttl, alert):
    """To the session if it travels as a Path does, else to the neighbour."""
    downstream = len(data) > 1 and data[1] in (r.PATH, r.PATHTEAR)
    src = plan.sender if downstream else plan.src
    dst = plan.session if downstream else plan.dst
    return r.ip_packet(src, dst, data, ttl, alert)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--only", type=int)
    parser.add_argument("--dev")
    for suffix, what in (("", "IPv4"), ("6", "IPv6")):
        parser.add_argument("--src" + suffix, help="our address, %s" % what)
        parser.add_argument("--dst" + suffix, help="the node that is tried, %s" % what)
        parser.add_argument("--session" + suffix, help="session address, %s" % what)
        parser.add_argument("--sender" + suffix, help="sender's address, %s" % what)
    parser.add_argument("--mtu", type=int, default=1500, help="fragment above it")
    parser.add_argument("--hex", action="store_true", help="print the RSVP messages")
    parser.add_argument("--pcap", help="write packets there instead")
    return parser.parse_args()


def main():
    args = arguments()
    plans = []
    if args.dst:
        plans.append(Plan(args.src, args.dst, args.session, args.sender))
    if args.dst6:
        plans.append(Plan(args.src6, args.dst6, args.session6, args.sender6))
    if not plans:
        plans = [Plan("10.0.0.1", "10.0.0.2"), Plan("2001:db8::1", "2001:db8::2")]

    numbers = range(args.first, args.first + args.count)
    if args.only is not None:
        numbers = (args.only,)
    senders, packets, refused = {}, [], 0
    for number in numbers:
        plan, data, ttl, alert = message(args.seed, number, plans)
        if args.hex:
            print(data.hex())
            continue
        for part in r.fragment(packet(plan, data, ttl, alert), args.mtu, number & 0xffff):
            if args.pcap:
                packets.append(part)
                continue
            if plan.version not in senders:
                senders[plan.version] = r.Sender(plan.version, args.dev)
            try:
                senders[plan.version].send(part)
            except OSError:	# the stack of our own side would not have it
                refused += 1
    if args.pcap:
        r.write_pcap(args.pcap, packets)
    if not args.hex:
        print("sent %d messages, %d packets refused on the way out" %
              (len(numbers), refused))
    return 0


if __name__ == "__main__":
    sys.exit(main())
