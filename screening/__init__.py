"""Nightly eligibility screening of registered enterprises against city industrial-support policies."""

__version__ = "0.1.0"
