"""How much, after every limit."""
