"""Who meets what, and why."""
