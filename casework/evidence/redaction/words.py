"""Words that must not be readable in a redacted copy, and whether they are."""

import re
import unicodedata
from collections.abc import Collection, Iterable

from casework.evidence.redaction.everyday import EVERYDAY

SHORTEST = 3  # letters of a word that is looked for in any spelling
SHORT = 2  # letters of a name that is looked for where it is written as one
AMBIGUOUS = frozenset(
    "am an as at be by do go he hi if in is it la le me my no of oh ok on or so to up us we".split()
)  # common words that are surnames too: names where a title stands before them
TITLES = r"(?:mr|mrs|ms|miss|mx|dr|prof|sir|dame|lady|lord|rev|cllr|councillor)"
SQUEEZED = 6  # letters from which a name is found also where the spaces are lost
FIGURES = [str.maketrans("013457@$", f"o{one}eastas") for one in "il"]  # “F3rn5by”
TELLING = re.compile(r"@[\w.]{2,}|[\w.+-]+@[\w-]+\.[\w.]+|\+?\d[\d ()-]{5,}\d")


def plain(text: str) -> str:
    """Return `text` in small letters without accents; everything else than letters and digits becomes one space."""
    return " ".join(re.findall(r"[^\W_]+", _bare(text).casefold()))


def _bare(text: str) -> str:
    """Return `text` without accents."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(each for each in apart if not unicodedata.combining(each))


def telling(hidden: str) -> tuple[str, ...]:
    """Return what in the text under a box could tell who or what it hides, as it stood there.

    That is each whole line, each run of words that begin with a capital, and each handle, address and number.
    """
    found: dict[str, str] = {}
    for line in hidden.splitlines():
        runs = [" ".join(run) for run in _capitals(line)]
        for each in (line.strip(), *runs, *TELLING.findall(line)):
            if len(plain(each).replace(" ", "")) >= SHORTEST:
                found.setdefault(plain(each), each)
    return tuple(found.values())


def _capitals(line: str) -> Iterable[list[str]]:
    run: list[str] = []
    for word in [*line.split(), ""]:
        if word[:1].isupper():
            run.append(word)
        elif run:
            if len(run) > 1:  # one alone begins any sentence
                yield run
            run = []


def shown(terms: Iterable[str], text: str, *, short: bool = True) -> list[str]:
    """Return those of `terms` that can be read in `text`, whatever accents, capitals, spaces, figures for letters.

    Without `short` a name of two letters counts only behind a title: where little is legible, two come by chance.
    """
    words = f" {plain(text)} "
    figured = [f" {plain(text.translate(figures))} " for figures in FIGURES]
    written = set(re.findall(r"[^\W_]+", _bare(text)))
    return [
        term
        for term in terms
        if (
            not written.isdisjoint(
                {_bare(term), _bare(term).upper()}
            )  # “Ada” or “ADA”, and no “may” for “May”
            if _is_short_name(term)
            else _is_two_shown(term, words, written, alone=short)
            if _is_two(term)
            else any(_is_shown(plain(term), each) for each in (words, *figured))
        )
    ]


def names_shown(names: Collection[str], text: str, *, typed: bool, short: bool = True) -> list[str]:
    """Return those of `names` that can be read in `text`, as `shown` does; an everyday word only where it is a name.

    That is behind a title or an initial, and in what an officer `typed` wherever it begins with a capital.
    """
    found = set(shown((name for name in names if not _is_everyday(name)), text, short=short))
    found |= {name for name in names if _is_everyday(name) and _is_named(name, text, typed=typed)}
    return [name for name in names if name in found]


def _is_everyday(name: str) -> bool:
    return plain(name) in EVERYDAY


def _is_named(name: str, text: str, *, typed: bool) -> bool:
    word = plain(name)
    before = "" if typed else rf"(?:(?i:{TITLES})\.?|\b[B-HJ-Z]\.?)\s+"  # “A Page” and “I Will” are none
    written = rf"(?<![^\W_]){before}(?:{word.capitalize()}|{word.upper()})(?![^\W_])"
    return re.search(written, _bare(text)) is not None


def _is_short_name(term: str) -> bool:
    bare = _bare(term)
    return len(bare) == SHORTEST and bare.istitle() and bare.upper().isalpha()


def _is_two(term: str) -> bool:
    return len(plain(term)) == SHORT and _is_latin(term)


def _is_two_shown(term: str, words: str, written: Collection[str], *, alone: bool) -> bool:
    if alone and plain(term) not in AMBIGUOUS and _bare(term) in written:
        return True
    return re.search(rf" {TITLES} {re.escape(plain(term))} ", words) is not None


def _is_shown(term: str, words: str) -> bool:
    bare = term.replace(" ", "")
    if len(bare) < SHORTEST:
        return False
    return f" {term} " in words or (len(bare) >= SQUEEZED and bare in words.replace(" ", ""))


def names_of(people: Iterable[str]) -> tuple[str, ...]:
    """Return each name, and each part of it that is long enough to know somebody by, first names among them."""
    return tuple(dict.fromkeys(part for name in people for part in (name.strip(), *_parts(name)) if part))


def _parts(name: str) -> list[str]:
    pieces = [*name.split(), *re.split(r"[\s‐-]+", name)]  # “Smith-Jones” is known as “Jones” too
    parts = [part for part in pieces if not part.endswith(".")]
    return [
        part
        for part in parts
        if len(plain(part)) > SHORTEST or _is_short_name(part) or (_is_two(part) and part.istitle())
    ]


def is_found(term: str) -> bool:
    """Whether a word can be looked for: of one too short, or too common, finding nothing would prove nothing."""
    return not _is_lost(term) and not _is_everyday(term)


def beyond(names: Iterable[str]) -> tuple[str, ...]:
    """Return those of `names` that software cannot look for.

    They are in another script than English is read in, or so short or common that only a person knows them for names.
    """
    return tuple(name for name in names if not _is_latin(name) or not is_found(name))


def _is_latin(name: str) -> bool:
    return all(unicodedata.name(each, "").startswith("LATIN ") for each in name if each.isalpha())


def _is_lost(name: str) -> bool:
    if len(plain(name).replace(" ", "")) >= SHORTEST:
        return False
    return not _is_two(name) or plain(name) in AMBIGUOUS
