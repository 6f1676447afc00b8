#!/usr/bin/env python3
"""How well does `brackets` tell what became of each bracketed passage, on chains of drafts whose truth is known?

    lives_truth.py BINARY MAKE_DRAFTS [--drafts 6] [--words 10000] [--edited .03] [--moved .02] [--opened .7] [--seed 1]
                   [--classes] [--show 0] [--keep FOLDER]

MAKE_DRAFTS is eval/make_drafts.py, whose prose the clauses are. Every bracket and every word is an object, so that the truth
is exact. From draft to draft a bracket stays open, or is lifted, lifted with other words, dropped, narrowed, widened, moved
within its clause or to another one; of a choice one text is taken; new ones open, round words that stand or with new words.
Meanwhile words are edited, in and beside brackets, and clauses move and go.

Prints the share of brackets of which it is told right what the next draft did to them; --classes, of each kind of event.
"""
import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter, namedtuple

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import chains


class Word(str):
    """A word that is itself, whatever others say the same."""


class Sign:
    """One of the two signs of a bracket."""

    def __init__(self, bracket, opens):
        self.bracket, self.opens = bracket, opens


class Bracket:
    """A bracket; those of one choice have one group."""

    def __init__(self, group=None):
        self.group = group


def signs(items):
    """Where each bracket begins and ends: the places of its signs."""
    out = {}
    for at, item in enumerate(items):
        if isinstance(item, Sign):
            out.setdefault(item.bracket, [at, at])[0 if item.opens else 1] = at
    return out


def own(items, bracket):
    """The words of a bracket that are in no bracket within it."""
    out, depth = [], 0
    start, end = signs(items)[bracket]
    for item in items[start + 1:end]:
        if isinstance(item, Sign):
            depth += 1 if item.opens else -1
        elif not depth:
            out.append(item)
    return out


def inside(items, bracket):
    """All words of a bracket."""
    start, end = signs(items)[bracket]
    return [item for item in items[start + 1:end] if isinstance(item, Word)]


def letters(words):
    return sum(c.isalnum() for word in words for c in word)


def printed(items):
    """The clause as a draft has it, and where in it each bracket begins."""
    out, places, glue = "", {}, True
    for item in items:
        if isinstance(item, Sign) and not item.opens:
            out += "]"
            glue = False
            continue
        if out and not glue and not (out[-1] == "]" and isinstance(item, Sign) and item.bracket.group is not None):
            out += " "
        glue = isinstance(item, Sign)
        if glue:
            places[item.bracket] = len(out)
            out += "["
        else:
            out += item
    return out, places


