"""How long the night takes at the size of real data; run by hand (`make bench`), not by the tests."""
