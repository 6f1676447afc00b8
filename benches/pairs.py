#!/usr/bin/env python3
"""The laws, over pairs of made-up drafts that carry marks of their own, through the command as its users run it.

    pairs.py BINARY [--pairs 5000] [--seed 1] [--jobs 1] [--keep FOLDER]

Each older draft has sections, clauses, sub-clauses, headings, notes and tables, with marks of its own (Markdown or CriticMarkup),
brackets, typefaces and odd white space; the newer one is an edited copy: clauses that went, came, moved, split, merged, were
reworded or numbered afresh, with marks put on anew. Of each pair, white space included:

    law 1 and 3  every redline (Markdown, CriticMarkup, JSON, .docx), read again and cleaned, says what each draft says
    law 2        a draft compared with itself, and with its own clean text (JSON, Markdown), shows no change
    law 5        every letter of the source stands in what `show --to json` tells
    law 6        the same command gives the same bytes again
    law 7        exit code 0 or 1, nothing of a panic
    law 8        what was numbered afresh is not changed by numbering it once more

Laws 4 and 9 are about histories, which the tests of the library hold (tests/redraft/history.rs, law_9.rs). What fails is kept,
with the commands to see it.
"""
import argparse
import collections
import concurrent.futures
import json
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

CALLS = ["recalling", "noting", "resolves", "instructs the Secretary-General", "invites Member States", "Recognizing", "Requests"]
WORDS = """that States should exchange tide tables in a form that machines can read; to report every second year on the state of the
footpaths, recalling its resolution 66/184 of 22 December 2011 and the Tunis Agenda, Dubai-Busan 70/1 in accordance with national law
and § 4 (b) of Annex II to promote affordable broadband access for all, not later than 2030; the Director shall may must consult
members and Sector Members (WTDC-25, ITU-T A.7) at 5 % of cost: États préférés l’accès “quoted” words Генеральная Ассамблея 决定 يقرر""".split()
SPACES = [" "] * 30 + ["  ", "\u00a0", "\u2009", "\u3000", " \u200b", "   "]
FORMATS = [("markdown", "md"), ("critic", "critic.md"), ("json", "json"), ("docx", "docx")]


