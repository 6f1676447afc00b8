#!/usr/bin/env python3
"""Real Word files and what hands made of them: are the redlines right?

    word_edited.py BINARY [--shared ../shared] [--seeds 0-99] [--most 8] [--keep FOLDER] [--only NAME]

Every seed takes a Word file of the shared material or of the fixtures and makes some edits in its XML that people make in Word: words change,
paragraphs come, go, move, are split and merged, rows and tables come, go and move, runs change their look, fields are torn apart. The file and
what became of it are compared both ways; of each redline is asked what word_strangers.py asks: both texts, both looks, sound marks.
"""
import argparse
import copy
import glob
import os
import random
import sys
import tempfile
import zipfile

from lxml import etree

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import word_formats  # noqa: E402
import word_pairs  # noqa: E402
import word_strangers  # noqa: E402

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
WORDS = "shall should encourages States the of and not timely finance [adequate] mobilize paragraph 3 Article review".split()
# What stands in pairs that an edit must not part, as Word would not.
PAIRED = ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd")
# What has a number or a part of its own: a copy of it would be no sound file.
SINGULAR = ("footnoteReference", "endnoteReference", "drawing", "pict", "object", "commentReference")


def w(name):
    return f"{{{W}}}{name}"


class Editor:
    """Somebody at work on the body of a file."""

    def __init__(self, root, r):
        self.root, self.r = root, r

    def words(self, most):
        return " ".join(self.r.choice(WORDS) for _ in range(self.r.randint(1, most)))

    def one(self, found):
        found = list(found)
        return self.r.choice(found) if found else None

    def paragraphs(self):
        return [p for p in self.root.iter(w("p")) if next(p.iterancestors(w("txbxContent")), None) is None]

    def free(self):
        """Paragraphs that may go, or stand elsewhere."""
        return [p for p in self.paragraphs() if is_free(p)]

    def texts(self, within=None):
        texts = (self.root if within is None else within).iter(w("t"))
        return [t for t in texts if (t.text or "").strip() and next(t.iterancestors(w("del"), w("moveFrom")), None) is None]

    def tables(self):
        return [t for t in self.root.iter(w("tbl")) if t.getparent().tag == w("body") and is_whole(t)]

    def rows(self):
        return [row for row in self.root.iter(w("tr")) if row.getparent().tag == w("tbl") and is_whole(row)]

    def change_words(self):
        text = self.one(self.texts())
        if text is None:
            return
        words = text.text.split(" ")
        at = self.r.randrange(len(words))
        words[at:at + self.r.randint(0, 3)] = [self.words(4)] if self.r.random() < .7 else []
        text.text = " ".join(words)
        text.set(SPACE, "preserve")

    def delete_paragraph(self):
        free = self.free()
        if len(free) > 1:
            self.r.choice(free).drop()

    def insert_paragraph(self):
        paragraph = self.one(p for p in self.free() if is_plain(p))
        if paragraph is not None:
            paragraph.addnext(self.rewritten(paragraph))

    def rewritten(self, element):
        new = copy.deepcopy(element)
        for text in self.texts(new):
            text.text = self.words(6)
        return new

    def move_paragraph(self):
        free = [p for p in self.free() if p.getparent().tag == w("body")]
        if len(free) > 2:
            one, other = self.r.sample(free, 2)
            other.addnext(one)

    def split_paragraph(self):
        paragraph = self.one(p for p in self.paragraphs() if p.getparent().tag == w("body") and is_whole(p) and len(p.findall(w("r"))) > 1)
        if paragraph is not None:
            split(paragraph, self.r.choice(paragraph.findall(w("r"))[1:]))

    def tear_field(self):
        paragraph = self.one(p for p in self.paragraphs() if p.getparent().tag == w("body") and p.find(f"{w('r')}/{w('fldChar')}") is not None)
        if paragraph is not None:
            split(paragraph, self.one(run for run in paragraph.findall(w("r")) if run.find(w("fldChar")) is not None))

    def merge_paragraphs(self):
        free = set(self.free())
        paragraph = self.one(p for p in free if p.getnext() in free)
        if paragraph is not None:
            following = paragraph.getnext()
            paragraph.extend(child for child in list(following) if child.tag != w("pPr"))
            following.drop()

    def insert_run(self):
        paragraph = self.one(self.paragraphs())
        if paragraph is None:
            return
        run = etree.Element(w("r"))
        etree.SubElement(run, w("t"), {SPACE: "preserve"}).text = " " + self.words(5)
        beside = self.one(child for child in paragraph if child.tag != w("pPr"))
        beside.addnext(run) if beside is not None else paragraph.append(run)

    def delete_run(self):
        runs = (run for run in self.root.iter(w("r")) if run.getparent().tag == w("p"))
        run = self.one(run for run in runs if run.find(w("fldChar")) is None and run.find(w("instrText")) is None)
        if run is not None:
            run.drop()

    def delete_row(self):
        row = self.one(row for row in self.rows() if len(row.getparent().findall(w("tr"))) > 1)
        if row is not None:
            row.drop()

    def insert_row(self):
        row = self.one(row for row in self.rows() if is_plain(row))
        if row is not None:
            row.addnext(self.rewritten(row))

    def swap_rows(self):
        row = self.one(row for row in self.rows() if row.getnext() is not None and row.getnext().tag == w("tr"))
        if row is not None:
            row.getnext().addnext(row)

    def delete_table(self):
        table = self.one(self.tables())
        if table is not None:
            table.drop()

    def move_table(self):
        table, beside = self.one(self.tables()), self.one(p for p in self.paragraphs() if p.getparent().tag == w("body"))
        if table is not None and beside is not None:
            beside.addnext(table)

    def embolden(self):
        run = self.one(self.root.iter(w("r")))
        if run is None:
            return
        properties = run.find(w("rPr"))
        if properties is None:
            properties = etree.Element(w("rPr"))
            run.insert(0, properties)
        bold = properties.find(w("b"))
        if bold is not None:
            properties.remove(bold)
        else:
            is_styled = len(properties) and properties[0].tag in (w("rStyle"), w("rFonts"))
            properties.insert(sum(child.tag in (w("rStyle"), w("rFonts")) for child in properties[:2]) if is_styled else 0, etree.Element(w("b")))

    EDITS = (6 * [change_words] + 2 * [delete_paragraph, insert_paragraph, move_paragraph, split_paragraph, merge_paragraphs]
             + [insert_run, delete_run, delete_row, insert_row, swap_rows, delete_table, move_table, embolden, tear_field])


