"""What stands around every page: workspace, navigation counts, user, languages."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from vaste.desk.panels.common import Person

Theme = Literal["light", "dark", "auto"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceLink:
    """
    One workspace the user belongs to.

    `id` is posted as `workspace` to switch. `role` is the user's role there, in words.
    `waiting` counts the open leads of the user's queue there, `notices` their unread ones; both
    None where they were not asked for.
    """

    id: str
    name: str
    initials: str
    hue: int
    role: str
    is_current: bool = False
    is_sample: bool = False
    waiting: int | None = None
    notices: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language of the screens; `code` is what the browser sends, `name` is in itself."""

    code: str
    name: str
    is_current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NavCounts:
    """
    Numbers beside the navigation; 0 shows nothing.

    `queue`: open leads waiting in the user's own queue. `review`: arrivals in quarantine or
    needing a look. `notices`: unread. `imports`: running now. A number at the cap of 1,000 is
    shown as "1,000+".
    """

    queue: int = 0
    review: int = 0
    notices: int = 0
    imports: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """
    The frame of a signed-in page, given to every template as `shell`; None when signed out.

    `now` is the server's instant for this page (aware UTC): the browser's countdowns start from
    it. `zone` is the IANA zone in which times are shown. `keys_on` is the user's setting for
    single-key shortcuts. `may_manage` shows the wall and the reports, `may_import` the imports,
    `may_review` the release and dismiss buttons.
    """

    workspace: WorkspaceLink
    workspaces: tuple[WorkspaceLink, ...]
    user: Person
    email: str
    role: str
    counts: NavCounts
    languages: tuple[Language, ...]
    theme: Theme
    zone: str
    now: datetime
    keys_on: bool = True
    may_manage: bool = False
    is_admin: bool = False
    may_work: bool = False
    may_import: bool = False
    may_review: bool = False
