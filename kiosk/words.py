"""Every word the tablet shows, in every language at once, so that it can switch without asking."""

import re

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy, to_locale

from foyer.guests.enums import DeskDetail
from foyer.guests.services.arrivals import SENTENCES

READY: dict[str, Promise | str] = {
    "app_name": _("Foyer sign-in desk"),
    "no_script": _("This tablet needs JavaScript. Please open the page in a current browser."),
    "language_label": pgettext_lazy("kiosk", "Language"),
    "staff_label": pgettext_lazy("kiosk", "For our staff"),
    "connection_lost": _("No connection to the house. Signing in will work again once it is back."),
    "ready_title": pgettext_lazy("kiosk", "Welcome"),
    "ready_lead": _("Hold the code from your invitation in front of the camera."),
    "ready_lead_no_camera": _("Sign in with your name, or show your code to the scanner."),
    "ways_label": _("Other ways to sign in"),
    "find_me": _("Find my name"),
    "find_me_hint": _("No code to hand? Type your name instead."),
    "scanner_title": _("Hand-held scanner"),
    "scanner_hint": _("Present your code to the scanner beside this screen at any time."),
    "walk_in": _("I am not on the list"),
    "walk_in_hint": _("Leave us your details and come in."),
    "photo": _("Take a photo of the code"),
    "photo_reading": _("Reading the photo…"),
    "photo_nothing": _(
        "There is no readable code in this photo. Hold the camera closer and keep it steady."
    ),
    "no_event": _("No event is chosen for this desk. Please ask our staff."),
    "no_checkpoint": _("No sign-in point is chosen for this tablet. Please ask our staff."),
}

CAMERA: dict[str, Promise | str] = {
    "camera_label": _("Camera picture"),
    "camera_guide": _("Place the code inside the frame"),
    "camera_starting": _("The camera is starting…"),
    "camera_retry": _("Try the camera again"),
    "camera_denied_title": _("The camera is not allowed"),
    "camera_denied": _(
        "Allow the camera for this page in the settings of the browser, then try again. Until then, sign in with "
        "your name, the scanner, or a photo of the code."
    ),
    "camera_insecure_title": _("The camera needs a secure address"),
    "camera_insecure": _(
        "Browsers lend the camera only to addresses that begin with https. Our staff can open the secure address. "
        "Until then, sign in with your name, the scanner, or a photo of the code."
    ),
    "camera_none_title": _("No camera was found"),
    "camera_none": _(
        "This tablet has no camera that is free to use. Sign in with your name, the scanner, or a photo of the code."
    ),
}

PAIRING: dict[str, Promise | str] = {
    "pair_title": _("Pair this tablet"),
    "pair_lead": _(
        "Enter the pairing code shown for this desk in the administration, or scan its QR code."
    ),
    "pair_code": _("Pairing code"),
    "pair_submit": _("Pair this tablet now"),
    "pair_missing": _("Enter the pairing code first."),
    "pair_scan_hint": _("You may hold the pairing QR code in front of the camera."),
    "revoked": _("This tablet is no longer paired. Our staff can pair it again with a new code."),
    "left": _("This tablet has left the sign-in desk."),
}

SIGNING_IN: dict[str, Promise | str] = {
    "sending_title": pgettext_lazy("kiosk", "One moment"),
    "sending": _("We are looking you up."),
    "sending_again": _("The connection is slow. Trying again: attempt {attempt} of {attempts}."),
    "party_title": _("How many of you have come?"),
    "party_lead": _("Count yourself too. Your invitation is for up to {limit}."),
    "search_title": _("Find your name"),
    "search_label": _("Your name"),
    "search_help": _("Type at least two characters, or the initials of your name in pinyin."),
    "search_none": _("We cannot find this name. Try another spelling, or ask our staff."),
    "search_some": _("Choose the line that is you."),
    "search_more": _("Choose the line that is you. Not among them? Type more of your name."),
    "search_results": _("Names found"),
    "last4_title": _("Is it you?"),
    "last4_lead": _("Enter the last four digits of your mobile number."),
    "last4_label": _("Digits entered: {count} of 4"),
    "keypad_label": _("Number keys"),
    "keypad_clear": pgettext_lazy("kiosk keypad", "Clear"),
    "keypad_back": pgettext_lazy("kiosk keypad", "Delete the last digit"),
    "wait_seconds": _("Please wait {seconds} s and try again, or ask our staff."),
}

