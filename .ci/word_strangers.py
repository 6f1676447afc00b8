#!/usr/bin/env python3
"""Word files by other makers, in five languages: are their redlines right?

    word_strangers.py BINARY [--shared ../shared] [--seeds 0-39] [--keep FOLDER] [--only MAKER]

Every seed gives one resolution and a revision of it, with numbered clauses (typed or by Word), headings, a table, footnotes, links,
bold and italic words, right-to-left text; words are changed, clauses come, go, move, are split and merged, rows and notes come and go.
Both are written by pandoc, by LibreOffice (from HTML) and by python-docx, whichever is there. Of each redline it is asked
- that all changes rejected give the older text and all accepted the newer, by docx_views.py of the shared material,
- that all changes rejected look like the older file and all accepted like the newer one, as in word_formats.py,
- that its marks are what marks.py asks,
- that paragraphs without a change in them are those of the newer file, byte for byte.
"""
import argparse
import html
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import marks  # noqa: E402
import word_formats  # noqa: E402
import word_pairs  # noqa: E402

WORDS = {
    "en": (["Reaffirms", "Recalls", "Urges", "Invites", "Decides", "Requests", "Welcomes", "Notes"],
           ["all Member States", "the Secretary-General", "the regional commissions", "coastal States", "the Council", "harbour authorities"],
           ["to publish tide tables", "to keep lights burning", "to report every second year", "to share soundings", "to train pilots", "to mark wrecks"],
           ["within existing resources", "as appropriate", "on mutually agreed terms", "before the next session", "in all official languages", "without delay"], ";", "."),
    "fr": (["Réaffirme", "Rappelle", "Prie", "Invite", "Décide", "Demande", "Se félicite", "Note"],
           ["tous les États Membres", "le Secrétaire général", "les commissions régionales", "les États côtiers", "le Conseil", "l’autorité du port"],
           ["de publier les tables des marées", "d’entretenir les feux", "de présenter un rapport", "d’échanger les sondages", "de former des pilotes", "de baliser les épaves"],
           ["dans les limites des ressources existantes", "selon qu’il convient", "à des conditions convenues", "avant la prochaine session", "dans toutes les langues", "sans délai"], " ;", "."),
    "ru": (["Подтверждает", "Напоминает", "Настоятельно призывает", "Предлагает", "Постановляет", "Просит", "Приветствует", "Отмечает"],
           ["все государства-члены", "Генерального секретаря", "региональные комиссии", "прибрежные государства", "Совет", "портовые власти"],
           ["публиковать таблицы приливов", "поддерживать огни", "представлять доклад", "обмениваться промерами", "готовить лоцманов", "обозначать затонувшие суда"],
           ["в пределах имеющихся ресурсов", "при необходимости", "на взаимно согласованных условиях", "до следующей сессии", "на всех языках", "без промедления"], ";", "."),
    "zh": (["重申", "回顾", "敦促", "邀请", "决定", "请", "欢迎", "注意到"],
           ["所有会员国", "秘书长", "各区域委员会", "沿海国家", "理事会", "港口当局"],
           ["公布潮汐表", "保持灯光", "每两年提出报告", "交流测深数据", "培训引航员", "标明沉船"],
           ["在现有资源范围内", "酌情", "按照共同商定的条件", "在下届会议之前", "以所有正式语文", "不得拖延"], "；", "。"),
    "ar": (["تؤكد من جديد", "تشير", "تحث", "تدعو", "تقرر", "تطلب", "ترحب", "تلاحظ"],
           ["جميع الدول الأعضاء", "الأمين العام", "اللجان الإقليمية", "الدول الساحلية", "المجلس", "سلطات الموانئ"],
           ["نشر جداول المد والجزر", "إبقاء الأضواء مشتعلة", "تقديم تقرير", "تبادل القياسات", "تدريب المرشدين", "وضع علامات على الحطام"],
           ["في حدود الموارد المتاحة", "حسب الاقتضاء", "بشروط متفق عليها", "قبل الدورة المقبلة", "بجميع اللغات الرسمية", "دون إبطاء"], "؛", "."),
}


