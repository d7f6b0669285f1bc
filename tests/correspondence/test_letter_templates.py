"""A council's own letter templates: what they may say, what they must, and what letters are made of them."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from casework.accounts.models import Officer
from casework.audit.models import AuditEvent
from casework.audit.verbs import Verb
from casework.correspondence.models import Letter, LetterTemplate
from casework.correspondence.templates import made_up, queries, service
from casework.correspondence.templates.built_in import BUILT_IN
from casework.correspondence.templates.fields import FIELDS, needed_by
from casework.correspondence.templates.language import (
    claims_in,
    environment,
    own_words,
    problems_in,
    rendered,
)
from casework.correspondence.templates.workflow import KINDS, TemplateForm
from casework.correspondence.workflow import Addressee, LetterKind
from casework.database import db
from casework.errors import NotPossible
from casework.permissions import Role
from casework.takedowns import service as requests
from casework.takedowns.workflow import RequestStatus
from tests.support.client import Browserless
from tests.support.factories import make_officer
from tests.support.request_factories import approve, make_request, reminder_due, request_in

REQUEST = LetterKind.REMOVAL_REQUEST
OURS = BUILT_IN[REQUEST].replace("Yours sincerely,", "With kind regards from the Guildhall,")


def upload(
    text: str, actor: Officer, kind: LetterKind = REQUEST, addressee: str = "", *, use: bool = True
) -> LetterTemplate:
    template = service.upload(kind, addressee, TemplateForm.TEXT, text.encode(), actor=actor)
    if use:
        service.take_in_use(template, actor=actor)
    return template


@pytest.mark.parametrize("kind", KINDS)
def test_the_letters_that_casework_comes_with_keep_their_own_rules(kind: LetterKind) -> None:
    assert problems_in([BUILT_IN[kind]], kind) == []
    assert claims_in(own_words(BUILT_IN[kind])) == []
    for filled in made_up.every(kind):
        text = rendered(BUILT_IN[kind], filled.values)
        assert "{" not in text
        assert "\n\n\n" not in text


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_that_lacks_what_a_letter_must_say_is_told_which(kind: LetterKind) -> None:
    for field in needed_by(kind):
        without = (
            BUILT_IN[kind].replace(f"{{{{ {field.name} }}}}", "").replace(f" in {field.name} ", " in posts ")
        )
        if field.name == "posts":
            without = BUILT_IN[kind].replace("{{ post }}", "")
        assert any(f"“{field.name}”" in each for each in problems_in([without], kind)), field.name


def test_what_is_said_only_under_a_condition_of_something_else_is_not_said() -> None:
    hidden = OURS.replace("{{ standing }}", "{% if office_phone %}{{ standing }}{% endif %}")
    assert any("“standing”" in each for each in problems_in([hidden], REQUEST))
    never = OURS.replace("{{ standing }}", "{% if not standing %}{{ standing }}{% endif %}")
    assert any("“standing”" in each for each in problems_in([never], REQUEST))
    either = OURS.replace("{{ standing }}", "{% if standing %}{{ standing }}{% endif %}")
    assert problems_in([either], REQUEST) == []


def test_an_unknown_field_is_named_with_the_nearest_right_one() -> None:
    [said] = problems_in([OURS.replace("{{ reference }}", "{{ referense }}")], REQUEST)
    assert said == "There is no field “referense”. Did you mean “reference”?"
    assert "There is no field “complainant”." in problems_in([OURS + "{{ complainant }}"], REQUEST)[0]
    assert "not one of this kind" in problems_in([OURS + "{{ how_ended }}"], REQUEST)[0]


@pytest.mark.parametrize(
    "attack",
    [
        "{{ reference.__class__ }}",
        "{{ reference['x'] }}",
        "{{ ''.join(posts) }}",
        "{{ range(10**9) }}",
        "{{ cycler() }}",
        "{{ self }}",
        "{{ reference | upper }}",
        "{{ posts[0] }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ 'a' ~ reference }}",
        "{{ reference if told else council }}",
        "{% set x = 1 %}",
        "{% macro x() %}{% endmacro %}",
        "{% include 'x' %}",
        "{% import 'x' as y %}",
        "{% extends 'x' %}",
        "{% block x %}{% endblock %}",
        "{% filter upper %}x{% endfilter %}",
        "{% raw %}{{ reference }}{% endraw %}{{ loop }}",
        "{% for a in posts %}{% for b in posts %}{% endfor %}{% endfor %}",
        "{% for a in posts if a %}{% endfor %}",
        "{% for a in range(9) %}{% endfor %}",
        "{% for reference in posts %}{% endfor %}",
        "{% for post in posts %}{{ loop.index }}{% endfor %}",
        "{% if told and council %}{% endif %}",
        "{% if told == 'x' %}{% endif %}",
        "{% autoescape false %}{% endautoescape %}",
        "{% with x = 1 %}{% endwith %}",
        "{{ reference",
        "{% if told %}",
        "{{ told }} {% endif %}",
    ],
)
def test_whatever_is_no_field_passage_or_list_is_refused_before_anything_is_rendered(attack: str) -> None:
    assert problems_in([OURS + attack], REQUEST)


def test_the_language_has_no_word_of_its_own() -> None:
    for word in (False, True):
        bare = environment(for_word=word)
        assert [*bare.globals, *bare.filters, *bare.tests] == []
        assert bare.sandboxed


@given(st.text())
def test_what_a_field_says_is_never_read_as_a_field(said: str) -> None:
    values = {**made_up.full(REQUEST).values, "instead": "{{ reference }}" + said + "{% for x in posts %}"}
    text = rendered("{{ instead }}", values)
    assert "{{ reference }}" in text
    assert "{% for x in posts %}" in text


@pytest.mark.parametrize(
    "words",
    [
        "You must remove this today.",
        "We hereby order you to delete it.",
        "Failure to comply will be a breach.",
        "Please keep a copy of it.",
        "Take a screenshot first.",
    ],
)
def test_a_template_claims_no_power_and_leaves_keeping_a_copy_to_the_facts(words: str) -> None:
    assert claims_in(own_words(OURS + words))


def test_the_page_explains_every_field_that_there_is(
    client: Browserless, monitoring_officer: Officer
) -> None:
    client.sign_in(monitoring_officer)
    seen = " ".join(client.get(f"/letter-templates/{kind.value}/anybody").words for kind in KINDS)
    assert [field.name for field in FIELDS if field.says not in seen] == []


def test_a_template_is_checked_previewed_taken_in_use_and_given_up_again(
    client: Browserless, monitoring_officer: Officer
) -> None:
    request = request_in(RequestStatus.DRAFT, monitoring_officer)
    client.sign_in(monitoring_officer)
    assert client.get("/letter-templates").words.count("The built-in letter") >= len(KINDS)
    at = "/letter-templates/removal_request/anybody"
    start = client.http.get(f"{at}/built-in.txt")
    assert start.data.decode() == BUILT_IN[REQUEST]
    refused = client.post(
        at, {**client.get(at).fields(), "text": "Dear {{ recipiant }}, you must"}, status=422
    )
    assert "Did you mean “recipient”?" in refused.words
    assert "you must" in refused.fields()["text"], "what was typed is kept"
    assert db.session.scalar(select(LetterTemplate)) is None
    assert client.post(at, client.get(at).fields(), status=422).errors
    page = client.post(at, {**client.get(at).fields(), "text": OURS})
    preview = client.get(page).words
    assert "With kind regards from the Guildhall" in preview
    assert "SMC/0000/0001/R1" in preview
    assert "Guildhall" not in client.get(f"/removal-requests/{request.id}/approve").words, "not in use yet"
    client.post(f"{page}/use")
    client.post(f"{page}/use", status=409)
    assert "version 1 (Plain text)" in client.get("/letter-templates").words
    assert "Guildhall" in client.get(f"/removal-requests/{request.id}/approve").words
    assert client.http.get(f"{page}/file").data.decode().replace("\r\n", "\n").strip() == OURS.strip()
    client.post(f"{at}/built-in")
    client.post(f"{at}/built-in", status=409)
    assert "Guildhall" not in client.get(f"/removal-requests/{request.id}/approve").words
    assert "Version 1" in client.get(at).links(), "old versions are kept"
    told = select(AuditEvent.verb).where(AuditEvent.verb.like("letter-template.%")).order_by(AuditEvent.seq)
    verbs = db.session.scalars(told).all()
    assert verbs == [Verb.LETTER_TEMPLATE_UPLOADED, Verb.LETTER_TEMPLATE_USED, Verb.LETTER_TEMPLATE_ENDED]


def test_one_template_of_a_letter_is_in_use_at_a_time(monitoring_officer: Officer) -> None:
    first = upload(OURS, monitoring_officer)
    second = upload(OURS.replace("Guildhall", "Town Hall"), monitoring_officer)
    assert (first.in_use, second.in_use, second.number) == (False, True, 2)
    service.take_in_use(first, actor=monitoring_officer)
    assert (first.in_use, second.in_use) == (True, False)
    with pytest.raises(NotPossible):
        service.take_in_use(first, actor=monitoring_officer)


def test_the_template_to_one_addressee_goes_before_the_one_to_anybody(monitoring_officer: Officer) -> None:
    upload(OURS, monitoring_officer)
    own = upload(OURS.replace("Guildhall", "Group office"), monitoring_officer, addressee=Addressee.LEADER)
    assert queries.in_use_for(REQUEST, Addressee.LEADER) == own
    member = queries.in_use_for(REQUEST, Addressee.MEMBER)
    assert member
    assert member.addressee == ""
    assert queries.in_use_for(LetterKind.REMINDER, Addressee.MEMBER) is None


def test_a_letter_that_is_prepared_does_not_change_with_its_template(monitoring_officer: Officer) -> None:
    upload(OURS, monitoring_officer)
    request = make_request(monitoring_officer)
    approve(request, actor=make_officer(Role.DEPUTY))
    letter = db.session.get_one(Letter, request.letter_id)
    before = letter.body
    assert "Guildhall" in before
    upload(OURS.replace("Guildhall", "Town Hall"), monitoring_officer)
    service.return_to_built_in(REQUEST, "", actor=monitoring_officer)
    db.session.refresh(letter)
    assert letter.body == before


@pytest.mark.parametrize("kind", [LetterKind.REMINDER, LetterKind.CLOSING])
def test_later_letters_are_made_by_the_councils_template_too(
    kind: LetterKind, monitoring_officer: Officer
) -> None:
    upload(BUILT_IN[kind] + "\nWritten in the Guildhall.\n", monitoring_officer, kind)
    if kind is LetterKind.REMINDER:
        request = reminder_due(monitoring_officer)
    else:
        request = request_in(RequestStatus.WITHDRAWN, monitoring_officer)
    assert "Guildhall" in requests.prepare_letter(request, kind, actor=monitoring_officer).body


def test_what_is_too_large_or_no_text_is_refused_in_words(monitoring_officer: Officer) -> None:
    for content, said in (
        (b"", "empty"),
        (b"x" * (service.LARGEST + 1), "at most 1 MB"),
        (b"x" * (service.LONGEST + 1), "at most 60,000 characters"),
        (b"\xff\xfe\xfa", "no plain text"),
    ):
        with pytest.raises(service.Unusable, match=said):
            service.upload(REQUEST, "", TemplateForm.TEXT, content, actor=monitoring_officer)


@pytest.mark.parametrize("role", [Role.STANDARDS_OFFICER, Role.TAKEDOWN_OFFICER, Role.AUDITOR])
def test_only_those_who_change_the_settings_see_and_change_templates(
    client: Browserless, role: Role, monitoring_officer: Officer
) -> None:
    template = upload(OURS, monitoring_officer, use=False)
    client.sign_in(make_officer(role))
    client.get("/letter-templates", status=403)
    client.post(f"/letter-templates/{template.id}/use", status=403)
    client.get(f"/letter-templates/{template.id}/file", status=403)


def test_an_address_that_names_no_letter_or_addressee_is_not_found(
    client: Browserless, monitoring_officer: Officer
) -> None:
    client.sign_in(monitoring_officer)
    for path in ("acknowledgement/anybody", "reminder/complainant"):
        client.get(f"/letter-templates/{path}", status=404)
    client.get("/letter-templates/99", status=404)


def test_a_file_that_is_no_word_document_is_refused_over_the_page(
    client: Browserless, monitoring_officer: Officer
) -> None:
    client.sign_in(monitoring_officer)
    at = "/letter-templates/reminder/anybody"
    for content in (b"%PDF-1.7", b"PK\x03\x04" + b"\0" * 100, b"{\\rtf1}"):
        fields = {**client.get(at).fields(), "file": (BytesIO(content), "letter.docx")}
        assert "is not a Word document" in client.post(at, fields, status=422).words
