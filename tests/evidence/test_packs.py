"""A pack for somebody outside holds what its profile names and nothing else, and is made, checked and handed out."""

import csv
import json
from dataclasses import replace
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from casework.accounts.models import Officer
from casework.audit.models import AuditEvent
from casework.cases import service as cases
from casework.cases.models import Case
from casework.cases.workflow import Channel, ComplainantCategory
from casework.database import db
from casework.errors import DomainError, NotAllowed, NotPossible
from casework.evidence import cli, service, verify_pack
from casework.evidence.custody import custody_of
from casework.evidence.models import Exhibit
from casework.evidence.packs import contents, queries, rechecking
from casework.evidence.packs.bag import text_member
from casework.evidence.packs.contents import CaseFacts, ExhibitFacts, Held
from casework.evidence.packs.models import EvidencePack
from casework.evidence.packs.workflow import (
    CASE_KEYS,
    CUSTODY_KEYS,
    EXHIBIT_COLUMNS,
    NOT_APPROVED_FOR,
    QUARANTINED,
    SEALED,
    PackStatus,
    Profile,
)
from casework.evidence.queries import open_proposal
from casework.evidence.vault import packs
from casework.permissions import Role
from tests.support import files
from tests.support.case_factories import make_case
from tests.support.client import Browserless
from tests.support.evidence_factories import flip_a_byte, make_exhibit, make_redaction, release, reply
from tests.support.factories import make_officer
from tests.support.packs import signer_in, small_pack

COMPLAINANT = "Robin Example-Complainant"
NOTE = "The officer thinks that this is a feud"


@pytest.fixture
def case(app: Flask, monitoring_officer: Officer) -> Case:
    case = make_case(monitoring_officer)
    cases.add_complaint(
        case,
        actor=monitoring_officer,
        received_on=case.received_on,
        channel=Channel.EMAIL,
        category=ComplainantCategory.PUBLIC,
        complainant_name=COMPLAINANT,
    )
    cases.add_note(case, NOTE, actor=monitoring_officer)
    return case


def make(case: Case, officer: Officer, profile: Profile = Profile.FULL) -> EvidencePack:
    pack = service.ask_pack(case, profile, actor=officer, for_whom="the investigator")
    assert service.make_pack(pack.id)
    return queries.get_visible_pack(officer, pack.id)


def opened(pack: EvidencePack) -> bytes:
    assert pack.sha256 is not None, pack.failed_why
    with packs().open(pack.sha256) as source:
        return source.read()


def exhibit_facts(number: int, *, released: bool = False, kept_back: str = "") -> ExhibitFacts:
    name, every = f"MO-{number}", {column for columns in EXHIBIT_COLUMNS.values() for column in columns}
    return ExhibitFacts(
        id=number,
        label=f"MO/{number}",
        values={column: f"{column} {number}" for column in every} | {"title": f"Post of {COMPLAINANT}"},
        original=Held(f"originals/{name}.png", f"{number:064}", 10),
        picture=Held(f"pictures/{name}.png", f"{number + 1000:064}", 5),
        released=(Held(f"redacted/{name}.png", f"{number + 2000:064}", 7),) if released else (),
        kept_back=kept_back,
    )


def case_facts(*exhibits: ExhibitFacts) -> CaseFacts:
    line = {key: f"the {key}" for keys in CUSTODY_KEYS.values() for key in keys}
    return CaseFacts(
        reference="SMC/2026/0042",
        council="Marrowshire",
        values={key: f"the {key}" for keys in CASE_KEYS.values() for key in keys}
        | {"complaints": COMPLAINANT},
        exhibits=exhibits,
        custody=[{**line, "exhibit": exhibit.label, "sentence": COMPLAINANT} for exhibit in exhibits],
        head="1:abc",
        protected=(COMPLAINANT,),
        originals=frozenset(exhibit.original.sha256 for exhibit in exhibits),
    )


FACTS = st.lists(
    st.builds(
        exhibit_facts,
        st.integers(1, 999),
        released=st.booleans(),
        kept_back=st.sampled_from(["", "It is sealed."]),
    ),
    max_size=8,
    unique_by=lambda facts: facts.id,
)


