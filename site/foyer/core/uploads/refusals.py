"""Why a file is not taken: each reason one sentence that says what to do."""

from django.utils.translation import gettext_lazy as _

from foyer.core.refusals import Refusal


class BadUpload(Refusal):
    """The file is not taken."""

    code = "bad_upload"
    message = _("This file cannot be taken. Save it again as PDF and try once more.")


class NothingInIt(BadUpload):
    """There is nothing in it."""

    code = "upload_empty"
    message = _("This file is empty. Choose another one.")


class UploadTooLarge(BadUpload):
    """More bytes than are taken."""

    code = "upload_too_large"
    message = _(
        "This file is larger than %(megabytes)s MB. Make it smaller, or hand it in in parts."
    )


class KindNotTaken(BadUpload):
    """An extension that is not on the list."""

    code = "upload_kind"
    message = _("Files of this kind are not taken. These are: %(kinds)s.")


class ContentDiffers(BadUpload):
    """What is in the file is not what its name says, or something else is in it as well."""

    code = "upload_differs"
    message = _(
        "This file is called .%(extension)s, but something else is in it. Open it in the program it was "
        "made with, save it again as .%(extension)s and try once more."
    )


class PictureTooLarge(BadUpload):
    """More pixels than are drawn."""

    code = "upload_pixels"
    message = _(
        "This picture has more than %(millions)s million pixels. Make it smaller and try again."
    )


class DamagedUpload(BadUpload):
    """Cut off, or broken."""

    code = "upload_damaged"
    message = _("This file is damaged or incomplete. Save or copy it again and try once more.")


class DocumentUnpacksTooLarge(BadUpload):
    """A small document that unpacks to a huge one."""

    code = "upload_unpacks"
    message = _(
        "This document unpacks to more than %(megabytes)s MB. Make its pictures smaller, or save it as PDF."
    )


class HoldsProgram(BadUpload):
    """A document with macros or controls."""

    code = "upload_program"
    message = _("This document holds a program (macros). Save it without macros, or as PDF.")


class LockedDocument(BadUpload):
    """A document with a password."""

    code = "upload_locked"
    message = _("This document is locked with a password. Save it without one and try again.")


class HeicPicture(BadUpload):
    """A picture of a kind that is not drawn here."""

    code = "upload_heic"
    message = _(
        "HEIC pictures cannot be opened here. Send the picture as JPEG; on an iPhone: Settings, Camera, "
        "Formats, Most Compatible."
    )
