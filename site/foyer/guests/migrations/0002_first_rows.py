"""Who sees, keeps, invites and signs in guests, keeps desks, gifts, rides and cards (docs/roles.md); the letters a
house begins with, in three languages (000-07), and the policy's one row."""

from django.db import migrations

from foyer.core.roles import (
    MANAGEMENT,
    MARKETING,
    ACCOUNT_MANAGERS,
    RECEPTION,
    VENUE_DESK,
    ADMINISTRATORS,
    grant_roles,
)
from foyer.guests.first_wordings import BY_EVENT_TYPE, GENERAL

GRANTS = {
    MANAGEMENT: {
        "guests.arrivalpolicy": "change_arrivalpolicy",
        "guests.carddesign": "view_carddesign",
        "guests.checkpoint": "view_checkpoint",
        "guests.desk": "view_desk",
        "guests.gift": "view_gift",
        "guests.guest": "view_guest export_guest view_sensitive_guest",
        "guests.invitationwording": "view_invitationwording",
        "guests.ride": "view_ride export_ride",
        "guests.signin": "view_signin export_signin",
    },
    MARKETING: {
        "guests.carddesign": (
            "view_carddesign add_carddesign change_carddesign delete_carddesign print_carddesign"
        ),
        "guests.checkpoint": "view_checkpoint add_checkpoint change_checkpoint delete_checkpoint",
        "guests.gift": "view_gift add_gift change_gift delete_gift",
        "guests.guest": "view_guest add_guest change_guest delete_guest import_guest invite_guest",
        "guests.invitationwording": (
            "view_invitationwording add_invitationwording change_invitationwording "
            "delete_invitationwording"
        ),
        "guests.ride": "view_ride",
        "guests.signin": "view_signin",
    },
    ACCOUNT_MANAGERS: {
        "guests.carddesign": "print_carddesign",
        "guests.checkpoint": "view_checkpoint",
        "guests.guest": (
            "view_guest add_guest change_guest delete_guest export_guest import_guest "
            "invite_guest view_sensitive_guest"
        ),
        "guests.ride": "view_ride add_ride change_ride export_ride",
        "guests.signin": "view_signin",
    },
    RECEPTION: {
        "guests.carddesign": "view_carddesign print_carddesign",
        "guests.checkpoint": "view_checkpoint add_checkpoint change_checkpoint delete_checkpoint",
        "guests.desk": "view_desk add_desk change_desk pair_desk",
        "guests.gift": "view_gift add_gift change_gift delete_gift",
        "guests.guest": "view_guest change_guest",
        "guests.ride": "view_ride add_ride change_ride export_ride",
        "guests.signin": "view_signin add_signin undo_signin",
        "guests.welcome": "hear_unmet",
    },
    VENUE_DESK: {
        "guests.desk": "view_desk",
        "guests.guest": "view_guest",
    },
    ADMINISTRATORS: {
        "guests.arrivalpolicy": "change_arrivalpolicy",
        "guests.carddesign": (
            "view_carddesign add_carddesign change_carddesign delete_carddesign print_carddesign"
        ),
        "guests.checkpoint": "view_checkpoint add_checkpoint change_checkpoint delete_checkpoint",
        "guests.desk": "view_desk add_desk change_desk pair_desk",
        "guests.gift": "view_gift add_gift change_gift delete_gift",
        "guests.guest": (
            "view_guest add_guest change_guest delete_guest export_guest import_guest "
            "invite_guest view_sensitive_guest"
        ),
        "guests.invitationwording": (
            "view_invitationwording add_invitationwording change_invitationwording "
            "delete_invitationwording"
        ),
        "guests.ride": "view_ride add_ride change_ride export_ride",
        "guests.signin": "view_signin add_signin export_signin undo_signin",
    },
}


def grant_rights(apps, schema_editor):
    grant_roles(apps, GRANTS)


def write_policy(apps, schema_editor):
    apps.get_model("guests", "ArrivalPolicy").objects.get_or_create(pk=1)


def write_wordings(apps, schema_editor):
    wordings = apps.get_model("guests", "InvitationWording").objects
    types = apps.get_model("events", "EventType").objects
    kinds = [(None, GENERAL)]
    kinds += [(types.filter(code=code).first(), letters) for code, letters in BY_EVENT_TYPE.items()]
    for number, (kind, letters) in enumerate(kinds):
        if number and kind is None:
            continue  # the house has no such kind of event: the general letter serves
        for language, (subject, body) in letters.items():
            wordings.get_or_create(
                event_type=kind, language=language, defaults={"subject": subject, "body": body}
            )


class Migration(migrations.Migration):
    replaces = [  # how a house begun before the first release has them
        ("guests", "0002_wordings"),
        ("guests", "0003_rights"),
        ("guests", "0004_desk_rights"),
        ("guests", "0005_lean_sign_ins"),
        ("guests", "0006_plain_help"),
        ("guests", "0007_scan_code"),
        ("guests", "0008_delivery_log"),
        ("guests", "0009_offline_desks"),
        ("guests", "0010_arrivals"),
        ("guests", "0011_arrival_rights"),
        ("guests", "0012_rides"),
        ("guests", "0013_ride_rights"),
        ("guests", "0014_fleet"),
        ("guests", "0015_leaving"),
        ("guests", "0016_attended"),
        ("guests", "0017_answers_at_tablet"),
        ("guests", "0018_gift_rights"),
        ("guests", "0019_cards"),
        ("guests", "0020_card_rights"),
        ("guests", "0021_latin_names_and_event_types"),
        ("guests", "0022_types_of_card_designs"),
        ("guests", "0023_several_event_types"),
        ("guests", "0024_printings_of_tables"),
        ("guests", "0025_answers_waiting"),
        ("guests", "0026_desk_names"),
    ]
    dependencies = [
        ("guests", "0001_tables"),
        ("core", "0002_first_rows"),
        ("events", "0002_first_rows"),
    ]
    operations = [
        migrations.RunPython(grant_rights, migrations.RunPython.noop),
        migrations.RunPython(write_policy, migrations.RunPython.noop),
        migrations.RunPython(write_wordings, migrations.RunPython.noop),
    ]
