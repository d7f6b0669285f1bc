"""What is recorded of a case can be found from the commit on, and by nobody who may not see the case."""

from sqlalchemy import delete, select

from casework.accounts.models import Officer
from casework.cases import service
from casework.cases.queries import subjects_of, visible_cases
from casework.cases.searchable import SOURCES
from casework.database import db, unit_of_work
from casework.permissions import Role
from casework.search import queries as search
from casework.search.models import SearchDocument
from casework.search.service import rebuild
from tests.support.case_factories import make_case, make_councillor
from tests.support.factories import make_officer

KINDS = [source.kind for source in SOURCES]


def found(viewer: Officer, words: str) -> list[tuple[str, int]]:
    page = search.find(words, visible_cases(viewer), kinds=KINDS)
    return sorted((row.kind, row.subject_id) for row in page.rows)


def test_a_case_is_found_by_reference_description_and_councillor(monitoring_officer: Officer) -> None:
    case = make_case(
        monitoring_officer, councillor=make_councillor("Kit Bypass"), description="Rude about drains"
    )
    assert case.reference is not None
    for words in (case.reference, "drains", "kit bypass"):
        assert found(monitoring_officer, words) == [("case", case.id)]


def test_a_councillor_who_is_not_concerned_leads_to_the_case_no_more(monitoring_officer: Officer) -> None:
    case = make_case(monitoring_officer, councillor=make_councillor("Kit Bypass"))
    [subject] = subjects_of(case.id)
    service.remove_subject(subject, "Another of that name", actor=monitoring_officer)
    assert found(monitoring_officer, "kit") == []


def test_a_post_is_found_by_words_handle_and_address_until_it_is_taken_out(
    monitoring_officer: Officer,
) -> None:
    case = make_case(monitoring_officer)
    post = service.add_post(
        case,
        actor=monitoring_officer,
        words="Utter shambles",
        handle="@loud_cllr",
        address="https://x.com/a/status/7",
    )
    for words in ("shambles", "@loud_cllr", "https://x.com/a/status/7"):
        assert found(monitoring_officer, words) == [("post", post.id)]
    service.change_post(post, actor=monitoring_officer, words="Utter disgrace")
    assert found(monitoring_officer, "shambles") == []
    service.take_out_post(post, "Recorded twice", actor=monitoring_officer)
    assert found(monitoring_officer, "disgrace") == []
    service.put_back_post(post, actor=monitoring_officer)
    assert found(monitoring_officer, "disgrace") == [("post", post.id)]


def test_what_is_behind_a_wall_is_not_found(monitoring_officer: Officer) -> None:
    case, deputy = make_case(monitoring_officer), make_officer(Role.DEPUTY)
    service.add_note(case, "The mayor rang twice", actor=monitoring_officer)
    assert len(found(deputy, "mayor")) == 1
    service.raise_wall(case, deputy, "Is the complainant", actor=monitoring_officer)
    assert found(deputy, "mayor") == []


def test_a_complainant_is_not_in_the_index(monitoring_officer: Officer) -> None:
    make_case(monitoring_officer)
    assert found(monitoring_officer, "Robin Resident") == []


def test_making_the_index_anew_gives_what_the_commands_gave(monitoring_officer: Officer) -> None:
    case = make_case(monitoring_officer, councillor=make_councillor("Kit Bypass"))
    service.add_post(case, actor=monitoring_officer, words="Utter shambles", platform_name="Village board")
    service.add_note(case, "The mayor rang twice", actor=monitoring_officer)
    taken = service.add_post(case, actor=monitoring_officer, words="Twice")
    service.take_out_post(taken, "Recorded twice", actor=monitoring_officer)

    def documents() -> list[tuple[str, int, int | None, str, str]]:
        rows = db.session.scalars(
            select(SearchDocument)
            .where(SearchDocument.kind.in_([source.kind for source in SOURCES]))
            .order_by(SearchDocument.kind, SearchDocument.subject_id)
        )
        return [(row.kind, row.subject_id, row.case_id, row.title, row.body) for row in rows]

    kept = documents()
    with unit_of_work():
        db.session.execute(delete(SearchDocument))
    assert rebuild(SOURCES, lambda *_: None) == len(kept)
    assert documents() == kept
    assert rebuild(SOURCES, lambda *_: None) == len(kept), "and an index that is right stays as it is"
    assert documents() == kept
