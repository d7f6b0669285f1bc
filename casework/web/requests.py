"""What a request brings, made fit to be kept: a database holds no NUL, no half of a character, no endless number."""

from functools import cached_property

from flask import Request, request
from werkzeug.datastructures import FileStorage, ImmutableMultiDict, MultiDict
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1  # of an INTEGER in PostgreSQL


def fit(text: str) -> str:
    """Return `text` without NUL, and with a question mark where it holds half a character."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode() if text else text


def row_number(text: str) -> int:
    """Return the whole number that a parameter gives; raise ValueError where no row and no page can have it."""
    found = int(text)
    if abs(found) > LARGEST:
        raise ValueError
    return found


def page_asked() -> int:
    """Return which page of a list is asked for: the first, unless the address says better."""
    return request.args.get("page", 1, type=row_number)


class RowNumber(IntegerConverter):
    """A number in an address: where no row can have it, there is nothing at that address."""

    def __init__(self, map: Map) -> None:  # noqa: A002  werkzeug's own name
        super().__init__(map, max=LARGEST)


class TextRequest(Request):
    """A request of which every field, parameter and file name can be kept."""

    def _load_form_data(self) -> None:
        if "form" in self.__dict__:
            return
        super()._load_form_data()
        self.__dict__["form"] = _fit_all(self.__dict__["form"])
        files: MultiDict[str, FileStorage] = self.__dict__["files"]
        for storage in (each for _, listed in files.lists() for each in listed):
            storage.filename = fit(storage.filename or "")

    @cached_property
    def args(self) -> ImmutableMultiDict[str, str]:
        """The parameters of the address."""
        return _fit_all(super().args)


def _fit_all(found: MultiDict[str, str]) -> ImmutableMultiDict[str, str]:
    return ImmutableMultiDict([(fit(name), fit(value)) for name, value in found.items(multi=True)])
