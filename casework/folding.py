"""Letters made comparable: the one rule by which all that is searched, matched or sorted by its words is folded."""

from unicodedata import combining, normalize

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
