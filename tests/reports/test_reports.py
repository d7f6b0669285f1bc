"""Reports kept by the office: who may make them, what issuing freezes, and what no public file holds."""

import io
import zipfile
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from openpyxl import load_workbook

from casework import clock
from casework.accounts.models import Officer
from casework.audit import queries as audit
from casework.audit.chain import walk
from casework.cases import service as cases
from casework.cases.workflow import OutcomeKind
from casework.errors import DomainError, NotAllowed, NotFound, NotPossible
from casework.permissions import Role
from casework.procedure import service as procedure
from casework.reports import queries, service
from casework.reports.assembly import assemble
from casework.reports.facts import Period
from casework.reports.figures import NOT_DECIDED
from casework.reports.models import CommitteeReport
from casework.reports.workflow import Edition, FileFormat, ReportStatus
from tests.support.case_factories import make_case, make_councillor
from tests.support.client import Browserless, Page
from tests.support.factories import make_officer

TEXTS = {
    "recommendation": "That the committee notes this report.",
    "implications": "None.",
    "background_papers": "None.",
    "contact": "Shire Hall",
}


def this_month() -> Period:
    return Period(clock.today().replace(day=1), clock.today() + timedelta(days=1))


def last_month() -> Period:
    return this_month().before if this_month().start.day != 1 else Period(*_month_before())


def _month_before() -> tuple[date, date]:
    end = clock.today().replace(day=1) - timedelta(days=1)
    return end.replace(day=1), end


def ready(actor: Officer, edition: Edition = Edition.PUBLIC) -> CommitteeReport:
    """A draft of the last month that lacks nothing."""
    report = service.draft_report(last_month(), edition, actor=actor)
    more: Any = (
        {}
        if edition is Edition.PUBLIC
        else {"exempt_paragraphs": ["1", "2"], "public_interest": "Fairness.", "proper_officer": "Morgan"}
    )
    service.change_report(report, actor=actor, texts=TEXTS, **more)
    return report


def issued(actor: Officer, edition: Edition = Edition.PUBLIC) -> CommitteeReport:
    report = ready(actor, edition)
    service.issue_report(report, actor=actor, version=report.version)
    return queries.get(actor, report.id)


def test_the_sum_on_the_page_is_the_sum_in_the_file(client: Browserless, monitoring_officer: Officer) -> None:
    first = make_case(monitoring_officer)
    make_case(monitoring_officer)
    cases.close_case(first, "No further action", actor=monitoring_officer)
    report = service.draft_report(this_month(), Edition.PUBLIC, actor=monitoring_officer)
    figures = assemble(report).figures
    assert (figures.received, figures.closed, figures.open) == (2, 1, 1)
    client.sign_in(monitoring_officer)
    words = client.get(f"/reports/{report.id}").words
    with service.draft_file(report, FileFormat.XLSX, actor=monitoring_officer) as file:
        sheet: Any = load_workbook(file)["Summary"]
        found = {row[0]: row[1] for row in sheet.iter_rows(values_only=True) if row[0]}
    for line in figures.sum_lines:
        label = f"{line.sign} {line.label}".strip()
        assert found[label] == line.count
        assert f"{label}{line.count}".replace(" ", "") in "".join(words.split())


def test_a_merged_case_leaves_the_sum_once(monitoring_officer: Officer) -> None:
    one, other = make_case(monitoring_officer), make_case(monitoring_officer)
    cases.merge_into(one, other, "One post", actor=monitoring_officer)
    report = service.draft_report(this_month(), Edition.PUBLIC, actor=monitoring_officer)
    figures = assemble(report).figures
    assert (figures.received, figures.closed, figures.merged, figures.open) == (2, 0, 1, 1)


def test_an_officer_kept_from_a_case_of_the_period_makes_no_report_and_is_not_told_which(
    client: Browserless, monitoring_officer: Officer
) -> None:
    case, walled = make_case(monitoring_officer), make_officer(Role.STANDARDS_OFFICER)
    mine = service.draft_report(this_month(), Edition.PUBLIC, actor=monitoring_officer)
    cases.raise_wall(case, walled, "Their own conduct", actor=monitoring_officer)
    with pytest.raises(NotAllowed) as refused:
        service.draft_report(this_month(), Edition.PUBLIC, actor=walled)
    assert case.reference
    assert case.reference not in refused.value.message
    with pytest.raises(NotAllowed):
        service.draft_file(mine, FileFormat.XLSX, actor=walled)
    client.sign_in(walled)
    for path in ("", "/print", "/texts", "/draft/docx"):
        answer = client.http.get(f"/reports/{mine.id}{path}")
        assert answer.status_code == 403
        assert case.reference not in answer.text


