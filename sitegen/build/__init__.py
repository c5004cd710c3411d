"""In which order does an archive become a site?"""

from sitegen.build.pipeline import Options, Report, build

__all__ = ["Options", "Report", "build"]
