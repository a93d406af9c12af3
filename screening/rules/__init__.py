"""The law as data, read strictly."""
