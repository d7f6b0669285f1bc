"""Making a backup while the office works, and restoring one into an empty instance."""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from sqlalchemy import Connection

from casework import clock
from casework.audit import queries as audit
from casework.audit.chain import Finding, walk
from casework.audit.service import record
from casework.audit.verbs import Verb
from casework.backup import tables
from casework.config import Settings
from casework.database import db, unit_of_work
from casework.errors import DomainError, NotPossible
from casework.schema import service as schema
from casework.storage.areas import AREAS, open_area
from casework.storage.store import CHUNK, BlobStore, Fixity, hash_of
from casework.whole_files import written_whole

FORMAT = 1
MANIFEST = "manifest.json"
LARGEST = 1 << 40
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Summary:
    """What a backup holds: rows and files, and the head of the audit trail in it. `left_out`: {file: why}."""

    rows: int
    files: int
    head: str
    left_out: dict[str, str]


def _silent(_what: str, _done: int, _all: int) -> None: ...


def create(path: Path, settings: Settings, progress: Progress = _silent) -> Summary:
    """Write a backup to `path`, which must not exist yet, and return what it holds.

    The rows are of one moment: one read transaction, beside which the office goes on writing. Files are read after
    it, so every file that a row names is there, but for what two officers destroyed in between. A file that has
    changed is left out and named: one bad block of a disk must not leave an office without a backup.
    """
    if path.exists():
        raise NotPossible(f"{path} exists already. A backup is never overwritten: give another name.")
    with written_whole(path) as sink, ZipFile(sink, "w", ZIP_DEFLATED) as archive:
        manifest: dict[str, Any] = {
            "format": FORMAT,
            "made_at": clock.now().isoformat(),
            "revision": schema.current_revision(),
            "tables": {},
            "files": {},
            "left_out": {},
        }
        with _one_moment() as connection:
            manifest["head"] = _write_tables(archive, connection, manifest["tables"], progress)
        for area in AREAS:
            manifest["files"][area] = _write_files(
                archive, open_area(settings, area), area, manifest["left_out"], progress
            )
        archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
    summary = _summary(manifest)
    with unit_of_work():
        record(Verb.BACKUP_CREATED, actor=None, rows=summary.rows, files=summary.files, head=summary.head)
    return summary


def restore(path: Path, settings: Settings, progress: Progress = _silent) -> Summary:
    """Restore a backup into an empty instance, and return what came back.

    Every byte is hashed before anything is written, and the audit trail walked afterwards. Raises DomainError naming
    the first fault.
    """
    stores = {area: open_area(settings, area) for area in AREAS}
    _insist_on_empty(stores)
    with _opened(path) as archive:
        manifest = _manifest(archive)
        _insist_on_whole(archive, manifest, progress)
        schema.upgrade(manifest["revision"])
        for area, addresses in manifest["files"].items():
            _read_files(archive, stores[area], area, addresses, progress)
        with db.engine.begin() as connection:
            _read_tables(archive, connection, manifest["tables"], progress)
            tables.move_sequences(connection)
        finding = verify()
        if not finding.sound or str(finding.head) != manifest["head"]:
            why = f"row {finding.broken_at}: {finding.why}" if finding.why else "its head differs"
            raise DomainError(f"The audit trail in the backup does not verify ({why}). Use another backup.")
    schema.upgrade()
    with unit_of_work():
        record(Verb.BACKUP_RESTORED, actor=None, made_at=manifest["made_at"])
    return _summary(manifest)


def verify() -> Finding:
    """Walk the audit trail of the database as it is."""
    db.session.rollback()
    return walk(audit.links())


@contextmanager
def _one_moment() -> Iterator[Connection]:
    """Give a connection whose reads are all of one moment. SQLite's read transactions are so by themselves."""
    engine = db.engine
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with engine.begin() as connection:
        yield connection


def _write_tables(archive: ZipFile, connection: Connection, into: dict[str, Any], progress: Progress) -> str:
    every = tables.tables()
    for done, table in enumerate(every):
        progress("tables", done, len(every))
        digest, rows = hashlib.sha256(), 0
        with archive.open(_table_member(table.name), "w", force_zip64=True) as sink:
            for line in tables.lines(connection, table):
                digest.update(line)
                sink.write(line)
                rows += 1
        into[table.name] = {
            "columns": [column.name for column in table.columns],
            "rows": rows,
            "sha256": digest.hexdigest(),
        }
    progress("tables", len(every), len(every))
    return str(audit.head_in(connection))