class Table:
    """The drafts, and what each did to the brackets."""

    def __init__(self, a, make_drafts):
        self.a, self.rng, self.prose = a, random.Random(a.seed), make_drafts.Prose()
        self.make_drafts, self.clauses, self.groups = make_drafts, [], 0
        while sum(map(len, self.clauses)) < a.words:
            self.clauses.append(self.words(max(12, int(self.rng.gammavariate(2.2, 22)))))
        # What was done on purpose in this draft, by bracket.
        self.done = {}
        # The words that came in place of a bracket.
        self.replaced = {}
        for _ in range(3):
            self.open()
        self.drafts, self.truth = [[list(items) for items in self.clauses]], []

    def words(self, count):
        return [Word(word) for word in self.prose.clause(self.rng, count)]

    def some(self, count):
        """New words without punctuation at their end."""
        return [Word(self.rng.choice(self.prose.words).strip(".,;:()") or "x1") for _ in range(count)]

    def step(self):
        before = [list(items) for items in self.clauses]
        self.done = {}
        brackets = [bracket for items in self.clauses for bracket in signs(items)]
        for bracket in brackets:
            at = next((n for n, items in enumerate(self.clauses) if bracket in signs(items)), None)
            if at is not None and bracket not in self.done and self.rng.random() < .5:
                self.turn(at, bracket)
        for at, items in enumerate(self.clauses):
            self.clauses[at] = self.edit(items)
        self.move()
        self.open()
        self.clauses = [swept(items) for items in self.clauses]
        self.truth.append(self.judge(before))
        self.drafts.append([list(items) for items in self.clauses])

    def turn(self, at, bracket):
        """Does something to a bracket."""
        items, rng = self.clauses[at], self.rng
        start, end = signs(items)[bracket]
        words = inside(items, bracket)
        inner = [item.bracket for item in items[start + 1:end] if isinstance(item, Sign)]
        if bracket.group is not None:
            group = [one for one in signs(items) if one.group == bracket.group]
            if len(group) > 1:
                kept = rng.choice(group)
                for one in group:
                    start, end = signs(items)[one]
                    self.done[one] = "chosen" if one is kept else "not chosen"
                    items = items[:start] + (items[start + 1:end] if one is kept else []) + items[end + 1:]
                self.clauses[at] = items
                return
        what = rng.choices(["lift", "reword", "replace", "drop", "narrow", "widen", "move", "carry"], [4, 2, 2, 5, 2, 1, 2, 1])[0]
        rest = items[:start] + items[end + 1:]
        if what == "lift":
            items = items[:start] + items[start + 1:end] + items[end + 1:]
        elif what == "reword" and len(words) >= 4 and not inner:
            count = max(1, len(words) // 4)
            place = rng.randrange(len(words) - count + 1)
            items = items[:start] + words[:place] + self.some(count) + words[place + count:] + items[end + 1:]
        elif what == "replace" and not inner:
            self.replaced[bracket] = self.some(max(1, len(words) + rng.randint(-2, 1)))
            items = items[:start] + self.replaced[bracket] + items[end + 1:]
        elif what == "drop":
            items = rest
            for one in inner:
                self.done[one] = "dropped with the outer one"
        elif what == "narrow" and len(words) >= 4 and not inner:
            cut = rng.randint(1, len(words) // 2)
            if rng.random() < .5:
                items = items[:start] + words[:cut] + [items[start]] + words[cut:] + items[end:]
            else:
                items = items[:start + 1] + words[:-cut] + [items[end]] + words[-cut:] + items[end + 1:]
        elif what == "widen" and end + 3 < len(items) and all(isinstance(one, Word) for one in items[end + 1:end + 3]):
            items = items[:end] + items[end + 1:end + 3] + [items[end]] + items[end + 3:]
        elif what in ("move", "carry") and len(words) >= 5:
            piece = items[start:end + 1]
            if what == "move":
                items = put(rng, rest, piece)
            else:
                to = rng.randrange(len(self.clauses))
                if to == at:
                    return
                items = rest
                self.clauses[to] = put(rng, self.clauses[to], piece)
        else:
            return
        if not any(isinstance(one, Word) for one in items):
            return
        self.done[bracket] = what
        self.clauses[at] = items

    def edit(self, items):
        """Words replaced, put in and taken out, as make_drafts.py does; never past a sign."""
        out, run = [], []
        for item in items + [None]:
            if isinstance(item, Word):
                run.append(item)
                continue
            if run:
                words = self.make_drafts.edit(self.rng, self.prose, run, self.a.edited) if self.a.edited else run
                out += [word if isinstance(word, Word) else Word(word) for word in words]
            run = []
            if item is not None:
                out.append(item)
        return out

    def move(self):
        """Clauses move and go."""
        rng = self.rng
        for _ in range(int(len(self.clauses) * self.a.moved) + 1):
            clause = self.clauses.pop(rng.randrange(len(self.clauses)))
            if rng.random() < .7:
                self.clauses.insert(rng.randrange(len(self.clauses) + 1), clause)
            else:
                self.done.update({bracket: "dropped with its clause" for bracket in signs(clause)})

    def open(self):
        """New brackets."""
        for at, items in enumerate(self.clauses):
            if self.rng.random() < self.a.opened:
                self.clauses[at] = self.opened(items)

    def opened(self, items):
        rng, what = self.rng, self.rng.random()
        bracket = Bracket()
        if what < .4:
            length = rng.randint(1, 8)
            at = rng.randrange(max(1, len(items) - length))
            piece = items[at:at + length]
            whole = all(sum(1 if one.opens else -1 for one in piece[:k + 1] if isinstance(one, Sign)) >= 0 for k in range(len(piece)))
            level = sum(1 if one.opens else -1 for one in piece if isinstance(one, Sign)) == 0
            groups = any(isinstance(one, Sign) and one.bracket.group is not None for one in piece)
            if not (whole and level) or groups or sum(isinstance(one, Word) for one in piece) < 1:
                return items
            return items[:at] + [Sign(bracket, True)] + piece + [Sign(bracket, False)] + items[at + length:]
        if what < .75:
            return put(rng, items, [Sign(bracket, True)] + self.some(rng.randint(1, 9)) + [Sign(bracket, False)])
        self.groups += 1
        piece = []
        for _ in range(rng.choice([2, 2, 3])):
            one = Bracket(self.groups)
            piece += [Sign(one, True)] + self.some(rng.randint(1, 4)) + [Sign(one, False)]
        return put(rng, items, piece)

    def judge(self, before):
        """For each bracket of the draft before: what was done, and what may be told of it."""
        now = {bracket: items for items in self.clauses for bracket in signs(items)}
        stands = {id(item) for items in self.clauses for item in items}
        home = {id(item): n for n, items in enumerate(self.clauses) for item in items}
        bracketed = {id(word) for items in self.clauses for bracket in signs(items) for word in inside(items, bracket)}
        out = {}
        for items in before:
            for bracket in signs(items):
                words = own(items, bracket) or inside(items, bracket)
                stay = [word for word in words if id(word) in stands]
                share = letters(stay) / max(1, letters(words))
                what = self.done.get(bracket, "nothing")
                # What was lifted, and put in brackets again in the same draft, is one with those for whoever reads.
                again = {"open", "merged"} if any(id(word) in bracketed for word in stay) else set()
                if bracket in now:
                    out[bracket] = (what, {"open"})
                elif what in ("lift", "chosen") and len(stay) == len(words):
                    clause = self.clauses[home[id(stay[0])]]
                    places = [k for k, item in enumerate(clause) if any(item is word for word in stay)]
                    between = clause[places[0]:places[-1] + 1]
                    is_whole = sum(isinstance(one, Word) for one in between) == len(inside(items, bracket))
                    out[bracket] = (what, again | ({"lifted"} if is_whole else {"lifted", "reworded"}))
                elif what in ("lift", "chosen", "reword"):
                    # The new words may be the old ones again.
                    same = stay and " ".join(words) in " ".join(one for one in self.clauses[home[id(stay[0])]] if isinstance(one, Word))
                    may = {"reworded"} if share >= .45 else {"reworded", "dropped"}
                    out[bracket] = (what, again | may | ({"lifted"} if same else set()))
                elif what == "replace":
                    new = self.replaced[bracket]
                    is_whole = all(id(word) in stands and id(word) not in bracketed for word in new)
                    out[bracket] = (what, {"reworded"} if is_whole else {"reworded", "dropped", "open", "merged"})
                else:
                    out[bracket] = (what, {"dropped"})
        return out


def put(rng, items, piece):
    """The piece between two words, or before a word, of a clause; not within a choice."""
    places = [k for k in range(1, len(items)) if isinstance(items[k - 1], Word) and isinstance(items[k], Word)]
    at = rng.choice(places) if places else len(items)
    return items[:at] + piece + items[at:]


def swept(items):
    """Without brackets that have no words left."""
    for bracket in list(signs(items)):
        if not inside(items, bracket):
            items = [item for item in items if not (isinstance(item, Sign) and item.bracket is bracket)]
    return items


def write(drafts, folder):
    """The drafts as files; and for each, the line and the text of every bracket: {(line, text): bracket}, none if there are two."""
    os.makedirs(folder, exist_ok=True)
    paths, found = [], []
    for number, draft in enumerate(drafts, 1):
        lines, here = ["resolves", ""], {}
        for n, items in enumerate(draft, 1):
            text, places = printed(items)
            lines += [f"{n} {text}", ""]
            for bracket, start in places.items():
                depth, end = 0, start
                while depth or end == start:
                    depth += {"[": 1, "]": -1}.get(text[end], 0)
                    end += 1
                key = (len(lines) - 1, text[start:end])
                here[key] = None if key in here else bracket
        paths.append(os.path.join(folder, f"draft-{number:02}.md"))
        with open(paths[-1], "w", encoding="utf8") as f:
            f.write("\n".join(lines) + "\n")
        found.append(here)
    return paths, found


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("binary")
    ap.add_argument("make_drafts")
    ap.add_argument("--drafts", type=int, default=6)
    ap.add_argument("--words", type=int, default=10000)
    ap.add_argument("--edited", type=float, default=.03)
    ap.add_argument("--moved", type=float, default=.02)
    ap.add_argument("--opened", type=float, default=.7, help="in this share of the clauses a draft opens a bracket")
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--classes", action="store_true")
    ap.add_argument("--show", type=int, default=0, help="so many wrong ones of each kind, with both clauses")
    ap.add_argument("--keep")
    a = ap.parse_args()
    table = Table(a, chains.load(a.make_drafts))
    for _ in range(1, a.drafts):
        table.step()
    with tempfile.TemporaryDirectory() as folder:
        paths, found = write(table.drafts, a.keep or folder)
        done = subprocess.run([os.path.abspath(a.binary), "brackets", *paths, "--to", "json"], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"exit {done.returncode}: {done.stderr[-300:]}")
    told = list(tellings(json.loads(done.stdout)["lives"], table, found))
    known = [one for one in told if one is not None]
    right = sum(one.said in one.may for one in known)
    print(f"lives of brackets over {a.drafts} drafts at {a.edited:.0%}   right {right / len(known):.4f} "
          f"({len(known)} brackets from draft to draft, {len(told) - len(known)} not to be told apart)", flush=True)
    if a.classes or a.show:
        classes(known, table, a.show)


# What is told of a bracket of a draft: its state, what was done to it, what may be said of it, what is.
Telling = namedtuple("Telling", "state bracket what may said")


def tellings(lives, table, found):
    """What is told of each bracket that a draft and the next have; none where its line has two that say the same."""
    for life in lives:
        states = [(state, found[state["draft"] - 1].get((state["line"], strip(state)))) for state in life["states"]]
        for (state, bracket), after in zip(states, states[1:] + [None]):
            number = state["draft"]
            if number == len(table.drafts):
                continue
            if bracket is None or after and after[1] is None:
                yield None
                continue
            what, may = table.truth[number - 1][bracket]
            said = life["outcome"]
            if after:
                is_gone = bracket not in found[number].values()
                said = "open" if after[1] is bracket or is_gone and "open" in may else "another"
            yield Telling(state, bracket, what, may, said)


def classes(known, table, show):
    """How much is right of each kind of event, and what is told instead."""
    for what, count in Counter(one.what for one in known).most_common():
        wrong = [one for one in known if one.what == what and one.said not in one.may]
        said = ", ".join(f"{n} {said}" for said, n in Counter(one.said for one in wrong).most_common())
        print(f"  {1 - len(wrong) / count:.3f} of {count:4} {what}: {said}")
        for one in wrong[:show]:
            example(one, table)


def example(one, table):
    """Prints a bracket with some words round it, and where these words went."""
    number = one.state["draft"]
    old = table.drafts[number - 1][(one.state["line"] - 3) // 2]
    new = max(table.drafts[number], key=lambda items: len({id(item) for item in items} & {id(item) for item in old}))
    places = {id(item): at for at, item in enumerate(new) if isinstance(item, Word)}
    start, end = signs(old)[one.bracket]
    first = next((places[id(item)] for item in reversed(old[:start]) if id(item) in places), 0)
    last = next((places[id(item)] for item in old[end:] if id(item) in places), len(new))
    print(f"      draft {number}: {one.said} for {'/'.join(sorted(one.may))}")
    print("         ", printed(old[max(0, start - 8):end + 9])[0])
    print("          ->", printed(new[max(0, min(first, last) - 7):max(first, last) + 8])[0])


def strip(state):
    """The text of a passage from its first bracket on: a passage that is a whole clause has its label before it."""
    return state["text"][state["text"].find("["):]


if __name__ == "__main__":
    main()
