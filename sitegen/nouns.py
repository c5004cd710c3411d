"""How are frozen dataclasses made, so that a program of some two hundred starts at once?

The standard decorator writes and compiles six functions for each class; a build that changes one
word spent an eighth of its time on that. Here a class gets the same functions, but for one of
these no code is written: who compares, hashes or shows records asks their values. Only
``__init__`` is compiled, and only when the first record is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    import dataclasses
    import inspect
    from operator import attrgetter, ge, gt, le, lt
    from reprlib import recursive_repr
    from types import MemberDescriptorType

    def dataclass(cls=None, /, **how):
        """Make a dataclass, as the standard decorator does (no InitVar).

        >>> @dataclass(frozen=True, slots=True, order=True)
        ... class Letter:
        ...     name: str
        ...     dots: int = 0
        >>> Letter("باء", 1), Letter("باء", 1) == Letter("باء", dots=1)
        (Letter(name='باء', dots=1), True)
        >>> Letter("ألف").dots = 1
        Traceback (most recent call last):
        dataclasses.FrozenInstanceError: cannot assign to field 'dots'
        """
        if cls is None:
            return lambda cls: _made(cls, **how)
        return _made(cls, **how)

    def _made(cls, *, frozen=False, eq=True, order=False, slots=False, kw_only=False):
        if not cls.__doc__:
            cls.__doc__ = f"{cls.__name__}."  # else the signature is asked, which takes long
        own = {name for name, value in vars(cls).items() if value is not None}
        made = dataclasses.dataclass(
            init=False, repr=False, eq=False, slots=slots, kw_only=kw_only
        )(cls)
        given = {"__init__": _init_later(made, is_frozen=frozen), "__repr__": _repr_of(made)}
        given |= _comparing(made, is_frozen=frozen) if eq else {}
        given |= _ordering(made) if order else {}
        given |= _frozen(made) if frozen else {}
        given |= {"__getstate__": _state, "__setstate__": _put_state} if frozen and slots else {}
        for name, function in given.items():
            if name not in own:
                setattr(made, name, function)
        return made

    def _values_of(cls, wanted):
        names = [one.name for one in dataclasses.fields(cls) if wanted(one)]
        values = attrgetter(*names) if names else lambda _: ()
        return (lambda one: (values(one),)) if len(names) == 1 else values

    def _comparing(cls, *, is_frozen):
        values = _values_of(cls, lambda one: one.compare)
        hashed = _values_of(cls, lambda one: one.compare if one.hash is None else one.hash)

        def __eq__(self, other):
            is_alike = other.__class__ is self.__class__
            return values(self) == values(other) if is_alike else NotImplemented

        def __hash__(self):
            return hash(hashed(self))

        return {"__eq__": __eq__, "__hash__": __hash__ if is_frozen else None}

    def _ordering(cls):
        values = _values_of(cls, lambda one: one.compare)

        def by(compare):
            def compared(self, other):
                is_alike = other.__class__ is self.__class__
                return compare(values(self), values(other)) if is_alike else NotImplemented

            return compared

        return {f"__{compare.__name__}__": by(compare) for compare in (lt, le, gt, ge)}

    def _repr_of(cls):
        names = [one.name for one in dataclasses.fields(cls) if one.repr]
        values = _values_of(cls, lambda one: one.repr)
        shown = ", ".join(f"{name}={{!r}}" for name in names)

        @recursive_repr()
        def __repr__(self):
            return f"{self.__class__.__qualname__}({shown.format(*values(self))})"

        return __repr__

    def _frozen(cls):
        names = {one.name for one in dataclasses.fields(cls)}

        def __setattr__(self, name, value):
            if type(self) is cls or name in names:
                raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")
            super(cls, self).__setattr__(name, value)

        def __delattr__(self, name):
            if type(self) is cls or name in names:
                raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
            super(cls, self).__delattr__(name)

        return {"__setattr__": __setattr__, "__delattr__": __delattr__}

    def _state(self):
        return [getattr(self, one.name) for one in dataclasses.fields(self)]

    def _put_state(self, state):
        for one, value in zip(dataclasses.fields(self), state, strict=True):
            object.__setattr__(self, one.name, value)

    def _setter(cls, name):
        """Give what puts a value into a frozen record: its slot, where it has one."""
        slot = inspect.getattr_static(cls, name, None)
        if isinstance(slot, MemberDescriptorType):
            return slot.__set__
        return lambda self, value: object.__setattr__(self, name, value)

    def _init_later(cls, *, is_frozen):
        def __init__(self, *args, **kwargs):
            cls.__init__ = _init_of(cls, is_frozen=is_frozen)
            cls.__init__(self, *args, **kwargs)

        return __init__

    def _init_of(cls, *, is_frozen):
        """Compile the function that fills a record in."""
        known = {"_unset": dataclasses.MISSING}
        asked, named, body = ["self"], [], []
        for one in dataclasses.fields(cls):
            value, default = one.name, ""
            if one.default is not dataclasses.MISSING:
                known[f"_of_{one.name}"], default = one.default, f"=_of_{one.name}"
            elif one.default_factory is not dataclasses.MISSING:
                known[f"_of_{one.name}"], default = one.default_factory, "=_unset"
                value = f"_of_{one.name}() if {one.name} is _unset else {one.name}"
            if one.init:
                (named if one.kw_only else asked).append(f"{one.name}{default}")
            elif default:
                value = f"_of_{one.name}{'()' if default == '=_unset' else ''}"
            else:
                continue
            if is_frozen:
                known[f"_put_{one.name}"] = _setter(cls, one.name)
            body.append(
                f"_put_{one.name}(self, {value})" if is_frozen else f"self.{one.name} = {value}"
            )
        body += ["self.__post_init__()"] if hasattr(cls, "__post_init__") else []
        parameters = ", ".join([*asked, *(["*", *named] if named else [])])
        lines = [f"def __init__({parameters}):", *(f" {line}" for line in body or ["pass"])]
        exec("\n".join(lines), known)  # noqa: S102 - of names of fields
        init = known.pop("__init__")
        init.__qualname__ = f"{cls.__qualname__}.__init__"
        return init
