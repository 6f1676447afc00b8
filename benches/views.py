#!/usr/bin/env python3
"""Whether redlines of real drafts hold both drafts, white space included, through the command and every format that reads back.

    views.py BINARY FOLDER [--formats markdown,critic,json,docx]

Each text in FOLDER and below is compared with the next one in its folder; the redline is cleaned to either text, and held
to what cleaning the draft itself gives. What differs is printed: the first line of each.
"""
import argparse
import collections
import pathlib
import subprocess
import sys
import tempfile

ENDINGS = {"markdown": "md", "critic": "critic.md", "json": "json", "docx": "docx"}


def run(*arguments):
    return subprocess.run([str(part) for part in arguments], capture_output=True)


def pairs(folder):
    texts = sorted(path for path in folder.rglob("*") if path.suffix in (".md", ".txt"))
    by_folder = collections.defaultdict(list)
    for text in texts:
        by_folder[text.parent].append(text)
    for drafts in by_folder.values():
        yield from zip(drafts, drafts[1:])


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("binary")
    options.add_argument("folder", type=pathlib.Path)
    options.add_argument("--formats", default=",".join(ENDINGS))
    asked = options.parse_args()
    binary = pathlib.Path(asked.binary).resolve()
    held, all_views = collections.Counter(), collections.Counter()
    with tempfile.TemporaryDirectory() as work:
        for older, newer in pairs(asked.folder):
            for form in asked.formats.split(","):
                redline = pathlib.Path(work) / f"redline.{ENDINGS[form]}"
                redline.unlink(missing_ok=True)
                run(binary, "compare", older, newer, "--to", form, "-o", redline)
                for view, draft in (("base", older), ("revised", newer)):
                    wanted = run(binary, "clean", draft).stdout.decode()
                    found = run(binary, "clean", redline, "--view", view).stdout.decode()
                    all_views[form] += 1
                    held[form] += wanted == found
                    if wanted != found:
                        lines = zip(wanted.split("\n") + [""], found.split("\n") + [""])
                        odd = next(((a, b) for a, b in lines if a != b), None)
                        print(f"{older.name} → {newer.name}, {form}, {view}: {odd}"[:400])
    for form, count in all_views.items():
        print(f"{form}: {held[form]} of {count} views are the drafts, white space included")
    sys.exit(0 if held == all_views else 1)


if __name__ == "__main__":
    main()
