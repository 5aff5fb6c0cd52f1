"""Output: views, formats, tables and the calendar."""
