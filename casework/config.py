"""Settings from the environment. Each `CASEWORK_X` may also be given as a file, `CASEWORK_X_FILE`."""

import os
import re
import secrets
from collections.abc import Mapping
from email.utils import getaddresses
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from casework.errors import ConfigurationError

PREFIX = "CASEWORK_"
MEGABYTE = 1024 * 1024


class Settings(BaseSettings):
    """Everything that an installation can set. Units are in the names."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True)

    instance: Path = Field(Path("instance"), description="Folder for what is made at run time.")
    secret_key: str = Field("", description="Signs cookies. Made in the instance folder when absent.")
    database_url: str = Field(
        "", description="postgresql+psycopg://… ; empty: SQLite in the instance folder."
    )
    redis_url: str = Field(
        "", description="Queue and throttling shared by several machines; empty: one machine."
    )
    bucket: str = Field("", description="S3-compatible bucket for frozen files; empty: a local folder.")
    bucket_endpoint: str = Field("", description="Address of the S3-compatible service.")
    bucket_key_id: str = Field("", description="Access key of the bucket.")
    bucket_secret: str = Field("", description="Secret of the bucket.")
    signing_key: str = Field(
        "", description="Signs evidence packs: Ed25519, PEM. Made in the instance folder when absent."
    )
    file_limit_mb: int = Field(25, ge=1, le=2048, description="Largest single upload.")
    request_limit_mb: int = Field(100, ge=1, le=4096, description="Largest single request.")
    clamd_address: str = Field(
        "", description="Virus scanner clamd: host:port, or the path of its socket; empty: none."
    )
    clamd_limit_mb: int = Field(
        25, ge=1, le=4096, description="Larger files are not scanned. At most clamd's own StreamMaxLength."
    )
    heic: bool = Field(
        default=False,
        description="Draw HEIC photographs, with a pillow-heif that the office installed itself.",
    )
    idle_minutes: int = Field(60, ge=5, le=24 * 60, description="A session without activity ends.")
    session_hours: int = Field(12, ge=1, le=72, description="A session ends, active or not.")
    trusted_proxies: int = Field(0, ge=0, le=5, description="Reverse proxies whose headers are believed.")
    secure_cookies: bool = Field(default=False, description="Cookies over HTTPS only. Set it behind HTTPS.")
    demo: bool = Field(
        default=True, description="Load the demo council into an empty database at first start."
    )
    workers: int = Field(1, ge=1, le=16, description="Web processes; more than one needs Redis.")
    public_url: str = Field(
        "",
        description="Where officers find Casework, for the links in e-mails: https://casework.council.example",
    )
    smtp_host: str = Field("", description="The server that takes e-mail; empty: none is sent.")
    smtp_port: int = Field(
        0, ge=0, le=65535, description="Its port; 0: 587, or with tls 465, or with none 25."
    )
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="starttls, tls from the first byte, or none (on this very machine alone)."
    )
    smtp_user: str = Field("", description="The account at that server, where it asks for one.")
    smtp_password: str = Field("", description="Its password.")
    smtp_from: str = Field("", description="From whom e-mail comes: Standards <standards@council.example>")

    @model_validator(mode="after")
    def _half_set(self) -> Self:
        bucket = (self.bucket_endpoint, self.bucket_key_id, self.bucket_secret)
        if self.bucket and not all(bucket):
            raise ValueError("CASEWORK_BUCKET needs CASEWORK_BUCKET_ENDPOINT, _KEY_ID and _SECRET as well")
        if any(bucket) and not self.bucket:
            raise ValueError("CASEWORK_BUCKET_… is set but CASEWORK_BUCKET is not")
        if self.database_url and not self.database_url.startswith(("sqlite://", "postgresql+psycopg://")):
            raise ValueError("CASEWORK_DATABASE_URL must begin with postgresql+psycopg:// or sqlite://")
        if self.redis_url and not self.redis_url.startswith(("redis://", "rediss://")):
            raise ValueError("CASEWORK_REDIS_URL must begin with redis:// or rediss://")
        if self.bucket_endpoint and not self.bucket_endpoint.startswith(("http://", "https://")):
            raise ValueError("CASEWORK_BUCKET_ENDPOINT must begin with https:// or http://")
        if self.secret_key and len(self.secret_key) < 32:
            raise ValueError("CASEWORK_SECRET_KEY must be at least 32 characters long")
        if self.workers > 1 and not self.redis_url:
            raise ValueError(
                "CASEWORK_WORKERS above 1 needs CASEWORK_REDIS_URL, so that throttling is shared"
            )
        if self.clamd_address and not re.fullmatch(r"/.+|[^:/]+:\d{1,5}|\[.+\]:\d{1,5}", self.clamd_address):
            raise ValueError("CASEWORK_CLAMD_ADDRESS must be host:port, or the path of a socket from / on")
        if self.file_limit_mb > self.request_limit_mb:
            raise ValueError(
                "CASEWORK_FILE_LIMIT_MB is above CASEWORK_REQUEST_LIMIT_MB: no such file could arrive"
            )
        return self

    @model_validator(mode="after")
    def _mail_half_set(self) -> Self:
        needed = {"SMTP_FROM": self.smtp_from, "PUBLIC_URL": self.public_url}
        if self.public_url and not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", self.public_url):
            raise ValueError("CASEWORK_PUBLIC_URL must be an address that begins with https:// or http://")
        if not self.smtp_host:
            if self.smtp_from or self.smtp_user or self.smtp_password or self.smtp_port:
                raise ValueError("CASEWORK_SMTP_… is set but CASEWORK_SMTP_HOST is not")
            return self
        if missing := [PREFIX + name for name, value in needed.items() if not value]:
            raise ValueError(f"CASEWORK_SMTP_HOST needs {' and '.join(missing)} as well")
        if not _is_one_address(self.smtp_from):
            raise ValueError(
                "CASEWORK_SMTP_FROM must be one e-mail address, such as Standards <standards@council.example>"
            )
        if bool(self.smtp_user) != bool(self.smtp_password):
            raise ValueError("CASEWORK_SMTP_USER and CASEWORK_SMTP_PASSWORD are set together, or neither")
        if not (self.smtp_user + self.smtp_password).isascii():
            raise ValueError(
                "CASEWORK_SMTP_USER and CASEWORK_SMTP_PASSWORD can be told to a mail server in plain letters, digits "
                "and ASCII signs alone (no £): give the account another password"
            )
        if self.smtp_security == "none" and not _is_this_machine(self.smtp_host):
            raise ValueError(
                "CASEWORK_SMTP_SECURITY is none, which would show letters and the password to whoever listens on the "
                "way. Only a server on this very machine (CASEWORK_SMTP_HOST=127.0.0.1) may do without: set starttls "
                "or tls"
            )
        return self

    @property
    def sqlalchemy_url(self) -> str:
        """The database's address for SQLAlchemy."""
        return self.database_url or f"sqlite:///{self.instance.resolve() / 'casework.sqlite3'}"

    @property
    def file_limit(self) -> int:
        """The largest single upload, in bytes."""
        return self.file_limit_mb * MEGABYTE

    @property
    def clamd_limit(self) -> int:
        """The largest file that is shown to the virus scanner, in bytes."""
        return self.clamd_limit_mb * MEGABYTE

    @property
    def request_limit(self) -> int:
        """The largest request, in bytes."""
        return self.request_limit_mb * MEGABYTE