RESULT: dict[str, Promise | str] = {
    "welcome": pgettext_lazy("kiosk result", "Welcome"),
    "already": pgettext_lazy("kiosk result", "Already signed in"),
    "other_event": pgettext_lazy("kiosk result", "This code is for another event"),
    "cancelled": pgettext_lazy("kiosk result", "This invitation was cancelled"),
    "not_open": pgettext_lazy("kiosk result", "Sign-in is not open yet"),
    "unknown": pgettext_lazy("kiosk result", "We do not know this code"),
    "welcome_back": pgettext_lazy("kiosk result", "Welcome back"),
    "goodbye": pgettext_lazy("kiosk result", "Thank you for coming"),
    "gone": pgettext_lazy("kiosk result", "Already signed out"),
    "not_in": pgettext_lazy("kiosk result", "Not signed in yet"),
    "table": pgettext_lazy("kiosk result", "Table"),
    "seat": pgettext_lazy("kiosk result", "Seat"),
    "done": pgettext_lazy("kiosk result", "Done"),
    "tell_us": _("Something not right? Scan the code and tell us:"),
    "keep_open": _("Keep this open"),
    "closes_in": _("Closes in {seconds} s. Tap anywhere to close it now."),
    "trouble_title": _("Your arrival was not recorded"),
    "trouble": _(
        "The house could not be reached. Try again, or ask our staff. Trying again cannot sign you in twice."
    ),
    "trouble_again": pgettext_lazy("kiosk", "Try again"),
    "refused_title": _("That did not work"),
    "refused": _("Please try again, or ask our staff."),
    "back": pgettext_lazy("kiosk", "Back"),
    "to_start": _("Back to the start"),
    "idle_text": _("This page clears itself in {seconds} s."),
    "idle_more": _("I need more time"),
    "idle_given": _("You have more time."),
}

# The house's own answers, for when it cannot be asked.
ANSWERS: dict[str, Promise | str] = {f"{key}_text": _(said) for key, said in SENTENCES.items()}

ALONE: dict[str, Promise | str] = {
    "alone": _("Offline since {since}; answering from the guest list of {list}."),
    "alone_insecure": _(
        "No connection to the house. Without a secure address (https) this tablet cannot go on alone; our staff can "
        "open the secure address."
    ),
    "some_waiting": _("Sign-ins waiting to be handed in: {count}."),
    "answers_waiting": _("Answers waiting to be handed in: {count}."),
    "no_room": _(
        "This tablet has no room left to keep an arrival while the house cannot be reached. Please go to another "
        "desk, or ask our staff."
    ),
    "walk_in_alone": _(
        "Without the network nobody new can be put on the list. Please ask our staff, or wait until it is back."
    ),
    "search_alone": _(
        "Without the network names cannot be looked up. Please show the code of your invitation, or ask our staff."
    ),
}

WALK_IN: dict[str, Promise | str] = {
    "walk_in_title": _("A warm welcome"),
    "walk_in_lead": _("Tell us who you are, and you may come straight in."),
    "name": pgettext_lazy("kiosk walk-in", "Name"),
    "company": pgettext_lazy("kiosk walk-in", "Company"),
    "phone": pgettext_lazy("kiosk walk-in", "Mobile number"),
    "email": pgettext_lazy("kiosk walk-in", "E-mail (optional)"),
    "reply_language": _("Language we should use with you"),
    "consent": _("I have read this and I agree."),
    "consent_title": _("How we use what you tell us"),
    "walk_in_submit": _("Sign me in"),
    "walk_in_errors": _("Please look again at the fields marked below."),
    "name_missing": _("Please enter your name."),
    "phone_missing": _("Please enter your mobile number."),
    "consent_missing": _(
        "We need your agreement to keep these details. Without it, please ask our staff."
    ),
}

