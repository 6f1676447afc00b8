#!/usr/bin/env python3
"""redraft beside the programs that people use for this today, on the same drafts.

    side_by_side.py [--words 500000] [--rounds 5] [--shared ../shared] [--redraft target/release/redraft]
    side_by_side.py --growth 5000,50000,500000,5000000

Drafts come from eval/make_drafts.py of the shared material (10 % of the words edited, 5 % of the clauses moved). The
programs take turns, round by round, so that a busy machine is unfair to none; the best round of each counts, as load can
only slow a program down. CPU seconds are user plus system time of the program and its children, the peak is of its resident
memory, as the kernel counts both (os.wait4); a program that does nothing shows the floor of that. "Words marked" are those
that the output shows as deleted or inserted.
`git` writes its word diff with --word-diff=porcelain, `wdiff` as it does by default; a program that is missing is left out.
"""
import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
# Nobody's own settings of git, and the same letters for all.
ENVIRONMENT = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C.UTF-8"}


# A child begins with the memory of what started it, and the kernel counts that: so a small program starts it, not this one.
MEASURE = """
import os, sys
out, command = sys.argv[1], sys.argv[2:]
sink = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
files = [(os.POSIX_SPAWN_DUP2, sink, 1), (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)]
child = os.posix_spawnp(command[0], command, os.environ, file_actions=files)
_, status, usage = os.wait4(child, 0)
print(os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss)
"""


def run(command, out):
    """CPU seconds and peak bytes of a command; its output goes to the file `out`."""
    measure = [sys.executable, "-I", "-S", "-c", MEASURE, out, *command]
    done = subprocess.run(measure, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT, check=True)
    code, seconds, peak = done.stdout.split()
    if code not in ("0", "1"):
        sys.exit(f"{' '.join(command)}: exit {code}")
    return float(seconds), int(peak) * (1 if sys.platform == "darwin" else 1024)


def marked_by_redraft(path):
    # "12 unchanged, …; 40 words in, 30 out": the third line at the most.
    head = "".join(open(path, encoding="utf8").readlines()[:3])
    inserted, deleted = re.search(r"; (\d+) words in, (\d+) out", head).groups()
    return int(inserted) + int(deleted)


def marked_by_git(path):
    lines = open(path, encoding="utf8").read().splitlines()
    changed = [line[1:] for line in lines if re.match(r"[-+](?!--|\+\+)", line)]
    return sum(len(line.split()) for line in changed)


def marked_by_wdiff(path):
    text = open(path, encoding="utf8").read()
    parts = re.findall(r"\[-(.*?)-\]|\{\+(.*?)\+\}", text, re.S)
    return sum(len((deleted or inserted).split()) for deleted, inserted in parts)


def programs(binary, older, newer):
    """name -> (command, how to count the marked words of its output)"""
    git = ["git", "diff", "--no-index", "--no-color", "--word-diff=porcelain", older, newer]
    return {
        "redraft": ([binary, "compare", older, newer], marked_by_redraft),
        "git word diff": (git, marked_by_git),
        "wdiff": (["wdiff", older, newer], marked_by_wdiff),
    }


def make(shared, folder, words):
    maker = os.path.join(shared, "eval", "make_drafts.py")
    subprocess.run([sys.executable, maker, folder, "--words", str(words), "--edited", "0.10", "--moved", "0.05"], check=True)
    older, newer = (os.path.join(folder, f"draft-{n}.md") for n in (1, 2))
    counted = sum(len(open(path, encoding="utf8").read().split()) for path in (older, newer))
    return older, newer, counted


def side_by_side(a):
    with tempfile.TemporaryDirectory() as tmp:
        older, newer, words = make(a.shared, tmp, a.words)
        rivals = {name: row for name, row in programs(a.redraft, older, newer).items() if shutil.which(row[0][0])}
        for name in ("git word diff", "wdiff"):
            if name not in rivals:
                print(f"{name}: not installed, left out")
        out = os.path.join(tmp, "out")
        best, peak, marked = {}, {}, {}
        for turn in range(a.rounds):
            for name, (command, count) in rivals.items():
                seconds, most = run(command, out)
                best[name] = min(best.get(name, seconds), seconds)
                peak[name] = max(peak.get(name, 0), most)
                if turn == 0:
                    marked[name] = count(out)
        print(f"{words} words in both drafts, best of {a.rounds} rounds")
        print(f"{'program':15}{'CPU s':>9}{'redraft is':>13}{'peak MB':>10}{'bytes/word':>12}{'words marked':>14}")
        for name in rivals:
            ratio = f"{best['redraft'] / best[name]:.3f} ×" if best[name] else "-"
            print(f"{name:15}{best[name]:9.3f}{ratio:>13}{peak[name] / 1e6:10.1f}{peak[name] / words:12.1f}{marked[name]:14}")


def floor():
    """The memory that the kernel counts for a program that does nothing: it starts with what started it."""
    _, peak = run(["true"], os.devnull)
    return f"a program that does nothing shows a peak of {peak / 1e6:.1f} MB"


def growth(a):
    print(f"{'words':>10}{'CPU s':>9}{'µs/word':>10}{'peak MB':>10}{'bytes/word':>12}")
    for size in a.growth:
        with tempfile.TemporaryDirectory() as tmp:
            older, newer, words = make(a.shared, tmp, size)
            command, _ = programs(a.redraft, older, newer)["redraft"]
            rounds = [run(command, os.devnull) for _ in range(a.rounds if size < 1_000_000 else 1)]
        seconds, peak = min(r[0] for r in rounds), max(r[1] for r in rounds)
        print(f"{words:10}{seconds:9.2f}{seconds / words * 1e6:10.2f}{peak / 1e6:10.1f}{peak / words:12.1f}", flush=True)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--words", type=int, default=500_000, help="words of the older draft")
    ap.add_argument("--rounds", type=int, default=5)
    ap.add_argument("--shared", default=os.environ.get("REDRAFT_SHARED", os.path.join(HERE, "../../shared")))
    ap.add_argument("--redraft", default=os.path.join(HERE, "../target/release/redraft"))
    ap.add_argument("--growth", type=lambda text: [int(n) for n in text.split(",")], help="sizes, parted by commas")
    a = ap.parse_args()
    (growth if a.growth else side_by_side)(a)
    print(floor())


if __name__ == "__main__":
    main()