def _is_one_address(text: str) -> bool:
    """Say whether `text` is one e-mail address in one line, with or without a name before it."""
    found = getaddresses([text])
    return (
        len(found) == 1 and text.isprintable() and bool(re.fullmatch(r"[!-;=?A-~]+@[^\s@<>]+", found[0][1]))
    )


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def load_settings(environment: Mapping[str, str] | None = None, **overrides: object) -> Settings:
    """Return the settings; raise ConfigurationError naming the variable at fault.

    Makes the instance folder and, where no key is given, a secret key file readable by its owner only.
    """
    values = {**_from_environment(os.environ if environment is None else environment), **overrides}
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        raise ConfigurationError(_in_words(error)) from None
    try:
        settings.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
        key = settings.secret_key or _own_secret_key(settings.instance / "secret-key")
    except OSError as error:
        raise _unwritable(settings.instance, error.strerror) from None
    if not settings.database_url and not os.access(settings.instance, os.W_OK | os.X_OK):
        raise _unwritable(settings.instance, "it is read-only")
    return settings.model_copy(update={"secret_key": key})


def _unwritable(instance: Path, why: str | None) -> ConfigurationError:
    return ConfigurationError(
        f"{PREFIX}INSTANCE: Casework cannot keep its files in {instance.absolute()}: {why}. "
        "Name a folder that it may make, or write in."
    )


def _from_environment(environment: Mapping[str, str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for field in Settings.model_fields:
        name = PREFIX + field.upper()
        path = environment.get(f"{name}_FILE")
        if path and name in environment:
            raise ConfigurationError(f"Both {name} and {name}_FILE are set. Keep one.")
        if path:
            try:
                values[field] = Path(path).read_text(encoding="utf-8").strip()
            except OSError as error:
                raise ConfigurationError(f"{name}_FILE cannot be read: {error}") from None
        elif name in environment:
            values[field] = environment[name]
    return values


def _in_words(error: ValidationError) -> str:
    return "; ".join(
        f"{PREFIX}{'_'.join(map(str, fault['loc'])).upper()}: {fault['msg']}"
        if fault["loc"]
        else fault["msg"]
        for fault in error.errors()
    )


def _own_secret_key(path: Path) -> str:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        key = path.read_text(encoding="ascii").strip()
        if len(key) < 32:
            raise ConfigurationError(
                f"The secret key in {path} is too short. Delete it; all must sign in again."
            ) from None
        return key
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        key = secrets.token_hex(32)
        file.write(key)
    return key


def redis_waits() -> dict[str, Any]:
    """Return how long to wait for Redis, in seconds, and to ask once: all who ask can do without.

    The queue's own question is answered within a second, or with nothing.
    """
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    return {"socket_connect_timeout": 2.0, "socket_timeout": 5.0, "retry": Retry(NoBackoff(), 0)}
