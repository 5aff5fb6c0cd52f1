"""Documents: the annual report in Markdown and HTML, from templates."""
