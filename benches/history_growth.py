#!/usr/bin/env python3
"""How the cost of a history grows: with the number of drafts, with their length, with how much changes.

    history_growth.py BINARY MAKE_DRAFTS [--rounds 3]

MAKE_DRAFTS is eval/make_drafts.py. Times `redraft blame --clause` (which reads and weaves all drafts and writes one clause) as a
whole process: the least CPU seconds of the rounds, and the peak memory. "one more" is the cost of the last draft: the
difference to the chain without it, over ten drafts.
"""
import argparse
import os
import subprocess
import sys
import tempfile

ROWS = [(5000, 10, .05), (5000, 100, .05), (50000, 10, .05), (50000, 50, .05), (50000, 100, .05), (50000, 100, .01), (200000, 10, .05)]


def run(binary, paths, rounds):
    best, peak = None, 0
    for _ in range(rounds):
        child = os.fork()
        if child == 0:
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, 1)
            os.dup2(null, 2)
            os.execv(binary, [binary, "blame", *paths, "--clause", "resolves 3"])
        _, status, usage = os.wait4(child, 0)
        if os.waitstatus_to_exitcode(status) not in (0, 1):
            sys.exit(f"exit {os.waitstatus_to_exitcode(status)}")
        cpu = usage.ru_utime + usage.ru_stime
        best, peak = min(best or cpu, cpu), max(peak, usage.ru_maxrss / 1024)
    return best, peak


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("binary")
    ap.add_argument("make_drafts")
    ap.add_argument("--rounds", type=int, default=3)
    a = ap.parse_args()
    binary = os.path.abspath(a.binary)
    print("| words a draft | drafts | edited a step | CPU s | peak MB | MB of drafts | one more, ms |\n|---:|---:|---:|---:|---:|---:|---:|")
    for words, drafts, edited in ROWS:
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([sys.executable, a.make_drafts, folder, "--words", str(words), "--drafts", str(drafts),
                            "--edited", str(edited), "--moved", ".01"], check=True)
            paths = [os.path.join(folder, f"draft-{n}.md") for n in range(1, drafts + 1)]
            size = sum(os.path.getsize(path) for path in paths) / 1e6
            cpu, peak = run(binary, paths, a.rounds)
            less, _ = run(binary, paths[:-min(10, drafts - 1)], a.rounds)
            more = (cpu - less) / min(10, drafts - 1) * 1000
            print(f"| {words:,} | {drafts} | {edited:.0%} | {cpu:.2f} | {peak:.0f} | {size:.1f} | {more:.1f} |", flush=True)


if __name__ == "__main__":
    main()
