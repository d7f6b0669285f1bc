"""The letters as Casework comes with them: templates like those that a council makes, in plain text."""

from casework.correspondence.workflow import LetterKind

_HEAD = """{{ council }}
{{ office }}
{% if office_email %}
{{ office_email }}
{% endif %}
{% if office_phone %}
{{ office_phone }}
{% endif %}

{{ written_on }}

Our reference: {{ reference }}

Dear {{ recipient }},

"""
_POSTS = """
{% for post in posts %}
{{ post }}
{% endfor %}
"""
_STANDING = """
WHAT THIS LETTER IS, AND IS NOT

"""
_HOW_TO_REPLY = """
HOW TO REPLY

{{ reply }}
"""
_COPIES_AND_LOOKS = """
COPIES

{{ copies }}

WHERE AND WHEN WE LOOK

{{ looks }}
"""
_DISAGREE = """
IF YOU DISAGREE

{{ disagree }}
"""
_FOOT = """
Yours sincerely,

{{ office }}
{{ council }}
"""

BUILT_IN = {
    LetterKind.REMOVAL_REQUEST: _HEAD
    + """A REQUEST ABOUT SOCIAL MEDIA

{% if told %}
{{ told }}

{% endif %}
{{ opening }}
"""
    + _POSTS
    + """
{% if instead %}
WHAT WE ASK IT TO SAY INSTEAD

{{ instead }}

{% endif %}
WHY WE ASK

{% for ground in grounds %}
-  {{ ground }}
{% endfor %}

{% for line in for_whom %}
{{ line }}

{% endfor %}
"""
    + _STANDING
    + "{{ standing }}\n"
    + _COPIES_AND_LOOKS
    + _HOW_TO_REPLY
    + _DISAGREE
    + _FOOT,
    LetterKind.REMINDER: _HEAD
    + """A REMINDER OF OUR REQUEST

{{ asked }}
"""
    + _POSTS
    + "\n{{ so_far }}\n"
    + _HOW_TO_REPLY
    + _STANDING
    + "{{ standing }}\n"
    + _COPIES_AND_LOOKS
    + _DISAGREE
    + _FOOT,
    LetterKind.THANKS: _HEAD
    + """YOUR ANSWER TO OUR REQUEST

{{ asked }}
"""
    + _POSTS
    + """
{{ answer }}

WHAT HAPPENS NEXT

{{ what_next }}
"""
    + _STANDING
    + """{{ nothing_more }} {{ standing }}

IF WE HAVE THIS WRONG

{{ disagree }}
"""
    + _FOOT,
    LetterKind.CLOSING: _HEAD
    + """THE END OF OUR REQUEST

{{ asked }}
"""
    + _POSTS
    + """
{{ how_ended }}

{{ nothing_more }}
"""
    + _STANDING
    + "{{ standing }}\n"
    + _DISAGREE
    + _FOOT,
}
