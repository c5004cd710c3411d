"""In which order does an archive become a site?"""

from sitegen.build.again import build
from sitegen.build.cache import Session
from sitegen.build.early import Early
from sitegen.build.options import Options
from sitegen.build.report import Report

__all__ = ["Early", "Options", "Report", "Session", "build"]
