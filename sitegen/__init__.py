"""Turn a folder of Arabic texts into an archive that is only static files."""

__version__ = "0.1.0"
