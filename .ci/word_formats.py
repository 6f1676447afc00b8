#!/usr/bin/env python3
"""Law 1 for formatting: of every redline, all changes rejected look like the older file, all accepted like the newer one.

    word_formats.py BINARY [--shared ../shared] [--only PART-OF-NAME] [--pair OLDER NEWER]

Every pair of the shared material and of fixtures/word is compared both ways; `BINARY clean --view base|revised` then gives
a file, and lxml alone reads it and the input it must equal: properties of paragraphs, runs, tables, rows, cells and
sections, styles by their names, lists by what their levels look like. Left out: what a tracked change cannot hold
(headers of a section, the look of a style itself) and what says nothing of the look (rsid, proofing, its language, fonts of scripts
that a run is not in).
Exit code 0 only if all hold.
"""
import argparse
import os
import subprocess
import sys
import tempfile
import zipfile
from concurrent.futures import ThreadPoolExecutor

from lxml import etree

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import word_pairs  # noqa: E402

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True)
SILENT = {"rsid", "noProof", "lang", "lastRenderedPageBreak", "proofErr"}
# What runs say of scripts that no letter of them is of.
OTHER_SCRIPTS = {"szCs", "bCs", "iCs"}
OTHER_FONTS = {"cs", "cstheme"}
EASTERN_FONTS = {"eastAsia", "eastAsiaTheme", "hint"}
APART = {"rPr", "sectPr", "headerReference", "footerReference", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange",
         "trPrChange", "tcPrChange", "tblGridChange", "tblPrExChange", "numberingChange"}
# Pairs whose newer file is marked by hand: it is not the look of the file that is compared, but of what the marks say.
BY_HAND = {"12-marked-by-hand", "12-marked-by-hand-back"}


def local(e):
    return etree.QName(e).localname if isinstance(e.tag, str) else ""


def value(e, name):
    child = e.find(W + name)
    return None if child is None else child.get(W + "val")


class Look:
    """How a file looks: one line a paragraph, table, row, cell and section."""

    def __init__(self, path):
        self.package = zipfile.ZipFile(path)
        self.styles = {s.get(W + "styleId"): f"{s.get(W + 'type')}/{(value(s, 'name') or '').lower()}" for s in self.part("styles", "style")}
        abstracts = {a.get(W + "abstractNumId"): "".join(self.canon(l) for l in a.findall(W + "lvl")) for a in self.part("numbering", "abstractNum")}
        self.lists = {n.get(W + "numId"): abstracts.get(value(n, "abstractNumId"), "") + "".join(self.canon(o) for o in n.findall(W + "lvlOverride"))
                      for n in self.part("numbering", "num")}
        self.lines = []
        root = etree.fromstring(self.package.read(self.main()), PARSER)
        self.blocks(root.find(W + "body"), "")
        for kind in ("footnote", "endnote"):
            self.notes = {n.get(W + "id"): n for n in self.part(kind + "s", kind)}
            for reference in root.iter(f"{W}{kind}Reference"):
                note = self.notes.get(reference.get(W + "id"))
                if note is not None:
                    self.blocks(note, kind)

    def main(self):
        return next((n for n in self.package.namelist() if n in ("word/document.xml", "word/document2.xml")), "word/document.xml")

    def part(self, name, child):
        if f"word/{name}.xml" not in self.package.namelist():
            return []
        return etree.fromstring(self.package.read(f"word/{name}.xml"), PARSER).findall(W + child)

    def canon(self, e):
        """An element as one line: order of attributes and properties, ids and rsids do not count."""
        name = local(e)
        if not name or name in SILENT or name in APART:
            return ""
        given = {etree.QName(k).localname: v for k, v in e.attrib.items() if "rsid" not in k}
        for tag, names in (("Style", self.styles if hasattr(self, "styles") else {}), ("numId", getattr(self, "lists", {}))):
            if name.endswith(tag) and "val" in given:
                given["val"] = str(names.get(given["val"], given["val"]))
        if given.get("val") in ("1", "true", "on") and len(given) == 1:
            given = {}
        inner = sorted(filter(None, (self.canon(c) for c in e)))
        return f"<{name}{''.join(f' {k}={v}' for k, v in sorted(given.items()))}{''.join(inner)}>"

    def look(self, run, text):
        """The properties of a run, without what they say of scripts that it is not in."""
        properties = run.find(W + "rPr")
        is_plain = all(ord(c) < 0x590 or 0x2000 <= ord(c) < 0x2c00 for c in text) and (properties is None or all(properties.find(W + flag) is None for flag in ("rtl", "cs")))
        if properties is None or not is_plain:
            return self.properties(run, "rPr")
        silent = OTHER_FONTS | EASTERN_FONTS if text.isascii() else OTHER_FONTS
        left = []
        for c in properties:
            if local(c) in OTHER_SCRIPTS:
                continue
            if local(c) == "rFonts":
                fonts = sorted((etree.QName(k).localname, v) for k, v in c.attrib.items() if etree.QName(k).localname not in silent)
                left.append(f"<rFonts {fonts}>" if fonts else "")
            else:
                left.append(self.canon(c))
        return "".join(sorted(filter(None, left)))

    def properties(self, e, name):
        inner = e.find(W + name)
        return "" if inner is None else "".join(sorted(filter(None, (self.canon(c) for c in inner))))

    def blocks(self, e, place):
        for c in e:
            name = local(c)
            if name == "p":
                self.paragraph(c, place)
            elif name == "tbl":
                if next(c.iter(W + "tr"), None) is None:
                    continue  # a table without a row is none: what takes its last row away takes it, too
                self.lines.append(f"{place}table {self.properties(c, 'tblPr')} {self.properties(c, 'tblGrid')}")
                self.blocks(c, place + "table/")
            elif name == "tr":
                self.lines.append(f"{place}row {self.properties(c, 'trPr')} {self.properties(c, 'tblPrEx')}")
                self.blocks(c, place + "row/")
            elif name == "tc":
                self.lines.append(f"{place}cell {self.properties(c, 'tcPr')}")
                self.blocks(c, place + "cell/")
            elif name == "sectPr":
                self.lines.append(f"{place}section {''.join(sorted(filter(None, (self.canon(x) for x in c))))}")
            elif name in ("sdt", "sdtContent", "customXml", "smartTag"):
                self.blocks(c, place)

    def paragraph(self, p, place):
        runs = []
        for r in p.iter(W + "r"):
            if any(local(a) == "txbxContent" for a in r.iterancestors()) and p not in (r.getparent(),):
                if next(a for a in r.iterancestors() if local(a) == "p") is not p:
                    continue
            text = "".join(self.text(c) for c in r)
            if not text:
                continue
            look = self.look(r, text)
            if runs and runs[-1][1] == look:
                runs[-1][0] += text
            else:
                runs.append([text, look])
        if not any(text.strip() for text, _ in runs):
            return  # blank paragraphs are no one's words
        properties = p.find(W + "pPr")
        self.lines.append(f"{place}paragraph {self.properties(p, 'pPr')} {runs}")
        if properties is not None and properties.find(W + "sectPr") is not None:
            self.blocks([properties.find(W + "sectPr")], place)

    def text(self, c):
        name = local(c)
        if name in ("t", "delText"):
            return c.text or ""
        if name in ("instrText", "delInstrText"):
            return "{" + (c.text or "") + "}"
        return {"tab": "\t", "br": "\n", "cr": "\n", "drawing": "\ufffc", "pict": "\ufffc", "object": "\ufffc", "AlternateContent": "\ufffc",
                "footnoteReference": "\u2020", "endnoteReference": "\u2021", "sym": "\u2022", "noBreakHyphen": "\u2011"}.get(name, "")


