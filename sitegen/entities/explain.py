"""Why did a name in a document link to its record, or to none, and who else was thought of?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sitegen.entities.context import REASONS
from sitegen.entities.lexicon import Lexicon
from sitegen.entities.names import Grade, Sense
from sitegen.entities.namesakes import CUE_RATIO, NEAR_LEAST
from sitegen.entities.parts import whole
from sitegen.entities.resolve import Linker, Trace
from sitegen.entities.seen import DROPPED, Seen
from sitegen.entities.titles import PEOPLES
from sitegen.model import Document, EntityId

#: What each rule says, as docs/entities.md has it.
RULES = {
    "explicit": "the text links to it",
    "tagged": "a tag in the text refers to it",
    "as": "'entities.as' of the front matter says so",
    "front-matter": "'entities.link' of the front matter names the record",
    "heading": "one record alone is headed so",
    "variant": "one record alone has this variant",
    "bare": "one place alone is called so, its qualifier left out",
    "short": "it is short for a name that stands before it in the document",
    "namesake-dates": "the other bearers were born after the document",
    "namesake-named": "the document names this one by another name as well",
    "namesake-cues": f"its cues stand in the document {CUE_RATIO} times as often as the next one's",
    "namesake-near": f"{NEAR_LEAST} places or more of the document lie much nearer to this one",
    "namesake-heading": "the headings differ in titles only; this one says more, or is headed so",
    "namesake-inner": "the bearers are a place and the area around it: the smaller is meant",
    "namesake-usual": "it is named far more often than the next one",
    "nil:namesakes": "several records bear the name, and none has the margin",
    "nil:rival": "another well-known place is written so, and nothing says that it is not that one",
    "nil:two-bearers": "it may be short for one, or mean another",
    "nil:dates": "its bearer was born after the document",
    "nil:longer-name": "it is a part of a longer name, or no name here",
    "nil:tagged": "the tag refers to no record that is known",
    "nil:explicit": "the text links to no record that is known",
}
_UNSOUGHT = {
    "common": "the archive uses it as a common word",
    "people": "it is a people, which is no place",
    "vague": "it is a given name, too short, or too vague to mean one by itself",
}
_QUOTED = f"{RULES['nil:longer-name']}: the quotation that holds it goes on"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that a name may mean, how it bears the name, and what spoke for or against it."""

    entity: EntityId
    heading: str
    grade: str
    has_won: bool
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Considered:
    """A name that was seen: its span in a block (-1: the title), the answer, the candidates.

    ``rule`` is empty where the name was dropped before any rule; ``why`` is a sentence.
    """

    block: int
    start: int
    end: int
    surface: str
    entity: EntityId | None
    rule: str
    why: str
    candidates: tuple[Candidate, ...]


def explain(linker: Linker, document: Document) -> tuple[Considered, ...]:
    """Give all names that were considered in a document, by place; those dropped are among them."""
    trace = linker.trace(document)
    found = [*_fixed(trace), *_answered(trace), *_dropped(trace)]
    taken = [(one.block, one.start, one.end) for one in found]
    found += [
        one
        for one in _unsought(trace)
        if not any(b == one.block and s < one.end and one.start < e for b, s, e in taken)
    ]
    return tuple(sorted(found, key=lambda one: (one.block, one.start, -one.end, one.rule)))


def _fixed(trace: Trace) -> Iterator[Considered]:
    texts = {part.block: part.text for part in trace.parts}
    for mention in trace.fixed.mentions:
        surface = texts[mention.block][mention.start : mention.end]
        yield Considered(
            mention.block,
            mention.start,
            mention.end,
            surface,
            mention.entity,
            mention.rule,
            RULES[mention.rule],
            _candidates(trace, [mention.entity], mention.entity) if mention.entity else (),
        )


def _answered(trace: Trace) -> Iterator[Considered]:
    for one, (entity, rule) in trace.settling.answers.items():
        reason = REASONS.get(trace.settling.reasons.get(one, ""), "")
        why = f"{RULES[rule]}: {reason}" if reason else RULES[rule]
        senses = _senses(trace.lexicon, one)
        won = [sense.entity for sense in senses if sense.entity == entity]
        extra = [] if won or entity is None else [entity]
        others = [sense.entity for sense in senses]
        yield _considered(trace, one, entity, rule, why, [*extra, *others])