@given(FACTS, st.sampled_from([Profile.PARTY, Profile.PUBLIC]))
def test_no_original_and_no_protected_name_is_chosen_for_a_party_or_the_public(
    exhibits: list[ExhibitFacts], profile: Profile
) -> None:
    facts = case_facts(*exhibits)
    chosen = contents.select(facts, profile)
    assert len(chosen.taken) + len(chosen.left_out) == len(exhibits)
    assert {held.path.partition("/")[0] for _, all_held in chosen.taken for held in all_held} <= {"redacted"}
    assert all(not exhibit.kept_back for exhibit, _ in chosen.taken)
    assert COMPLAINANT not in "".join(contents.texts(facts, chosen).values())


@pytest.mark.parametrize(
    ("taken", "refused"), [(Profile.PARTY, Profile.PUBLIC), (Profile.PUBLIC, Profile.PARTY)]
)
def test_a_copy_goes_to_those_alone_for_whom_it_was_approved(taken: Profile, refused: Profile) -> None:
    facts = exhibit_facts(1, released=True)
    facts = replace(facts, not_for={refused: frozenset({facts.released[0].path})})
    assert contents.select(case_facts(facts), taken).taken
    assert contents.select(case_facts(facts), refused).left_out == (("MO/1", NOT_APPROVED_FOR[refused]),)


@given(FACTS)
def test_a_full_pack_holds_every_exhibit_that_is_there_and_unchanged(exhibits: list[ExhibitFacts]) -> None:
    chosen = contents.select(case_facts(*exhibits), Profile.FULL)
    assert {facts.id for facts, _ in chosen.taken} == {facts.id for facts in exhibits if not facts.kept_back}
    assert all(held[0].path.startswith("originals/") for _, held in chosen.taken)


def test_a_pack_that_shows_what_it_must_not_does_not_pass_its_own_check(tmp_path: Path) -> None:
    signer = signer_in(tmp_path)

    def found(path: str, text: str, profile: Profile = Profile.PARTY) -> list[str]:
        member = text_member(path, text)
        pack = BytesIO(small_pack(signer, [member]))
        hashes = [text_member("x", "an original").sha256]
        return rechecking.faults(
            pack, profile, fingerprint=signer.fingerprint, originals=hashes, protected=[COMPLAINANT]
        )

    assert found("case.json", "{}") == []
    assert found("case.json", "said  robin\nexample-COMPLAINANT") != []
    assert found("redacted/MO-1.png", f"\x89PNG…{COMPLAINANT}…") != []
    assert found("redacted/Robin Example-Complainant.png", "pixels") != []
    assert found("redacted/MO-1.png", "an original") != []
    assert found("originals/MO-1.png", "anything") != []
    assert found("originals/MO-1.png", f"an original of {COMPLAINANT}", Profile.FULL) == []


def test_a_full_pack_holds_originals_custody_and_no_note_and_is_whole(
    case: Case, monitoring_officer: Officer
) -> None:
    exhibit = make_exhibit(monitoring_officer, case.id, name="=cmd.png")
    pack = make(case, monitoring_officer)
    content = opened(pack)
    assert verify_pack.check(BytesIO(content), pack.fingerprint).exit_code == 0
    with ZipFile(BytesIO(content)) as archive:
        held = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
    assert held[f"data/originals/{exhibit.prefix}-{exhibit.number}.png"] == files.png()
    assert b"'=cmd.png" in held["data/exhibits.csv"]
    told = [json.loads(line) for line in held["data/custody.jsonl"].splitlines()]
    assert [line["event"] for line in told] == ["Exhibit: received"]
    assert COMPLAINANT in held["data/case.json"].decode()
    assert NOTE not in "".join(each.decode(errors="replace") for each in held.values())


def test_the_same_case_makes_the_same_bytes(case: Case, monitoring_officer: Officer) -> None:
    make_exhibit(monitoring_officer, case.id)
    first, second = make(case, monitoring_officer), make(case, monitoring_officer)
    assert first.sha256 == second.sha256
    make_exhibit(monitoring_officer, case.id, files.jpeg(), "b.jpg")
    assert make(case, monitoring_officer).sha256 != first.sha256


