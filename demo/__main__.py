"""`python -m demo`: everything at once, on this machine only."""

import sys

from .run import main

if __name__ == "__main__":
    sys.exit(main())
