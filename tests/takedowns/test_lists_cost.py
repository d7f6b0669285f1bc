"""What the lists of whoever handles requests cost the database, however long they are."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import cycle

from sqlalchemy import insert

from casework.accounts.models import Officer
from casework.cases import service as cases
from casework.council.queries import KEPT
from casework.database import db, unit_of_work
from casework.members.workflow import Platform
from casework.permissions import Role
from casework.takedowns import queries
from casework.takedowns.models import RemovalRequest, RemovalRequestPost
from casework.takedowns.workflow import RequestStatus as S
from tests.support.client import Browserless
from tests.support.factories import make_officer
from tests.support.request_factories import request_in

LIMIT = 12
LISTS = (
    "/my-requests",
    "/my-requests/to-verify",
    "/my-requests/to-verify/looks",
    "/my-requests/to-chase",
    "/removal-requests",
)


def copied(request: RemovalRequest, count: int) -> Iterator[dict[str, object]]:
    """Yield rows like that of a request, about the same post: sixty by commands would take a minute."""
    columns = {each.key: getattr(request, each.key) for each in RemovalRequest.__mapper__.column_attrs}
    for number in range(2, count + 2):
        yield {
            **columns,
            "id": request.id + 1_000 * number,
            "number": number,
            "name": f"{request.name}-{number}",
            "letter_id": None,
            "next_look_on": request.next_look_on and request.next_look_on - timedelta(days=number % 7),
        }


def test_each_list_takes_as_many_selects_with_sixty_rows_as_with_three(
    client: Browserless, monitoring_officer: Officer, count_selects: list[str]
) -> None:
    takedown = make_officer(Role.TAKEDOWN_OFFICER)
    three = [
        request_in(state, monitoring_officer, given_to_id=takedown.id)
        for state in (S.COMPLIED, S.NO_RESPONSE, S.SENT)
    ]
    posts = {request.id: queries.posts_in(request)[0].id for request in three}

    def cost(viewer: int, path: str) -> int:
        client.sign_in(db.session.get_one(Officer, viewer))
        client.get(path)  # what is read once a minute is read now
        db.session.expunge_all()
        db.session().info.pop(KEPT, None)
        count_selects.clear()
        client.get(path)
        assert len(count_selects) <= LIMIT, (path, "\n".join(count_selects))
        return len(count_selects)

    handler, manager = takedown.id, monitoring_officer.id
    asked = [(handler, path) for path in LISTS[:-1]] + [(manager, path) for path in LISTS]
    few = {each: cost(*each) for each in asked}
    with unit_of_work():
        for request_id, post_id in posts.items():
            for values in copied(db.session.get_one(RemovalRequest, request_id), 19):
                db.session.execute(insert(RemovalRequest).values(**values))
                db.session.execute(
                    insert(RemovalRequestPost).values(request_id=values["id"], post_id=post_id)
                )
    for each in asked:
        assert cost(*each) == few[each], (each, "\n".join(count_selects))
    client.sign_in(db.session.get_one(Officer, handler))
    assert "of 60" in client.get("/my-requests").words


def test_what_has_waited_longest_to_be_looked_at_is_on_the_first_page_by_platform(
    monitoring_officer: Officer,
) -> None:
    request = request_in(S.COMPLIED, monitoring_officer, posts=2)
    other, post = queries.posts_in(request)
    cases.change_post(post, actor=monitoring_officer, platform=Platform.X)
    in_turn = cycle([post, other])
    with unit_of_work():
        for values in copied(request, 29):
            db.session.execute(insert(RemovalRequest).values(**values))
            shown = next(in_turn)
            db.session.execute(insert(RemovalRequestPost).values(request_id=values["id"], post_id=shown.id))
    first, second = (queries.page_to_verify(monitoring_officer, number) for number in (1, 2))
    assert (len(first.rows), len(second.rows)) == (25, 5)
    days = [{each.next_look_on or date.max for each in page.rows} for page in (first, second)]
    assert max(days[0]) <= min(days[1])
    platforms = [{post.platform for post in each.posts} for each in first.rows]
    assert platforms == sorted(platforms, key=lambda each: Platform.FACEBOOK not in each)
    assert {Platform.X} in platforms
