#!/usr/bin/env python3
"""redraft beside the programs that write redlines of Word files, on the same files, in one run.

    word_side_by_side.py [--clauses 200,1000,3000] [--rounds 3] [--shared ../shared] [--redraft target/release/redraft]

Files: the real pairs of the shared material, and drafts of numbered clauses from word_drafts.py (9 % edited, 3 moved, 5
inserted). Programs that are on the PATH take turns: stemma (cargo install stemma-cli), docx-trackdiff and jubarte-redlines
(pip install); Docxodus and Open-Xml-PowerTools where REDLINES_PYTHON names a Python that has python-redlines with both
engines; LibreOffice's Compare Documents, kept warm over UNO (.ci/office.py), so that its start is not counted. CPU seconds are user plus system time of the program and its children, the best round counts, the peak is of resident
memory (os.wait4). "exact" says for how many files accepting all gives the newer text and rejecting all the older, by the
independent reader docx_views.py of the shared material (needs lxml).
"""
import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../.ci"))
from office import Office  # noqa: E402

LONGEST = 120  # CPU seconds: a program that takes longer is stopped, and says so in the table; LibreOffice by the clock
# The limit is inherited; what this itself needs is a few hundredths of a second.
MEASURE = """
import os, resource, sys
command = sys.argv[2:]
devnull = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_WRONLY, 0) for fd in (1, 2)]
resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[1]), int(sys.argv[1])))
child = os.posix_spawnp(command[0], command, os.environ, file_actions=devnull)
_, status, usage = os.wait4(child, 0)
print(os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss)
"""
# The engines of python-redlines are called through a line of Python each.
ENGINE = """
import sys
import python_redlines.engines as e
older, newer = (open(p, "rb").read() for p in sys.argv[2:4])
redline, *_ = getattr(e, sys.argv[1])().run_redline("bench", older, newer)
open(sys.argv[4], "wb").write(redline)
"""


class Warm:
    """LibreOffice, kept running: the CPU seconds of one comparison are what its processes used meanwhile."""

    def __init__(self, office):
        self.office = office
        self.processes = []

    def __call__(self, older, newer, out):
        older, newer, out = (os.path.abspath(path) for path in (older, newer, out))
        if not self.processes:
            self.office.ask(do="texts", path=older, changes="accept")  # it starts
            self.processes = children(self.office.process.pid)
        before = sum(map(ticks, self.processes))
        try:
            self.office.ask(do="compare", older=older, newer=newer, out=out, seconds=LONGEST)
            code = 0
        except RuntimeError:
            code, self.processes = 2, []
        seconds = (sum(map(ticks, self.processes)) - before) / os.sysconf("SC_CLK_TCK")
        return code, seconds, max(map(resident, self.processes), default=0)


def children(process):
    """The processes below this one."""
    out = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            parent = int(open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue
        if parent == process:
            out += [int(pid), *children(int(pid))]
    return out


def ticks(process):
    fields = open(f"/proc/{process}/stat").read().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])


def resident(process):
    """Peak resident memory in MB."""
    line = next((line for line in open(f"/proc/{process}/status") if line.startswith("VmHWM")), "VmHWM: 0")
    return int(line.split()[1]) / 1024


def run(command):
    if callable(command):
        return command()
    done = subprocess.run([sys.executable, "-I", "-S", "-c", MEASURE, str(LONGEST), *command], stdout=subprocess.PIPE, text=True, check=True)
    code, seconds, peak = done.stdout.split()
    return int(code), float(seconds), int(peak) / 1024


