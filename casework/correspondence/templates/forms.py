"""Forms over letter templates."""

from wtforms import FileField

from casework.web.forms import Form, WordsField


class TemplateUploadForm(Form):
    """A template of a letter: a Word file, or plain text."""

    file = FileField("Word file", description="A .docx of at most 1 MB.")
    text = WordsField("Or plain text", description="The letter as plain text, with its fields.")
