#!/usr/bin/env python3
"""What memory `redraft serve` takes for drafts of many shapes: the figures behind src/serve/weigh.rs.

    serve_memory.py REDRAFT [--bytes 100000] [--only WORD] [--weigh src/serve/weigh.rs]

Each shape gets a server of its own (Linux). Its allocator gives freed memory back to the system at
once (MIMALLOC_PURGE_DELAY=0): otherwise what one step freed would hide what the next one takes. The
peak of each step is what the system saw (VmHWM, set back before the step) above what was in memory
before. A piece of a file is what weigh.rs counts: a line that is not blank, a place within a line
where another clause may begin, a sign of a mark, a tag, a quarter of a value of JSON. What is read is counted as paragraphs, runs and findings, and each
passage as four. Of each step the megabytes are told, the bytes for each byte and for each piece, and
the hundredths that they are of what weigh.rs asks for. A shape of many pieces says nothing of what a
byte costs, nor one of few pieces what a piece does; the hundredths are what counts.

Reports and what is made of them are measured of two drafts that are all but alike, and of a draft of
one clause beside one of the shape; that which takes more of what is asked for is told. The script
fails if a step takes more than that.
"""
import argparse
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
import zipfile

import hostile

MEGABYTE = 1_000_000
TAKEN = ["redline?", "report.json?", "take/redline.md?", "take/redline.docx?", "take/page.html?", "take/clean.md?renumber=true&",
         "take/clean.docx?", "take/brackets.csv?", "take/lives.csv?", "take/brackets.xlsx?"]
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