def test_a_wall_of_a_case_begun_after_the_period_does_not_count(monitoring_officer: Officer) -> None:
    case, walled = make_case(monitoring_officer), make_officer(Role.STANDARDS_OFFICER)
    cases.raise_wall(case, walled, "Their own conduct", actor=monitoring_officer)
    assert not queries.walled_from_any(walled, last_month())
    assert queries.walled_from_any(walled, this_month())


def test_asking_for_period_after_period_tells_of_a_walled_case_no_more_than_its_year(
    client: Browserless, monitoring_officer: Officer
) -> None:
    walled = make_officer(Role.DEPUTY)
    with clock.telling_of(datetime(2024, 9, 17, 11, tzinfo=UTC)):
        case = make_case(monitoring_officer, received_on=date(2024, 9, 17))
        cases.raise_wall(case, walled, "Their own conduct", actor=monitoring_officer)
    with clock.telling_of(datetime(2024, 11, 5, 11, tzinfo=UTC)):
        cases.close_case(case, "No further action", actor=monitoring_officer)
    client.sign_in(walled)
    refusals: dict[bool, set[str]] = {True: set(), False: set()}
    for first, last in (
        *((date(2024, 9, 1), date(2024, 9, day)) for day in (2, 16, 17, 18, 30)),
        *((date(2024, month, 2), date(2024, month, 20)) for month in range(4, 13)),
        *((date(2025, month, 2), date(2025, month, 20)) for month in range(1, 7)),
        (date(2024, 1, 1), date(2024, 3, 31)),
        (date(2025, 4, 1), date(2025, 4, 1)),
    ):
        asked = {"period": "other", "edition": "public"} | {
            f"period_{name}-{part}": str(getattr(day, part))
            for name, day in (("from", first), ("to", last))
            for part in ("day", "month", "year")
        }
        answer = client.http.post("/reports/new", data={"csrf_token": client.token, **asked})
        before = Period(first, last).before
        touches = before.start <= date(2025, 3, 31) and last >= date(2024, 4, 1)
        assert answer.status_code == (403 if touches else 302), (first, last)
        refusals[touches].add("" if answer.status_code == 302 else service.WALLED)
        assert (service.WALLED in unescape(answer.text)) == touches
    assert refusals == {True: {service.WALLED}, False: {""}}, "the same words, whichever"


def test_a_case_counts_as_the_reports_count_it_on_every_page(
    client: Browserless, monitoring_officer: Officer
) -> None:
    case = make_case(monitoring_officer, councillor=make_councillor())
    decide = {
        "reasons": "They apologised.",
        "decision_maker": "The Monitoring Officer",
        "decided_on": clock.today(),
    }
    outcome = {"outcome": OutcomeKind.RESOLVED, "actor": monitoring_officer, **decide}
    procedure.decide_outcome(case, **outcome)  # type: ignore[arg-type]
    resolved, undecided = OutcomeKind.RESOLVED.label, NOT_DECIDED
    client.sign_in(monitoring_officer)

    def said() -> tuple[bool, bool, int, int]:
        counted = dict(assemble(service.draft_report(this_month(), Edition.PUBLIC, actor=monitoring_officer))
                       .figures.outcomes)  # fmt: skip
        listed, shown = client.get("/cases"), client.get(f"/cases/{case.id}")
        return (
            resolved in words_of(listed),
            resolved in words_of(shown),
            counted[resolved],
            counted[undecided],
        )

    assert said() == (True, True, 1, 0)
    cases.close_case(case, "Settled", actor=monitoring_officer)
    cases.reopen_case(case, "A second post came to light", actor=monitoring_officer)
    assert said() == (False, False, 0, 1)
    assert "No outcome is in force" in client.get(f"/cases/{case.id}/decisions").words
    procedure.decide_outcome(case, **outcome)  # type: ignore[arg-type]
    assert said() == (True, True, 1, 0)


def words_of(page: Page) -> str:
    """What the main part of a page says, without the choices of a filter."""
    main = next(page.root.iter("main"))
    for form in [each for each in main.iter() if each.tag == "form"]:
        form.clear()
    return " ".join("".join(main.itertext()).split())


