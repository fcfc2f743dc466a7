"""What tests make their data with: plain factories, one module a room; states are traits."""

from .archive import DepartmentFactory, RecordFactory
from .bookings import BookingFactory
from .cases import CaseFactory
from .client_records import (
    ClientDocumentFactory,
    ClientFeedbackFactory,
    CustomFieldFactory,
    DealFactory,
    IncentiveFactory,
    PortraitFactory,
    ReferralFactory,
    ScreeningCriterionFactory,
    VoucherChannelFactory,
    VoucherFactory,
)
from .clients import (
    ClientAddressFactory,
    ClientFactory,
    ClientNeedFactory,
    ContactFactory,
    ContactPointFactory,
    ResearchNoteFactory,
)
from .core import BackupRunFactory, UserFactory
from .equipment import EquipmentItemFactory, EquipmentKindFactory
from .events import EventFactory, EventTypeFactory
from .fees import FeeDiscountFactory, FeeItemFactory, FeeScheduleFactory
from .guests import (
    CardDesignFactory,
    CheckpointFactory,
    DeskFactory,
    GuestFactory,
    RideFactory,
    SignInConflictFactory,
    SignInFactory,
)
from .screens import GiftFactory, SignatureFactory, StepAnswerFactory, TabletScreenFactory
from .staff import ApiTokenFactory, SecondStepFactory
from .venues import RoomFactory, VenueFactory
from .visits import VisitFactory

__all__ = [
    "ApiTokenFactory",
    "BackupRunFactory",
    "BookingFactory",
    "CardDesignFactory",
    "CaseFactory",
    "CheckpointFactory",
    "ClientAddressFactory",
    "ClientDocumentFactory",
    "ClientFactory",
    "ClientFeedbackFactory",
    "ClientNeedFactory",
    "ContactFactory",
    "ContactPointFactory",
    "CustomFieldFactory",
    "DealFactory",
    "DepartmentFactory",
    "DeskFactory",
    "EquipmentItemFactory",
    "EquipmentKindFactory",
    "EventFactory",
    "EventTypeFactory",
    "FeeDiscountFactory",
    "FeeItemFactory",
    "FeeScheduleFactory",
    "GiftFactory",
    "GuestFactory",
    "IncentiveFactory",
    "PortraitFactory",
    "RecordFactory",
    "ReferralFactory",
    "ResearchNoteFactory",
    "RideFactory",
    "RoomFactory",
    "ScreeningCriterionFactory",
    "SecondStepFactory",
    "SignInConflictFactory",
    "SignInFactory",
    "SignatureFactory",
    "StepAnswerFactory",
    "TabletScreenFactory",
    "UserFactory",
    "VenueFactory",
    "VisitFactory",
    "VoucherChannelFactory",
    "VoucherFactory",
]
