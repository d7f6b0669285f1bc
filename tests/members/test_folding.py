"""The same account and the same post are known again, however they were written down."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.members.folding import TRACKING, address_key, handle_key, misleads

NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9_]{2,14}", fullmatch=True)
HOSTS = st.sampled_from(["facebook.com", "instagram.com", "tiktok.com", "example.org.uk", "x.com"])
PATHS = st.lists(st.from_regex(r"[A-Za-z0-9_.-]*[A-Za-z0-9]", fullmatch=True), min_size=1, max_size=4).map(
    "/".join
)


@pytest.mark.parametrize(
    "written",
    [
        "@Cllr_Example",
        "cllr_example",
        " @cllr_EXAMPLE ",
        "https://x.com/Cllr_Example",
        "http://www.twitter.com/@cllr_example/",
        "facebook.com/cllr_example?fbclid=abc",
        "https://www.linkedin.com/in/cllr_example/",
        "https://www.reddit.com/user/cllr_example",
        "u/cllr_example",
        "https://bsky.app/profile/cllr_example",
        "https://youtube.com/@Cllr_Example/videos",
    ],
)
def test_one_account_has_one_key_however_it_is_written(written: str) -> None:
    assert handle_key(written) == "cllr_example"


def test_a_telephone_number_is_one_handle_with_or_without_the_country() -> None:
    assert (
        handle_key("07700 900123")
        == handle_key("+44 7700 900123")
        == handle_key("https://wa.me/447700900123")
    )


def test_a_numbered_profile_is_known_by_its_number() -> None:
    assert handle_key("https://www.facebook.com/profile.php?id=100012345") == "100012345"


def test_a_display_name_is_folded_and_keeps_its_words() -> None:
    assert handle_key("  Councillor  Jo EXAMPLE ") == "councillor jo example"


@pytest.mark.parametrize(
    "written",
    [
        "https://x.com/CllrExample/status/1790000000000000001",
        "http://twitter.com/CllrExample/status/1790000000000000001?s=20&t=abc_DEF",
        "mobile.twitter.com/someone_else/status/1790000000000000001/photo/1",
        "https://www.x.com/i/status/1790000000000000001/#reply",
        "HTTPS://X.COM/CllrExample/statuses/1790000000000000001/",
    ],
)
def test_one_post_on_x_has_one_key(written: str) -> None:
    assert address_key(written) == "x.com/i/status/1790000000000000001"


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("https://m.facebook.com/groups/fen/posts/42/?mibextid=Zxz2cZ", "facebook.com/groups/fen/posts/42"),
        ("https://en-gb.facebook.com/groups/fen/posts/42", "facebook.com/groups/fen/posts/42"),
        ("https://www.instagram.com/p/AbC-12_x/?igsh=MWE=", "instagram.com/p/AbC-12_x"),
        ("https://youtu.be/AbCdEf12345?si=xyz&t=90", "youtube.com/watch?v=AbCdEf12345"),
        ("https://www.youtube.com/watch?t=90s&v=AbCdEf12345", "youtube.com/watch?v=AbCdEf12345"),
        ("https://blog.example.org/?utm_source=mail&p=7", "blog.example.org?p=7"),
        ("https://example.org/?s=bins", "example.org?s=bins"),
        ("http://example.org:80/a", "example.org/a"),
        ("http://example.org:8080/a", "example.org:8080/a"),
        ("", ""),
        ("WhatsApp group,  no LINK", "whatsapp group, no link"),
        ("http://[half", "http://[half"),
    ],
)
def test_an_address_is_folded_to_what_names_the_post(written: str, key: str) -> None:
    assert address_key(written) == key


def test_addresses_that_differ_by_case_alone_stay_apart() -> None:
    assert address_key("https://www.instagram.com/p/ABC") != address_key("https://www.instagram.com/p/abc")


@given(st.text(max_size=60))
def test_folding_a_handle_twice_changes_nothing_more(text: str) -> None:
    assert handle_key(handle_key(text)) == handle_key(text)


@given(st.text(max_size=80) | st.builds("https://{}/{}?{}".format, HOSTS, PATHS, st.text(max_size=20)))
def test_folding_an_address_twice_changes_nothing_more(text: str) -> None:
    assert address_key(address_key(text)) == address_key(text)


@given(
    HOSTS,
    PATHS,
    st.sampled_from(["http://", "https://", ""]),
    st.sampled_from(["", "www.", "m.", "mobile."]),
    st.sampled_from(["", "/", "#part", "?fbclid=x", "?utm_source=mail&utm_medium=x", "/?igsh=1#x"]),
)
def test_neither_scheme_nor_host_variant_nor_tracking_makes_another_post(
    host: str, path: str, scheme: str, prefix: str, tail: str
) -> None:
    assert address_key(f"{scheme}{prefix}{host}/{path}{tail}") == address_key(f"https://{host}/{path}")


@given(NAMES, st.sampled_from(["@{}", "https://x.com/{}", "https://www.instagram.com/{}/", "  {} "]))
def test_a_handle_and_its_profile_address_are_one_account(name: str, written: str) -> None:
    assert handle_key(written.format(name)) == handle_key(name)


@given(
    HOSTS,
    PATHS,
    st.from_regex(r"[a-z]{2,8}", fullmatch=True).filter(lambda name: not TRACKING.fullmatch(name)),
)
def test_what_names_the_post_in_the_query_is_kept(host: str, path: str, name: str) -> None:
    assert address_key(f"https://{host}/{path}?{name}=1") != address_key(f"https://{host}/{path}?{name}=2")


@pytest.mark.parametrize(
    ("address", "refused"),
    [
        ("https://facebook.com@bad.example/p/1", True),
        ("//facebook.com:443@bad.example", True),
        ("HTTPS://facebook.com\uff20bad.example/", True),
        ("https://bad.example/\u202egpj.exe", True),
        ("https://bad.example/\u2066gpj\u2069", True),
        ("https://tiktok.com/@jo.example/video/1", False),
        ("https://social.example/p/1?by=@jo", False),
        ("social.example/\u05e9\u05dc\u05d5\u05dd", False),
        ("", False),
    ],
)
def test_an_address_that_reads_as_another_one_misleads(address: str, refused: bool) -> None:
    assert misleads(address) is refused
