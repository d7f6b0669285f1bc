"""What can be wrong between Casework and its own mail server: in words for any officer, and what to look at. Pure.

Officers read what is wrong; the settings, the server's name and what it said of the account are for whoever runs
Casework, on the page of e-mail and the command line.
"""

import smtplib
import ssl
from dataclasses import dataclass


@dataclass(frozen=True)
class Trouble:
    """`what` went wrong, and where to `look`, in which {host} stands for the server's name."""

    what: str
    look: str


SENDER = Trouble(
    "The mail server refused the address from which Casework’s e-mail comes.", "Look at CASEWORK_SMTP_FROM."
)
BY_ERROR: tuple[tuple[type[Exception], Trouble], ...] = (
    (
        ssl.SSLCertVerificationError,
        Trouble(
            "The certificate of the mail server is not to be trusted.",
            "Look at CASEWORK_SMTP_HOST ({host}), which it must name, and at the certificates of this machine.",
        ),
    ),
    (
        ssl.SSLError,
        Trouble(
            "The mail server and Casework found no common encryption.",
            "Look at CASEWORK_SMTP_SECURITY and _PORT ({host}): starttls is usual at 587, tls at 465.",
        ),
    ),
    (
        smtplib.SMTPAuthenticationError,
        Trouble(
            "The mail server refused the account of Casework.",
            "Look at CASEWORK_SMTP_USER and _PASSWORD ({host}).",
        ),
    ),
    (
        smtplib.SMTPNotSupportedError,
        Trouble(
            "The mail server does not offer what Casework needs.",
            "Look at CASEWORK_SMTP_SECURITY, _PORT and _USER ({host}).",
        ),
    ),
    (
        smtplib.SMTPResponseException,
        Trouble("The mail server would not talk to Casework.", "Look at CASEWORK_SMTP_HOST ({host})."),
    ),
    (
        smtplib.SMTPException,
        Trouble(
            "The mail server broke the conversation off.",
            "Look at CASEWORK_SMTP_SECURITY and _PORT ({host}).",
        ),
    ),
    (
        TimeoutError,
        Trouble(
            "The mail server did not answer in time.",
            "Look at CASEWORK_SMTP_HOST ({host}), _PORT and the firewall.",
        ),
    ),
    (
        OSError,
        Trouble("The mail server cannot be reached.", "Look at CASEWORK_SMTP_HOST ({host}) and _PORT."),
    ),
)


def trouble_of(error: Exception) -> Trouble:
    """Return what an error of the conversation's beginning means."""
    return next(trouble for kind, trouble in BY_ERROR if isinstance(error, kind))


def look_at(error: str, host: str) -> str:
    """Return what whoever runs Casework is to look at where `error` is the fate of a message; "" for nothing."""
    troubles = (SENDER, *(trouble for _, trouble in BY_ERROR))
    return next((each.look.format(host=host) for each in troubles if each.what in error), "")
