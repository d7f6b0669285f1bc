"""What officers enter about evidence."""

from collections.abc import Iterable
from typing import Any, cast

from wtforms import SelectMultipleField
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from casework.cases.forms.fields import one_of, typed
from casework.evidence.models import Exhibit
from casework.evidence.queries import posts_to_show
from casework.evidence.receipts import name_of
from casework.evidence.service import ASKED, DESCRIBED, Description
from casework.evidence.workflow import CapturedBy
from casework.web.forms import DateField, Form, LineField, NotEmpty, VersionField, WordsField
from casework.words import YesNo


def several(label: str, *, coerce: type = int, choices: dict[str, str] | None = None) -> Any:
    """Return a question with boxes to tick; the view gives its `choices` where they are records."""
    return SelectMultipleField(
        label,
        choices=choices or {},
        coerce=coerce,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )


class DescriptionForm(Form):
    """What an exhibit is said to show."""

    version = VersionField(validators=[InputRequired("This page did not come back whole. Load it again.")])
    title = LineField(
        DESCRIBED["title"],
        description="In a sentence, for somebody who cannot see the picture: who writes what, and where.",
    )
    posts = several(DESCRIBED["posts"])
    captured_by = one_of(DESCRIBED["captured_by"], CapturedBy)
    captured_by_name = LineField(DESCRIBED["captured_by_name"], description="Where it is known.")
    obtained_on = DateField(DESCRIBED["obtained_on"])
    seen_live = one_of(
        DESCRIBED["seen_live"], YesNo, description="On the platform itself, and not only in this picture."
    )


class AboutFilesForm(Form):
    """What is asked of pictures and other files: for all at once, or for those that are ticked."""

    exhibits = several("These answers are for")
    captured_by = one_of("Who took it?", CapturedBy)
    captured_by_name = LineField("Their name", description="Where it is known.")
    obtained_on = DateField("When did we get it?")
    seen_live = one_of("Did an officer see the post live?", YesNo)
    posts = several("Which posts does it show?")


ABOUT = ("captured_by", "captured_by_name", "obtained_on", "seen_live")  # as the exhibit has them


def _alike(exhibits: Iterable[Exhibit], name: str) -> Any:
    """Return what is said of every exhibit; None where they differ, or where nobody was asked."""
    said = {getattr(each, name) if name not in ASKED or name in each.answered else None for each in exhibits}
    return said.pop() if len(said) == 1 else None


def about_files(case_id: int, exhibits: Iterable[Exhibit]) -> AboutFilesForm:
    """Return the form about the exhibits of a case that were neither destroyed nor sealed, with all of them ticked.

    What was said of every one of them alike stands in it, so that saving changes nothing by itself.
    """
    standing = [each for each in exhibits if each.destroyed_at is None and not each.sealed]
    shown = [{post.id for post in each.posts} for each in standing]
    agreed = sorted(set.intersection(*shown)) if shown else []
    alike = {name: _alike(standing, name) for name in ABOUT}
    form = AboutFilesForm(data={"exhibits": [each.id for each in standing], "posts": agreed, **alike})
    form.exhibits.choices = {str(each.id): f"{each.label}, {name_of(each)}" for each in standing}
    form.posts.choices = {str(post.id): words for post, words in posts_to_show(case_id)}
    return form


def said_of_all(form: AboutFilesForm) -> Description:
    """Return what was answered. An empty box says nothing: the files may differ in it."""
    given = typed(form, ABOUT)
    return cast("Description", {name: value for name, value in given.items() if value not in (None, "")})


class PurposeForm(Form):
    """What an original is needed for."""

    purpose = LineField(
        "What is it needed for?",
        [NotEmpty("Say what the original is needed for.")],
        description="Recorded with your name. You are asked once a day for each case.",
    )


class PackForm(Form):
    """Who gets an evidence pack."""

    for_whom = LineField(
        "Who gets it, and what for?",
        [NotEmpty("Say who gets the pack, and what for.")],
        description="Recorded with your name. It does not stand in the pack.",
    )


class ProposalForm(Form):
    """Why a file should be destroyed."""

    reason = WordsField(
        "Why should it be destroyed?",
        [NotEmpty("Say why the file should be destroyed.")],
        description="This stays on record when the file is gone: leave out what must not.",
    )


class RefusalForm(Form):
    """Why a file should stay."""

    reason = WordsField("Why should it stay?", [NotEmpty("Say why the file should stay.")])


class ReleaseForm(Form):
    """Why a file may leave quarantine."""

    reason = WordsField(
        "Why may it leave quarantine?",
        [NotEmpty("Say why it may leave quarantine.")],
        description="What was found out about it, and from whom.",
    )


class UnsealForm(Form):
    """Why a seal is lifted."""

    reason = WordsField("Why need it not be sealed?", [NotEmpty("Say why it need not be sealed.")])
