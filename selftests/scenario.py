# SPDX-License-Identifier: GPL-2.0
"""What each of sixteen nodes has to know: a reference for scenario.sh, which follows
from the topology, the senders, the reservations and the rules of RFC 2205, and from
nothing that a node says. For observe.py:

    net = scenario.Net(version, {"s1": NETNS, ...})
    net.send("s1", "t1", 5001, 100000)      the reference knows, rsvpctl does it
    net.reserve("t1", 5001, "ff", 120000, ["s1"])
    net.differences()                       between the nodes and the reference

A rate is that of the token bucket of a controlled-load reservation; all other numbers
are the same in all of them, so that the largest rate is the LUB (RFC 2211).
"""

import collections
import functools
import subprocess

# Who has the address .1 and who .2 of each net; an interface has its neighbour's name.
LINKS = [link.split("-") for link in
         "s1-a1 s2-a1 s3-a2 a1-c1 a2-c1 c1-c2 c1-c3 c3-c2 "
         "c2-e1 c2-e2 c2-e3 e1-t1 e1-t2 e2-t3 e2-t4 e3-t5".split()]
NODES = sorted({node for link in LINKS for node in link})
HOSTS = [node for node in NODES if node[0] in "st"]
ROUTERS = [node for node in NODES if node not in HOSTS]
GROUP = {4: "239.1.1.5", 6: "ff1e::5"}
SPORT = 6001


def neighbours(node):
    return [b if a == node else a for a, b in LINKS if node in (a, b)]


@functools.cache
def way(source, target):
    """The shortest: as the routes have it, in both directions."""
    ways = collections.deque([[source]])
    while ways:
        found = ways.popleft()
        if found[-1] == target:
            return found
        ways += [found + [n] for n in neighbours(found[-1]) if n not in found]
    raise LookupError(target)


class Reservation:
    """@ends: the router that refuses it; None: it gets to the senders"""

    def __init__(self, node, port, style, rate, senders, ends, status):
        self.node, self.port, self.style, self.rate = node, port, style, rate
        self.senders, self.ends, self.status = senders, ends, status


