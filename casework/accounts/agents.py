"""What a browser calls itself, in words. Only for people to recognise their own sessions by."""

import re

BROWSERS = (
    (re.compile(r"Edg(?:e|A|iOS)?/"), "Edge"),
    (re.compile(r"OPR/"), "Opera"),
    (re.compile(r"Firefox/|FxiOS/"), "Firefox"),
    (re.compile(r"Chrom(?:e|ium)/|CriOS/"), "Chrome"),
    (re.compile(r"Safari/"), "Safari"),
)
SYSTEMS = (
    (re.compile(r"iPhone"), "iPhone"),
    (re.compile(r"iPad"), "iPad"),
    (re.compile(r"Android"), "Android"),
    (re.compile(r"Windows"), "Windows"),
    (re.compile(r"Mac OS X|Macintosh"), "Mac"),
    (re.compile(r"CrOS"), "ChromeOS"),
    (re.compile(r"Linux|X11"), "Linux"),
)


def browser_in_words(agent: str) -> str:
    """Return "Edge on Windows" for a User-Agent header, or "A browser that does not say which"."""
    browser = next((name for pattern, name in BROWSERS if pattern.search(agent)), None)
    system = next((name for pattern, name in SYSTEMS if pattern.search(agent)), None)
    if browser is None and system is None:
        return "A browser that does not say which"
    return f"{browser or 'A browser'} on {system or 'an unknown system'}"
