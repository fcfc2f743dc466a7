"""Who keeps what belongs to a client (docs/roles.md), and by what new clients are looked over at first."""

from django.db import migrations

from foyer.core.roles import (
    ACCOUNT_MANAGERS,
    ADMINISTRATORS,
    FINANCE,
    MANAGEMENT,
    MARKETING,
    SERVICE_DESK,
    grant,
)


def rights(model, *acts):
    return [f"clients.{model}.{act}_{model}" for act in acts]


LOOK, KEEP = ("view",), ("view", "add", "change")
WHOLE = (*KEEP, "delete")
SCREEN = "clients.client.screen_client"
REWARD = "clients.referral.reward_referral"
EXPORT_DEALS = "clients.deal.export_deal"
USE = "clients.voucher.use_voucher"
ISSUE = rights("voucher", "view", "add")

GRANTS = {
    MANAGEMENT: [
        SCREEN,
        *rights("deal", *LOOK),
        EXPORT_DEALS,
        *rights("clientfeedback", *LOOK),
        *rights("incentive", *KEEP),
        *rights("referral", *KEEP),
        REWARD,
        *rights("screeningcriterion", *WHOLE),
        *rights("voucherchannel", *KEEP),
        *ISSUE,
        USE,
    ],
    MARKETING: [
        *rights("clientfeedback", *LOOK),
        *rights("voucherchannel", *LOOK),
        *rights("voucher", *LOOK),
    ],
    ACCOUNT_MANAGERS: [
        SCREEN,
        *rights("deal", *WHOLE),
        *rights("clientfeedback", *KEEP),
        *rights("incentive", *LOOK),
        *rights("referral", *KEEP),
        *rights("voucherchannel", *LOOK),
        *rights("voucher", *LOOK),
        USE,
    ],
    SERVICE_DESK: [
        *rights("clientfeedback", *KEEP),
        *rights("voucher", *LOOK),
        USE,
    ],
    FINANCE: [
        *rights("deal", "view", "change"),
        EXPORT_DEALS,
        *rights("incentive", *LOOK),
        *rights("referral", *LOOK),
    ],
    ADMINISTRATORS: [
        SCREEN,
        *rights("deal", *WHOLE),
        EXPORT_DEALS,
        *rights("clientfeedback", *WHOLE),
        *rights("incentive", *WHOLE),
        *rights("referral", *WHOLE),
        REWARD,
        *rights("screeningcriterion", *WHOLE),
        *rights("voucherchannel", *WHOLE),
        *ISSUE,
        USE,
        *rights("customfield", *KEEP),
    ],
}

CRITERIA = (
    ("公司规模", "公司規模", "Company size", "五百人以上五分，二十人以下零分", 2),
    ("行业排名", "產業排名", "Rank in the industry", "全国前列五分，不知名零分", 3),
    ("消费能力", "消費能力", "Spending power", "年预算百万以上五分，无预算零分", 3),
)


def grant_rights(apps, schema_editor):
    for role, granted in GRANTS.items():
        grant(apps, role, *granted)


def write_criteria(apps, schema_editor):
    criteria = apps.get_model("clients", "ScreeningCriterion").objects
    for position, (name, hant, english, guide, weight) in enumerate(CRITERIA):
        criteria.get_or_create(
            name=name,
            defaults={
                "name_zh_hant": hant,
                "name_en": english,
                "guide": guide,
                "weight": weight,
                "position": position,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("clients", "0006_file_records"), ("core", "0002_roles")]
    operations = [
        migrations.RunPython(grant_rights, migrations.RunPython.noop),
        migrations.RunPython(write_criteria, migrations.RunPython.noop),
    ]
