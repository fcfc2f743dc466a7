"""Why a file cannot be read as a table: each reason one sentence that says what to do."""

from django.utils.translation import gettext_lazy as _

from foyer.core.refusals import Refusal


class BadFile(Refusal):
    """The file cannot be read as a table."""

    code = "bad_file"
    message = _("This file cannot be read. Save it again as .xlsx or .csv and try once more.")


class EmptyFile(BadFile):
    """There is nothing in it."""

    code = "empty_file"
    message = _("This file is empty. Choose the file that holds the list.")


class FileTooLarge(BadFile):
    """More bytes than are taken."""

    code = "file_too_large"
    message = _(
        "This file is larger than %(megabytes)s MB. Remove pictures and unused sheets, or split the list."
    )


class UnpacksTooLarge(BadFile):
    """A small workbook that unpacks to a huge one."""

    code = "unpacks_too_large"
    message = _(
        "This workbook unpacks to more than %(megabytes)s MB. Copy only the list into a new "
        "workbook and try again."
    )


class OldExcel(BadFile):
    """The binary format of before 2007."""

    code = "old_excel"
    message = _(
        "This is an old Excel file (.xls). Open it in Excel or WPS, choose “Save as”, and save it "
        "as .xlsx or .csv."
    )


class LockedWorkbook(BadFile):
    """A workbook with a password."""

    code = "locked_workbook"
    message = _(
        "This workbook is locked with a password. Open it, remove the password, save it and try again."
    )


class OtherKind(BadFile):
    """Something that is no table at all."""

    code = "other_kind"
    message = _(
        "This is not a table but %(kind)s. Only .xlsx, .csv and .vcf files can be imported."
    )


class BrokenWorkbook(BadFile):
    """A workbook that is cut off or damaged."""

    code = "broken_workbook"
    message = _(
        "This workbook is damaged or incomplete. Open it in Excel or WPS, save it again as .xlsx "
        "and try once more."
    )


class TooMuchToRead(BadFile):
    """A workbook for which memory or time ran out: one cell in the last row and column is enough."""

    code = "too_much_to_read"
    message = _(
        "This workbook claims a huge area and cannot be read. Copy only the list into a new workbook "
        "and try again."
    )


class BrokenCsv(BadFile):
    """Text that does not come apart into rows."""

    code = "broken_csv"
    message = _(
        "Row %(row)s of this file cannot be split into cells. Look for a quotation mark that is "
        "opened and not closed."
    )


class CardUnfinished(BadFile):
    """A vCard that begins and does not end."""

    code = "card_unfinished"
    message = _(
        "Card %(card)s of this file has no end (END:VCARD). Export the cards again from where they came."
    )


class NoCardLine(BadFile):
    """A line among vCards that is none of theirs."""

    code = "no_card_line"
    message = _(
        "Line %(line)s, in card %(card)s of this file, is no line of a vCard. Export the cards again "
        "from where they came."
    )


class TooManyRows(BadFile):
    """More rows than are taken at once."""

    code = "too_many_rows"
    message = _("This list has more than %(rows)s rows. Split it and import the parts.")


class TooManyColumns(BadFile):
    """More columns than a list can have."""

    code = "too_many_columns"
    message = _(
        "Row %(row)s has more than %(columns)s columns. Copy only the list into a new file."
    )


class CellTooLong(BadFile):
    """A cell no list would have."""

    code = "cell_too_long"
    message = _(
        "Row %(row)s, column %(column)s holds more than %(characters)s characters. Shorten the "
        "cell and try again."
    )


class UnknownEncoding(BadFile):
    """A choice that is not on offer."""

    code = "unknown_encoding"
    message = _("Choose one of the encodings and separators offered.")


class UnknownSheet(BadFile):
    """A sheet the workbook has not."""

    code = "unknown_sheet"
    message = _("This workbook has no such sheet. Choose one of those offered.")
