"""Run the command line, as ``sitegen`` or as ``python -m sitegen``."""

import os
import sys


def run() -> None:
    """Load the commands and run one; a Ctrl-C while they are loaded ends it with a word, too."""
    try:
        from sitegen.cli import main  # noqa: PLC0415 - it takes longest
    except KeyboardInterrupt:
        sys.stderr.write("interrupted; no file was changed\n")
        sys.stderr.flush()
        os._exit(130)  # as cli does
    main()


if __name__ == "__main__":
    run()
