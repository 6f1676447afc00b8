#!/usr/bin/env python3
"""How many words a redline deletes beyond the least possible.

    minimum.py [--words 50000] [--shared ../shared] [--redraft target/release/redraft] [OLDER NEWER]

For every pair of clauses that redraft shows as amended or moved, the longest common sequence of words is worked out exactly
(Hyyrö's bit-vector method) from the two texts of the pair, by a tokeniser of its own; what is not in it is the least that
any redline of that pair must delete. Drafts come from eval/make_drafts.py unless two files are given.
"""
import argparse
import json
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
WORD = re.compile(r"\w+(?:[./'’:,-]\w+)*|\S")


def common(old, new):
    """The length of the longest common sequence of two lists."""
    where = {}
    for i, word in enumerate(old):
        where[word] = where.get(word, 0) | 1 << i
    full = (1 << len(old)) - 1
    v = full
    for word in new:
        u = v & where.get(word, 0)
        v = (v + u | v - u) & full
    return len(old) - v.bit_count()


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("drafts", nargs="*")
    ap.add_argument("--words", type=int, default=50_000)
    ap.add_argument("--shared", default=os.environ.get("REDRAFT_SHARED", os.path.join(HERE, "../../shared")))
    ap.add_argument("--redraft", default=os.path.join(HERE, "../target/release/redraft"))
    a = ap.parse_args()
    with tempfile.TemporaryDirectory() as tmp:
        drafts = a.drafts
        if not drafts:
            maker = os.path.join(a.shared, "eval", "make_drafts.py")
            subprocess.run([sys.executable, maker, tmp, "--words", str(a.words), "--edited", "0.10", "--moved", "0.05"], check=True)
            drafts = [os.path.join(tmp, f"draft-{n}.md") for n in (1, 2)]
        done = subprocess.run([a.redraft, "compare", *drafts, "--to", "json"], capture_output=True, text=True)
        redline = json.loads(done.stdout)
    deleted = least = pairs = 0
    for row in redline["clauses"]:
        if row["change"] not in ("amended", "moved"):
            continue
        of = lambda *changes: "".join(run["text"] for run in row["runs"] if run["change"] in changes)
        old, new = WORD.findall(of("kept", "deleted")), WORD.findall(of("kept", "inserted"))
        shown = sum(len(WORD.findall(run["text"])) for run in row["runs"] if run["change"] == "deleted")
        deleted, least, pairs = deleted + shown, least + len(old) - common(old, new), pairs + 1
    print(f"{pairs} pairs: {deleted} words deleted, {least} at the least, {deleted / max(least, 1) - 1:+.2%}")


if __name__ == "__main__":
    main()
