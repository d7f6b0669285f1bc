"""The index on whichever database the run is on: both must pass the same, and so find the same."""

from collections.abc import Iterator
from threading import Thread

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Select, literal, select, union_all

from casework.database import db, unit_of_work
from casework.search import queries, service
from casework.search.cli import EXTENSION, group
from casework.search.documents import Document
from casework.search.models import SearchDocument

KINDS = ["post", "note", "person"]
TEXTS = {
    1: ("post", 1, "The Planning Committee met at the library"),
    2: ("post", 1, "committee planning, said @Jane_Doe at https://www.example.org/posts/77"),
    3: ("note", 2, "Müller telephoned about the committee’s minutes"),
    4: ("person", None, "Jane Doe"),
    5: ("note", 3, "1e5x and 0e0a are odd words; 3h ago, A3, G2a"),
}


def cases(*ids: int) -> Select[int]:
    rows = union_all(*(select(literal(number).label("case_id")) for number in ids)).subquery()
    return select(rows.c.case_id)


def hits(sought: str, *seen: int, kinds: list[str] | None = None) -> list[int]:
    page = queries.find(sought, cases(*(seen or (1, 2, 3))), kinds=KINDS if kinds is None else kinds)
    return [row.subject_id for row in page.rows]


@pytest.fixture
def library(app: Flask) -> None:
    with unit_of_work():
        for number, (kind, case_id, text) in TEXTS.items():
            service.index(kind, number, case_id=case_id, title=f"Thing {number}", text=text)


@pytest.fixture(params=[1, 60], ids=["many cases", "few cases"])
def either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A viewer of few cases is served by another query than one of many: both obey the same rules."""
    monkeypatch.setattr(queries, "FEW", request.param)


@pytest.mark.usefixtures("library", "either_way")
@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("committee", [3, 2, 1]),
        ("COMMITT", [3, 2, 1]),
        ("planning committee", [2, 1]),
        ('"planning committee"', [1]),
        ('"planning committ"', []),
        ("muller", [3]),
        ("jane", [4, 2]),
        ("@jane_doe", [4, 2]),
        ("https://www.example.org/posts/77", [2]),
        ("example.org/posts/7", [2]),
        ("thing 5", [5]),
        ("1e5x", [5]),
        ("0e0a", [5]),
        ("3h", [5]),
        ("g2a", [5]),
        ("a3 thing", [5]),
        ("committee library", [1]),
        ("librarian", []),
        ("kpost", []),
        ("c1", []),
        ("library OR jane", []),
        ("committee & !jane:*", [2]),
    ],
)
def test_every_word_must_begin_a_word_of_the_hit_and_the_newest_comes_first(
    sought: str, found: list[int]
) -> None:
    assert hits(sought) == found


@pytest.mark.usefixtures("library", "either_way")
def test_what_belongs_to_a_hidden_case_is_not_found() -> None:
    assert hits("committee", 2, 3) == [3]
    assert hits("jane", 2, 3) == [4], "what belongs to no case is found"


@pytest.mark.usefixtures("library", "either_way")
def test_only_the_kinds_asked_for_are_found() -> None:
    assert hits("committee", kinds=["note"]) == [3]
    assert hits("committee", kinds=[]) == []


@pytest.mark.usefixtures("library")
def test_what_was_changed_is_found_by_its_new_words_alone() -> None:
    with unit_of_work():
        service.index("post", 1, case_id=1, title="Thing 1", text="Withdrawn")
    assert hits("library") == []
    assert hits("withdrawn") == [1]


@pytest.mark.usefixtures("library")
def test_what_moved_to_another_case_follows_its_case() -> None:
    with unit_of_work():
        service.index("post", 1, case_id=3, title="Thing 1", text="The library")
    assert hits("library", 1, 2) == []
    assert hits("library", 3) == [1]


@pytest.mark.usefixtures("library")
def test_what_was_forgotten_is_not_found() -> None:
    with unit_of_work():
        service.forget("post", 1)
        service.forget("post", 999)
    assert hits("library") == []


@pytest.mark.usefixtures("app")
def test_the_index_is_written_within_commands_only() -> None:
    with pytest.raises(RuntimeError, match="outside a unit of work"):
        service.index("post", 1, case_id=1, title="", text="words")


@pytest.mark.usefixtures("app")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=200))
def test_any_text_is_found_by_each_of_its_own_words(text: str) -> None:
    with unit_of_work():
        service.index("post", 1, case_id=1, title="", text=text)
    for word in {word for word in text.split() if any(letter.isalnum() for letter in word)}:
        quoted = word.replace('"', " ").replace("“", " ").replace("”", " ")
        if any(letter.isalnum() for letter in quoted) and len(quoted) < 40:
            assert hits(quoted, 1) == [1], quoted


@pytest.mark.usefixtures("app")
def test_a_word_in_more_than_a_thousand_documents_is_counted_no_further() -> None:
    with unit_of_work():
        for number in range(1_010):
            service.index("post", number, case_id=1, title="", text="council")
    page = queries.find("coun", cases(1), kinds=KINDS, number=2)
    assert page.total_words == "more than 1,000"
    assert [row.subject_id for row in page.rows] == list(range(984, 959, -1))


class Room:
    """A room that feeds the index."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def last_case(self) -> int:
        return max(case_id or 0 for _, case_id, _ in TEXTS.values())

    def documents(self, cases: range | None) -> Iterator[Document]:
        for number, (kind, case_id, text) in TEXTS.items():
            if kind == self.kind and (case_id is None if cases is None else case_id in cases):
                yield Document(kind, number, case_id, f"Thing {number}", text)


