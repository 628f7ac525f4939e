#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Make kmod/netlink_gen.[ch], tools/rsvpctl/spec_gen.c and selftests/nlspec_gen.h
of the YNL spec.

The kernel files are what ynl-gen-c makes, for struct genl_ops of 6.1. With
--check nothing is written: the exit status is 1 if a file differs.
"""

import difflib
import pathlib
import re
import sys
import textwrap

import yaml

SPEC = "Documentation/netlink/specs/rsvp.yaml"
S16_MAX = 32767
UNITS = {
    "bytes/s": ("Bps", "BYTES_PER_S"),
    "bytes": ("B", "BYTES"),
    "ms": ("ms", "MS"),
    "us": ("us", "US"),
    "percent": ("pct", "PERCENT"),
    "1/100 percent": ("pct", "PERCENT_100"),
}
# What a user calls it, where that is not the name of the attribute
KEYS = {("error", "node4"): "hop", ("error", "node6"): "hop"}


def c_lower(name):
    return name.replace("-", "_")


def c_upper(name):
    return c_lower(name).upper()


def fold(left, right, indent):
    """One line, or two if it is longer than 80 columns."""
    line = f"{left} {right}"
    if len(line.expandtabs(8)) <= 80:
        return [line]
    return [left, indent + right]


class Attr:
    """One attribute of a set, with what a subset changes of it."""

    def __init__(self, set_name, prefix, raw, number):
        self.set_name = set_name
        self.name = raw["name"]
        self.c_name = prefix + c_upper(self.name)
        self.number = number
        self.type = raw["type"]
        self.raw = raw
        self.checks = raw.get("checks", {})
        self.nest = raw.get("nested-attributes")
        self.enum = raw.get("enum")
        self.multi = raw.get("multi-attr", False)
        unit = re.search(r"\bin ([\w/ ]+)\.\s*$", raw.get("doc", ""))
        self.unit = unit.group(1) if unit and unit.group(1) in UNITS else None

    @property
    def key(self):
        """Key in rsvpctl's JSON: both families share one, units are named."""
        if (self.set_name, self.name) in KEYS:
            return KEYS[self.set_name, self.name]
        key = c_lower(self.name)
        if self.raw.get("display-hint") in ("ipv4", "ipv6"):
            key = key.rstrip("46")
        return key + ("_" + UNITS[self.unit][0] if self.unit else "")