class Server:
    def __init__(self, binary):
        self.child = subprocess.Popen([binary, "serve"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                                      env=os.environ | {"MIMALLOC_PURGE_DELAY": "0"})
        self.base = self.child.stdout.readline().strip()
        # What is made once, and kept, is no part of what a draft takes.
        one, two = (json.loads(self.ask("POST", f"drafts?name={name}", text)[1])["number"] for name, text in
                    (("a.md", b"resolves\n\n1 to act [soon];\n"), ("b.docx", word("<w:p><w:r><w:t>1 to act [soon]</w:t></w:r></w:p>")(100))))
        for what in ["summary?", *TAKEN]:
            self.ask("GET", f"{what}drafts={one}.{two}")
        for number in (one, two):
            self.ask("DELETE", f"drafts/{number}")

    def ask(self, method, path, body=None):
        try:
            with urllib.request.urlopen(urllib.request.Request(self.base + path, body, method=method), timeout=60) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()
        except TimeoutError:
            return 0, b'{"message": "it takes longer than a minute"}'

    def memory(self, which):
        with open(f"/proc/{self.child.pid}/status", encoding="utf8") as about:
            return int(re.search(which + r":\s+(\d+)", about.read())[1]) * 1024

    def step(self, *request):
        """What a request takes at its peak, and what stays; in bytes."""
        with open(f"/proc/{self.child.pid}/clear_refs", "w", encoding="utf8") as reset:
            reset.write("5")
        before = self.memory("VmRSS")
        status, body = self.ask(*request)
        return status, body, self.memory("VmHWM") - before, self.memory("VmRSS") - before


def word(paragraph, picture=b""):
    def make(size):
        text = paragraph * (size // len(paragraph))
        parts = {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="png" ContentType="image/png"/>'
            '<Override PartName="/word/document.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
            "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
            '</Relationships>',
            "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{text}</w:body></w:document>',
        }
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, part in parts.items():
                archive.writestr(name, part)
            if picture:
                archive.writestr("word/media/image1.png", picture)
        return out.getvalue()
    return make


def rows(before, piece, after):
    def make(size):
        return (before + ",".join([piece] * (size // (len(piece) + 1))) + after).encode()
    return make


def utf16(make):
    return lambda size: make(size).decode().encode("utf-16")


JSON = '{"redraft":1,"kind":"draft",'
CLAUSE = '{"change":"kept","runs":[]}'
RUN = '<w:r><w:t>a</w:t></w:r>'
SHAPES = [(name, make, "md" if ending == "critic" else ending) for name, make, ending, _ in hostile.UNITS] + [
    ("lists in one line", hostile.again("1. to: " + "".join(f"({letter}) a; " for letter in "abcdefghijklmnopqrstuvwxyz") + "\n\n"), "txt"),
    ("verbs in one line", hostile.again("The General Assembly, " + "Noting, " * 39 + "\n\n"), "txt"),
    ("two labels in a line", hostile.again("1. (a) a\n\n"), "txt"),
    ("titles with labels behind them", hostile.again("Aa 1.\n\n"), "txt"),
    ("UTF-16: clauses", utf16(hostile.numbered("{n} to act.\n")), "txt"),
    ("UTF-16: other line ends", utf16(hostile.again("各 to act\u2028")), "txt"),
    ("UTF-16: Chinese", utf16(hostile.again("各")), "txt"),
    ("Windows-1252: letters with accents", lambda size: b"\xe9" * size, "txt"),
    ("JSON: clauses", rows(JSON + '"sections":[{"call":"","ordinal":1,"clauses":[', CLAUSE, "]}]}"), "json"),
    ("JSON: runs", rows(JSON + '"sections":[{"call":"","ordinal":1,"clauses":[{"change":"kept","runs":[', '{"change":"kept","text":"a"}', "]}]}]}"), "json"),
    ("JSON: heads", rows(JSON + '"sections":[', '{"call":"","ordinal":1,"head":{"kind":"call","change":"kept","runs":[]}}', "]}"), "json"),
    ("JSON: others", rows(JSON + '"other":[', '{"kind":"note","at":1,"change":"kept","runs":[]}', "]}"), "json"),
    ("JSON: numbers of nothing", rows(JSON + '"x":[', "0", "]}"), "json"),
    ("JSON: words of nothing", rows(JSON + '"x":[', '""', "]}"), "json"),
    ("JSON: objects of nothing", rows(JSON + '"x":[', '{"a":0}', "]}"), "json"),
    ("Word: empty paragraphs", word("<w:p/>"), "docx"),
    ("Word: paragraphs of a letter", word(f"<w:p>{RUN}</w:p>"), "docx"),
    ("Word: runs of a letter", word(f"<w:p>{RUN * 50}</w:p>"), "docx"),
    ("Word: changes of a letter", word("<w:p>" + '<w:del w:id="1" w:author="a"><w:r><w:delText>a</w:delText></w:r></w:del>' * 20 + "</w:p>"), "docx"),
    ("Word: passages", word("<w:p><w:r><w:t>1. [to act]</w:t></w:r></w:p>"), "docx"),
    ("Word: tables", word("<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"), "docx"),
    ("Word: a picture", word("<w:p><w:r><w:t>1. to act</w:t></w:r></w:p>", os.urandom(20 * MEGABYTE)), "docx"),
]


def text_of(data):
    """A text, whatever its encoding."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def of_file(data, ending):
    """What a file weighs: bytes, pieces, and the bytes of what is taken up as it stands."""
    if ending == "docx":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels"))]
            others = [len(archive.read(name)) for name in archive.namelist() if not name.endswith((".xml", ".rels"))]
        return sum(map(len, parts)), sum(part.count(b"<") for part in parts), max(others, default=0)
    text = text_of(data)
    if data.startswith(b"{\""):
        return len(text.encode()), sum(map(text.count, "{[,")) // 4, 0
    lines = sum(1 for line in re.split("[\n\r\v\f\x85\u2028\u2029]", text) if line.strip())
    parts = len(re.findall(r"[:;：；][^\S\n\r]*(?=[^\s])|,[^\S\n\r]*(?=[A-Z])", text))
    return len(text.encode()), lines + parts + sum(map(text.count, "[]*_~<{")), 0


def of_draft(binary, data, ending):
    """What a draft weighs that was read: bytes of words, labels and findings; pieces."""
    with tempfile.NamedTemporaryFile(suffix="." + ending) as file:
        file.write(data)
        file.flush()
        read = subprocess.run([binary, "show", "--to", "json", file.name], capture_output=True, check=False).stdout
        held = subprocess.run([binary, "brackets", "--to", "json", file.name], capture_output=True, check=False).stdout
    texts = re.findall(rb'"(?:text|message|help|printed)": ("(?:[^"\\]|\\.)*")', read)
    words = sum(len(json.loads(one).encode("utf-8", "surrogatepass")) for one in texts)
    return words, read.count(b'"change":') + read.count(b'"severity":') + 4 * held.count(b'"depth":'), 0


def needs(path):
    """What weigh.rs asks for, by the name of the need: for a byte, for a piece, and in any case."""
    with open(path, encoding="utf8") as file:
        text = file.read()
    number = lambda name, body: eval(re.search(name + r": ([\d_ <]+)", body)[1])  # noqa: E731, S307: our own file
    return {name: tuple(number(one, body) for one in ("a_byte", "a_piece", "besides"))
            for name, body in re.findall(r"const (\w+): Need = Need \{(.*?)\};", text, re.S) if "a_byte" in body}


def asked(need, weights):
    a_byte, a_piece, besides = need
    return sum(size * a_byte + count * a_piece + 2 * others for size, count, others in weights) + besides


class Step:
    """What a step took, of what it was granted."""

    def __init__(self, taken, need, weights):
        self.taken, self.weights, self.granted = max(taken, 0), weights, asked(need, weights)

    def part(self):
        return self.taken / max(self.granted, 1)

    def __str__(self):
        size, count = (sum(one[k] for one in self.weights) for k in (0, 1))
        return f"{self.taken / MEGABYTE:.1f} {self.taken / max(size, 1):.0f} {self.taken / max(count, 1):.0f} {100 * self.part():.0f} %"


def reports(server, needs_, drafts, weights, word_files):
    """What it takes to make a report of two drafts, what stays, and the most that making something of it takes."""
    pair = f"drafts={drafts[0]}.{drafts[1]}"
    status, body, report, stays = server.step("GET", f"summary?{pair}")
    if status != 200:
        return json.loads(body)["message"]
    most = None
    for what in TAKEN:
        taken = server.step("GET", what + pair)[2]
        last = what.startswith(("take/clean", "take/brackets.csv"))
        of = weights[1:] if last else weights
        step = Step(taken, needs_["TO_WRITE"], of)
        # Word files are taken apart again: as if they were read, and four times the file.
        if what.startswith("take/redline.docx") and len(word_files) == 2 or what.startswith("take/clean.docx"):
            for size, of_file_ in word_files[-1:] if last else word_files:
                step.granted += asked((*needs_["TO_READ"][:2], 0), [of_file_]) + 4 * size
        if most is None or step.part() > most[0].part():
            most = step, what
    return Step(report, needs_["TO_REPORT"], weights), Step(stays, needs_["A_REPORT"], weights), *most


def measure(binary, make, ending, size, needs_):
    server = Server(binary)
    try:
        data = make(size)
        file = of_file(data, ending)
        status, body, read, _ = server.step("POST", f"drafts?name=a.{ending}", data)
        if status != 201:
            return json.loads(body)["message"]
        older = json.loads(body)["number"]
        read = Step(read, needs_["TO_READ"], [file])
        read.granted += len(data)
        draft = of_draft(binary, data, ending)
        before = server.memory("VmRSS")
        for _ in range(3):
            server.ask("POST", f"drafts?name=a.{ending}", data)
        kept = Step((server.memory("VmRSS") - before) // 3, (0, 0, 0), [draft])
        newer = hostile.other(data) if ending in ("txt", "md") and not data.startswith((b"\xff", b"\xe9")) else data
        newer = json.loads(server.ask("POST", f"drafts?name=b.{ending}", newer)[1])["number"]
        one = word("<w:p><w:r><w:t>1 to act</w:t></w:r></w:p>")(100) if ending == "docx" else b"resolves\n\n1 to act;\n"
        one = json.loads(server.ask("POST", f"drafts?name=c.{ending if ending == 'docx' else 'md'}", one)[1])["number"]
        words = [(len(data), file)] if ending == "docx" else []
        alike = reports(server, needs_, (older, newer), [draft, draft], 2 * words)
        alone = reports(server, needs_, (one, newer), [(9, 4, 0), draft], [(900, (900, 30, 0)), *words] if words else [])
        if isinstance(alike, str) or isinstance(alone, str):
            return str(read) + " | " + (alike if isinstance(alike, str) else str(alone))
        steps = [max(both, key=Step.part) for both in zip(alike[:2], alone[:2])]
        written = max((alike[2:], alone[2:]), key=lambda one: one[0].part())
        return file, draft, read, kept, *steps, *written
    finally:
        server.child.kill()
        server.child.wait()


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("binary")
    ap.add_argument("--bytes", type=int, default=100_000)
    ap.add_argument("--only", default="")
    ap.add_argument("--weigh", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "../src/serve/weigh.rs"))
    a = ap.parse_args()
    needs_ = needs(a.weigh)
    print("shape | bytes | pieces | of words | pieces read | " + " | ".join(
        f"{one}: MB, per byte, per piece, of what is asked for" for one in ("read", "kept", "report", "stays", "written")))
    most = 0
    for name, make, ending in SHAPES:
        if a.only in name:
            told = measure(os.path.abspath(a.binary), make, ending, a.bytes, needs_)
            if isinstance(told, str) and "no draft" in told:
                told = measure(os.path.abspath(a.binary), make, ending, a.bytes // 4, needs_)
            if isinstance(told, str):
                print(f"{name} | {told}", flush=True)
                continue
            file, draft, read, kept, report, stays, written, what = told
            print(f"{name} | {file[0]} | {file[1]} | {draft[0]} | {draft[1]} | {read} | {str(kept).rpartition(' ')[0].rpartition(' ')[0]} | {report} | {stays} "
                  f"| {written} | {what.strip('?&')}", flush=True)
            most = max(most, *(step.part() for step in (read, report, stays, written)))
    print(f"\nthe most that a step took of what is asked for: {100 * most:.0f} %")
    sys.exit(most > 1)


if __name__ == "__main__":
    main()
