"""Letters made comparable: the one rule by which all that is searched, matched or sorted by its words is folded."""

from unicodedata import category, combining, normalize

UNSEEN = {"Cc", "Cf", "Zl", "Zp"}  # control and format characters, by Unicode's general categories
# Letters that Unicode does not take apart into a plain one and a mark; what phones type for an apostrophe.
PLAIN = str.maketrans(
    {
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th",
        "ŋ": "ng",
        "’": "'", "‘": "'", "ʼ": "'", "ʻ": "'", "ʹ": "'", "′": "'", "`": "'", "´": "'", "‛": "'",
    }
)  # fmt: skip


def fold(text: str) -> str:
    """Return `text` without case and accents, in plain letters (Łódź: lodz, Ærø: aero) and apostrophes."""
    apart = normalize("NFKD", normalize("NFKD", text.translate(PLAIN)).casefold()).translate(PLAIN)
    return "".join(letter for letter in apart if not combining(letter))


def can_be_seen(letter: str) -> bool:
    """Say whether a character shows on paper: no space, control or format character, such as one of no width."""
    return not letter.isspace() and category(letter) not in UNSEEN
