"""The fields that a letter template is made of: what each says, in which letters, and which of them must be said.

One table, from which templates are checked, letters are written and the page explains itself. The sentences that carry
what the law asks of a letter are whole fields: a council arranges them and writes its own words around them, and the
facts of the request decide what they say.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from casework.correspondence.templates.workflow import KINDS
from casework.correspondence.workflow import Addressee, LetterKind

ALL = frozenset(KINDS)
OF_REQUEST, OF_REMINDER, OF_THANKS, OF_CLOSING = (frozenset({kind}) for kind in KINDS)
ASKING = OF_REQUEST | OF_REMINDER
LATER = ALL - OF_REQUEST
CALM = OF_THANKS | OF_CLOSING
NONE: frozenset[LetterKind] = frozenset()


@dataclass(frozen=True)
class MergeField:
    """A field by its name; `kinds`: the letters that have it; `needed`: those that must say it; `many`: a list."""

    name: str
    says: str
    kinds: frozenset[LetterKind] = ALL
    needed: frozenset[LetterKind] = NONE
    many: bool = False


FIELDS = (
    MergeField("reference", "The request’s own reference", needed=ALL),
    MergeField("posts", "Where each post is: a list, one address after another", needed=ALL, many=True),
    MergeField("opening", "What is asked, of whom, as the sentence before the posts", OF_REQUEST, OF_REQUEST),
    MergeField(
        "told",
        "That this letter tells the councillor of the matter; empty where it does not",
        OF_REQUEST,
        OF_REQUEST,
    ),
    MergeField(
        "instead", "What a correction is to say; empty where none is asked for", OF_REQUEST, OF_REQUEST
    ),
    MergeField("grounds", "Why it is asked: a list", OF_REQUEST, OF_REQUEST, many=True),
    MergeField(
        "for_whom",
        "For whom it is asked, what is believed in good faith, which search shows it: a list, often empty",
        OF_REQUEST,
        OF_REQUEST,
        many=True,
    ),
    MergeField(
        "asked", "That a request was sent, and on which day, as the sentence before the posts", LATER, LATER
    ),
    MergeField("so_far", "What we have heard so far", OF_REMINDER, OF_REMINDER),
    MergeField("answer", "That their answer came, when, and how we understand it", OF_THANKS, OF_THANKS),
    MergeField("what_next", "What we do with their answer", OF_THANKS, OF_THANKS),
    MergeField("how_ended", "As what the request ended", OF_CLOSING, OF_CLOSING),
    MergeField("nothing_more", "That nothing more is asked", CALM, CALM),
    MergeField(
        "standing",
        "That it is without prejudice to any finding, claims no power, and that declining is not itself a breach",
        needed=ALL,
    ),
    MergeField(
        "copies",
        "That we hold a copy, and whether they are to keep one: the ground of the request decides",
        ASKING,
        ASKING,
    ),
    MergeField("looks", "Which address is looked at, and when", ASKING, ASKING),
    MergeField("reply", "How to reply, and by which day", ASKING, ASKING),
    MergeField("disagree", "How to disagree", needed=ALL),
    MergeField("reply_by", "The day to answer by, alone", ASKING),
    MergeField("recipient", "To whom it goes"),
    MergeField("written_on", "The day on which it is written"),
    MergeField("council", "The council’s name"),
    MergeField("office", "Who writes, as the settings name them"),
    MergeField("office_email", "Their e-mail address; may be empty"),
    MergeField("office_phone", "Their telephone number; may be empty"),
)
NAMES = {field.name: field for field in FIELDS}

Values = dict[str, str | list[str]]
"""What each field of one letter says."""


@dataclass(frozen=True)
class Filled:
    """One letter to be written: of what kind, to whom in which capacity, and what each of its fields says."""

    kind: LetterKind
    addressee: Addressee
    values: Values


def fields_of(kind: LetterKind) -> list[MergeField]:
    """Return the fields that letters of a kind have."""
    return [field for field in FIELDS if kind in field.kinds]


def needed_by(kind: LetterKind) -> list[MergeField]:
    """Return the fields that every letter of a kind must say."""
    return [field for field in FIELDS if kind in field.needed]


def unknown(name: str, kind: LetterKind) -> str:
    """Say that letters of a kind have no such field, and which one may be meant."""
    if name in NAMES:
        return f"The field “{name}” is not one of this kind of letter."
    near = get_close_matches(name.casefold(), [field.name for field in fields_of(kind)], n=1, cutoff=0.5)
    return f"There is no field “{name}”." + (f" Did you mean “{near[0]}”?" if near else "")


def missing(said: Iterable[str], kind: LetterKind) -> list[str]:
    """Say which fields a template of a kind lacks, a sentence each."""
    held = set(said)
    return [
        f"It must have the field “{field.name}”: {_small(field.says)}."
        for field in needed_by(kind)
        if field.name not in held
    ]


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]
