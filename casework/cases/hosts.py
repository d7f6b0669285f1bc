"""Whether an address reads like a platform's and is another's: letters of other scripts, digits for letters. Pure.

What is told here warns, and stops nobody: a page that imitates another may be just what a case is about.
"""

import re
import unicodedata

from casework.cases.addresses import PLATFORMS
from casework.members.folding import address_key, is_web_address

READ_AS = str.maketrans(
    "013457аɑеорсухіјѕһԁԛԝгкмтвнοαρνικτυɡıӏ|i",
    "oleastaaeopcyxljshdqwrkmtbhoapvlktugllll",
)  # of the many letters that look like a Latin one (Unicode TS 39) those with which names of platforms are written
PAIRS = (("rn", "m"), ("vv", "w"))
SHORTEST = 4  # letters of a name: “x” stands in too many hosts
NAMES = {host.partition(".")[0]: platform for host, platform in PLATFORMS.items()}
INSTEAD = (
    "Make sure that it is the page that the picture shows before anybody looks there or is asked about it."
)


def host_warning(address: str) -> str:
    """Say that the host of an address is not what it seems, with the host in ASCII; "" where it seems right."""
    if not is_web_address(address):
        return ""
    host = re.sub(r":\d+$", "", address_key(address).partition("/")[0].partition("?")[0])
    if any(host == known or host.endswith(f".{known}") for known in PLATFORMS):
        return ""
    labels = [_read(label) for label in host.split(".")]
    plain = ".".join(_ascii(label) for label in labels)
    imitated = next((name for label in labels for name in _names_in(label)), None)
    if imitated is not None:
        return f"This reads like an address of {NAMES[imitated].label}, and its host is {plain}. {INSTEAD}"
    if "xn--" in plain:
        return f"The host of this address is written with letters of other scripts or accents: it is {plain}. {INSTEAD}"
    return ""


def _names_in(label: str) -> list[str]:
    """Return the names of platforms that somebody reads in one part of a host."""
    bare = "".join(each for each in unicodedata.normalize("NFKD", label) if not unicodedata.combining(each))
    skeleton = bare.casefold().translate(READ_AS)
    for pair, letter in PAIRS:
        skeleton = skeleton.replace(pair, letter)
    words = re.split(r"[-_]", skeleton)
    return [name for name in NAMES if len(name) >= SHORTEST and _same(name) in words]


def _same(name: str) -> str:
    """Return a platform's own name with its letters put as those of a host are: an i is an l there."""
    return name.translate(READ_AS)


def _read(label: str) -> str:
    """Return a part of a host as a browser may show it: `xn--` and what follows as the letters it stands for."""
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def _ascii(label: str) -> str:
    return label if label.isascii() else f"xn--{label.encode('punycode').decode('ascii')}"
