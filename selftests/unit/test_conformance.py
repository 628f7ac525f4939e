#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""scripts/conformance: which sentences it takes for clauses, and that each way in which
a matrix can be wrong is complained about, with its line."""

import os
import pathlib
import subprocess
import sys
import tempfile

SCRIPT = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                      "../../scripts/conformance")
TESTS = []

RFC = """\
Request for Comments: 9999

Abstract

   Nothing here must be a clause.

1. Introduction

   A node must answer;
   no question is too small.  It answers at once, e.g. by post.  It should not
   shout, and may ignore a non-
   sensical question.  There is a case that goes over the end of a page, and



Somebody                      Informational                     [Page 1]

RFC 9999                    How to Answer                   October 1997


   must be found as a whole.

   An answer is required to have:

   o    a length,

   o    a colour.

   It has no smell.

        +------+------+
        | must | may  |
        +------+------+

2. PROCESSING RULES

   QUESTION ARRIVES

        o    Read it.  Think.

             1.   Answer thus:

                  Call: Answer( question )

             2.   Forget it.

3. Acknowledgments

   Somebody should be thanked.
"""

SENTENCES = [
    "1/01 A node must answer; no question is too small.",
    "1/02 It should not shout, and may ignore a non-sensical question.",
    "1/03 There is a case that goes over the end of a page, and must be found as a whole.",
    "1/04 An answer is required to have:",
    "1/05 a length,",
    "1/06 a colour.",
    "QUESTION-ARRIVES/01 Read it. Think.",
    "QUESTION-ARRIVES/02 Answer thus: Call: Answer( question )",
    "QUESTION-ARRIVES/03 Forget it.",
]

CODE = """\
struct answer {
	int length;
};

static int think(int x);

static void called_only(void)
{
	think(other(1));
}

int answers(int (*how)(int),
	    int question)
{
	return how(question);
}
"""

TEST = """\
asks()
{
	true
}
ktap_test "an answer, at once" asks
"""

TABLE = """\
static const struct row rows[] = {
	{ 1 },
};
"""

GOOD = """\
# RFC 9999

Text, which is not looked at.

### 1

- `1/01` "must answer" — Impl: a.c:answers, a.c:answer, tools/t.c:answers; Test: t.sh:asks
- `1/02` "should ... ignore a non-sensical" — Not done: nobody asks; why should we?
- `1/03` "over the end of a page" — Not a requirement: a story
- `1/04` "required" — Impl: a.c:called_only;
  Test: t.sh:an answer, at once, t.sh:asks, t.c:rows; Note: folded.
