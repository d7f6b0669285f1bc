"""Evidence that tests need, received through the command that the software itself uses."""

from collections.abc import Iterable
from io import BytesIO

from casework.accounts.models import Officer
from casework.evidence import service
from casework.evidence.models import Exhibit
from casework.evidence.vault import vault
from casework.evidence.workflow import Arrival
from casework.storage.local import LocalStore
from tests.support import files


def make_exhibit(
    actor: Officer, case_id: int, content: bytes | None = None, name: str = "post.png"
) -> Exhibit:
    """Receive a file as an exhibit of a case: a small PNG, unless other content is given."""
    receipt = service.receive(
        BytesIO(files.png() if content is None else content),
        actor=actor,
        case_id=case_id,
        declared_name=name,
        arrival=Arrival.CHOSEN,
    )
    assert receipt.exhibit is not None, receipt.message
    return receipt.exhibit


def flip_a_byte(sha256: str) -> None:
    """Change what lies at an address of the store, as a failing disk does."""
    store = vault()
    assert isinstance(store, LocalStore)
    path = store._file(sha256)
    path.chmod(0o600)
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))


def lose(addresses: Iterable[str]) -> None:
    """Take bytes out of the store behind its back."""
    for sha256 in set(addresses):
        vault().delete(sha256)
