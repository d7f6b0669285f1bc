"""Uploading a council's letter templates, taking them in use, and preparing letters from them."""

import hashlib
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm.attributes import flag_modified

from casework import clock
from casework.accounts.models import Officer
from casework.accounts.service import tell_monitoring_officers
from casework.audit.service import record
from casework.audit.verbs import Verb
from casework.cases.models import Case
from casework.correspondence import service as letters
from casework.correspondence.models import Letter, LetterDocument, LetterTemplate
from casework.correspondence.templates import made_up, queries
from casework.correspondence.templates.apart import problems_apart
from casework.correspondence.templates.documents import check_document, document_of
from casework.correspondence.templates.fields import Filled
from casework.correspondence.templates.language import claims_in, own_words, problems_in, rendered
from casework.correspondence.templates.workflow import KINDS, TemplateForm
from casework.correspondence.workflow import Addressee, LetterKind, unchangeable
from casework.database import command, db, hold, lock
from casework.errors import DomainError, NotPossible
from casework.outbox import queries as outbox

LARGEST = 1 << 20  # bytes of a template
LONGEST = 60_000  # characters of a plain text
PAGE = "/letter-templates"
TEMPLATES_LOCK = 7_061_838  # one upload, or one change of what is in use, at a time


class Unusable(DomainError):
    """A file that cannot be a template; `problems` says why, a sentence each."""

    def __init__(self, problems: list[str], field: str) -> None:
        super().__init__(" ".join(problems), field)
        self.problems = problems


def upload(
    kind: LetterKind, addressee: str, form: TemplateForm, content: bytes, *, actor: Officer
) -> LetterTemplate:
    """Check a template and keep it as the next version, not in use yet. Raises Unusable with all that is wrong.

    `addressee`: one of the addressees, or "" for any. The file is looked into before the write begins.
    """
    if kind not in KINDS or addressee not in {"", *Addressee}:
        raise DomainError("Choose one of the letters of removal requests, and to whom it goes.")
    problems = _problems(kind, form, content)
    if problems:
        raise Unusable(problems, "text" if form is TemplateForm.TEXT else "file")
    return _keep(kind, addressee, form, content, actor=actor)


def _problems(kind: LetterKind, form: TemplateForm, content: bytes) -> list[str]:
    if not content:
        return ["The file is empty. Choose another one."]
    if len(content) > LARGEST:
        return ["A template is at most 1 MB. Use smaller pictures."]
    if form is TemplateForm.WORD:
        return problems_apart(content, kind)
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return ["This is no plain text. Save it as UTF-8."]
    if len(text) > LONGEST:
        return [f"A plain text is at most {LONGEST:,} characters. Shorten it."]
    found = problems_in([text], kind) + claims_in(own_words(text))
    if not found:
        for filled in made_up.every(kind):
            rendered(text, filled.values)
    return found


@command
def _keep(
    kind: LetterKind, addressee: str, form: TemplateForm, content: bytes, *, actor: Officer
) -> LetterTemplate:
    hold(TEMPLATES_LOCK)
    last = db.session.scalar(
        select(func.max(LetterTemplate.number)).where(
            LetterTemplate.kind == kind, LetterTemplate.addressee == addressee
        )
    )
    template = LetterTemplate(
        kind=kind,
        addressee=addressee,
        number=(last or 0) + 1,
        form=form,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_at=clock.now(),
        uploaded_by_id=actor.id,
    )
    db.session.add(template)
    _record(Verb.LETTER_TEMPLATE_UPLOADED, template, actor)
    db.session.flush()
    return template


