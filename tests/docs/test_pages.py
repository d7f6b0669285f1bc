"""The documentation leads where it says, and names what is on the screens."""

import re
from collections import Counter
from pathlib import Path
from urllib.parse import unquote

import pytest

from casework.permissions import Role

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
DECISIONS = sorted((DOCS / "decisions").iterdir())
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FAR = re.compile(r"[a-z][a-z0-9+.-]*:|//")
ROLE_PAGES = {
    Role.MONITORING_OFFICER: "monitoring-officer.md",
    Role.DEPUTY: "monitoring-officer.md",
    Role.STANDARDS_OFFICER: "standards-officer.md",
    Role.TAKEDOWN_OFFICER: "takedown-officer.md",
    Role.INVESTIGATOR: "investigator-and-independent-person.md",
    Role.INDEPENDENT_PERSON: "investigator-and-independent-person.md",
    Role.CLERK: "committee-clerk.md",
    Role.INFORMATION_GOVERNANCE: "information-governance-and-auditor.md",
    Role.AUDITOR: "information-governance-and-auditor.md",
    Role.ADMINISTRATOR: "administrator.md",
}
OUTSIDER = "checking-a-pack.md"  # for whoever is handed a pack and has no account


def prose(page: Path) -> str:
    """The page's text without its blocks of code."""
    return FENCE.sub("", page.read_text(encoding="utf-8"))


def anchors(page: Path) -> set[str]:
    """What a link may name after its # on this page: the headings, as the forges write them."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


def broken(page: Path, root: Path = ROOT) -> list[str]:
    """The relative links of a page that lead nowhere, or out of `root`."""
    lost = []
    for link in LINK.findall(prose(page)):
        if FAR.match(link):
            continue
        path, _, fragment = unquote(link).partition("#")
        target = (page.parent / path).resolve() if path else page
        found = target.exists() and root in target.parents
        if not found or (fragment and fragment not in anchors(target)):
            lost.append(link)
    return lost


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    assert broken(page) == []


def test_a_link_that_leads_nowhere_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# One\n\n[here](#one) [gone](#two) [away](missing.md) [far](https://example.org/x)\n")
    assert broken(page, tmp_path) == ["#two", "missing.md"]


def test_every_decision_has_a_number_of_its_own() -> None:
    numbers = Counter(page.name[:4] for page in DECISIONS)
    assert all(re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", page.name) for page in DECISIONS)
    assert [number for number, times in numbers.items() if times > 1] == []


def test_every_page_of_the_documentation_is_in_its_index() -> None:
    index = DOCS / "README.md"
    linked = {(DOCS / link.partition("#")[0]).resolve() for link in LINK.findall(prose(index))}
    assert {page for page in DOCS.rglob("*.md") if page != index} <= linked


def test_every_role_has_a_page_of_the_guide() -> None:
    assert set(ROLE_PAGES) == set(Role)
    assert {*ROLE_PAGES.values(), OUTSIDER} == {page.name for page in (DOCS / "guide").iterdir()}


@pytest.mark.parametrize("page", sorted((DOCS / "guide").iterdir()), ids=lambda page: page.name)
def test_the_guide_uses_the_words_of_the_screens(page: Path) -> None:
    # what stands in bold on its pages is a heading, a button or a link
    screens = " ".join(
        each.read_text(encoding="utf-8")
        for folder, ending in (("templates", "html"), ("casework", "py"))
        for each in (ROOT / folder).rglob(f"*.{ending}")
    ).lower()
    named = re.findall(r"\*\*([^*]+)\*\*", prose(page))
    assert [words for words in named if words.strip("“”").rstrip(".:").lower() not in screens] == []