def test_a_changed_original_goes_into_no_pack_and_is_counted_as_left_out(
    case: Case, monitoring_officer: Officer
) -> None:
    good = make_exhibit(monitoring_officer, case.id)
    bad = make_exhibit(monitoring_officer, case.id, b"words", "words.txt")
    flip_a_byte(bad.sha256)
    failed = make(case, monitoring_officer)
    assert failed.status is PackStatus.FAILED
    assert bad.label in failed.failed_why
    pack = make(case, monitoring_officer)
    assert pack.contents["taken"] == [good.label]
    assert [label for label, _ in pack.contents["left_out"]] == [bad.label]


def test_nothing_goes_to_a_party_while_no_redacted_copy_has_passed(
    case: Case, monitoring_officer: Officer
) -> None:
    make_exhibit(monitoring_officer, case.id)
    for profile in (Profile.PARTY, Profile.PUBLIC):
        with pytest.raises(NotPossible, match="left out"):
            service.ask_pack(case, profile, actor=monitoring_officer, for_whom="the councillor")


def test_a_party_gets_the_copy_that_passed_and_nothing_of_the_original_until_it_is_withdrawn(
    case: Case, monitoring_officer: Officer
) -> None:
    drawer = make_officer(Role.STANDARDS_OFFICER)
    exhibit = make_exhibit(monitoring_officer, case.id, reply(), f"from {COMPLAINANT}.png")
    bare = make_exhibit(monitoring_officer, case.id, files.jpeg(), "b.jpg")
    service.describe(exhibit, actor=monitoring_officer, title=f"What {COMPLAINANT} sent us")
    redaction = release(make_redaction(exhibit, drawer), monitoring_officer)
    for profile in (Profile.PARTY, Profile.PUBLIC):
        pack = make(case, monitoring_officer, profile)
        assert pack.status is PackStatus.READY, pack.failed_why
        with ZipFile(BytesIO(opened(pack))) as archive:
            held = {name.partition("/data/")[2]: archive.read(name) for name in archive.namelist()}
        assert {name for name in held if "/" in name} == {
            f"redacted/{exhibit.prefix}-{exhibit.number}-redacted-1.png"
        }
        assert bare.label.encode() in held["left-out.csv"]
        whole = b"".join(held.values())
        for kept in (exhibit.sha256, COMPLAINANT, "Example-Complainant", monitoring_officer.name, NOTE):
            assert kept.encode() not in whole, kept
        certificate = json.loads(held["redactions.json"])[exhibit.label][0]
        assert certificate["reasons"] == ["Box 1, page 1: Somebody who has no part in the matter"]
        assert len(certificate["checks"]) == 8
    service.withdraw_redaction(redaction, actor=monitoring_officer, reason="A name was overlooked")
    assert pack.status is PackStatus.GONE


def test_a_pack_is_asked_for_with_its_counts_shown_first_and_downloaded_once_made(
    client: Browserless, case: Case, monitoring_officer: Officer
) -> None:
    exhibit = make_exhibit(monitoring_officer, case.id)
    client.sign_in(monitoring_officer)
    path = f"/cases/{case.id}/packs"
    assert "Evidence packs for people outside" in client.get(f"/cases/{case.id}/evidence").words
    assert "No pack yet" in client.get(path).words
    page = client.get(f"{path}/new/full")
    assert "1 exhibit of 1, in 2 files" in page.words
    assert "Officers’ notes" in page.words
    assert client.post(f"{path}/new/full", {"for_whom": " "}, status=422).errors
    assert client.post(f"{path}/new/full", {"for_whom": "the investigator"}).endswith(path)
    assert "Waiting to be made" in client.get(path).words
    assert service.make_asked_packs() == 1
    assert service.make_asked_packs() == 0
    page = client.get(path)
    assert "Ready" in page.words
    pack = db.session.scalars(select(EvidencePack)).one()
    response = client.get(f"/packs/{pack.id}/file").response
    assert response.headers["Content-Disposition"].endswith("-full.zip")
    assert verify_pack.check(BytesIO(response.data)).whole
    response.close()
    told = select(func.count()).where(AuditEvent.verb == "evidence-pack.downloaded")
    assert db.session.scalar(told) == 1
    assert "was put into evidence pack" in client.get(f"/exhibits/{exhibit.id}").words
    party = client.get(f"{path}/new/party")
    assert "0 exhibits of 1" in party.words
    assert "No redacted copy of it has passed the checks yet" in party.words