def _dropped(trace: Trace) -> Iterator[Considered]:
    answers = trace.settling.answers
    for one, why in trace.settling.reasons.items():
        if one not in answers and why in DROPPED:
            entities = [sense.entity for sense in _senses(trace.lexicon, one)]
            yield _considered(trace, one, None, "", DROPPED[why], entities)


def _unsought(trace: Trace) -> Iterator[Considered]:
    for one in trace.unsought:
        name = trace.lexicon.names[one.name]
        key = "people" if name in PEOPLES else "vague"
        key = "common" if name in trace.lexicon.claimed else key
        entities = [sense.entity for sense in _senses(trace.lexicon, one)]
        yield _considered(trace, one, None, "", _UNSOUGHT[key], entities)


def _senses(lexicon: Lexicon, one: Seen) -> tuple[Sense, ...]:
    return (*lexicon.bearers[one.name], *lexicon.shorts[one.name])


def _considered(
    trace: Trace,
    one: Seen,
    entity: EntityId | None,
    rule: str,
    why: str,
    entities: Sequence[EntityId],
) -> Considered:
    part = trace.parts[one.part]
    span = trace.stack.span(one.start, one.end, one.part)
    around = whole(part.text, *span)
    if entity and not around:
        entity, rule, why = None, "nil:longer-name", _QUOTED
    start, end = around or span
    surface = part.text[start:end]
    candidates = _candidates(trace, entities, entity, one)
    return Considered(part.block, start, end, surface, entity, rule, why, candidates)


def _candidates(
    trace: Trace,
    entities: Sequence[EntityId],
    winner: EntityId | None,
    one: Seen | None = None,
) -> tuple[Candidate, ...]:
    grades = {s.entity: s.grade for s in reversed(_senses(trace.lexicon, one))} if one else {}
    unique = tuple(dict.fromkeys(entities))
    evidence = _evidence(trace, one, unique) if one and len(unique) > 1 else {}
    return tuple(
        Candidate(
            entity,
            trace.authority[entity].heading,
            grades.get(entity, Grade.HEADING).name.lower(),
            entity == winner,
            evidence.get(entity, ()),
        )
        for entity in unique
    )


def _evidence(
    trace: Trace, one: Seen, entities: Sequence[EntityId]
) -> dict[EntityId, tuple[str, ...]]:
    """Say of namesakes what the document holds for each: the margin that decides or does not."""
    settling, namesakes = trace.settling, trace.settling.namesakes
    living = {sense.entity for sense in settling.living(one)}
    bearers = [sense.entity for sense in trace.lexicon.bearers[one.name]]
    cues = namesakes.cues(bearers) if len(bearers) > 1 else {}
    near = namesakes.near(bearers) if len(bearers) > 1 else {}
    found: dict[EntityId, tuple[str, ...]] = {}
    for entity in entities:
        said = []
        if entity in bearers and entity not in living:
            said.append("not meant here, or not born yet")
        if entity in bearers and namesakes.is_named_otherwise(one.name, entity):
            said.append("named otherwise here")
        if entity in cues:
            said.append(f"cues: {cues[entity]}")
        if entity in near:
            said.append(f"places much nearer: {near[entity]}")
        if entity in settling.named:
            said.append("named in full here")
        found[entity] = tuple(said)
    return found


def as_text(document: Document, considered: Sequence[Considered]) -> str:
    """Write an explanation for a terminal, a name and its candidates in some lines."""
    lines = [f"{document.place}: {document.id}"]
    for one in considered:
        place = "title" if one.block < 0 else f"#{document.body.blocks[one.block].anchor}"
        said = f"{one.entity} ({one.rule})" if one.entity else one.rule or "not taken"
        lines.append(f"  {place}, {one.start}-{one.end}: {one.surface} -> {said}")
        lines.append(f"    why: {one.why}")
        for candidate in one.candidates:
            mark = "+" if candidate.has_won else "-"
            told = "; ".join((candidate.grade, *candidate.evidence))
            lines.append(f"    {mark} {candidate.entity} {candidate.heading} ({told})")
    return "\n".join(lines)
