"""Gates that stop a bad night, and the quarantine."""