def test_no_pack_of_a_walled_case_is_seen_asked_for_or_downloaded(
    client: Browserless, case: Case, monitoring_officer: Officer
) -> None:
    make_exhibit(monitoring_officer, case.id)
    pack = make(case, monitoring_officer)
    asked = make_officer(Role.STANDARDS_OFFICER)
    theirs = service.ask_pack(case, Profile.FULL, actor=asked, for_whom="the police")
    cases.raise_wall(case, asked, actor=monitoring_officer, reason="A relative")
    client.sign_in(asked)
    for path in (f"/cases/{case.id}/packs", f"/cases/{case.id}/packs/new/full", f"/packs/{pack.id}/file"):
        client.get(path, status=404)
    client.post(f"/cases/{case.id}/packs/new/full", {"for_whom": "me"}, status=404)
    service.make_pack(theirs.id)
    db.session.expire_all()
    assert theirs.status is PackStatus.FAILED


def test_who_does_not_work_on_cases_makes_no_pack(
    client: Browserless, case: Case, monitoring_officer: Officer
) -> None:
    make_exhibit(monitoring_officer, case.id)
    for role in (Role.INVESTIGATOR, Role.CLERK, Role.TAKEDOWN_OFFICER, Role.AUDITOR):
        officer = make_officer(role)
        client.sign_in(officer)
        client.get(f"/cases/{case.id}/packs", status=403)
        with pytest.raises(NotAllowed):
            service.ask_pack(case, Profile.PUBLIC, actor=officer, for_whom="me")
    with pytest.raises(DomainError):
        service.ask_pack(case, Profile.FULL, actor=monitoring_officer, for_whom=" ")


def test_the_key_and_the_page_that_checks_are_there_for_every_officer(client: Browserless) -> None:
    client.sign_in(make_officer(Role.AUDITOR))
    fingerprint = service.signing_key().fingerprint
    assert fingerprint[:4] in client.get("/packs/signing-key").words
    for path, ending in (("/packs/signing-key.pem", ".pem"), ("/packs/verifier.html", ".html")):
        response = client.get(path).response
        assert response.headers["Content-Disposition"].endswith(ending)
        assert response.data
        response.close()


@pytest.mark.committed
def test_a_pack_goes_with_the_exhibit_in_it_that_is_destroyed(
    case: Case, monitoring_officer: Officer
) -> None:
    exhibit = make_exhibit(monitoring_officer, case.id)
    pack = make(case, monitoring_officer)
    service.propose_destruction(exhibit, actor=make_officer(Role.STANDARDS_OFFICER), reason="A wrong upload")
    proposal = open_proposal(exhibit.id)
    assert proposal is not None
    assert list(packs().iterate()) == [pack.sha256]
    service.approve_destruction(proposal, actor=monitoring_officer)
    assert pack.status is PackStatus.GONE
    assert list(packs().iterate()) == []
    with pytest.raises(NotPossible):
        service.open_pack(pack, actor=monitoring_officer)


def test_what_is_sealed_or_in_quarantine_goes_into_no_pack_and_takes_those_along_that_held_it(
    case: Case, monitoring_officer: Officer
) -> None:
    picture = make_exhibit(monitoring_officer, case.id)
    page = make_exhibit(monitoring_officer, case.id, files.html(), "page.png")
    pack = make(case, monitoring_officer)
    assert dict(pack.contents["left_out"]) == {page.label: QUARANTINED}
    service.seal(picture, actor=monitoring_officer)
    assert pack.status is PackStatus.GONE
    left = contents.select(queries.facts_of(case), Profile.FULL).left_out
    assert dict(left) == {picture.label: SEALED, page.label: QUARANTINED}


def test_pack_and_statement_name_what_an_exhibit_was_taken_out_of(
    client: Browserless, case: Case, monitoring_officer: Officer
) -> None:
    held = files.archive(**{"a.txt": b"words that no other test damages"})
    whole = make_exhibit(monitoring_officer, case.id, held, "all.zip")
    chosen = contents.select(queries.facts_of(case), Profile.FULL)
    listed = contents.texts(queries.facts_of(case), chosen)["exhibits.csv"]
    assert [row["taken out of"] for row in csv.DictReader(StringIO(listed))] == ["", whole.label]
    client.sign_in(monitoring_officer)
    response = client.get(f"/cases/{case.id}/exhibit-statement.docx").response
    tables = docx.Document(BytesIO(response.data)).tables
    response.close()
    assert f"another file by Casework (exhibit {whole.label})." in tables[1].cell(2, 1).text


