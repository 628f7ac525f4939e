# SPDX-License-Identifier: GPL-2.0
"""Sockets of programs that know nothing of us, for observe.py."""

import contextlib
import ipaddress
import os
import socket
import struct

from prober import InNamespace as at

MCAST_JOIN_GROUP, MCAST_JOIN_SOURCE_GROUP = 42, 46


@contextlib.contextmanager
def user(uid):
    os.seteuid(uid)
    try:
        yield
    finally:
        os.seteuid(0)


def ifindex(ns, dev):
    with at(ns):
        return socket.if_nametoindex(dev)


def level(v6):
    return socket.IPPROTO_IPV6 if v6 else socket.IPPROTO_IP


def sockaddr(address):
    """A struct sockaddr_storage."""
    ip = ipaddress.ip_address(address)
    head = struct.pack("HHI", socket.AF_INET6, 0, 0) if ip.version == 6 else struct.pack("HH", socket.AF_INET, 0)
    return (head + ip.packed).ljust(128, b"\0")


def group_req(ns, group, source=None):
    """A struct group_req, or group_source_req, by eth0."""
    return struct.pack("I4x", ifindex(ns, "eth0")) + sockaddr(group) + (sockaddr(source) if source else b"")


def plain(ns, bind=None, connect=None, v6=False, kind="udp", uid=0, mark=0, ttl=0):
    with at(ns), user(uid):
        s = socket.socket(socket.AF_INET6 if v6 else socket.AF_INET, socket.SOCK_DGRAM if kind == "udp" else socket.SOCK_STREAM)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if mark:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_MARK, mark)
    if ttl:
        s.setsockopt(level(v6), socket.IPV6_MULTICAST_HOPS if v6 else socket.IP_MULTICAST_TTL, ttl)
    if bind:
        s.bind(bind)
    if connect:
        s.connect(connect)
    return s


def member(ns, group, port, source=None, **how):
    """One of a group, or of what one source sends it."""
    v6 = ":" in group
    s = plain(ns, bind=("::" if v6 else "0.0.0.0", port), v6=v6, **how)
    s.setsockopt(level(v6), MCAST_JOIN_SOURCE_GROUP if source else MCAST_JOIN_GROUP, group_req(ns, group, source))
    return s
