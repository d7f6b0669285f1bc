"""Drawing a page of an exhibit."""

from typing import Any

from flask import abort
from sqlalchemy import inspect
from sqlalchemy.orm import joinedload, selectinload

from casework.accounts.identity import current_officer
from casework.accounts.models import Officer
from casework.cases.page import HEAD, case_page
from casework.evidence import queries
from casework.evidence.models import Exhibit
from casework.evidence.receipts import name_of, visible
from casework.evidence.texts.queries import with_words
from casework.web.forms import Form

WHOLE = (
    joinedload(Exhibit.case).options(*HEAD),
    joinedload(Exhibit.received_by).lazyload(Officer.role_rows),
    joinedload(Exhibit.released_by).lazyload(Officer.role_rows),
    selectinload(Exhibit.posts),
    with_words(),
)


def still_held(exhibit: Exhibit) -> Exhibit:
    """Return the exhibit; answer 410 where its file was destroyed: nothing is left to hand out or describe."""
    if exhibit.destroyed_at is not None:
        abort(410, f"The file of exhibit {exhibit.label} was destroyed. Its page says when, by whom and why.")
    return exhibit


def exhibit_page(
    template: str, exhibit: Exhibit, *, form: Form | None = None, **context: Any
) -> tuple[str, int]:
    """Render `template`, a page of the exhibit's case, about an exhibit that was loaded with WHOLE."""
    if "case" in inspect(exhibit).unloaded:  # a command that was refused has let go of what was loaded
        exhibit = queries.get_visible(current_officer(), exhibit.id, *WHOLE)
    return case_page(
        template,
        exhibit.case,
        "posts",
        form=form,
        exhibit=exhibit,
        visible=visible,
        name_of=name_of,
        **context,
    )
