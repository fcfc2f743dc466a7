"""Every address of the admin, with a real record put into each."""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.core.files.base import ContentFile
from django.db.models import Model
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, Locale, Page, Site, Task, Workflow

from forms_content.models import SubmittedFile
from foyer.archive.models import Bag, IntegrityCheck
from foyer.archive.services.access import ask
from foyer.archive.services.destroying import carry_out, propose
from foyer.bookings.models import LetterText
from foyer.bookings.services.feeds import make_feed
from foyer.cases.models import QueueView, ReplyText
from foyer.cases.services.evidence import add_evidence
from foyer.clients.care_enums import DueKind
from foyer.clients.models import (
    ClientSegment,
    DueDecision,
    FestivalDay,
    Merge,
    ScreeningCriterion,
)
from foyer.clients.queries.due_items import DueKey
from foyer.clients.resources import CLIENT_LIST, SCOPE, VISIT_LIST, VISIT_SCOPE
from foyer.clients.services.linked import image
from foyer.core.business_calendar.models import CalendarDay
from foyer.core.days import house_day
from foyer.core.exports.models import Export
from foyer.core.imports.enums import ImportStatus
from foyer.core.imports.models import ImportBatch
from foyer.core.models import HousePolicy, User
from foyer.core.uploads.clean_file import CleanFile
from foyer.core.uploads.kinds import FileKind
from foyer.events.models import EventPage, EventType, HomePage
from foyer.guests.models import InvitationWording
from foyer.guests.resources import GUEST_LIST, scope_of
from foyer.privacy.enums import ConsentChannel, ConsentPurpose, ErasureGround, ErasureStatus
from foyer.privacy.models import Erasure
from foyer.privacy.services.consents import give_consent
from foyer.settlement.services.invoices import ask_for_invoice, write_invoice
from foyer.staff.models import Webhook
from foyer.venues.enums import OccupationPurpose
from foyer.venues.models import EquipmentCheck
from foyer.venues.services import occupy_room
from foyer.venues.services.faults import report_fault
from foyer.venues.services.hiring import hire_equipment
from tests.archive.papers import picture
from tests.factories import (
    ApiTokenFactory,
    BookingFactory,
    CardDesignFactory,
    CaseFactory,
    ClientDocumentFactory,
    ClientFactory,
    ClientFeedbackFactory,
    ContactFactory,
    CustomFieldFactory,
    DealFactory,
    DeskFactory,
    EquipmentItemFactory,
    FeeScheduleFactory,
    GiftFactory,
    GuestFactory,
    IncentiveFactory,
    PortraitFactory,
    RecordFactory,
    ReferralFactory,
    RideFactory,
    RoomFactory,
    SignatureFactory,
    SignInConflictFactory,
    SignInFactory,
    TabletScreenFactory,
    UserFactory,
    VisitFactory,
    VoucherFactory,
)
from tests.factories.forms import answered_form
from tests.factories.pages import EventPageFactory
from tests.factories.sendings import sent_to
from tests.factories.settlement import issued_statement

_PLACE = re.compile(r"<(?:\w+:)?(\w+)>")
_REGEX_PLACE = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")

