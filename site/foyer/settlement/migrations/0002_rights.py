"""Who draws statements up, takes payments, grants reductions, closes months (docs/roles.md)."""

from django.db import migrations

from foyer.core.roles import (
    ACCOUNT_MANAGERS,
    ADMINISTRATORS,
    FINANCE,
    MANAGEMENT,
    SERVICE_DESK,
    VENUE_DESK,
    grant,
)

READ = (
    "settlement.paper.view_paper",
    "settlement.payment.view_payment",
    "settlement.taxinvoice.view_taxinvoice",
)
ASK = ("settlement.taxinvoice.add_taxinvoice",)
KEEP = (
    *READ,
    *ASK,
    "settlement.paper.add_paper",
    "settlement.payment.add_payment",
    "settlement.taxinvoice.change_taxinvoice",
    "settlement.taxinvoice.view_sensitive_taxinvoice",
    "settlement.paper.export_statement",
    "settlement.paper.close_month",
    "settlement.closedmonth.view_closedmonth",
)
REDUCE = "settlement.paper.reduce_statement"
POLICY = "settlement.settlementpolicy.change_settlementpolicy"


def grant_rights(apps, schema_editor):
    grant(apps, SERVICE_DESK, *READ)
    grant(apps, ACCOUNT_MANAGERS, *READ, *ASK)
    grant(apps, VENUE_DESK, *READ, *ASK)
    grant(apps, FINANCE, *KEEP)
    grant(apps, MANAGEMENT, *KEEP, REDUCE, POLICY)
    grant(apps, ADMINISTRATORS, *KEEP, REDUCE, POLICY)


def keep_policy(apps, schema_editor):
    apps.get_model("settlement", "SettlementPolicy").objects.get_or_create()


class Migration(migrations.Migration):
    dependencies = [("settlement", "0001_initial"), ("core", "0002_roles")]
    operations = [
        migrations.RunPython(grant_rights, migrations.RunPython.noop),
        migrations.RunPython(keep_policy, migrations.RunPython.noop),
    ]
