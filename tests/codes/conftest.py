"""The Code in force is a council's own, so no copy of it is kept here: its tests run where one is named."""

import os

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests of the Code in force, unless CASEWORK_REAL_CODE names a copy of it."""
    if os.environ.get("CASEWORK_REAL_CODE"):
        return
    without = [item for item in items if item.get_closest_marker("real_code")]
    config.hook.pytest_deselected(items=without)
    items[:] = [item for item in items if item not in without]
