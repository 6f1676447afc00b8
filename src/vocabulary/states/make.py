#!/usr/bin/env python3
"""Writes the names of States in six languages, en.tsv … zh.tsv, from the Unicode CLDR.

To run it, in this folder:
    npm pack cldr-localenames-full && tar xzf cldr-localenames-full-*.tgz
    python3 make.py package
and take `package` away again. Forms that drafts use and the CLDR has not stand in drafts.tsv, groups in groups.tsv.
"""
import json
import pathlib
import sys

# Members and observers of the United Nations, and States that take part in conferences of specialized agencies.
CODES = """AD AE AF AG AL AM AO AR AT AU AZ BA BB BD BE BF BG BH BI BJ BN BO BR BS BT BW BY BZ CA CD CF CG CH CI CK CL CM
CN CO CR CU CV CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET EU FI FJ FM FR GA GB GD GE GH GM GN GQ GR GT GW GY HN HR HT HU
ID IE IL IN IQ IR IS IT JM JO JP KE KG KH KI KM KN KP KR KW KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MG MH MK ML
MM MN MR MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NR NU NZ OM PA PE PG PH PK PL PS PT PW PY QA RO RS RU RW SA SB SC SD
SE SG SI SK SL SM SN SO SR SS ST SV SY SZ TD TG TH TJ TL TM TN TO TR TT TV TZ UA UG US UY UZ VA VC VE VN VU WS YE ZA ZM
ZW""".split()
HEAD = """# Names of States, from the Unicode CLDR {version} (cldr-localenames-full); made by make.py.
# Copyright © 2004-2026 Unicode, Inc. Unicode License V3 (SPDX: Unicode-3.0), see LICENSE-UNICODE in this folder.
# code\tname\tother names…
"""


def names(territories, code):
    forms = [code, f"{code}-alt-short", f"{code}-alt-variant"]
    return list(dict.fromkeys(territories[form] for form in forms if form in territories))


def main(package):
    version = json.loads((package / "package.json").read_text())["version"]
    here = pathlib.Path(__file__).parent
    for language in ["en", "fr", "es", "ru", "ar", "zh"]:
        source = json.loads((package / "main" / language / "territories.json").read_text())
        territories = source["main"][language]["localeDisplayNames"]["territories"]
        rows = ["\t".join([code, *names(territories, code)]) for code in CODES]
        (here / f"{language}.tsv").write_text(HEAD.format(version=version) + "\n".join(rows) + "\n")


main(pathlib.Path(sys.argv[1]))
