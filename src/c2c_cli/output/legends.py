"""What statuses, states and kinds mean: the legends in the help of the commands that use them.

Each legend is a heading -> the words in the order of the program, with their meanings.
"""

CENTRE_STATUSES = {
    "Statuses": {
        "proposed": "the centre was proposed to UNESCO",
        "preparing": "it was approved, or its agreement was signed or entered into force",
        "operating": "it opened, or its agreement was renewed",
        "closed": "it closed",
        "unknown": "none of these events is certain as of the given day",
    }
}

MEETING_STATUSES = {
    "Statuses": {
        "tentative": "the date is not confirmed",
        "planned": "the date is confirmed",
        "held": "the meeting took place",
        "cancelled": "the meeting was called off",
    }
}

RULE_STATES = {
    "States": {
        "met": "all required meetings were held",
        "planned": "all are recorded, and at least one is only planned or tentative",
        "waived": "at least one is not recorded, and the rule is waived in this year",
        "unclear": "at least one is not recorded, but an unclear meeting may count",
        "due": "none of these applies, and the given day is before 31 December of the year",
        "missing": "none of these applies, and the year ends by the given day",
    }
}

OBLIGATION_STATES = {
    "States": {
        "met": "an event or a held meeting that fulfils it is recorded",
        "planned": "a meeting that will fulfil it is tentative or planned",
        "waived": "none is recorded, and a waiver excuses the period",
        "unclear": "an event or a held meeting may fulfil it: its date is in several periods, or "
        "may be later than the given day",
        "due": "none of these is recorded, and the deadline is after the given day",
        "missing": "none of these is recorded, and the deadline is on or before the given day",
    }
}

AGREEMENT_STATES = {
    "States": {
        "valid": "not reviewed yet, and the review date is after the given day",
        "review due": "neither reviewed nor expired, and the review date is on or before the "
        "given day",
        "reviewed": "the centre was evaluated for the review; not expired",
        "expired": "the last possible day of the agreement has passed",
        "outdated": "its end is unknown; it began longer ago than the longest term",
        "end unknown": "its end is unknown; it may still be in force",
        "none": "no agreement is recorded, or the centre is closed",
    }
}

EVENT_KINDS = {
    "Kinds": {
        "proposed": "the centre was proposed to UNESCO",
        "approved": "the General Conference approved the centre",
        "signed": "UNESCO and the government signed the agreement",
        "in-force": "the agreement entered into force",
        "opened": "the centre opened",
        "renewed": "the agreement was renewed",
        "closed": "the centre closed",
        "evaluated": "UNESCO's review of the centre",
        "decided": "a decision of the Executive Board or another organ on the establishment, the "
        "renewal or the end of the centre",
        "annual-report": "a report of the centre on a year",
        "work-plan": "a work plan of the centre for a year",
    }
}
