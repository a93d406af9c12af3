"""A Polars execution engine inside Great Expectations: suites run as one lazy query over a frame.

Great Expectations takes seconds to import, so importing this package does not: callers import
`gx_polars.validate` inside a function, after `import_great_expectations`.
"""

import os
import warnings


def import_great_expectations() -> None:
    """Import Great Expectations without its analytics, its import-time deprecations, its redirection of warnings."""
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    with warnings.catch_warnings():
        # GX 1.24.1 imports sre_parse and sre_constants.
        warnings.filterwarnings("ignore", message="module 'sre_", category=DeprecationWarning)
        import great_expectations  # noqa: F401