@command
def take_in_use(template: LetterTemplate, *, actor: Officer) -> None:
    """Make letters from this template from now on, in place of the one in use. Raises NotPossible where it is."""
    hold(TEMPLATES_LOCK)
    lock(template)
    if template.in_use:
        raise NotPossible("This template is in use already.")
    before, now = _used(template.kind, template.addressee), clock.now()
    if before is not None:
        before.in_use_until = now
        _record(Verb.LETTER_TEMPLATE_REPLACED, before, actor)
        db.session.flush()  # two are never in use at once
    template.in_use_from, template.in_use_until = now, None
    _record(Verb.LETTER_TEMPLATE_USED, template, actor)
    _tell(actor, f"{template.kind.label}: version {template.number} of your letter template is in use.")


@command
def return_to_built_in(kind: LetterKind, addressee: str, *, actor: Officer) -> None:
    """Make letters without a template of this kind and addressee again. Raises NotPossible where none is in use."""
    hold(TEMPLATES_LOCK)
    template = _used(kind, addressee)
    if template is None:
        raise NotPossible("No template of the council’s is in use for this letter.")
    template.in_use_until = clock.now()
    _record(Verb.LETTER_TEMPLATE_ENDED, template, actor)
    _tell(actor, f"{kind.label}: your letter template is no longer in use.")


def _used(kind: LetterKind, addressee: str) -> LetterTemplate | None:
    found = db.session.scalar(
        select(LetterTemplate).where(
            LetterTemplate.kind == kind,
            LetterTemplate.addressee == addressee,
            LetterTemplate.in_use_from.is_not(None),
            LetterTemplate.in_use_until.is_(None),
        )
    )
    return lock(found) if found else None


def _tell(actor: Officer, text: str) -> None:
    tell_monitoring_officers(text, PAGE, besides=actor)


def _record(verb: Verb, template: LetterTemplate, actor: Officer) -> None:
    record(verb, actor=actor, subject=template, sha256=template.sha256, **_facts(template))


def _facts(template: LetterTemplate) -> dict[str, Any]:
    return {"kind": template.kind.label.lower(), "number": template.number, "to": template.to.lower()}


@command
def prepare(
    case: Case, filled: Filled, *, recipient: str, contact: str, subject: str, actor: Officer
) -> Letter:
    """Put a letter with the case as the council's template makes it, with its Word document where it makes one.

    Raises DomainError where its text, or anything that the document holds unseen, names a complainant.
    """
    draft = queries.draft(filled)
    if draft.document is not None:
        check_document(draft.document, case.id)
    letter = letters.prepare(
        case,
        filled.kind,
        recipient=recipient,
        contact=contact,
        subject=subject,
        body=draft.text,
        actor=actor,
    )
    if draft.template is not None and draft.document is not None:
        document = LetterDocument(
            letter_id=letter.id,
            template_id=draft.template.id,
            content=draft.document,
            sha256=hashlib.sha256(draft.document).hexdigest(),
        )
        db.session.add(document)
        record(
            Verb.LETTER_DOCUMENT_MADE,
            actor=actor,
            subject=letter,
            case=case,
            also=[document],
            sha256=document.sha256,
            **_facts(draft.template),
        )
        db.session.flush()
        db.session.refresh(letter, ["document_sha256"])
    return letter


@command
def write_as_text(letter: Letter, *, actor: Officer) -> None:
    """Let a prepared letter be plain text, which can be corrected, in the words of its Word document.

    Raises NotPossible where it has none, is on its way, or was sent or discarded.
    """
    objection = unchangeable(lock(letter).status)
    if objection:
        raise NotPossible(objection)
    if outbox.is_on_its_way(letter.id):
        raise NotPossible("This letter is on its way by e-mail. Take it back first.")
    document = document_of(letter.id)
    if document is None:
        raise NotPossible("This letter is plain text already.")
    record(
        Verb.LETTER_WRITTEN_AS_TEXT,
        actor=actor,
        subject=letter,
        case=letter.case_id,
        also=[document],
        kind=letter.kind.label.lower(),
        sha256=document.sha256,
    )
    db.session.delete(document)
    flag_modified(letter, "body")  # a new version: whoever read the document has not read this
    db.session.flush()
    db.session.refresh(letter, ["document_sha256"])
