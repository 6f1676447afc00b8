#!/usr/bin/env python3
"""What hostile input costs: makes it, runs redraft on it within bounds, and prints a table.

    hostile.py BINARY [--sizes 0.1,1,8,63] [--only WORD] [--growth] [--failed] [--write docs/ROBUSTNESS.md]

Each test is one thing again and again, up to a file of so many megabytes, and one command on it. A test passes if the
command ends with exit code 0, 1 or 2 (2: it was refused, with a message), within 10 seconds of CPU time and within ten
times its input in memory and 50 MB more: of a command on two drafts, that is both files. The process is stopped at 60
seconds, and gets no more memory than 16 GB. A process that any other signal ended has crashed, also one that ends itself
as it gets no more memory. What was refused or crashed is told with the reason.

With --growth, each test is run at two sizes, one twice the other, and the instructions are counted (perf, or else valgrind):
twice the input may take at most 2.6 times the instructions.

With --write, the table takes the place of the one in a file: all between the two marks in it, with how it was made.
"""
import argparse
import collections
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile

MEGABYTE = 1_000_000
MOST_CPU, MOST_TIMES, MOST_MORE = 10, 10, 50
STOP_CPU, STOP_MEMORY = 60, 16_000 * MEGABYTE
MOST_GROWTH = 2.6
SENTENCE = "that States should act together, in accordance with their capabilities, and report to the next session; "


