from django.db import migrations

# PostgreSQL made a second index for LIKE beside each blind index; hashes are compared whole. A new house has none.
INDEXES = (
    "cases_case_email_index_355a7952_like",
    "cases_case_phone_index_e5e59e8d_like",
    "cases_case_phone_last_four_index_67d4b5ca_like",
    "clients_contact_birthday_index_7f825a98_like",
    "clients_contact_email_index_a1e434bf_like",
    "clients_contact_lunar_birthday_index_2dd8a923_like",
    "clients_contact_phone_index_5eade0b5_like",
    "clients_contact_phone_last_four_index_02fc4e67_like",
    "clients_contact_wechat_index_7d103906_like",
    "clients_contactpoint_email_index_7307424e_like",
    "clients_contactpoint_phone_index_c357e5e8_like",
    "clients_contactpoint_phone_last_four_index_59ff74c3_like",
    "forms_content_draft_email_index_082405d7_like",
    "forms_content_draft_phone_index_e22d0f3c_like",
    "forms_content_draft_phone_last_four_index_9a72377c_like",
    "forms_content_recipient_email_index_70e3ff7b_like",
    "forms_content_submission_email_index_d03e7ca4_like",
    "forms_content_submission_phone_index_fab0a8ef_like",
    "forms_content_submission_phone_last_four_index_b495436d_like",
    "guests_guest_email_index_74e635f9_like",
    "guests_guest_phone_index_22771fbc_like",
    "guests_guest_phone_last_four_index_06de0679_like",
)


class Migration(migrations.Migration):
    dependencies = [("privacy", "0003_rights")]
    operations = [
        migrations.RunSQL([f"DROP INDEX IF EXISTS {name}" for name in INDEXES], migrations.RunSQL.noop)
    ]
