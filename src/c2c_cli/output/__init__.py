"""What is shown: views, formats, tables, the report and the calendar."""
