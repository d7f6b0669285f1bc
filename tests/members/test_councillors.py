"""Councillors, the offices that they hold and their known accounts."""

from datetime import date
from io import BytesIO

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select

from casework.accounts.models import Officer
from casework.database import db
from casework.errors import DomainError, NotFound, Stale
from casework.members import queries, service
from casework.members.folding import name_words, sort_name
from casework.members.searchable import Councillors
from casework.members.workflow import AccountUse, OfficeKind, Platform, Tier
from casework.permissions import Role
from casework.search.models import SearchDocument
from tests.support.client import Browserless
from tests.support.factories import make_officer
from tests.support.member_factories import COUNTY, make_authority, make_councillor


@pytest.fixture
def kit(app: Flask) -> Officer:
    return make_officer(Role.STANDARDS_OFFICER, name="Kit Clerk")


@pytest.fixture
def signed_in(client: Browserless, kit: Officer) -> Browserless:
    return client.sign_in(kit)


def test_a_councillor_an_office_and_an_account_are_added_page_by_page(signed_in: Browserless) -> None:
    signed_in.post("/authorities/new", {"name": COUNTY, "tier": "county"})
    office = signed_in.post("/councillors/new", {"name": " Jo  Example ", "email": "Jo@example.gov.uk"})
    authority = queries.authority_named(COUNTY)
    assert authority is not None
    shown = signed_in.post(
        office,
        {
            "authority_id": authority.id, "kind": "seat", "ward": "Fen Edge", "group_name": "Independent",
            "held_from-day": "8", "held_from-month": "5", "held_from-year": "2025",
        },
    )  # fmt: skip
    signed_in.post(f"{shown}/accounts/new", {"platform": "x", "handle": "@CllrJo", "use": "mixed"})
    page = signed_in.get(shown)
    assert page.heading == "Jo Example"
    assert "Councillor, Fen Edge" in page.words
    assert "Since 8 May 2025" in page.words
    assert "X (Twitter): @CllrJo" in page.words


def test_a_second_councillor_of_the_same_name_needs_a_word(signed_in: Browserless) -> None:
    make_councillor("Jo Example")
    page = signed_in.post("/councillors/new", {"name": "Jo EXAMPLE"}, status=422)
    assert "already" in page.errors[0]
    assert "another" in page.fields() or "This is another person" in page.words
    signed_in.post("/councillors/new", {"name": "Jo EXAMPLE", "another": "y"})


def test_an_office_cannot_end_before_it_began(signed_in: Browserless) -> None:
    councillor = make_councillor(held_from=date(2025, 5, 8))
    office = queries.offices_on(councillor.id, date(2025, 5, 8))[0]
    form = {"last_day-day": "7", "last_day-month": "5", "last_day-year": "2025"}
    page = signed_in.post(f"/offices/{office.id}/end", form, status=422)
    assert page.errors == ["The last day cannot be before the first."]


def test_an_office_is_held_on_its_first_and_on_its_last_day_and_on_none_beside(app: Flask) -> None:
    councillor = make_councillor(held_from=date(2025, 5, 8), held_to=date(2026, 5, 6))
    days = [date(2025, 5, 7), date(2025, 5, 8), date(2026, 5, 6), date(2026, 5, 7)]
    assert [len(queries.offices_on(councillor.id, day)) for day in days] == [0, 1, 1, 0]


def test_an_office_of_unknown_beginning_and_end_was_held_on_any_day(app: Flask) -> None:
    councillor = service.create_councillor(name="Jo Example", actor=None)
    service.add_office(
        councillor, authority_id=make_authority().id, kind=OfficeKind.SEAT, title="", actor=None
    )
    assert queries.offices_on(councillor.id, date(1990, 1, 1))[0].title == "Councillor"


def test_a_change_of_group_ends_one_office_and_begins_another(app: Flask, kit: Officer) -> None:
    councillor = make_councillor(group="Blue", held_from=date(2025, 5, 8))
    before = queries.offices_on(councillor.id, date(2025, 6, 1))[0]
    service.end_office(before, last_day=date(2026, 1, 31), actor=kit)
    service.add_office(
        councillor, authority_id=before.authority_id, kind=OfficeKind.SEAT, title="", group_name="Independent",
        held_from=date(2026, 2, 1), actor=kit,
    )  # fmt: skip
    groups = [
        queries.offices_on(councillor.id, day)[0].group_name for day in (date(2026, 1, 31), date(2026, 2, 1))
    ]
    assert groups == ["Blue", "Independent"]
    with pytest.raises(DomainError, match="ended already"):
        service.end_office(before, last_day=date(2026, 2, 1), actor=kit)


