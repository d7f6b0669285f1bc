"""What each setting is called, on the page and on the command line: the one list of them all."""

LABELS = {
    "council_name": "Name of the council",
    "committee_name": "Name of the committee",
    "reference_prefix": "References begin with",
    "accent_colour": "Colour of the header and the buttons",
    "contact_name": "Whom to contact",
    "contact_email": "E-mail address",
    "contact_phone": "Telephone",
    "police_contact": "The police",
    "data_protection_contact": "The data protection officer",
    "member_services_contact": "Member services",
    "helpline_contact": "A helpline for people under attack",
    "image_procedure": "What the council does about an indecent or intimate image",
    "looking_accounts": "The council’s own accounts by which officers may look whether a post is gone",
    "acknowledge_days": "Acknowledge a complaint within",
    "assess_days": "Assess a complaint within",
    "update_days": "Tell everybody how it stands every",
    "removal_days": "Ask for a reply to an urgent removal request within",
    "duplicate_days": "Look for duplicates within",
    "small_number": "Smallest number that is published",
    "self_approval": "One person may approve what they drafted themselves (a removal request, a redacted copy), with a "
    "reason and a later review",
}
