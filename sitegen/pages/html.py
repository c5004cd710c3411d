"""How does a view become HTML? The only module that knows Jinja."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import jinja2
import jinja2.bccache
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context
from jinja2.utils import missing
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from sitegen.errors import CorpusError, Place, Problem
from sitegen.pages import parts
from sitegen.pages.edition import Edition
from sitegen.pages.theme import theme_folder
from sitegen.pages.written import as_html

__all__ = ["Renderer", "environment", "theme_folder"]

TEMPLATES = {
    "DocumentView": "document.html",
    "TombstoneView": "tombstone.html",
    "HomeView": "home.html",
    "CollectionsView": "collections.html",
    "CollectionView": "collection.html",
    "ListView": "list.html",
    "IndexView": "index.html",
    "CalendarView": "calendar.html",
    "EntityView": "entity.html",
    "AtlasView": "atlas.html",
    "NetworkView": "network.html",
    "UsageView": "usage.html",
    "PageView": "page.html",
    "DataView": "data.html",
    "NotFoundView": "404.html",
    "OfflineView": "offline.html",
    "SearchView": "search.html",
}


_LIST = "out"  # what a function of a template gives
_LISTED = {  # what Jinja says of generators, as it is said of lists
    "if 0: yield None": f"{_LIST} = []",
    "yield from parent_template.root_render_func(context)":
        f"return {_LIST} + parent_template.root_render_func(context)",
    "finally: gen.close()": "finally: pass",
}  # fmt: skip


class _Generator(CodeGenerator):
    """Compiles templates to functions that give lists of pieces.

    As generators they would hand each piece through every block and template that it stands in.
    Pieces are put into a list as Jinja does it in a macro. Our escaping is called, which makes no
    object for what it prints.
    """

    _opens = False  # a call, whose first argument comes next

    def write_commons(self) -> None:
        """Begin a function: what it has at hand."""
        self.writeline("quoted, escaped = environment.quoted, environment.escaped")
        super().write_commons()

    def writeline(self, x: str, node: nodes.Node | None = None, extra: int = 0) -> None:
        """Write a line of the code."""
        line = _LISTED.get(x, x)
        if line.startswith("yield from "):
            line = f"{_LIST} += {line.removeprefix('yield from ')}"
        super().writeline(line, node, extra)

    def write(self, x: str) -> None:
        """Write a part of a line; the first argument of a call has no comma before it."""
        super().write(x.removeprefix(", ") if self._opens else x)
        self._opens = False

    def enter_frame(self, frame: Frame) -> None:
        """Begin what has names of its own; where it is a function, its pieces have a list."""
        if frame.rootlevel or frame.block_frame:
            frame.buffer = _LIST
        super().enter_frame(frame)

    def leave_frame(self, frame: Frame, with_python_scope: bool = False) -> None:  # noqa: FBT001, FBT002 - Jinja's
        """End it; what extends a template goes on with that."""
        super().leave_frame(frame, with_python_scope)
        if frame.rootlevel and self.extends_so_far:
            self.writeline(f"if parent_template is None: return {_LIST}")
        elif frame.rootlevel or frame.block_frame:
            self.writeline(f"return {_LIST}")

    def visit_Block(self, node: nodes.Block, frame: Frame) -> None:  # noqa: N802 - Jinja's
        """Put all pieces of a block at once, where Jinja would put each."""
        frame = frame.copy()
        frame.buffer = None if frame.buffer == _LIST else frame.buffer
        super().visit_Block(node, frame)

    def _output_child_pre(self, node: Any, frame: Any, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("(quoted(it) if (it := ")

    def _output_child_post(self, node: Any, frame: Any, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_post(node, frame, finalize)
        else:  # most are text: a call less for each
            self.write(").__class__ is str else escaped(it))")

    def visit_Call(self, node: Any, frame: Any, forward_caller: bool = False) -> None:  # noqa: FBT001, FBT002, N802 - Jinja's
        """Call what is called: no function here wants the context, and a macro does without."""
        self.write("(")
        self.visit(node.node, frame)
        self.write(")(")
        self._opens = True
        self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
        self._opens = False
        self.write(")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Any) -> None:  # noqa: N802 - Jinja's
        """Read an attribute as Python does: a view has fields, and no keys beside them."""
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")


class _Said(NodeTransformer):
    """Says what a template has said in fixed words while it is compiled, not for each page."""

    def __init__(self, text: Callable[[str], str]) -> None:
        self._text = text

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - Jinja's name
        """Put the words in the place of ``_("...")``."""
        node = self.generic_visit(node)  # type: ignore[assignment]
        said = node.args
        if (
            isinstance(node.node, nodes.Name)
            and node.node.name == "_"
            and len(said) == 1
            and isinstance(said[0], nodes.Const)
            and isinstance(said[0].value, str)
            and not (node.kwargs or node.dyn_args or node.dyn_kwargs)
        ):
            return nodes.Const(self._text(said[0].value), lineno=node.lineno)
        return node


class _Given(dict[str, Any]):
    """What a template can name."""

    def __missing__(self, name: str) -> Any:
        return missing


class _Context(Context):
    """A context that looks a name up once: what is given and what is set lie in one place."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.vars = self.parent = _Given(self.parent)
        self.resolve_or_missing = self.vars.__getitem__  # type: ignore[assignment, method-assign]