def again(piece):
    return lambda size: (piece * (size // len(piece.encode()))).encode()


def in_clause(make):
    """The same as the words of a clause: only what has a label or a call before it is read as one."""
    head = b"resolves\n\n1 that "
    return lambda size: head + make(size)


def numbered(line, head="resolves\n\n"):
    """Clauses, each with its number where the line says {n}."""
    def make(size):
        out, total, n = [head], len(head), 0
        while total < size:
            n += 1
            out.append(line.replace("{n}", str(n)))
            total += len(out[-1].encode())
        return "".join(out).encode()
    return make


def both_ends(left, middle, right):
    """So many left ends, then as many right ends."""
    def make(size):
        count = size // len((left + right).encode())
        return (left * count + middle + right * count).encode()
    return make


def opened_everywhere(size):
    """Clauses that each open a bracket, and at the end all that close them: as many as fit the size."""
    out = ["resolves\n\n"]
    total, n = len(out[0]), 0
    while True:
        n += 1
        clause = f"{n} [to act\n\n"
        total += len(clause) + len("]")
        if total > size:
            return ("".join(out) + "]" * (n - 1)).encode()
        out.append(clause)


def other(text):
    """A newer draft: in each of a hundred stretches, a letter or a sign that is another one, a line
    or a few signs that are gone, or some that came; nowhere the middle of a letter."""
    signs = text.decode("utf-8")
    step = max(len(signs) // 100, 8)
    out = []
    for number, start in enumerate(range(0, len(signs), step)):
        part = signs[start:start + step]
        middle = len(part) // 2
        before, after = part[:middle], part[middle:]
        if number % 3 == 0:
            out.append(before + "b" + after[1:])
        elif number % 3 == 1:
            end = after.find("\n")
            out.append(before + after[end if 0 <= end < 200 else 3:])
        else:
            out.append(before + " it came " + after)
    newer = "".join(out).encode()
    assert newer != text or not text
    return newer


SHOW, CHECK = ["show", "{}"], ["check", "{}"]
BRACKETS, REFERENCES = ["brackets", "{}", "--to", "csv"], ["references", "{}"]
LIFT, DROP, RENUMBER = ["clean", "--brackets", "text", "{}"], ["clean", "--brackets", "drop", "{}"], ["clean", "--renumber", "{}"]
COMPARE, HISTORY, LIVES = ["compare", "{}", "{newer}"], ["history", "{}", "{newer}"], ["brackets", "{}", "{newer}"]
TWO_REFERENCES = ["references", "{}", "{newer}"]

UNITS = [
    ("prose", again(SENTENCE), "txt", [SHOW, COMPARE]),
    ("clauses", numbered("{n} " + SENTENCE + "\n\n"), "md", [SHOW, CHECK, RENUMBER, COMPARE, HISTORY, REFERENCES]),
    ("clauses alike but for a number", numbered("{n} that States act on paragraph {n} of the report;\n\n"), "md", [SHOW, CHECK, COMPARE]),
    ("equal clauses", numbered("{n} to report again;\n\n"), "md", [SHOW, CHECK, COMPARE, HISTORY]),
    ("lines of one letter", again("a\n"), "txt", [SHOW]),
    ("paragraphs of one letter", again("a\n\n"), "txt", [SHOW]),
    ("line ends", again("\n"), "txt", [SHOW]),
    ("spaces", again(" "), "txt", [SHOW]),
    ("one word", again("a"), "txt", [SHOW, COMPARE]),
    ("one number", again("7"), "txt", [SHOW, COMPARE, REFERENCES]),
    ("words of one letter", again("a "), "txt", [SHOW, COMPARE]),
    ("letters of Chinese", again("各"), "txt", [SHOW, COMPARE]),
    ("signs above letters", again("e\u0301"), "txt", [SHOW, COMPARE]),
    ("hyphens at line ends", again("ment-\n"), "txt", [SHOW]),
    ("strikes", again("~~"), "md", [SHOW]),
    ("struck letters", again("~~a~~ "), "md", [SHOW, COMPARE, RENUMBER]),
    ("dates struck", again("2014~~2016~~ "), "md", [SHOW]),
    ("stars", again("*"), "md", [SHOW]),
    ("letters between stars", again("*a"), "md", [SHOW]),
    ("underscores before stars", both_ends("_a ", "", "a* "), "md", [SHOW]),
    ("insertions opened", again("<ins>"), "md", [SHOW]),
    ("insertions in insertions", both_ends("<ins>a", " ~~b~~ ", "c</ins>"), "md", [SHOW]),
    ("spans that cross", both_ends("<ins>a<del>b", "", "c</ins>"), "md", [SHOW]),
    ("comments opened", again("<!--a"), "md", [SHOW]),
    ("our comments", again("<!-- redraft: kept -->"), "md", [SHOW]),
    ("links opened", again("[a](b"), "md", [SHOW]),
    ("names of links opened", again("[a][b"), "md", [SHOW]),
    ("defined links", again("[a]: b\n"), "md", [SHOW]),
    ("backslashes", again("\\"), "md", [SHOW]),
    ("substitutions opened", again("{~~"), "critic", [SHOW]),
    ("substitutions half done", again("{~~a~>"), "critic", [SHOW]),
    ("comments opened in CriticMarkup", again("{>>a"), "critic", [SHOW]),
    ("insertions opened in CriticMarkup", again("{++"), "critic", [SHOW]),
    ("substitutions", again("{~~a~>b~~} "), "critic", [SHOW, COMPARE]),
    ("opening brackets", in_clause(again("[")), "txt", [SHOW, BRACKETS]),
    ("closing brackets", in_clause(again("]")), "txt", [SHOW, BRACKETS]),
    ("empty brackets", in_clause(again("[]")), "txt", [BRACKETS, LIFT, DROP]),
    ("brackets", in_clause(again("[a] ")), "txt", [BRACKETS, LIFT, DROP, LIVES, CHECK]),
    ("brackets apart", in_clause(again("[a ")), "txt", [BRACKETS, LIVES]),
    ("brackets in brackets", in_clause(both_ends("[", "a", "]")), "txt", [BRACKETS, LIFT, DROP, LIVES]),
    ("brackets and words in brackets", in_clause(both_ends("[a ", "", "]")), "txt", [BRACKETS, LIFT, DROP, LIVES, HISTORY]),
    ("alternatives", in_clause(again("[shall][should] ")), "txt", [BRACKETS, LIFT, DROP, LIVES]),
    ("names with brackets", in_clause(again("M.[A")), "txt", [BRACKETS]),
    ("note signs opened", again("[^a"), "txt", [BRACKETS]),
    ("clauses that open a bracket", opened_everywhere, "md", [BRACKETS, LIFT, DROP, LIVES, COMPARE, CHECK]),
    ("clauses in brackets", numbered("{n} [to act]\n\n"), "md", [BRACKETS, LIFT, DROP, LIVES]),
    ("round brackets", in_clause(again("(a ")), "txt", [BRACKETS, CHECK]),
    ("options", again("Option 1:\n\na\n\n"), "txt", [BRACKETS, LIVES]),
    ("references", in_clause(again("resolves 1, ")), "txt", [REFERENCES, CHECK]),
    ("references in clauses", numbered("{n} to see to resolves {n} above;\n\n"), "md", [REFERENCES, TWO_REFERENCES, RENUMBER]),
    ("references to one label", again("resolves\n\n1 see resolves 1 above;\n\n"), "md", [REFERENCES, TWO_REFERENCES, CHECK]),
    ("resolutions", numbered("resolution {n}/1 and ", ""), "txt", [REFERENCES, CHECK]),
    ("resolutions of one number", again("resolution 1/2 and "), "txt", [REFERENCES, TWO_REFERENCES]),
    ("calls", again("resolves\n\n"), "txt", [SHOW, CHECK]),
    ("damaged labels", numbered("~~{n}{n}~~ to act;\n\n"), "md", [SHOW]),
    ("numbers in numbers", again("1.1."), "txt", [SHOW]),
    ("tables", again("| a "), "md", [SHOW]),
    ("quotations", again("> "), "md", [SHOW]),
    ("zero bytes and controls", again("\x01a"), "txt", [SHOW]),
]


def files(folder, make, ending, size, needs_newer):
    ending = "md" if ending == "critic" else ending
    older, newer = os.path.join(folder, "older." + ending), os.path.join(folder, "newer." + ending)
    # In a process of its own: a program that is started has the peak of this one, too, as the kernel counts.
    child = os.fork()
    if child == 0:
        text = make(size)
        with open(older, "wb") as file:
            file.write(text)
        if needs_newer:
            with open(newer, "wb") as file:
                file.write(other(text))
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert status == 0, "the input could not be made"
    return older, newer


def arguments(binary, command, older, newer, is_critic):
    more = ["--from", "critic"] if is_critic else []
    return [binary, *(word.replace("{}", older).replace("{newer}", newer) for word in command), *more]


def bounded():
    resource.setrlimit(resource.RLIMIT_CPU, (STOP_CPU, STOP_CPU + 1))
    resource.setrlimit(resource.RLIMIT_AS, (STOP_MEMORY, STOP_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def run(words):
    """Exit code, CPU seconds, peak memory in MB, and the first line of what was said."""
    with tempfile.TemporaryFile() as said:
        child = os.fork()
        if child == 0:
            os.dup2(os.open(os.devnull, os.O_RDWR), 0)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            os.dup2(said.fileno(), 2)
            bounded()
            os.execv(words[0], words)
        _, status, usage = os.wait4(child, 0)
        said.seek(0)
        line = said.readline(300).decode("utf-8", "replace").strip()
    return os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024 * 1.048576, line


def verdict(code, cpu, memory, megabytes):
    """What became of a run; `python3 -m doctest benches/hostile.py` tries it.

    >>> [verdict(code, 1, 50, 1) for code in (0, 1, 2, 3)]
    ['passed', 'passed', 'refused', 'exit 3']
    >>> verdict(0, 11, 61, 1), verdict(2, 1, 61, 1)
    ('slow, memory', 'memory')
    >>> verdict(-signal.SIGXCPU, 59, 50, 1), verdict(-signal.SIGKILL, 61, 50, 1)
    ('stopped', 'stopped')

    Whoever else ended it, that was not the limit of time.

    >>> [verdict(-number, 1, 50, 1) for number in (signal.SIGSEGV, signal.SIGABRT, signal.SIGKILL)]
    ['crashed (SIGSEGV)', 'crashed (SIGABRT)', 'crashed (SIGKILL)']
    """
    if code < 0:
        # The kernel looks at its clock now and then: it may count some more than the process took.
        is_at_the_limit = cpu > 0.9 * STOP_CPU
        is_stopped = code == -signal.SIGXCPU or code == -signal.SIGKILL and is_at_the_limit
        return "stopped" if is_stopped else f"crashed ({named(-code)})"
    if code not in (0, 1, 2):
        return f"exit {code}"
    too_much = [what for what, is_so in (("slow", cpu > MOST_CPU), ("memory", memory > MOST_TIMES * megabytes + MOST_MORE)) if is_so]
    return ", ".join(too_much) or ("refused" if code == 2 else "passed")


def named(number):
    """The name of a signal, where it has one."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def reason(said, *files):
    """What was said, without the name of the program and of the file, for a cell of a table."""
    for file in files:
        said = said.replace(file, "the file")
    return said.removeprefix("redraft: ").removeprefix("error: ").replace("|", "\\|")


def instructions(words):
    """How many instructions a run takes: perf counts fastest, if it is there and the processor lets it; else valgrind."""
    perf = shutil.which("perf")
    if perf:
        counted = subprocess.run([perf, "stat", "-x,", "-e", "instructions:u", *words], capture_output=True, preexec_fn=bounded)
        found = re.search(rb"^(\d+),,instructions:u", counted.stderr, re.M)
        if found:
            return int(found[1])
    grind = shutil.which("valgrind")
    if not grind:
        sys.exit("hostile.py: --growth counts instructions with perf, which cannot do so here, or with valgrind, which is not installed")
    counted = subprocess.run([grind, "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null", *words], capture_output=True)
    found = re.search(rb"I\s+refs:\s+([\d,]+)", counted.stderr)
    return int(found[1].replace(b",", b"")) if found else None


def growth(binary, tests, size, say):
    say("| test | command | instructions | twice the size | times |\n|---|---|---:|---:|---:|")
    failed = 0
    for name, make, ending, command in tests:
        counts = []
        for once in (size, 2 * size):
            with tempfile.TemporaryDirectory() as folder:
                older, newer = files(folder, make, ending, once, "{newer}" in command)
                counts.append(instructions(arguments(binary, command, older, newer, ending == "critic")))
        one, two = counts
        times = two / one if one and two else 0
        failed += not 0 < times <= MOST_GROWTH
        say(f"| {name} | {command[0]} | {one or 0:,} | {two or 0:,} | {times:.2f} |")
    return failed


def table(binary, tests, sizes, only_failed, say):
    say("| test | command | MB | CPU s | peak MB | verdict |\n|---|---|---:|---:|---:|---|")
    verdicts = collections.Counter()
    for name, make, ending, command in tests:
        for megabytes in sizes:
            with tempfile.TemporaryDirectory() as folder:
                older, newer = files(folder, make, ending, int(megabytes * MEGABYTE), "{newer}" in command)
                code, cpu, memory, said = run(arguments(binary, command, older, newer, ending == "critic"))
            both = megabytes * (2 if "{newer}" in command else 1)
            result = verdict(code, cpu, memory, both)
            is_bad = result not in ("passed", "refused")
            verdicts[result] += 1
            if is_bad or not only_failed:
                shown = "`" + " ".join(word for word in command if "{" not in word) + "`"
                shown += ", two drafts" if "{newer}" in command else ""
                told = f": {reason(said, older, newer)}" if code == 2 or code < 0 and said else ""
                say(f"| {name} | {shown} | {megabytes:g} | {cpu:.2f} | {memory:.0f} | {result}{told} |")
            if result == "stopped":
                break
    return verdicts


FIRST, LAST = "<!-- what hostile.py printed begins -->\n", "<!-- what hostile.py printed ends -->\n"


def put_into(path, lines):
    """Puts what was printed in the place of what was printed before."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    before, first, rest = text.partition(FIRST)
    _, last, after = rest.partition(LAST)
    if not (first and last):
        sys.exit(f"{path} has no place for the table: a line {FIRST.strip()}, and after it a line {LAST.strip()}")
    with open(path, "w", encoding="utf-8") as file:
        file.write(before + first + "\n" + "\n".join(lines) + "\n\n" + last + after)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("binary")
    ap.add_argument("--sizes", default="1,8,63", help="megabytes")
    ap.add_argument("--only", default="", help="tests whose name or command has this in it")
    ap.add_argument("--growth", action="store_true", help="count instructions at two sizes")
    ap.add_argument("--failed", action="store_true", help="show only what does not pass")
    ap.add_argument("--write", metavar="FILE", help="put the table into this file, between its marks")
    a = ap.parse_args()
    binary = os.path.abspath(a.binary)
    sizes = [float(size) for size in a.sizes.split(",")]
    tests = [(name, make, ending, command) for name, make, ending, commands in UNITS for command in commands
             if a.only in f"{name}: {' '.join(command)}"]
    lines = []

    def say(line):
        print(line, flush=True)
        lines.append(line)

    if a.growth:
        failed = growth(binary, tests, int(sizes[0] * MEGABYTE), say)
    else:
        verdicts = table(binary, tests, sizes, a.failed, say)
        failed = sum(count for what, count in verdicts.items() if what not in ("passed", "refused"))
    if a.growth:
        say(f"\n{len(tests)} tests at {sizes[0]:g} MB and twice that: {failed} did not pass.")
    else:
        say(f"\n{len(tests)} tests at {a.sizes} MB: " + ", ".join(f"{count} {what}" for what, count in verdicts.most_common()) + ".")
    if a.write:
        put_into(a.write, lines)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
