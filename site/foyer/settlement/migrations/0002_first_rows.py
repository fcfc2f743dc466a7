"""Who draws statements up, takes payments, grants reductions, closes months (docs/roles.md); the policy's one row."""

from django.db import migrations

from foyer.core.roles import (
    MANAGEMENT,
    ACCOUNT_MANAGERS,
    SERVICE_DESK,
    VENUE_DESK,
    FINANCE,
    ADMINISTRATORS,
    grant_roles,
)

GRANTS = {
    MANAGEMENT: {
        "settlement.closedmonth": "view_closedmonth",
        "settlement.paper": "view_paper add_paper close_month export_statement reduce_statement",
        "settlement.payment": "view_payment add_payment",
        "settlement.settlementpolicy": "change_settlementpolicy",
        "settlement.taxinvoice": (
            "view_taxinvoice add_taxinvoice change_taxinvoice view_sensitive_taxinvoice"
        ),
    },
    ACCOUNT_MANAGERS: {
        "settlement.paper": "view_paper",
        "settlement.payment": "view_payment",
        "settlement.taxinvoice": "view_taxinvoice add_taxinvoice",
    },
    SERVICE_DESK: {
        "settlement.paper": "view_paper",
        "settlement.payment": "view_payment",
        "settlement.taxinvoice": "view_taxinvoice",
    },
    VENUE_DESK: {
        "settlement.paper": "view_paper",
        "settlement.payment": "view_payment",
        "settlement.taxinvoice": "view_taxinvoice add_taxinvoice",
    },
    FINANCE: {
        "settlement.closedmonth": "view_closedmonth",
        "settlement.paper": "view_paper add_paper close_month export_statement",
        "settlement.payment": "view_payment add_payment",
        "settlement.taxinvoice": (
            "view_taxinvoice add_taxinvoice change_taxinvoice view_sensitive_taxinvoice"
        ),
    },
    ADMINISTRATORS: {
        "settlement.closedmonth": "view_closedmonth",
        "settlement.paper": "view_paper add_paper close_month export_statement reduce_statement",
        "settlement.payment": "view_payment add_payment",
        "settlement.settlementpolicy": "change_settlementpolicy",
        "settlement.taxinvoice": (
            "view_taxinvoice add_taxinvoice change_taxinvoice view_sensitive_taxinvoice"
        ),
    },
}


def grant_rights(apps, schema_editor):
    grant_roles(apps, GRANTS)


def write_policy(apps, schema_editor):
    apps.get_model("settlement", "SettlementPolicy").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    replaces = [  # how a house begun before the first release has them
        ("settlement", "0002_rights"),
    ]
    dependencies = [
        ("settlement", "0001_tables"),
        ("core", "0002_first_rows"),
    ]
    operations = [
        migrations.RunPython(grant_rights, migrations.RunPython.noop),
        migrations.RunPython(write_policy, migrations.RunPython.noop),
    ]