class _Template(jinja2.Template):
    """A template whose globals are those of all others."""

    def render(self, *values: Any, **more: Any) -> str:
        """Print it: what is given is put beside the globals once."""
        given = {**self.globals}
        given.update(*values, **more)
        context = self.environment.context_class(self.environment, given, self.name, self.blocks)
        try:
            return "".join(self.root_render_func(context))
        except Exception:  # noqa: BLE001 - it is raised again, with the template's lines
            self.environment.handle_exception()

    def _get_default_module(self, ctx: Any = None) -> Any:  # noqa: ARG002 - no globals but ours
        return self._module or super()._get_default_module()


class _Environment(jinja2.Environment):
    """An environment whose templates escape by :func:`sitegen.pages.parts.escaped`."""

    code_generator_class = _Generator
    quoted = staticmethod(parts.quoted)
    escaped = staticmethod(parts.escaped)

    def __init__(self, **how: Any) -> None:
        super().__init__(**how)
        self._found: dict[tuple[Any, str | None], Any] = {}

    template_class = _Template
    context_class = _Context

    def get_template(self, name: Any, parent: str | None = None, globals: Any = None) -> Any:  # noqa: A002 - Jinja's name
        """Give a template: every page asks for those that it is made of."""
        key = name, parent
        if globals or key not in self._found:
            self._found[key] = super().get_template(name, parent, globals)
        return self._found[key]

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Give a template its globals as a plain dictionary: every page looks them through."""
        return {**self.globals, **(d or {})}

    def _generate(self, source: nodes.Template, *place: Any, **how: Any) -> str:
        names = source.find_all(nodes.Name)
        if not any(name.name == "_" and name.ctx != "load" for name in names):
            said: Any = self.globals["_"]
            source = _Said(said).visit(source)
        return super()._generate(source, *place, **how)


class _Compiled(jinja2.BytecodeCache):
    """Holds the code of templates that speak one language."""

    def __init__(self, held: dict[str, bytes], language: str) -> None:
        self._held, self._language = held, language

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Take a template's code, if it is that of the source at hand."""
        code = self._held.get(self._language + bucket.key)
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Keep a template's code."""
        self._held[self._language + bucket.key] = bucket.bytecode_to_string()


_EXTENDS_MACROS = re.compile(r"""\s*{%-?\s*extends\s+["']theme/macros\.html["']\s*-?%}""")
_MACRO = re.compile(r"{%-?\s*(?:macro|set)\s+(\w+)")


def with_ours(source: str, ours: str) -> str:
    """Let an archive's macros that extend the theme's set some otherwise and keep the rest.

    Jinja lets a template's blocks be extended, but not its macros.

    >>> ours = "{% macro tags(links) %}{% endmacro %}"
    >>> with_ours('{% extends "theme/macros.html" %}\\n{% macro own() %}{% endmacro %}', ours)
    '{% import "theme/macros.html" as theme %}{% set tags = theme.tags %}\\n{% macro own() %}{% endmacro %}'
    """  # noqa: E501 - one line, so that lines keep their numbers
    begun = _EXTENDS_MACROS.match(source)
    if not begun:
        return source
    kept = "".join(f"{{% set {name} = theme.{name} %}}" for name in _MACRO.findall(ours))
    return f'{{% import "theme/macros.html" as theme %}}{kept}{source[begun.end() :]}'


