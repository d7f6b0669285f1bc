"""Telling a heading and a title from a sentence, where the file does not say which is which."""

import re
from collections.abc import Sequence

from casework.codes.markers import Style
from casework.codes.paragraphs import CLOSING, Paragraph, Role

_WORDS, _CHARACTERS = 12, 100
_NUMBER = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,2})\s+(?=[A-Z])")
_SENTENCE = re.compile(r"\b(must|should|shall|cannot|may not|will)\b", re.IGNORECASE)
_DUTY = re.compile(r"(I|You|We|They|Do|Don.t|Never|Always|Ensure|Make sure|Treat|Be)\b(?!.{0,12}$)")
# "Members must:" and "As a councillor:" bring in a list; "Practices to avoid:" heads one.
_BRINGS_IN = re.compile(
    r"(in|for|as|when|where|if|by|on|these|you|we|i)\b|.*\b(are|is|includ\w+|following|agree|may|can|you|to:)",
    re.IGNORECASE,
)
_CONTENTS_LINE = re.compile(r".*(\.{3,}|…|\t)\s*\d+")
_ADDRESS = re.compile(r"@|www\.|://|\d{5}")
_TITLE = re.compile(r"\b(code|policy|protocol|guidance|guidelines|guide)\b", re.IGNORECASE)
_EDITION = re.compile(
    r"(adopted|approved|agreed|version|revised|updated|reviewed|effective|in force|last)\b", re.IGNORECASE
)
_NUMBERED = (Style.NUMBER, Style.DECIMAL, Style.CAPITAL)


def is_heading(paragraphs: Sequence[Paragraph], place: int, *, inside: int | None = None) -> bool:
    """Whether the paragraph at `place` heads a section. `inside`: the indent of the list item that is still open."""
    paragraph = paragraphs[place]
    if paragraph.role is not Role.UNSTATED:
        return paragraph.role in {Role.HEADING, Role.TITLE}
    if not _could_head(paragraph) or place + 1 == len(paragraphs):
        return False
    following = paragraphs[place + 1]
    if paragraph.marker is not None:
        before = paragraphs[place - 1].marker if place else None
        in_list = (following.marker and following.marker.follows(paragraph.marker)) or (
            before and paragraph.marker.follows(before)
        )
        return paragraph.marker.style in _NUMBERED and not in_list and not _DUTY.match(paragraph.text)
    part_of_item = inside is not None and paragraph.indent > inside
    # Short lines with nothing between them are an address or a list that lost its bullets.
    one_of_many = not following.gap_before and following.marker is None and _could_head(following)
    return not part_of_item and not one_of_many


def split_number(text: str) -> tuple[str, str]:
    """Part "5 Respect" into its number and its words; the number is "" where there is none."""
    found = _NUMBER.match(text)
    return (found[1], text[found.end() :]) if found else ("", text)


def front_matter(paragraphs: Sequence[Paragraph]) -> tuple[int, str]:
    """Return how many paragraphs come before the first section's heading or words, and the title among them."""
    lead = 0
    while lead < len(paragraphs) and _is_lead(paragraphs[lead]):
        lead += 1
    texts = [paragraph.text for paragraph in paragraphs[:lead]]
    styled = [n for n in range(lead) if paragraphs[n].role is Role.TITLE]
    # The last short line before the words is their heading, unless nothing before it could be the title.
    named = [n for n in range(lead) if _TITLE.search(texts[n])]
    titles = styled or [n for n in named if n < lead - 1] or named
    if titles:
        end = titles[-1] + 1
        while end < lead and _EDITION.match(texts[end]):
            end += 1
        return end, texts[titles[-1]]
    return (lead - 1, texts[0]) if lead > 1 else (0, "")


def _is_lead(paragraph: Paragraph) -> bool:
    if paragraph.role in {Role.BODY, Role.ASIDE} or paragraph.marker is not None:
        return False
    return paragraph.role is not Role.UNSTATED or _could_head(paragraph)


def _could_head(paragraph: Paragraph) -> bool:
    """Whether it looks like a heading: few words, and no sentence, introduction, address or contents line."""
    text = paragraph.text
    first = text.lstrip(CLOSING + "“‘([")[:1]
    if len(text.split()) > _WORDS or len(text) > _CHARACTERS or not (first.isupper() or first.isdigit()):
        return False
    if (
        text.rstrip(CLOSING).endswith((".", ",", ";", "!"))
        or _CONTENTS_LINE.fullmatch(text)
        or _ADDRESS.search(text)
    ):
        return False
    if text.isupper():
        return True
    if text.endswith(":") and _BRINGS_IN.match(text):
        return False
    return any(letter.isalpha() for letter in text) and not _SENTENCE.search(text)
