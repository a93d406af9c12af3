"""Invented enterprises in the shape of real registers and lists; every one of them is a sample."""