@pytest.mark.committed
def test_the_command_makes_a_pack_and_writes_it_to_a_file(
    app: Flask, case: Case, monitoring_officer: Officer, tmp_path: Path
) -> None:
    make_exhibit(monitoring_officer, case.id)
    file, reference, email = tmp_path / "pack.zip", str(case.reference), monitoring_officer.email
    db.session.remove()

    def run(*more: str) -> tuple[int, str]:
        done = app.test_cli_runner().invoke(
            cli.group, ["pack", reference, str(file), "--as", email, "--for", "the police", *more]
        )
        return done.exit_code, done.output

    code, said = run("--profile", "party")
    assert (code, "left out" in said, file.exists()) == (1, True, False)
    code, said = run("--profile", "full")
    assert (code, "1 exhibits are in" in said) == (0, True), said
    assert verify_pack.check(file).whole
    assert "exists already" in run("--profile", "full")[1]


def test_making_a_pack_holds_no_more_in_memory_when_it_is_larger(tmp_path: Path) -> None:
    import tracemalloc

    from casework.evidence.packs.bag import Member, write_bag

    class Zeros(BytesIO):
        def __init__(self, size: int) -> None:
            self.left = size

        def read(self, size: int | None = -1) -> bytes:  # as much as is asked for
            piece = min(self.left, size or 0)
            self.left -= piece
            return bytes(piece)

    import hashlib

    def peak(size: int) -> int:
        digest = hashlib.sha256()
        source = Zeros(size)
        while piece := source.read(1 << 20):
            digest.update(piece)
        member = Member("originals/MO-1.bin", size, digest.hexdigest(), lambda: Zeros(size))
        tracemalloc.start()
        with (tmp_path / "pack.zip").open("w+b") as sink:
            write_bag(sink, "base", [member], [], signer_in(tmp_path))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    assert peak(64 << 20) < 1.5 * peak(8 << 20)


def test_the_custody_in_a_full_pack_has_what_became_of_redacted_copies_and_says_what_it_leaves_out(
    case: Case, monitoring_officer: Officer
) -> None:
    drawer = make_officer(Role.STANDARDS_OFFICER)
    exhibit = make_exhibit(monitoring_officer, case.id, reply(), "a.png")
    redaction = make_redaction(exhibit, drawer)
    service.change_redaction(redaction, actor=drawer, must_not_show="Somebody Hidden")
    release(redaction, monitoring_officer)
    full, party = (make(case, monitoring_officer, each) for each in (Profile.FULL, Profile.PARTY))
    with ZipFile(BytesIO(opened(full))) as archive:
        held = {
            name.partition("/data/")[2]: archive.read(name).decode("latin-1") for name in archive.namelist()
        }
    events = [json.loads(line)["event"] for line in held["custody.jsonl"].splitlines()]
    assert events[:2] == ["Exhibit: received", "Redaction: drafted"]
    assert events[-1] == "Redaction: released"
    assert "Redaction: changed" not in events
    assert "Somebody Hidden" not in "".join(held.values())
    for told in (held["README.txt"], held["left-out.csv"]):
        for kind in (
            "found unchanged",
            "For whom this pack was made",
            "how the plan of a redacted copy was changed",
        ):
            assert kind in told
    with ZipFile(BytesIO(opened(party))) as archive:
        lines = archive.read(next(each for each in archive.namelist() if each.endswith("custody.jsonl")))
    assert [json.loads(line)["event"] for line in lines.splitlines()] == ["Exhibit: received"]
    packed = [each for each in custody_of(exhibit) if "evidence pack" in each.words]
    assert [each.more for each in packed] == ["Made for: the investigator."] * 2


def test_every_status_of_a_pack_has_a_colour_on_its_page() -> None:
    from casework.evidence.routes.packs import TONES

    assert set(TONES) == set(PackStatus)


def test_an_exhibit_is_never_confused_with_another_by_its_file_name(
    app: Flask, monitoring_officer: Officer
) -> None:
    case = make_case(monitoring_officer)
    exhibits: list[Exhibit] = [
        make_exhibit(monitoring_officer, case.id, b"words %d" % n, "w.txt") for n in range(3)
    ]
    facts = queries.facts_of(case)
    assert len({each.original.path for each in facts.exhibits}) == len(exhibits)
