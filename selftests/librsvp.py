#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""librsvp by ctypes: errors and their numbers, questions, events that are lost.

usage: librsvp.py LIBRARY RECEIVER, in the namespace of a of topo_pair.sh; RECEIVER
"on" and "off" makes the socket 10.0.1.2:5008 on the other side reserve, or not.
"""

import ctypes
import errno
import json
import os
import select
import socket
import struct
import subprocess
import sys

NOT_SPECIFIED = 2 ** 64 - 1
CONTROLLED_LOAD = 2
E_SERVICE_TYPE, E_FLOWSPEC, E_SDMODEOBJ = 11016, 11017, 11029
RECEIVERS, LOST = 11005, 1
SHAPE, DISCARD = 1, 2
SO_ATTACH_FILTER, SO_GET_FILTER, SO_LOCK_FILTER = 26, 26, 44
SENDER_ONLY, RECEIVER_ONLY = 1, 2
(ALLOWED, ABLE, LINE_RATE, LOCAL_TC, LOCAL,
 END_TO_END) = range(50001, 50007)


class Flowspec(ctypes.Structure):
    _fields_ = ([(n, ctypes.c_uint64) for n in ("rate", "bucket", "peak",
                                                "latency", "variation")] +
                [("service", ctypes.c_uint32), ("reserved", ctypes.c_uint32)] +
                [(n, ctypes.c_uint64) for n in ("sdu", "policed")])


class Qos(ctypes.Structure):
    _fields_ = [("sending", Flowspec), ("receiving", Flowspec),
                ("style", ctypes.c_uint32), ("n_senders", ctypes.c_uint32),
                ("senders", ctypes.c_void_p),
                ("destination", ctypes.c_uint64 * 16),
                ("confirm", ctypes.c_int32), ("dscp", ctypes.c_int32),
                ("nonconforming", ctypes.c_uint32),
                ("reserved", ctypes.c_uint32 * 9)]


class Event(ctypes.Structure):
    _fields_ = [("status", ctypes.c_uint32), ("direction", ctypes.c_uint32),
                ("rest", ctypes.c_uint8 * 4096)]


lib = ctypes.CDLL(sys.argv[1], use_errno=True)
libc = ctypes.CDLL(None, use_errno=True)
lib.rsvp_open.restype = ctypes.c_void_p
lib.rsvp_strerror.restype = ctypes.c_char_p
rsvp = ctypes.c_void_p(lib.rsvp_open())
failed = []


def check(what, good):
    print("good" if good else "BAD", what, flush=True)
    if not good:
        failed.append(what)


def qos(**values):
    q = Qos()
    lib.rsvp_qos_init(ctypes.byref(q))
    for name, value in values.items():
        setattr(q.sending, name, value)
    return q


def is_error(what, result, number, status=0):
    got = ctypes.get_errno(), lib.rsvp_error_status(rsvp)
    print(f"# {result} {errno.errorcode.get(got[0])} {got[1]}: "
          f"{lib.rsvp_strerror(rsvp).decode()}")
    check(what, result == -1 and got == (number, status))


def is_silent(what, result, number):
    """It has no handle to tell more by"""
    check(what, result == -1 and ctypes.get_errno() == number)


def set_qos(fd, **values):
    return lib.rsvp_set_qos(rsvp, fd, ctypes.byref(qos(**values)))


def set_excess(s, nonconforming):
    q = qos()
    q.nonconforming = nonconforming
    return lib.rsvp_set_qos(rsvp, s.fileno(), ctypes.byref(q))


def get_excess(s):
    q = Qos()
    if lib.rsvp_get_qos(rsvp, s.fileno(), ctypes.byref(q), None):
        return None
    return q.nonconforming


def group(addr, port):
    return (socket.AF_INET.to_bytes(2, sys.byteorder) + port.to_bytes(2, "big") +
            socket.inet_aton(addr) + bytes(8))


def join(s, addr, flags):
    return lib.rsvp_join_leaf(rsvp, s.fileno(), group(addr, 5009), 16, 0, None,
                              flags)


def ask(s, query):
    value = ctypes.c_uint64()
    if lib.rsvp_check_qos(rsvp, s.fileno(), query, ctypes.byref(value)):
        return None
    return value.value


def wait_for(condition):
    for _ in range(100):
        if condition():
            return True
        select.select([], [], [], 0.05)
    return False


def receiver(how):
    subprocess.run([*sys.argv[2:], how], check=True)


def next_event():
    event = Event()
    return event.status if lib.rsvp_next_event(rsvp, ctypes.byref(event)) else 0


def readable():
    return bool(select.select([lib.rsvp_fd(rsvp)], [], [], 0)[0])


def multipath():
    """None where the kernel has none"""
    try:
        return socket.socket(socket.AF_INET, socket.SOCK_STREAM, 262)
    except OSError as error:
        print(f"# no MPTCP: {error}")
        return None


MPTCP = multipath()


def out_of_range(s):
    """What the kernel has no sentence for is told of the member"""
    for name, value, most in (("rate", 2 ** 62, 40 * 10 ** 12),
                              ("bucket", 2 ** 62, 250 * 10 ** 9),
                              ("sdu", 65536, 65535), ("policed", 65536, 65535)):
        member = {"rate": "token_rate", "bucket": "token_bucket_size",
                  "sdu": "max_sdu_size",
                  "policed": "minimum_policed_size"}[name]
        is_error(f"{member} out of range",
                 set_qos(s.fileno(), service=CONTROLLED_LOAD,
                         **{"rate": 1000, name: value}),
                 errno.ERANGE, E_FLOWSPEC)
        said = lib.rsvp_strerror(rsvp).decode()
        check("it is named", said.startswith(f"sending.{member}: ") and
              said.endswith(f" (0 to {most})"))
    q = qos()
    q.dscp = 64
    is_error("dscp out of range",
             lib.rsvp_set_qos(rsvp, s.fileno(), ctypes.byref(q)), errno.ERANGE)
    check("it is named", lib.rsvp_strerror(rsvp).decode() ==
          "dscp: integer out of range (0 to 63)")


def errors(s):
    is_error("no descriptor", set_qos(-1), errno.EBADF)
    is_error("not open", set_qos(500), errno.EBADF)
    is_error("no socket", set_qos(0), errno.ENOTSOCK)
    with socket.socket(socket.AF_UNIX) as unix:
        is_error("no socket of IP", set_qos(unix.fileno()),
                 errno.EAFNOSUPPORT)
    if MPTCP is not None:
        is_error("MPTCP", set_qos(MPTCP.fileno()), errno.EOPNOTSUPP)
        said = lib.rsvp_strerror(rsvp)
        is_error("MPTCP joins", join(MPTCP, "239.1.1.9", SENDER_ONLY),
                 errno.EOPNOTSUPP)
        check("for the same reason", lib.rsvp_strerror(rsvp) == said)
    is_error("no QoS", lib.rsvp_get_qos(rsvp, s.fileno(), None, None),
             errno.ENOENT)
    is_error("a service type that can only be told",
             set_qos(s.fileno(), service=4), errno.EINVAL, E_SERVICE_TYPE)
    is_error("rate 0", set_qos(s.fileno(), service=CONTROLLED_LOAD, rate=0),
             errno.EINVAL, E_FLOWSPEC)
    is_error("no rate", set_qos(s.fileno(), service=CONTROLLED_LOAD),
             errno.EINVAL, E_FLOWSPEC)
    is_error("a peak below the rate",
             set_qos(s.fileno(), service=CONTROLLED_LOAD, rate=1000, peak=999),
             errno.EINVAL, E_FLOWSPEC)
    is_error("neither to shape nor to discard", set_excess(s, 3), errno.EINVAL,
             E_SDMODEOBJ)
    out_of_range(s)
    is_error("directions are not added", join(s, "239.1.1.9", 3), errno.EINVAL)
    is_error("no group", join(s, "10.0.1.2", SENDER_ONLY), errno.EADDRNOTAVAIL)
    is_error("not joined", lib.rsvp_leave_leaf(
        rsvp, s.fileno(), group("239.1.1.9", 5009), 16, 0), errno.ENOTCONN)


def leaves(s):
    check("join to receive", join(s, "239.1.1.9", RECEIVER_ONLY) == 0)
    is_error("joined already", join(s, "239.1.1.9", SENDER_ONLY), errno.EISCONN)
    check("leave", lib.rsvp_leave_leaf(rsvp, s.fileno(),
                                       group("239.1.1.9", 5009), 16, 0) == 0)


def questions(s):
    lo = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    lo.connect(("127.0.0.1", 9))
    any_ = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    check("one may send", ask(s, ALLOWED) == 1)
    check("RSVP is on", ask(s, ABLE) == 1 and ask(s, LOCAL) == 1)
    check("line rate", ask(s, LINE_RATE) == 1250000)
    check("traffic control", ask(s, LOCAL_TC) == 1)
    check("RSVP is off on lo", ask(lo, ABLE) == 0 and ask(lo, LOCAL_TC) == 0 and
          ask(lo, LINE_RATE) == NOT_SPECIFIED)
    check("nobody knows where it leaves", ask(any_, ABLE) == NOT_SPECIFIED)
    check("no such question", ask(s, 50007) is None)
    check("nobody has reserved", ask(s, END_TO_END) == NOT_SPECIFIED)
    receiver("on")
    check("somebody has", wait_for(lambda: ask(s, END_TO_END) == 1))


def events(s):
    # It came while answers were waited for
    check("readable", readable())
    check("of receivers", next_event() == RECEIVERS)
    check("of nothing more", next_event() == 0 and not readable())
    q = Qos()
    check("what was set",
          lib.rsvp_get_qos(rsvp, s.fileno(), ctypes.byref(q), None) == 0 and
          q.sending.rate == 20000 and q.sending.service == CONTROLLED_LOAD and
          q.sending.bucket == NOT_SPECIFIED and q.dscp == -1)


def excess(s):
    """QOS_SD_MODE: what nothing is said of stays"""
    check("nothing said", get_excess(s) == 0)
    check("discard", set_excess(s, DISCARD) == 0 and get_excess(s) == DISCARD)
    check("it stays", set_excess(s, 0) == 0 and get_excess(s) == DISCARD)
    check("shape", set_excess(s, SHAPE) == 0 and get_excess(s) == SHAPE)


def loop(s, on):
    return lib.rsvp_set_receive_loop(s.fileno(), ctypes.c_bool(on))


def filter_of(s):
    """Its instructions; how many there are is what it has for a length"""
    raw = ctypes.create_string_buffer(64)
    length = ctypes.c_uint32(8)
    if libc.getsockopt(s.fileno(), socket.SOL_SOCKET, SO_GET_FILTER, raw,
                       ctypes.byref(length)):
        return None
    return raw.raw[:8 * length.value]


def loops():
    """A filter of the program's own is replaced by one that is switched off, and
    left alone by one that is switched on"""
    code = ctypes.create_string_buffer(struct.pack("HBBI", 6, 0, 0, 99))
    own = struct.pack("HP", 1, ctypes.addressof(code))
    is_silent("no descriptor", lib.rsvp_set_receive_loop(-1, True), errno.EBADF)
    is_silent("no socket", lib.rsvp_set_receive_loop(0, True), errno.ENOTSOCK)
    is_silent("no socket", lib.rsvp_set_receive_loop(0, False), errno.ENOTSOCK)
    for family in (socket.AF_INET, socket.AF_INET6):
        with socket.socket(family, socket.SOCK_DGRAM) as s:
            check("on as it is", loop(s, True) == 0 and filter_of(s) == b"")
            check("off", loop(s, False) == 0 and len(filter_of(s)) == 32)
            check("off twice", loop(s, False) == 0)
            check("on", loop(s, True) == 0 and filter_of(s) == b"")
            s.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, own)
            check("on with another filter",
                  loop(s, True) == 0 and len(filter_of(s)) == 8)
            check("off with it", loop(s, False) == 0 and len(filter_of(s)) == 32)
            s.setsockopt(socket.SOL_SOCKET, SO_LOCK_FILTER, 1)
            is_silent("off and locked", loop(s, False), errno.EPERM)
            is_silent("on and locked", loop(s, True), errno.EPERM)


def netlink_fd():
    for fd in map(int, os.listdir("/proc/self/fd")):
        try:
            with socket.socket(fileno=os.dup(fd)) as s:
                if s.family == socket.AF_NETLINK:
                    return fd
        except OSError:
            pass
    return None


def receivers(s):
    """By another: our own requests would take the events"""
    show = subprocess.run(["rsvpctl", "-j", "socket", "show", "udp",
                           f"10.0.1.1:{s.getsockname()[1]}"],
                          stdout=subprocess.PIPE, check=True)
    return json.loads(show.stdout)[0]["receivers"]


def lost(s):
    """Nobody reads what comes into a buffer that is too small for it"""
    with socket.socket(fileno=os.dup(netlink_fd())) as nl:
        nl.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
    for _ in range(3):
        for how, n in (("off", 0), ("on", 1)):
            receiver(how)
            check(f"receivers {n}", wait_for(lambda: receivers(s) == n))
    got = []
    check("readable", readable())
    while (status := next_event()):
        got.append(status)
    print("#", got)
    check("the first arrived, and that some were lost is told last",
          len(got) >= 2 and got[-1] == LOST and LOST not in got[:-1])


def main():
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.connect(("10.0.1.2", 5008))
    group_socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    errors(s)
    leaves(group_socket)
    check("set", set_qos(s.fileno(), service=CONTROLLED_LOAD, rate=20000) == 0)
    questions(s)
    events(s)
    excess(s)
    loops()
    lost(s)
    lib.rsvp_close(rsvp)
    return bool(failed)


sys.exit(main())
