"""Mutation of the rulebook: each figure, comparator, level and grade changed in turn, to see that a case notices."""
