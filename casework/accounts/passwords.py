"""Passwords: argon2id, and what makes one acceptable (length and not a known one; no composition rules, no expiry)."""

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from casework.errors import DomainError

MIN_LENGTH, MAX_LENGTH = 12, 256
KNOWN = frozenset(
    {"password", "passw0rd", "letmein", "qwertyuiop", "casework", "council", "councillor", "monitoring"}
)
_hasher = PasswordHasher()


def hash_password(password: str) -> str:
    """Return the argon2id hash of an acceptable password."""
    return _hasher.hash(password)


def password_matches(stored: str | None, password: str) -> bool:
    """Compare in the same time whether or not there is such an account."""
    try:
        _hasher.verify(stored or _decoy(), password[:MAX_LENGTH])
    except (Argon2Error, InvalidHashError):
        return False
    return stored is not None


def check_acceptable(password: str, *about: str) -> None:
    """Raise DomainError where a password is too short, too long, or easily guessed. `about`: name and e-mail."""
    if len(password) < MIN_LENGTH:
        raise DomainError(
            f"The password must have at least {MIN_LENGTH} characters. Three words will do.", "password"
        )
    if len(password) > MAX_LENGTH:
        raise DomainError(f"The password can have at most {MAX_LENGTH} characters.", "password")
    folded = password.casefold()
    guessable = {*KNOWN, *(word for text in about for word in text.casefold().replace("@", " ").split())}
    rest = folded
    for word in sorted((word for word in guessable if len(word) > 3), key=len, reverse=True):
        rest = rest.replace(word, "")
    if len(rest.strip("0123456789!.,-_ ")) < MIN_LENGTH // 2 or len(set(folded)) < 5:
        raise DomainError(
            "The password is too easy to guess: do not build it from a name or a common word.", "password"
        )


@lru_cache(maxsize=1)
def _decoy() -> str:
    return _hasher.hash("no such account")
