"""The words of the script, in the language that is spoken now."""

from __future__ import annotations

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    """Name to words; `{}` stands for a number or a name that the script knows."""
    return {
        "begin": _("Begin"),
        "go_on": _("Go on with what you began"),
        "begun": _("Begun {}, {} answered"),
        "drop": _("Drop it"),
        "drop_sure": _("Drop what you began? It cannot be brought back."),
        "another": _("Fill in another one"),
        "language": _("Language"),
        "back": _("Back"),
        "next": _("Next"),
        "close": _("Close, and go on later"),
        "saved": _("Saved on this phone"),
        "not_saved": _("It cannot be saved on this phone. Finish it without closing the page."),
        "progress": _("Question {} of {}"),
        "required": _("This must be answered."),
        "invalid": _("This answer is not possible here."),
        "whole": _("Type a whole number."),
        "number": _("Type a number."),
        "from_to": _("Type a number from {} to {}."),
        "needs_answer": _("Must be answered"),
        "place_ask": _("Use where I am now"),
        "place_wait": _("Looking for where you are…"),
        "place_fail": _("Your place could not be found. Go outside, or type it."),
        "latitude": _("Latitude"),
        "longitude": _("Longitude"),
        "accuracy": _("within {} metres"),
        "trace_add": _("Add where I am now"),
        "trace_points": _("Points: {}"),
        "trace_undo": _("Take the last point away"),
        "photo": _("Take or choose a photograph"),
        "file": _("Choose a file"),
        "sound": _("Record or choose a sound"),
        "video": _("Record or choose a video"),
        "photo_told": _("Without the place and the phone that are written into it."),
        "photo_fail": _("This picture cannot be read here. Take it as JPEG, and choose it again."),
        "sign_here": _("Sign in the box with a finger."),
        "draw_here": _("Draw in the box with a finger."),
        "annotate_here": _("Choose a photograph, then draw on it with a finger."),
        "sign_typed": _("Or type your name"),
        "draw_file": _("Or choose a picture"),
        "stroke_undo": _("Take the last stroke back"),
        "canvas_clear": _("Empty the box"),
        "canvas_empty": _("A box to draw in; nothing is in it yet"),
        "canvas_drawn": _("A box to draw in; something is drawn"),
        "take_away": _("Take it away"),
        "chosen": _("Chosen: {}"),
        "too_large": _("This file is larger than {} MB and cannot be sent."),
        "rank": _("Put them in order, the first on top."),
        "order_right": _("This order is right"),
        "up": _("Up"),
        "down": _("Down"),
        "find": _("Look for an answer"),
        "found": _("{} of {}"),
        "agree": _("I have read this"),
        "add_one": _("Add one"),
        "no_more": _("That is all"),
        "take_one": _("Take this one away"),
        "how_many": _("So far: {}"),
        "unsupported": _("This page cannot ask this question. Skip it, or use ODK Collect."),
        "ready": _("Ready to be sent"),
        "look_over": _("Look it over, then send it. Without a network it waits on this phone."),
        "send": _("Send"),
        "missing": _("Something is still missing"),
        "go_there": _("Go there"),
        "change": _("Change"),
        "clear": _("Take this answer back"),
        "no_answer": _("not answered"),
        "thanks": _("Thank you. It is on its way."),
        "thanks_done": _("Thank you. We have it"),
        "thanks_offline": _(
            "Thank you. It is kept on this phone, and sent when there is a network."
        ),
        "thanks_open": _(
            "Thank you. It cannot be kept on this phone: leave this page open until it is sent."
        ),
        "sent_from": _("What was filled in on this phone"),
        "receipt": _("Receipt"),
        "on_phone": _("On this phone"),
        "received": _("Received"),
        "checked": _("Checked"),
        "counted": _("Counted"),
        "quarantined": _("Kept, and set aside until somebody has looked"),
        "asked_back": _("Somebody has a question about it"),
        "set_aside": _("Somebody looked, and it does not count"),
        "files_left": _("Files still to be sent: {}"),
        "sending": _("Sending…"),
        "waiting": _("Waiting for a network"),
        "later": _("Too much is coming in there just now. It is tried again by itself after {}."),
        "moment": _("One moment…"),
        "not_loaded": _(
            "The questions could not be loaded. Try again where the network is better."
        ),
        "refused": _("It was not taken. It stays on this phone; tell whoever gave you the link."),
        "send_now": _("Try now"),
        "forget": _("Forget it on this phone"),
        "offline_ready": _("This page also works without a network."),
        "may_vanish": _(
            "This browser may throw away what waits on this phone: when it is full, and when a"
            " private window is closed."
        ),
        "send_soon": _("Send it soon."),
        "keeps_nothing": _(
            "Nothing is kept on this phone. What you answer is lost when this page is closed:"
            " finish it and send it at once."
        ),
        "locks": _("What you answer is locked on this phone with a PIN that you choose."),
        "pin_new": _("Choose a PIN"),
        "pin_why": _("It locks what you answer until it is sent. Nobody can bring it back."),
        "pin_new_label": _("Six letters or numbers, or more"),
        "pin_again": _("The same once more"),
        "pin_short": _("Choose six letters or numbers at least."),
        "pin_differs": _("These two are not the same."),
        "pin_set": _("Lock it with this PIN"),
        "keep_none": _("Keep nothing on this phone"),
        "locked": _("What is on this phone is locked"),
        "pin": _("Your PIN"),
        "pin_wrong": _("This is not the PIN."),
        "unlock": _("Unlock"),
        "leave_now": _("Wipe it and leave now"),
        "nothing_left": _(
            "Nothing of it is left on this phone. Write the receipt down if you will ask about it."
        ),
        "file_heading": _("A copy in a file"),
        "file_save": _("Save a copy in a file"),
        "file_plain": _(
            "One can go on from it on another phone. Whoever has the file can read it."
        ),
        "file_sealed": _("One can go on from it on another phone. Your PIN opens it."),
        "file_bring": _("Bring a saved file back"),
        "file_pin": _("This file is locked with a PIN"),
        "file_damaged": _(
            "This file is damaged, or was not saved by this page. Nothing was changed."
        ),
        "file_other": _(
            "This file belongs to another link. Open that link, and bring it back there."
        ),
        "file_back": _("What the file held is on this phone now."),
        "file_nothing": _("All that the file holds is on this phone already."),
        "closed": _("This questionnaire is closed. What is on this phone is still sent and kept."),
        "encrypted": _("Its answers are encrypted on the phone. Use ODK Collect."),
        "used": _("This link was good for one submission, and has been used."),
        "revoked": _(
            "Whoever made this link has taken it back. What is on this phone is still sent and kept."
        ),
        "open_elsewhere": _(
            "This is open in another window. Go on with it there, or close it there first."
        ),
        "cannot": _("This questionnaire cannot be shown one question at a time:"),
        "one_page": _("Show it all on one page"),
        "used_here": _("You have sent this questionnaire. Its link is good for one submission."),
    }
