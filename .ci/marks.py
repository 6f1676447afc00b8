"""What must be true of the tracked changes in a Word file that is handed over, read with lxml alone."""
import collections
import zipfile

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
CHANGES = {"ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge", "numberingChange", "rPrChange", "pPrChange",
           "sectPrChange", "tblPrChange", "tblGridChange", "trPrChange", "tcPrChange", "tblPrExChange"}
RANGES = {"moveFromRange", "moveToRange", "bookmark", "commentRange", "customXmlInsRange", "customXmlDelRange",
          "customXmlMoveFromRange", "customXmlMoveToRange"}
STARTS, ENDS = ({name + end for name in RANGES} for end in ("Start", "End"))


def name_of(element):
    return element.tag[len(W):] if isinstance(element.tag, str) and element.tag.startswith(W) else None


def parts(path):
    """(name, root) of every part that holds text"""
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if name.startswith("word/") and name.endswith(".xml") and name.count("/") == 1:
                try:
                    root = etree.fromstring(package.read(name), PARSER)
                except etree.XMLSyntaxError:
                    continue
                if name_of(root) in ("document", "footnotes", "endnotes", "hdr", "ftr", "comments"):
                    yield name, root


def faults(path, inputs=()):
    """What is wrong with the marks of this file and not with those of the files it was made from."""
    known = set().union(*(set(of_file(source)) for source in inputs))
    return [fault for fault in of_file(path) if fault not in known]


def broken(path):
    """The parts that are no XML: Word refuses the file for any of them."""
    out = []
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                try:
                    etree.fromstring(package.read(name), PARSER)
                except etree.XMLSyntaxError as error:
                    out.append(f"{name}: {error}")
    return out


def of_file(path):
    out, ids = broken(path), collections.Counter()
    drawings = collections.Counter()
    for name, root in parts(path):
        for element in root.iter():
            kind = name_of(element)
            if kind in CHANGES or kind in ("moveFromRangeStart", "moveToRangeStart"):
                ids[element.get(W + "id")] += 1
                if not element.get(W + "author") and kind != "tblGridChange":  # which has none (17.13.5.33)
                    out.append(f"{name}: w:{kind} without an author")
            elif element.tag == WP + "docPr":
                drawings[element.get("id")] += 1
        out += of_texts(name, root) + of_marks(name, root) + of_ranges(name, root)
    out += [f"the id {i} is on {count} changes" for i, count in ids.items() if count > 1]
    out += [f"the id {i} is on {count} drawings" for i, count in drawings.items() if count > 1]
    return out


def of_texts(part, root):
    """Deleted text is w:delText, under w:del, and nowhere else."""
    out = []
    for element in root.iter(W + "t", W + "delText", W + "instrText", W + "delInstrText"):
        kind = name_of(element)
        around = [name_of(a) for a in element.iterancestors()]
        if "txbxContent" in around:  # a text box is a text of its own
            around = around[:around.index("txbxContent")]
        is_deleted = "del" in around
        if kind.startswith("del") != is_deleted:
            near = next((a for a in around if a in ("del", "ins", "moveFrom", "moveTo")), "nothing")
            out.append(f"{part}: w:{kind} under w:{near}")
    return out


def of_marks(part, root):
    """A paragraph's end is changed once; a change holds something and sits in no change of its kind."""
    out = []
    for properties in root.iter(W + "rPr"):
        if name_of(properties.getparent()) == "pPr":
            changes = [name_of(c) for c in properties if name_of(c) in ("ins", "del", "moveFrom", "moveTo")]
            if len(changes) > 1:
                out.append(f"{part}: a paragraph mark with {' and '.join('w:' + c for c in changes)}")
    for change in root.iter(*(W + kind for kind in ("ins", "del", "moveFrom", "moveTo"))):
        kind, parent = name_of(change), name_of(change.getparent())
        if parent in ("rPr", "trPr", "numPr", "ctrlPr"):
            continue
        if len(change) == 0:
            out.append(f"{part}: an empty w:{kind}")
        if parent == kind:
            out.append(f"{part}: w:{kind} in w:{kind}")
        if any(name_of(c) == "p" for c in change):
            out.append(f"{part}: a w:p in w:{kind}")
    return out


def of_ranges(part, root):
    """Ranges begin and end; a name of a move is on one half that goes and one that comes."""
    out, begun, ended = [], collections.Counter(), collections.Counter()
    halves = collections.defaultdict(list)
    for element in root.iter():
        kind = name_of(element)
        if kind in STARTS:
            begun[kind[:-len("Start")], element.get(W + "id")] += 1
            if kind.startswith("move"):
                halves[element.get(W + "name")].append(kind[:-len("RangeStart")])
        elif kind in ENDS:
            ended[kind[:-len("End")], element.get(W + "id")] += 1
    for key in sorted(begun.keys() | ended.keys(), key=str):
        if (begun[key], ended[key]) != (1, 1):
            out.append(f"{part}: w:{key[0]} {key[1]} begins {begun[key]} times and ends {ended[key]} times")
    for name, kinds in halves.items():
        if sorted(kinds) != ["moveFrom", "moveTo"]:
            out.append(f"{part}: the move {name} has the halves {kinds}")
    inside = {"moveFrom": None, "moveTo": None}
    for element in root.iter():
        kind = name_of(element)
        for half in inside:
            if kind == half + "RangeStart":
                inside[half] = element.get(W + "id")
            elif kind == half + "RangeEnd" and inside[half] == element.get(W + "id"):
                inside[half] = None
        if kind in inside and inside[kind] is None and name_of(element.getparent()) not in ("rPr", "trPr"):
            out.append(f"{part}: a w:{kind} outside of every range")
    return out
