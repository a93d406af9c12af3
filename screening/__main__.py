"""`python -m screening`: the command line without its console script."""

import sys

from screening.cli import main

sys.exit(main())