def test_an_account_is_recorded_once_for_a_councillor(app: Flask, kit: Officer) -> None:
    councillor = make_councillor(handle="@CllrJo")
    with pytest.raises(DomainError, match="recorded already"):
        service.add_account(councillor, platform=Platform.X, handle="https://x.com/cllrjo", actor=kit)
    service.add_account(councillor, platform=Platform.FACEBOOK, handle="CllrJo", actor=kit)


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [("address", "javascript:alert(1)", "beginning with https"), ("handle", "@", "Enter the handle")],
)
def test_an_account_needs_a_handle_and_an_address_that_is_one(
    app: Flask, kit: Officer, field: str, value: str, why: str
) -> None:
    values = {"handle": "@CllrJo", "address": "", field: value}
    with pytest.raises(DomainError, match=why):
        service.add_account(
            make_councillor(),
            platform=Platform.X,
            handle=values["handle"],
            address=values["address"],
            actor=kit,
        )


def test_what_was_seen_was_not_seen_tomorrow(app: Flask, kit: Officer) -> None:
    with pytest.raises(DomainError, match="after today"):
        service.add_account(
            make_councillor(), platform=Platform.X, handle="@a", seen_on=date(2999, 1, 1), actor=kit
        )


def test_an_account_that_is_not_theirs_is_taken_out_with_a_reason(signed_in: Browserless) -> None:
    councillor = make_councillor(handle="@parody")
    account = queries.councillor_by_id(councillor.id).accounts[0]
    signed_in.post(f"/known-accounts/{account.id}/remove", {"reason": " "}, status=422)
    signed_in.post(f"/known-accounts/{account.id}/remove", {"reason": "A parody, the owner told us."})
    db.session.expire_all()
    assert queries.councillor_by_id(councillor.id).accounts == []
    assert queries.find("parody") == []


@pytest.mark.parametrize("what", ["councillor", "office", "account", "authority"])
def test_the_second_of_two_officers_is_shown_both_texts(
    signed_in: Browserless, kit: Officer, what: str
) -> None:
    councillor = queries.councillor_by_id(make_councillor(handle="@CllrJo").id)
    office, account = councillor.offices[0], councillor.accounts[0]
    paths = {
        "councillor": (f"/councillors/{councillor.id}/edit", "name"),
        "office": (f"/offices/{office.id}/edit", "ward"),
        "account": (f"/known-accounts/{account.id}/edit", "biography"),
        "authority": (f"/authorities/{office.authority_id}/edit", "name"),
    }
    path, field = paths[what]
    opened = signed_in.get(path).fields()
    opened = {name: value[0] if isinstance(value, list) else value for name, value in opened.items()}
    signed_in.post(path, {**opened, field: "Theirs"})
    page = signed_in.post(path, {**opened, field: "Yours"}, status=409)
    assert "Theirs" in page.words
    assert "Yours" in page.words


def test_saving_without_a_change_records_nothing(app: Flask, kit: Officer) -> None:
    councillor = make_councillor()
    before = councillor.version
    service.change_councillor(councillor, name=councillor.name, email="", notes="", actor=kit)
    assert councillor.version == before


def test_a_councillor_is_found_by_their_new_name_alone(app: Flask, kit: Officer) -> None:
    councillor = make_councillor("Jo Example")
    service.change_councillor(councillor, name="Jo Specimen", email="", notes="", actor=kit)
    assert [match.id for match in queries.find("spec")] == [councillor.id]
    assert queries.find("example") == []
    assert sort_name("Jo Specimen") == councillor.sort_name


def test_what_is_not_there_is_not_found(signed_in: Browserless) -> None:
    for path in (
        "/councillors/999",
        "/offices/999/edit",
        "/known-accounts/999/edit",
        "/authorities/999/edit",
    ):
        signed_in.get(path, status=404)
    with pytest.raises(NotFound):
        queries.councillor_by_id(999)


def test_two_authorities_do_not_share_a_name(app: Flask, kit: Officer) -> None:
    authority = make_authority()
    with pytest.raises(DomainError, match="already"):
        service.create_authority(name=COUNTY.upper(), tier=Tier.COUNTY, actor=kit)
    service.change_authority(authority, name=COUNTY, tier=Tier.DISTRICT, actor=kit)
    with pytest.raises(Stale):
        service.change_authority(authority, name="Other", tier=Tier.DISTRICT, version=1, actor=kit)


