"""Restoring opens a second installation in one process; what its driver leaves to the collector goes here, quietly."""

import gc
import warnings
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def collect_what_a_restore_leaves() -> Iterator[None]:
    """A connection of the restored installation is closed by its destructor, which warns: not in another test."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()
