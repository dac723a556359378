"""What each page shows: frozen shapes that views fill, templates draw and tests read."""

from vaste.desk.panels.common import (
    CategoryTag,
    Choice,
    ClockCell,
    ClockState,
    FilterOption,
    FormState,
    Money,
    Person,
    Problem,
    Quadrant,
    ReasonLine,
    Tone,
)
from vaste.desk.panels.imports import (
    BadRow,
    ColumnGuess,
    EndGuess,
    FieldGroup,
    ImportRow,
    ImportRunPage,
    ImportsPage,
    ImportState,
    MappingPage,
    PreviewCell,
    PreviewRow,
    UploadPage,
)
from vaste.desk.panels.lead import (
    AskedCard,
    Candidate,
    ClockCard,
    LeadPage,
    LeadState,
    RoutingCard,
    TimelineItem,
    TimelineKind,
)
from vaste.desk.panels.lead_buyer import (
    CompanyCard,
    ConsentLine,
    ContactCard,
    EarlierLead,
    FactLine,
    Wants,
)
from vaste.desk.panels.lead_forms import (
    ClosingForm,
    ContactForm,
    OwnField,
    OwnForm,
    PauseForm,
    SnoozeForm,
)
from vaste.desk.panels.lead_scores import (
    ScoreCard,
    ScoreChange,
    ScoreHistory,
    ScoreLine,
)
from vaste.desk.panels.ledger import (
    ArrivalEvent,
    ArrivalPage,
    ArrivalRow,
    ArrivalState,
    DoorKind,
    Header,
    LedgerDay,
    LedgerPage,
    ReviewPage,
    ReviewRow,
)
from vaste.desk.panels.matrix import Corner, MatrixPage
from vaste.desk.panels.queue import CategoryGroup, OwnedBy, QueuePage, QueueRow
from vaste.desk.panels.shell import Language, NavCounts, Shell, Theme, WorkspaceLink
from vaste.desk.panels.wall import (
    LoadRow,
    NoticeRow,
    NoticesPage,
    Tile,
    TodayStep,
    WallLead,
    WallPage,
)

__all__ = [
    "ArrivalEvent", "ArrivalPage", "ArrivalRow", "ArrivalState", "AskedCard", "BadRow", "Candidate",
    "CategoryGroup", "CategoryTag", "Choice", "ClockCard", "ClockCell", "ClockState",
    "ClosingForm", "ColumnGuess", "CompanyCard", "ConsentLine", "ContactCard", "ContactForm",
    "Corner",
    "DoorKind", "EarlierLead", "EndGuess", "FactLine", "FieldGroup", "FilterOption", "FormState",
    "Header",
    "ImportRow", "ImportRunPage", "ImportState", "ImportsPage", "Language", "LeadPage",
    "LeadState", "LedgerDay", "LedgerPage", "LoadRow", "MappingPage", "MatrixPage", "Money",
    "NavCounts",
    "NoticeRow", "NoticesPage", "OwnField", "OwnForm", "OwnedBy", "PauseForm", "Person",
    "PreviewCell", "PreviewRow", "Problem", "Quadrant",
    "QueuePage", "QueueRow", "ReasonLine", "ReviewPage", "ReviewRow", "RoutingCard", "ScoreCard",
    "ScoreChange", "ScoreHistory", "ScoreLine", "Shell", "SnoozeForm", "Theme", "Tile",
    "TimelineItem", "TimelineKind",
    "TodayStep", "Tone", "UploadPage", "WallLead", "WallPage", "Wants", "WorkspaceLink",
]  # fmt: skip