- `1/05` "length" -- Not a requirement
- `1/06` "colour" — Not done: no paint
- `QUESTION-ARRIVES/01` "Read it" — Impl: a.c:answers; Not done: no test yet
- `QUESTION-ARRIVES/02` "Answer" — Not done: no
- `QUESTION-ARRIVES/03` "Forget" — Not done: no
"""

# What is put in the place of what, and what has to be complained about
BROKEN = [
    ("a clause without a line", "- `1/06`", "Not: `1/06`",
     "9999.clauses:6: 1/06 has no line"),
    ("a line without a clause", "`1/06`", "`1/07`", "9999.md:13: 1/07: not in"),
    ("a clause twice", "`1/06`", "`1/05`", "9999.md:13: 1/05: is in line 12 already"),
    ("a file that is gone", "tools/t.c:answers", "tools/u.c:answers",
     "9999.md:7: 1/01: Impl: there is no tools/u.c"),
    ("a function that is gone", "a.c:answers,", "a.c:answered,",
     "9999.md:7: 1/01: Impl: kmod/a.c does not define answered"),
    ("a function that is only declared", "a.c:answers,", "a.c:think,",
     "9999.md:7: 1/01: Impl: kmod/a.c does not define think"),
    ("a function that is only called", "a.c:answers,", "a.c:other,",
     "9999.md:7: 1/01: Impl: kmod/a.c does not define other"),
    ("no function", "a.c:answers,", "a.c:,", "9999.md:7: 1/01: Impl: a.c: which function?"),
    ("the second of two is gone", "a.c:answer,", "a.c:question,",
     "9999.md:7: 1/01: Impl: kmod/a.c does not define question"),
    ("a test that is gone", "Test: t.sh:asks\n", "Test: u.sh:asks\n",
     "9999.md:7: 1/01: Test: there is no selftests/u.sh"),
    ("a case that is gone", "t.sh:an answer, at once", "t.sh:an answer, later",
     "9999.md:10: 1/04: Test: selftests/t.sh has no case an answer, later"),
    ("a table that is gone", "t.c:rows", "t.c:row",
     "9999.md:10: 1/04: Test: selftests/t.c has no case row"),
    ("no test", "; Test: t.sh:asks\n", "\n", "9999.md:7: 1/01: needs Impl and Test"),
    ("no code", "Impl: a.c:called_only;", "",
     "9999.md:10: 1/04: needs Impl and Test"),
    ("not done for no reason", "Not done: no paint", "Not done:",
     "9999.md:13: 1/06: needs Impl and Test"),
    ("nothing", "Not done: no paint", "Note: no paint",
     "9999.md:13: 1/06: needs Impl and Test"),
    ("done, but no requirement", "Impl: a.c:called_only;", "Not a requirement;",
     "9999.md:10: 1/04: either a requirement or not"),
    ("an unknown field", "Not done: no paint", "Missing: paint",
     '9999.md:13: 1/06: "Missing: paint" is neither of'),
    ("a field twice", "; Note: folded", "; Test: t.sh:asks",
     "9999.md:10: 1/04: Test is there twice"),
    ("another form", '"colour" —', "colour:", "9999.md:13: not of the form"),
]

OWN_LIST = "R1\nR2\nR2b\n"
OWN = """\
- `R1` "think" — Impl: a.c:answers; Test: t.sh:asks
- `R2` "speak" — No counterpart: nobody listens
- `R2b` "shout" — Not done: no voice
"""
OWN_BROKEN = [
    ("a rule without a line", "- `R2b`", "Not: `R2b`", "own.clauses:3: R2b has no line"),
    ("a rule twice", "`R2b`", "`R2`", "own.md:3: R2: is in line 2 already"),
    ("a line without a rule", "`R2b`", "`R3`", "own.md:3: R3: not in own.clauses"),
    ("no counterpart for no reason", "No counterpart: nobody listens", "No counterpart:",
     "own.md:2: R2: needs Impl and Test"),
    ("no counterpart, but code", "No counterpart:", "Impl: a.c:answers; No counterpart:",
     "own.md:2: R2: either a requirement or not"),
    ("a rule's test that is gone", "t.sh:asks", "t.sh:told",
     "own.md:1: R1: Test: selftests/t.sh has no case told"),
]


def ok(good, name, why=""):
    TESTS.append(bool(good))
    print("%sok %d - %s" % ("" if good else "not ", len(TESTS), name))
    if not good and why:
        print("# " + why.replace("\n", "\n# "))


def run(*args):
    done = subprocess.run([sys.executable, SCRIPT, *map(str, args)], text=True,
                          capture_output=True, check=False)
    return done.returncode, done.stdout, done.stderr


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_extract(rfc):
    status, out, err = run("extract", "-v", rfc)
    lines = [line.split(" ", 2) for line in out.splitlines()]
    said = ["%s %s" % (name, sentence) for name, _, sentence in lines]
    ok(status == 0 and said == SENTENCES, "the clauses of an RFC", out + err)
    _, out, _ = run("extract", rfc)
    ok(out == "".join("%s %s\n" % (name, digest) for name, digest, _ in lines),
       "the list does not say what the sentences are")
    ok(lines[0][1] == "a1e8d5de", "the hash is one of the sentence", lines[0][1])
    return out


def test_check(top, rfc, clauses):
    matrix = top / "Documentation/conformance/9999.md"
    ours = matrix.with_suffix(".clauses")
    write(top / "kmod/a.c", CODE)
    write(top / "tools/t.c", CODE)
    write(top / "selftests/t.sh", TEST)
    write(top / "selftests/t.c", TABLE)
    status, _, err = run("check", "--top", top)
    ok(status == 1 and "there is no list" in err, "no lists", err)

    write(ours, clauses)
    status, _, err = run("check", "--top", top)
    ok(status == 1 and "9999.clauses:1: there is no 9999.md" in err, "no matrix", err)

    write(matrix, GOOD)
    status, out, err = run("check", "--top", top, rfc)
    ok(status == 0 and not err and
       out == "9999: 9 clauses: 2 done, 5 not done, 2 not a requirement\n",
       "a matrix that is right", out + err)

    for name, old, new, complaint in BROKEN:
        write(matrix, GOOD.replace(old, new, 1))
        status, _, err = run("check", "--top", top)
        ok(GOOD.count(old) and status == 1 and complaint in err, name, err)

    write(matrix, GOOD.replace('"must answer"', '"must not answer"'))
    status, _, err = run("check", "--top", top, rfc)
    ok(status == 1 and '1/01 does not say "must not answer"' in err, "a wrong quotation", err)

    write(matrix, GOOD)
    for name, text, complaint in (
            ("a list of another text", clauses.replace(" a1e8d5de", " a1e8d5d0"),
             "9999.clauses:1: 1/01 is another one"),
            ("a list that is too short", clauses.replace("1/06", "1/16"),
             "1/06 of " + str(rfc) + " is missing"),
            ("a list that is none", clauses.replace(" a1e8d5de", ""),
             "9999.clauses:1: not of the form"),
            ("a list with a clause twice", clauses + clauses.splitlines()[0] + "\n",
             "9999.clauses:10: 1/01 is there twice")):
        write(ours, text)
        status, _, err = run("check", "--top", top, rfc)
        ok(status == 1 and complaint in err, name, err)

    write(ours, clauses)
    test_rules(top)
    ours.unlink()
    write(top / "Documentation/conformance/9998.clauses", "")
    status, _, err = run("check", "--top", top)
    ok(status == 1 and "9999.md:1: there is no list" in err, "a matrix without a list", err)


def test_rules(top):
    matrix = top / "Documentation/conformance/own.md"
    ours = matrix.with_suffix(".clauses")
    write(ours, OWN_LIST)
    write(matrix, OWN)
    status, out, err = run("check", "--top", top)
    ok(status == 0 and not err and
       "own: 3 clauses: 1 done, 1 not done, 1 not a requirement\n" in out,
       "rules, which have no text", out + err)
    for name, old, new, complaint in OWN_BROKEN:
        write(matrix, OWN.replace(old, new, 1))
        status, _, err = run("check", "--top", top)
        ok(OWN.count(old) and status == 1 and complaint in err, name, err)
    write(matrix, OWN)
    write(ours, OWN_LIST + "R1\nrule 4\n")
    status, _, err = run("check", "--top", top)
    ok(status == 1 and "own.clauses:4: R1 is there twice" in err and
       "own.clauses:5: not of the form" in err, "a list of rules that is wrong", err)
    write(ours, OWN_LIST)


def main():
    with tempfile.TemporaryDirectory() as directory:
        top = pathlib.Path(directory)
        rfc = top / "9999.txt"
        write(rfc, RFC)
        test_check(top, rfc, test_extract(rfc))
    print("1..%d" % len(TESTS))
    return 0 if all(TESTS) else 1


if __name__ == "__main__":
    sys.exit(main())
