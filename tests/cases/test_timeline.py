"""Under what a timeline's events are looked for."""

import pytest

from casework.audit.verbs import Verb
from casework.cases.timeline import KINDS


@pytest.mark.parametrize("room", ["exhibit", "redaction", "evidence-pack", "exhibit-statement"])
def test_whatever_is_done_with_evidence_is_found_under_evidence(room: str) -> None:
    done = [verb for verb in Verb if verb.startswith(f"{room}.")]
    assert done
    assert all(verb.startswith(KINDS["evidence"][1]) for verb in done)
