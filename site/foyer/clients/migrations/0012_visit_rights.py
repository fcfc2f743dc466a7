"""Who may write visits down, see what is due, and decide about it (docs/roles.md)."""

from django.db import migrations

from foyer.core.roles import ACCOUNT_MANAGERS, ADMINISTRATORS, MANAGEMENT, grant

VISIT, DUE, FESTIVAL = "clients.visit.", "clients.duedecision.", "clients.festivalday."
OWN_VISITS = tuple(f"{VISIT}{act}_visit" for act in ("view", "add", "change", "export"))
OWN_DUE = (f"{DUE}view_due", f"{DUE}decide_due")
ACTS = ("view", "add", "change", "delete")
KEEP_FESTIVALS = tuple(f"{FESTIVAL}{act}_festivalday" for act in ACTS)
SEE_ALL = (f"{VISIT}view_all_visit", f"{DUE}view_all_due")
POLICY = "clients.carepolicy.change_carepolicy"


def grant_rights(apps, schema_editor):
    grant(apps, ACCOUNT_MANAGERS, *OWN_VISITS, *OWN_DUE, f"{FESTIVAL}view_festivalday")
    grant(apps, MANAGEMENT, *OWN_VISITS, *OWN_DUE, *SEE_ALL, *KEEP_FESTIVALS, POLICY)
    change_all = f"{VISIT}change_all_visit"
    grant(apps, ADMINISTRATORS, *OWN_VISITS, *OWN_DUE, *SEE_ALL, *KEEP_FESTIVALS, POLICY, change_all)


class Migration(migrations.Migration):
    dependencies = [("clients", "0011_festivals"), ("core", "0002_roles")]
    operations = [migrations.RunPython(grant_rights, migrations.RunPython.noop)]
