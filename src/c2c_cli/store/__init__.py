"""The registry file: which one, how it is read and how it is written."""
