"""The pairs of Word files that the checks in this folder go over, each both ways, and their redlines."""
import glob
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))


class Pair:
    """An older and a newer file, and the redline that redraft made of them."""

    def __init__(self, name, older, newer, is_back=False):
        self.name, self.older, self.newer = name, os.path.abspath(older), os.path.abspath(newer)
        self.is_back = is_back
        self.out, self.trouble = None, None

    def back(self):
        return Pair(f"{self.name}-back", self.newer, self.older, True)

    def write(self, binary, folder):
        out = os.path.join(folder, f"{self.name}.docx")
        done = subprocess.run([binary, "compare", self.older, self.newer, "-o", out], capture_output=True, text=True, timeout=120)
        if done.returncode in (0, 1) and os.path.exists(out):
            self.out = out
        else:
            self.trouble = f"exit {done.returncode}: {done.stderr.strip()[-200:]}"

    def views(self):
        """(how to read the redline, the file whose text it then has)"""
        return (("reject", self.older), ("accept", self.newer))


def pairs(shared):
    found = []
    folder = os.path.join(shared, "corpus/docx")
    if os.path.exists(os.path.join(folder, "pairs.tsv")):
        for line in open(os.path.join(folder, "pairs.tsv"), encoding="utf8"):
            if line.strip() and not line.startswith("#"):
                name, older, newer, _ = line.split("\t")
                found.append(Pair(name, *(os.path.join(folder, "pairs", f) for f in (older, newer))))
    for older in sorted(glob.glob(os.path.join(HERE, "../fixtures/word/*.1-older.docx"))):
        stem = older[:-len(".1-older.docx")]
        found.append(Pair(os.path.basename(stem), older, stem + ".2-newer.docx"))
    return [both for pair in found for both in (pair, pair.back())]


def redlines(shared, binary, folder):
    """All pairs, each with its redline or what was wrong with making it."""
    found = pairs(shared)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda pair: pair.write(os.path.abspath(binary), folder), found))
    return found
