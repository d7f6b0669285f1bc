"""Our own classes: none is used without a rule, and no rule is without use."""

import re

import pytest

from tools import assets

NAME = re.compile(r"(?<!-)\bcw-[a-z0-9_-]+")  # not --cw-…, a custom property
TEMPLATES = assets.ROOT / "templates"


@pytest.fixture(scope="module")
def ruled() -> set[str]:
    return set(NAME.findall((assets.BUILD / "app.css").read_text()))


@pytest.fixture(scope="module")
def used() -> set[str]:
    """Names in templates and scripts. One that ends in a hyphen is the beginning of several, the rest being data."""
    sources = [*TEMPLATES.rglob("*.html"), *(assets.STATIC / "js").glob("*.js")]
    return {name for source in sources for name in NAME.findall(source.read_text())}


def test_each_class_that_a_page_uses_has_a_rule(ruled: set[str], used: set[str]) -> None:
    beginnings = {
        name for name in used if name.endswith("-") and any(rule.startswith(name) for rule in ruled)
    }
    assert used - ruled - beginnings == set()


def test_each_rule_is_for_something_that_a_page_uses(ruled: set[str], used: set[str]) -> None:
    beginnings = tuple(name for name in used if name.endswith("-"))
    assert {rule for rule in ruled if rule not in used and not rule.startswith(beginnings)} == set()