def test_a_clerk_sees_issued_reports_and_no_draft(client: Browserless, monitoring_officer: Officer) -> None:
    done = issued(monitoring_officer)
    draft = service.draft_report(last_month(), Edition.EXEMPT, actor=monitoring_officer)
    clerk = make_officer(Role.CLERK)
    with pytest.raises(NotFound):
        queries.get(clerk, draft.id)
    client.sign_in(clerk)
    assert "Draft" not in client.get("/reports").words
    page = client.get(f"/reports/{done.id}")
    for file in done.files:
        assert file.sha256 in page.words
        with client.http.get(f"/reports/{done.id}/files/{file.id}") as answer:
            assert answer.status_code == 200
            assert zipfile.is_zipfile(io.BytesIO(answer.data))
    client.get(f"/reports/{draft.id}", status=404)


def test_an_issued_report_never_changes_and_vouches_for_the_audit_trail(monitoring_officer: Officer) -> None:
    report = issued(monitoring_officer)
    with pytest.raises(NotPossible):
        service.change_report(report, actor=monitoring_officer, texts={})
    finding = walk(audit.links(), queries.issued_heads())
    assert finding.sound
    assert finding.vouched_to == queries.issued_heads()[0].count
    for file in queries.get(monitoring_officer, report.id).files:
        report = queries.get(monitoring_officer, report.id)
        name, opened = service.issued_file(report, file.id, actor=monitoring_officer)
        with opened, zipfile.ZipFile(opened) as archive:
            whole = b"".join(archive.read(each) for each in archive.namelist())
        assert b"DRAFT" not in whole, name
        assert report.audit_head
        assert report.audit_head.encode() in whole


def test_an_exempt_report_is_not_issued_without_its_paragraphs_and_reasons(
    monitoring_officer: Officer,
) -> None:
    report = service.draft_report(last_month(), Edition.EXEMPT, actor=monitoring_officer)
    service.change_report(report, actor=monitoring_officer, texts=TEXTS)
    assert report.exempt_paragraphs == []
    with pytest.raises(DomainError, match="paragraph"):
        service.issue_report(report, actor=monitoring_officer, version=report.version)
    assert queries.get(monitoring_officer, report.id).status is ReportStatus.DRAFT


def test_a_second_public_report_of_overlapping_days_asks_to_be_confirmed(monitoring_officer: Officer) -> None:
    issued(monitoring_officer)
    again = ready(monitoring_officer)
    with pytest.raises(DomainError, match="overlapping"):
        service.issue_report(again, actor=monitoring_officer, version=again.version)
    service.issue_report(again, actor=monitoring_officer, version=again.version, overlap_confirmed=True)
    assert queries.get(monitoring_officer, again.id).status is ReportStatus.ISSUED


def test_a_period_that_is_not_over_is_not_issued(monitoring_officer: Officer) -> None:
    report = service.draft_report(this_month(), Edition.PUBLIC, actor=monitoring_officer)
    service.change_report(report, actor=monitoring_officer, texts=TEXTS)
    with pytest.raises(DomainError, match="not over"):
        service.issue_report(report, actor=monitoring_officer, version=report.version)


def test_only_who_decides_issues_and_withdraws(monitoring_officer: Officer) -> None:
    standards = make_officer(Role.STANDARDS_OFFICER)
    report = ready(standards)
    with pytest.raises(NotAllowed):
        service.issue_report(report, actor=standards, version=report.version)
    service.issue_report(report, actor=monitoring_officer, version=report.version)
    with pytest.raises(NotAllowed):
        service.withdraw_report(report, "Wrong", actor=standards)


def test_a_withdrawn_report_keeps_its_reason_and_is_not_handed_to_a_clerk(
    client: Browserless, monitoring_officer: Officer
) -> None:
    report = issued(monitoring_officer)
    client.sign_in(monitoring_officer)
    client.post(f"/reports/{report.id}/withdraw", {"reason": "A sum was read wrongly"})
    assert "A sum was read wrongly" in client.get(f"/reports/{report.id}").words
    again = ready(monitoring_officer)
    asked = {"version": str(again.version)}
    refused = client.post(f"/reports/{again.id}/issue", asked, status=422)
    assert f"{last_month().label}, withdrawn" in refused.words, "it was read, so the next is held beside it"
    client.post(f"/reports/{again.id}/issue", {**asked, "overlap_confirmed": "y"})
    listed = client.get("/reports").words
    assert ("Withdrawn" in listed, "Issued" in listed) == (True, True)
    client.sign_in(make_officer(Role.CLERK))
    assert client.http.get(f"/reports/{report.id}/files/{report.files[0].id}").status_code == 403


