"""Officers called like somebody whom a case concerns: the case asks whether they are the same person. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Protocol

from casework.accounts.models import Officer
from casework.members.folding import name_words
from casework.members.models import Councillor


class Complainant(Protocol):
    """A complaint as these rules see it."""

    id: int
    complainant_name: str


class Member(Protocol):
    """A councillor in a case as these rules see it."""

    id: int
    removed_reason: str

    @property
    def councillor(self) -> Councillor: ...


@dataclass(frozen=True)
class Person:
    """Somebody whom a case concerns: the `key` of the record that names them, what they are in it, and their name."""

    key: str
    what: str
    name: str


@dataclass(frozen=True)
class Namesake:
    """An officer who may be one of those whom the case concerns."""

    officer: Officer
    person: Person

    @property
    def whose(self) -> str:
        """Who it may be, in words."""
        return f"{self.person.what}, {self.person.name}"

    @property
    def question(self) -> str:
        """What a case notes as answered, once somebody said that the two are different people."""
        return f"namesake:{self.officer.id}:{self.person.key}"


def people_of(complaints: Iterable[Complainant], subjects: Iterable[Member]) -> list[Person]:
    """Return everybody by name whom a case concerns: who complained, and whom it is about."""
    return [
        Person(f"complaint-{each.id}", "the complainant", each.complainant_name)
        for each in complaints
        if each.complainant_name
    ] + [
        Person(f"subject-{each.id}", "the councillor", each.councillor.name)
        for each in subjects
        if not each.removed_reason
    ]


def namesakes(
    officers: Iterable[Officer], people: Collection[Person], answered: Collection[str] = ()
) -> list[Namesake]:
    """Return who is to be asked about: every officer called like one of `people`, but for what is answered."""
    found = [
        Namesake(officer, person)
        for officer in officers
        for person in people
        if alike(officer.name, person.name)
    ]
    return [each for each in found if each.question not in answered]


def alike(one: str, other: str) -> bool:
    """Say whether two names may be one person's: every word of the shorter stands in the longer."""
    shorter, longer = sorted((set(name_words(one)), set(name_words(other))), key=len)
    return bool(shorter) and shorter <= longer
