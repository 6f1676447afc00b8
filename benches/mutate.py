#!/usr/bin/env python3
"""Damaged drafts of every format, put through every command.

    mutate.py BINARY [--files 20000] [--seed 1] [--corpus FOLDER…]

Each file is a draft of the fixtures (and of the folders named) with some bytes changed, cut out, doubled, or taken from
another draft; of a Word file, the parts are damaged and packed again, now and then the package itself. Each goes through
one command after another, in turn: it must end with exit code 0, 1 or 2, within ten seconds of CPU time and 4 GB, and say
nothing of a panic. A command that waits for something, and takes no CPU time, hangs: it is ended after ten minutes. Every file that is written is read again: it must be read without an error. What fails is kept.
"""
import argparse
import collections
import io
import os
import pathlib
import random
import resource
import subprocess
import sys
import tempfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
SIGNS = [b"[", b"]", b"~~", b"<ins>", b"</ins>", b"<del>", b"{++", b"++}", b"{--", b"--}", b"{~~", b"~>", b"\n", b"\n\n",
         b"1.", b"(a)", b"(i)", b"I.", b"Article 4", b"resolves", b"[^1]:", b"\xff", b"\x00", b"\xe2\x80\xa8", b"*", b"|", b"#",
         b"\xef\xbf\xbc", b"Option 1:", b"<!-- redraft: moved-to 1 -->", b"<w:del>", b"</w:p>", b"w:id=\"1\"", b"99999999999"]
OUTPUTS = ["text", "markdown", "critic", "json", "html", "docx"]


def commands(file, other, out, name):
    """A few commands, chosen by the number of the file: all are tried in turn."""
    ext = OUTPUTS[name % len(OUTPUTS)]
    word = {"text": "txt", "markdown": "md", "critic": "critic.md"}.get(ext, ext)
    target = f"{out}.{word}"
    yield ["show", file], None
    yield ["compare", other, file, "--to", ext, "-o", target], target if ext in ("markdown", "critic", "json", "docx") else None
    one_more = [
        (["check", file], None),
        (["brackets", file, "--to", "csv"], None),
        (["brackets", other, file], None),
        (["references", file], None),
        (["history", other, file], None),
        (["blame", other, file], None),
        (["clean", file, "--renumber", "--repair-references", "-o", f"{out}.clean.txt"], None),
        (["clean", file, "--brackets", "drop", "--to", "docx", "-o", f"{out}.clean.docx"], f"{out}.clean.docx"),
        (["clean", file, "--brackets", "text", "--to", "markdown", "-o", f"{out}.clean.md"], f"{out}.clean.md"),
        (["report", other, file, "-o", f"{out}.report.html"], None),
        (["show", file, "--to", "json", "-o", f"{out}.show.json"], f"{out}.show.json"),
        (["compare", file, other], None),
    ]
    yield one_more[name % len(one_more)]


def bounded():
    resource.setrlimit(resource.RLIMIT_CPU, (10, 11))
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))


HANGS = 600


def run(binary, words):
    """The exit code, and what was said; no code for a command that hangs."""
    try:
        done = subprocess.run([binary, *words], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, preexec_fn=bounded,
                              stdin=subprocess.DEVNULL, timeout=HANGS)
    except subprocess.TimeoutExpired:
        return None, f"it hangs: it has not ended after {HANGS} seconds"
    return done.returncode, done.stderr.decode("utf-8", "replace")


def damaged(chance, seeds, bytes_of):
    text = bytearray(bytes_of)
    for _ in range(chance.choice([1, 1, 2, 4, 16])):
        at = chance.randrange(len(text) + 1)
        length = chance.choice([1, 1, 4, 20, 200])
        what = chance.randrange(6)
        if what == 0 and text:
            text[at % len(text)] = chance.randrange(256)
        elif what == 1:
            del text[at:at + length]
        elif what == 2:
            text[at:at] = text[at:at + length] * chance.choice([1, 2, 30])
        elif what == 3:
            text[at:at] = chance.choice(SIGNS) * chance.choice([1, 1, 1, 50])
        elif what == 4:
            other = chance.choice(seeds)
            start = chance.randrange(len(other) + 1)
            text[at:at + length] = other[start:start + length * 4]
        else:
            del text[max(at, 1):]
    return bytes(text)


def damaged_package(chance, seeds, package):
    if chance.random() < 0.15:
        return damaged(chance, seeds, package)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        victims = {"word/document.xml"} if chance.random() < 0.6 else set(chance.sample(names, min(2, len(names))))
        for name in names:
            part = old.read(name)
            new.writestr(name, damaged(chance, seeds, part) if name in victims else part)
    return out.getvalue()


def drafts(folders):
    kinds = collections.defaultdict(list)
    for folder in folders:
        for path in sorted(pathlib.Path(folder).rglob("*")):
            if path.suffix in (".md", ".txt", ".json", ".docx") and path.is_file() and path.stat().st_size < 300_000:
                kinds[path.suffix].append(path.read_bytes())
    return kinds


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--files", type=int, default=20000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus", nargs="*", default=[])
    parser.add_argument("--keep", default="mutated", help="where the files are kept that fail")
    options = parser.parse_args()
    kinds = drafts([HERE.parent / "fixtures", *options.corpus])
    codes, wrong, written = collections.Counter(), 0, 0
    with tempfile.TemporaryDirectory() as folder:
        for number in range(options.files):
            chance = random.Random(options.seed * 1_000_003 + number)
            ending = chance.choice(sorted(kinds))
            seeds = kinds[ending]
            make = damaged_package if ending == ".docx" else damaged
            file, other = f"{folder}/{number}{ending}", f"{folder}/{number}-other{ending}"
            pathlib.Path(file).write_bytes(make(chance, seeds, chance.choice(seeds)))
            pathlib.Path(other).write_bytes(chance.choice(seeds))
            for words, target in commands(file, other, f"{folder}/{number}-out", number):
                code, said = run(options.binary, words)
                codes[code] += 1
                bad = None
                if code not in (0, 1, 2) or "panicked" in said or "defect" in said or "does not hold up" in said:
                    bad = said.strip()[-400:] or f"exit code {code}"
                elif target and code != 2 and os.path.exists(target):
                    written += 1
                    again, said = run(options.binary, ["show", target])
                    if again is None or again != 0 and "empty" not in said:
                        bad = f"what was written cannot be read: {said.strip()[-300:]}"
                if bad:
                    wrong += 1
                    os.makedirs(options.keep, exist_ok=True)
                    for path in (file, other):
                        kept = pathlib.Path(options.keep) / pathlib.Path(path).name
                        kept.write_bytes(pathlib.Path(path).read_bytes())
                    print(f"{number}{ending} {' '.join(words[:1] + words[2:4])}: {bad}", flush=True)
            for path in pathlib.Path(folder).glob(f"{number}*"):
                path.unlink()
    told = ", ".join(f"{count} with {code}" for code, count in sorted(codes.items(), key=str))
    print(f"{options.files} damaged files, {sum(codes.values())} commands: {told}; {written} files written and read again; {wrong} wrong")
    sys.exit(1 if wrong or not codes else 0)


main()
