#!/usr/bin/env python3
"""Two Word drafts of many numbered clauses, made up: some clauses edited, a few moved, a few inserted.

    word_drafts.py FOLDER [--clauses 3000] [--edited 0.09] [--moved 3] [--inserted 5] [--automatic]

Writes older.docx and newer.docx. Labels are typed ("12.", a tab, the text) unless --automatic asks for Word's own numbers.
Standard library only; the same arguments give the same bytes.
"""
import argparse
import os
import random
import zipfile
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORDS = """access accountability actors affordable agencies Agenda appropriate broadband capacity challenges civil commitment
communities connectivity cooperation countries cybersecurity developing development digital disability divide economic
education efforts enabling environment equality facilitate financing framework Governments health human implementation
inclusive information infrastructure innovation institutions international knowledge local measures Member States
mobilization multilateral national objectives opportunities organizations outcomes participation parties partnerships
policies poverty principles private processes programmes progress promote public regional relevant reporting resilience
resources rights rural science sector services sharing society stakeholders strategies strengthen sustainable systems
technical technology trade training transfer transparency United Nations universal vulnerable women youth""".split()
VERBS = "Calls upon,Decides,Encourages,Invites,Notes,Reaffirms,Recalls,Recognizes,Requests,Stresses,Urges,Welcomes".split(",")


def sentence(rng, words):
    middle = " ".join(rng.choice(WORDS) for _ in range(words))
    return f"{rng.choice(VERBS)} {middle} {rng.randint(1, 99999)};"


def edited(rng, text):
    words = text.split(" ")
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(1, len(words) - 1)
        what = rng.random()
        if what < 0.4:
            words[at] = rng.choice(WORDS)
        elif what < 0.7:
            words.insert(at, rng.choice(WORDS))
        else:
            del words[at]
    return " ".join(words)


def paragraph(number, text, automatic):
    if automatic:
        properties = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        label = ""
    else:
        properties = '<w:pPr><w:tabs><w:tab w:val="left" w:pos="567"/></w:tabs><w:jc w:val="both"/></w:pPr>'
        label = f"<w:r><w:t>{number}.</w:t><w:tab/></w:r>"
    verb, rest = text.split(" ", 1)
    return (f'<w:p>{properties}{label}<w:r><w:rPr><w:i/></w:rPr><w:t xml:space="preserve">{escape(verb)} </w:t></w:r>'
            f"<w:r><w:t>{escape(rest)}</w:t></w:r></w:p>")


def write(path, clauses, automatic):
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    body = "".join(paragraph(n, text, automatic) for n, text in enumerate(clauses, 1))
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override '
        'PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{R}/numbering" Target="numbering.xml"/></Relationships>',
        "word/numbering.xml": f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/><w:lvlJc w:val="left"/></w:lvl></w:abstractNum><w:num w:numId="1">'
        '<w:abstractNumId w:val="0"/></w:num></w:numbering>',
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>The General Assembly,</w:t></w:r></w:p>{body}'
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, text in parts.items():
            out.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), (head + text).encode(), zipfile.ZIP_DEFLATED)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("folder")
    ap.add_argument("--clauses", type=int, default=3000)
    ap.add_argument("--edited", type=float, default=0.09)
    ap.add_argument("--moved", type=int, default=3)
    ap.add_argument("--inserted", type=int, default=5)
    ap.add_argument("--automatic", action="store_true")
    a = ap.parse_args()
    rng = random.Random(a.clauses)
    os.makedirs(a.folder, exist_ok=True)
    older = [sentence(rng, rng.randint(38, 58)) for _ in range(a.clauses)]
    newer = [edited(rng, text) if rng.random() < a.edited else text for text in older]
    for _ in range(a.moved):
        clause = newer.pop(rng.randrange(len(newer)))
        newer.insert(rng.randrange(len(newer)), clause)
    for _ in range(a.inserted):
        newer.insert(rng.randrange(len(newer)), sentence(rng, rng.randint(38, 58)))
    write(os.path.join(a.folder, "older.docx"), older, a.automatic)
    write(os.path.join(a.folder, "newer.docx"), newer, a.automatic)


if __name__ == "__main__":
    main()
