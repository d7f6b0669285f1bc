"""An address that reads like a platform's and leads elsewhere is said to, with its host in ASCII; nothing else is."""

import pytest

from casework.cases.hosts import host_warning


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://faceb00k.com/p/1", "faceb00k.com"),
        ("https://www.1nstagram.com/p/1", "1nstagram.com"),
        ("https://facebook.com.bad.example/p/1", "facebook.com.bad.example"),
        ("https://facebook-login.example/p/1", "facebook-login.example"),
        ("https://fаcebook.com/p/1", "xn--fcebook-2fg.com"),
        ("https://xn--fcebook-2fg.com/p/1", "xn--fcebook-2fg.com"),
        ("https://ｆaceb00k.com/p/1", "faceb00k.com"),
        ("https://facébook.com/p/1", "xn--facbook-dya.com"),
        ("https://twhatsapp.example/vvhatsapp", ""),
        ("https://vvhatsapp.com:8443/p", "vvhatsapp.com"),
        ("https://х.com/p/1", "xn--u1a.com"),
        ("https://bücher.example/p/1", "xn--bcher-kva.example"),
        ("https://facebook.com/p/1", ""),
        ("https://en-gb.facebook.com/faceb00k", ""),
        ("twitter.com/x/status/1", ""),
        ("https://youtu.be/abc", ""),
        ("https://uk.linkedin.com/in/jo", ""),
        ("https://council.example/threads", ""),
        ("https://mythreadshop.example", ""),
        ("no address at all", ""),
        ("", ""),
        ("https://xn--99999999999.example/p", "xn--99999999999.example"),
    ],
)
def test_a_host_that_reads_like_another_is_named_in_ascii(address: str, host: str) -> None:
    warning = host_warning(address)
    assert bool(warning) is bool(host)
    assert host in warning
    assert warning.isascii() or not host.isascii() or "’" in warning
