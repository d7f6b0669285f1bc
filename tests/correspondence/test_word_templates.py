"""Word templates of letters: what a file may hold, what a document says and does not, fixed when it is prepared."""

import hashlib
import zipfile
from collections.abc import Callable
from io import BytesIO

import docx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from casework import clock
from casework.accounts.models import Officer
from casework.cases import service as cases
from casework.cases.models import Case
from casework.correspondence import service as letters
from casework.correspondence.models import Letter, LetterDocument, LetterTemplate
from casework.correspondence.templates import made_up, service, word
from casework.correspondence.templates.apart import problems_apart
from casework.correspondence.templates.built_in import BUILT_IN
from casework.correspondence.templates.fields import Values
from casework.correspondence.templates.language import clean
from casework.correspondence.templates.pictures import bare
from casework.correspondence.templates.word_checks import problems_of_word
from casework.correspondence.templates.workflow import KINDS, TemplateForm
from casework.correspondence.workflow import LetterKind, LetterStatus
from casework.database import db
from casework.errors import DomainError, NotPossible, Stale
from casework.permissions import Role
from casework.takedowns import service as requests
from casework.takedowns.models import RemovalRequest
from casework.takedowns.workflow import RequestStatus
from tests.support.client import Browserless
from tests.support.factories import make_officer
from tests.support.request_factories import approve, make_request, reminder_due, request_in

REQUEST = LetterKind.REMOVAL_REQUEST
BODY = "word/document.xml"
RELS = "word/_rels/document.xml.rels"
OURS = word.built_in_word(BUILT_IN[REQUEST], title="Template", author="A council")


def altered(changes: dict[str, Callable[[bytes], bytes] | bytes], content: bytes = OURS) -> bytes:
    """Return a Word file with some of its parts changed, or added."""
    target = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in source.namelist():
            change = changes.get(name)
            data = source.read(name)
            made.writestr(name, change if isinstance(change, bytes) else change(data) if change else data)
        for name in changes.keys() - set(source.namelist()):
            change = changes[name]
            assert isinstance(change, bytes)
            made.writestr(name, change)
    return target.getvalue()


def swap(old: str, new: str) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        assert old.encode() in data, old
        return data.replace(old.encode(), new.encode())

    return change


def relation(kind: str, target: str, mode: str = ' TargetMode="External"') -> Callable[[bytes], bytes]:
    there = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return swap(
        "</Relationships>",
        f'<Relationship Id="rId99" Type="{there}/{kind}" Target="{target}"{mode}/></Relationships>',
    )


def inside(xml: str) -> Callable[[bytes], bytes]:
    return swap("<w:body>", f"<w:body><w:p>{xml}</w:p>")


def said(text: str) -> Callable[[bytes], bytes]:
    return inside(f"<w:r><w:t>{text}</w:t></w:r>")


@pytest.mark.parametrize("kind", KINDS)
def test_the_built_in_letters_as_word_are_templates_under_the_same_rules(kind: LetterKind) -> None:
    content = word.built_in_word(BUILT_IN[kind], title="Template", author="A council")
    assert problems_apart(content, kind) == []
    filled = made_up.full(kind)
    text = word.words_of(word.rendered(content, filled.values, title="T", author="A"))
    flat = " ".join(text.split())
    assert "{" not in text
    for value in filled.values.values():
        for each in value if isinstance(value, list) else [value]:
            assert " ".join(each.split()) in flat or each == filled.values.get("reply_by")


