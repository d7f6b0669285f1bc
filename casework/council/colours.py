"""Whether a council's own colour can be read. Pure; after WCAG 2.2, 1.4.3."""

import re

HEX = re.compile(r"#[0-9a-f]{6}")
LEAST_CONTRAST = 4.5
PAGE = "#eef2f2"  # the ground of every page: a little darker than white, so a colour that passes here passes there


def is_colour(text: str) -> bool:
    """Say whether `text` is a colour as #rrggbb."""
    return HEX.fullmatch(text) is not None


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours #rrggbb: 1 for the same, 21 for black and white."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