class _Own(jinja2.FileSystemLoader):
    """Loads an archive's templates."""

    def __init__(self, folder: Path, theme: Path) -> None:
        super().__init__(str(folder))
        self._theme = theme

    def get_source(self, environment: jinja2.Environment, template: str) -> Any:
        """Read a template."""
        source, path, is_new = super().get_source(environment, template)
        if template == "macros.html":
            source = with_ours(source, (self._theme / template).read_text("utf-8"))
        return source, path, is_new


def environment(
    folders: Sequence[Path], edition: Edition, compiled: dict[str, bytes] | None = None
) -> jinja2.Environment:
    """Make the environment: strict, escaping, looking into *folders* in order.

    A template may extend the theme's of the same name as ``theme/<name>``. *compiled* has the code
    of templates, made for the same site by the same program, and gets that of others.
    """
    loader = jinja2.ChoiceLoader(
        [
            *(_Own(folder, folders[-1]) for folder in folders[:-1]),
            jinja2.FileSystemLoader(str(folders[-1])),
            jinja2.PrefixLoader({"theme": jinja2.FileSystemLoader(str(folders[-1]))}),
        ]
    )
    made = _Environment(
        loader=loader,
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=None if compiled is None else _Compiled(compiled, edition.words.language),
    )
    said = edition.words
    made.globals.update(
        _=said.text,
        n_=said.count,
        fill=said.fill,
        site=edition.site,
        size_of=edition.size_of,
        set_bars=parts.bars,
        set_bar_rows=parts.bar_rows,
        set_link=parts.link,
        set_metas=parts.metas,
        set_crumbs=partial(parts.crumbs, said=said),
        set_sides=partial(parts.sides, said=said),
        set_tags=parts.tags,
        set_entry=partial(parts.entry, said=said),
        set_entries=partial(parts.entries, said=said),
        set_passage=partial(parts.passage, said=said),
        set_passages=partial(parts.passages, said=said),
    )
    return made


def _own_place(error: Exception, folders: Sequence[Path]) -> Place | None:
    """Say at which line of a template in *folders* an error came up, if at one."""
    for frame, line in reversed([*traceback.walk_tb(error.__traceback__)]):
        path = Path(frame.f_code.co_filename)
        for folder in folders:
            if path.is_relative_to(folder):
                return Place(f"templates/{path.relative_to(folder).as_posix()}", line)
    return None


class Renderer:
    """Renders views; the templates are compiled once per process, or found *compiled*.

    Picklable: what crosses a process border are the folders and the edition.
    """

    def __init__(
        self, folders: Sequence[Path], edition: Edition, compiled: dict[str, bytes] | None = None
    ) -> None:
        self.folders = tuple(folders)
        self.edition = edition
        self._environment = environment(self.folders, edition, compiled)
        self._templates: dict[str, jinja2.Template] = {}

    def __reduce__(self) -> tuple[type[Renderer], tuple[tuple[Path, ...], Edition]]:
        return Renderer, (self.folders, self.edition)

    def render(self, view: Any) -> str:
        """Print *view* with its template."""
        named = zip(view._fields, view, strict=True)
        return self._printed(TEMPLATES[type(view).__name__], named)

    def part(self, name: str, **values: object) -> Markup:
        """Print a part of a page: header, footer."""
        return as_html(self._printed(name, values))

    def _printed(self, name: str, values: Mapping[str, Any] | Iterable[tuple[str, Any]]) -> str:
        """Print a template; what an archive's own cannot do is a Problem, ours are our fault."""
        try:
            return self.template(name).render(values)
        except Exception as error:
            place = _own_place(error, self.folders[:-1])
            if place is None:
                raise
            what = f"this template cannot be printed: {error}"
            raise CorpusError([Problem(place, what, type(error).__name__)]) from error

    def warm(self) -> None:
        """Compile every template of the theme."""
        for path in sorted(self.folders[-1].glob("*.html")):
            self.template(path.name)

    def template(self, name: str) -> jinja2.Template:
        """Give a compiled template."""
        if name not in self._templates:
            self._templates[name] = self._environment.get_template(name)
        return self._templates[name]
