"""One complainant, planted wherever a case can hold them, and looked for in all that a removal request gives out."""

import re
import zipfile
import zlib
from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta
from email import message_from_bytes
from io import BytesIO

from flask import Flask
from pypdfium2 import PdfDocument
from sqlalchemy import select
from werkzeug.test import TestResponse

from casework import clock
from casework.accounts.models import Officer
from casework.audit.service import record
from casework.audit.verbs import Verb
from casework.cases import service as cases
from casework.cases.models import Case
from casework.cases.workflow import Confidentiality
from casework.correspondence.templates import service as templates
from casework.correspondence.templates import word
from casework.correspondence.templates.built_in import BUILT_IN
from casework.correspondence.templates.workflow import TemplateForm
from casework.correspondence.workflow import LetterKind
from casework.database import db, unit_of_work
from casework.desk.service import make_calendar
from casework.evidence import service as evidence
from casework.evidence.workflow import Arrival, CapturedBy
from casework.outbox.models import Notice
from casework.permissions import Role
from casework.takedowns import queries, service
from casework.takedowns.models import Observation, RemovalLetter, RemovalRequest
from casework.takedowns.workflow import ProportionalityQuestion, ReplyKind, RequestAction
from casework.takedowns.workflow import RequestStatus as S
from casework.worker.posting import do_the_post
from tests.support.case_factories import make_case, make_councillor
from tests.support.client import Browserless
from tests.support.factories import make_officer
from tests.support.files import png
from tests.support.mail import Post
from tests.support.request_factories import date_back, look, request_in

NAME, ADDRESS, HANDLE = "Wren Canary", "wren@canary.example", "@canary_wren"
NEEDLE = "canary"  # in the name, the address and the handle alike
TO = "jo.example@council.example"
OF_THE_REQUEST = "/removal-requests/<int:request_id>"
AT_LARGE = (
    "/my-requests",
    "/my-requests/to-chase",
    "/my-requests/to-verify",
    "/my-requests/to-verify/looks",
    "/",
)
FOR_ANYBODY = (  # what leaves the office, or is on lists that are handed about
    f"{OF_THE_REQUEST}/letter.txt",
    f"{OF_THE_REQUEST}/letter.docx",
    f"{OF_THE_REQUEST}/letter/print",
    f"{OF_THE_REQUEST}/reply-form",
    f"{OF_THE_REQUEST}/reply-form.txt",
    f"{OF_THE_REQUEST}/proof",
    f"{OF_THE_REQUEST}/proof?edition=public",
    f"{OF_THE_REQUEST}/proof.pdf",
    f"{OF_THE_REQUEST}/proof.pdf?edition=public",
    f"{OF_THE_REQUEST}/mail",
    "/removal-requests",
    "/removal-requests.csv",
    "/removal-requests.xlsx",
    "/removal-requests/figures",
    "/removal-requests/figures.xlsx",
)


def planted(actor: Officer) -> Case:
    """Make a case that holds its complainant wherever an officer would write them down."""
    case = make_case(actor, councillor=make_councillor(group="Independent"), description=f"{NAME} told us")
    complaint = cases.add_complaint(
        case,
        actor=actor,
        complainant_name=NAME,
        complainant_contact=f"By e-mail: {ADDRESS}, or {HANDLE}",
        wants=f"{NAME} wants it gone",
        asks_confidentiality=True,
    )
    cases.decide_confidentiality(complaint, Confidentiality.GRANTED, f"{NAME} is afraid", actor=actor)
    cases.add_note(case, f"Rang {NAME}", actor=actor)
    cases.add_action(case, actor=actor, officer_id=actor.id, what=f"Ring {NAME}", due_on=clock.today())
    cases.change_case(case, actor=actor, member_told_on=clock.today())
    letter = f"From: {NAME} <{ADDRESS}>\nSubject: {HANDLE} writes\n\nIt is about me.\n".encode()
    for content, name in ((png((61, 37)), "wren-canary.png"), (letter, "from canary.eml")):
        receipt = evidence.receive(
            BytesIO(content), actor=actor, case_id=case.id, declared_name=name, arrival=Arrival.CHOSEN
        )
        assert receipt.exhibit
        evidence.describe(
            receipt.exhibit,
            actor=actor,
            title=f"What {NAME} sent",
            captured_by=CapturedBy.COMPLAINANT,
            captured_by_name=NAME,
        )
    return case


def asked_for(case: Case, actor: Officer, handler: Officer) -> RemovalRequest:
    """Make an approved request whose inner reasons name the complainant, with a Word document as its letter."""
    for kind in (LetterKind.REMOVAL_REQUEST, LetterKind.THANKS):
        content = word.built_in_word(BUILT_IN[kind], title="T", author="A")
        template = templates.upload(kind, "", TemplateForm.WORD, content, actor=actor)
        templates.take_in_use(template, actor=actor)
    return request_in(
        S.AUTHORISED,
        actor,
        case=case,
        recipient_contact=f"By e-mail: {TO}",
        given_to_id=handler.id,
        reasons=f"{NAME} is exposed",
        proportionality={each.value: f"{NAME} considered" for each in ProportionalityQuestion},
    )


