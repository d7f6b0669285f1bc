"""What can go wrong in the words of the field. Pages turn these into answers; services only raise them."""


class DomainError(Exception):
    """A rule of the field was not met. `message` is shown to the officer: what, why, what next.

    `field` names the input at fault, so that a form can put the message beside it.
    """

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotFound(DomainError):
    """Absent, or hidden from this viewer: the two are never told apart."""

    def __init__(self, message: str = "There is nothing here that you can see.") -> None:
        super().__init__(message)


class NotAllowed(DomainError):
    """The viewer may not do this."""


class NotPossible(DomainError):
    """The state of the record does not allow the action."""


class Stale(DomainError):
    """Another officer changed the record first. `theirs` and `yours` hold both texts by field name.

    `only_read`: the officer wrote nothing, but acts on what they had read; `yours` is then what they had read.
    """

    def __init__(
        self, message: str, theirs: dict[str, str], yours: dict[str, str], *, only_read: bool = False
    ) -> None:
        super().__init__(message)
        self.theirs = theirs
        self.yours = yours
        self.only_read = only_read


class ConfigurationError(Exception):
    """The installation cannot start as it is set. The message names the setting and the mend."""