def contents() -> dict[tuple[str, int], tuple[int | None, str, str, str]]:
    return {
        (row.kind, row.subject_id): (row.case_id, row.title, row.body, row.words)
        for row in db.session.scalars(select(SearchDocument))
    }


@pytest.mark.committed
def test_an_index_made_anew_finds_what_the_old_one_found(app: Flask, library: None) -> None:
    before = contents()
    with unit_of_work():
        service.forget("post", 1)
        service.index("note", 99, case_id=1, title="", text="left over from something long gone")
        service.index("post", 99, case_id=77, title="", text="of a case that never was")
        service.index("post", 2, case_id=3, title="", text="as it was before it was moved to another case")
    app.extensions[EXTENSION] = [Room(kind) for kind in KINDS]
    done = app.test_cli_runner().invoke(group, ["rebuild"])
    assert done.exit_code == 0, done.output
    assert "5 documents" in done.output
    db.session.rollback()
    assert contents() == before
    assert hits("committee") == [3, 2, 1]


class BusyRoom(Room):
    """A room whose officers write between the steps, and look whether they could."""

    def __init__(self, kind: str, app: Flask) -> None:
        super().__init__(kind)
        self.app = app
        self.writing: list[Thread] = []

    def documents(self, cases: range | None) -> Iterator[Document]:
        officer = Thread(target=self.log, args=[1_000 + len(self.writing)])
        officer.start()  # waits for this step, and must not wait for the last
        self.writing.append(officer)
        return super().documents(cases)

    def log(self, number: int) -> None:
        with self.app.app_context(), unit_of_work():
            service.index("busy", number, case_id=None, title="", text="logged meanwhile")


@pytest.mark.committed
def test_the_office_works_while_the_index_is_made_anew(
    app: Flask, library: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "CASES_AT_ONCE", 1)
    room, waited = BusyRoom("post", app), []

    def between_steps(done: int, of: int) -> None:
        for officer in room.writing:
            officer.join(timeout=30)
        waited.append((done, of, any(officer.is_alive() for officer in room.writing)))

    assert service.rebuild([room, Room("note"), Room("person")], between_steps) == 5
    assert waited == [(1, 3, False), (2, 3, False), (3, 3, False)]
    db.session.rollback()
    assert len(queries.find("meanwhile", cases(1), kinds=["busy"]).rows) == 4, "and nothing of it is lost"
