"""What a council's Word template may be made of. Runs in a process of its own, over a file that nobody has looked into.

A letter goes to people outside in the council's name, so its template holds text, styles and pictures and nothing that
acts, reaches out, or hides: no macros, no links to elsewhere, no embedded files, no comments, no tracked changes.
"""

import re
import zipfile
from io import BytesIO
from pathlib import PurePosixPath

from lxml import etree

from casework.correspondence.templates.language import claims_in, own_words, problems_in
from casework.correspondence.workflow import LetterKind

MOST_PARTS, LARGEST_PART, LARGEST_WHOLE = 200, 4 << 20, 12 << 20
DEEPEST = 120  # elements inside one another
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
XML = (".xml", ".rels")
PICTURES = {".png": b"\x89PNG\r\n\x1a\n", ".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff", ".gif": b"GIF8"}
KNOWN = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/[\w.]+|docMetadata/[\w.]+|customXml/[\w./]+|"
    r"word/(_rels/)?(document|styles|stylesWithEffects|settings|webSettings|fontTable|numbering|footnotes|endnotes|"
    r"header\d*|footer\d*|people|theme/(_rels/)?theme\d*)\.xml(\.rels)?|word/media/[\w.-]+\.(png|jpe?g|gif)",
    re.IGNORECASE,
)
FIELD_CODES = re.compile(r"\s*(PAGE|NUMPAGES|SECTIONPAGES)\b[\s\w\\*]*", re.IGNORECASE)
BROKEN = (
    "This file is not a Word document that can be read to its end. Open it in Word, save it anew as .docx, and try "
    "again."
)
REASONS = (
    (r"vbaproject|vbadata", "It holds macros. Save it as a .docx, which has none."),
    (r"embeddings/|activex/|oleobject|ctrlprops/", "It holds an embedded file or object. Take it out."),
    (r"comments", "It holds comments. Delete all comments, and save it."),
    (
        r"attachedtoolbars|customizations|/ui/",
        "It holds toolbars or keys of its own. Save it as a .docx without them.",
    ),
    (r"word/media/", "It holds a picture that is no PNG, JPEG or GIF. Put it in as one of these."),
    (
        r"glossary|charts/|diagrams/|afchunk|fonts/|ink/",
        "It holds a chart, diagram, font or building block. Use text and pictures.",
    ),
)
REFUSED = {
    "object": "It holds an embedded object. Take it out.",
    "control": "It holds a control. Take it out.",
    "altChunk": "It holds another file inside. Take it out.",
    "subDoc": "It holds another file inside. Take it out.",
    "ins": "It has tracked changes. Accept or reject them all, and save it.",
    "del": "It has tracked changes. Accept or reject them all, and save it.",
    "moveFrom": "It has tracked changes. Accept or reject them all, and save it.",
    "moveTo": "It has tracked changes. Accept or reject them all, and save it.",
    "vanish": "It has hidden text. Show it or take it out.",
    "webHidden": "It has hidden text. Show it or take it out.",
    "commentReference": "It holds comments. Delete all comments, and save it.",
    "mailMerge": "It is set up for Word’s own mail merge. Turn that off.",
    "documentProtection": "It is protected. Take the protection off.",
}
OWN_TAG = re.compile(
    r"{{\s*[A-Za-z_]\w*\s*}}|"
    r"{%(?:p|tr)?\s+(?:if\s+(?:not\s+)?\w+|else|endif|for\s+\w+\s+in\s+\w+|endfor)\s*%}"
)
ANY_TAG = re.compile(r"{{.*?}}|{%.*?%}|{#.*?#}", re.DOTALL)


class Unfit(Exception):
    """A file that is looked into no further; its words say why."""


def problems_of_word(content: bytes, kind: LetterKind) -> list[str]:
    """Return what is wrong with a Word file as a template of letters of a kind; nothing where it can be used."""
    try:
        parts = _parts(content)
        found = _of_parts(parts)
        trees = {name: _tree(data) for name, data in parts.items() if name.lower().endswith(XML)}
    except Unfit as why:
        return [str(why)]
    found += _of_relations(trees)
    for name, tree in trees.items():
        if _speaks(name):
            found += _of_text(tree)
        if name.startswith("word/"):
            found += [
                words
                for tag, words in REFUSED.items()
                if next(tree.iter(W + tag), None) is not None and _counts(name, tag)
            ]
    if found:
        return list(dict.fromkeys(found))
    return _of_fields(content, kind)


