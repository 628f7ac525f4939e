#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""A plain program that streams by RTP (RFC 3550), and knows nothing of RSVP.

    rtp.py send GROUP PORT SECONDS     25 frames a second of 5 packets, which leave at once
    rtp.py receive GROUP PORT          joins the group; ends when nothing more comes for a second

Each says at the end, and after SIGTERM, how many packets it sent or received.
"""

import ipaddress
import signal
import socket
import struct
import sys
import time

FRAMES, PACKETS, PAYLOAD = 25, 5, 1316  # a second, a frame, bytes: seven packets of MPEG TS
CLOCK = 90000   # of payload type 33
SSRC = 0x52535650


def open_for(group):
    """(socket, its level of options, whether that is IPv6)"""
    v6 = ipaddress.ip_address(group).version == 6
    sock = socket.socket(socket.AF_INET6 if v6 else socket.AF_INET, socket.SOCK_DGRAM)
    return sock, socket.IPPROTO_IPV6 if v6 else socket.IPPROTO_IP, v6


def send(group, port, seconds):
    sock, level, v6 = open_for(group)
    sock.setsockopt(level, socket.IPV6_MULTICAST_HOPS if v6 else socket.IP_MULTICAST_TTL, 16)
    began = time.monotonic()
    for number in range(int(float(seconds) * FRAMES) * PACKETS):
        frame = number // PACKETS
        time.sleep(max(0, began + frame / FRAMES - time.monotonic()))
        header = struct.pack("!BBHII", 0x80, 33, number & 0xffff, frame * CLOCK // FRAMES, SSRC)
        sock.sendto(header + bytes(PAYLOAD), (group, int(port)))
        yield


def receive(group, port):
    sock, level, v6 = open_for(group)
    sock.bind(("", int(port)))
    address = ipaddress.ip_address(group).packed + bytes(4)     # any interface
    sock.setsockopt(level, socket.IPV6_JOIN_GROUP if v6 else socket.IP_ADD_MEMBERSHIP, address)
    try:
        while sock.recv(2048):
            sock.settimeout(1)
            yield
    except TimeoutError:
        pass


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    number = 0
    try:
        for _ in {"send": send, "receive": receive}[sys.argv[1]](*sys.argv[2:]):
            number += 1
    finally:
        print(number)


main()
