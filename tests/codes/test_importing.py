"""From a published file to a version: looked through first, and only then saved."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from casework.accounts.models import Officer
from casework.audit.models import AuditDetail
from casework.codes import queries
from casework.codes.library import social_media_code
from casework.codes.models import CodeImport
from casework.codes.workflow import ClauseKind, VersionStatus
from casework.database import db
from casework.permissions import Role
from tests.support.case_factories import make_councillor
from tests.support.client import Browserless, Page
from tests.support.code_factories import authority_of, load_codes

SAMPLE = Path(__file__).parent / "samples" / "saltmarsh-social-media-code.txt"
SMALL = b"""Rules for Members

What members must not do

- Members must not gossip about council business.
- Members must not shout at officers.
"""


def send(client: Browserless, content: bytes, status: int = 302) -> Any:
    file = (BytesIO(content), "code.txt")
    return client.post("/codes/import", {"file": file}, status, content_type="multipart/form-data")


def form_of(page: Page) -> dict[str, Any]:
    """Return the form of the whole preview: the one before the button that lets the file go."""
    return page.fields()


def test_the_preview_shows_every_word_and_proposes_9_13_with_4_and_16(
    client: Browserless, monitoring_officer: Officer, count_selects: list[str]
) -> None:
    at = send(client.sign_in(monitoring_officer), SAMPLE.read_bytes())
    count_selects.clear()
    page = client.get(at)
    assert len(count_selects) <= 12
    form = form_of(page)
    clauses = [
        form[f"reference-{name.removeprefix('clause-')}"] for name in form if name.startswith("clause-")
    ]
    assert len(clauses) == 42
    assert clauses[:9] == [f"A{n}" for n in range(1, 10)]
    assert clauses[9:26] == ["G1", "G2", "G2a", "G2b", "G2c", "G2d", *(f"G{n}" for n in range(3, 14))]
    assert f"This is the {social_media_code().title} that Casework knows" in page.words
    assert set(SAMPLE.read_text().split()) <= set(page.words.split())
    assert queries.codes() == []


def test_what_the_officer_corrects_is_what_is_saved(client: Browserless, monitoring_officer: Officer) -> None:
    authority = authority_of(make_councillor())
    at = send(client.sign_in(monitoring_officer), SMALL)
    form = form_of(client.get(at))
    form |= {
        "into": "code", "title": "House rules", "family": "members", "authorities": [str(authority)], "label": "2026",
        "reference-0": "H7", "kind-0": "guidance", "title-0": "Gossip", "section-0": "Talk",
    }  # fmt: skip
    del form["clause-1"]
    client.get(client.post(at, form))
    (code,) = queries.codes()
    (version,) = code.versions
    (clause,) = queries.clauses_of(version.id)
    assert (code.title, version.label, version.status) == ("House rules", "2026", VersionStatus.DRAFT)
    assert (clause.reference, clause.kind, clause.title, clause.section) == (
        "H7", ClauseKind.GUIDANCE, "Gossip", "Talk",
    )  # fmt: skip
    assert clause.wording == "Members must not gossip about council business."
    assert db.session.query(CodeImport).count() == 0
    bodies = [row.body or {} for row in db.session.query(AuditDetail)]
    assert any(body.get("file") == "code.txt" and len(body["sha256"]) == 64 for body in bodies)


def test_an_error_keeps_everything_typed_and_saves_nothing(
    client: Browserless, monitoring_officer: Officer
) -> None:
    make_councillor()
    at = send(client.sign_in(monitoring_officer), SMALL)
    form = form_of(client.get(at)) | {
        "into": "code",
        "label": "2026",
        "title-0": "Mine",
        "kind-1": "guidance",
    }
    page = client.post(
        at, form | {"reference-0": form["reference-1"], "reference-1": form["reference-1"]}, 422
    )
    assert page.errors == [f"Two clauses have the reference {form['reference-1']}. Give one of them another."]
    again = form_of(page)
    assert (again["title-0"], again["kind-1"], again["label"]) == ("Mine", "guidance", "2026")
    page = client.post(at, form | {"title-1": " "}, 422)
    assert page.errors == ["Give each clause a title."]
    page = client.post(
        at, {name: value for name, value in form.items() if not name.startswith("clause-")}, 422
    )
    assert page.errors == ["Nothing is left: mark at least one item as a clause."]
    page = client.post(at, form | {"title": "House rules"}, 422)
    assert page.errors == ["Choose at least one authority that has adopted the Code."]
    assert queries.codes() == []


def test_the_absent_wording_of_a_published_version_is_filled_from_the_file(
    client: Browserless, monitoring_officer: Officer
) -> None:
    version, _ = load_codes()
    client.sign_in(monitoring_officer)
    assert f"/codes/import?fill={version.id}" in client.get(f"/codes/versions/{version.id}").links().values()
    at = send(client, SAMPLE.read_bytes())
    form = form_of(client.get(at))
    assert (form["into"], form["version_id"]) == (["fill"], str(version.id))
    page = client.get(client.post(at, form))
    assert "The official wording of 42 clauses is loaded." in page.words
    assert "The official wording is not loaded." not in page.words
    a2 = next(clause for clause in queries.clauses_of(version.id) if clause.reference == "A2")
    assert a2.wording == "Do not help yourself to other people's pictures, words or designs."
    assert a2.wording_filled_at is not None


def test_a_file_whose_references_differ_does_not_fill(
    client: Browserless, monitoring_officer: Officer
) -> None:
    version, _ = load_codes()
    at = send(client.sign_in(monitoring_officer), SMALL)
    form = form_of(client.get(at)) | {"into": "fill", "version_id": str(version.id)}
    page = client.post(at, form, 422)
    assert page.errors[0].startswith("The file has no wording for A1, A2, A3, A4, A5 and ")
    assert queries.counts()[version.id].worded == 0


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", b"A shopping list\n\n- eggs\n- flour\n", b"Only prose."]
)
def test_a_file_that_is_not_a_code_gets_a_clear_error_and_changes_nothing(
    client: Browserless, monitoring_officer: Officer, content: bytes
) -> None:
    page = send(client.sign_in(monitoring_officer), content, 422)
    assert len(page.errors) == 1
    assert db.session.query(CodeImport).count() == 0


def test_no_file_at_all_is_said(client: Browserless, monitoring_officer: Officer) -> None:
    page = client.sign_in(monitoring_officer).post("/codes/import", {}, 422)
    assert page.errors == ["Choose the file that holds the Code."]


def test_a_file_being_looked_through_is_its_officers_alone_and_can_be_let_go(
    client: Browserless, officer: Callable[..., Officer], monitoring_officer: Officer
) -> None:
    at = send(client.sign_in(monitoring_officer), SMALL)
    client.sign_in(officer(Role.DEPUTY)).get(at, 404)
    client.post(f"{at}/discard", {}, 404)
    client.sign_in(officer(Role.STANDARDS_OFFICER)).get("/codes/import", 403)
    client.sign_in(monitoring_officer).post(f"{at}/discard")
    client.get(at, 404)


@pytest.mark.committed
def test_the_command_line_previews_fills_and_saves(
    app: Flask, monitoring_officer: Officer, tmp_path: Path
) -> None:
    version, _ = load_codes()
    run = app.test_cli_runner().invoke
    shown = run(args=["codes", "import", str(SAMPLE)])
    assert shown.exit_code == 0, shown.output
    assert "Examples of Good Practice: 17 clauses of 17 items" in shown.output
    assert "In all 42 clauses." in shown.output
    assert "Nothing was saved" in shown.output
    nameless = run(args=["codes", "import", str(SAMPLE), "--fill", str(version.id)])
    assert nameless.exit_code == 1
    filled = run(
        args=["codes", "import", str(SAMPLE), "--fill", str(version.id), "--as", monitoring_officer.email]
    )
    assert "The official wording of 42 clauses is loaded." in filled.output
    save = [
        "codes",
        "import",
        str(SAMPLE),
        "--save",
        "--as",
        monitoring_officer.email,
        "--from",
        "2026-05-01",
    ]
    saved = run(args=save)
    assert "published" in saved.output, saved.output
    code = queries.code(version.code_id)
    assert [str(each.in_force_to) for each in code.versions] == ["2026-04-30", "None"]


@pytest.mark.committed
def test_the_command_line_refuses_what_is_not_a_code(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("Shopping\n\n- eggs\n")
    done = app.test_cli_runner().invoke(args=["codes", "import", str(tmp_path / "list.txt"), "--save"])
    assert done.exit_code == 1
    assert done.output.startswith("Error: ")
    assert queries.codes() == []
