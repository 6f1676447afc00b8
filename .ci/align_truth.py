#!/usr/bin/env python3
"""How well does `compare` pair the clauses of synthetic drafts, whose truth is known?

    align_truth.py BINARY FOLDER

FOLDER is what eval/make_drafts.py wrote: draft-1.md, draft-2.md …, truth.tsv (draft, old place, new place, what
happened). A pair is a row of `compare --to json` with an old and a new address ("resolves 12").
Prints precision and recall over all pairs, and the recall of each thing that happened.
"""
import json
import os
import re
import subprocess
import sys
from collections import Counter


def truth(folder):
    """draft number -> {(old, new): what happened}"""
    pairs = {}
    for row in open(os.path.join(folder, "truth.tsv"), encoding="utf8"):
        if row.startswith("#"):
            continue
        draft, old, new, what = row.rstrip("\n").split("\t")
        if old != "-" and new != "-":
            pairs.setdefault(int(draft), {})[int(old), int(new)] = what
    return pairs


def place(address):
    match = re.fullmatch(r"resolves (\d+)", address)
    return int(match.group(1)) if match else None


def paired(binary, folder, draft):
    older, newer = (os.path.join(folder, f"draft-{n}.md") for n in (draft - 1, draft))
    done = subprocess.run([binary, "compare", older, newer, "--to", "json"], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"exit {done.returncode}: {done.stderr[-300:]}")
    return {(place(c["old"]), place(c["new"])) for c in json.loads(done.stdout)["clauses"]
            if c["old"] is not None and c["new"] is not None}


def main():
    binary, folder = sys.argv[1:]
    hit = extra = missed = 0
    by_kind = Counter()
    for draft, pairs in sorted(truth(folder).items()):
        got = paired(binary, folder, draft)
        hit += len(got & pairs.keys())
        extra += len(got - pairs.keys())
        missed += len(pairs.keys() - got)
        for pair, what in pairs.items():
            by_kind[what, pair in got] += 1
    precision, recall = hit / max(1, hit + extra), hit / max(1, hit + missed)
    print(f"made drafts    P {precision:.4f} R {recall:.4f} ({hit} right, {extra} wrong, {missed} missed)")
    for what in sorted({what for what, _ in by_kind}):
        right, all_of_them = by_kind[what, True], by_kind[what, True] + by_kind[what, False]
        print(f"  {what:12} {right} of {all_of_them}")


if __name__ == "__main__":
    main()