# What stands for a place in an address, by the beginning of the address; the first that fits is taken.
# "page" and the like name a record of `build_world`; anything else, and what follows "=", is put in as it is.
_FILLINGS: tuple[tuple[str, dict[str, str]], ...] = (
    ("archive/recordview/", {"instance_pk": "0"}),
    ("archive/keeping/", {"pk": "archiverecord"}),
    ("archive/requests/", {"pk": "access_request"}),
    ("archive/destructions/", {"pk": "destruction"}),
    ("archive/bags/", {"pk": "bag"}),
    ("archive/checks/", {"pk": "integrity_check"}),
    ("archive/files/", {"pk": "recordfile", "number": "1"}),
    ("archive/records/", {"pk": "archiverecord"}),
    ("settlement/papers/", {"pk": "statement"}),
    ("settlement/invoices/", {"pk": "taxinvoice"}),
    ("settlement/", {"pk": "booking"}),
    ("bookings/feeds/", {"pk": "calendar_feed"}),
    ("bookings/", {"pk": "booking"}),
    ("api/main/", {"pk": "page", "action_name": "copy"}),
    ("bulk/", {"app_label": "clients", "model_name": "=contact", "action": "delete"}),
    ("pages/usage/", {"content_type_app_name": "events", "content_type_model_name": "eventpage"}),
    ("pages/create/", {"app_label": "events", "model_name": "eventpage"}),
    (
        "pages/add/",
        {
            "content_type_app_name": "events",
            "content_type_model_name": "eventpage",
            "parent_page_id": "index",
        },
    ),
    (
        "pages/",
        {
            "page_id": "page",
            "pk": "page",
            "page_to_move_id": "page",
            "parent_page_id": "index",
            "destination_id": "home",
            "revision_id": "revision",
            "revision_id_a": "earliest",
            "revision_id_b": "latest",
            "action_name": "approve",
            "task_state_id": "0",
            "task_id": "task",
            "workflow_state_id": "0",
        },
    ),
    ("choose-page/", {"parent_page_id": "home"}),
    ("tag-autocomplete/", {"app_name": "taggit", "model_name": "tag"}),
    ("collections/", {"pk": "collection", "collection_id": "collection"}),
    (
        "workflows/tasks/",
        {"app_label": "wagtailcore", "model_name": "groupapprovaltask", "pk": "task"},
    ),
    ("workflows/task_chooser/", {"task_id": "task"}),
    ("workflows/", {"pk": "workflow", "page_pk": "page", "workflow_pk": "workflow"}),
    (
        "editing-sessions/",
        {"app_label": "events", "model_name": "=event", "object_id": "event", "session_id": "0"},
    ),
    ("clients/contacts/merges/", {"pk": "contact_merge"}),
    ("clients/merges/", {"pk": "client_merge"}),
    ("clients/contacts/", {"pk": "contact", "other": "namesake"}),
    *((f"clients/{kind}s/", {"pk": kind}) for kind in ("referral", "voucher")),
    ("clients/documents/", {"pk": "clientdocument"}),
    ("clients/acts/", {"act": "=tier"}),
    ("clients/segments/", {"pk": "segment"}),
    ("clients/import/", {"batch_pk": "client_batch"}),
    ("clients/fields/", {"pk": "customfield"}),
    ("clients/", {"pk": "client", "other": "twin"}),
    ("events/of-booking/", {"pk": "booking"}),
    ("events/", {"pk": "event", "to": "held"}),
    ("fees/", {"pk": "fees"}),
    (
        "snippets/fees/",
        {
            "pk": "feeschedule",
            "revision_id": "fee_revision",
            "revision_id_a": "earliest",
            "revision_id_b": "latest",
            "action_name": "approve",
            "task_state_id": "0",
            "workflow_state_id": "0",
        },
    ),
    ("equipment/faults/", {"pk": "fault"}),
    ("equipment/hires/", {"pk": "equipmenthire"}),
    ("equipment/items/", {"pk": "equipmentitem"}),
    ("equipment/photos/", {"pk": "fault_photo"}),
    ("equipment/rooms/", {"pk": "room"}),
    ("equipment/sheets/", {"pk": "equipmentcheck"}),
    ("equipment/uses/", {"pk": "occupation"}),
    ("cases/files/", {"pk": "evidence"}),
    ("cases/report/", {"facet": "=taken"}),
    ("cases/views/", {"pk": "queue_view"}),
    ("cases/", {"pk": "case"}),
    (
        "forms/",
        {
            "pk": "form",
            "submission": "submission",
            "file": "submitted_file",
            "sending": "sending",
            "event": "event",
            "event_pk": "event",
            "whom": "=contacts",
            "key": "=q1",
        },
    ),
    ("care/due/decide/", {"key": "due"}),
    ("care/due/take-back/", {"pk": "decision"}),
    ("care/visits/import/", {"batch_pk": "visit_batch"}),
    ("care/", {"client_pk": "client", "pk": "visit"}),
    ("privacy/consent/", {"instance_pk": "consent"}),
    ("privacy/consents/", {"consent_pk": "consent"}),
    ("privacy/erasure/", {"instance_pk": "erasure"}),
    ("privacy/leavers/", {"pk": "user"}),
    ("privacy/people/", {"kind": "=clients.contact", "pk": "contact"}),
    ("privacy/viewlogentry/", {"instance_pk": "0"}),
    ("guests/desks/", {"pk": "desk"}),
    ("guests/wordings/", {"pk": "invitationwording"}),
    ("core/export/", {"instance_pk": "export"}),
    ("exports/", {"pk": "export"}),
    ("core/importbatch/", {"instance_pk": "batch"}),
    ("guests/signin/", {"instance_pk": "sign_in"}),
    (
        "guests/",
        {
            "event_pk": "event",
            "pk": "guest",
            "sign_in_pk": "sign_in",
            "conflict_pk": "conflict",
            "answer_pk": "answer",
            "ride_pk": "ride",
            "batch_pk": "batch",
        },
    ),
    (
        "localize/",
        {
            "page_id": "page",
            "app_label": "clients",
            "model_name": "=contact",
            "pk": "contact",
            "mode": "",
            **dict.fromkeys(
                (
                    "translation_id",
                    "translation_source_id",
                    "string_segment_id",
                    "overridable_segment_id",
                ),
                "0",
            ),
        },
    ),
    ("redirects/", {"redirect_id": "redirect"}),
    ("settings/", {"app_name": "core", "model_name": "housepolicy", "pk": "policy"}),
    ("documents/chooser/", {"pk": "document"}),
    ("documents/", {"document_id": "document", "doc_id": "document", "uploaded_file_id": "0"}),
    ("images/chooser/", {"pk": "image", "image_id": "image"}),
    ("images/", {"image_id": "image", "uploaded_file_id": "0", "filter_spec": "width-100"}),
    ("locales/", {"pk": "locale"}),
    ("sites/", {"pk": "site"}),
    ("users/", {"pk": "user"}),
    ("first/", {"token": "x"}),
    ("groups/", {"pk": "group"}),
    ("api-tokens/", {"pk": "0"}),
    ("integrations/webhooks/deliveries/", {"pk": "delivery"}),
    ("integrations/webhooks/", {"pk": "webhook"}),
    ("integrations/", {"pk": "apitoken"}),
    ("password_reset/", {"uidb64": "MQ", "token": "x-y"}),
    *(
        (f"snippets/{way}{room}/{kind}/", {"pk": kind})
        for way in ("", "choose/")
        for room, kind in (
            ("venues", "venue"),
            ("venues", "room"),
            ("venues", "closure"),
            ("venues", "equipmentkind"),
            ("venues", "equipmentitem"),
            ("fees", "feeschedule"),
            ("clients", "client"),
            ("clients", "contact"),
            ("clients", "deal"),
            ("clients", "clientfeedback"),
            ("clients", "incentive"),
            ("clients", "referral"),
            ("clients", "voucherchannel"),
            ("clients", "voucher"),
            ("clients", "screeningcriterion"),
            ("clients", "customfield"),
            ("clients", "festivalday"),
            ("core", "calendarday"),
            ("archive", "recordclass"),
            ("staff", "department"),
            ("archive", "archiverecord"),
            ("bookings", "lettertext"),
            ("cases", "replytext"),
            ("events", "event"),
            ("events", "eventtype"),
            ("events", "tabletscreen"),
            ("guests", "gift"),
            ("guests", "invitationwording"),
            ("guests", "desk"),
            ("guests", "carddesign"),
        )
    ),
)


