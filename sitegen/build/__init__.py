"""In which order does an archive become a site?"""

from sitegen.build.again import build
from sitegen.build.cache import Session
from sitegen.build.options import Options
from sitegen.build.report import Report

__all__ = ["Options", "Report", "Session", "build"]
