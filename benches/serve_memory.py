#!/usr/bin/env python3
"""What memory `redraft serve` takes for drafts of many shapes: the figures behind src/serve/weigh.rs.

    serve_memory.py REDRAFT [--bytes 100000] [--only WORD]

Each shape gets a server of its own (Linux; one arena, so that what is given back is used again). The
peak of each step is what the system saw (VmHWM, set back before the step) above what was in memory
before. A piece of a file is what weigh.rs counts: a line that is not blank, a sign of a mark, a tag,
a value of JSON. What is read is counted as paragraphs, runs, findings and passages. Of each step the
megabytes are told, and the bytes for each byte and for each piece; of reports and what is made of
them the half, for each of two drafts that are all but alike. A shape of many pieces says nothing of
what a byte costs, nor one of few pieces what a piece does.
"""
import argparse
import io
import json
import os
import re
import subprocess
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
                                      env=os.environ | {"MALLOC_ARENA_MAX": "1", "MALLOC_TRIM_THRESHOLD_": "0"})
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


JSON = '{"redraft":1,"kind":"draft",'
CLAUSE = '{"change":"kept","runs":[]}'
RUN = '<w:r><w:t>a</w:t></w:r>'
SHAPES = [(name, make, "md" if ending == "critic" else ending) for name, make, ending, _ in hostile.UNITS] + [
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


def pieces(data, ending):
    if ending == "docx":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels"))]
        return sum(map(len, parts)), sum(part.count(b"<") for part in parts)
    if data.startswith(b"{\""):
        return len(data), sum(data.count(sign) for sign in (b"{", b"[", b","))
    return len(data), sum(1 for line in data.split(b"\n") if line.strip()) + sum(data.count(sign) for sign in (b"[", b"]", b"*", b"_", b"~", b"<", b"{"))


def read_again(binary, data, ending):
    """What was read: bytes of words; paragraphs, runs, findings and passages."""
    with tempfile.NamedTemporaryFile(suffix="." + ending) as file:
        file.write(data)
        file.flush()
        read = subprocess.run([binary, "show", "--to", "json", file.name], capture_output=True, check=False).stdout
        held = subprocess.run([binary, "brackets", "--to", "json", file.name], capture_output=True, check=False).stdout
    words = sum(len(json.loads(b'"' + one + b'"')) for one in re.findall(rb'"text": "((?:[^"\\\\]|\\\\.)*)"', read))
    return words, read.count(b'"change":') + read.count(b'"severity":') + held.count(b'"depth":')


def measure(binary, make, ending, size):
    server = Server(binary)
    try:
        data = make(size)
        weight, count = pieces(data, ending)
        status, body, read, _ = server.step("POST", f"drafts?name=a.{ending}", data)
        if status != 201:
            return (weight, count, (0, 0)), json.loads(body)["message"]
        told = json.loads(body)
        shown = read_again(binary, data, ending)
        before = server.memory("VmRSS")
        for _ in range(3):
            server.ask("POST", f"drafts?name=a.{ending}", data)
        kept = (server.memory("VmRSS") - before) // 3
        newer = hostile.other(data) if ending in ("txt", "md") else data
        number = json.loads(server.ask("POST", f"drafts?name=b.{ending}", newer)[1])["number"]
        status, body, report, stays = server.step("GET", f"summary?drafts={told['number']}.{number}")
        if status != 200:
            return (weight, count, (0, 0)), json.loads(body)["message"]
        written = {what: server.step("GET", f"{what}drafts={told['number']}.{number}")[2] for what in TAKEN}
        most = max(written, key=written.get)
        return (weight, count, shown), (read, kept, report // 2, stays // 2, written[most] // 2), most
    finally:
        server.child.kill()
        server.child.wait()


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("binary")
    ap.add_argument("--bytes", type=int, default=100_000)
    ap.add_argument("--only", default="")
    a = ap.parse_args()
    what = ("read", "kept", "report", "stays", "written")
    print("shape | bytes | pieces | of words | parts | " + " | ".join(f"{one}: MB, per byte, per piece" for one in what))
    for name, make, ending in SHAPES:
        if a.only in name:
            sizes, taken, *most = measure(os.path.abspath(a.binary), make, ending, a.bytes)
            if isinstance(taken, str) and "no draft" in taken:
                sizes, taken, *most = measure(os.path.abspath(a.binary), make, ending, a.bytes // 4)
            weight, count, (words, parts) = sizes
            sizes = [(weight, count)] + [(words, parts)] * 4
            told = taken if isinstance(taken, str) else " | ".join(
                f"{one / MEGABYTE:.1f} {one / max(size, 1):.0f} {one / max(number, 1):.0f}" for one, (size, number) in zip(taken, sizes))
            print(f"{name} | {weight} | {count} | {words} | {parts} | {told} | {' '.join(most)}", flush=True)


if __name__ == "__main__":
    main()
