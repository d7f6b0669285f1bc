"""The search box, as each viewer may use it."""

from collections.abc import Callable

import pytest

from casework.accounts.models import Officer
from casework.application import DOCUMENTS
from casework.cases import service as cases
from casework.cases.models import Case
from casework.cases.workflow import AssignmentKind
from casework.database import db
from casework.desk.queries.hits import KINDS
from casework.members.workflow import Platform
from casework.permissions import Role
from casework.takedowns import queries as removals
from casework.takedowns import service as takedowns
from tests.support.case_factories import make_case, make_councillor
from tests.support.client import Browserless
from tests.support.evidence_factories import make_exhibit
from tests.support.factories import make_officer
from tests.support.request_factories import make_request


@pytest.fixture
def case(monitoring_officer: Officer) -> Case:
    case = make_case(monitoring_officer, description="Remarks about the harvest festival")
    cases.add_post(
        case,
        actor=monitoring_officer,
        words="The marrows were judged by my cousin",
        platform=Platform.FACEBOOK,
        handle="@marrow_king",
        address="https://social.example/marrow_king/posts/77",
    )
    cases.add_note(case, "The judge telephoned about marrows", actor=monitoring_officer)
    return case


def search(client: Browserless, words: str, **more: object) -> list[tuple[str, str]]:
    """Return (title, address) of each hit."""
    page = client.get("/search", query_string={"q": words, **more})
    return [
        ("".join(link.itertext()), link.get("href") or "")
        for heading in page.root.iter("h2")
        if heading.get("class") == "cw-hits__title"
        for link in heading.iter("a")
    ]


@pytest.mark.parametrize(
    "words",
    [
        "marrow",
        "marrow_king",
        "@marrow_king",
        "https://social.example/marrow_king/posts/77",
        '"by my cousin"',
    ],
)
def test_a_post_is_found_by_words_handle_and_address(
    client: Browserless, monitoring_officer: Officer, case: Case, words: str
) -> None:
    found = search(client.sign_in(monitoring_officer), words, kind="post")
    [post] = [address for _, address in found]
    assert post.startswith(f"/cases/{case.id}/posts#post-")


@pytest.mark.parametrize(
    "typed", ["{name}", " {name} ", "{year}/{number}", "smc {year} {number}", "SMC-{year}-{number}"]
)
def test_a_reference_leads_straight_to_its_case(
    client: Browserless, monitoring_officer: Officer, case: Case, typed: str
) -> None:
    words = typed.format(name=case.name, year=case.year, number=case.number)
    response = client.sign_in(monitoring_officer).http.get("/search", query_string={"q": words})
    assert (response.status_code, response.location) == (302, f"/cases/{case.id}")


def test_the_reference_of_a_case_behind_a_wall_finds_what_no_reference_finds(
    client: Browserless, monitoring_officer: Officer, officer: Callable[..., Officer], case: Case
) -> None:
    walled = officer(Role.DEPUTY)
    cases.raise_wall(case, walled, "A relative", actor=monitoring_officer)
    client.sign_in(walled)
    assert "Nothing found" in client.get(f"/search?q={case.name}").words
    assert "Nothing found" in client.get("/search?q=SMC/2026/9999").words
    assert search(client, "marrow") == []
    assert search(client, "harvest") == []


def test_an_investigator_finds_what_is_in_the_cases_assigned_to_them(
    client: Browserless, monitoring_officer: Officer, officer: Callable[..., Officer], case: Case
) -> None:
    investigator = officer(Role.INVESTIGATOR)
    client.sign_in(investigator)
    assert search(client, "marrow") == []
    cases.assign(case, investigator, AssignmentKind.INVESTIGATOR, actor=monitoring_officer)
    assert len(search(client, "marrow")) == 2


def test_each_hit_opens(client: Browserless, monitoring_officer: Officer, case: Case) -> None:
    client.sign_in(monitoring_officer)
    found = [*search(client, "marrow"), *search(client, "harvest")]
    assert len(found) == 3
    for _, address in found:
        path, _, anchor = address.partition("#")
        page = client.get(path)
        assert not anchor or any(each.get("id") == anchor for each in page.root.iter())


def test_what_was_sought_is_marked_in_its_surroundings(
    client: Browserless, monitoring_officer: Officer, case: Case
) -> None:
    page = client.sign_in(monitoring_officer).get("/search?q=marr&kind=note")
    assert ["".join(each.itertext()) for each in page.root.iter("mark")] == ["marrows"]
    assert "The judge telephoned about marrows" in page.words
    assert case.name in page.words


def test_results_can_be_kept_to_one_kind(
    client: Browserless, monitoring_officer: Officer, case: Case
) -> None:
    client.sign_in(monitoring_officer)
    assert len(search(client, "marrow")) == 2
    assert len(search(client, "marrow", kind="note")) == 1
    assert len(search(client, "marrow", kind="nonsense")) == 2


