"""Whether a letter gives a complainant away, in whatever way their name and their contact are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.correspondence.naming import gives_away, names_somebody

# how the name and the contact stand on record, and what somebody wrote elsewhere
GIVEN_AWAY = [
    ("Siobhán O'Brien-Smith", "", "as Siobhán O’Brien-Smith told us"),
    ("Siobhán O'Brien-Smith", "", "as Siobhan O'Brien Smith told us"),
    ("Zo\u00eb Quill", "", "Zoe\u0308 Quill"),
    ("Mrs Perdita Jane Quill", "", "Perdita Quill wrote"),
    ("Mrs Perdita Jane Quill", "", "(Quill, Perdita Jane)"),
    ("Perdita Quill", "", "Per\u200bdita\u00a0Qu\u00adill"),
    ("Perdita Quill", "", "Perdita\u200bQuill"),
    ("Perdita Quill-Rowe", "", "Perdita Quill\u2011Rowe"),
    ("", "By e-mail: quill@library.example", "write to quill@library.example"),
    ("", "quill@library.example", "—quill@library.example"),
    ("", "E-mail Quill@Library.example or 01632 960777", "quill@library.example"),
    ("", "E-mail quill@library.example or 01632 960777", "ring 01632-960-777"),
    ("", "+44 (0)1632 960 777", "ring 01632 960777"),
    ("", "01632 960777", "ring +44 1632 960 777"),
    ("", "01632 960777", "01632.960.777"),
    ("", "quill@bücherei.example", "quill@xn--bcherei-n2a.example"),
    ("", "Twitter: @quill_p", "what @quill_p said"),
    ("", "Facebook: perdita.quill.77", "perdita.quill.77"),
    ("", "https://www.facebook.com/perdita.q", "see facebook.com/perdita.q"),
]
NOT_GIVEN_AWAY = [
    ("Mrs Smith", "", "Councillor Smith"),
    ("Perdita Quill", "By e-mail", "answer by e-mail"),
    ("Perdita Quill", "E-mail; 01632 960777", "Answer by e-mail or ring 01632 960100"),
    ("Perdita Quill", "In person, by post", "by post or in person"),
    ("Perdita Quill", "", "https://social.example/perdita-quill/posts/1"),
    ("Ann Lee", "", "Joann Leeson"),
    ("", "quill@library.example", "p.quill@library.example"),
    ("", "", "anything"),
]


@pytest.mark.parametrize(("name", "contact", "text"), GIVEN_AWAY)
def test_a_person_is_named_however_their_name_or_contact_is_written(
    name: str, contact: str, text: str
) -> None:
    assert names_somebody(text, gives_away(name, contact))


@pytest.mark.parametrize(("name", "contact", "text"), NOT_GIVEN_AWAY)
def test_what_anybody_may_say_names_nobody(name: str, contact: str, text: str) -> None:
    assert not names_somebody(text, gives_away(name, contact))


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_no_name_and_no_contact_is_beyond_looking_for(name: str, contact: str, text: str) -> None:
    names_somebody(text, gives_away(name, contact))
