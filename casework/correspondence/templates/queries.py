"""Reading letter templates, and the documents made from them."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload

from casework.accounts.models import Officer
from casework.correspondence.models import LetterTemplate
from casework.correspondence.templates.built_in import BUILT_IN
from casework.correspondence.templates.fields import Filled
from casework.correspondence.templates.language import rendered
from casework.correspondence.templates.workflow import TemplateForm
from casework.correspondence.workflow import Addressee, LetterKind
from casework.database import db
from casework.errors import NotFound

WITHOUT_CONTENT = (
    defer(LetterTemplate.content),
    joinedload(LetterTemplate.uploaded_by).lazyload(Officer.role_rows),
)


@dataclass(frozen=True)
class Draft:
    """A letter as it would be prepared: its text, and the Word document where a council's template makes one."""

    text: str
    template: LetterTemplate | None = None
    document: bytes | None = None


def get(template_id: int) -> LetterTemplate:
    """Return a template; raise NotFound where there is none."""
    template = db.session.scalar(select(LetterTemplate).where(LetterTemplate.id == template_id))
    if template is None:
        raise NotFound
    return template


def history(kind: LetterKind, addressee: str) -> list[LetterTemplate]:
    """Return every template of a kind to an addressee, or to anybody (""), newest first and without its bytes."""
    return list(
        db.session.scalars(
            select(LetterTemplate)
            .where(LetterTemplate.kind == kind, LetterTemplate.addressee == addressee)
            .options(*WITHOUT_CONTENT)
            .order_by(LetterTemplate.number.desc())
        )
    )


def all_in_use() -> dict[tuple[LetterKind, str], LetterTemplate]:
    """Return the templates in use by kind and addressee, without their bytes."""
    found = db.session.scalars(
        select(LetterTemplate)
        .where(LetterTemplate.in_use_from.is_not(None), LetterTemplate.in_use_until.is_(None))
        .options(*WITHOUT_CONTENT)
    )
    return {(each.kind, each.addressee): each for each in found}


def in_use_for(kind: LetterKind, addressee: Addressee) -> LetterTemplate | None:
    """Return the template by which a letter is made: the one to this addressee before the one to anybody."""
    return db.session.scalar(
        select(LetterTemplate)
        .where(
            LetterTemplate.kind == kind,
            LetterTemplate.addressee.in_(("", addressee.value)),
            LetterTemplate.in_use_from.is_not(None),
            LetterTemplate.in_use_until.is_(None),
        )
        .order_by(LetterTemplate.addressee.desc())
        .limit(1)
    )


def draft(filled: Filled) -> Draft:
    """Return a letter as it would be prepared now, by the council's template where one is in use."""
    template = in_use_for(filled.kind, filled.addressee)
    return made_from(template, filled) if template else Draft(rendered(BUILT_IN[filled.kind], filled.values))


def made_from(template: LetterTemplate, filled: Filled) -> Draft:
    """Return the letter that a template makes. Raises ValueError where its bytes are not those that were checked."""
    if hashlib.sha256(template.content).hexdigest() != template.sha256:
        raise ValueError("a template that is not what was checked makes no letter")
    if template.form is TemplateForm.TEXT:
        return Draft(rendered(template.content.decode(), filled.values), template)
    from casework.correspondence.templates import word  # heavy

    values = filled.values
    title = f"{filled.kind.label} {values['reference']}"
    document = word.rendered(template.content, values, title=title, author=str(values["council"]))
    return Draft(word.words_of(document), template, document)
