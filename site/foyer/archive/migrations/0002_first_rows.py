"""Who files, asks, decides, holds, destroys, copies (docs/roles.md); the policy and the classes a house begins with."""

from django.db import migrations

from foyer.core.roles import (
    MANAGEMENT,
    MARKETING,
    ACCOUNT_MANAGERS,
    RECEPTION,
    SERVICE_DESK,
    VENUE_DESK,
    FINANCE,
    ARCHIVIST,
    ADMINISTRATORS,
    grant_roles,
)

GRANTS = {
    MANAGEMENT: {
        "archive.accessrequest": "count_accessrequest settle_accessrequest",
        "archive.archivepolicy": "change_archivepolicy",
        "archive.archiverecord": (
            "view_archiverecord add_archiverecord carry_out_destruction hold_archiverecord"
        ),
        "archive.destruction": "view_destruction",
        "archive.integritycheck": "view_integritycheck",
        "archive.recordclass": "view_recordclass change_recordclass",
        "archive.recordview": "view_recordview",
    },
    MARKETING: {
        "archive.archiverecord": "view_archiverecord add_archiverecord",
    },
    ACCOUNT_MANAGERS: {
        "archive.archiverecord": "view_archiverecord add_archiverecord",
    },
    RECEPTION: {
        "archive.archiverecord": "view_archiverecord",
    },
    SERVICE_DESK: {
        "archive.archiverecord": "view_archiverecord add_archiverecord",
    },
    VENUE_DESK: {
        "archive.archiverecord": "view_archiverecord add_archiverecord",
    },
    FINANCE: {
        "archive.archiverecord": "view_archiverecord add_archiverecord",
    },
    ARCHIVIST: {
        "archive.accessrequest": "count_accessrequest oversee_accessrequest",
        "archive.archiverecord": (
            "view_archiverecord add_archiverecord change_archiverecord check_archiverecord "
            "export_archiverecord hold_archiverecord open_every_archiverecord "
            "propose_destruction view_every_archiverecord"
        ),
        "archive.bag": "view_bag",
        "archive.destruction": "view_destruction",
        "archive.integritycheck": "view_integritycheck",
        "archive.recordclass": (
            "view_recordclass add_recordclass change_recordclass delete_recordclass"
        ),
        "archive.recordview": "view_recordview",
    },
    ADMINISTRATORS: {
        "archive.accessrequest": "count_accessrequest",
        "archive.archivepolicy": "change_archivepolicy",
        "archive.archiverecord": "view_archiverecord check_archiverecord",
        "archive.integritycheck": "view_integritycheck",
    },
}

# Code, about, names, months, counted from, after that, papers: (names, phase).
CLASSES = (
    (
        "event", "event", "活动档案", "活動檔案", "Events", 120, "ended", "review",
        (
            ("策划方案", "策劃方案", "Concept", "planning"),
            ("预算", "預算", "Budget", "planning"),
            ("邀请函与嘉宾名单", "邀請函與嘉賓名單", "Invitation and guest list", "preparation"),
            ("场地与座位图", "場地與座位圖", "Floor and seating plan", "preparation"),
            ("现场照片与录像", "現場照片與錄影", "Photographs and video", "running"),
            ("签到记录", "簽到記錄", "Sign-in record", "running"),
            ("效果评估报告", "成效評估報告", "Evaluation report", "evaluation"),
        ),
    ),
    (
        "client", "client", "客户档案", "客戶檔案", "Clients", 60, "ended", "review",
        (
            ("基本情况", "基本情況", "Basics", ""),
            ("需求记录", "需求記錄", "Needs", ""),
            ("往来函件", "往來函件", "Letters", ""),
        ),
    ),
    (
        "case", "case", "投诉处理档案", "投訴處理檔案", "Complaints", 36, "ended", "destroy",
        (
            ("投诉记录", "投訴記錄", "Record of the complaint", ""),
            ("处理报告", "處理報告", "Report on how it was settled", ""),
        ),
    ),
    (
        "contract", "contract", "合同档案", "合約檔案", "Contracts", 120, "ended", "review",
        (
            ("合同正本", "合約正本", "Signed contract", ""),
            ("结算单", "結算單", "Statement", ""),
        ),
    ),
    ("house", "house", "内部管理档案", "內部管理檔案", "House papers", 60, "year_end", "review", ()),
    ("lasting", "house", "永久档案", "永久檔案", "Lasting papers", None, "dated", "keep", ()),
)  # fmt: skip


def grant_rights(apps, schema_editor):
    grant_roles(apps, GRANTS)


def begin(apps, schema_editor):
    apps.get_model("archive", "ArchivePolicy").objects.get_or_create()
    record_class = apps.get_model("archive", "RecordClass")
    paper = apps.get_model("archive", "ExpectedPaper")
    for code, subject, name, hant, english, months, since, then, papers in CLASSES:
        kept, made = record_class.objects.get_or_create(
            code=code,
            defaults={
                "subject": subject,
                "name": name,
                "name_zh_hant": hant,
                "name_en": english,
                "keep_months": months,
                "counted_from": since,
                "afterwards": then,
                "title_template": "{subject} {file}" if subject != "house" else "{file}",
            },
        )
        for place, (one, one_hant, one_english, phase) in enumerate(papers if made else ()):
            paper.objects.create(
                record_class=kept,
                sort_order=place,
                name=one,
                name_zh_hant=one_hant,
                name_en=one_english,
                phase=phase,
            )


class Migration(migrations.Migration):
    replaces = [  # how a house begun before the first release has them
        ("archive", "0002_rights"),
        ("archive", "0003_indexes"),
    ]
    dependencies = [
        ("archive", "0001_tables"),
        ("core", "0002_first_rows"),
    ]
    operations = [
        migrations.RunPython(grant_rights, migrations.RunPython.noop),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
