"""Why a backup is not made, not trusted or not put in place."""

from django.utils.translation import gettext_lazy as _

from foyer.core.refusals import Refusal


class NoBackupKey(Refusal):
    """`FOYER_BACKUP_KEY` is missing or too short."""

    code = "no_backup_key"
    message = _(
        "FOYER_BACKUP_KEY is missing, or is not 32 random bytes. Make one with: python3 -c "
        '"import secrets; print(secrets.token_urlsafe(32))" and keep it apart from the backups.'
    )


class NotABackup(Refusal):
    """The file does not begin as a backup does."""

    code = "not_a_backup"
    message = _("This is not a backup of Foyer, or its beginning is damaged: %(why)s.")


class UnknownFormat(Refusal):
    """A later Foyer wrote this file."""

    code = "backup_format_unknown"
    message = _("This backup has format %(format)s; this Foyer reads up to format %(known)s.")


class OtherBackupKey(Refusal):
    """The file was sealed with a key that is not here."""

    code = "other_backup_key"
    message = _(
        "This backup was sealed with another key (%(key)s). Put that key into FOYER_BACKUP_KEY."
    )


class BackupTruncated(Refusal):
    """The file ends before the backup does."""

    code = "backup_truncated"
    message = _("The backup is truncated: it ends at byte %(at)s, in the middle.")


class BackupDamaged(Refusal):
    """The file is not what was written."""

    code = "backup_damaged"
    message = _("The backup is damaged between bytes %(start)s and %(end)s.")


class BackupInconsistent(Refusal):
    """What lies in the file is not what its manifest tells."""

    code = "backup_inconsistent"
    message = _("The backup contradicts itself: %(why)s.")


class PathReserved(Refusal):
    """A path in the manifest leads out of the house's folders."""

    code = "backup_path_reserved"
    message = _("The backup names a file that has no place in the house: %(path)s")


class FileExists(Refusal):
    """A backup never overwrites anything."""

    code = "backup_file_exists"
    message = _("%(path)s exists already. Choose another name.")


class NoRoom(Refusal):
    """The disk is too full."""

    code = "backup_no_room"
    message = _("There is too little room on the disk of %(path)s: %(needed)s MB are needed.")


class ToolMissing(Refusal):
    """PostgreSQL's programs are not installed."""

    code = "backup_tool_missing"
    message = _(
        "%(tool)s is missing. Install PostgreSQL's client programs (Debian: apt-get install "
        "postgresql-client)."
    )


class ToolTooOld(Refusal):
    """PostgreSQL's programs are older than the server."""

    code = "backup_tool_too_old"
    message = _(
        "%(tool)s is of version %(has)s, the server of version %(needs)s: install its client "
        "programs of version %(needs)s or later."
    )


class ToolFailed(Refusal):
    """One of PostgreSQL's programs gave up."""

    code = "backup_tool_failed"
    message = _("%(tool)s failed: %(words)s")


class OtherDatabaseKind(Refusal):
    """A backup of SQLite is put into SQLite, one of PostgreSQL into PostgreSQL."""

    code = "backup_of_other_database"
    message = _("The backup holds a database of %(has)s; this house runs on %(needs)s.")


class CodeTooOld(Refusal):
    """The backup was made by a later Foyer."""

    code = "backup_of_later_code"
    message = _(
        "The backup was made by a later Foyer: this one does not know %(migrations)s. "
        "Install at least Foyer %(version)s first."
    )


class OtherFieldKeys(Refusal):
    """What is sealed in the backup could not be read here."""

    code = "backup_of_other_field_keys"
    message = _(
        "This house does not hold the keys that seal personal data in the backup (%(keys)s): "
        "set FOYER_FIELD_KEYS as it was then, or say --without-field-keys to restore all the same."
    )


class HouseRuns(Refusal):
    """A house that serves is not replaced."""

    code = "house_runs"
    message = _(
        "The house is running: %(why)s. Stop it first, or say --even-though-running if that is wrong."
    )


class RestoreRuns(Refusal):
    """Two restores would undo each other."""

    code = "restore_runs"
    message = _("Another restore is running on this house.")


class MayNotMakeDatabase(Refusal):
    """The account of the house may not make the new database beside the old one."""

    code = "restore_needs_createdb"
    message = _(
        "The account %(user)s may not make databases, or does not own this one. Let it (ALTER ROLE "
        "… CREATEDB; ALTER DATABASE … OWNER TO …), or restore into an empty database."
    )


class IsMountPoint(Refusal):
    """A folder that is a disk of its own cannot be replaced by renaming."""

    code = "restore_over_mount_point"
    message = _("%(path)s is a disk of its own and cannot be replaced: mount the folder above it.")
