"""Parsing, diagnosing and editing TOML text."""
