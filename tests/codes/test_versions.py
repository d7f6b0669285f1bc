"""Beginning, publishing and dating versions."""

from typing import Any

from casework.accounts.models import Officer
from casework.codes import queries
from casework.codes.workflow import VersionStatus
from tests.support.case_factories import make_councillor
from tests.support.client import Browserless
from tests.support.code_factories import authority_of, clause_id, load_codes


def days(first: str, last: str = "") -> dict[str, Any]:
    return {
        f"{name}-{part}": text
        for name, day in (("in_force_from", first), ("in_force_to", last))
        for part, text in zip(("day", "month", "year"), day.split() or ["", "", ""], strict=True)
    }


def test_a_copied_version_is_a_draft_until_its_publication_says_from_when(
    client: Browserless, monitoring_officer: Officer
) -> None:
    version, _ = load_codes()
    client.sign_in(monitoring_officer)
    at = client.post(f"/codes/versions/{version.id}/copy", {"label": "adopted 2026"})
    page = client.get(at)
    assert len(list(page.root.iter("article"))) == 42
    assert "Draft" in page.words
    publish = page.links()["Publish"]
    assert "never change" in client.get(publish).words
    refused = client.post(publish, days("1 5 2026"), 422)
    assert "two versions would be in force" in refused.errors[0]
    client.post(publish, days("1 5 2026") | {"end_previous": "y"})
    earlier, later = queries.code(version.code_id).versions
    assert (str(earlier.in_force_to), str(later.in_force_from)) == ("2026-04-30", "2026-05-01")
    assert later.status is VersionStatus.PUBLISHED
    assert "30 April 2026" in client.get(f"/codes/versions/{version.id}").words
    client.get(publish, 409)


def test_a_gap_between_versions_is_allowed_only_with_a_reason(
    client: Browserless, monitoring_officer: Officer
) -> None:
    version, _ = load_codes()
    client.sign_in(monitoring_officer)
    at = client.post(f"/codes/versions/{version.id}/copy", {"label": "adopted 2026"})
    client.post(f"{at}/publish", days("1 5 2026") | {"end_previous": "y"})
    page = client.post(f"/codes/versions/{version.id}/period", days("1 5 2024", "1 4 2026"), 422)
    assert page.errors[0].startswith("From 2 April 2026 to 30 April 2026, no version would be in force.")
    reason = {"irregularity": "The old Code was withdrawn before the new one was adopted"}
    client.post(f"/codes/versions/{version.id}/period", days("1 5 2024", "1 4 2026") | reason)
    words = client.get(f"/codes/versions/{version.id}").words
    assert reason["irregularity"] in words
    assert "In force to: was “30 April 2026”, now “1 April 2026”" in words


def test_a_version_cannot_end_before_it_begins(client: Browserless, monitoring_officer: Officer) -> None:
    version, _ = load_codes()
    client.sign_in(monitoring_officer)
    page = client.post(f"/codes/versions/{version.id}/period", days("1 5 2024", "1 5 2023"), 422)
    assert page.errors == ["The last day in force cannot be before the first. Correct one of the dates."]
    assert queries.version(version.id).in_force_to is None


def test_who_adopted_a_code_can_be_corrected_on_its_page(
    client: Browserless, monitoring_officer: Officer
) -> None:
    version, _ = load_codes()
    parish = authority_of(make_councillor("Cllr Other", authority="Little Parish Council"))
    at = f"/codes/{version.code_id}/adoption"
    form = client.sign_in(monitoring_officer).get(at).fields()
    client.post(at, form | {"authorities": [*form["authorities"], str(parish)]})
    assert "Fenwick County Council, Little Parish Council" in client.get("/codes").words
    assert client.post(at, {}, 422).errors == ["Choose at least one authority that has adopted the Code."]


def test_a_drafts_clauses_can_be_corrected_added_and_taken_out(
    client: Browserless, monitoring_officer: Officer
) -> None:
    version, _ = load_codes()
    client.sign_in(monitoring_officer)
    draft = client.post(f"/codes/versions/{version.id}/copy", {"label": "adopted 2026"})
    draft_id = int(draft.rsplit("/", 1)[1])
    g2 = f"/codes/clauses/{clause_id(queries.version(draft_id), 'G2')}"
    form = client.get(f"{g2}/correct").fields()
    assert client.post(f"{g2}/correct", form | {"reference": "G3"}, 422).errors == [
        "Another clause of this version has the reference G3."
    ]
    client.post(f"{g2}/correct", form | {"reference": "G20", "wording": "Set a good example."})
    added = {"reference": "A10", "section": "Practices to avoid", "title": "Deepfakes", "kind": "obligation"}
    client.post(f"{draft}/clauses/add", added)
    r16 = f"/codes/clauses/{clause_id(queries.version(draft_id), 'R16')}/remove"
    assert "Its wording, summary and keywords go with it." in client.get(r16).words
    client.post(r16)
    rows = queries.clauses_of(draft_id)
    assert [row.reference for row in rows][8:12] == ["A9", "A10", "G1", "G20"]
    assert [row.reference for row in rows if row.parent_reference == "G20"] == ["G2a", "G2b", "G2c", "G2d"]
    assert rows[-1].reference == "R15"
    assert "Reference: was “G2”, now “G20”" in client.get(g2).words
    assert "took clause R16 out of the draft" in client.get(draft).words


def test_references_and_wording_of_a_published_version_never_change(
    client: Browserless, monitoring_officer: Officer
) -> None:
    version, _ = load_codes()
    path = f"/codes/clauses/{clause_id(version, 'A1')}"
    client.sign_in(monitoring_officer)
    client.post(f"{path}/correct", {"reference": "A99", "title": "x", "kind": "obligation"}, 409)
    client.post(f"{path}/remove", {}, 409)
    client.post(f"/codes/versions/{version.id}/discard", {}, 409)
    added = {"reference": "A10", "title": "x", "kind": "obligation"}
    client.post(f"/codes/versions/{version.id}/clauses/add", added, 409)
    assert next(row.reference for row in queries.clauses_of(version.id)) == "A1"
    assert queries.counts()[version.id].clauses == 42


def test_a_draft_can_be_discarded_after_its_consequence_was_shown(
    client: Browserless, monitoring_officer: Officer
) -> None:
    version, _ = load_codes()
    client.sign_in(monitoring_officer)
    draft = client.post(f"/codes/versions/{version.id}/copy", {"label": "adopted 2026"})
    assert "cannot be brought back" in client.get(f"{draft}/discard").words
    client.post(f"{draft}/discard")
    assert [row.id for row in queries.versions_of(version.code_id)] == [version.id]
    client.get(draft, 404)
