"""What does each template print? One frozen view per template, nothing left to decide.

Every ``href`` is relative to the page that shows it. Text is text: the environment escapes it;
what is HTML already is a ``Html``. Views, and what pages have by the dozen, are named tuples, made
in a quarter of a dataclass's time; views are made by the names of their fields.
"""

from sitegen.pages.views.drawings import Atlas, Bar, Chart, Edge, Label, MapView, Node, Pin, Tick
from sitegen.pages.views.entity import AtlasView, EntityView, NetworkView
from sitegen.pages.views.lists import (
    CalendarView,
    CollectionCard,
    CollectionsView,
    CollectionView,
    Contents,
    Day,
    HomeView,
    IndexView,
    ListView,
    Month,
)
from sitegen.pages.views.parts import (
    Citation,
    Dating,
    EntityGroup,
    Entry,
    Fact,
    Frame,
    Group,
    Line,
    Link,
    LinkGroup,
    Meta,
    Pager,
    Passage,
)
from sitegen.pages.views.single import (
    DataView,
    Download,
    NotFoundView,
    OfflineView,
    PageView,
    SearchView,
    UsageRow,
    UsageView,
)
from sitegen.pages.views.text import DocumentView, PartEntry, PartsView, TombstoneView

__all__ = [
    "Atlas",
    "AtlasView",
    "Bar",
    "CalendarView",
    "Chart",
    "Citation",
    "CollectionCard",
    "CollectionView",
    "CollectionsView",
    "Contents",
    "DataView",
    "Dating",
    "Day",
    "DocumentView",
    "Download",
    "Edge",
    "EntityGroup",
    "EntityView",
    "Entry",
    "Fact",
    "Frame",
    "Group",
    "HomeView",
    "IndexView",
    "Label",
    "Line",
    "Link",
    "LinkGroup",
    "ListView",
    "MapView",
    "Meta",
    "Month",
    "NetworkView",
    "Node",
    "NotFoundView",
    "OfflineView",
    "PageView",
    "Pager",
    "PartEntry",
    "PartsView",
    "Passage",
    "Pin",
    "SearchView",
    "Tick",
    "TombstoneView",
    "UsageRow",
    "UsageView",
]