class Clause:
    """Runs of words, each plain, bold or italic, and perhaps a note."""

    def __init__(self, runs, note=None, kind="clause"):
        self.runs, self.note, self.kind = runs, note, kind

    def copy(self):
        return Clause([tuple(run) for run in self.runs], self.note, self.kind)


def sentence(r, words):
    verbs, whom, what, how, stop, _ = words
    gap = "" if stop == "；" else " "
    runs = [(r.choice(verbs) + gap, "italic" if r.random() < .6 else ""), (r.choice(whom) + gap, "bold" if r.random() < .1 else "")]
    runs.append((r.choice(what), ""))
    if r.random() < .7:
        runs.append((gap + r.choice(how), r.choice(["", "", "bold"])))
    runs.append((f"{gap}({r.randrange(1900, 2100)}/{r.randrange(1, 300)}){stop}", ""))
    return runs


def made(r, words):
    """A resolution: blocks that are clauses, headings or one table of cells."""
    out = [Clause([(sentence(r, words)[1][0], "")], kind="heading")]
    for k in range(r.randrange(8, 16)):
        note = sentence(r, words)[2][0] if r.random() < .15 else None
        out.append(Clause(sentence(r, words), note))
        if k in (4, 9):
            out.append(Clause([(r.choice(words[1]), "")], kind="heading"))
    rows = [[Clause(sentence(r, words)[:2], kind="cell") for _ in range(3)] for _ in range(r.randrange(2, 5))]
    out.insert(r.randrange(3, len(out)), rows)
    return out


def amended(r, words, blocks):
    out = [[[c.copy() for c in row] for row in b] if isinstance(b, list) else b.copy() for b in blocks]
    for _ in range(r.randrange(2, 7)):
        at = r.randrange(len(out))
        block = out[at]
        if isinstance(block, list):
            act = r.randrange(4)
            if act == 0:
                block.insert(r.randrange(len(block) + 1), [Clause(sentence(r, words)[:2], kind="cell") for _ in block[0]])
            elif act == 1 and len(block) > 1:
                block.pop(r.randrange(len(block)))
            else:
                cell = r.choice(r.choice(block))
                cell.runs[-1] = (r.choice(words[1]), cell.runs[-1][1])
            continue
        act = r.randrange(10)
        if act == 0:
            out.insert(at, Clause(sentence(r, words)))
        elif act == 1 and block.kind == "clause":
            out.pop(at)
        elif act == 2 and block.kind == "clause":
            out.insert(r.randrange(len(out)), out.pop(at))
        elif act == 3:
            k = r.randrange(len(block.runs))
            block.runs[k] = (block.runs[k][0], "" if block.runs[k][1] else "bold")
        elif act == 4 and block.kind == "clause":
            block.note = None if block.note else sentence(r, words)[2][0]
        elif act == 5 and len(block.runs) > 3:
            out[at:at + 1] = [Clause(block.runs[:2], block.note, block.kind), Clause(block.runs[2:], None, block.kind)]
        elif act == 6 and at + 1 < len(out) and not isinstance(out[at + 1], list) and out[at + 1].kind == block.kind == "clause":
            block.runs += out.pop(at + 1).runs
        elif len(block.runs) > 1:
            k = r.randrange(len(block.runs))
            other = sentence(r, words)
            block.runs[k] = (other[min(k, len(other) - 1)][0], block.runs[k][1])
    return out


def labels(blocks, way):
    """The typed label of every clause, or none where Word counts them."""
    n = 0
    for block in blocks:
        if not isinstance(block, list) and block.kind == "clause":
            n += 1
            yield f"{n}. " if way == "typed" else None
        else:
            yield None