HOSTILE: dict[str, tuple[dict[str, Callable[[bytes], bytes] | bytes], str]] = {
    "macros": ({"word/vbaProject.bin": b"x"}, "macros"),
    "macro type": (
        {"[Content_Types].xml": swap("document.main+xml", "document.macroEnabled.main+xml")},
        "macros",
    ),
    "template type": (
        {"[Content_Types].xml": swap("document.main+xml", "template.main+xml")},
        "no Word document",
    ),
    "embedded": ({"word/embeddings/oleObject1.bin": b"x"}, "embedded"),
    "ole": ({BODY: inside("<w:r><w:object/></w:r>")}, "embedded object"),
    "remote template": (
        {RELS: relation("attachedTemplate", "http://x.example/t.dotm")},
        "tied to another template",
    ),
    "remote picture": (
        {RELS: relation("image", "http://x.example/p.png")},
        "fetches something from elsewhere",
    ),
    "file share": (
        {RELS: relation("image", "file://server/share/p.png")},
        "fetches something from elsewhere",
    ),
    "link": ({RELS: relation("hyperlink", "http://x.example/")}, "holds a link"),
    "package": ({RELS: relation("package", "embeddings/x", "")}, "embedded"),
    "alternative content": ({BODY: inside("<w:altChunk/>")}, "another file inside"),
    "comments": ({"word/comments.xml": b"<x/>"}, "comments"),
    "tracked": ({BODY: inside("<w:ins w:id='1'><w:r><w:t>x</w:t></w:r></w:ins>")}, "tracked changes"),
    "deleted": (
        {BODY: inside("<w:del w:id='1'><w:r><w:delText>x</w:delText></w:r></w:del>")},
        "tracked changes",
    ),
    "hidden": ({BODY: inside("<w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r>")}, "hidden text"),
    "fetching field": (
        {BODY: inside('<w:fldSimple w:instr=" INCLUDEPICTURE http://x.example/p "/>')},
        "field of Word",
    ),
    "command field": (
        {BODY: inside('<w:r><w:instrText>DDEAUTO cmd "/c x"</w:instrText></w:r>')},
        "field of Word",
    ),
    "entity": (
        {BODY: swap("<w:document", '<!DOCTYPE x [<!ENTITY a "b">]><w:document')},
        "not a Word document",
    ),
    "unknown part": ({"word/payload.exe": b"MZ"}, "no use for"),
    "false picture": ({"word/media/image1.png": b"GIF89a"}, "not what its name says"),
    "bomb": ({BODY: b"<a>" + b" " * (5 << 20) + b"</a>"}, "unpacks to more"),
    "deep": ({BODY: inside("<w:r>" * 200 + "</w:r>" * 200)}, "too deeply"),
    "attribute": ({BODY: said("{{ reference.__class__ }}")}, "not allowed"),
    "call": ({BODY: said("{{ range(9) }}")}, "not allowed"),
    "filter": ({BODY: said("{{ reference | safe }}")}, "not allowed"),
    "set": ({BODY: said("{% set x = 1 %}")}, "not allowed"),
    "raw xml": ({BODY: said("{{r reference }}")}, "not allowed"),
    "column": ({BODY: said("{%tc for post in posts %}")}, "not allowed"),
    "comment tag": ({BODY: said("{# hidden #}")}, "not allowed"),
    "open": ({BODY: said("{{ reference")}, "not closed"),
    "unknown": ({BODY: said("{{ referense }}")}, "Did you mean “reference”?"),
    "missing": ({BODY: swap("{{ standing }}", "")}, "“standing”"),
    "power": ({BODY: said("You must remove this.")}, "claims no power"),
    "copy": ({BODY: said("Please keep a copy.")}, "leave it to “copies”"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_acts_reaches_out_or_hides_is_refused_in_plain_words(name: str) -> None:
    changes, words = HOSTILE[name]
    found = problems_of_word(altered(changes), REQUEST)
    assert any(words in each for each in found), found


def test_a_file_is_looked_into_apart_and_a_broken_one_is_said_to_be_broken() -> None:
    assert problems_apart(OURS, REQUEST) == []
    for content in (b"", b"no zip", OURS[:-200], OURS[: len(OURS) // 2]):
        [broken] = problems_apart(content, REQUEST)
        assert "cannot be read to its end" in broken or "not a Word document" in broken


def test_a_field_where_none_is_filled_in_is_refused() -> None:
    notes = (
        b'<w:endnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:endnote w:id="2"><w:p>'
        b"<w:r><w:t>{{ reference }}</w:t></w:r></w:p></w:endnote></w:endnotes>"
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml"
    content = altered(
        {
            "word/endnotes.xml": notes,
            RELS: relation("endnotes", "endnotes.xml", ""),
            "[Content_Types].xml": swap(
                "</Types>", f'<Override PartName="/word/endnotes.xml" ContentType="{kind}"/></Types>'
            ),
        }
    )
    [said] = problems_of_word(content, REQUEST)
    assert "such as in an endnote" in said


def test_every_problem_of_a_file_is_said_at_once() -> None:
    changes = {BODY: inside("<w:ins w:id='1'/>"), RELS: relation("hyperlink", "http://x.example/")}
    assert len(problems_of_word(altered({**changes, "word/comments.xml": b"<x/>"}), REQUEST)) >= 3


def test_a_field_that_word_has_cut_into_runs_is_still_one_field() -> None:
    cut = altered({BODY: swap("{{ reference }}", "{{ refe</w:t></w:r><w:r><w:t>rence }}")})
    assert problems_of_word(cut, REQUEST) == []
    assert "SMC/0000/0001/R1" in word.words_of(
        word.rendered(cut, made_up.full(REQUEST).values, title="T", author="A")
    )


NASTY = "A & B <w:t>\x00\x0b\x1b{{ council }}{% if told %}]]>&amp;{_{ council }_}\ud800\uffff"


@given(st.text(max_size=60))
@example(NASTY)
@example("line one\nline two\ttab")
@example("</w:t></w:r></w:p><w:p/>")
def test_whatever_a_field_says_stands_in_the_document_as_said_and_is_never_evaluated(text: str) -> None:
    values: Values = {**made_up.full(REQUEST).values, "instead": f"[{text}]", "posts": [f"1. {text}"]}
    document = word.rendered(OURS, values, title="T", author="A")
    read = "".join(word.words_of(document).split())
    kept = "".join(str(clean({"x": f"[{text}]"})["x"]).split())
    assert kept.replace("\u2060", "") in read.replace("\u2060", "")
    assert read.count("ExampleshireCouncil") == 2, "a field in a value is not filled in"


def test_the_properties_of_a_document_are_ours() -> None:
    drawn = docx.Document(BytesIO(OURS))
    properties = drawn.core_properties
    properties.author = properties.title = properties.comments = properties.keywords = "Robin Canary"
    properties.last_modified_by = properties.subject = properties.category = "Robin Canary"
    target = BytesIO()
    drawn.save(target)
    app = (
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        b"<Company>Robin Canary</Company><Manager>Robin Canary</Manager></Properties>"
    )
    template = altered({"docProps/app.xml": app}, target.getvalue())
    assert problems_of_word(template, REQUEST) == []
    made = word.rendered(template, made_up.full(REQUEST).values, title="Removal request", author="A council")
    with zipfile.ZipFile(BytesIO(made)) as parts:
        assert not [name for name in parts.namelist() if b"Canary" in parts.read(name) or "Canary" in name]
    said = docx.Document(BytesIO(made)).core_properties
    assert (said.title, said.author, said.last_modified_by) == ("Removal request", "A council", "A council")
    odd = word.rendered(
        template, made_up.full(REQUEST).values, title="A\x0bB", author="B\ud83d\x1f" + "c" * 300
    )
    said = docx.Document(BytesIO(odd)).core_properties
    assert (said.title, said.author) == ("A B", f"B  {'c' * 252}")


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_picture_in_a_letter_says_nothing_of_who_made_it(form: str) -> None:
    picture, shown = BytesIO(), Image.effect_noise((60, 20), 50)
    told, exif = PngInfo(), Image.Exif()
    told.add_text("Author", "Robin Canary")
    told.add_itxt("XML:com.adobe.xmp", "<x>Robin Canary</x>")
    exif[0x013B] = "Robin Canary"
    remarks = {"pnginfo": told} if form == "PNG" else {"comment": b"Robin Canary"}
    shown.save(picture, form, exif=exif, **remarks)
    assert picture.getvalue().count(b"Canary") >= 2
    template = docx.Document(BytesIO(OURS))
    template.sections[0].header.paragraphs[0].add_run().add_picture(picture)
    target = BytesIO()
    template.save(target)
    assert problems_of_word(target.getvalue(), REQUEST) == []
    made = word.rendered(target.getvalue(), made_up.full(REQUEST).values, title="T", author="A")
    with zipfile.ZipFile(BytesIO(made)) as parts:
        [name] = [each for each in parts.namelist() if each.startswith("word/media/")]
        kept = parts.read(name)
    assert b"Canary" not in kept
    with Image.open(BytesIO(kept)) as after, Image.open(picture) as before:
        assert after.tobytes() == before.tobytes()


@given(st.binary(max_size=200))
def test_a_picture_that_is_cut_short_or_wrong_breaks_nothing(content: bytes) -> None:
    for start in (b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8"):
        assert bare(start + content).startswith(start)


def in_use(actor: Officer, content: bytes = OURS, kind: LetterKind = REQUEST) -> LetterTemplate:
    template = service.upload(kind, "", TemplateForm.WORD, content, actor=actor)
    service.take_in_use(template, actor=actor)
    return template


def approved(actor: Officer) -> tuple[RemovalRequest, Letter]:
    request = make_request(actor)
    approve(request, actor=make_officer(Role.DEPUTY))
    return request, db.session.get_one(Letter, request.letter_id)


def test_no_part_of_a_document_holds_a_complainant(monitoring_officer: Officer) -> None:
    in_use(monitoring_officer)
    request = make_request(monitoring_officer)
    case = db.session.get_one(Case, request.case_id)
    name, contact = "Quillon Canary-Featherstone", "quillon@canary.example"
    cases.add_complaint(case, actor=monitoring_officer, complainant_name=name, complainant_contact=contact)
    approve(request, actor=make_officer(Role.DEPUTY))
    document = db.session.get_one(LetterDocument, request.letter_id)
    with zipfile.ZipFile(BytesIO(document.content)) as parts:
        for part in parts.namelist():
            data = parts.read(part).decode("utf-8", "replace").casefold() + part.casefold()
            assert "quillon" not in data, part
            assert "canary" not in data, part


VARIABLE = '<w:docVars><w:docVar w:name="x" w:val="Quillon Canary"/></w:docVars></w:settings>'


@pytest.mark.parametrize(
    "where",
    [
        {BODY: said("Quillon Canary")},
        {"word/styles.xml": swap('w:val="heading 1"', 'w:val="Quillon Canary"')},
        {"word/settings.xml": swap("</w:settings>", VARIABLE)},
    ],
)  # fmt: skip
def test_a_document_that_names_a_complainant_anywhere_is_not_prepared(
    where: dict[str, Callable[[bytes], bytes]], monitoring_officer: Officer
) -> None:
    in_use(monitoring_officer, altered({**where}))
    request = make_request(monitoring_officer)
    case = db.session.get_one(Case, request.case_id)
    cases.add_complaint(case, actor=monitoring_officer, complainant_name="Quillon Canary")
    with pytest.raises(DomainError, match="complainant"):
        approve(request, actor=make_officer(Role.DEPUTY))


def test_a_complainant_who_comes_later_holds_the_letter_back(monitoring_officer: Officer) -> None:
    in_use(
        monitoring_officer, altered({"word/styles.xml": swap('w:val="heading 1"', 'w:val="Quillon Canary"')})
    )
    request, _ = approved(monitoring_officer)
    case = db.session.get_one(Case, request.case_id)
    cases.add_complaint(case, actor=monitoring_officer, complainant_name="Quillon Canary")
    with pytest.raises(DomainError, match="Word document"):
        requests.send(request, actor=monitoring_officer, sent_on=clock.today(), sent_how="By post")


def test_a_document_is_fixed_when_it_is_prepared_whatever_becomes_of_its_template(
    client: Browserless, monitoring_officer: Officer
) -> None:
    in_use(monitoring_officer)
    request, letter = approved(monitoring_officer)
    row = db.session.get_one(LetterDocument, letter.id)
    assert letter.document_sha256 == hashlib.sha256(row.content).hexdigest()
    client.sign_in(monitoring_officer)
    at = f"/removal-requests/{request.id}"
    before = client.http.get(f"{at}/letter.docx").data
    in_use(monitoring_officer, altered({BODY: said("From the Town Hall")}))
    requests.send(request, actor=monitoring_officer, sent_on=clock.today(), sent_how="By post")
    service.return_to_built_in(REQUEST, "", actor=monitoring_officer)
    assert client.http.get(f"{at}/letter.docx").data == before
    assert client.http.get(f"/letters/{letter.id}/letter.docx").data == before
    assert hashlib.sha256(before).hexdigest() in client.get(f"{at}/letter").words
    assert f"{at}/letter.docx" in client.get(at).links().values()
    client.post(f"{at}/letter/as-text", status=409)


def test_a_word_letter_is_corrected_only_once_it_is_plain_text(
    client: Browserless, monitoring_officer: Officer
) -> None:
    in_use(monitoring_officer)
    request, letter = approved(monitoring_officer)
    client.sign_in(monitoring_officer)
    at = f"/removal-requests/{request.id}"
    assert f"{at}/letter/edit" not in client.get(at).links().values()
    client.get(f"{at}/letter/edit", status=409)
    with pytest.raises(NotPossible, match="Word document"):
        letters.change_letter(letter, subject="Ours", body="Mine", actor=monitoring_officer)
    before, read = letter.body, letter.version
    edit = client.get(client.post(f"{at}/letter/as-text"))
    with pytest.raises(Stale):  # who read the document has not read the text
        requests.send(
            request, actor=monitoring_officer, sent_on=clock.today(), sent_how="By post", letter_version=read
        )
    assert edit.fields()["body"].replace("\r\n", "\n").strip() == before.strip()
    client.post(f"{at}/letter/edit", {**edit.fields(), "body": before + "One more line."})
    assert client.http.get(f"{at}/letter.docx").status_code == 404
    client.post(f"{at}/letter/as-text", status=409)


def test_before_approval_the_document_is_marked_as_a_preview(
    client: Browserless, monitoring_officer: Officer
) -> None:
    request = request_in(RequestStatus.DRAFT, monitoring_officer)
    client.sign_in(monitoring_officer)
    at = f"/removal-requests/{request.id}/approve"
    assert "Preview as Word" not in client.get(at).links()
    client.get(f"{at}/preview.docx", status=404)
    template = in_use(monitoring_officer)
    for path in (client.get(at).links()["Preview as Word"], f"/letter-templates/{template.id}/preview.docx"):
        response = client.http.get(path)
        assert "preview-" in response.headers["Content-Disposition"]
        assert "PREVIEW: this letter has not been sent." in word.words_of(response.data)


def test_the_built_in_letter_as_word_can_be_sent_back_as_it_came(
    client: Browserless, monitoring_officer: Officer
) -> None:
    client.sign_in(monitoring_officer)
    at = "/letter-templates/closing/platform"
    content = client.http.get(f"{at}/built-in.docx").data
    page = client.post(at, {**client.get(at).fields(), "file": (BytesIO(content), "ours.docx")})
    assert "THE END" not in client.get(page).words
    assert "Nobody is written to" in client.get(page).words
    assert client.http.get(f"{page}/file").data == content


@pytest.mark.parametrize("kind", [LetterKind.REMINDER, LetterKind.THANKS, LetterKind.CLOSING])
def test_later_letters_have_a_document_too(
    client: Browserless, kind: LetterKind, monitoring_officer: Officer
) -> None:
    in_use(monitoring_officer, word.built_in_word(BUILT_IN[kind], title="T", author="A"), kind)
    status = RequestStatus.DISPUTED if kind is LetterKind.THANKS else RequestStatus.CLOSED
    request = (
        reminder_due(monitoring_officer)
        if kind is LetterKind.REMINDER
        else request_in(status, monitoring_officer, deadline_days=60)
    )
    db.session.refresh(request, ["replies"])
    letter = requests.prepare_letter(request, kind, actor=monitoring_officer)
    client.sign_in(monitoring_officer)
    at = f"/removal-requests/{request.id}/letters/{letter.id}"
    assert letter.document_sha256
    assert letter.document_sha256 in client.get(at).words
    response = client.http.get(f"{at}/letter.docx")
    assert hashlib.sha256(response.data).hexdigest() == letter.document_sha256
    client.get(f"{at}/edit", status=409)
    client.post(f"{at}/as-text")
    assert client.get(f"{at}/edit").fields()["body"]


def test_a_document_that_is_not_what_was_frozen_is_not_handed_out(monitoring_officer: Officer) -> None:
    in_use(monitoring_officer)
    _, letter = approved(monitoring_officer)
    assert letter.status is LetterStatus.PREPARED
    row = db.session.get_one(LetterDocument, letter.id)
    with db.session.no_autoflush:
        row.content += b"x"
        with pytest.raises(ValueError, match="not what was frozen"):
            letters.check(letter, actor=monitoring_officer)
        db.session.expire(row)
