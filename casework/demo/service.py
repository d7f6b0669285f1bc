"""Loads the demo council through the commands that officers use, so that it breaks when they do.

Each story is a generator that yields the moment at which it wants to go on; stories are told side by side in the order
of time, so references, exhibit numbers and the audit trail run as they would have run in an office.
"""

import heapq
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import count

from casework import clock
from casework.accounts import queries as accounts
from casework.accounts import service as accounts_service
from casework.accounts.models import Installation, Officer
from casework.audit.service import record
from casework.audit.verbs import Verb
from casework.codes import library
from casework.codes import service as codes_service
from casework.council import service as council_service
from casework.database import command, db
from casework.demo.cast import Cast
from casework.demo.people import (
    AUTHORITIES,
    COUNCILLORS,
    COUNTY,
    ELECTED,
    OFFICERS,
    DemoCouncillor,
)
from casework.demo.reporting import report
from casework.demo.stories import STORIES, Story
from casework.demo.telling import tell
from casework.errors import NotPossible
from casework.members import service as members_service
from casework.members.models import Councillor
from casework.members.workflow import OfficeKind
from casework.outbox import queries as outbox
from casework.outbox.service import mark_read_up_to
from casework.schema import service as schema

OPENING = time(9, 5)
STORY_COUNT = len(STORIES)


def load(told: Callable[[int], object] = lambda _stories: None, stories: Sequence[Story] = STORIES) -> None:
    """Load the demo council into an empty database, and mark it; raise NotPossible where anything is there.

    `told` is called with 1 for each of `stories` that has been told.
    """
    if not may_be_loaded():
        raise NotPossible(
            "This database holds something already. The demo council is loaded into an empty one only."
        )
    cast = _people()
    _tell_all(cast, stories, told)
    _mark()
    _put_old_notices_away(cast)


def may_be_loaded() -> bool:
    """Say whether the database holds nothing at all, but that a link to set it up may have been given out."""
    return not schema.filled_tables() - {Installation.__tablename__}


def _people() -> Cast:
    first_day = clock.today() - timedelta(days=430)
    with clock.telling_of(_morning(first_day)):
        officers = {
            officer.key: accounts_service.create_officer(
                name=officer.name,
                email=officer.email,
                password=None,
                roles=officer.roles,
                prefix=officer.prefix,
                actor=None,
            )
            for officer in OFFICERS
        }
        mo = officers["mo"]
        authorities = {
            name: members_service.create_authority(name=name, tier=tier, actor=mo).id
            for name, tier in AUTHORITIES.items()
        }
        _furnish(authorities, mo)
        seated = {key: _councillor(who, authorities, mo) for key, who in COUNCILLORS.items()}
    return Cast(
        officers,
        councillors={key: councillor for key, (councillor, _) in seated.items()},
        seats={key: seat for key, (_, seat) in seated.items()},
        accounts={key: who.accounts[0] for key, who in COUNCILLORS.items()},
        present=clock.now(),
    )


def _furnish(authorities: dict[str, int], mo: Officer) -> None:
    """Enter the council's settings, and the Codes that its authorities adopted."""
    council_service.change_settings(
        actor=mo,
        council_name=COUNTY,
        committee_name="Constitution and Standards Committee",
        contact_name="Morgan Ashdown, Monitoring Officer",
        contact_email="monitoring.officer@wexmoor.test",
        contact_phone="01632 960 001",
        police_contact="Wexmoor Police: 999 in an emergency, otherwise 101",
        data_protection_contact="Gail Norrington, data protection officer, 01632 960 002",
        member_services_contact="Member Services, 01632 960 003",
        helpline_contact="Revenge Porn Helpline; Report Harmful Content",
        self_approval=False,
    )
    for shipped in (library.members_code(), library.social_media_code()):
        codes_service.load_shipped(
            shipped,
            list(authorities.values()),
            label=f"adopted {ELECTED:%B %Y}",
            in_force_from=ELECTED,
            actor=mo,
        )


def _councillor(who: DemoCouncillor, authorities: dict[str, int], actor: Officer) -> tuple[Councillor, int]:
    councillor = members_service.create_councillor(
        name=who.name, email=f"{who.name.lower().replace(' ', '.')}@wexmoor.test", actor=actor
    )
    authority_id = authorities[who.authority]
    seat = members_service.add_office(
        councillor,
        authority_id=authority_id,
        kind=OfficeKind.SEAT,
        title="Councillor",
        ward=who.ward,
        group_name=who.group,
        held_from=ELECTED,
        held_to=who.left,
        actor=actor,
    )
    if who.other_office:
        title, kind = who.other_office
        members_service.add_office(
            councillor,
            authority_id=authority_id,
            kind=kind,
            title=title,
            ward="",
            group_name=who.group,
            held_from=ELECTED,
            held_to=who.left,
            actor=actor,
        )
    for account in who.accounts:
        members_service.add_account(
            councillor,
            platform=account.platform,
            handle=account.handle,
            address="",
            use=account.use,
            biography=account.biography,
            disclaimer=account.disclaimer,
            privacy="Public",
            seen_on=clock.today(),
            actor=actor,
        )
    return councillor, seat.id


def _tell_all(cast: Cast, stories: Sequence[Story], told: Callable[[int], object]) -> None:
    order = count()
    queue: list[tuple[datetime, int, Iterator[datetime]]] = []
    reporting = report(cast)
    for telling in (*(tell(story, cast) for story in stories), reporting):
        heapq.heappush(queue, (next(telling), next(order), telling))
    while queue:
        moment, _, telling = heapq.heappop(queue)
        with clock.telling_of(moment):
            following = next(telling, None)
        if following is None:
            told(int(telling is not reporting))
        else:
            heapq.heappush(queue, (max(following, moment), next(order), telling))


@command
def _mark() -> None:
    row = accounts.installation() or Installation(id=1)
    row.demo_loaded_at = row.setup_done_at = clock.now()
    db.session.add(row)
    record(Verb.DEMO_LOADED, actor=None)


def _put_old_notices_away(cast: Cast) -> None:
    """Leave the officers the notices of the last week: the older they have long read."""
    for officer in cast.officers.values():
        last = outbox.last_notice_before(officer.id, clock.now() - timedelta(days=7))
        if last is not None:
            mark_read_up_to(officer.id, last)


def _morning(day: date) -> datetime:
    return clock.from_london(datetime.combine(day, OPENING))
