"""What may do harm is kept back: quarantine until a second officer releases, and a seal on an intimate image."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from casework import clock
from casework.accounts.models import Officer
from casework.council import service as council
from casework.database import db
from casework.errors import NotAllowed
from casework.evidence import service
from casework.evidence.models import Derivative, Exhibit
from casework.evidence.vault import vault
from casework.permissions import Role
from tests.support import files
from tests.support.case_factories import make_case
from tests.support.client import Browserless
from tests.support.evidence_factories import make_exhibit
from tests.support.factories import make_officer


@pytest.fixture
def program(monitoring_officer: Officer) -> Exhibit:
    return make_exhibit(monitoring_officer, make_case(monitoring_officer).id, files.program(), "post.png")


@pytest.fixture
def image(monitoring_officer: Officer) -> Exhibit:
    return make_exhibit(monitoring_officer, make_case(monitoring_officer).id)


def download(client: Browserless, exhibit: Exhibit) -> bytes:
    response = client.http.post(
        f"/exhibits/{exhibit.id}/original", data={"csrf_token": client.token, "purpose": "the hearing"}
    )
    with response:
        return bytes(response.data)


def test_nobody_downloads_what_is_in_quarantine_until_a_second_officer_releases_it_with_a_reason(
    client: Browserless, program: Exhibit, monitoring_officer: Officer
) -> None:
    deputy, release = make_officer(Role.DEPUTY), f"/exhibits/{program.id}/release"
    client.sign_in(monitoring_officer)
    assert "another officer must decide" in client.get(release).words
    client.post(release, {"reason": "I looked at it"}, status=403)
    client.post(f"/exhibits/{program.id}/original", {"purpose": "the hearing"}, status=409)
    client.sign_in(deputy)
    assert "Decide whether it leaves quarantine" in client.get(f"/exhibits/{program.id}").words
    page = client.post(release, {"reason": " "}, status=422)
    assert page.errors == ["Say why it may leave quarantine."]
    client.post(release, {"reason": "IT security took it apart"})
    words = client.get(f"/exhibits/{program.id}").words
    assert "released exhibit" in words
    assert f"{deputy.name} let it out of quarantine on" in words
    assert (
        "IT security took it apart When it came, Casework said: “Kept exactly as received, in quarantine"
        in words
    )
    assert "Another officer, a Monitoring Officer or deputy, may release it" not in words
    assert download(client, program) == files.program()


def test_a_standards_officer_cannot_release(client: Browserless, program: Exhibit) -> None:
    client.sign_in(make_officer(Role.STANDARDS_OFFICER))
    client.post(f"/exhibits/{program.id}/release", {"reason": "It looks fine"}, status=403)
    assert "may release it" in client.get(f"/exhibits/{program.id}").words


@pytest.mark.committed
def test_the_database_itself_refuses_that_who_received_a_file_releases_it(program: Exhibit) -> None:
    with pytest.raises(IntegrityError), db.engine.begin() as connection:
        connection.execute(
            Exhibit.__table__.update().values(  # type: ignore[attr-defined]
                released_at=clock.now(), released_by_id=program.received_by_id, release_reason="It is mine"
            )
        )


@pytest.mark.committed
def test_one_press_seals_an_image_its_pictures_go_and_the_way_to_the_police_is_shown(
    client: Browserless, image: Exhibit, monitoring_officer: Officer
) -> None:
    council.change_settings(
        actor=monitoring_officer,
        image_procedure="Ring the Monitoring Officer. Touch nothing.",
        police_contact="Fictional Police: 999",
        helpline_contact="Fictional Helpline",
    )
    officer, sha256 = make_officer(Role.STANDARDS_OFFICER), image.sha256
    pictures = list(db.session.scalars(select(Derivative.sha256).where(Derivative.parent_sha256 == sha256)))
    assert len(pictures) == 2
    client.sign_in(officer)
    assert "Seal it now" in client.get(f"/exhibits/{image.id}").words
    words = client.get(client.post(f"/exhibits/{image.id}/seal", {})).words
    for what in ("Touch nothing", "Fictional Police: 999", "Fictional Helpline"):
        assert what in words
    assert "post.png" not in words
    assert not any(vault().exists(each) for each in pictures)
    assert vault().exists(sha256)
    assert db.session.scalars(select(Derivative)).all() == []
    client.get(f"/exhibits/{image.id}/preview.png", status=404)
    client.post(f"/exhibits/{image.id}/original", {"purpose": "the police"}, status=403)
    assert "post.png" not in client.get(f"/cases/{image.case_id}/evidence").words
    client.get(client.post(f"/exhibits/{image.id}/seal", {}))
    service.reconcile()
    client.get(f"/exhibits/{image.id}/preview.png", status=404)
    client.post(f"/exhibits/{image.id}/unseal", {"reason": "It is not"}, status=403)
    client.sign_in(monitoring_officer)
    assert "post.png" in client.get(f"/exhibits/{image.id}").words
    assert download(client, image) == files.png()
    client.post(f"/exhibits/{image.id}/unseal", {"reason": "A picture of bins"})
    assert client.http.get(f"/exhibits/{image.id}/preview.png").status_code == 200


def test_the_same_bytes_stay_sealed_when_they_come_again_in_another_case(
    image: Exhibit, monitoring_officer: Officer
) -> None:
    service.seal(image, actor=monitoring_officer)
    again = make_exhibit(monitoring_officer, make_case(monitoring_officer).id)
    assert again.file.sealed_at is not None
    assert db.session.scalars(select(Derivative)).all() == []
    officer = make_officer(Role.STANDARDS_OFFICER)
    with pytest.raises(NotAllowed, match="only the Monitoring Officer and the deputy"):
        service.open_original(again, actor=officer, purpose="to look")
