"""Nightly eligibility screening of registered enterprises against city industrial-support policies."""
