"""Every change of evidence, and every opening of its bytes. No other room opens the evidence store."""

from casework.evidence.decoder import MOST_PAGES
from casework.evidence.service.asking import (
    ask_for_approval,
    may_approve_own,
    others_who_approve,
    send_back,
    take_back,
)
from casework.evidence.service.checking import ask_check, carry_out_check, carry_out_checks, check_of
from casework.evidence.service.describing import (
    ASKED,
    DESCRIBED,
    Description,
    describe,
    describe_all,
)
from casework.evidence.service.destroying import (
    approve_destruction,
    propose_destruction,
    refuse_destruction,
)
from casework.evidence.service.examining import schedule, sought_names
from casework.evidence.service.fixity import confirm_fixity, note_differing, verify_some, verify_store
from casework.evidence.service.giving import download_released, open_released, show_released
from casework.evidence.service.leafing import open_page, open_part
from casework.evidence.service.messages import words_of_message
from casework.evidence.service.opening import open_original, open_picture, view_metadata, view_original
from casework.evidence.service.packing import (
    ask_pack,
    check_may_pack,
    make_asked_packs,
    make_pack,
    open_pack,
    signing_key,
)
from casework.evidence.service.progress import can_unpack
from casework.evidence.service.proposing import (
    answer_proposal,
    confirm_proposals,
    propose_only_post,
    show_only_post,
)
from casework.evidence.service.quarantine import message_of, release
from casework.evidence.service.receiving import PREVIEW, THUMBNAIL, Receipt
from casework.evidence.service.reconciling import reconcile, redraw
from casework.evidence.service.redacting import (
    TOO_LONG,
    Plan,
    begin_redaction,
    change_redaction,
    page_of,
    sizes_of,
    undo_boxes,
    withdraw_redaction,
)
from casework.evidence.service.releasing import Approval, approve_redaction, review_redaction
from casework.evidence.service.rescanning import scan_waiting
from casework.evidence.service.sealing import seal, unseal
from casework.evidence.service.stating import draft_statement
from casework.evidence.service.taking_apart import take_apart
from casework.evidence.service.unpacking import WORDS, go_on_unpacking, receive, tally_of
from casework.evidence.vault import check_store

__all__ = [
    "ASKED",
    "DESCRIBED",
    "MOST_PAGES",
    "PREVIEW",
    "THUMBNAIL",
    "TOO_LONG",
    "WORDS",
    "Approval",
    "Description",
    "Plan",
    "Receipt",
    "answer_proposal",
    "approve_destruction",
    "approve_redaction",
    "ask_check",
    "ask_for_approval",
    "ask_pack",
    "begin_redaction",
    "can_unpack",
    "carry_out_check",
    "carry_out_checks",
    "change_redaction",
    "check_may_pack",
    "check_of",
    "check_store",
    "confirm_fixity",
    "confirm_proposals",
    "describe",
    "describe_all",
    "download_released",
    "draft_statement",
    "go_on_unpacking",
    "make_asked_packs",
    "make_pack",
    "may_approve_own",
    "message_of",
    "note_differing",
    "open_original",
    "open_pack",
    "open_page",
    "open_part",
    "open_picture",
    "open_released",
    "others_who_approve",
    "page_of",
    "propose_destruction",
    "propose_only_post",
    "receive",
    "reconcile",
    "redraw",
    "refuse_destruction",
    "release",
    "review_redaction",
    "scan_waiting",
    "schedule",
    "seal",
    "send_back",
    "show_only_post",
    "show_released",
    "signing_key",
    "sizes_of",
    "sought_names",
    "take_apart",
    "take_back",
    "tally_of",
    "undo_boxes",
    "unseal",
    "verify_some",
    "verify_store",
    "view_metadata",
    "view_original",
    "withdraw_redaction",
    "words_of_message",
]
