"""What goes into a pack, and what stays out and why. Pure: facts in, names and texts out."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from casework.delimited import write
from casework.evidence.packs.layout import BUNDLE, ORIGINALS, PICTURES, REDACTED
from casework.evidence.packs.workflow import (
    CASE_KEYS,
    CUSTODY_KEYS,
    CUSTODY_OF_COPIES,
    EXHIBIT_COLUMNS,
    LEFT_OUT_ALWAYS,
    NOT_APPROVED_FOR,
    NOT_RELEASED,
    Profile,
)


@dataclass(frozen=True, slots=True)
class Held:
    """Bytes that the evidence store holds, and the path under which a pack may show them."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class ExhibitFacts:
    """An exhibit: every value that some profile may show, by column, and the bytes of it.

    `kept_back` says why it goes into no pack at all; empty where it may. `not_for`: paths of redacted
    copies that were not approved for the readers of a profile. `pages`: of a document or a moving picture.
    """

    id: int
    label: str
    values: Mapping[str, str]
    original: Held
    picture: Held | None = None
    released: tuple[Held, ...] = ()
    certificates: tuple[Mapping[str, Any], ...] = ()
    kept_back: str = ""
    not_for: Mapping[Profile, frozenset[str]] = field(default_factory=dict)
    pages: int = 1
    is_document: bool = False

    def within(self, profile: Profile) -> "ExhibitFacts":
        """Return it with those copies alone that were approved for the readers of a profile."""
        out = self.not_for.get(profile, frozenset())
        return replace(
            self,
            released=tuple(each for each in self.released if each.path not in out),
            certificates=tuple(each for each in self.certificates if out.isdisjoint(each["files"])),
        )


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A case with its exhibits and their custody. `protected`: names and contacts that no reader outside may find."""

    reference: str
    council: str
    values: Mapping[str, Any]
    exhibits: Sequence[ExhibitFacts]
    custody: Sequence[Mapping[str, Any]]
    head: str
    protected: tuple[str, ...] = ()
    originals: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Selection:
    """What a profile takes of a case: each exhibit with its bytes, and (label, why) of those left out."""

    profile: Profile
    taken: tuple[tuple[ExhibitFacts, tuple[Held, ...]], ...]
    left_out: tuple[tuple[str, str], ...]

    @property
    def files(self) -> int:
        """How many files of evidence go in."""
        return sum(len(held) for _, held in self.taken)

    @property
    def size(self) -> int:
        """Their size in bytes."""
        return sum(each.size for _, held in self.taken for each in held)


def select(facts: CaseFacts, profile: Profile) -> Selection:
    """Choose what goes into a pack of this profile."""
    taken, left_out = [], []
    for whole in facts.exhibits:
        exhibit = whole.within(profile)
        if exhibit.kept_back:
            left_out.append((exhibit.label, exhibit.kept_back))
        elif profile is Profile.FULL:
            pictures = (exhibit.picture,) if exhibit.picture else ()
            taken.append((exhibit, (exhibit.original, *pictures, *exhibit.released)))
        elif exhibit.released:
            taken.append((exhibit, exhibit.released))
        else:
            left_out.append((exhibit.label, NOT_APPROVED_FOR[profile] if whole.released else NOT_RELEASED))
    return Selection(profile, tuple(taken), tuple(left_out))


def base_name(facts: CaseFacts, profile: Profile) -> str:
    """Return the name of the pack's folder, and of its file but for the ending."""
    return f"{facts.reference.replace('/', '-').replace(' ', '-')}-{profile.value}"


def texts(facts: CaseFacts, chosen: Selection) -> dict[str, str]:
    """Return {path: text} of what is written for this profile, and of nothing that its allowlists do not name."""
    profile = chosen.profile
    labels = {exhibit.label for exhibit, _ in chosen.taken}
    columns, case_keys, custody_keys = EXHIBIT_COLUMNS[profile], CASE_KEYS[profile], CUSTODY_KEYS[profile]
    copies_too = profile in CUSTODY_OF_COPIES
    told = [
        line
        for line in facts.custody
        if line["exhibit"] in labels and (copies_too or not line.get("of a copy"))
    ]
    rows = [[_cell(exhibit, held, name) for name in columns] for exhibit, held in chosen.taken]
    lines = [json.dumps({key: line[key] for key in custody_keys}, ensure_ascii=False) + "\n" for line in told]
    reasons = {
        exhibit.label: list(exhibit.certificates) for exhibit, _ in chosen.taken if exhibit.certificates
    }
    return {
        "README.txt": _read_me(facts, chosen),
        "exhibits.csv": write(columns, rows).decode(),
        "left-out.csv": write(("what", "why"), _left(chosen)).decode(),
        "case.json": _json({key: facts.values[key] for key in case_keys}),
        "custody.jsonl": "".join(lines),
        "redactions.json": _json(reasons),
    }


def info(facts: CaseFacts, chosen: Selection) -> list[tuple[str, str]]:
    """Return the lines of bag-info.txt. No day of making is among them: the same case gives the same bytes."""
    return [
        ("Source-Organization", facts.council),
        ("External-Identifier", facts.reference),
        ("External-Description", f"Evidence pack, {chosen.profile.value}"),
        ("Casework-Exhibits", str(len(chosen.taken))),
        ("Casework-Exhibits-Left-Out", str(len(chosen.left_out))),
        ("Casework-Audit-Head", facts.head),
    ]


def _left(chosen: Selection) -> list[tuple[str, str]]:
    """Return what is not in the pack, and why: exhibits, then what no pack of this kind holds."""
    return [*chosen.left_out, *LEFT_OUT_ALWAYS[chosen.profile]]


def _cell(exhibit: ExhibitFacts, held: Sequence[Held], column: str) -> str:
    return " ".join(each.path for each in held) if column == "files in this pack" else exhibit.values[column]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _read_me(facts: CaseFacts, chosen: Selection) -> str:
    folders = {
        ORIGINALS: "originals, byte for byte as received",
        PICTURES: "pictures drawn from them, to look at",
    }
    folders[REDACTED] = "redacted copies that passed the checks"
    used = {each.path.partition("/")[0] + "/" for _, held in chosen.taken for each in held}
    left = [f"- {label}: {why}" for label, why in _left(chosen)]
    return "\n".join(
        [
            f"Evidence pack of {facts.reference}. {chosen.profile.label}.",
            f"From {facts.council}.",
            "",
            f"In it: {len(chosen.taken)} of {len(facts.exhibits)} exhibits.",
            *(f"- {folder} {what}" for folder, what in folders.items() if folder in used),
            f"- {BUNDLE}: every exhibit on numbered pages, with an index",
            "- exhibits.csv, left-out.csv, case.json, custody.jsonl, redactions.json",
            "",
            "Left out, and why:",
            *left,
            "",
            "How to check it: manifest-sha256.txt names the hash of every file, tagmanifest-sha256.txt that of the",
            "list, and signatures/ holds the council’s signature of that. Get the page that checks packs, and the",
            "fingerprint of the key, from the council itself.",
            "",
            "A pack proves that these files are what the council held. It does not prove that what they show is",
            "true, or when or by whom it was published.",
            "",
        ]
    )
