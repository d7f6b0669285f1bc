"""Evidence that tests need, received through the command that the software itself uses."""

from collections.abc import Iterable
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from casework.accounts.models import Officer
from casework.database import db
from casework.evidence import service
from casework.evidence.models import Exhibit, Redaction
from casework.evidence.redaction.regions import Answer, Question, Reason, Region
from casework.evidence.vault import vault
from casework.evidence.workflow import Arrival, Reader
from casework.storage.local import LocalStore
from tests.support import files


def make_exhibit(
    actor: Officer, case_id: int, content: bytes | None = None, name: str = "post.png"
) -> Exhibit:
    """Receive a file as an exhibit of a case: a small PNG, unless other content is given."""
    receipt = service.receive(
        BytesIO(files.png() if content is None else content),
        actor=actor,
        case_id=case_id,
        declared_name=name,
        arrival=Arrival.CHOSEN,
    )
    assert receipt.exhibit is not None, receipt.message
    return receipt.exhibit


def flip_a_byte(sha256: str) -> None:
    """Change what lies at an address of the store, as a failing disk does."""
    store = vault()
    assert isinstance(store, LocalStore)
    path = store._file(sha256)
    path.chmod(0o600)
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))


def lose(addresses: Iterable[str]) -> None:
    """Take bytes out of the store behind its back."""
    for sha256 in set(addresses):
        vault().delete(sha256)


def reply(name: str = "Rita Example") -> bytes:
    """Return a screenshot of a fictional post with the reply of somebody whose name is readable."""
    image = Image.new("RGB", (900, 420), "white")
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(size=40)
    draw.text((40, 40), "The bins are late again", fill="black", font=font)
    draw.text((40, 160), name, fill="black", font=font)
    draw.text((40, 280), "agrees with the bins", fill="black", font=font)
    return files.saved(image, "PNG")


THE_NAME = Region(1, 30, 150, 500, 70, Reason.THIRD_PARTY)  # where it stands in `reply`


def make_redaction(exhibit: Exhibit, actor: Officer, *regions: Region) -> Redaction:
    """Draw boxes over an exhibit: over the name in `reply`, unless others are given."""
    redaction = service.begin_redaction(exhibit, actor=actor)
    service.change_redaction(
        redaction, actor=actor, regions=list(regions or (THE_NAME,)), description="A post about bins."
    )
    service.ask_for_approval(redaction, actor=actor)
    return redaction


def release(redaction: Redaction, actor: Officer, *readers: Reader) -> Redaction:
    """Have a plan approved, for all readers unless some are named, and pass."""
    if redaction.asked_at is None:
        service.ask_for_approval(redaction, actor=db.session.get_one(Officer, redaction.drafted_by_id))
    approval = service.Approval(dict.fromkeys(Question, Answer.COVERED), readers or tuple(Reader))
    results = service.approve_redaction(redaction, actor=actor, version=redaction.version, approval=approval)
    assert all(each.passed for each in results), [each.sentence for each in results if not each.passed]
    return redaction
