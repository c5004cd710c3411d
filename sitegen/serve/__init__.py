"""How does an editor see a change at once? Build, serve on 127.0.0.1 only, rebuild, reload."""

from sitegen.serve.loop import serve

__all__ = ["serve"]
