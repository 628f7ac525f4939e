# SPDX-License-Identifier: GPL-2.0
#
# The module's files that build in userspace as they are (kmod/pure.h); the unit tests and the fuzzer link all of them.

PURE := codec msgobj build flowspec adspec bound qos match