def test_an_independent_person_is_not_offered_councillors(
    client: Browserless, officer: Callable[..., Officer]
) -> None:
    page = client.sign_in(officer(Role.INDEPENDENT_PERSON)).get("/search?q=anything")
    assert "Councillors" not in page.links()
    assert "Posts" in page.links()


def test_a_search_for_nothing_says_what_to_enter(client: Browserless, monitoring_officer: Officer) -> None:
    client.sign_in(monitoring_officer)
    assert client.get("/search").errors == []
    assert client.get("/search?q=%3F%21", status=422).errors == [
        "Enter a word, a name, a reference or an address to search for."
    ]
    assert "up to 300 characters" in client.get(f"/search?q={'a' * 301}", status=422).errors[0]


@pytest.mark.parametrize("number", ["0", "-3", "x", "99999"])
def test_a_page_that_is_none_does_no_harm(
    client: Browserless, monitoring_officer: Officer, number: str
) -> None:
    client.sign_in(monitoring_officer).get(f"/search?q=marrow&page={number}")


def test_the_page_costs_a_fixed_number_of_selects(
    client: Browserless, monitoring_officer: Officer, case: Case, count_selects: list[str]
) -> None:
    client.sign_in(monitoring_officer)

    def cost() -> int:
        count_selects.clear()
        client.get("/search?q=marrow")
        return len(count_selects)

    once = cost()
    for number in range(30):
        cases.add_note(case, f"More of marrows {number}", actor=monitoring_officer)
    assert cost() == once <= 12


def test_a_removal_request_is_found_by_whom_it_asks_and_why(
    client: Browserless, monitoring_officer: Officer
) -> None:
    request = make_request(
        monitoring_officer, recipient="The moderators of Pigeon Fanciers", reasons="Marzipan"
    )
    client.sign_in(monitoring_officer)
    hit = (f"Removal request {request.name}", f"/removal-requests/{request.id}")
    for sought in ("pigeon", "marzipan", request.name, '"Clause A3"'):
        assert search(client, sought, kind="request") == [hit], sought
    takedowns.change_request(
        request,
        actor=monitoring_officer,
        posts=removals.posts_in(request),
        clauses=removals.clauses_in(request),
        reasons="Nougat",
    )
    assert search(client, "marzipan") == []
    assert search(client, "nougat") == [hit]
    case = db.session.get_one(Case, request.case_id)
    cases.raise_wall(case, monitoring_officer, "A friend", actor=make_officer(Role.DEPUTY))
    assert search(client, "nougat") == []


def test_every_kind_that_rooms_feed_has_its_page(app: object) -> None:
    assert {source.kind for source in DOCUMENTS} == set(KINDS)


@pytest.mark.parametrize("role", [Role.CLERK, Role.AUDITOR, Role.ADMINISTRATOR, Role.TAKEDOWN_OFFICER])
def test_who_may_not_search_has_no_box_to_do_it_in(
    client: Browserless, officer: Callable[..., Officer], role: Role
) -> None:
    client.sign_in(officer(role))
    client.get("/search?q=marrow", status=403)
    assert 'id="site-search"' not in client.get("/").text


@pytest.mark.parametrize("typed", ["{label}", " {label} ", "{small}"])
def test_the_label_of_an_exhibit_leads_straight_to_it(
    client: Browserless, monitoring_officer: Officer, case: Case, typed: str
) -> None:
    exhibit = make_exhibit(monitoring_officer, case.id)
    words = typed.format(label=exhibit.label, small=exhibit.label.lower())
    response = client.sign_in(monitoring_officer).http.get("/search", query_string={"q": words})
    assert (response.status_code, response.location) == (302, f"/exhibits/{exhibit.id}")


def test_the_label_of_an_exhibit_behind_a_wall_finds_what_no_label_finds(
    client: Browserless, monitoring_officer: Officer, officer: Callable[..., Officer], case: Case
) -> None:
    walled = officer(Role.STANDARDS_OFFICER)
    exhibit = make_exhibit(monitoring_officer, case.id)
    cases.raise_wall(case, walled, "A relative", actor=monitoring_officer)
    client.sign_in(walled)
    hidden = client.get("/search", query_string={"q": exhibit.label}).words
    absent = f"{exhibit.prefix}/99999"
    assert hidden.replace(exhibit.label, "it") == client.get(
        "/search", query_string={"q": absent}
    ).words.replace(absent, "it")


@pytest.mark.parametrize("typed", ["lukasz orsted", "Łukasz", "ØRSTED", "o’b", "oʼb", "O'B", "obri"])
def test_a_councillor_is_found_whatever_letters_and_apostrophes_are_typed(
    client: Browserless, monitoring_officer: Officer, typed: str
) -> None:
    councillor = make_councillor("Łukasz O’Brien-Ørsted")
    client.sign_in(monitoring_officer)
    if typed != "obri":  # in a text an apostrophe parts two words, in a name it does not
        assert search(client, typed) == [("Łukasz O’Brien-Ørsted", f"/councillors/{councillor.id}")]
    found = client.http.get("/log/councillors", query_string={"q": typed}).get_json()
    assert [each["id"] for each in found] == [councillor.id]
