"""What the office did with the evidence of one matter: read, redacted, kept back, and packed for others."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from casework.cases.models import Case
from casework.demo.cast import Cast
from casework.evidence import service as evidence
from casework.evidence.models import Exhibit, Redaction
from casework.evidence.packs.workflow import Profile
from casework.evidence.redaction.regions import Answer, Question, Reason, Region
from casework.evidence.texts.service import transcribe
from casework.evidence.workflow import Arrival, Reader

SIZE, SAID, REPLIER = (600, 320), "Those people always do.", "Wilma Notreal"
REPLIER_AT = Region(1, 16, 112, 420, 56, Reason.THIRD_PARTY)
SAVED_PAGE = (
    b"<!doctype html><html><head><title>Saved</title><script>0</script></head><body>A post</body></html>"
)


def prove(cast: Cast, case: Case) -> Iterator[timedelta]:
    """Take in a reply and a saved page; redact the reply twice, once to the end; and make packs of what there is."""
    reply = _take_in(cast, case, _drawn(), "Reply.png", "A reply beneath the post")
    _take_in(cast, case, SAVED_PAGE, "saved-post.png", "")
    transcribe(reply, actor=cast.standards, words=f"{SAID}\n{REPLIER}\nnever said a truer word", shown=0)
    yield timedelta(days=1)
    passed = _redact(cast, reply, "The reply, with the name of the resident who wrote it covered.")
    yield timedelta(days=1)
    if _approve(cast, passed):
        _pack(cast, case, Profile.PARTY, "The councillor, with the notice of the investigation")
    _redact(cast, reply, "The reply alone, for the public edition.")
    _pack(cast, case, Profile.FULL, "The investigator, for the investigation")


def _take_in(cast: Cast, case: Case, content: bytes, name: str, title: str) -> Exhibit:
    receipt = evidence.receive(
        BytesIO(content), actor=cast.standards, case_id=case.id, declared_name=name, arrival=Arrival.CHOSEN
    )
    if receipt.exhibit is None:
        raise RuntimeError(receipt.message)
    if title:
        evidence.describe(receipt.exhibit, actor=cast.standards, title=title)
    return receipt.exhibit


def _redact(cast: Cast, exhibit: Exhibit, description: str) -> Redaction:
    redaction = evidence.begin_redaction(exhibit, actor=cast.standards)
    evidence.change_redaction(
        redaction, actor=cast.standards, regions=[REPLIER_AT], description=description, must_not_show=REPLIER
    )
    evidence.ask_for_approval(redaction, actor=cast.standards)
    return redaction


def _approve(cast: Cast, redaction: Redaction) -> bool:
    """Have the deputy approve, and say whether it passed: where no Tesseract is installed, the copy cannot be read."""
    answers = dict.fromkeys(Question, Answer.ABSENT) | {Question.REPLIES: Answer.COVERED}
    results = evidence.approve_redaction(
        redaction,
        actor=cast.officers["deputy"],
        version=redaction.version,
        approval=evidence.Approval(answers, tuple(Reader)),
    )
    return all(each.passed for each in results)


def _pack(cast: Cast, case: Case, profile: Profile, for_whom: str) -> None:
    evidence.make_pack(evidence.ask_pack(case, profile, actor=cast.mo, for_whom=for_whom).id)


def _drawn() -> bytes:
    image = Image.new("RGB", SIZE, (250, 250, 248))
    pen = ImageDraw.Draw(image)
    for top, words, size in ((40, SAID, 36), (120, REPLIER, 36), (200, "never said a truer word", 36)):
        pen.text((24, top), words, (20, 20, 20), ImageFont.load_default(size))
    pen.text((24, 285), "Drawn for a demonstration.", (90, 90, 90), ImageFont.load_default(18))
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
