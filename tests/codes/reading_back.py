"""A Code as read, told back: what tests compare with the file."""

from casework.codes.parser import Item, PublishedCode, parse


def words(code: PublishedCode, *, markers: bool = True) -> list[str]:
    """Return every word in order, page furniture apart; with `markers`, bullets and numbers too."""
    found = list(code.front)
    for section in code.sections:
        found += [section.number, section.title] if markers else [section.title]
        for block in section.blocks:
            if isinstance(block, Item):
                found += [f"{item.marker if markers else ''} {item.wording}" for item in block.walk()]
            else:
                found.append(block)
    return " ".join(found).split()


def wordings(code: PublishedCode) -> dict[str, str]:
    """Return the wording of each clause by its reference."""
    return {clause.reference: clause.wording for clause in code.clauses()}


def read(text: str) -> PublishedCode:
    """Read a Code written in a test."""
    return parse(text.encode())


def references(code: PublishedCode) -> list[str]:
    """Return the references of the clauses, in order."""
    return [clause.reference for clause in code.clauses()]
