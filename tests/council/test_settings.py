"""What an office settles for itself: checked, on record, and safe from two hands at once."""

from datetime import date

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from casework import working_days
from casework.accounts.models import Officer
from casework.audit.models import AuditEvent
from casework.council import queries, service
from casework.council.colours import LEAST_CONTRAST, contrast, is_colour
from casework.council.labels import LABELS
from casework.council.models import CouncilSettings
from casework.database import db
from casework.errors import DomainError, NotPossible, Stale
from casework.outbox.models import Notice
from casework.permissions import Role
from tests.support.client import Browserless, words
from tests.support.factories import make_officer

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.fixture
def admin(app: Flask) -> Officer:
    return make_officer(Role.ADMINISTRATOR, name="Ada Minster")


@pytest.fixture
def signed_in(client: Browserless, admin: Officer) -> Browserless:
    return client.sign_in(admin)


def test_every_setting_has_a_label_and_a_field_and_no_other(signed_in: Browserless) -> None:
    columns = {column.name for column in CouncilSettings.__table__.columns} - {"id", "version"}
    assert set(LABELS) == columns
    page = signed_in.get("/council")
    fields = {element.get("name") for kind in ("input", "textarea") for element in page.root.iter(kind)}
    assert columns <= fields


def test_until_somebody_saves_them_the_defaults_hold(app: Flask) -> None:
    assert not queries.is_set()
    assert queries.settings().committee_name == "Standards Committee"
    assert contrast(queries.settings().accent_colour, "#ffffff") >= LEAST_CONTRAST


def test_what_is_saved_is_shown_everywhere(signed_in: Browserless) -> None:
    form = {
        **signed_in.get("/council").fields(),
        "council_name": "Fenwick County Council",
        "self_approval": "y",
    }
    assert signed_in.post("/council", form) == "/council"
    page = signed_in.get("/council")
    assert "Fenwick County Council" in page.words
    assert queries.settings().self_approval is True


def test_settings_that_are_not_named_stay(app: Flask, admin: Officer) -> None:
    service.change_settings(actor=admin, council_name="One", small_number=5)
    service.change_settings(actor=admin, council_name="Two")
    assert (queries.settings().council_name, queries.settings().small_number) == ("Two", 5)


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("council_name", " ", "must not be empty"),
        ("reference_prefix", "smc 1", "capital letters"),
        ("accent_colour", "#ffcc00", "too light"),
        ("accent_colour", "blue", "six digits"),
        ("contact_email", "nobody", "not an e-mail"),
        ("acknowledge_days", "0", "from 1 to 365"),
        ("removal_days", "366", "from 1 to 365"),
        ("small_number", "1", "from 3 to 50"),
        ("update_days", "soon", "valid"),
    ],
)
def test_a_value_that_cannot_be_is_refused_beside_its_field(
    signed_in: Browserless, field: str, value: str, why: str
) -> None:
    form = {**signed_in.get("/council").fields(), field: value}
    page = signed_in.post("/council", form, status=422)
    assert why in page.errors[0]
    assert page.fields()[field].strip() == value.strip()
    assert not queries.is_set()


def test_what_papers_are_headed_by_is_a_line_that_every_paper_can_hold(app: Flask, admin: Officer) -> None:
    service.change_settings(
        actor=admin, council_name="Fen\x0bwick \u2028 County\u200b", contact_name="A" * 200
    )
    assert queries.settings().council_name == "Fen wick County"
    with pytest.raises(DomainError, match="must not be empty"):
        service.change_settings(actor=admin, committee_name="\u200b")
    for name in service.HEADED:
        with pytest.raises(DomainError, match="200 characters"):
            service.change_settings(actor=admin, **{name: "A" * 201})  # type: ignore[arg-type]


def test_the_second_of_two_officers_sees_both_texts(signed_in: Browserless) -> None:
    opened = signed_in.get("/council").fields()
    signed_in.post("/council", {**opened, "committee_name": "Theirs"})
    page = signed_in.post("/council", {**opened, "committee_name": "Yours"}, status=409)
    assert "Theirs" in page.words
    assert "Yours" in page.words
    with pytest.raises(Stale):
        service.change_settings(version=0, actor=make_officer(), committee_name="Yours")


def test_a_change_of_settings_is_on_record(signed_in: Browserless, admin: Officer) -> None:
    opened = signed_in.get("/council").fields()
    signed_in.post("/council", opened)
    opened = signed_in.get("/council").fields()
    signed_in.post("/council", {**opened, "small_number": "4"})
    events = db.session.query(AuditEvent).filter_by(verb="council.changed").order_by(AuditEvent.seq).all()
    assert [(event.actor_id, event.fields) for event in events] == [
        (admin.id, []),
        (admin.id, ["small_number"]),
    ]


def test_only_the_administrator_and_the_monitoring_officers_change_them(
    client: Browserless, app: Flask
) -> None:
    for role in Role:
        allowed = role in {Role.ADMINISTRATOR, Role.MONITORING_OFFICER, Role.DEPUTY}
        client.sign_in(make_officer(role)).get("/council", status=200 if allowed else 403)


def test_the_colour_reaches_every_page_as_a_stylesheet_of_its_own(signed_in: Browserless) -> None:
    service.change_settings(actor=make_officer(), accent_colour="#4A1D5C")
    page = signed_in.get("/council")
    [href] = [link.get("href") for link in page.root.iter("link") if "/theme.css" in (link.get("href") or "")]
    sheet = Browserless(signed_in.app).http.get(href or "")
    assert sheet.mimetype == "text/css"
    assert sheet.text == ":root{--govuk-brand-colour:#4a1d5c;--cw-action:#4a1d5c}\n"
    assert "immutable" in sheet.headers["Cache-Control"]


