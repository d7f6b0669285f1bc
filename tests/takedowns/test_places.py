"""How a post is called in a letter."""

from casework.cases.models import Post
from casework.members.workflow import Platform
from casework.takedowns.places import place_in_full

ADDRESS = "https://x.com/Cllr_Example/status/1"


def post(**values: object) -> Post:
    return Post(
        **{"address": ADDRESS, "platform": Platform.X, "platform_name": "", "handle": "", "display_name": ""}
        | {"words": "", "posted_displayed": ""}
        | values
    )


def test_an_account_that_was_read_off_the_address_is_not_said_to_have_been_seen() -> None:
    assert place_in_full(post(handle="@cllr_example")) == f"{ADDRESS} (X (Twitter))"
    assert place_in_full(post(handle="@cllr_example", display_name="Jo Example")) == (
        f"{ADDRESS} (X (Twitter), shown under the name Jo Example)"
    )


def test_an_account_that_an_officer_recorded_is_said_as_it_was_shown() -> None:
    assert place_in_full(post(handle="@another")) == f"{ADDRESS} (X (Twitter), shown under the name @another)"
