"""E-mail addresses in what somebody typed of how to reach a person. Pure."""

import re

from email_validator import EmailNotValidError, validate_email

from casework.errors import DomainError

MOST = 5  # addresses of one letter
LIKELY = re.compile(r"[^\s,;<>()\[\]\"]+@[^\s,;<>()\[\]\"]+")


def addresses_in(contact: str) -> list[str]:
    """Return the addresses that stand in `contact`, each once, in the form in which a server is told them."""
    found = []
    for likely in LIKELY.findall(contact):
        try:
            found.append(_read(likely.strip(".:'")))
        except EmailNotValidError:
            continue
    return list(dict.fromkeys(found))


def checked_addresses(typed: str, field: str = "addresses") -> list[str]:
    """Return the addresses typed, one a line or parted by commas; DomainError naming the one that is none."""
    addresses = []
    for part in filter(None, (each.strip() for each in re.split(r"[\r\n,;]+", typed))):
        try:
            addresses.append(_read(re.sub(r"^.*<([^<>]*)>$", r"\1", part)))
        except EmailNotValidError as error:
            raise DomainError(f"“{part}” is not an e-mail address: {error}", field) from None
    addresses = list(dict.fromkeys(addresses))
    if not addresses:
        raise DomainError("Give the e-mail address to which it goes.", field)
    if len(addresses) > MOST:
        raise DomainError(f"A letter goes to {MOST} addresses at most.", field)
    return addresses


def _read(address: str) -> str:
    """Return an address in ASCII, its domain as IDNA: few servers take any other (RFC 6531)."""
    checked = validate_email(address, check_deliverability=False, allow_smtputf8=False, test_environment=True)
    return checked.ascii_email or checked.normalized
