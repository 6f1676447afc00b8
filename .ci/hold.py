#!/usr/bin/env python3
"""Hold the figures of a report against thresholds.

    report | hold.py THRESHOLDS

A report line reads `all pairs      P 0.9812 R 0.9790 F1 0.9801`: a name, then figures, each after its own name.
Every threshold must be found in the report, so that a report that says nothing fails.
"""
import re
import sys


def figures(report):
    found = {}
    for line in report:
        for match in re.finditer(r"\b([A-Za-z][A-Za-z0-9]*) ([0-9]*\.[0-9]+)", line):
            name = re.split(r"\s{2,}", line.strip())[0]
            found[name, match.group(1)] = float(match.group(2))
    return found


def main():
    found, failed = figures(sys.stdin), False
    for row in open(sys.argv[1], encoding="utf8"):
        if row.startswith("#") or not row.strip():
            continue
        name, figure, least = row.rstrip("\n").split("\t")
        value = found.get((name, figure))
        well = value is not None and value >= float(least)
        failed |= not well
        print(f"{'held  ' if well else 'FAILED'} {name}: {figure} {value} (at least {least})")
    sys.exit(failed)


if __name__ == "__main__":
    main()