def programs(binary):
    found = {"redraft": lambda o, n, out: [binary, "compare", o, n, "-o", out],
             "redraft, unproved": lambda o, n, out: [binary, "compare", o, n, "--no-verify", "-o", out]}
    if shutil.which("stemma"):
        found["stemma"] = lambda o, n, out: ["stemma", "compare", o, n, "-o", out]
    if shutil.which("docx-trackdiff"):
        found["docx-trackdiff"] = lambda o, n, out: ["docx-trackdiff", o, n, out]
    if shutil.which("jubarte-redlines"):
        found["jubarte"] = lambda o, n, out: ["jubarte-redlines", "compare", o, n, "-o", out]
    if Office.missing() is None:
        warm = Warm(Office())
        found["LibreOffice, warm"] = lambda o, n, out: lambda: warm(o, n, out)
    python = os.environ.get("REDLINES_PYTHON")
    for name, engine in (("Docxodus", "DocxodusEngine"), ("Open-Xml-PowerTools", "XmlPowerToolsEngine")):
        if python:
            found[name] = lambda o, n, out, engine=engine: [python, "-c", ENGINE, engine, o, n, out]
    return found


def texts(views, path, mode):
    return [text for _, text in views.views(path, mode) if text.strip()]


def is_exact(views, out, older, newer):
    try:
        return (texts(views, out, "reject") == texts(views, older, "accept")
                and texts(views, out, "accept") == texts(views, newer, "accept"))
    except Exception:  # a file that cannot be read is not exact
        return False


def measure(all_programs, pairs, rounds, views):
    """name -> for each pair: best CPU seconds, peak MB, exact, changes"""
    results = {name: [] for name in all_programs}
    with tempfile.TemporaryDirectory() as folder:
        for older, newer in pairs:
            for name, command in all_programs.items():
                best, peak, good = None, 0, False
                for k in range(rounds):
                    out = os.path.join(folder, "out.docx")
                    if os.path.exists(out):
                        os.remove(out)
                    code, seconds, memory = run(command(older, newer, out))
                    peak = max(peak, memory)
                    if code in (0, 1) and os.path.exists(out):
                        best = seconds if best is None else min(best, seconds)
                        good = k == 0 and is_exact(views, out, older, newer) or good
                    elif k == 0:
                        break
                results[name].append((best, peak, good))
    return results


def table(title, results):
    print(f"\n{title}", flush=True)
    print(f"{'program':<22} {'median CPU s':>12} {'sum CPU s':>10} {'peak MB':>8} {'exact':>9} {'failed':>7}")
    for name, rows in results.items():
        times = [seconds for seconds, _, _ in rows if seconds is not None]
        median = f"{statistics.median(times):.3f}" if times else "-"
        print(f"{name:<22} {median:>12} {sum(times):>10.3f} {max(peak for _, peak, _ in rows):>8.1f} "
              f"{sum(good for _, _, good in rows):>4}/{len(rows):<4} {len(rows) - len(times):>7}")


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--clauses", default="200,1000,3000")
    ap.add_argument("--rounds", type=int, default=3)
    ap.add_argument("--shared", default=os.path.join(HERE, "../../shared"))
    ap.add_argument("--pairs", type=int, help="only so many of the real pairs")
    ap.add_argument("--redraft", default=os.path.join(HERE, "../target/release/redraft"))
    a = ap.parse_args()
    sys.path.insert(0, os.path.join(a.shared, "eval"))
    import docx_views
    found = programs(a.redraft)
    folder = os.path.join(a.shared, "corpus/docx")
    rows = [line.split("\t") for line in open(os.path.join(folder, "pairs.tsv"), encoding="utf8") if line.strip() and line[0] != "#"]
    pairs = [(os.path.join(folder, "pairs", row[1]), os.path.join(folder, "pairs", row[2])) for row in rows][:a.pairs]
    table(f"{len(pairs)} real pairs", measure(found, pairs, a.rounds, docx_views))
    for count in filter(None, a.clauses.split(",")):
        with tempfile.TemporaryDirectory() as made:
            maker = os.path.join(HERE, "word_drafts.py")
            subprocess.run([sys.executable, maker, made, "--clauses", count], check=True)
            pair = (os.path.join(made, "older.docx"), os.path.join(made, "newer.docx"))
            table(f"{count} typed clauses", measure(found, [pair], 1, docx_views))


if __name__ == "__main__":
    main()