def admin_patterns() -> list[str]:
    """Return the pattern of every address under /admin/."""

    def walk(resolver: URLResolver, prefix: str) -> Iterator[str]:
        for part in resolver.url_patterns:
            path = prefix + str(part.pattern)
            if isinstance(part, URLPattern):
                yield path
            else:
                yield from walk(part, path)

    patterns = (path for path in walk(get_resolver(), "") if path.startswith("admin/"))
    return sorted(
        {path.removeprefix("admin/").replace("^", "").replace("$", "") for path in patterns}
    )


def _journal(gone: Model) -> str:
    return json.dumps({"gone": image(gone)})


def build_world(*, at: datetime) -> dict[str, str]:
    """Make one record of each kind and return their ids by name."""
    page: EventPage = EventPageFactory(event__running=True)
    event = page.event
    contact = ContactFactory(client=ClientFactory(number="C000001"), full=True)
    PortraitFactory(contact=contact)
    voucher = VoucherFactory()
    desk = DeskFactory(event=event, paired=True)
    guest = GuestFactory(event=event, contact=contact)
    sign_in = SignInFactory(guest=guest, checkpoint=desk.checkpoints.get(), desk=desk)
    user: User = UserFactory(role="Marketing")
    visit = VisitFactory(client=contact.client, next_visit_on=house_day(at))
    due = DueKey(DueKind.NEXT_VISIT, visit.client_id, 0, f"v{visit.pk}", visit.next_visit_on)
    form = answered_form(at=at)
    sending = sent_to(form, contact, at=at)
    records = {
        "bag": Bag.objects.create(number="G2026-001", purpose="月度", made_at=at, is_ready=True),
        "integrity_check": IntegrityCheck.objects.create(started_at=at, finished_at=at),
        "page": page,
        "index": Page.objects.parent_of(page).get(),
        "home": HomePage.objects.get(locale__language_code="zh-hans"),
        "revision": page.latest_revision,
        "task": Task.objects.first(),
        "workflow": Workflow.objects.first(),
        "collection": Collection.get_first_root_node().add_child(name="内部资料"),
        "event": event,
        "eventtype": EventType.objects.get(pk=event.type_id),
        "venue": event.venue,
        "feeschedule": (drafted := FeeScheduleFactory()),
        "fee_revision": drafted.latest_revision,
        "fees": FeeScheduleFactory(approved=True),
        "room": (room := RoomFactory()),
        "closure": occupy_room(
            room=RoomFactory(),
            starts_at=at,
            ends_at=at + timedelta(hours=1),
            purpose=OccupationPurpose.CLOSED,
            title="检修",
            at=at,
        ),
        "occupation": (
            use := occupy_room(
                room=room,
                starts_at=at,
                ends_at=at + timedelta(hours=1),
                purpose=OccupationPurpose.EVENT,
                title="年度路演",
                at=at,
            )
        ),
        "equipmentitem": (item := EquipmentItemFactory(home=room)),
        "equipmentkind": item.kind,
        "equipmenthire": hire_equipment(kind=item.kind, quantity=1, occupation=use, by=user, at=at),
        "fault": (
            fault := report_fault(
                item=item,
                what="没有画面",
                photo=CleanFile(FileKind.JPG, "现场.jpg", b"x"),
                by=user,
                at=at,
            ).fault
        ),
        "fault_photo": fault.photos.get(),
        "equipmentcheck": EquipmentCheck.objects.create(
            room=room, starts_at=at, checked_at=at, checked_by=user
        ),
        "client": contact.client,
        "contact": contact,
        "twin": ClientFactory(name=contact.client.name),
        "namesake": ContactFactory(name=contact.name),
        "client_merge": Merge.objects.create(
            client=contact.client, gone=0, journal=_journal(ClientFactory.build()), merged_at=at
        ),
        "contact_merge": Merge.objects.create(
            contact=contact,
            gone=0,
            journal=_journal(ContactFactory.build(client=None)),
            merged_at=at,
        ),
        "form": form,
        "sending": sending,
        "submission": form.submissions.get(),
        "submitted_file": SubmittedFile.objects.create(
            page=form,
            submission=form.submissions.get(),
            question="q1",
            file=ContentFile(b"%PDF-1.4", name="lou.pdf"),
            file_name="漏水.pdf",
            file_kind=FileKind.PDF,
            size=8,
            added_at=at,
        ),
        "clientdocument": ClientDocumentFactory(client=contact.client),
        "deal": DealFactory(client=contact.client),
        "clientfeedback": ClientFeedbackFactory(client=contact.client),
        "incentive": IncentiveFactory(client=contact.client),
        "referral": ReferralFactory(referrer_client=contact.client),
        "voucherchannel": voucher.channel,
        "voucher": voucher,
        "screeningcriterion": ScreeningCriterion.objects.first(),
        "customfield": CustomFieldFactory(),
        "guest": guest,
        "sign_in": sign_in,
        "conflict": SignInConflictFactory(guest=guest),
        "ride": RideFactory(guest=guest),
        "answer": SignatureFactory(answer__guest=guest).answer,
        "gift": GiftFactory(event=event),
        "tabletscreen": TabletScreenFactory(),
        "desk": desk,
        "carddesign": CardDesignFactory(),
        "record": (record := RecordFactory(files={"名单.txt": "松 1 桌".encode()})),
        "recordclass": record.record_class,
        "department": record.department,
        "access_request": ask(records=[record], reason="核对", by=user, at=at)[0],
        "destruction": carry_out(
            destruction=propose(
                records=[RecordFactory(code="house", dated_on=date(2015, 5, 1))],
                reason="期满",
                by=user,
                at=at,
            ),
            by=UserFactory(role="Management"),
            at=at,
        ),
        "lettertext": LetterText.objects.first(),
        "invitationwording": InvitationWording.objects.first(),
        "visit": visit,
        "decision": DueDecision.objects.create(
            key="of-nobody-here", kind=DueKind.CADENCE, occasion_on=house_day(at), decided_at=at
        ),
        "festivalday": FestivalDay.objects.first(),
        "archiverecord": (paper := RecordFactory(secrecy=0, files={"合影.jpg": picture()})),
        "recordfile": paper.files.get(),
        "booking": BookingFactory(),
        "statement": (statement := issued_statement()),
        "taxinvoice": write_invoice(
            invoice=ask_for_invoice(
                booking=statement.booking, title="江南文化", tax_number="", by=user, at=at
            ),
            number="04210001",
            written_on=house_day(at),
            file=CleanFile(FileKind.PDF, "发票.pdf", b"%PDF-1.4"),
            by=user,
            at=at,
        ),
        "calendar_feed": make_feed(by=user, language="zh-hans", at=at, room=RoomFactory())[0],
        "case": (case := CaseFactory()),
        "queue_view": QueueView.objects.create(owner=user, name="急", asked={"view": "open"}),
        "evidence": add_evidence(
            case=case,
            file=CleanFile(FileKind.TXT, "现场.txt", b"x"),
            by=user,
            at=at,
        ),
        "calendarday": CalendarDay.objects.create(day=date(2026, 10, 10), is_working=True),
        "replytext": ReplyText.objects.create(name="致歉", text="{greeting}：抱歉。"),
        "redirect": Redirect.objects.create(old_path="/gala", redirect_link="/zh-hans/"),
        "batch": ImportBatch.objects.create(
            target=GUEST_LIST.key,
            scope=scope_of(event),
            status=ImportStatus.APPLIED,
            by=user,
            language="zh-hans",
            file_name="嘉宾名单.csv",
            created_at=at,
        ),
        "segment": ClientSegment.objects.create(
            name="重点客户", owner=user, is_shared=True, query="tier=key", created_at=at
        ),
        "export": Export.objects.create(
            target="contact", by=user, at=at, purpose="核对", language="zh-hans", kind="csv"
        ),
        "client_batch": ImportBatch.objects.create(
            target=CLIENT_LIST.key,
            scope=SCOPE,
            status=ImportStatus.APPLIED,
            by=user,
            language="zh-hans",
            file_name="客户名单.csv",
            created_at=at,
        ),
        "visit_batch": ImportBatch.objects.create(
            target=VISIT_LIST.key,
            scope=VISIT_SCOPE,
            status=ImportStatus.APPLIED,
            by=user,
            language="zh-hans",
            file_name="拜访记录.csv",
            created_at=at,
        ),
        "consent": give_consent(
            person=contact,
            purpose=ConsentPurpose.MARKETING,
            text="我愿意收到会所的邀请。",
            language="zh-hans",
            channel=ConsentChannel.PAPER,
            at=at,
        ),
        "erasure": Erasure.objects.create(
            ground=ErasureGround.ASKED,
            status=ErasureStatus.DONE,
            asked_at=at,
            finished_at=at,
            counts={"guests.Guest": {"anonymised": 1}},
        ),
        "document": Document.objects.create(
            title="菜单", file=ContentFile("十二道".encode(), name="menu.txt")
        ),
        "image": Image.objects.create(title="前庭", file=get_test_image_file()),
        "locale": Locale.objects.get(language_code="en"),
        "site": Site.objects.get(is_default_site=True),
        "user": user,
        "group": user.groups.get(),
        "apitoken": ApiTokenFactory(user=user),
        "webhook": (
            webhook := Webhook.objects.create(
                name="官网", url="https://example.com/hook", created_at=at
            )
        ),
        "delivery": webhook.deliveries.create(
            message_id="msg_1", event="case.changed", created_at=at
        ),
        "policy": HousePolicy.load(),
    }
    return {name: str(record.pk) for name, record in records.items()} | {"due": str(due)}


def body(pattern: str, world: dict[str, str]) -> dict[str, str]:
    """Return what is posted to an address that takes only POST."""
    if pattern == "guests/<int:event_pk>/bulk/":
        return {"act": "table", "guest": world["guest"], "table": "松 1"}
    return {}


def address(pattern: str, world: dict[str, str]) -> str:
    """Return a real address for a pattern."""
    fillings = next((found for start, found in _FILLINGS if pattern.startswith(start)), {})

    def fill(place: re.Match[str]) -> str:
        value = fillings[place[1]]
        return world.get(value, value.removeprefix("="))

    path = _PLACE.sub(fill, _REGEX_PLACE.sub(fill, pattern)).replace("\\", "")
    query = f"?id={world['contact']}" if pattern.startswith("bulk/") else ""
    return f"/admin/{path}{query}"