def test_the_list_is_narrowed_by_authority_group_and_name(signed_in: Browserless) -> None:
    make_councillor("Ann Able", group="Blue")
    make_councillor("Bea Brook", group="Green", handle="@fenbea")
    make_councillor("Cy Croft", authority="Fenwick Town Council", group="Green")
    make_councillor("Di Dale", held_to=date(2026, 1, 1), held_from=date(2025, 1, 1))
    town = queries.authority_named("Fenwick Town Council")
    assert town is not None
    assert listed(signed_in, "") == ["Ann Able", "Bea Brook", "Cy Croft"]
    assert listed(signed_in, "?group=Green") == ["Bea Brook", "Cy Croft"]
    assert listed(signed_in, f"?authority={town.id}") == ["Cy Croft"]
    assert listed(signed_in, "?q=bro") == ["Bea Brook"]
    assert listed(signed_in, "?q=%40fenb") == ["Bea Brook"]
    assert listed(signed_in, "?former=y") == ["Ann Able", "Bea Brook", "Cy Croft", "Di Dale"]
    assert listed(signed_in, "?authority=nonsense&group=None&page=0") == ["Ann Able", "Bea Brook", "Cy Croft"]
    assert "No councillor fits these filters" in signed_in.get("/councillors?q=zzz").words


def listed(client: Browserless, query: str) -> list[str]:
    page = client.get(f"/councillors{query}")
    body = next(page.root.iter("tbody"))
    return ["".join(row[0].itertext()).strip() for row in body.iter("tr")]


def test_an_empty_list_says_what_to_do(signed_in: Browserless) -> None:
    assert "Import them from a spreadsheet" in signed_in.get("/councillors").words


def test_the_spreadsheet_holds_exactly_what_is_listed_and_text_stays_text(signed_in: Browserless) -> None:
    make_councillor("Ann Able", group="=1+1")
    make_councillor("Bea Brook", group="Green")
    make_councillor("Di Dale", held_to=date(2026, 1, 1), held_from=date(2025, 1, 1))
    with signed_in.http.get("/councillors.xlsx?group=%3D1%2B1") as response:
        assert "attachment" in response.headers["Content-Disposition"]
        book = load_workbook(BytesIO(response.data))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == ["Ann Able"]
    cell = book.worksheets[0].cell(row=2, column=5)
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_the_list_takes_as_many_queries_for_sixty_councillors_as_for_six(
    signed_in: Browserless, count_selects: list[str]
) -> None:
    counts = []
    for more in (6, 54):
        for _ in range(more):
            make_councillor()
        count_selects.clear()
        signed_in.get("/councillors")
        counts.append(len(count_selects))
    assert counts[0] == counts[1] <= 12
    assert signed_in.get("/councillors?page=3").words.count("Jo Example") == 10


def test_a_councillors_page_takes_few_queries_however_much_is_known(
    signed_in: Browserless, count_selects: list[str], kit: Officer
) -> None:
    councillor = make_councillor()
    for number in range(12):
        service.add_account(
            councillor, platform=Platform.X, handle=f"@a{number}", use=AccountUse.MIXED, actor=kit
        )
        service.add_office(
            councillor,
            authority_id=make_authority().id,
            kind=OfficeKind.CHAIR,
            title=f"Chair {number}",
            actor=kit,
        )
    count_selects.clear()
    signed_in.get(f"/councillors/{councillor.id}")
    assert len(count_selects) <= 12


def test_those_who_may_look_councillors_up_may_not_thereby_change_them(
    client: Browserless, app: Flask
) -> None:
    councillor = make_councillor()
    page = client.sign_in(make_officer(Role.INVESTIGATOR)).get(f"/councillors/{councillor.id}")
    assert "Add an office" not in page.words
    client.get(f"/councillors/{councillor.id}/edit", status=403)
    client.post("/councillors/new", {"name": "Eve"}, status=403)


def test_those_who_see_no_cases_are_shown_no_way_to_them(client: Browserless, kit: Officer) -> None:
    councillor = make_councillor()
    assert "Cases and outcomes" in client.sign_in(kit).get(f"/councillors/{councillor.id}").words


def test_the_search_index_knows_name_office_and_handle(app: Flask) -> None:
    councillor = make_councillor("Jo Example", ward="Fen Edge", handle="@CllrJo")
    row = db.session.scalars(select(SearchDocument).where(SearchDocument.kind == "councillor")).one()
    assert (row.subject_id, row.case_id, row.title) == (councillor.id, None, "Jo Example")
    assert "Fen Edge" in row.body
    assert "@CllrJo" in row.body
    [document] = Councillors().documents(None)
    assert (document.title, document.text) == (row.title, row.body)
    assert not list(Councillors().documents(range(1, 100))), "a councillor belongs to no case"


