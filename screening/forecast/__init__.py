"""What it will cost."""
