#!/usr/bin/env python3
"""How well does `blame` tell which draft brought each word, on chains of drafts whose truth is known?

    origin_truth.py BINARY MAKE_DRAFTS [--drafts 20] [--words 5000] [--seed 1] [--back] [--keep FOLDER]

MAKE_DRAFTS is eval/make_drafts.py: its clauses, its edits, moves, splits, mergers. Here every word is an object that
remembers the draft it was first written in, and is handed from draft to draft by those same edits, so that the truth is
exact, word by word. With --back, clauses that were deleted come back some drafts later, and phrases wander from clause
to clause, as they do in negotiations. Prints the share of the last draft's words whose origin is told right;
and, as `equal`, the same where equal words of one clause may stand for each other.
"""
import argparse
import importlib.util
import json
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter


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


def chain(make_drafts, a, folder):
    """Writes the drafts; returns the clauses of the last one."""
    rng, prose, count = random.Random(a.seed), make_drafts.Prose(), 0

    def fresh():
        nonlocal count
        count += 1
        return str(count)

    draft, size, gone = [], 0, []
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
        with open(os.path.join(folder, f"draft-{number:03}.md"), "w", encoding="utf8") as f:
            f.write("resolves\n\n")
            f.write("".join(f"{i} {' '.join(w)}\n\n" for i, (_, w) in enumerate(draft, 1)))
    return [words for _, words in draft]


def told(binary, paths):
    """clause number -> [(word, origin)], as blame tells it."""
    done = subprocess.run([binary, "blame", *paths, "--to", "json"], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"exit {done.returncode}: {done.stderr[-300:]}")
    out = {}
    for one in json.loads(done.stdout)["paragraphs"]:
        if not one["address"].startswith("resolves "):
            continue
        text = "".join(phrase["text"] for phrase in one["phrases"])
        origins = [phrase["origin"] for phrase in one["phrases"] for _ in phrase["text"]]
        words, at = [], 0
        for word in text.split():
            at = text.index(word, at)
            words.append((word, origins[at]))
            at += len(word)
        out[int(one["address"].split()[1])] = words
    return out


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("binary")
    ap.add_argument("make_drafts")
    ap.add_argument("--drafts", type=int, default=20)
    ap.add_argument("--words", type=int, default=5000)
    ap.add_argument("--edited", type=float, default=0.10)
    ap.add_argument("--moved", type=float, default=0.05)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--back", action="store_true")
    ap.add_argument("--keep")
    ap.add_argument("--show", type=int, default=0, help="print so many of the wrong words with those round them")
    a = ap.parse_args()
    spec = importlib.util.spec_from_file_location("make_drafts", a.make_drafts)
    make_drafts = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make_drafts)
    with tempfile.TemporaryDirectory() as folder:
        folder = a.keep or folder
        os.makedirs(folder, exist_ok=True)
        truth = chain(make_drafts, a, folder)
        paths = [os.path.join(folder, f"draft-{n:03}.md") for n in range(1, a.drafts + 1)]
        got = told(os.path.abspath(a.binary), paths)
    right = wrong = early = apart = unread = 0
    for place, words in enumerate(truth, 1):
        found = got.get(place, [])
        if [w for w, _ in found] != [str(w) for w in words]:
            # Words that look like a label are read as one.
            unread += len(words)
            continue
        # Which of two equal words of a clause is the older one, nobody can tell from the texts.
        truly, as_told = (Counter(pairs) for pairs in (((str(w), w.origin) for w in words), found))
        apart += sum((truly & as_told).values())
        for at, (word, (_, origin)) in enumerate(zip(words, found)):
            if word.origin == origin:
                right += 1
                continue
            wrong += 1
            early += origin < word.origin
            if wrong <= a.show:
                near = range(max(0, at - 5), min(len(words), at + 6))
                print(place, " ".join(f"{words[k]}/{words[k].origin}" + (f"≠{found[k][1]}" if found[k][1] != words[k].origin else "") for k in near))
    if unread * 20 > right + wrong:
        sys.exit(f"{unread} words stand in clauses that were read as something else")
    kind = "origins, words that come back" if a.back else "origins"
    print(f"{kind} over {a.drafts} drafts   right {right / (right + wrong):.4f} "
          f"equal {apart / (right + wrong):.4f} "
          f"({right + wrong} words, {early} told too early, {wrong - early} too late)")


if __name__ == "__main__":
    main()