def _parts(content: bytes) -> dict[str, bytes]:
    """Return the bytes of each part, none of them larger than a letter's can be."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            listed = archive.infolist()
            if len(listed) > MOST_PARTS or len({each.filename for each in listed}) != len(listed):
                raise Unfit(
                    "It is made of too many parts for a letter. Start again from the built-in letter as Word."
                )
            if any(each.flag_bits & 1 for each in listed):
                raise Unfit("It is locked with a password. Take the password off.")
            parts, whole = {}, 0
            for each in listed:
                with archive.open(each) as part:
                    data = part.read(LARGEST_PART + 1)
                whole += len(data)
                if len(data) > LARGEST_PART or whole > LARGEST_WHOLE:
                    raise Unfit("It unpacks to more than a letter can need. Use smaller pictures.")
                if not each.is_dir():
                    parts[each.filename] = data
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, ValueError) as broken:
        raise Unfit(BROKEN) from broken
    if not {"[Content_Types].xml", "_rels/.rels", "word/document.xml"} <= set(parts):
        raise Unfit(BROKEN)
    return parts


def _of_parts(parts: dict[str, bytes]) -> list[str]:
    found = []
    for name, data in parts.items():
        suffix = PurePosixPath(name).suffix.lower()
        reason = next((words for pattern, words in REASONS if re.search(pattern, name.lower())), "")
        if not KNOWN.fullmatch(name):
            found.append(
                reason
                or f"It holds a part that a letter has no use for, “{name[:60]}”. Save it as a plain .docx."
            )
        elif suffix in PICTURES and name.startswith("word/media/") and not data.startswith(PICTURES[suffix]):
            found.append("It holds a picture that is not what its name says. Put it in anew.")
    types = parts["[Content_Types].xml"].decode("utf-8", "replace")
    if "macroEnabled" in types:
        found.append(REASONS[0][1])
    elif MAIN not in types:
        found.append("It is no Word document but another kind of file. Save it as a .docx.")
    return found


def _tree(data: bytes) -> etree._Element:
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or b"\x00" in data:
        raise Unfit(BROKEN)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        tree = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as broken:
        raise Unfit(BROKEN) from broken
    if (tree.getroottree().docinfo.encoding or "utf-8").lower() not in {"utf-8", "us-ascii", "ascii"}:
        raise Unfit(BROKEN)
    depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            raise Unfit("It is nested too deeply for a letter. Use fewer tables inside tables.")
    return tree


def _of_relations(trees: dict[str, etree._Element]) -> list[str]:
    found = []
    for name, tree in trees.items():
        if not name.endswith(".rels"):
            continue
        for relation in tree.iter(RELATION):
            kind = relation.get("Type", "").rpartition("/")[2]
            if relation.get("TargetMode") == "External":
                found.append(_reaching(kind, relation.get("Target", "")))
            elif kind.lower() in {"oleobject", "package", "control", "afchunk", "vbaproject"}:
                found.append("It holds an embedded file or object. Take it out.")
    return found


def _reaching(kind: str, target: str) -> str:
    """Say what reaches outside the document, and how to mend it."""
    if kind == "attachedTemplate":
        return "It is tied to another template. In Word: Developer, Document Template, attach “Normal”, and save it."
    if kind == "hyperlink":
        return f"It holds a link, to “{target[:60]}”. Remove the link: its text can stay."
    return f"It fetches something from elsewhere, “{target[:60]}”. Put it into the document itself."


def _speaks(name: str) -> bool:
    """Whether a part is read by whoever gets the letter."""
    return re.fullmatch(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml", name) is not None


def _counts(name: str, tag: str) -> bool:
    return (
        _speaks(name)
        or tag in {"mailMerge", "documentProtection"}
        or (tag == "vanish" and "styles" not in name and "numbering" not in name)
    )


def _of_text(tree: etree._Element) -> list[str]:
    found = []
    codes = ["".join(each.itertext()) for each in tree.iter(W + "instrText")]
    codes += [each.get(W + "instr", "") for each in tree.iter(W + "fldSimple")]
    if any(not FIELD_CODES.fullmatch(code) for code in codes if code.strip()):
        found.append(
            "It holds a field of Word’s other than a page number, such as a date or a link. Take it out."
        )
    for paragraph in tree.iter(W + "p"):
        words = "".join(each.text or "" for each in paragraph.iter(W + "t"))
        found += [_refused_tag(tag) for tag in ANY_TAG.findall(words) if not OWN_TAG.fullmatch(tag)]
        if re.search(r"{{|}}|{%|%}|{#|#}", ANY_TAG.sub("", words)):
            found.append(f"A field is not closed where it is opened: “{words.strip()[:60]}”.")
    return found


def _refused_tag(tag: str) -> str:
    flat = " ".join(tag.split())[:60]
    return (
        f"“{flat}” is not allowed in a letter. A template may hold {{{{ field }}}}, {{%p if field %}} … "
        "{%p endif %} and {%p for post in posts %} … {%p endfor %}, and nothing else of the kind."
    )


def _of_fields(content: bytes, kind: LetterKind) -> list[str]:
    """Return what is wrong with what the template says; it is a sound document by now."""
    from casework.correspondence.templates import (
        made_up,
        word,
    )  # heavy, and of no use for a file that is refused

    found = problems_in(word.sources(content), kind) + claims_in(own_words(word.words_of(content)))
    if not found:
        for filled in made_up.every(kind):
            made = word.words_of(word.rendered(content, filled.values, title="Trial", author="Trial"))
            if ANY_TAG.search(made):
                return [
                    "A field stands where none can be filled in, such as in an endnote. Put it into the text."
                ]
    return found
