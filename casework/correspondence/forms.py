"""Forms over letters."""

from wtforms import FileField

from casework.web.forms import DateField, Form, LineField, NotEmpty, VersionField, WordsField


class LetterForm(Form):
    """The text of a letter while it can be changed."""

    version = VersionField()
    subject = LineField("Subject", [NotEmpty("Give the letter a subject.")])
    body = WordsField("Text", [NotEmpty("The letter has no text.")])


class DiscardForm(Form):
    """Why a letter is not sent after all."""

    version = VersionField()
    reason = WordsField("Reason", [NotEmpty("Say why it is discarded.")])


class SentForm(Form):
    """That a letter went out."""

    version = VersionField()
    sent_on = DateField("Day on which it was sent", [NotEmpty("Give the day on which it was sent.")])
    sent_how = LineField(
        "How it was sent",
        [NotEmpty("Say how it was sent, such as by e-mail to which address.")],
        description="Such as: by e-mail, by post, handed over.",
    )


class MailForm(Form):
    """To which addresses a letter goes."""

    version = VersionField()
    letter_version = VersionField()
    addresses = WordsField(
        "E-mail addresses",
        [NotEmpty("Give the e-mail address to which it goes.")],
        description="One a line. None of them sees another’s address.",
    )


class BounceForm(Form):
    """That an e-mail came back."""

    file = FileField(
        "The message that came back",
        description="The file that your mail program saves it as, such as returned.eml.",
    )
    why = WordsField("Or what it said", description="Where you have no such file.")


class AnotherWayForm(Form):
    """That a letter which came back went another way."""

    sent_on = DateField("Day on which it was sent", [NotEmpty("Give the day on which it was sent.")])
    sent_how = LineField(
        "By what way",
        [NotEmpty("Say how it was sent, such as by post.")],
        description="Such as: by post, handed over.",
    )
