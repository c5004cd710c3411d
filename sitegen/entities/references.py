"""Do a document's references lead to records, and where do its mentions stand in its source?"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.entities.authority import Authority
from sitegen.entities.identifiers import looks_like_id
from sitegen.errors import Place, Problem, did_you_mean
from sitegen.model import Document, Mention


def surface_in_source(document: Document, mention: Mention) -> tuple[int, int, str]:
    """Give a mention's span in the source it came from, and the source's own characters there.

    The source is the body's, or of a mention in the title (block -1) the title's.
    """
    if mention.block < 0:
        alignment, source = document.title.alignment, document.title.source
    else:
        alignment = document.body.blocks[mention.block].alignment
        source = document.body.source
    start, end = alignment.source_span(mention.start, mention.end)
    return start, end, source[start:end]


def check_references(document: Document, authority: Authority) -> tuple[Problem, ...]:
    """Report every id in a document that is no record's: in front matter and in ``[[id|text]]``.

    An author who has no record is a plain name, as long as it does not look like an id.
    """
    return tuple(
        sorted(
            _dangling(ref.split()[0], where, place, authority)
            for ref, where, place in _references(document)
            if not any(map(authority.find, ref.split()))
        )
    )


def _dangling(ref: str, where: str, place: Place, authority: Authority) -> Problem:
    return Problem(
        place,
        f"no authority record for '{ref}'",
        f"{where}, but no file in entities/ declares it",
        did_you_mean(ref, authority, f"add a record for '{ref}', or mend the id"),
    )


def _references(document: Document) -> Iterator[tuple[str, str, Place]]:
    for key in ("authors", "editors", "translators"):
        for name in getattr(document, key):
            if name.strip() and all(map(looks_like_id, name.split())):
                yield name, f"'{key}' names it", document.place
    rules = document.entities
    for key, refs in (("link", rules.link), ("not", rules.never), ("as", rules.as_.values())):
        for ref in filter(str.strip, refs):
            yield ref, f"'entities.{key}' names it", document.place
    for block in document.body.blocks:
        for tag in block.tagged:
            if tag.explicit:
                for ref in filter(str.strip, tag.refs):
                    yield ref, "the text links to it", Place(document.place.path, block.line)