class Maker:
    """Makes drafts out of one source of chance."""

    def __init__(self, seed):
        self.r = random.Random(seed)
        self.is_critic = self.r.random() < 0.5

    def words(self, least=1, most=24):
        count = self.r.randint(least, most)
        start = self.r.randrange(len(WORDS))
        run = [WORDS[(start + k) % len(WORDS)] for k in range(count)]
        return [word if self.r.random() > 0.1 else self.r.choice(WORDS) for word in run]

    def clause(self):
        kind = self.r.choices(["clause", "call", "heading", "table", "note", "plain", "option"], [60, 14, 6, 2, 2, 10, 6])[0]
        if kind == "call":
            return [kind, self.r.choice(CALLS), []]
        label = self.r.choice(["{n}. ", "{n}. ", "{n} ", "({l}) ", "{l}) ", "({i}) ", "{n} bis. ", "OP{n}. ", ""])
        return [kind, label, self.words()]

    def draft(self):
        return [["call", self.r.choice(CALLS), []]] + [self.clause() for _ in range(self.r.randint(1, 14))]

    def edited(self, draft):
        out = [[kind, label, list(words)] for kind, label, words in draft]
        for _ in range(self.r.randint(0, 6)):
            at = self.r.randrange(len(out))
            what = self.r.choice(["delete", "insert", "move", "split", "merge", "reword", "relabel"])
            if what == "delete" and len(out) > 1:
                del out[at]
            elif what == "insert":
                out.insert(at, self.clause())
            elif what == "move":
                out.insert(self.r.randrange(len(out)), out.pop(at))
            elif what == "split" and len(out[at][2]) > 4:
                kind, label, words = out[at]
                half = self.r.randrange(1, len(words))
                out[at:at + 1] = [[kind, label, words[:half]], [kind, label, words[half:]]]
            elif what == "merge" and at + 1 < len(out):
                out[at][2] += out.pop(at + 1)[2]
            elif what == "reword" and out[at][2]:
                from_ = self.r.randrange(len(out[at][2]))
                out[at][2][from_:from_ + self.r.randint(0, 4)] = self.words(0, 4)
            elif what == "relabel":
                out[at][1] = self.clause()[1] if out[at][0] != "call" else self.r.choice(CALLS)
        return out

    def marked(self, text):
        """A stretch of words with a mark on it."""
        other = " ".join(self.words(1, 3))
        if self.is_critic:
            marks = ["{++%s++}" % text, "{--%s--}" % text, "{~~%s~>%s~~}" % (text, other), "{==%s==}{>>why<<}" % text]
        else:
            marks = ["~~%s~~" % text, "<ins>%s</ins>" % text, "~~%s~~ <ins>%s</ins>" % (other, text), "<del>%s</del><ins>%s</ins>" % (other, text)]
        marks += ["[%s]" % text, "[%s][%s]" % (text, other), "[%s/%s]" % (text, other), "*%s*" % text, "**%s**" % text, "[", "]", "((%s))" % text]
        return self.r.choice(marks)

    def run(self, words):
        out, at = [], 0
        while at < len(words):
            step = self.r.randint(1, 5)
            text = " ".join(words[at:at + step])
            out.append(self.marked(text) if self.r.random() < 0.12 else text)
            at += step
        return "".join(piece + self.r.choice(SPACES) for piece in out).strip(" ")

    def text(self, draft):
        lines, n = [], 0
        for kind, label, words in draft:
            n += 1
            label = label.format(n=n, l=chr(ord("a") + n % 26), i=["i", "ii", "iii", "iv", "v", "vi"][n % 6])
            body = self.run(words)
            if kind == "call":
                line, n = label, 0
            elif kind == "heading":
                line = "## " + (f"Article {n}" if n % 2 else body)
            elif kind == "table":
                line = "| a | b |\n|---|---|\n| %s | %d |" % (body.replace("|", "/"), n)
            elif kind == "note":
                line = "[^%d]: %s" % (n, body)
            elif kind == "option":
                line = "Option %d: %s" % (n, body)
            elif kind == "plain":
                line = body
            else:
                line = label + body
                whole = self.r.random()
                if whole < 0.03:
                    line = ("{++%s++}" if self.is_critic else "<ins>%s</ins>") % line
                elif whole < 0.06:
                    line = ("{--%s--}" if self.is_critic else "~~%s~~") % line
                elif whole < 0.09:
                    line = "[" + line + "]"
            lines.append(line + self.r.choice(["", "", "", " ", "  "]))
        return "\n\n".join(lines) + "\n"


class Bad(Exception):
    """A law that does not hold."""


def said(path):
    return path.read_bytes().decode("utf-8")


def letters(text):
    return collections.Counter(c for c in text if c.isalnum())