class Spec:
    """The spec, with subsets and numbers resolved."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self.raw = yaml.safe_load(file)
        self.name = self.raw["name"]
        self.enums = {e["name"]: self.entries(e)
                      for e in self.raw["definitions"]}
        self.sets = {}
        self.bases = {}     # of subsets
        for raw in self.raw["attribute-sets"]:
            self.add_set(raw)
        self.ops = self.raw["operations"]["list"]
        self.groups = [g["name"] for g in self.raw["mcast-groups"]["list"]]

    @staticmethod
    def entries(enum):
        result, value = [], 0
        for entry in enum["entries"]:
            value = entry.get("value", value)
            result.append((entry["name"], value))
            value += 1
        return result

    def add_set(self, raw):
        name = raw["name"]
        base = raw.get("subset-of")
        if base:
            self.bases[name] = base
            whole = {a.name: a for a in self.sets[base]}
            self.sets[name] = [
                Attr(base, self.prefix(base), whole[a["name"]].raw | a,
                     whole[a["name"]].number) for a in raw["attributes"]]
            return
        self.sets[name] = [
            Attr(name, self.prefix(name), a, i)
            for i, a in enumerate(raw["attributes"], 1)]

    def prefix(self, set_name):
        if set_name == self.name:
            return f"{c_upper(self.name)}_A_"
        return f"{c_upper(self.name)}_A_{c_upper(set_name)}_"

    def request(self, op):
        """Attributes that a command accepts; do and dump share a policy."""
        names = set()
        for mode in ("do", "dump"):
            names |= set(op.get(mode, {}).get("request", {})
                         .get("attributes", []))
        return [self.narrowed(a, op["name"] + "-input")
                for a in self.sets[op.get("attribute-set", self.name)]
                if a.name in names]

    def narrowed(self, attr, name):
        """The nest of a request carries less than that of a reply."""
        if self.bases.get(name) != attr.nest or not attr.nest:
            return attr
        return Attr(attr.set_name, self.prefix(attr.set_name),
                    attr.raw | {"nested-attributes": name}, attr.number)


class KernelGen:
    """kmod/netlink_gen.c and .h"""

    def __init__(self, spec):
        self.spec = spec
        self.low = c_lower(spec.name)
        self.ranges = {}
        self.nests = []
        self.ops = [op for op in spec.ops if "do" in op or "dump" in op]
        for op in self.ops:
            for attr in spec.request(op):
                self.find_nests(attr)

    def find_nests(self, attr):
        if attr.nest and attr.nest not in self.nests:
            for inner in self.spec.sets[attr.nest]:
                self.find_nests(inner)
            self.nests.append(attr.nest)

    def policy_name(self, name):
        return f"{self.low}_{c_lower(name)}_nl_policy"

    def enum_policy(self, attr):
        values = [v for _, v in self.spec.enums[attr.enum]]
        if min(values) == 0:
            return f"NLA_POLICY_MAX(NLA_U32, {max(values)})"
        # Not NLA_POLICY_VALIDATE_FN, as ynl-gen-c has it for an enum with
        # holes: kernels take the function for a range, and warn, when anybody
        # asks for the policy. What reads the attribute knows of the holes.
        return f"NLA_POLICY_RANGE(NLA_U32, {min(values)}, {max(values)})"

    def int_policy(self, attr):
        kind = f"NLA_{attr.type.upper()}"
        low, high = attr.checks.get("min"), attr.checks.get("max")
        if low is None and high is None:
            if attr.raw.get("byte-order") == "big-endian":
                kind = f"NLA_BE{attr.type[1:]}"
            return f"{{ .type = {kind}, }}"
        if max(low or 0, high or 0) > S16_MAX:
            name = (f"{self.low}_{c_lower(attr.set_name)}_"
                    f"{c_lower(attr.name)}_range")
            self.ranges[name] = (low, high)
            return f"NLA_POLICY_FULL_RANGE({kind}, &{name})"
        if low is None:
            return f"NLA_POLICY_MAX({kind}, {high})"
        if high is None:
            return f"NLA_POLICY_MIN({kind}, {low})"
        return f"NLA_POLICY_RANGE({kind}, {low}, {high})"

    def policy(self, attr):
        if attr.nest:
            return f"NLA_POLICY_NESTED({self.policy_name(attr.nest)})"
        if attr.enum:
            return self.enum_policy(attr)
        if attr.type == "flag":
            return "{ .type = NLA_FLAG, }"
        if attr.type == "binary":
            return f"NLA_POLICY_EXACT_LEN({attr.checks['exact-len']})"
        if attr.type == "string":
            return (f"{{ .type = NLA_NUL_STRING, "
                    f".len = {attr.checks['max-len']}, }}")
        if attr.type in ("u32", "u64"):
            return self.int_policy(attr)
        raise SystemExit(f"{SPEC}: {attr.set_name}.{attr.name}: "
                         f"no policy for type {attr.type} in a request")

    def table(self, name, attrs, static=""):
        attrs = [a for a in attrs if a.type != "pad"]
        last = max(attrs, key=lambda a: a.number).c_name
        lines = fold(f"{static}const struct nla_policy",
                     f"{name}[{last} + 1] = {{", "")
        for attr in attrs:
            lines += fold(f"\t[{attr.c_name}] =",
                          f"{self.policy(attr)},", "\t\t")
        return lines + ["};", ""]

    def op(self, op):
        name = c_lower(op["name"])
        lines = ["\t{", f"\t\t.cmd\t= {self.spec.name.upper()}_CMD_"
                        f"{c_upper(op['name'])},"]
        if "do" in op:
            lines.append(f"\t\t.doit\t= {self.low}_nl_{name}_doit,")
        if "dump" in op:
            lines.append(f"\t\t.dumpit\t= {self.low}_nl_{name}_dumpit,")
        attrs = self.spec.request(op)
        if attrs:
            last = max(attrs, key=lambda a: a.number).c_name
            lines.append(f"\t\t.policy\t= {self.policy_name(op['name'])},")
            lines.append(f"\t\t.maxattr = {last},")
        if "flags" in op:
            flags = " | ".join("GENL_" + c_upper(f) for f in op["flags"])
            lines.append(f"\t\t.flags\t= {flags},")
        return lines + ["\t},"]

    def ranges_text(self):
        lines = ["/* Integer value ranges */"]
        for name, (low, high) in self.ranges.items():
            lines.append(f"static struct netlink_range_validation {name} = {{")
            if low is not None:
                lines.append(f"\t.min\t= {low}ULL,")
            lines += [f"\t.max\t= {high}ULL,", "};", ""]
        return lines

    def family(self):
        low, up = self.low, self.spec.name.upper()
        lines = [f"static const struct genl_multicast_group {low}_nl_mcgrps[]"
                 " = {"]
        lines += [f"\t[{up}_NLGRP_{c_upper(g)}] = {{ .name = "
                  f"{up}_MCGRP_{c_upper(g)}, }}," for g in self.spec.groups]
        lines += ["};", "",
                  f"struct genl_family {low}_nl_family __ro_after_init = {{"]
        fields = [("name", f"{up}_FAMILY_NAME"),
                  ("version", f"{up}_FAMILY_VERSION"),
                  ("netnsok", "true"), ("parallel_ops", "true"),
                  ("module", "THIS_MODULE"),
                  ("ops", f"{low}_nl_ops"),
                  ("n_ops", f"ARRAY_SIZE({low}_nl_ops)"),
                  ("mcgrps", f"{low}_nl_mcgrps"),
                  ("n_mcgrps", f"ARRAY_SIZE({low}_nl_mcgrps)")]
        lines += [f"\t.{k}" + (" " if len(k) > 12 else "\t" if len(k) > 6
                               else "\t\t") + f"= {v}," for k, v in fields]
        return lines + ["};"]

    def source(self):
        policies = []
        if self.nests:
            policies += ["/* Common nested types */"]
        for nest in self.nests:
            policies += self.table(self.policy_name(nest), self.spec.sets[nest])
        for op in self.ops:
            attrs = self.spec.request(op)
            if attrs:
                policies.append(f"/* {c_upper(self.spec.name)}_CMD_"
                                f"{c_upper(op['name'])} */")
                policies += self.table(self.policy_name(op["name"]), attrs,
                                       "static ")
        lines = ["// SPDX-License-Identifier: GPL-2.0",
                 "/* Do not edit: scripts/gen-netlink.py makes it of",
                 f" * {SPEC}", " */", "",
                 "#include <net/netlink.h>", "#include <net/genetlink.h>", "",
                 "#include \"netlink_gen.h\"", "",
                 f"#include <{self.spec.raw['uapi-header']}>", ""]
        lines += self.ranges_text() + policies
        lines += [f"/* Ops table for {self.spec.name} */",
                  f"static const struct genl_ops {self.low}_nl_ops[] = {{"]
        for op in self.ops:
            lines += self.op(op)
        lines += ["};", ""] + self.family()
        return "\n".join(lines) + "\n"

    def header(self):
        guard = f"_{c_upper(self.spec.name)}_NETLINK_GEN_H"
        lines = ["/* SPDX-License-Identifier: GPL-2.0 */",
                 "/* Do not edit: scripts/gen-netlink.py makes it of",
                 f" * {SPEC}", " */",
                 f"#ifndef {guard}", f"#define {guard}", "",
                 "#include <net/netlink.h>", "#include <net/genetlink.h>", "",
                 f"#include <{self.spec.raw['uapi-header']}>", "",
                 "/* Common nested types */"]
        for nest in self.nests:
            attrs = [a for a in self.spec.sets[nest] if a.type != "pad"]
            last = max(attrs, key=lambda a: a.number).c_name
            lines += fold("extern const struct nla_policy",
                          f"{self.policy_name(nest)}[{last} + 1];", "")
        lines.append("")
        for op in self.ops:
            func = f"{self.low}_nl_{c_lower(op['name'])}"
            if "do" in op:
                lines.append(f"int {func}_doit(struct sk_buff *skb, "
                             "struct genl_info *info);")
            if "dump" in op:
                head = f"int {func}_dumpit("
                tabs = "\t" * (len(head) // 8) + " " * (len(head) % 8)
                lines += [f"{head}struct sk_buff *skb,",
                          f"{tabs}struct netlink_callback *cb);"]
        lines += ["", "enum {"]
        lines += [f"\t{c_upper(self.spec.name)}_NLGRP_{c_upper(g)},"
                  for g in self.spec.groups]
        lines += ["};", "", f"extern struct genl_family {self.low}_nl_family;",
                  "", f"#endif /* {guard} */"]
        return "\n".join(lines) + "\n"


class ToolGen:
    """tools/rsvpctl/spec_gen.c: names, types and units for rsvpctl"""

    def __init__(self, spec):
        self.spec = spec

    def kind(self, attr):
        if attr.nest:
            return "NEST"
        if attr.raw.get("display-hint") in ("ipv4", "ipv6"):
            return "ADDR"
        return {"flag": "FLAG", "string": "STRING", "pad": "PAD"}.get(
            attr.type, "NUMBER")

    def attr(self, attr):
        fields = [f".name = \"{attr.name}\"", f".key = \"{attr.key}\"",
                  f".type = SPEC_{self.kind(attr)}"]
        if attr.unit:
            fields.append(f".unit = SPEC_{UNITS[attr.unit][1]}")
        if attr.multi:
            fields.append(".multi = true")
        if attr.nest:
            fields.append(f".nest = &spec_{c_lower(attr.nest)}")
        if attr.enum:
            fields.append(f".names = spec_{c_lower(attr.enum)}_names")
        # A field is not broken at its blanks
        text = textwrap.wrap(" ".join(f"{f}," for f in fields)
                             .replace(" = ", "\0=\0"), 64)
        text = [line.replace("\0", " ") for line in text]
        return ([f"\t[{attr.c_name}] = {{"] + [f"\t\t{t}" for t in text] +
                ["\t},"])

    def source(self):
        spec = self.spec
        up = c_upper(spec.name)
        lines = ["// SPDX-License-Identifier: GPL-2.0",
                 "/* Do not edit: scripts/gen-netlink.py makes it of",
                 f" * {SPEC}", " */", "",
                 f"#include <{spec.raw['uapi-header']}>", "",
                 "#include \"rsvpctl.h\"", ""]
        for name, entries in spec.enums.items():
            lines.append(f"const struct spec_name spec_{c_lower(name)}_names[]"
                         " = {")
            lines += [f"\t{{ {up}_{c_upper(name)}_{c_upper(entry)}, "
                      f"\"{entry}\" }}," for entry, _ in entries]
            lines += ["\t{ 0, NULL },", "};", ""]
        whole = [n for n in spec.sets if n not in spec.bases]
        subsets = {a.nest for n in whole for a in spec.sets[n]
                   if a.nest in spec.bases}
        for name in spec.sets:
            if name in spec.bases and name not in subsets:
                continue
            attrs = spec.sets[name]
            lines.append(f"static const struct spec_attr "
                         f"spec_{c_lower(name)}_attrs[] = {{")
            for attr in attrs:
                lines += self.attr(attr)
            low = c_lower(name)
            lines += ["};", "", f"const struct spec_set spec_{low} = {{",
                      f"\t.name = \"{name}\",",
                      f"\t.attrs = spec_{low}_attrs,",
                      f"\t.max = ARRAY_SIZE(spec_{low}_attrs) - 1,",
                      "};", ""]
        return "\n".join(lines[:-1]) + "\n"


class TestGen:
    """selftests/nlspec_gen.h: all sets, and what each command takes of them"""

    def __init__(self, spec):
        self.spec = spec
        self.up = c_upper(spec.name)
        self.made = {}

    def kind(self, attr):
        if attr.raw.get("display-hint") in ("ipv4", "ipv6"):
            return attr.raw["display-hint"].upper().replace("V", "")
        return attr.type.upper()

    def table(self, name, attrs, nest):
        """@nest: the table of a nest, which is made first"""
        lines = []
        for attr in attrs:
            inner = nest(attr) if attr.nest else "NULL"
            lines += fold(f"\t{{ \"{attr.name}\", {attr.c_name},",
                          f"{self.kind(attr)}, {inner} }},", "\t  ")
        self.made[name] = [f"static const struct attr {name}[] = {{", *lines,
                           "\t{ NULL, 0, END, NULL }", "};", ""]

    def whole(self, set_name):
        """All that there is, in a request or not"""
        attrs = self.spec.sets[set_name]
        set_name = attrs[0].set_name
        name = f"{c_lower(set_name)}_set"
        if name not in self.made:
            self.table(name, self.spec.sets[set_name],
                       lambda attr: self.whole(attr.nest))
        return name

    def takes(self, name, attrs):
        name = f"{c_lower(name)}_takes"
        if name not in self.made:
            self.table(name, [a for a in attrs if a.type != "pad"],
                       lambda attr: self.takes(attr.nest,
                                               self.spec.sets[attr.nest]))
        return name

    def command(self, op):
        takes = self.takes(f"{op['name']}-request", self.spec.request(op))
        modes = " | ".join(m.upper() for m in ("do", "dump") if m in op)
        return fold(f"\t{{ \"{op['name']}\", {self.up}_CMD_"
                    f"{c_upper(op['name'])},", f"{modes}, {takes} }},", "\t  ")

    def header(self):
        guard = f"_{self.up}_NLSPEC_GEN_H"
        self.whole(self.spec.name)
        commands = []
        for op in self.spec.ops:
            if "do" in op or "dump" in op:
                commands += self.command(op)
        lines = ["/* SPDX-License-Identifier: GPL-2.0 */",
                 "/* Do not edit: scripts/gen-netlink.py makes it of",
                 f" * {SPEC}", " */",
                 f"#ifndef {guard}", f"#define {guard}", ""]
        for table in self.made.values():
            lines += table
        lines += ["static const struct command commands[] = {", *commands, "};",
                  "", f"#endif /* {guard} */"]
        return "\n".join(lines) + "\n"


def outputs(spec):
    kernel = KernelGen(spec)
    return {"kmod/netlink_gen.c": kernel.source(),
            "kmod/netlink_gen.h": kernel.header(),
            "tools/rsvpctl/spec_gen.c": ToolGen(spec).source(),
            "selftests/nlspec_gen.h": TestGen(spec).header()}


def check(path, text):
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    diff = list(difflib.unified_diff(old.splitlines(), text.splitlines(),
                                     f"{path}", "made of the spec",
                                     lineterm=""))
    if diff:
        print("\n".join(diff), file=sys.stderr)
    return not diff


def main():
    top = pathlib.Path(__file__).resolve().parent.parent
    texts = outputs(Spec(top / SPEC))
    if sys.argv[1:] == ["--check"]:
        return 0 if all([check(top / p, t) for p, t in texts.items()]) else 1
    if sys.argv[1:]:
        print("usage: gen-netlink.py [--check]", file=sys.stderr)
        return 2
    for name, text in texts.items():
        path = top / name
        # What has not changed need not be compiled again
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
