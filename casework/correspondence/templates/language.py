"""The little that a template may say: a field, a passage that stands only where a field says something, and a list.

The sandbox of the template language is the second wall. The first is the list of what may stand in a template: whatever
is not on it is refused before anything is rendered, so no value, attribute, call or filter is ever reached.
"""

import re
import unicodedata
from collections.abc import Iterator

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from casework.correspondence.templates.fields import NAMES, Values, fields_of, missing, unknown
from casework.correspondence.workflow import LetterKind

LONGEST_PASSAGE = 40_000  # characters repeated for each item of a list: a table row of Word takes about 2,000
HINT = (
    "A template may hold {{ field }}, {% if field %} … {% endif %} and {% for post in posts %} … {% endfor %}, and "
    "nothing else of the kind."
)
CLAIMS = re.compile(
    r"\b(?:you must|you are (?:hereby )?(?:required|ordered|obliged|instructed)|"
    r"we (?:hereby )?(?:order|instruct|require|direct|demand)|"
    r"failure to (?:comply|remove|reply|respond|do so)|if you (?:fail|do not comply)|final warning|"
    r"you have breached|in breach of|legally (?:required|obliged|bound))\b",
    re.IGNORECASE,
)
KEEPING = re.compile(
    r"\b(?:keep|retain|save|make|take)\s+(?:(?:a|any|your|one|own|further|of)\s+)*(?:copy|copies|screenshots?)\b",
    re.IGNORECASE,
)


def environment(*, for_word: bool = False) -> ImmutableSandboxedEnvironment:
    """Return a language without a word of its own: no functions, filters or tests. Word's escapes what fields say."""
    made = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        autoescape=for_word,
        trim_blocks=not for_word,
        lstrip_blocks=not for_word,
        keep_trailing_newline=True,
    )
    made.globals.clear()
    made.filters.clear()
    made.tests.clear()
    return made


def problems_in(sources: list[str], kind: LetterKind) -> list[str]:
    """Return what is wrong with the parts of a template, in plain words; nothing where it can be used."""
    found: list[str] = []
    said: set[str] = set()
    for source in sources:
        try:
            tree = environment().parse(source)
        except (TemplateSyntaxError, RecursionError) as error:
            why = (
                error.message
                if isinstance(error, TemplateSyntaxError) and error.message
                else "it is too deep"
            )
            found.append(f"A field or passage is not written as one: {why.rstrip('.')}. {HINT}")
            continue
        reading = _Reading(kind, found)
        reading.take(tree.body)
        said |= reading.said
    if not found:
        found += missing(said, kind)
    return list(dict.fromkeys(found))


