"""The removal requests on the case page."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from flask import render_template, url_for
from markupsafe import Markup
from sqlalchemy import ColumnElement, Select, func, select

from casework.abreast import Listed
from casework.cases.models import Case
from casework.cases.panels import Figures, Lists, Panel, ToDo
from casework.cases.queries import Viewer
from casework.takedowns import queries
from casework.takedowns.chain import chains, of_posts
from casework.takedowns.models import Observation, Pause, RemovalRequest, Reply
from casework.takedowns.places import place
from casework.takedowns.route_facts import ANSWERED
from casework.takedowns.wording import because
from casework.takedowns.workflow import FINAL, Confirmation, ProportionalityQuestion, RequestStatus


class RequestsPanel(Panel):
    """A section with the removal requests of the case, and what they want."""

    key = "requests"
    title = "Removal requests"
    order = 40

    def url(self, case: Case) -> str | None:
        """Return where the requests are."""
        return url_for("takedowns.of_case", case_id=case.id)

    def figures(self, case_id: int) -> Mapping[str, ColumnElement[Any]]:
        """Return how many requests there are, and how many are open or want something of somebody."""
        of_case: Select[Any] = select(func.count()).where(RemovalRequest.case_id == case_id)
        late = of_case.where(queries.late())
        review = of_case.where(
            RemovalRequest.review_due_on.is_not(None), RemovalRequest.reviewed_at.is_(None)
        )
        return {
            "all": of_case.scalar_subquery(),
            "open": of_case.where(RemovalRequest.status.not_in(FINAL)).scalar_subquery(),
            "drafts": of_case.where(RemovalRequest.status == RequestStatus.DRAFT).scalar_subquery(),
            "late": late.scalar_subquery(),
            "review": review.scalar_subquery(),
            "astray": of_case.where(queries.astray()).scalar_subquery(),
        }

    def count(self, figures: Figures) -> int | None:
        """Return how many requests there are."""
        return int(figures["all"])

    def facts(self, case: Case, figures: Figures) -> list[tuple[str, str]]:
        """Return how many of the requests are open."""
        return (
            [("Removal requests", f"{figures['open']} open, {figures['all']} in all")]
            if figures["all"]
            else []
        )

    def lists(self, case_id: int) -> Mapping[str, Listed[Any]]:
        """Return the requests, the answers to them, and the looks at their posts."""
        return {
            "requests": queries.listed(case_id),
            "replies": queries.replies(case_id),
            "looks": queries.looks(case_id),
            "pauses": queries.pauses(case_id),
        }

    def printed(self, viewer: Viewer, case: Case, lists: Lists) -> Markup:
        """Return every request with its answers and looks, in their order."""
        requests = lists["requests"]
        places = {post.id: place(post) for request in requests for post in request.posts}
        return Markup(  # noqa: S704  our own template, which escapes what it shows
            render_template(
                "takedowns/printed.html",
                requests=requests,
                chains=of_posts(
                    chains([queries.link_of(each) for each in requests]),
                    {each.id: [places[post.id] for post in each.posts] for each in requests},
                ),
                replies=_by_request(lists["replies"]),
                looks=_by_request(lists["looks"]),
                pauses=_by_request(lists["pauses"]),
                needs=ANSWERED,
                confirmations={each.value: each for each in Confirmation},
                places=places,
                place=place,
                because=because,
                questions=ProportionalityQuestion,
            )
        )

    def to_do(self, case: Case, figures: Figures) -> list[ToDo]:
        """Return what the requests want of somebody."""
        href = self.url(case) or ""
        wanted = [
            ("Approve or cancel a drafted removal request", figures["drafts"]),
            ("Record the answer to a removal request, or that none came", figures["late"]),
            ("Review the approval of a removal request", figures["review"]),
            ("Give a removal request to an officer who may see this case", figures["astray"]),
        ]
        return [ToDo(text, href) for text, count in wanted if count]


def _by_request(
    rows: Iterable[Reply | Observation | Pause],
) -> Mapping[int, list[Reply | Observation | Pause]]:
    found = defaultdict(list)
    for row in rows:
        found[row.request_id].append(row)
    return found
