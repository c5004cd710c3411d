"""How is the site to be built?"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to build: ``jobs`` processes (0: one a core); ``clean`` trusts no cache.

    ``cluster`` is the address of a Dask scheduler whose workers do the jobs instead.

    With ``explain`` each link says by which rule it was made: for editors, not for readers.
    ``access`` is what is shown in full: ``closed`` is for a reading room, not for the web.
    With ``profile`` the report says what each stage and each template took, in all processes.
    With ``why`` the report says of each file that was written anew what made it necessary.
    ``patience`` is how many seconds to wait where another build is at work.
    """

    jobs: int = 0
    cluster: str = ""
    clean: bool = False
    drafts: bool = False
    explain: bool = False
    why: bool = False
    profile: bool = False
    access: str = "public"
    patience: float = 0