class TestFinding:
    """The type-ahead of every form that names a councillor."""

    @pytest.mark.parametrize(
        "words", ["exa", "jo", "jo exa", "EXA jo", "Cllr Exa", "@cllrj", "https://x.com/CllrJo", "O'Ex"]
    )
    def test_a_councillor_is_found_by_the_beginning_of_any_name_or_handle(
        self, signed_in: Browserless, words: str
    ) -> None:
        councillor = make_councillor("Jo Example O’Example", ward="Fen Edge", group="Green", handle="@CllrJo")
        make_councillor("Kim Other")
        answer = signed_in.http.get("/members/find", query_string={"q": words}).json
        assert answer is not None
        assert [match["id"] for match in answer] == [councillor.id]
        assert answer[0]["label"] == "Jo Example O’Example"
        assert answer[0]["hint"].startswith("Green, Fen Edge, Fenwick County Council")

    def test_the_hint_names_the_handle_that_was_typed(self, app: Flask) -> None:
        make_councillor("Jo Example", handle="@FenFacts")
        assert queries.find("fenf")[0].hint.endswith("@FenFacts on X (Twitter)")

    def test_those_who_hold_no_office_any_more_are_found_and_marked(self, app: Flask) -> None:
        make_councillor("Di Dale", held_from=date(2025, 1, 1), held_to=date(2026, 1, 1))
        assert queries.find("dale")[0].hint == "no office now"

    @pytest.mark.parametrize("words", ["", "  ", "zzz", "%", "_", "*", "'", "\\", "mr", "\U0010ffff"])
    def test_nothing_fits_nothing(self, app: Flask, words: str) -> None:
        make_councillor("Jo Example")
        assert queries.find(words) == []

    def test_no_more_than_ten_are_offered(self, signed_in: Browserless) -> None:
        for _ in range(12):
            make_councillor("Jo Example")
        assert len(signed_in.http.get("/members/find?q=jo").json or []) == 10

    def test_it_asks_an_index_and_not_every_row(self, app: Flask, count_selects: list[str]) -> None:
        make_councillor("Jo Example", handle="@CllrJo")
        count_selects.clear()
        queries.find("exa")
        assert len(count_selects) <= 4
        if db.engine.dialect.name == "sqlite":
            plan = db.session.connection().exec_driver_sql(
                "EXPLAIN QUERY PLAN SELECT councillor_id FROM name_parts WHERE part BETWEEN 'exa' AND 'exb' "
                "UNION SELECT councillor_id FROM social_accounts WHERE handle_key BETWEEN 'exa' AND 'exb'"
            )
            assert not any("SCAN" in str(row) for row in plan)

    def test_a_name_typed_without_choosing_is_looked_up(self, app: Flask) -> None:
        jo = make_councillor("Jo Example")
        assert queries.councillor_named("jo example").id == jo.id
        assert queries.councillor_named("whatever", str(jo.id)).id == jo.id
        assert queries.councillor_named("Cllr Example", "999999999999").id == jo.id
        with pytest.raises(DomainError, match="No councillor fits"):
            queries.councillor_named("Nobody")
        make_councillor("Joan Example")
        assert queries.councillor_named("Jo Example").id == jo.id
        with pytest.raises(DomainError, match="fits several"):
            queries.councillor_named("Example")

    def test_councillors_are_fetched_by_their_ids_with_offices(
        self, app: Flask, count_selects: list[str]
    ) -> None:
        ids = [make_councillor().id for _ in range(5)]
        db.session.expire_all()
        count_selects.clear()
        found = queries.councillors_by_ids([*ids, 999])
        assert sorted(found) == sorted(ids)
        assert [len(councillor.offices) for councillor in found.values()] == [1] * 5
        assert len(count_selects) <= 2


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Jo Example", "example jo"),
        ("Cllr Jo Example MBE", "example jo"),
        ("Councillor Mrs. Mary Ann O’Brien", "obrien mary ann"),
        ("Jan van der Berg", "van der berg jan"),
        ("Van der Berg, Jan", "van der berg jan"),
        ("José Ñandú", "nandu jose"),
        ("Ada Smith-Jones", "smithjones ada"),
        ("Prince", "prince"),
    ],
)
def test_a_list_of_names_goes_by_surname(name: str, key: str) -> None:
    assert sort_name(name) == key


def test_a_double_barrelled_name_is_found_by_either_part() -> None:
    assert name_words("Ada Smith-Jones") == ["ada", "smith", "jones"]


def test_a_councillors_page_is_marked_as_personal(signed_in: Browserless) -> None:
    councillor = make_councillor()
    assert "Sensitive: personal data" in signed_in.get(f"/councillors/{councillor.id}").words
