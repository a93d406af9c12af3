"""What data must look like: input tables, result tables, money. Imports nothing of ours."""