def difference(got, want):
    for a, b in zip(got, want):
        if a != b:
            at = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
            start = max(0, at - 60)
            return f"…{a[start:at + 140]!r}\n    instead of …{b[start:at + 140]!r}"
    return f"{len(got)} lines instead of {len(want)}: {(got[len(want):] or want[len(got):])[0][:160]!r}"


def clean(binary, path, view, out):
    subprocess.run([binary, "clean", path, "--view", view, "-o", out], check=True, capture_output=True, timeout=120)
    return Look(out).lines


def faults(pair, binary, folder):
    if pair.trouble:
        return [pair.trouble]
    out = []
    for view, source in (("base", pair.older), ("revised", pair.newer)):
        made, plain = (os.path.join(folder, f"{pair.name}.{name}.docx") for name in (view, view + "-want"))
        try:
            got, want = clean(binary, pair.out, view, made), clean(binary, source, "revised", plain)
            if got != want:
                out.append(f"{view}: {difference(got, want)}")
        except Exception as error:  # a broken file is a fault of the pair, not the end of the run
            out.append(f"{view}: {type(error).__name__}: {str(error)[:200]}")
    return out


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("binary")
    ap.add_argument("--shared", default=os.path.join(HERE, "../../shared"))
    ap.add_argument("--only", default="", metavar="PART-OF-NAME")
    ap.add_argument("--pair", nargs=2, metavar=("OLDER", "NEWER"))
    a = ap.parse_args()
    binary = os.path.abspath(a.binary)
    with tempfile.TemporaryDirectory() as folder:
        if a.pair:
            pairs = [word_pairs.Pair("pair", *a.pair)]
            pairs[0].write(binary, folder)
        else:
            pairs = [p for p in word_pairs.redlines(a.shared, binary, folder) if a.only in p.name and p.name not in BY_HAND]
        with ThreadPoolExecutor(2) as pool:
            results = list(pool.map(lambda pair: faults(pair, binary, folder), pairs))
    for pair, found in zip(pairs, results):
        for fault in found:
            print(f"{pair.name}\t{fault}")
    good = sum(not found for found in results)
    print(f"formats: {good} of {len(pairs)} redlines look like both files")
    return good != len(pairs)


if __name__ == "__main__":
    sys.exit(main())
