"""Output: views, formats, tables, the report and the calendar."""
