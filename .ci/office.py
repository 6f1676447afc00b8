#!/usr/bin/env python3
"""LibreOffice kept warm: one program is started by UNO and asked for every file.

Run by a Python that has `uno` (Debian: python3-uno), it answers lines of JSON on standard input with lines of JSON:

    {"do": "texts", "path": P, "changes": "accept"|"reject"}       the text of every paragraph, cell, note, frame and header
    {"do": "compare", "older": P, "newer": P, "out": P, "seconds": S}   Compare Documents, saved as .docx, stopped after S
    {"do": "save", "path": P, "out": P, "filter": NAME}            saved in another format, as by "writer_pdf_Export"

As a module, `Office()` starts that Python and asks it; `Office.missing()` says what is not there.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time

# LibreOffice's own signs: in an empty cell of a tracked row, and where a tracked frame was.
DUMMIES = {0x200D: None, 0x200B: None}
PYTHONS = [sys.executable, "/usr/bin/python3", "python3"]


class Office:
    """LibreOffice, asked from a Python without `uno`."""

    @staticmethod
    def missing():
        if not shutil.which("soffice"):
            return "LibreOffice (Debian: libreoffice-writer)"
        return None if Office.python() else "LibreOffice's Python bridge (Debian: python3-uno)"

    @staticmethod
    def python():
        for python in PYTHONS:
            if shutil.which(python) and subprocess.run([python, "-c", "import uno"], capture_output=True).returncode == 0:
                return python
        return None

    def __init__(self):
        self.process = subprocess.Popen([self.python(), os.path.abspath(__file__)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, **request):
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("the bridge to LibreOffice has ended")
        answer = json.loads(line)
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer["answer"]

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Bridge:
    """The side that speaks UNO. A LibreOffice that has fallen over is started again."""

    def __init__(self, home):
        self.home, self.soffice, self.desktop = home, None, None

    def start(self):
        import uno
        self.stop()
        pipe = f"redraft{os.getpid()}n{time.monotonic_ns()}"
        self.soffice = subprocess.Popen(
            ["soffice", f"-env:UserInstallation=file://{self.home}", "--headless", "--norestore", "--nologo", f"--accept=pipe,name={pipe};urp;"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        for _ in range(600):
            try:
                self.context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
                break
            except Exception:  # not there yet
                time.sleep(0.1)
        else:
            raise RuntimeError("LibreOffice does not answer")
        self.desktop = self.context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", self.context)

    def stop(self):
        if self.soffice:
            try:
                self.desktop.terminate()
            except Exception:  # it has gone already
                pass
            try:
                self.soffice.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(self.soffice.pid, 9)
                self.soffice.wait()
        self.soffice = self.desktop = None

    def answer(self, request):
        try:
            if not self.desktop:
                self.start()
            return {"answer": getattr(self, request.pop("do"))(**request)}
        except Exception as error:  # whatever UNO throws is an answer
            self.stop()
            return {"error": f"{type(error).__name__}: {str(error)[:300]}"}

    def load(self, path):
        document = self.desktop.loadComponentFromURL("file://" + path, "_blank", 0, (self.value("Hidden", True),))
        if document is None:
            raise RuntimeError(f"{path} does not open")
        return document

    @staticmethod
    def value(name, value):
        from com.sun.star.beans import PropertyValue
        out = PropertyValue()
        out.Name, out.Value = name, value
        return out

    def dispatch(self, document, command, *values):
        helper = self.context.ServiceManager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", self.context)
        helper.executeDispatch(document.CurrentController.Frame, command, "", 0, values)

    def texts(self, path, changes):
        document = self.load(path)
        try:
            self.dispatch(document, {"accept": ".uno:AcceptAllTrackedChanges", "reject": ".uno:RejectAllTrackedChanges"}[changes])
            out = list(self.of_text(document.Text))
            for notes in (document.Footnotes, document.Endnotes):
                for n in range(notes.Count):
                    out += ["note: " + text for text in self.of_text(notes.getByIndex(n))]
            out += ["frame: " + text for text in self.of_frames(document)]
            out += ["page: " + text for text in self.of_pages(document)]
            return [text for text in (text.translate(DUMMIES) for text in out) if text.strip()]
        finally:
            document.close(True)

    def of_text(self, text):
        paragraphs = text.createEnumeration()
        while paragraphs.hasMoreElements():
            paragraph = paragraphs.nextElement()
            if paragraph.supportsService("com.sun.star.text.TextTable"):
                for name in paragraph.CellNames:
                    cell = paragraph.getCellByName(name)
                    if cell is not None:
                        yield from self.of_text(cell)
            elif paragraph.supportsService("com.sun.star.text.Paragraph"):
                yield paragraph.String

    def of_frames(self, document):
        frames = document.TextFrames
        for name in sorted(frames.ElementNames):
            yield from self.of_text(frames.getByName(name))
        shapes = document.DrawPage
        for shape in (shapes.getByIndex(n) for n in range(shapes.Count)):
            if shape.supportsService("com.sun.star.drawing.Text"):
                yield from self.of_text(shape)

    def of_pages(self, document):
        styles = document.StyleFamilies.getByName("PageStyles")
        for style in (styles.getByName(name) for name in sorted(styles.ElementNames)):
            for end in ("Header", "Footer"):
                if style.isInUse() and style.getPropertyValue(end + "IsOn"):
                    yield from self.of_text(style.getPropertyValue(end + "Text"))

    def compare(self, older, newer, out, seconds):
        watch = threading.Timer(seconds, os.killpg, (self.soffice.pid, 9))
        watch.start()
        document = self.load(newer)
        try:
            self.dispatch(document, ".uno:CompareDocuments", self.value("URL", "file://" + older), self.value("NoAcceptDialog", True))
            document.storeToURL("file://" + out, (self.value("FilterName", "MS Word 2007 XML"),))
        finally:
            watch.cancel()
            document.close(True)

    def save(self, path, out, filter):
        document = self.load(path)
        try:
            document.storeToURL("file://" + out, (self.value("FilterName", filter),))
        finally:
            document.close(True)


def main():
    with tempfile.TemporaryDirectory() as home:
        bridge = Bridge(home)
        try:
            for line in sys.stdin:
                print(json.dumps(bridge.answer(json.loads(line))), flush=True)
        finally:
            bridge.stop()


if __name__ == "__main__":
    main()