STAFF: dict[str, Promise | str] = {
    "pin_title": _("Staff PIN"),
    "pin_lead": _("Guests need nothing here. Staff enter the PIN of this desk."),
    "pin_label": _("Digits entered: {count}"),
    "pin_submit": pgettext_lazy("kiosk", "Open"),
    "staff_title": _("Settings of this tablet"),
    "staff_desk": pgettext_lazy("kiosk staff", "Desk"),
    "staff_checkpoint": _("Sign-in point of this tablet"),
    "staff_event": _("Event"),
    "staff_event_submit": _("Change to this event"),
    "staff_event_done": _("The event has been changed."),
    "staff_language": _("Usual language of this tablet"),
    "staff_camera": pgettext_lazy("kiosk staff", "Camera"),
    "staff_camera_user": _("Front camera"),
    "staff_camera_environment": _("Back camera"),
    "staff_sound": pgettext_lazy("kiosk staff", "Sounds"),
    "staff_sound_on": pgettext_lazy("kiosk staff sound", "On"),
    "staff_sound_off": pgettext_lazy("kiosk staff sound", "Off"),
    "staff_undo": _("A sign-in is undone in the administration, with a reason."),
    "staff_leave": _("Unpair this tablet"),
    "staff_leave_ask": _(
        "The tablet then needs a new pairing code. Guests cannot sign in here until it has one."
    ),
    "staff_leave_sure": _("Yes, unpair it"),
    "staff_close": _("Close the settings"),
    "staff_failed": _("The house did not answer. Please try again; nothing is done twice."),
}

LEAVING: dict[str, Promise | str] = {
    "exit_ready_title": pgettext_lazy("kiosk", "Goodbye"),
    "exit_ready_lead": _("Hold your code in front of the camera to sign out."),
    "exit_ready_lead_no_camera": _("Show your code to the scanner, or sign out with your name."),
    "muster_title": pgettext_lazy("kiosk", "Who is in"),
    "muster_sum": _("{count} people are in, as of {time}."),
    "muster_unsettled": _("Let in by a tablet without a network, not settled yet"),
    "muster_unknown": _("Unknown guest"),
    "muster_unheard": _("{desk}: last heard of at {time}."),
    "muster_unheard_ever": _("{desk}: never heard of."),
    "muster_people": pgettext_lazy("kiosk", "People"),
    "muster_since": pgettext_lazy("kiosk", "In since"),
    "muster_print": pgettext_lazy("kiosk", "Print"),
}

ATTENDED: dict[str, Promise | str] = {
    "attend_none": _("Staff at this tablet see the guest’s card once they have entered the PIN."),
    "attend_here": _("Staff are at this tablet."),
    "attend_begin": pgettext_lazy("kiosk", "Begin the shift"),
    "attend_end": pgettext_lazy("kiosk", "End the shift"),
    "guest_in": _("In since {time}; people: {count}."),
    "guest_not_in": _("Not signed in here."),
    "guest_sign_in": pgettext_lazy("kiosk", "Sign in"),
    "guest_companion": pgettext_lazy("kiosk", "One more has come"),
    "guest_sign_out": pgettext_lazy("kiosk", "Sign out"),
    "guest_companion_done": _("One more person has been counted in."),
    "guest_undo": pgettext_lazy("kiosk", "Undo the sign-in"),
    "guest_undone": _("The sign-in has been undone."),
    "undo_mistake": pgettext_lazy("kiosk", "Scanned by mistake"),
    "undo_wrong": pgettext_lazy("kiosk", "It was somebody else"),
    "guest_swap": pgettext_lazy("kiosk", "Another comes instead"),
    "guest_swap_name": _("Name of the guest who comes instead"),
    "guest_close": pgettext_lazy("kiosk", "Next guest"),
}
DETAILS: dict[str, Promise | str] = {
    f"detail_{detail.value}": detail.label for detail in DeskDetail
}
DETAILS["detail_flags"] = pgettext_lazy("kiosk", "Please note")

