"""The documents applied by hand: one enterprise at a time, from the texts and readings, without engine or rulebook."""
