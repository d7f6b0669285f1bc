"""A setting that nothing reads would be a promise that nobody keeps."""

from pathlib import Path

from casework.council.labels import LABELS

ROOT = Path(__file__).parents[2]
OWN = ("council", "demo")  # the room that keeps them, and the one that makes them up


def readers(suffix: str, folder: str) -> str:
    """Return the text of every file outside the rooms that only write settings."""
    files = (ROOT / folder).rglob(f"*{suffix}")
    return "\n".join(path.read_text(encoding="utf-8") for path in files if not set(OWN) & set(path.parts))


def test_every_setting_is_read_by_some_room() -> None:
    text = readers(".py", "casework") + readers(".html", "templates")
    colour = (ROOT / "casework" / "council" / "routes.py").read_text(encoding="utf-8")
    unread = {name for name in LABELS if f".{name}" not in text and f"settings().{name}" not in colour}
    assert unread == set()
