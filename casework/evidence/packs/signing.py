"""The key that signs packs: Ed25519, made at its first use and readable by its owner alone."""

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkstemp

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from casework.errors import ConfigurationError

FILE = "signing-key.pem"


@dataclass(frozen=True)
class Signer:
    """A private key that signs, with what the world may know of it."""

    key: Ed25519PrivateKey

    def sign(self, content: bytes) -> bytes:
        """Return the signature of `content`, 64 bytes; the same content always has the same."""
        return self.key.sign(content)

    @property
    def public_pem(self) -> bytes:
        """The public key as PEM."""
        return self.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the public key (DER), as 64 hexadecimal digits."""
        return fingerprint_of(self.key.public_key())


def fingerprint_of(key: Ed25519PublicKey) -> str:
    """Return the SHA-256 of a public key in its DER form, as 64 hexadecimal digits."""
    return hashlib.sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


def grouped(fingerprint: str) -> str:
    """Return a fingerprint in groups of four, as a person compares it."""
    return " ".join(fingerprint[start : start + 4] for start in range(0, len(fingerprint), 4))


def load_signer(instance: Path, setting: str = "") -> tuple[Signer, bool]:
    """Return the key of the setting (PEM), or that of the instance folder, and whether it was made just now.

    Raises ConfigurationError where what stands there is no Ed25519 private key, or can be read by others.
    """
    if setting:
        return _read(setting.encode(), "CASEWORK_SIGNING_KEY"), False
    path, made = instance / FILE, False
    if not path.exists():
        made = _make(path)
    if path.stat().st_mode & 0o077:
        raise ConfigurationError(
            f"{path} can be read by other accounts of this machine. Whoever reads it can sign as the council: "
            f"give it mode 0600 (chmod 600 {path})."
        )
    return _read(path.read_bytes(), str(path)), made


def _make(path: Path) -> bool:
    """Put a new key at `path` whole, and say whether it was ours: another process may have been quicker."""
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    descriptor, name = mkstemp(dir=path.parent, prefix=f".{FILE}.")  # mode 0600 from the first
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(name, path)
            return True
    finally:
        Path(name).unlink()
    return False


def _read(pem: bytes, where: str) -> Signer:
    try:
        key = load_pem_private_key(pem, None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise ConfigurationError(
            f"{where} holds no Ed25519 private key in PEM without a password. Put the council's key back; a new one "
            "(openssl genpkey -algorithm ed25519) has another fingerprint, which has to be published."
        )
    return Signer(key)
