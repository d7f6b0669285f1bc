"""What is mapped to clauses together: conduct on days, by members, whom the same versions of the Codes bind.

The Code of a day binds what was done on that day, and each authority has its own (Localism Act 2011 s.28(1)). So posts
of different days or members, and members of different authorities, are looked at apart wherever it matters.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from casework.cases.models import Allegation, Conduct, Post, SubjectMember
from casework.cases.queries import Governing, governing_days
from casework.cases.workflow import ConductKind
from casework.codes.models import CodeVersion

Versions = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Matter:
    """Posts of one conduct (none: an act, or nothing but a description) and the members whom the same versions bind.

    `moves`: the posts share their course of conduct with others, under other versions, and are to leave it.
    """

    conduct: Conduct
    posts: tuple[Post, ...]
    subjects: tuple[SubjectMember, ...]
    governing: Governing
    moves: bool

    @property
    def key(self) -> str:
        """What tells it from every other; it changes when another officer changes what it is made of."""
        posts = "-".join(str(post.id) for post in self.posts)
        return f"{self.conduct.id}:{posts}:{'-'.join(str(each.id) for each in self.subjects)}"

    @property
    def name(self) -> str:
        """Whose, for which authority, as a heading."""
        named = [
            f"{each.councillor.name}{f' ({each.authority.name})' if each.authority else ''}"
            for each in self.subjects
        ]
        return " and ".join(named) or "Councillor not yet identified"


@dataclass(frozen=True)
class _Part:
    """Posts that stay together, and the members whom they may concern."""

    posts: tuple[Post, ...]
    subjects: tuple[SubjectMember, ...]


def matters(
    conducts: Sequence[Conduct],
    subjects: Sequence[SubjectMember],
    allegations: Iterable[Allegation],
    published: Collection[CodeVersion],
) -> list[Matter]:
    """Return every matter of a case, in the order of its conducts and posts. Needs posts, councillors, authorities.

    `subjects` and `allegations` are those that stand.
    """
    resting: dict[int, list[Allegation]] = defaultdict(list)
    for allegation in allegations:
        resting[allegation.conduct_id].append(allegation)
    recorded = [each for each in conducts if each.kind is not ConductKind.POSTS or standing(each)]
    found: list[Matter] = []
    for conduct in recorded or conducts[:1]:
        parts = _parts(conduct, subjects, published)
        staying = _staying(parts, resting[conduct.id], published)
        if staying is None:
            parts = [_Part(standing(conduct), tuple(subjects))]
            staying = parts[0]
        for part in parts:
            found += _of_part(conduct, part, published, moves=part is not staying)
    return found


def standing(conduct: Conduct) -> tuple[Post, ...]:
    """Return the posts of a conduct that were not taken out of the record."""
    return tuple(post for post in conduct.posts if not post.taken_out_reason)


def _of_part(
    conduct: Conduct, part: _Part, published: Collection[CodeVersion], *, moves: bool
) -> Iterator[Matter]:
    """Yield a matter for each group of members whom the same versions bind."""
    days = [(post.posted_from, post.posted_to) for post in part.posts] or [(conduct.from_day, conduct.to_day)]
    bound: dict[Versions, tuple[Governing, list[SubjectMember]]] = {}
    for subject in part.subjects:
        governing = governing_days(days, subject.authority_id, published)
        bound.setdefault(_versions(governing), (governing, []))[1].append(subject)
    if not bound:
        yield Matter(conduct, part.posts, (), governing_days(days, None, published), moves)
    for governing, members in bound.values():
        yield Matter(conduct, part.posts, tuple(members), governing, moves)


def _parts(
    conduct: Conduct, subjects: Sequence[SubjectMember], published: Collection[CodeVersion]
) -> list[_Part]:
    """Divide a conduct by whose each post is and by the versions of its day."""
    posts = standing(conduct)
    if not posts:
        return [_Part((), tuple(subjects))]
    owners = {post.subject_id for post in posts}
    unowned = [each for each in subjects if each.id not in owners]
    divided: dict[tuple[tuple[int, ...], tuple[Versions, ...]], list[Post]] = {}
    concerned: dict[tuple[int, ...], tuple[SubjectMember, ...]] = {}
    for post in posts:
        owner = [each for each in subjects if each.id == post.subject_id]
        members = (*owner, *unowned) if owner else tuple(subjects)
        ids = tuple(each.id for each in members)
        concerned[ids] = members
        versions = tuple(
            _versions(governing_days([(post.posted_from, post.posted_to)], authority, published))
            for authority in ([each.authority_id for each in members] or [None])
        )
        divided.setdefault((ids, versions), []).append(post)
    return [_Part(tuple(same), concerned[ids]) for (ids, _), same in divided.items()]


def _staying(
    parts: Sequence[_Part], resting: Sequence[Allegation], published: Collection[CodeVersion]
) -> _Part | None:
    """Return the part that keeps the course of conduct; None: an allegation rests on all of it, so it stays whole."""
    if any(allegation.version_reason for allegation in resting):
        return None
    return next((part for part in parts if all(_fits(part, each, published) for each in resting)), None)


def _fits(part: _Part, allegation: Allegation, published: Collection[CodeVersion]) -> bool:
    subject = next((each for each in part.subjects if each.id == allegation.subject_id), None)
    if allegation.subject_id is not None and subject is None:
        return False
    if not part.posts:
        return True
    days = [(post.posted_from, post.posted_to) for post in part.posts]
    authority = subject.authority_id if subject else None
    return governing_days(days, authority, published).binds(allegation)


def _versions(governing: Governing) -> Versions:
    return tuple(
        tuple(version.id for version in selection.candidates) + ((0,) if selection.needs_choice else ())
        for selection in (governing.social_media, governing.members)
    )
