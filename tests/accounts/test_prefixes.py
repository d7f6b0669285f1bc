import re
from itertools import product
from string import ascii_uppercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.accounts.prefixes import check_prefix, propose_prefix
from casework.errors import DomainError

prefixes = st.text(ascii_uppercase, min_size=2, max_size=4)


def test_an_officer_may_ask_for_a_prefix_in_small_letters() -> None:
    assert check_prefix(" mo ", taken=set()) == "MO"


@pytest.mark.parametrize("text", ["M", "MONIT", "M1", "", "MÖ", "M O"])
def test_a_prefix_is_two_to_four_letters(text: str) -> None:
    with pytest.raises(DomainError, match="2 to 4 letters"):
        check_prefix(text, taken=set())


def test_a_prefix_once_given_is_never_given_again() -> None:
    with pytest.raises(DomainError, match="belongs to another officer for good") as refusal:
        check_prefix("mo", taken={"MO"})

    assert refusal.value.field == "prefix"


@pytest.mark.parametrize(
    ("name", "taken", "expected"),
    [
        ("Maya Osei", set(), "MO"),
        ("Maya Osei", {"MO"}, "MOS"),
        ("Maya Osei", {"MO", "MOS", "MOSE"}, "MA"),
        ("Zoë Ó Briain", set(), "ZOB"),
        ("Anne Smith-Jones", set(), "ASJ"),
        ("Pat O'Neil", set(), "PO"),
        ("Mary Ann Jane Lee Ford", set(), "MAJL"),
        ("Prince", set(), "PR"),
        ("X", set(), "XA"),
        ("李", set(), "EX"),
        ("", {"EX"}, "EA"),
    ],
)
def test_a_prefix_is_proposed_from_the_officers_name(name: str, taken: set[str], expected: str) -> None:
    assert propose_prefix(name, taken) == expected


@given(st.text(max_size=40), st.sets(prefixes, max_size=30))
def test_every_proposal_is_one_that_the_officer_may_have(name: str, taken: set[str]) -> None:
    proposal = propose_prefix(name, taken)

    assert re.fullmatch("[A-Z]{2,4}", proposal)
    assert check_prefix(proposal, taken) == proposal


def test_when_every_prefix_is_taken_it_says_so() -> None:
    every = {"".join(letters) for length in (2, 3, 4) for letters in product(ascii_uppercase, repeat=length)}
    last = every - {"QQQQ"}

    assert propose_prefix("Maya Osei", last) == "QQQQ"
    with pytest.raises(DomainError, match="Every exhibit prefix"):
        propose_prefix("Maya Osei", every)