def test_a_clerk_is_told_that_a_report_was_withdrawn_and_nobody_is_sent_to_look_at_their_roles(
    client: Browserless, monitoring_officer: Officer
) -> None:
    clerk, report = make_officer(Role.CLERK), issued(monitoring_officer)
    service.withdraw_report(report, "A sum was read wrongly", actor=monitoring_officer)
    client.sign_in(clerk)
    assert "was withdrawn. Take it off wherever it was published" in client.get("/").words
    there = client.get(f"/reports/{report.id}")
    assert "ask the Monitoring Officer for the one that replaces it" in there.words
    assert not any("/files/" in link for link in there.links())
    refused = client.http.get(f"/reports/{report.id}/files/{report.files[0].id}")
    assert (refused.status_code, "roles" in refused.get_data(as_text=True)) == (403, False)


def test_a_draft_can_be_discarded_and_stays_in_the_list_as_such(
    client: Browserless, monitoring_officer: Officer
) -> None:
    report = ready(monitoring_officer)
    path = f"/reports/{report.id}"
    client.sign_in(monitoring_officer)
    assert "stays in the list as discarded" in client.get(f"{path}/discard").words
    client.post(f"{path}/discard", {})
    assert "Discarded" in client.get("/reports").words
    assert "It was never issued" in client.get(path).words
    assert "discarded a draft committee report" in client.get("/audit").words
    for part in ("texts", "issue", "print", "discard", "draft/xlsx"):
        assert client.http.get(f"{path}/{part}").status_code == 409
    assert queries.draft_for(last_month(), Edition.PUBLIC) is None
    assert queries.overlapping(ready(monitoring_officer)) == []
    client.sign_in(make_officer(Role.CLERK))
    client.get(path, status=404)
    done = issued(monitoring_officer)
    with pytest.raises(NotPossible, match="issued"):
        service.discard_report(done, actor=monitoring_officer)


def test_the_whole_way_from_the_period_to_the_issued_files(
    client: Browserless, monitoring_officer: Officer
) -> None:
    client.sign_in(monitoring_officer)
    assert "No report yet" in client.get("/reports").words
    client.post("/reports/new", {"edition": "public"}, status=422)
    period = last_month()
    days = {
        f"{name}-{part}": str(getattr(day, part))
        for name, day in (("period_from", period.start), ("period_to", period.end))
        for part in ("day", "month", "year")
    }
    path = client.post("/reports/new", {"edition": "exempt", "period": "other", **days})
    assert "Before it can be issued" in client.get(path).words
    client.get(f"{path}/print")
    page = client.get(f"{path}/texts")
    assert "exempt_paragraphs" not in {name for name, value in page.fields().items() if value}
    client.post(
        f"{path}/texts",
        {
            **TEXTS,
            "version": page.fields()["version"],
            "exempt_paragraphs": "1",
            "public_interest": "Fairness to those named.",
            "proper_officer": "Morgan Officer",
        },
    )
    form = client.get(f"{path}/issue")
    assert "never changed" in form.words
    client.post(f"{path}/issue", {"version": form.fields()["version"]})
    assert "Audit trail when issued" in client.get(path).words
    client.post(f"{path}/texts", TEXTS, status=409)


def test_the_figures_take_as_many_selects_for_many_cases_as_for_one(
    monitoring_officer: Officer, count_selects: list[str]
) -> None:
    make_case(monitoring_officer)
    count_selects.clear()
    queries.case_facts()
    few = len(count_selects)
    for _ in range(3):
        make_case(monitoring_officer, councillor=make_councillor())
    count_selects.clear()
    assert len(queries.case_facts()) == 4
    assert len(count_selects) == few


def test_the_exempt_file_is_where_the_names_would_be_found(monitoring_officer: Officer) -> None:
    case = make_case(monitoring_officer, councillor=make_councillor())
    cases.close_case(case, "Settled", actor=monitoring_officer)
    report = service.draft_report(this_month(), Edition.EXEMPT, actor=monitoring_officer)
    log = assemble(report).document.sections[-1].tables[0]
    assert queries.councillors()[case.reference or ""][0] in log.rows[0]
