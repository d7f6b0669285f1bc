"""What the tests' own web server owes them."""

import gc
import warnings
from urllib.parse import urlsplit

import pytest
from flask import Flask

from tests.support.breaking_off import break_off
from tests.support.browser import serving


@pytest.mark.committed
def test_answers_that_are_broken_off_leave_nothing_open(app: Flask) -> None:
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always", ResourceWarning)
        with serving(app) as address:
            port = urlsplit(address).port
            assert port
            for path in ("/static/icon.svg", "/static/build/app.css", "/sign-in"):
                for number in range(60):
                    break_off(port, path, after=(0, 1, 65_536)[number % 3], reset=number % 2 == 0)
        gc.collect()
    assert [str(warning.message) for warning in said] == []
