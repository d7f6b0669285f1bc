"""Several posts looked at in one go: one time and one means for all, and for each what was seen, in a row of its own.

Each look is recorded by itself, under the rules of a single one. A row that is refused comes back filled in, with the
file that came with it; what the others say is recorded all the same.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flask import render_template
from flask import request as http
from flask.typing import ResponseReturnValue

from casework import clock
from casework.accounts.identity import current_officer
from casework.cases.models import Post
from casework.clock import london_date
from casework.council import queries as council
from casework.errors import DomainError, NotFound
from casework.evidence.models import Exhibit
from casework.permissions import Permission
from casework.takedowns import queries
from casework.takedowns.looking import second_from, why_not_gone
from casework.takedowns.models import LookAdvice, RemovalRequest
from casework.takedowns.places import place, platform_of
from casework.takedowns.pressing import sentence
from casework.takedowns.queries import Standing
from casework.takedowns.routes.acting import capture_title, offer_accounts, record_look
from casework.takedowns.routes.attaching import answer_box, fate, keep, offer_these
from casework.takedowns.routes.blueprint import home
from casework.takedowns.routes.mine import bp
from casework.takedowns.routes.went import NOT_YOURS, Done, Went
from casework.takedowns.several_forms import LOOKED, LookRowForm, LooksForm
from casework.takedowns.workflow import LOOKED_AT_IN, LookPurpose, RequestAction, Seen, next_status
from casework.web.guard import requires
from casework.web.requests import page_asked

KEY = re.compile(r"r(\d{1,9})p(\d{1,9})-")
MOST = 60  # rows of one form: a request with more fields than a server takes would be lost whole
WAITS = (
    "Another look at this post was neither announced nor advised, so nothing was recorded and no file was kept. Ask "
    "for advice first."
)
Key = tuple[int, int]  # ids of a request and of one of its posts


@dataclass
class Row:
    """One post to look at. `purpose`: what a look today would be for; None where it waits for advice."""

    request: RemovalRequest
    post: Post
    form: LookRowForm
    purpose: LookPurpose | None
    asked: LookAdvice | None
    second_from: datetime | None
    fate: str = ""


@dataclass
class Round(Went):
    """What came of one form of looks, and the rows that were refused."""

    refused: dict[Key, LookRowForm] = field(default_factory=dict)


@bp.route("/my-requests/to-verify/looks", methods=["GET", "POST"])
@requires(Permission.TAKEDOWN_HANDLE)
def several_looks() -> ResponseReturnValue:
    """Record looks at several posts at once."""
    looks = LooksForm(seen_at=clock.now())
    offer_accounts(looks)
    if http.method == "POST":
        went = _recorded(looks)
        rows, more = _came_back(went), False
        if went.refused:
            count = len(went.refused)
            looks.form_errors.append(f"{count} look{'' if count == 1 else 's'} could not be recorded.")
    else:
        went = Round()
        rows, more = _to_fill_in()
    body = render_template(
        "takedowns/several.html",
        form=looks,
        rows=rows,
        more=more,
        went=went,
        place=place,
        platform_of=platform_of,
    )
    return body, 422 if looks.failed else 200


@bp.post("/my-requests/to-verify/<int:request_id>/captures")
@requires(Permission.TAKEDOWN_HANDLE)
def several_capture(request_id: int) -> ResponseReturnValue:
    """Take in what was pasted, dropped or chosen in one row, as soon as it comes."""
    request = queries.get_handled(current_officer(), request_id, *queries.FOR_LOOKS)
    if request.status not in LOOKED_AT_IN:
        raise NotFound
    return answer_box(request, capture_title(request))


def _recorded(looks: LooksForm) -> Round:
    """Record every row that says something, each by itself."""
    whole = looks.validate()
    went = Round()
    for key in _keys():
        form = LookRowForm(prefix=_prefix(key))
        file = http.files.get(form.file.name)
        if form.filled(came=bool(file and file.filename)):
            form.share(looks)
            _record(key, form, went, whole=whole)
    if whole and not (went.done or went.lost or went.refused):
        looks.form_errors.append("Say of one post at least what you saw. Nothing was entered.")
    return went


def _keys() -> list[Key]:
    """Return which rows came, in the order in which they stood."""
    found = (KEY.match(name) for name in (*http.form, *http.files))
    return list(dict.fromkeys((int(key[1]), int(key[2])) for key in found if key))[:MOST]


def _record(key: Key, form: LookRowForm, went: Round, *, whole: bool) -> None:
    request = queries.handled_among(current_officer(), [key[0]], *queries.FOR_LOOKS).get(key[0])
    post = next((each for each in request.posts if each.id == key[1]), None) if request else None
    called, seen = form.called.data or "A post", LOOKED.get(form.seen.data or "", "")
    if request is None or post is None:
        went.lost.append(Done(called, seen, NOT_YOURS, wording=form.wording.data or ""))
        return
    _offer(form, request, _waiting([request]))
    called = f"{request.name}: {place(post)}"
    valid = form.validate() and whole
    if not whole:
        form.spare_common()
    if valid and queries.is_recorded(request, post, current_officer(), form.seen_at.data, form.seen.data):
        went.done.append(Done(called, seen, "It was recorded already.", home(request)))
        return
    shows = ""
    try:
        with form.catching():
            shows = _take(request, post, form, valid=valid)
    except DomainError as error:  # hidden, forbidden or changed since: no page of its own for one row of many
        form.form_errors.append(error.message)
    if valid and not form.failed:
        went.done.append(_done(key[0], called, seen, shows))
    else:
        went.refused[key] = form


def _take(request: RemovalRequest, post: Post, form: LookRowForm, *, valid: bool) -> str:
    """Keep the file of a row, then record what it says, and say so. A look that nothing allows keeps no file either."""
    if request.status not in LOOKED_AT_IN:
        next_status(request.status, RequestAction.CALL_FOR_LOOK)
    day = london_date(form.seen_at.data) if valid else clock.today()
    if queries.standing_of(request).purpose(post.id, day) is None:
        raise DomainError(WAITS)
    keep(form, request, capture_title(request))
    return record_look(request, post, form) if valid else ""


def _done(request_id: int, called: str, seen: str, shows: str) -> Done:
    """Return what became of a look that is recorded, with what the request wants now."""
    request = queries.handled_among(current_officer(), [request_id]).get(request_id)
    if request is None:  # taken away in this very moment
        return Done(called, seen, shows)
    words = sentence(request, queries.group_of(request), clock.today(), council.closures())
    return Done(called, seen, f"{shows} {words}", home(request))


def _to_fill_in() -> tuple[list[Row], bool]:
    """Return an empty row for each post that is to be looked at, and whether there are more than are shown."""
    found = queries.page_to_verify(current_officer(), page_asked(), *queries.FOR_LOOKS)
    rows = list(_rows(found.rows))
    return rows[:MOST], found.more or len(rows) > MOST


def _came_back(went: Round) -> list[Row]:
    """Return the rows that were refused, as they were filled in."""
    ids = dict.fromkeys(key[0] for key in went.refused)
    held = queries.handled_among(current_officer(), ids, *queries.FOR_LOOKS)
    return list(_rows([held[each] for each in ids if each in held], went.refused))


def _rows(
    requests: Sequence[RemovalRequest], refused: Mapping[Key, LookRowForm] | None = None
) -> Iterator[Row]:
    """Yield a row for each post of which a look is wanted, or for those that were refused."""
    today, waiting = clock.today(), _waiting(requests)
    stands = queries.standings_of(requests)
    for request in requests:
        stand = stands[request.id]
        for post in request.posts if refused is not None else _unseen(request, stand):
            key = (request.id, post.id)
            if refused is not None and key not in refused:
                continue
            form = refused[key] if refused else LookRowForm(prefix=_prefix(key))
            _offer(form, request, waiting)
            form.called.data = f"{request.name}: {place(post)}"
            looks = stand.looks[post.id]
            yield Row(
                request,
                post,
                form,
                stand.purpose(post.id, today),
                stand.asked,
                second_from(looks),
                fate(form),
            )


def _unseen(request: RemovalRequest, stand: Standing) -> list[Post]:
    """Return the posts at which nobody looked today, of those that are not shown to be gone; or else the latter."""
    today = clock.today()
    there = [post for post in request.posts if why_not_gone(stand.looks[post.id])]
    return [
        post
        for post in there
        if not any(
            london_date(look.seen_at) == today and look.seen is not Seen.NOT_CHECKED
            for look in stand.looks[post.id]
        )
    ] or there


def _prefix(key: Key) -> str:
    return f"r{key[0]}p{key[1]}-"


def _waiting(requests: Sequence[RemovalRequest]) -> dict[str, list[Exhibit]]:
    """Return {title: captures that the officer took in for these requests, and that no look has yet}."""
    cases = {capture_title(request): request.case_id for request in requests}
    return queries.waiting_captures(current_officer(), cases)


def _offer(form: LookRowForm, request: RemovalRequest, waiting: Mapping[str, Sequence[Exhibit]]) -> None:
    offer_accounts(form)
    offer_these(form, waiting[capture_title(request)])
