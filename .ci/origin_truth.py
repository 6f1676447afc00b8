#!/usr/bin/env python3
"""How well does `blame` tell which draft brought each word, on chains of drafts whose truth is known?

    origin_truth.py BINARY MAKE_DRAFTS [--editor made] [--drafts 20] [--words 5000] [--seed 1] [--back] [--classes] [--keep FOLDER]

MAKE_DRAFTS is eval/make_drafts.py. Every word is an object that remembers the draft it was first written in, and is handed
from draft to draft by the edits of one of the two editors in chains.py, so that the truth is exact, word by word. With
--back, the editor of make_drafts.py also brings back clauses that were deleted, and phrases wander from clause to clause;
the other editor (--editor negotiated) always does.

Prints the share of the last draft's words whose origin is told right; and, as `equal`, the same where equal words of one
clause may stand for each other. --classes asks for each wrong word when it was first told wrong, and counts why;
for chains that origin_bound.py knows, also how many of those even its reader, who knows the editor, gets wrong.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import chains


def write(drafts, folder):
    """The drafts as files, each clause with its number."""
    os.makedirs(folder, exist_ok=True)
    paths = []
    for number, draft in enumerate(drafts, 1):
        paths.append(os.path.join(folder, f"draft-{number:03}.md"))
        with open(paths[-1], "w", encoding="utf8") as f:
            f.write("resolves\n\n")
            f.write("".join(f"{i} {' '.join(w)}\n\n" for i, w in enumerate(draft, 1)))
    return paths


def told(binary, paths, draft):
    """For each clause, the origin of each word as blame tells it; None for a word that was read as part of a label."""
    done = subprocess.run([binary, "blame", *paths, "--to", "json"], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"exit {done.returncode}: {done.stderr[-300:]}")
    read = []
    for one in json.loads(done.stdout)["paragraphs"]:
        text = "".join(phrase["text"] for phrase in one["phrases"])
        origins = [phrase["origin"] for phrase in one["phrases"] for _ in phrase["text"]]
        read += [(c, None) for c in one["label"] or "" if not c.isspace()]
        read += [(c, origin) for c, origin in zip(text, origins) if not c.isspace()]
    # What was printed, letter by letter: the call, then each clause behind its number.
    printed = "resolves" + "".join(f"{i}{''.join(words)}" for i, words in enumerate(draft, 1))
    said = "".join(c for c, _ in read)
    if said != "".join(printed.split()):
        at = next((k for k, (a, b) in enumerate(zip(said, printed)) if a != b), min(len(said), len(printed)))
        sys.exit(f"blame does not tell the draft: {said[at - 30:at + 30]!r} for {printed[at - 30:at + 30]!r}")
    out, at = [], len("resolves")
    for i, words in enumerate(draft, 1):
        at += len(str(i))
        out.append([])
        for word in words:
            out[-1].append(read[at][1])
            at += len(word)
    return out


def first_wrong(drafts, tolds):
    """For each wrong word of the last draft, the draft in which it was first told wrong: [(word, draft, clause)]."""
    places = [{id(word): (i, k) for i, words in enumerate(draft) for k, word in enumerate(words)} for draft in drafts]
    out = []
    for i, words in enumerate(drafts[-1]):
        for k, word in enumerate(words):
            if tolds[-1][i][k] in (None, word.origin):
                continue
            number = len(drafts)
            while number > 1:
                place = next((n for n in range(number - 1, 0, -1) if id(word) in places[n - 1]), None)
                if place is None or tolds[place - 1][places[place - 1][id(word)][0]][places[place - 1][id(word)][1]] == word.origin:
                    break
                number = place
            out.append((word, number, places[number - 1][id(word)][0]))
    return out


def kind(word, number, clause, drafts, tolds):
    """Why a word may have been told wrong."""
    new, old = drafts[number - 1][clause], drafts[number - 2]
    here = dict(zip(map(id, new), tolds[number - 1][clause]))
    before = {id(w): i for i, words in enumerate(old) for w in words}
    homes = Counter(before[id(w)] for w in new if id(w) in before)
    home = homes.most_common(1)[0][0] if homes else None
    is_new, said = word.origin == number, here[id(word)]
    same = [w for w in new if w == word and w is not word]
    if is_new:
        if any(here[id(w)] == number and w.origin < number for w in same):
            return "of equal words of a clause, another was taken for the new one"
        left = {id(w) for words in drafts[number - 1] for w in words}
        if any(w == word and id(w) not in left for i in homes for w in old[i]):
            return "new, and an equal word of the clause was struck: taken for it"
        return "new, taken for words from elsewhere"
    if said == number:
        if any(w.origin == number and here[id(w)] not in (None, number) for w in same):
            return "of equal words of a clause, another was taken for the new one"
        if id(word) not in before:
            return "came back unseen"
        if before[id(word)] != home:
            return "wandered from clause to clause unseen"
        kept = [w for w in new if id(w) in before]
        if 2 * sum(here[id(w)] == number for w in kept) > len(kept):
            return "its clause was not known again"
        return "stayed, taken for new"
    return "taken for another old word"


def classes(a, drafts, paths, binary):
    tolds = [told(binary, paths[:n], drafts[n - 1]) for n in range(1, len(drafts) + 1)]
    known = None
    if a.editor == "made" and not a.back:
        import origin_bound
        make_drafts = chains.load(a.make_drafts)
        guess, _ = origin_bound.read(drafts, a.edited, make_drafts.Prose())
        known = {id(w): o == w.origin for words, origins in zip(drafts[-1], guess) for w, o in zip(words, origins)}
        ours = {id(w): o == w.origin for words, origins in zip(drafts[-1], tolds[-1]) for w, o in zip(words, origins)}
        print(f"  a reader who knows the editor: {sum(known.values()) / len(known):.4f} right; wrong here and there "
              f"{sum(not known[w] and not ours[w] for w in known)}, here alone {sum(known[w] and not ours[w] for w in known)}, "
              f"there alone {sum(ours[w] and not known[w] for w in known)}")
    found = defaultdict(list)
    for word, number, clause in first_wrong(drafts, tolds):
        found[kind(word, number, clause, drafts, tolds)].append((word, number, clause))
    for name, words in sorted(found.items(), key=lambda one: -len(one[1])):
        also = f", {sum(not known[id(w)] for w, _, _ in words)} of them wrong for the reader who knows" if known else ""
        print(f"  {len(words):5} {name}{also}")
        for word, number, clause in words[:a.show]:
            new = drafts[number - 1][clause]
            at = next(k for k, w in enumerate(new) if w is word)
            near = range(max(0, at - 6), min(len(new), at + 7))
            print(f"        draft {number}:", " ".join(
                f"{new[k]}/{new[k].origin}" + (f"≠{tolds[number - 1][clause][k]}" if tolds[number - 1][clause][k] != new[k].origin else "")
                for k in near))


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("binary")
    ap.add_argument("make_drafts")
    ap.add_argument("--editor", choices=["made", "negotiated"], default="made")
    ap.add_argument("--drafts", type=int, default=20)
    ap.add_argument("--words", type=int, default=5000)
    ap.add_argument("--edited", type=float, default=0.10)
    ap.add_argument("--moved", type=float, default=0.05)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--back", action="store_true")
    ap.add_argument("--classes", action="store_true")
    ap.add_argument("--keep")
    ap.add_argument("--show", type=int, default=0, help="with --classes: so many words of each, with those round them")
    a = ap.parse_args()
    binary = os.path.abspath(a.binary)
    a.corpus = os.path.join(os.path.dirname(os.path.abspath(a.make_drafts)), "../corpus")
    drafts = chains.negotiated(a) if a.editor == "negotiated" else chains.made(chains.load(a.make_drafts), a)
    with tempfile.TemporaryDirectory() as folder:
        paths = write(drafts, a.keep or folder)
        got = told(binary, paths, drafts[-1])
        right = apart = total = early = late = labels = 0
        for words, origins in zip(drafts[-1], got):
            pairs = [(w, o) for w, o in zip(words, origins) if o is not None]
            labels += len(words) - len(pairs)
            total += len(pairs)
            right += sum(w.origin == o for w, o in pairs)
            early += sum(w.origin > o for w, o in pairs)
            late += sum(w.origin < o for w, o in pairs)
            # Which of two equal words of a clause is the older one, nobody can tell from the texts.
            apart += sum((Counter((str(w), w.origin) for w, _ in pairs) & Counter((str(w), o) for w, o in pairs)).values())
        name = "negotiated origins" if a.editor == "negotiated" else "origins, words that come back" if a.back else "origins"
        print(f"{name} over {a.drafts} drafts at {a.edited:.0%}   right {right / total:.4f} equal {apart / total:.4f} "
              f"({total} words, {early} told too early, {late} too late, {labels} read as labels)", flush=True)
        if a.classes:
            classes(a, drafts, paths, binary)


if __name__ == "__main__":
    main()