class _Reading:
    """Walks a template; notes what is not allowed, and which fields it says whenever they say anything."""

    def __init__(self, kind: LetterKind, found: list[str]) -> None:
        self.kind, self.found, self.said = kind, found, set[str]()
        self.fields = {field.name: field for field in fields_of(kind)}

    def take(
        self, body: list[nodes.Node], *, only_if: frozenset[str] = frozenset(), item: str = "", of: str = ""
    ) -> None:
        for node in body:
            match node:
                case nodes.Output():
                    for part in node.nodes:
                        self._output(part, only_if, item, of)
                case nodes.If():
                    self._if(node, only_if, item, of)
                case nodes.For() if not item:
                    self._for(node, only_if)
                case _:
                    self._refuse(node)

    def _output(self, part: nodes.Node, only_if: frozenset[str], item: str, of: str) -> None:
        if isinstance(part, nodes.TemplateData):
            return
        if not isinstance(part, nodes.Name):
            self._refuse(part)
        elif item and part.name == item:
            if only_if <= {of}:
                self.said.add(of)
        elif part.name not in self.fields:
            self.found.append(unknown(part.name, self.kind))
        elif self.fields[part.name].many:
            self.found.append(
                f"“{part.name}” is a list: write {{% for each in {part.name} %}} {{{{ each }}}} {{% endfor %}}."
            )
        elif not item and only_if <= {part.name}:
            self.said.add(part.name)

    def _if(self, node: nodes.If, only_if: frozenset[str], item: str, of: str) -> None:
        test = node.test.node if isinstance(node.test, nodes.Not) else node.test
        if not isinstance(test, nodes.Name) or node.elif_:
            self._refuse(node)
            return
        if test.name not in self.fields:
            self.found.append(unknown(test.name, self.kind))
            return
        turned = isinstance(node.test, nodes.Not)
        with_it, without = f"not {test.name}", test.name
        self.take(node.body, only_if=only_if | {with_it if turned else without}, item=item, of=of)
        self.take(node.else_, only_if=only_if | {without if turned else with_it}, item=item, of=of)

    def _for(self, node: nodes.For, only_if: frozenset[str]) -> None:
        source, target = node.iter, node.target
        conditional = node.test or node.else_ or node.recursive
        if conditional or not isinstance(source, nodes.Name) or not isinstance(target, nodes.Name):
            self._refuse(node)
            return
        if source.name not in self.fields:
            self.found.append(unknown(source.name, self.kind))
        elif not self.fields[source.name].many:
            self.found.append(f"“{source.name}” is no list. Write {{{{ {source.name} }}}}.")
        elif target.name in NAMES or target.name == "loop":
            self.found.append(f"Give each item of the list a name of its own: “{target.name}” is taken.")
        elif sum(len(part.data) for part in node.find_all(nodes.TemplateData)) > LONGEST_PASSAGE:
            self.found.append(f"What is repeated for each item of “{source.name}” is too long. Repeat less.")
        else:
            self.take(node.body, only_if=only_if, item=target.name, of=source.name)

    def _refuse(self, node: nodes.Node) -> None:
        self.found.append(f"“{_called(node)}” is not allowed in a letter. {HINT}")


def _called(node: nodes.Node) -> str:
    """Return what a refused piece is, as its writer would know it."""
    return {
        nodes.Getattr: "a dot after a field",
        nodes.Getitem: "brackets after a field",
        nodes.Call: "a call, with brackets after a name",
        nodes.Filter: "a filter, after an upright line",
        nodes.For: "a list inside a list, or one with conditions",
        nodes.If: "a condition on more than one field",
        nodes.Const: "a value",
        nodes.Assign: "set",
        nodes.AssignBlock: "set",
        nodes.Macro: "macro",
        nodes.CallBlock: "call",
        nodes.Include: "include",
        nodes.Import: "import",
        nodes.FromImport: "import",
        nodes.Extends: "extends",
        nodes.Block: "block",
    }.get(type(node), type(node).__name__.lower())


def claims_in(words: str) -> list[str]:
    """Return what a template's own words may not say: a power that there is not; to keep a copy, which facts decide."""
    flat = " ".join(words.split())
    found = [
        f"Its own words say “{each}”. A request claims no power and finds no breach: say it otherwise."
        for each in dict.fromkeys(match[0] for match in CLAIMS.finditer(flat))
    ]
    found += [
        f"Its own words say “{each}”. Whether they are to keep a copy depends on the ground: leave it to “copies”."
        for each in dict.fromkeys(match[0] for match in KEEPING.finditer(flat))
    ]
    return found


def own_words(source: str) -> str:
    """Return what a template says besides its fields."""
    return re.sub(r"{{[^{}]*}}|{%[^{}]*%}|{#[^{}]*#}", " ", source)


def clean(values: Values) -> Values:
    """Return the values without what no document may hold: control characters, and halves of characters."""
    return {
        name: [clean_text(each) for each in value] if isinstance(value, list) else clean_text(value)
        for name, value in values.items()
    }


def clean_text(text: str) -> str:
    """Return the text as `clean` leaves it."""
    return "".join(_kept(text.replace("\r\n", "\n").replace("\r", "\n")))


def _kept(text: str) -> Iterator[str]:
    for each in text:
        if each == "\n" or unicodedata.category(each) not in {"Cc", "Cs"}:
            yield "\N{REPLACEMENT CHARACTER}" if each in "\ufffe\uffff" else each
        else:
            yield " "


def rendered(source: str, values: Values) -> str:
    """Return a letter in plain text: paragraphs one blank line apart, whatever passages of it are empty."""
    text = environment().from_string(source).render(clean(values))
    text = re.sub(r"[ \t]+\n", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
