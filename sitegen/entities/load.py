"""Which door do other rooms take to the authority files?"""

from sitegen.entities.files import load_authority

__all__ = ["load_authority"]