def markdown(blocks, way, language):
    signs = {"": "", "bold": "**", "italic": "*"}
    notes, out = [], [f"---\nlang: {language}\n" + ("dir: rtl\n" if language == "ar" else "") + "---\n"]

    def text(clause):
        whole = "".join(f"{signs[look]}{words.strip()}{signs[look]}{' ' if words.endswith(' ') else ''}" if look else words for words, look in clause.runs)
        if clause.note:
            notes.append(clause.note)
            whole += f"[^{len(notes)}]"
        return whole

    for block, label in zip(blocks, labels(blocks, way)):
        if isinstance(block, list):
            lines = ["| " + " | ".join(text(cell) for cell in row) + " |" for row in block]
            out.append("\n".join([lines[0], "|" + "---|" * len(block[0]), *lines[1:]]))
        elif block.kind == "heading":
            out.append("# " + text(block))
        elif label:
            out.append(label.replace(".", "\\.") + text(block))
        else:
            out.append("1. " + text(block))
    out += [f"[^{k + 1}]: {note}" for k, note in enumerate(notes)]
    return "\n\n".join(out) + "\n"


def page(blocks, way, language):
    tags = {"": ("", ""), "bold": ("<b>", "</b>"), "italic": ("<i>", "</i>")}
    direction = ' dir="rtl"' if language == "ar" else ""
    out = [f'<html lang="{language}"><head><meta charset="utf-8"></head><body{direction}>']

    def text(clause):
        whole = "".join(tags[look][0] + html.escape(words) + tags[look][1] for words, look in clause.runs)
        return whole + (f'<a href="https://example.org/{len(clause.note)}">{html.escape(clause.note)}</a>' if clause.note else "")

    is_list = False
    for block, label in zip(blocks, labels(blocks, way)):
        is_item = not isinstance(block, list) and block.kind == "clause" and not label
        if is_item != is_list:
            out.append("<ol>" if is_item else "</ol>")
            is_list = is_item
        if isinstance(block, list):
            rows = ("<tr>" + "".join(f"<td><p>{text(cell)}</p></td>" for cell in row) + "</tr>" for row in block)
            out.append("<table border=1>" + "".join(rows) + "</table>")
        elif block.kind == "heading":
            out.append(f"<h2>{text(block)}</h2>")
        else:
            out.append(f"<li><p>{text(block)}</p></li>" if is_item else f"<p>{label}{text(block)}</p>")
    return "\n".join(out) + "</body></html>"


def by_pandoc(blocks, way, language, out):
    subprocess.run(["pandoc", "-f", "markdown", "-o", out], input=markdown(blocks, way, language), text=True, check=True)


