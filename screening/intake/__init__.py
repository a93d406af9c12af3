"""Files and databases in, typed tables out; repairs nothing silently."""
