"""TOML text: its statements, their places, edits and mistakes."""
