"""In which order does an archive become a site?"""

from sitegen.build.pipeline import Options, build
from sitegen.build.report import Report

__all__ = ["Options", "Report", "build"]
