"""Chains of drafts whose truth is kept: every word is an object that remembers the draft it was first written in.

Two editors write them. `made` hands the words through the edits of eval/make_drafts.py: bursts of words drawn at random
over the whole text. `negotiated` edits as people do at a table: a phrase for a phrase, a qualifier put in at a comma or
taken out, a sentence written anew, a phrase or a clause that moves, clauses split and merged, and what was struck out
coming back drafts later.
"""
import glob
import importlib.util
import os
import random
import re


class Word(str):
    """A word that knows the draft it was first written in."""
    origin = 0


def written(words, draft):
    """The same words; those that nobody has written before are of this draft."""
    out = []
    for word in words:
        if not isinstance(word, Word):
            word = Word(word)
            word.origin = draft
        out.append(word)
    return out


def load(path):
    """eval/make_drafts.py as a module."""
    spec = importlib.util.spec_from_file_location("make_drafts", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def bring_back(rng, draft, gone, number):
    """Some clauses come back, as they went or a little changed; some phrases wander to another clause."""
    for _ in range(max(1, len(draft) // 60)):
        back = [entry for entry in gone if entry[2] < number]
        if back and rng.random() < 0.5:
            entry = rng.choice(back)
            gone.remove(entry)
            draft.insert(rng.randrange(len(draft)), (f"{entry[0]}*{number}", entry[1]))
        source, target = rng.sample(range(len(draft)), 2)
        words, other = draft[source][1], draft[target][1]
        length = rng.randint(6, 14)
        if len(words) > length + 8:
            at, to = rng.randrange(len(words) - length), rng.randrange(len(other) + 1)
            phrase = words[at:at + length]
            draft[source] = (draft[source][0], words[:at] + words[at + length:])
            draft[target] = (draft[target][0], other[:to] + phrase + other[to:])


def made(make_drafts, a):
    """The drafts, each a list of clauses, each a list of words."""
    rng, prose, count = random.Random(a.seed), make_drafts.Prose(), 0

    def fresh():
        nonlocal count
        count += 1
        return str(count)

    draft, size, gone, drafts = [], 0, [], []
    while size < a.words:
        words = prose.clause(rng, max(6, int(rng.gammavariate(2.2, 22))))
        draft.append((fresh(), written(words, 1)))
        size += len(words)
    for number in range(1, a.drafts + 1):
        if number > 1:
            before = dict(draft)
            draft, happened = make_drafts.step(rng, prose, draft, a, fresh)
            gone += [(i, before[i], number) for i, what in happened.items() if what == "deleted" and i in before]
            draft = [(ident, written(words, number)) for ident, words in draft]
            if a.back:
                bring_back(rng, draft, gone, number)
        drafts.append([words for _, words in draft])
    return drafts


def real_clauses(names):
    """The clauses of real texts, each once, without their marks and labels."""
    seen = set()
    for name in names:
        with open(name, encoding="utf8") as f:
            text = f.read().replace("~~", "")
        for block in re.split(r"\n\s*\n", text):
            words = re.sub(r"[\[\]*_#|{}]", "", block).split()
            while words and not words[0].isalpha():
                words.pop(0)
            if 8 <= len(words) <= 160 and tuple(words) not in seen:
                seen.add(tuple(words))
                yield words


class Speech:
    """What delegates say: real clauses to begin with, and other real text for what is new; no stretch of it is said twice."""

    def __init__(self, rng, corpus):
        self.rng = rng
        first, other = [], []
        for name in sorted(glob.glob(os.path.join(corpus, "**/*.*"), recursive=True)):
            if re.search(r"seeds/00[0-2]", name):
                first.append(name)
            elif re.search(r"seeds/00[34]|unga|23-oct", name):
                other.append(name)
        self.clauses = list(real_clauses(first))
        rng.shuffle(self.clauses)
        self.other, self.left = list(real_clauses(other)), []
        self.said = {gram for words in self.clauses for gram in fives(words)}

    def clause(self):
        """A whole clause."""
        return list(self.clauses.pop()) if self.clauses else self.some(self.rng.randint(15, 60))

    def some(self, length):
        """So many new words in a row."""
        while len(self.left) < length:
            at = self.rng.randrange(len(self.other))
            self.left = list(self.other.pop(at))
            if not self.other:
                raise SystemExit("there is nothing left to say: fewer drafts, or fewer edits")
        out, self.left = self.left[:length], self.left[length:]
        # Who writes what was written before, word for word, brings it back.
        if any(gram in self.said for gram in fives(out)):
            return self.some(length)
        self.said.update(fives(out))
        return out

    def phrase(self):
        """A few new words up to a comma."""
        words = self.some(9)
        end = next((at + 1 for at, word in enumerate(words) if at > 0 and word.endswith((",", ";", ":"))), 9)
        self.left = words[end:] + self.left
        return words[:end]


def fives(words):
    """All five words in a row."""
    plain = [word.strip(".,;:()").lower() for word in words]
    return zip(*(plain[k:] for k in range(5)))


def phrases(words):
    """Where the phrases of a clause begin and end: each ends with its comma."""
    ends = [at + 1 for at, word in enumerate(words) if word.endswith((",", ";", ":")) or at + 1 == len(words)]
    return list(zip([0] + ends, ends))


# One word for another, as drafters fight over them.
SWAPS = [("shall", "should"), ("should", "will"), ("and", "or"), ("the", "a"), ("all", "relevant"), ("Requests", "Invites"),
         ("to", "for"), ("of", "on"), ("developing", "developed"), ("its", "their"), ("may", "shall"), ("encourages", "urges")]


class Table:
    """A negotiation: the drafts so far, and what was struck out."""

    def __init__(self, rng, a):
        self.rng, self.a, self.speech = rng, a, Speech(rng, a.corpus)
        self.clauses, self.struck, self.gone, self.number = [], [], [], 1

    def draft(self):
        self.number += 1
        size = sum(len(words) for words in self.clauses)
        touched, last = 0, self.number
        while touched < size * self.a.edited:
            at = self.rng.randrange(len(self.clauses))
            words, count = self.edit(self.clauses[at], at)
            self.clauses[at] = words
            touched += count
        count = max(1, int(len(self.clauses) * self.a.moved))
        for _ in range(count):
            self.move()
        for change in (self.split, self.merge, self.drop, self.bring):
            for _ in range(max(1, count // 3)):
                change()
        self.clauses = [written(words, last) for words in self.clauses if words]

    def edit(self, words, at):
        """The clause edited in one place, and how many words were touched."""
        rng, what = self.rng, self.rng.random()
        place = rng.randrange(len(words))
        if what < 0.30:
            gone, new = rng.randint(1, 4), self.speech.some(rng.randint(1, 5))
            return self.strike(words, place, place + gone, new)
        if what < 0.50:
            edges = [end for _, end in phrases(words)[:-1]] or [place]
            new = self.speech.phrase() if rng.random() < 0.6 else self.speech.some(rng.randint(1, 6))
            edge = rng.choice(edges) if rng.random() < 0.6 else place
            return words[:edge] + new + words[edge:], len(new)
        if what < 0.62:
            inner = [p for p in phrases(words)[1:-1] if p[1] - p[0] <= 14]
            start, end = rng.choice(inner) if inner and rng.random() < 0.6 else (place, place + rng.randint(1, 6))
            return self.strike(words, start, end, [])
        if what < 0.74:
            for old, new in rng.sample(SWAPS, len(SWAPS)):
                places = [k for k, word in enumerate(words) if word == old]
                if places:
                    place = rng.choice(places)
                    return words[:place] + [new] + words[place + 1:], 1
            return words, 0
        if what < 0.80:
            gone = rng.randint(8, 24)
            return self.strike(words, place, place + gone, self.speech.some(rng.randint(8, 24)))
        if what < 0.90:
            return self.carry(words, at, place)
        back = [entry for entry in self.struck if entry[1] < self.number]
        if not back:
            return words, 0
        entry = rng.choice(back)
        self.struck.remove(entry)
        return words[:place] + entry[0] + words[place:], len(entry[0])

    def strike(self, words, start, end, new):
        gone = words[start:end]
        if len(words) - len(gone) + len(new) < 6:
            return words, 0
        if len(gone) >= 6:
            self.struck.append((gone, self.number))
        return words[:start] + new + words[end:], max(len(gone), len(new))

    def carry(self, words, at, place):
        """A phrase moves within its clause or to another one."""
        length = self.rng.randint(5, 14)
        if len(words) < length + 8 or place + length > len(words):
            return words, 0
        phrase, rest = words[place:place + length], words[:place] + words[place + length:]
        other = self.rng.randrange(len(self.clauses))
        if other == at or self.rng.random() < 0.5:
            to = self.rng.randrange(len(rest) + 1)
            return rest[:to] + phrase + rest[to:], length
        target = self.clauses[other]
        to = self.rng.randrange(len(target) + 1)
        self.clauses[other] = target[:to] + phrase + target[to:]
        return rest, length

    def move(self):
        clause = self.clauses.pop(self.rng.randrange(len(self.clauses)))
        self.clauses.insert(self.rng.randrange(len(self.clauses) + 1), clause)

    def split(self):
        at = self.rng.randrange(len(self.clauses))
        words = self.clauses[at]
        edges = [end for _, end in phrases(words)[:-1] if 8 <= end <= len(words) - 8]
        if edges:
            edge = self.rng.choice(edges)
            self.clauses[at:at + 1] = [words[:edge], words[edge:]]

    def merge(self):
        at = self.rng.randrange(len(self.clauses) - 1)
        one, other = self.clauses[at:at + 2]
        if len(one) + len(other) <= 160:
            self.clauses[at:at + 2] = [one + other]

    def drop(self):
        at = self.rng.randrange(len(self.clauses))
        self.gone.append((self.clauses.pop(at), self.number))

    def bring(self):
        """A new clause, or one that went."""
        back = [entry for entry in self.gone if entry[1] < self.number]
        place = self.rng.randrange(len(self.clauses) + 1)
        if back and self.rng.random() < 0.5:
            entry = self.rng.choice(back)
            self.gone.remove(entry)
            self.clauses.insert(place, entry[0])
        else:
            self.clauses.insert(place, self.speech.clause())


def negotiated(a):
    """The drafts, each a list of clauses, each a list of words."""
    table = Table(random.Random(a.seed), a)
    while sum(map(len, table.clauses)) < a.words:
        table.clauses.append(written(table.speech.clause(), 1))
    drafts = [list(table.clauses)]
    for _ in range(1, a.drafts):
        table.draft()
        drafts.append(list(table.clauses))
    return drafts
