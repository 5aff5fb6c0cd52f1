"""The records of a registry and their rules."""