def by_libreoffice(blocks, way, language, out):
    stem = out[:-len(".docx")]
    with open(stem + ".html", "w", encoding="utf8") as file:
        file.write(page(blocks, way, language))
    profile = "-env:UserInstallation=file://" + os.path.join(os.path.dirname(out), "profile")
    command = ["soffice", profile, "--headless", "--infilter=HTML (StarWriter)", "--convert-to", "docx:MS Word 2007 XML", "--outdir", os.path.dirname(out), stem + ".html"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


def by_python_docx(blocks, way, language, out):
    import docx
    from docx.oxml.ns import qn
    document = docx.Document()

    def fill(paragraph, clause, label=""):
        if label:
            paragraph.add_run(label)
        for words, look in clause.runs:
            run = paragraph.add_run(words)
            run.bold, run.italic = look == "bold" or None, look == "italic" or None
            if language == "ar":
                run._r.get_or_add_rPr().append(run._r.makeelement(qn("w:rtl"), {}))
        if language == "ar":
            paragraph._p.get_or_add_pPr().insert(0, paragraph._p.makeelement(qn("w:bidi"), {}))

    for block, label in zip(blocks, labels(blocks, way)):
        if isinstance(block, list):
            table = document.add_table(len(block), len(block[0]), style="Table Grid")
            for row, cells in zip(table.rows, block):
                for cell, clause in zip(row.cells, cells):
                    fill(cell.paragraphs[0], clause)
        elif block.kind == "heading":
            fill(document.add_heading(level=2), block)
        else:
            fill(document.add_paragraph(style=None if label else "List Number"), block, label or "")
    document.save(out)


def makers():
    found = {}
    if shutil.which("pandoc"):
        found["pandoc"] = by_pandoc
    if shutil.which("soffice"):
        found["libreoffice"] = by_libreoffice
    try:
        import docx  # noqa: F401
        found["python-docx"] = by_python_docx
    except ImportError:
        pass
    return found


TRACKED = re.compile(rb"<w:(ins|del|moveFrom|moveTo|numberingChange|pPrChange|rPrChange)[ />]")
MARK = re.compile(rb"<w:pPr>(?:(?!</w:pPr>).)*<w:rPr><w:(ins|del|moveFrom|moveTo)[ />]", re.S)
PARAGRAPH = re.compile(rb"<w:p(?: [^>]*)?>.*?</w:p>|<w:p(?: [^>]*)?/>", re.S)


def strangers(out, newer):
    """Paragraphs of the redline that carry no change and are none of the newer file's."""
    body = [zipfile.ZipFile(path).read("word/document.xml") for path in (out, newer)]
    own = set(PARAGRAPH.findall(body[1]))
    found, is_piece = [], False
    for p in PARAGRAPH.findall(body[0]):
        # After an end that came or went stands the last piece of a paragraph that was split or merged.
        if not TRACKED.search(p) and p not in own and not is_piece:
            found.append(p)
        is_piece = bool(MARK.search(p))
    return found


def texts(views, path, mode):
    return [text for _, text in views.views(path, mode) if text.strip()]


def unsound(pair, binary, folder, views):
    """What is wrong with a redline, but for what it should have left alone."""
    pair.write(binary, folder)
    if pair.trouble:
        return [pair.trouble]
    out = [f"marks: {fault}" for fault in marks.faults(pair.out, (pair.older, pair.newer))]
    for mode, source in pair.views():
        if texts(views, pair.out, mode) != texts(views, source, "accept"):
            out.append(f"{mode}: its text is not that of {os.path.basename(source)}")
    return out + [f"looks: {fault}" for fault in word_formats.faults(pair, binary, folder)]


def both_ways(pair, faults_of, about=""):
    """Tells what is wrong with a pair, forwards and backwards; how many of the two redlines hold."""
    good = 0
    for one in (pair, pair.back()):
        found = faults_of(one)
        good += not found
        for fault in found:
            print(f"{one.name}\t{fault}\t{about}".rstrip(), flush=True)
    return good


def faults(pair, binary, folder, views):
    out = unsound(pair, binary, folder, views)
    if pair.out:
        out += [f"untouched: {p[:300].decode(errors='replace')}" for p in strangers(pair.out, pair.newer)]
    return out


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("binary")
    ap.add_argument("--shared", default=os.path.join(HERE, "../../shared"))
    ap.add_argument("--seeds", default="0-39")
    ap.add_argument("--keep", metavar="FOLDER")
    ap.add_argument("--only", default="", metavar="MAKER")
    a = ap.parse_args()
    sys.path.insert(0, os.path.join(a.shared, "eval"))
    import docx_views
    first, last = map(int, a.seeds.split("-"))
    good = count = 0
    with tempfile.TemporaryDirectory() as made_in:
        folder = a.keep or made_in
        os.makedirs(folder, exist_ok=True)
        for name, maker in makers().items():
            if a.only not in name:
                continue
            for seed in range(first, last + 1):
                r = random.Random(seed)
                language = list(WORDS)[seed % len(WORDS)]
                way = "typed" if seed // len(WORDS) % 2 else "automatic"
                older = made(r, WORDS[language])
                files = []
                for which, blocks in (("1-older", older), ("2-newer", amended(r, WORDS[language], older))):
                    files.append(os.path.join(folder, f"{name}-{seed}-{language}-{way}.{which}.docx"))
                    maker(blocks, way, language, files[-1])
                pair = word_pairs.Pair(f"{name}-{seed}-{language}-{way}", *files)
                good += both_ways(pair, lambda one: faults(one, os.path.abspath(a.binary), folder, docx_views))
                count += 2
    print(f"strangers: {good} of {count} redlines hold")
    return good != count


if __name__ == "__main__":
    sys.exit(main())