class Node(etree.ElementBase):
    """An element that can leave, while the text after it stays."""

    def drop(self):
        self.getparent().remove(self)


def parser():
    made = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    made.set_element_class_lookup(etree.ElementDefaultClassLookup(element=Node))
    return made


def is_whole(element):
    """Whether nothing begins in it that ends outside of it."""
    kinds = [part.get(w("fldCharType")) for part in element.iter(w("fldChar"))]
    return kinds.count("begin") == kinds.count("end") and all(element.find(f".//{w(name)}") is None for name in PAIRED)


def is_free(paragraph):
    parent = paragraph.getparent()
    is_needed = parent.tag == w("tc") and (len(parent.findall(w("p"))) < 2 or paragraph.getnext() is None)
    ends_section = paragraph.find(f"{w('pPr')}/{w('sectPr')}") is not None
    return parent.tag in (w("body"), w("tc")) and not is_needed and not ends_section and is_whole(paragraph)


def is_plain(element):
    return all(element.find(f".//{w(name)}") is None for name in SINGULAR)


def split(paragraph, at):
    """Parts a paragraph before one of its children."""
    new = paragraph.makeelement(w("p"))
    properties = paragraph.find(w("pPr"))
    if properties is not None:
        new.append(copy.deepcopy(properties))
        for one in list(new.iter(w("sectPr"), w("pPrChange"))):
            one.getparent().remove(one)
    children = list(paragraph)
    new.extend(children[children.index(at):])
    paragraph.addnext(new)


def edited(source, out, r, most):
    """Writes the file with some edits in its body; says which."""
    told = []
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml" and f"\"{W}\"".encode() in content:
                root = etree.fromstring(content, parser())
                editor = Editor(root, r)
                for _ in range(r.randint(1, most)):
                    edit = r.choice(Editor.EDITS)
                    edit(editor)
                    told.append(edit.__name__)
                content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            new.writestr(name, content)
    return told


def arguments(about, most, seeds):
    """The command line of a script that takes real files by seeds, and the files that it may take."""
    ap = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("binary")
    ap.add_argument("--shared", default=os.path.join(HERE, "../../shared"))
    ap.add_argument("--seeds", default=seeds)
    ap.add_argument("--most", type=int, default=most)
    ap.add_argument("--keep", metavar="FOLDER")
    ap.add_argument("--only", default="", metavar="PART-OF-NAME")
    a = ap.parse_args()
    a.binary = os.path.abspath(a.binary)
    sys.path.insert(0, os.path.join(a.shared, "eval"))
    files = sorted(glob.glob(os.path.join(a.shared, "corpus/docx/*/*.docx"))) + sorted(glob.glob(os.path.join(HERE, "../fixtures/word/*.docx")))
    # Marks by hand are read as changes there, which is not what this asks.
    a.files = [path for path in files if a.only in path and os.path.basename(path).split(".")[0] not in word_formats.BY_HAND]
    first, last = map(int, a.seeds.split("-"))
    a.seeds = range(first, last + 1)
    return a


def main():
    a = arguments(__doc__, most=8, seeds="0-99")
    import docx_views
    good = count = 0
    with tempfile.TemporaryDirectory() as made_in:
        folder = a.keep or made_in
        os.makedirs(folder, exist_ok=True)
        for seed in a.seeds:
            r = random.Random(seed)
            source = r.choice(a.files)
            name = f"{seed}-{os.path.splitext(os.path.basename(source))[0]}"
            newer = os.path.join(folder, f"{name}.edited.docx")
            edits = edited(source, newer, r, a.most)
            pair = word_pairs.Pair(name, source, newer)
            unsound = lambda one: word_strangers.unsound(one, a.binary, folder, docx_views)  # noqa: E731
            good += word_strangers.both_ways(pair, unsound, " ".join(edits))
            count += 2
    print(f"edited: {good} of {count} redlines hold")
    return good != count


if __name__ == "__main__":
    sys.exit(main())
