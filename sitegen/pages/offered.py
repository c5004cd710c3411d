"""Which files does the data page offer, and what is in each?"""

from __future__ import annotations

from dataclasses import dataclass

from sitegen.pages.i18n import msgid
from sitegen.pages.urls import SINCE


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file that the data page offers."""

    path: str
    description: str  # a message id, or text
    size: int = 0


PACKAGE = "data/datapackage.json"
SUMS = "data/manifest-sha256.txt"
TABLE, TABLE_SINCE = "data/documents.csv", f"data/documents{SINCE}.csv"
GRAPH, GRAPH_SINCE = "data/named-together.graphml", f"data/named-together{SINCE}.graphml"
ROWS = {  # one JSON object a line, a file for each year
    "documents": msgid("every document with its metadata and its text, one a line"),
    "mentions": msgid("every linked mention: where it stands in the text, and whom it names"),
}
STANDARD_DATA = (
    DataFile(TABLE, msgid("every document's metadata as a table, for spreadsheets")),
    DataFile(
        "data/entities.jsonl",
        msgid("every person, place, organization, work and event, one a line"),
    ),
    DataFile("data/entities.csv", msgid("the same as a table, for spreadsheets")),
    DataFile(
        "data/places.geojson",
        msgid("the places, with their positions and names, as Linked Places (GeoJSON)"),
    ),
    DataFile(GRAPH, msgid("which entities are named in the same documents, as a graph (GraphML)")),
    DataFile(PACKAGE, msgid("what these files are, for machines (Frictionless data package)")),
    DataFile(SUMS, msgid("checksums of all these files, for sha256sum --check")),
)
OF_SINCE = {  # beside the first: of the documents that came since the archive was sealed
    TABLE: DataFile(
        TABLE_SINCE, msgid("the same of the documents that came since the archive was sealed")
    ),
    GRAPH: DataFile(
        GRAPH_SINCE,
        msgid(
            "who is named together in documents that came since the archive was sealed, "
            "with the numbers of the whole archive"
        ),
    ),
}