def test_a_changed_colour_has_another_address_so_that_no_browser_keeps_the_old_one(
    signed_in: Browserless,
) -> None:
    def address() -> str:
        page = signed_in.get("/council")
        return next(
            link.get("href") or "" for link in page.root.iter("link") if "theme" in (link.get("href") or "")
        )

    first = address()
    service.change_settings(actor=make_officer(), accent_colour="#4a1d5c")
    assert address() != first


@given(COLOURS, COLOURS)
def test_contrast_is_the_same_both_ways_and_lies_between_1_and_21(one: str, other: str) -> None:
    assert is_colour(one)
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


class TestClosures:
    """Weekdays on which nobody works."""

    def test_a_closed_day_is_no_working_day(self, signed_in: Browserless) -> None:
        form = {
            "first_day-day": "24", "first_day-month": "12", "first_day-year": "2026",
            "last_day-day": "1", "last_day-month": "1", "last_day-year": "2027", "reason": "Christmas closure",
        }  # fmt: skip
        signed_in.post("/council/closures", form)
        days = sorted(queries.closures())
        assert days == [date(2026, 12, day) for day in (24, 29, 30, 31)], (
            "weekends and bank holidays are left out"
        )
        assert working_days.add_working_days(date(2026, 12, 23), 1, queries.closures()) == date(2027, 1, 4)
        assert "24 December 2026" in signed_in.get("/council/closures").words

    def test_a_day_is_taken_out_again(self, signed_in: Browserless, admin: Officer) -> None:
        service.add_closure(first_day=date(2026, 12, 24), reason="Christmas", actor=admin)
        signed_in.post("/council/closures/remove", {"day": "2026-12-24"})
        assert queries.closures() == frozenset()
        signed_in.post("/council/closures/remove", {"day": "2026-12-24"}, status=409)
        signed_in.post("/council/closures/remove", {"day": "nonsense"}, status=400)
        with pytest.raises(NotPossible):
            service.remove_closure(date(2026, 12, 24), actor=admin)

    @pytest.mark.parametrize(
        ("first", "last", "reason", "why"),
        [
            (date(2026, 12, 26), None, "x", "weekend"),
            (date(2026, 12, 25), None, "x", "bank holiday"),
            (date(2026, 12, 24), date(2026, 12, 23), "x", "before the first"),
            (date(2026, 1, 1), date(2026, 12, 31), "x", "a month at most"),
            (date(2026, 12, 24), None, " ", "Say why"),
        ],
    )
    def test_a_closure_that_closes_nothing_is_refused(
        self, app: Flask, admin: Officer, first: date, last: date | None, reason: str, why: str
    ) -> None:
        with pytest.raises(DomainError, match=why):
            service.add_closure(first_day=first, last_day=last, reason=reason, actor=admin)

    def test_a_day_is_closed_once(self, app: Flask, admin: Officer) -> None:
        service.add_closure(first_day=date(2026, 12, 24), reason="Christmas", actor=admin)
        with pytest.raises(DomainError, match="recorded already"):
            service.add_closure(first_day=date(2026, 12, 24), reason="Christmas", actor=admin)


@pytest.mark.committed
def test_the_command_prints_every_setting(app: Flask, admin: Officer) -> None:
    service.change_settings(actor=admin, council_name="Fenwick County Council")
    service.add_closure(first_day=date(2026, 12, 24), reason="Christmas", actor=admin)
    output = app.test_cli_runner().invoke(args=["council", "show"]).output
    assert "Name of the council: Fenwick County Council" in output
    assert "Closed on 24 December 2026: Christmas" in output
    assert all(label in output for label in LABELS.values())


def test_every_monitoring_officer_is_told_what_was_changed_from_what_to_what(
    signed_in: Browserless, monitoring_officer: Officer
) -> None:
    signed_in.post("/council", {**signed_in.get("/council").fields(), "contact_phone": "01234 567890"})
    told = notices(monitoring_officer)
    assert told[-1] == (
        "Ada Minster changed the council’s settings. Telephone: (empty) before, 01234 567890 now."
    )
    signed_in.post(
        "/council", {**signed_in.get("/council").fields(), "self_approval": "y", "assess_days": "20"}
    )
    told = notices(monitoring_officer)
    assert "with a reason and a later review: No before, Yes now" in told[-1]
    assert "Assess a complaint within: 15 before, 20 now" in told[-1]
    signed_in.post("/council", signed_in.get("/council").fields())
    assert notices(monitoring_officer) == told, "nothing was changed"
    closure = {"first_day-day": "29", "first_day-month": "12", "first_day-year": "2026", "reason": "Closed"}
    signed_in.post("/council/closures", closure)
    assert "recorded the council as closed on 29 December 2026: Closed" in notices(monitoring_officer)[-1]


def notices(officer: Officer) -> list[str]:
    query = select(Notice.text).where(Notice.officer_id == officer.id).order_by(Notice.id)
    return list(db.session.scalars(query))


@pytest.mark.parametrize(
    "path",
    [
        "/council",
        "/council/closures",
        "/council/elections",
        "/council/mail",
        "/removal-routes",
        "/removal-routes/platform",
    ],
)
def test_every_page_of_the_settings_says_that_it_is_one(signed_in: Browserless, path: str) -> None:
    main = next(each for each in signed_in.get(path).root.iter("ul") if each.get("id") == "navigation")
    assert [words(link) for link in main.iter("a") if link.get("aria-current")] == ["Settings"]
