"""When two handles, or two addresses of a post, are the same thing. Rules without a database.

The same post reaches an office by many addresses: from a phone or a desk, shared with a tracking code, by the
platform's old name. Duplicates are found by these keys; what was received is always kept beside them, as it came.
"""

import re
import unicodedata
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

from casework.folding import fold

SAME_HOST = {
    "twitter.com": "x.com",
    "fb.com": "facebook.com",
    "instagr.am": "instagram.com",
    "threads.net": "threads.com",
    "telegram.me": "t.me",
    "youtube-nocookie.com": "youtube.com",
}
HOST_PREFIX = re.compile(r"^(www|m|mobile|mbasic|touch|web|old|new|amp|[a-z]{2}-[a-z]{2})\.(?=[^.]+\.)")
TRACKING = re.compile(
    r"utm_.*|fbclid|gclid|dclid|msclkid|igshid|igsh|mibextid|mc_cid|mc_eid|ref_src|ref_url|__cft__.*|__tn__|rdid|"
    r"share_id|share_url|sfnsn|_r|_t|si|is_from_webapp|sender_device"
)
SHARING = {"s", "t"}  # how it was shared, and from which second it plays; elsewhere a search or a topic
SHARING_HOSTS = {"x.com", "youtube.com", "facebook.com", "instagram.com", "tiktok.com", "threads.com"}
PROFILE_FOLDERS = {"in", "company", "user", "u", "r", "c", "channel", "profile", "people", "groups", "pages"}
PHONE = re.compile(r"\+?[\d\s()-]{10,20}")
TITLES = {
    "cllr", "councillor", "alderman", "ald", "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "rev", "revd",
    "reverend", "sir", "dame", "lady", "lord", "the", "hon",
}  # fmt: skip
HONOURS = {"obe", "mbe", "cbe", "kbe", "dbe", "bem", "jp", "dl", "mp", "qc", "kc"}
PARTICLES = {
    "van",
    "von",
    "der",
    "den",
    "de",
    "del",
    "della",
    "di",
    "da",
    "dos",
    "du",
    "la",
    "le",
    "ter",
    "ten",
    "st",
}
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::\d+)?")
ADDRESS = re.compile(r"(?:https?:)?//\S+|[\w-]+(?:\.[\w-]+)+(?::\d+)?[/?#]\S*|www\.\S+", re.IGNORECASE)


def name_words(name: str) -> list[str]:
    """Return the words of a person's name, folded: no accents, no titles, `O’Brien` and `obrien` alike.

    A double-barrelled name counts as both of its parts.
    """
    words = re.sub(r"['.]", "", fold(name))
    return [word for word in re.findall(r"\w+", words) if word not in TITLES and word not in HONOURS]


def sort_name(name: str) -> str:
    """Return the name as lists are ordered: folded, surname first. `Jo van der Berg` stands under V."""
    surname, comma, first = name.partition(",")
    if comma and name_words(first):
        return " ".join(name_words(surname) + name_words(first))
    words = " ".join(name_words(name.replace("-", ""))).split()
    at = len(words) - 1
    while at > 1 and words[at - 1] in PARTICLES:
        at -= 1
    return " ".join(words[at:] + words[:at]) if words else ""


def handle_key(handle: str) -> str:
    """Return the form of an account's name by which it is matched; "" for an empty one.

    `@Cllr_Example`, `cllr_example` and `https://x.com/Cllr_Example` are one account; so are `07700 900123` and
    `+44 7700 900123`.
    """
    words = " ".join(unicodedata.normalize("NFKC", handle).casefold().split())
    while (bare := _without_dressing(words)) != words:
        words = bare
    return words


def is_web_address(text: str) -> bool:
    """Say whether the words are an address on the web, with or without its scheme: a host with a dot, no spaces."""
    words = unicodedata.normalize("NFKC", text).strip()
    return _split(words) is not None or HOST.fullmatch(words) is not None


def misleads(address: str) -> bool:
    """Say whether an address reads as another one: a name before its host, or marks that turn its letters round.

    `https://facebook.com@bad.example/` leads to bad.example (RFC 3986, 7.6).
    """
    parts = _split(unicodedata.normalize("NFKC", address).strip())
    return TURNING.search(address) is not None or (parts is not None and "@" in parts.netloc)


def address_key(address: str) -> str:
    """Return the form of a post's address by which it is matched; "" for an empty one.

    Left out: scheme, the variants of a host, tracking codes, the fragment, a slash at the end. The path keeps its case:
    on several platforms two posts differ by that alone. Words that are no address are only put in lower case.
    """
    words = " ".join(unicodedata.normalize("NFKC", address).split())
    parts = _split(words)
    if parts is None:
        return words.casefold()
    host = _host(parts)
    path = quote(unquote(parts.path), safe="/@:!$&'()*+,;=~").rstrip("/")
    pairs = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not TRACKING.fullmatch(name) and not (name in SHARING and host in SHARING_HOSTS)
    ]
    if host == "youtu.be" and path.strip("/"):
        host, path, pairs = "youtube.com", "/watch", [("v", path.strip("/"))]
    if host == "x.com":
        path = re.sub(
            r"^/[^/]+/status(?:es)?/(\d+).*", r"/i/status/\1", path
        )  # any name leads to the same post
    return host + path + ("?" + urlencode(sorted(pairs)) if pairs else "")


def _without_dressing(words: str) -> str:
    """Take off one layer: the address around a name, the folder before it, the @, the spaces of a telephone number."""
    parts = _split(words)
    if parts is not None:
        return _name_in(parts)
    if PHONE.fullmatch(words):
        digits = re.sub(r"\D", "", words)
        return "44" + digits[1:] if re.match(r"0[1-9]", digits) else digits.lstrip("0")
    kind, slash, name = words.partition("/")  # u/name, as Reddit writes it
    if slash and name and "/" not in name and kind in PROFILE_FOLDERS:
        return name
    return words.lstrip("@").strip()


def _split(words: str) -> SplitResult | None:
    """Return the parts of an address, with or without its scheme; None for anything else."""
    if not ADDRESS.fullmatch(words):
        return None
    try:
        parts = urlsplit(words if "//" in words.split("?", maxsplit=1)[0] else "//" + words)
        return parts if HOST.fullmatch(_host(parts)) else None
    except ValueError:  # half an IPv6 address, or a port that is no number
        return None


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    while (bare := HOST_PREFIX.sub("", host)) != host:
        host = bare
    port = f":{parts.port}" if parts.port not in {None, 80, 443} else ""
    return SAME_HOST.get(host, host) + port


def _name_in(parts: SplitResult) -> str:
    """Return the account's name in the address of a profile; the host where there is no more."""
    if (number := dict(parse_qsl(parts.query)).get("id")) and parts.path.endswith("profile.php"):
        return number
    names = [unquote(name) for name in parts.path.split("/") if name]
    while len(names) > 1 and names[0] in PROFILE_FOLDERS:
        names.pop(0)
    return names[0] if names else _host(parts)