class Pair:
    """One pair of drafts in a folder of its own."""

    def __init__(self, binary, seed):
        self.binary, self.maker = binary, Maker(seed)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="pairs-"))
        ending = "critic.md" if self.maker.is_critic else "md"
        older = self.maker.draft()
        self.drafts = [self.folder / f"a.{ending}", self.folder / f"b.{ending}"]
        for path, draft in zip(self.drafts, (older, self.maker.edited(older))):
            path.write_text(self.maker.text(draft), encoding="utf-8")
        self.ran = []

    def redraft(self, *arguments, codes=(0, 1)):
        command = [self.binary, *map(str, arguments)]
        self.ran.append(" ".join(command))
        done = subprocess.run(command, capture_output=True, timeout=120, cwd=self.folder)
        if done.returncode not in codes or b"panicked" in done.stderr:
            raise Bad(f"law 7: exit code {done.returncode}: {done.stderr.decode(errors='replace')[:300]}")
        return done

    def clean(self, path, view, out, *more):
        self.redraft("clean", path, "--view", view, "-o", self.folder / out, *more, codes=(0,))
        return self.folder / out

    def check(self, problems):
        drafts = [said(self.clean(path, "revised", f"{path.name[0]}.txt")) for path in self.drafts]
        for to, ending in FORMATS:
            with counted(problems, self, f"redline in {to}"):
                self.redline(to, ending, drafts)
        for path in self.drafts:
            with counted(problems, self, "itself"):
                self.itself(path)
            with counted(problems, self, "letters"):
                self.letters(path)
            with counted(problems, self, "numbered afresh"):
                self.afresh(path)

    def redline(self, to, ending, drafts):
        out, again = self.folder / f"r.{ending}", self.folder / f"again.{ending}"
        self.redraft("compare", *self.drafts, "--to", to, "-o", out)
        for view, draft in zip(("base", "revised"), drafts):
            got = said(self.clean(out, view, f"r.{ending}.{view}.txt"))
            if got != draft:
                both = zip(got.split("\n") + [""], draft.split("\n") + [""])
                first = next(((a, b) for a, b in both if a != b), None)
                raise Bad(f"law {1 if got.split() != draft.split() else 3}: {view}: {first}")
        self.redraft("compare", *self.drafts, "--to", to, "-o", again)
        if out.read_bytes() != again.read_bytes():
            raise Bad("law 6: not the same bytes")

    def itself(self, path):
        for ending in (None, "json", "md"):
            other = path if ending is None else self.clean(path, "revised", f"clean.{ending}")
            done = self.redraft("compare", path, other)
            if done.returncode != 0:
                raise Bad(f"law 2, {ending or 'itself'}: {done.stdout.decode()[:400]}")

    def letters(self, path):
        tree = json.loads(self.redraft("show", path, "--to", "json").stdout)
        lost = letters(self.source(path)) - letters("".join(strings(tree)))
        if lost:
            raise Bad(f"law 5: {dict(lost)}")

    def source(self, path):
        """The letters of a source that are no mark."""
        return re.sub(r"</?(ins|del)>", "", said(path))

    def afresh(self, path):
        once = self.clean(path, "revised", "once.json", "--renumber")
        twice = self.clean(once, "revised", "twice.json", "--renumber")
        texts = [said(self.clean(json, "revised", f"{json.stem}.txt")) for json in (once, twice)]
        if texts[0] != texts[1]:
            both = zip(*(text.split("\n") + [""] for text in texts))
            raise Bad(f"law 8: {next(((a, b) for a, b in both if a != b), None)}")


def strings(tree):
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, dict):
        for value in tree.values():
            yield from strings(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from strings(value)


class counted:
    """Counts what does not hold in a part of a check, and goes on."""

    def __init__(self, problems, pair, part):
        self.problems, self.pair, self.part = problems, pair, part

    def __enter__(self):
        self.before = len(self.pair.ran)

    def __exit__(self, kind, error, _):
        if kind is not None and issubclass(kind, (Bad, subprocess.TimeoutExpired)):
            self.problems.append((self.part, str(error), self.pair.ran[self.before:]))
            return True
        return False


def one(job):
    binary, seed, keep = job
    pair, problems = Pair(binary, seed), []
    try:
        with counted(problems, pair, "clean"):
            pair.check(problems)
    finally:
        if problems and keep:
            shutil.copytree(pair.folder, pathlib.Path(keep) / str(seed), dirs_exist_ok=True)
        shutil.rmtree(pair.folder, ignore_errors=True)
    return seed, len(pair.ran), problems


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("binary")
    options.add_argument("--pairs", type=int, default=5000)
    options.add_argument("--seed", type=int, default=1, help="the first pair")
    options.add_argument("--jobs", type=int, default=1)
    options.add_argument("--keep", help="where the drafts of what fails are put")
    asked = options.parse_args()
    binary = str(pathlib.Path(asked.binary).resolve())
    jobs = [(binary, seed, asked.keep) for seed in range(asked.seed, asked.seed + asked.pairs)]
    commands, parts, failed = 0, collections.Counter(), 0
    with concurrent.futures.ThreadPoolExecutor(asked.jobs) as pool:
        for seed, ran, problems in pool.map(one, jobs):
            commands += ran
            failed += bool(problems)
            for part, error, run in problems:
                law = error.split(":")[0]
                parts[f"{part}, {law}"] += 1
                if parts[f"{part}, {law}"] <= 5:
                    print(f"pair {seed}, {part}: {error}", *(f"    {line}" for line in run[-3:]), sep="\n")
    print(f"{asked.pairs} pairs, {commands} commands: {failed} pairs where a law does not hold")
    for part, count in parts.most_common():
        print(f"  {count:6}  {part}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
