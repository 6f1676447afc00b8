#!/usr/bin/env python3
"""How well could anybody tell who brought each word, who sees the drafts alone?

    origin_bound.py MAKE_DRAFTS [--drafts 20] [--words 5000] [--edited .1] [--moved .05] [--seed 1]

When a word is struck out and the same word is written in its place, the drafts do not show it. This reader knows what no
real one does: which clauses became which, and the very manner and rates of the editor (make_drafts.py). It weighs every
way in which each clause may have become the next (a sum over all edits, forwards and backwards), hands the chances of each
word's origin from draft to draft, and in the end names the likeliest. No reader of the texts can expect to do better by
more than the chances of the draw. Prints its share of right words, strictly and with equal words of a clause for each other.
"""
import argparse
import os
import sys
from collections import Counter, defaultdict

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import chains

BURSTS = [(1, 3 / 7), (2, 2 / 7), (3, 1 / 7), (5, 1 / 7)]
BAND = 40


def groups(old, new):
    """Which clauses of one draft became which of the next: those that share words, as lists of places."""
    home = {id(word): i for i, words in enumerate(old) for word in words}
    links = defaultdict(Counter)
    for j, words in enumerate(new):
        for word in words:
            if id(word) in home:
                links[j][home[id(word)]] += 1
    parts, part_of = {}, {}
    for j in range(len(new)):
        sources = [i for i, count in links[j].items() if count > 2 or count * 3 > len(new[j])]
        known = [part_of[i] for i in sources if i in part_of]
        name = known[0] if known else j
        parts.setdefault(name, (set(), []))
        for i in sources:
            part_of.setdefault(i, name)
            parts[name][0].add(i)
        parts[name][1].append(j)
    return [(sorted(olds), news) for olds, news in parts.values()]


def step(old, new, share, of):
    """For each word of `new`: [(place in old, chance)], and the chance that it is new."""
    n, m = len(old), len(new)
    rate = share / 2.1
    back = [[0.0] * (m + 1) for _ in range(n + 1)]
    fresh = [of(word) for word in new]

    def moves(i, j):
        """Where an edit at (i, j) leads: (i, j, chance, whether the last word before that is the old one kept)."""
        if i == n:
            return
        if j < m and old[i] == new[j]:
            yield i + 1, j + 1, 1 - rate, True
        chance = rate
        for burst, part in BURSTS:
            yield min(n, i + burst), j, chance * part * .28, False
            if j + burst <= m:
                drawn = chance * part
                for k in range(j, j + burst):
                    drawn *= fresh[k]
                yield min(n, i + burst), j + burst, drawn * .42, False
                if j + burst < m and old[i] == new[j + burst]:
                    yield i + 1, j + burst + 1, drawn * .30, True

    slope = m / n if n else 0
    near = [range(max(0, int(i * slope) - BAND), min(m, int(i * slope) + BAND) + 1) for i in range(n + 1)]
    # Each row is scaled, so that long clauses stay within what a float can hold.
    back[n][m] = 1.0
    scale = [1.0] * (n + 1)
    for i in range(n - 1, -1, -1):
        row = back[i]
        for j in near[i]:
            row[j] = sum(p * back[a][b] * ratio(scale, i, a) for a, b, p, _ in moves(i, j))
        top = max(row) or 1.0
        scale[i] = top
        for j in near[i]:
            row[j] /= top
    ahead = [defaultdict(float) for _ in range(n + 1)]
    ahead[0][0] = 1.0
    found = [[] for _ in range(m)]
    for i in range(n):
        for j, chance in ahead[i].items():
            if chance < 1e-9 or not back[i][j]:
                continue
            for a, b, p, kept in moves(i, j):
                goes = chance * p * back[a][b] * ratio(scale, i, a) / (back[i][j] * scale[i])
                if goes > 1e-12:
                    ahead[a][b] += goes
                    if kept:
                        found[b - 1].append((i, goes))
    return found


def ratio(scale, i, a):
    """What the rows between two were divided by."""
    product = 1.0
    for k in range(i + 1, a):
        product /= scale[k]
    return product


def read(drafts, share, prose):
    """For each word of the last draft, clause by clause, the likeliest origin."""
    counts = Counter(prose.words)
    total = len(prose.words)

    def of(word):
        return max(counts[word], .5) / total

    chances = [[{1: 1.0} for _ in words] for words in drafts[0]]
    for number in range(2, len(drafts) + 1):
        old, new = drafts[number - 2:number]
        after = [[{number: 1.0} for _ in words] for words in new]
        for olds, news in groups(old, new):
            if not olds:
                continue
            before = [(str(word), chance) for i in olds for word, chance in zip(old[i], chances[i])]
            places = [(j, k) for j in news for k in range(len(new[j]))]
            found = step([word for word, _ in before], [str(new[j][k]) for j, k in places], share, of)
            for (j, k), kept in zip(places, found):
                mixed = defaultdict(float)
                for i, chance in kept:
                    for origin, part in before[i][1].items():
                        mixed[origin] += chance * part
                mixed[number] += max(0.0, 1 - sum(chance for _, chance in kept))
                after[j][k] = dict(mixed)
        chances = after
    return [[max(one, key=one.get) for one in words] for words in chances], chances


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("make_drafts")
    ap.add_argument("--drafts", type=int, default=20)
    ap.add_argument("--words", type=int, default=5000)
    ap.add_argument("--edited", type=float, default=0.10)
    ap.add_argument("--moved", type=float, default=0.05)
    ap.add_argument("--seed", type=int, default=1)
    a = ap.parse_args()
    a.back = False
    make_drafts = chains.load(a.make_drafts)
    drafts = chains.made(make_drafts, a)
    told, chances = read(drafts, a.edited, make_drafts.Prose())
    right = apart = total = 0
    sure = 0.0
    for words, origins, odds in zip(drafts[-1], told, chances):
        total += len(words)
        right += sum(word.origin == origin for word, origin in zip(words, origins))
        sure += sum(one[origin] for one, origin in zip(odds, origins))
        truly = Counter((str(w), w.origin) for w in words)
        apart += sum((truly & Counter((str(w), o) for w, o in zip(words, origins))).values())
    print(f"a reader who knows the editor, over {a.drafts} drafts at {a.edited:.0%}   right {right / total:.4f} "
          f"equal {apart / total:.4f} (expects {sure / total:.4f} of {total} words)")


if __name__ == "__main__":
    main()