class Net:
    def __init__(self, version, netns):
        self.version, self.netns = version, netns
        self.senders = {}       # (port, node): where to
        self.reservations = []
        self.names = {}         # address: node
        for number, link in enumerate(LINKS, 1):
            for node in link:
                self.names[self.address(node, number)] = node
        self.devs = {}

    def address(self, node, number):
        last = LINKS[number - 1].index(node) + 1
        return ("fd00:%d::%d" if self.version == 6 else "10.0.%d.%d") % (number, last)

    def host(self, node):
        return next(self.address(node, n) for n, link in enumerate(LINKS, 1)
                    if node in link)

    def target(self, name):
        return GROUP[self.version] if name == "group" else self.host(name)

    def endpoint(self, name, port):
        return ("[%s]:%d" if self.version == 6 else "%s:%d") % (self.target(name), port)

    # --- set-up, for the shell ---

    def routes(self, node):
        """Commands for ip -b."""
        out = []
        if node in HOSTS:
            number = next(n for n, link in enumerate(LINKS, 1) if node in link)
            return "route add default via " + self.address(neighbours(node)[0], number)
        for number, link in enumerate(LINKS, 1):
            if node in link:
                continue
            hop = min((way(node, end) for end in link), key=len)[1]
            net = self.address(link[0], number)[:-1] + ("/64" if self.version == 6 else "0/24")
            via = next(self.address(hop, n) for n, l in enumerate(LINKS, 1)
                       if node in l and hop in l)
            out.append("route add %s via %s" % (net, via))
        return "\n".join(out)

    def multicast_routes(self, node):
        """A configuration for smcroute: from each sender's side to all receivers' sides."""
        out = ["phyint %s enable" % dev for dev in neighbours(node)]
        ways = collections.defaultdict(set)
        for source in HOSTS[:3]:
            for target in HOSTS[3:]:
                path = way(source, target)
                if node in path:
                    at = path.index(node)
                    ways[path[at - 1]].add(path[at + 1])
        out += ["mroute from %s group %s to %s" % (iif, GROUP[self.version], " ".join(sorted(oifs)))
                for iif, oifs in sorted(ways.items())]
        return "\n".join(out)

    # --- what happens: here and there ---

    def ctl(self, node, *words):
        subprocess.run(["rsvpctl", "-n", self.netns[node], *map(str, words)], check=True,
                       stdout=subprocess.DEVNULL)

    def send(self, node, to, port, rate, again=False):
        self.senders[port, node] = to
        self.ctl(node, "sender", "replace" if again else "add", "udp", self.endpoint(to, port),
                 "from", self.endpoint(node, SPORT), "rate", "%dbps" % rate, "burst", "10k",
                 "peak", "2000kbps", "mtu", 1500)

    def stop(self, node, port):
        to = self.senders.pop((port, node))
        self.ctl(node, "sender", "del", "udp", self.endpoint(to, port),
                 "from", self.endpoint(node, SPORT))

    def words(self, node, port, style, senders):
        to = next(t for (p, _), t in self.senders.items() if p == port)
        return ["udp", self.endpoint(to, port), "style", style,
                *(word for s in senders for word in ("from", self.endpoint(s, SPORT)))]

    def reserve(self, node, port, style, rate, senders=(), ends=None, confirm=False):
        """For the same node, style and senders: instead of what was there."""
        key = (node, port, style, sorted(senders))
        had = [r for r in self.reservations
               if (r.node, r.port, r.style, sorted(r.senders)) == key]
        self.reservations = [r for r in self.reservations if r not in had]
        status = "refused" if ends else "confirmed" if confirm else "installed"
        self.reservations.append(Reservation(node, port, style, rate, senders, ends, status))
        self.ctl(node, "reservation", "replace" if had else "add",
                 *self.words(node, port, style, senders),
                 "service", "controlled-load", "rate", "%dbps" % rate,
                 *(["confirm"] if confirm else []))

    def release(self, node, port, style, senders=()):
        self.reservations = [r for r in self.reservations if (
            r.node, r.port, r.style, sorted(r.senders)) != (node, port, style, sorted(senders))]
        self.ctl(node, "reservation", "del", *self.words(node, port, style, senders))

    # --- what has to be: RFC 2205, 2.2 and 3.1; RFC 2209 ---

    def receivers(self, to):
        """Where the tree of a session has leaves: at hosts that have joined."""
        if to != "group":
            return [to]
        return sorted({r.node for r in self.reservations
                       if any(t == "group" and p == r.port
                              for (p, _), t in self.senders.items())})

    def tree(self, source, to):
        """Node: (previous hop, next hops)"""
        nodes = {}
        targets = HOSTS[3:] if to == "group" else [to]
        for target in targets:
            path = way(source, target)
            for before, node, after in zip([None] + path, path, path[1:] + [None]):
                hops = nodes.setdefault(node, (before, set()))[1]
                if after:
                    hops.add(after)
        heard = self.receivers(to)
        return {n: hops for n, hops in nodes.items() if n[0] != "t" or n in heard}

    def paths(self, node):
        out = {}
        for (port, source), to in self.senders.items():
            hops = self.tree(source, to).get(node)
            if hops:
                out[port, source] = (hops[0], tuple(sorted(hops[1])))
        return out

    def asked(self, node, hop, port):
        """What @node is asked for by its next hop: [(style, senders, rate, ends)]."""
        senders = [s for (p, s), hops in self.paths(hop).items()
                   if p == port and hops[0] == node]
        if not senders:
            return []
        requests = [(r.style, tuple(r.senders), r.rate, r.ends)
                    for r in self.reservations if r.node == hop and r.port == port]
        for further in neighbours(hop):
            if further != node:
                requests += self.asked(hop, further, port)
        return self.merged([r for r in requests if r[3] != node], senders)

    @staticmethod
    def merged(requests, senders):
        """RFC 2205, figures 3 to 5: for these senders, the largest of what is asked.
        Of what is shared nobody knows any more who asked how much for whom."""
        out = []
        for style in {r[0] for r in requests}:
            concern = {s: [r for r in requests if r[0] == style and
                           (style == "wf" or s in r[1])] for s in senders}
            concern = {s: rs for s, rs in concern.items() if rs}
            groups = [[s] for s in concern] if style == "ff" else [list(concern)]
            for group in groups:
                rs = [r for s in group for r in concern[s]]
                if rs:
                    ends = {r[3] for r in rs}
                    out.append((style, () if style == "wf" else tuple(sorted(group)),
                                max(r[2] for r in rs), ends.pop() if len(ends) == 1 else None))
        return out

    def expected(self, node):
        """(paths, classes, what its own hosts asked): as seen() has them"""
        installed = {}
        ports = {port for port, _ in self.senders}
        for port in ports:
            for hop in neighbours(node):
                for _, senders, rate, _ in self.asked(node, hop, port):
                    installed[port, hop, senders] = rate
        own = sorted((r.port, r.style, r.rate, r.status)
                     for r in self.reservations if r.node == node)
        return self.paths(node), installed, own

    # --- what is ---

    def seen(self, node, state, ctl):
        if node not in self.devs:
            self.devs[node] = {i["ifindex"]: i["ifname"]
                               for i in ctl(self.netns[node], "interface", "show")}
        devs = self.devs[node]

        def source(f):
            return self.names[f["src"]]
        paths, installed = {}, {}
        for s in state(self.netns[node]):
            port = s["session"]["dport"]
            away = s["session"]["dst"] == GROUP[self.version] and node[0] == "t" and \
                node not in self.receivers("group")
            # What a host heard before it left the group is forgotten in time
            for p in [] if away else s["path"]:
                hop = p.get("phop", {}).get("addr")
                paths[port, source(p["filter"])] = (
                    self.names[hop] if hop else None,
                    tuple(sorted(devs[i] for i in p.get("oif", []))))
            # Without an interface: what the node itself gets
            for t in s["tc"]:
                if "oif" not in t:
                    continue
                senders = tuple(sorted(source(f) for f in t.get("filter", [])))
                installed[port, devs[t["oif"]], senders] = t["flowspec"]["rate_Bps"]
        own = sorted((r["session"]["dport"], r["style"], r["flowspec"]["rate_Bps"], r["status"])
                     for r in ctl(self.netns[node], "reservation", "show"))
        return paths, installed, own

    def differences(self, state, ctl, nodes=NODES):
        """[] or, for each node that is not as it should be, what is there and should be"""
        out = []
        for node in nodes:
            for what, is_, should in zip(("path", "tc", "reservation"),
                                         self.seen(node, state, ctl), self.expected(node)):
                if is_ != should:
                    out.append("%s %s: %r, not %r" % (node, what, is_, should))
        return out
