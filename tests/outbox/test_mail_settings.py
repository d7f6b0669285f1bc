"""E-mail is off until it is set up whole; what is half-set stops the start with a sentence."""

from pathlib import Path

import pytest

from casework.config import load_settings
from casework.errors import ConfigurationError

WHOLE = {
    "SMTP_HOST": "mail.council.example",
    "SMTP_FROM": "Standards <standards@council.example>",
    "PUBLIC_URL": "https://casework.council.example",
}


def settings(folder: Path, **values: str) -> object:
    return load_settings(
        {"CASEWORK_INSTANCE": str(folder), **{f"CASEWORK_{name}": value for name, value in values.items()}}
    )


def test_mail_is_off_unless_a_server_is_named(tmp_path: Path) -> None:
    assert not settings(tmp_path).smtp_host  # type: ignore[attr-defined]
    assert settings(tmp_path, **WHOLE).smtp_security == "starttls"  # type: ignore[attr-defined]


def test_the_password_can_be_given_as_a_file(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("right-horse\n")
    found = settings(tmp_path, **WHOLE, SMTP_USER="me", SMTP_PASSWORD_FILE=str(tmp_path / "password"))
    assert found.smtp_password == "right-horse"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"SMTP_HOST": "mail.council.example"}, "needs CASEWORK_SMTP_FROM and CASEWORK_PUBLIC_URL as well"),
        ({"SMTP_FROM": "a@council.example"}, "CASEWORK_SMTP_HOST is not"),
        ({**WHOLE, "SMTP_FROM": "Standards"}, "one e-mail address"),
        ({**WHOLE, "SMTP_FROM": "a@council.example\nBcc: b@council.example, c"}, "one e-mail address"),
        ({**WHOLE, "SMTP_USER": "me"}, "set together"),
        ({**WHOLE, "SMTP_SECURITY": "none"}, "on this very machine"),
        ({**WHOLE, "SMTP_USER": "a", "SMTP_PASSWORD": "5£"}, "no £"),
        ({**WHOLE, "SMTP_SECURITY": "ssl3"}, "CASEWORK_SMTP_SECURITY"),
        ({**WHOLE, "PUBLIC_URL": "casework.council.example"}, "must be an address"),
    ],
)
def test_what_is_half_set_stops_the_start(tmp_path: Path, values: dict[str, str], words: str) -> None:
    with pytest.raises(ConfigurationError, match=words):
        settings(tmp_path, **values)


def test_a_server_on_this_machine_needs_no_encryption(tmp_path: Path) -> None:
    for host in ("127.0.0.1", "::1", "localhost"):
        settings(tmp_path, **{**WHOLE, "SMTP_HOST": host, "SMTP_SECURITY": "none"})
