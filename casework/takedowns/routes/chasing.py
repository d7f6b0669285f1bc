"""Several recipients reminded in one go: that they were, on one day and by one way, or a letter prepared for each.

Each is done by itself, under the rules of a single one. What is refused comes back with its reason, still ticked.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from flask import render_template, url_for
from flask import request as http
from flask.typing import ResponseReturnValue

from casework import clock
from casework.accounts.identity import current_officer
from casework.correspondence.workflow import LetterKind
from casework.council import queries as council
from casework.errors import DomainError, Stale
from casework.permissions import Permission
from casework.takedowns import queries, service
from casework.takedowns.forms import ReminderForm
from casework.takedowns.later_letters import prepared
from casework.takedowns.models import RemovalRequest
from casework.takedowns.pressing import sentence
from casework.takedowns.routes.blueprint import home
from casework.takedowns.routes.mine import bp
from casework.takedowns.routes.went import NOT_YOURS, Done, Went
from casework.takedowns.several_forms import ReminderRowForm
from casework.web.guard import requires
from casework.web.paging import PAGE_SIZE
from casework.web.requests import page_asked

KEY = re.compile(r"r(\d{1,9})-version$")
LETTERS = "letters"  # of the two buttons, the one that prepares letters
NOBODY = "Tick one request at least. Nothing was recorded."
READ_FIRST = (
    "Nothing was recorded for it: read below what it wants now, and tick it again if that is still right."
)


@dataclass(frozen=True)
class Row:
    """One request whose recipient is to be reminded. `words`: what it wants now; `letter`: one is prepared already."""

    request: RemovalRequest
    form: ReminderRowForm
    words: str
    letter: bool


@dataclass
class Round(Went):
    """What came of one form, and the rows that come back, by request id."""

    back: dict[int, ReminderRowForm] = field(default_factory=dict)


@bp.route("/my-requests/to-chase", methods=["GET", "POST"])
@requires(Permission.TAKEDOWN_HANDLE)
def to_chase() -> ResponseReturnValue:
    """Remind the recipients of several requests."""
    form, went, following = ReminderForm(reminded_on=clock.today()), Round(), 0
    if http.method == "POST":
        _handle(form, went)
        held = queries.handled_among(current_officer(), went.back, *queries.LATER)
        rows = _rows([held[each] for each in went.back if each in held], went.back)
    else:
        found = queries.page_to_chase(current_officer(), page_asked(), *queries.LATER)
        rows, following = _rows(found.rows, {}), found.number + 1 if found.more else 0
    body = render_template("takedowns/chase.html", form=form, rows=rows, following=following, went=went)
    return body, 422 if form.failed or went.back else 200


def _handle(form: ReminderForm, went: Round) -> None:
    """Do what the form says for every request that is ticked, each by itself."""
    letters = http.form.get("do") == LETTERS
    whole = letters or form.validate()
    rows = {key: ReminderRowForm(prefix=_prefix(key)) for key in _keys()}
    ticked = [key for key, row in rows.items() if row.chosen.data]
    if not whole or not ticked:
        went.back = rows
        for row in list(rows.values())[: not ticked]:
            row.chosen.errors = [NOBODY]  # at the first box, to which the summary leads
        return
    for key in ticked:
        _each(key, rows[key], went, _letter if letters else _reminder(form))
    if went.back:
        count = len(went.back)
        form.form_errors.append(
            f"{count} of {len(ticked)} could not be {'prepared' if letters else 'recorded'}."
        )


def _keys() -> list[int]:
    """Return the ids of the requests that stood in the form, in their order."""
    return list(dict.fromkeys(int(key[1]) for key in map(KEY.match, http.form) if key))[:PAGE_SIZE]


Act = Callable[[RemovalRequest, int | None], Done]


def _each(request_id: int, row: ReminderRowForm, went: Round, act: Act) -> None:
    """Do one thing for one request; let its row come back where a rule stands against it."""
    request = queries.handled_among(current_officer(), [request_id], *queries.LATER).get(request_id)
    if request is None:
        went.lost.append(Done(row.called.data or "A request", "", NOT_YOURS))
        return
    row.validate()
    try:
        if not row.failed:
            went.done.append(act(request, row.version.data))
    except Stale as stale:
        row.form_errors.append(f"{stale.message} {READ_FIRST}")
        row.chosen.data = False
    except DomainError as error:
        row.form_errors.append(error.message)
    if row.failed:
        went.back[request_id] = row


def _reminder(form: ReminderForm) -> Act:
    """Return what records that a recipient was reminded as the form says."""
    day, how = form.reminded_on.data or clock.today(), form.how.data or ""

    def act(request: RemovalRequest, version: int | None) -> Done:
        key, called, address = request.id, _called(request), home(request)
        actor = current_officer()
        new = service.record_reminder(request, actor=actor, reminded_on=day, how=how, version=version)
        said = _now(key) if new else "It was recorded already."
        return Done(called, f"Reminded: {how}", said, address)

    return act


def _letter(request: RemovalRequest, _version: int | None) -> Done:
    """Prepare a reminder in writing; say where it is if it is prepared already."""
    key, called, there = request.id, _called(request), prepared(request, LetterKind.REMINDER)
    said = "It was prepared already." if there else "It is prepared."
    letter = there or service.prepare_letter(request, LetterKind.REMINDER, actor=current_officer())
    address = url_for("takedowns.later_letter", request_id=key, letter_id=letter.id)
    return Done(called, "A reminder in writing", f"{said} Read it, send it, then mark it as sent.", address)


def _now(request_id: int) -> str:
    """Say what a request wants now that its recipient was reminded."""
    request = queries.handled_among(current_officer(), [request_id]).get(request_id)
    if request is None:  # taken away in this very moment
        return "It is recorded."
    return sentence(request, queries.group_of(request), clock.today(), council.closures())


def _rows(requests: Sequence[RemovalRequest], back: Mapping[int, ReminderRowForm]) -> list[Row]:
    """Return a row for each request: as it was sent where it comes back, else an empty one."""
    groups, closures = queries.groups_among([each.id for each in requests]), council.closures()
    return [
        Row(
            each,
            _row_form(each, back.get(each.id)),
            sentence(each, groups[each.id], clock.today(), closures),
            prepared(each, LetterKind.REMINDER) is not None,
        )
        for each in requests
    ]


def _row_form(request: RemovalRequest, came: ReminderRowForm | None) -> ReminderRowForm:
    form = came or ReminderRowForm(prefix=_prefix(request.id))
    form.called.data = _called(request)
    form.version.data, form.version.raw_data = request.version, None  # what it says now is what is read now
    return form


def _called(request: RemovalRequest) -> str:
    return f"{request.name}, to {request.recipient}"


def _prefix(request_id: int) -> str:
    return f"r{request_id}-"