def _write_files(
    archive: ZipFile, store: BlobStore, area: str, left_out: dict[str, str], progress: Progress
) -> list[str]:
    addresses, written = sorted(store.iterate()), []
    for done, address in enumerate(addresses, 1):
        match store.verify(address).outcome:
            case Fixity.INTACT:
                entry = ZipInfo(f"{area}/{address}")  # stored as it is: pictures are compressed already
                with store.open(address) as source, archive.open(entry, "w", force_zip64=True) as sink:
                    shutil.copyfileobj(source, sink)
                written.append(address)
            case Fixity.ALTERED:
                left_out[f"{area}/{address}"] = (
                    "its bytes no longer match the hash recorded when it was received"
                )
            case Fixity.MISSING:
                pass  # destroyed since the list was made
        progress(area, done, len(addresses))
    return written


def _insist_on_empty(stores: dict[str, BlobStore]) -> None:
    filled = schema.filled_tables()
    db.session.rollback()  # so that no reader stands in the way of the migration
    if filled or any(next(iter(store.iterate()), None) for store in stores.values()):
        raise NotPossible(
            "This instance holds something already. A backup is restored into an empty one: set CASEWORK_INSTANCE to "
            "a new folder, and CASEWORK_DATABASE_URL to a new database where it is set."
        )


@contextmanager
def _opened(path: Path) -> Iterator[ZipFile]:
    try:
        with ZipFile(path) as archive:
            yield archive
    except FileNotFoundError:
        raise DomainError(f"There is no file {path}.") from None
    except BadZipFile as error:
        raise DomainError(f"{path} is not a whole backup: {error}. Use another backup.") from None


def _manifest(archive: ZipFile) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
    except (KeyError, ValueError):
        raise DomainError("This is not a backup of Casework: it has no list of its contents.") from None
    if manifest.get("format") != FORMAT or not schema.knows(manifest["revision"]):
        raise DomainError("This backup was made by a newer Casework. Install that release first.")
    return manifest


def _insist_on_whole(archive: ZipFile, manifest: dict[str, Any], progress: Progress) -> None:
    """Hash all that the backup should hold; raise DomainError for the first that is missing or was altered."""
    expected = {_table_member(name): held["sha256"] for name, held in manifest["tables"].items()}
    for area, addresses in manifest["files"].items():
        expected |= {f"{area}/{address}": address for address in addresses}
    present = set(archive.namelist())
    for done, (name, sha256) in enumerate(expected.items(), 1):
        if name not in present:
            raise DomainError(f"{name} is missing from the backup. Use another backup.")
        with archive.open(name) as source:
            if hash_of(iter(lambda source=source: source.read(CHUNK), b"")) != sha256:  # type: ignore[misc]
                raise DomainError(f"{name} was altered in the backup. Use another backup.")
        progress("checking", done, len(expected))


def _read_tables(archive: ZipFile, connection: Connection, held: dict[str, Any], progress: Progress) -> None:
    known = {table.name: table for table in tables.tables_in(connection)}
    for done, name in enumerate(known, 1):
        with archive.open(_table_member(name)) as source:
            tables.fill(connection, known[name], held[name]["columns"], source)
        progress("tables", done, len(known))


def _read_files(
    archive: ZipFile, store: BlobStore, area: str, addresses: list[str], progress: Progress
) -> None:
    for done, address in enumerate(addresses, 1):
        with archive.open(f"{area}/{address}") as source:
            store.freeze(cast("BinaryIO", source), limit=LARGEST)
        progress(area, done, len(addresses))


def _table_member(name: str) -> str:
    return f"tables/{name}.jsonl"


def _summary(manifest: dict[str, Any]) -> Summary:
    return Summary(
        rows=sum(table["rows"] for table in manifest["tables"].values()),
        files=sum(len(addresses) for addresses in manifest["files"].values()),
        head=manifest["head"],
        left_out=manifest["left_out"],
    )