BADGES: dict[str, Promise | str] = {
    "badge_printing": _("The badge is being printed."),
    "badge_ask": _("Please ask our staff for your badge."),
    "guest_badge": pgettext_lazy("kiosk", "Print the badge"),
    "guest_badge_again": pgettext_lazy("kiosk", "Print the badge again"),
    "guest_badges": _("Badges printed so far: {count}."),
}

AFAR: dict[str, Promise | str] = {
    "locked_title": pgettext_lazy("kiosk", "This desk is closed"),
    "locked_text": pgettext_lazy("kiosk", "Please go to another desk, or ask our staff."),
    "locked_open": pgettext_lazy("kiosk", "Open this desk"),
    "message_title": pgettext_lazy("kiosk", "A message from the house"),
    "message_read": pgettext_lazy("kiosk", "I have read it"),
    "moved": pgettext_lazy("kiosk", "This desk is now open for {event}."),
}

STEPS: dict[str, Promise | str] = {
    "go_on": pgettext_lazy("kiosk", "Go on"),
    "goes_on_in": _("Goes on in {seconds} s. Tap anywhere to go on now."),
    "step_progress": _("Question {step} of {steps}"),
    "step_skip": pgettext_lazy("kiosk step", "Skip"),
    "step_leave": pgettext_lazy("kiosk step", "No more questions"),
    "step_next": pgettext_lazy("kiosk step", "Send"),
    "step_yes": pgettext_lazy("kiosk step", "Yes, I agree"),
    "step_no": pgettext_lazy("kiosk step", "No, please not"),
    "step_other": _("Something else"),
    "step_as_known": _("Nothing new"),
    "step_unchanged": _("Nothing has changed"),
    "step_phone": pgettext_lazy("kiosk walk-in", "Mobile number"),
    "step_email": pgettext_lazy("kiosk step", "E-mail"),
    "step_company": pgettext_lazy("kiosk walk-in", "Company"),
    "step_title": pgettext_lazy("kiosk step", "Title"),
    "step_phone_wrong": _("Please give a phone number we can reach you at."),
    "step_email_wrong": _("This is not an e-mail address."),
    "step_sign_here": _("Sign here with a finger."),
    "step_sign_first": _("Please sign first, or skip this."),
    "step_again": pgettext_lazy("a signature", "Start again"),
    "step_gift_gone": pgettext_lazy("kiosk step", "None left"),
    "end_title": pgettext_lazy("kiosk step", "Thank you"),
    "end_channels": _("Something not right? Tell us:"),
    "rest_programme": pgettext_lazy("kiosk", "Programme"),
    "rest_touch": _("Hold your code in front of the camera, or touch the screen."),
}

WORDS = (
    READY
    | CAMERA
    | PAIRING
    | SIGNING_IN
    | RESULT
    | ANSWERS
    | ALONE
    | WALK_IN
    | STAFF
    | LEAVING
    | ATTENDED
    | DETAILS
    | BADGES
    | AFAR
    | STEPS
)
_PLACE = re.compile(r"%\((\w+)\)s")


def catalogue() -> dict[str, dict[str, str]]:
    """Return every word by language and key, as the page carries it."""
    books: dict[str, dict[str, str]] = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            books[code] = {key: _PLACE.sub(r"{\1}", str(word)) for key, word in WORDS.items()}
    return books


def languages() -> list[dict[str, str]]:
    """Return the languages of the switch, each under its own name and with its tag for `lang`."""
    return [
        {
            "code": code,
            "tag": to_locale(code).replace("_", "-"),
            "name": translation.get_language_info(code)["name_local"],
        }
        for code, _name in settings.LANGUAGES
    ]