def answered_and_proved(request: RemovalRequest, actor: Officer) -> None:
    """Let an answer and looks follow that hold the complainant, until the removal is verified."""
    date_back(request, 10)
    service.record_reply(
        request,
        actor=actor,
        kind=ReplyKind.COMPLIED,
        received_on=clock.today() - timedelta(days=2),
        words=f"It was {NAME} who told you. Removed.",
    )
    look(request, actor, at=clock.now() - timedelta(hours=25))
    look(request, actor)
    service.conclude(request, RequestAction.VERIFY_REMOVED, actor=actor)
    with unit_of_work():
        for each in db.session.query(Observation):
            each.wording, each.able_words = f"Removed by {NAME}", f"{HANDLE} is there"
        request.platform_reference = f"{NAME}/77"
        record(Verb.REQUEST_CHANGED, actor=None, subject=request, case=request.case_id, name=request.name)


def everything_in(answer: TestResponse | bytes) -> str:
    """Return all that can be found in an answer: its headers, each part of an archive, each stream of a PDF."""
    content = answer if isinstance(answer, bytes) else answer.data
    found = [] if isinstance(answer, bytes) else [str(answer.headers)]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            found += [
                *archive.namelist(),
                *(everything_in(archive.read(each)) for each in archive.namelist()),
            ]
    elif content.startswith(b"%PDF"):
        with PdfDocument(content) as document:
            found += [page.get_textpage().get_text_bounded() for page in document]
        for stream in re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
            with suppress(zlib.error):
                plain = zlib.decompressobj().decompress(stream)
                found += [
                    plain.decode("latin-1"),
                    plain.decode("utf-16-be", "replace"),
                    plain[1:].decode("utf-16-be", "replace"),
                ]
    found.append(content.decode("utf-8", "replace").replace("\0", ""))
    return "\n".join(found).casefold()


def around(text: str) -> str:
    """Return what stands about the first place where the complainant is found."""
    at = text.index(NEEDLE)
    return text[max(at - 80, 0) : at + 60]


def found_in(client: Browserless, paths: Iterable[str], least: int) -> list[tuple[str, str]]:
    """Return the addresses at which the complainant is read, each with what stands about them.

    `least`: how many of the addresses must answer with something, lest nothing is looked at.
    """
    read = {path: client.http.get(path) for path in paths}
    found = []
    for path, answer in read.items():
        assert answer.status_code in {200, 302, 403, 404, 409}, (path, answer.status_code)
        if NEEDLE in (text := everything_in(answer)):
            found.append((path, around(text)))
        answer.close()
    answered = [path for path, answer in read.items() if answer.status_code == 200]
    assert len(answered) >= least, answered
    return found


def paths_of(app: Flask, request: RemovalRequest, rules: Iterable[str] = ()) -> list[str]:
    """Return the addresses of a request by `rules`, or every one that there is to read."""
    every = (
        each.rule
        for each in app.url_map.iter_rules()
        if "GET" in (each.methods or ()) and ("request_id" in each.arguments or each.rule.startswith("/my-"))
    )
    own = select(RemovalLetter.letter_id).where(RemovalLetter.request_id == request.id)
    letters = db.session.scalars(own).all() or [0]
    filled = {
        rule.replace("<int:request_id>", str(request.id))
        .replace("<int:post_id>", str(queries.posts_in(request)[0].id))
        .replace("<int:letter_id>", str(letter))
        for rule in rules or (*every, *AT_LARGE)
        for letter in letters
    }
    return sorted(path for path in filled if "<" not in path)


def test_no_complainant_is_in_anything_that_a_removal_request_gives_out(
    app: Flask, client: Browserless, monitoring_officer: Officer, post: Post
) -> None:
    handler = make_officer(Role.TAKEDOWN_OFFICER)
    case = planted(monitoring_officer)
    request = asked_for(case, monitoring_officer, handler)

    def look_everywhere(least: int, at_large: int, but: str = "") -> None:
        client.sign_in(handler)
        assert found_in(client, set(paths_of(app, request)) - {but}, least) == []
        client.sign_in(monitoring_officer)
        assert found_in(client, paths_of(app, request, FOR_ANYBODY), at_large) == []

    look_everywhere(12, 10)
    service.send_by_mail(request, [TO], actor=handler)
    do_the_post()
    answered_and_proved(request, monitoring_officer)
    words_of_others = f"/my-requests/{request.id}"  # what was answered and seen stands there as it was said
    thanks = service.prepare_letter(request, LetterKind.THANKS, actor=monitoring_officer)
    service.mail_letter(request, thanks, [TO], actor=handler)
    do_the_post()
    look_everywhere(20, 14, words_of_others)
    taken = [each.original_content or b"" for each in post.taken]
    assert len(taken) >= 2
    for content in taken:
        parts = [part.get_payload(decode=True) for part in message_from_bytes(content).walk()]
        for each in (content, *(part for part in parts if isinstance(part, bytes))):
            assert NEEDLE not in everything_in(each)
    for notice in db.session.query(Notice):
        assert NEEDLE not in notice.text.casefold()
    calendar = make_calendar(actor=monitoring_officer)
    assert found_in(client, [f"/calendar/{calendar}.ics"], 1) == []
