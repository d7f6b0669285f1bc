"""What officers enter about the words in an exhibit."""

from wtforms import HiddenField
from wtforms.validators import InputRequired

from casework.cases.forms.fields import row_of
from casework.evidence.texts.workflow import Suggested
from casework.web.forms import Form, NotEmpty, VersionField, WordsField


class TranscriptionForm(Form):
    """The words of an exhibit."""

    version = VersionField(validators=[InputRequired("This page did not come back whole. Load it again.")])
    words = WordsField(
        "Words",
        [NotEmpty("Write down the words that it shows, or what is to be seen where there are none.")],
        description="Word for word, with mistakes and capitals as they stand. What cannot be read: [unclear].",
    )


class SuggestionForm(Form):
    """An answer to one suggestion: onto which post, unless it is set aside."""

    kind = HiddenField(validators=[InputRequired()])
    value = HiddenField(validators=[InputRequired()])
    post = row_of("Onto which post")

    def validate_kind(self, field: HiddenField) -> None:
        """Refuse what is no kind of suggestion: ValueError becomes the field's error."""
        Suggested.of(field.data or "")
