"""The form in which the letter of a request is corrected, with the day by which it asks for an answer."""

from casework.correspondence.forms import LetterForm
from casework.web.forms import DateField, Form, NotEmpty


class RequestLetterForm(LetterForm):
    """The letter of a request that was approved and not sent yet."""

    deadline = DateField(
        "Answer asked for by",
        [NotEmpty("Give the day by which an answer is asked for.")],
        description="Where you change it, the day is changed in the text, too.",
    )


class AnewForm(Form):
    """By which day the letter that is written anew asks for an answer."""

    deadline = DateField("Answer asked for by", [NotEmpty("Give the day by which an answer is asked for.")])
