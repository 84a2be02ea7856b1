"""Functions of WeasyPrint and pydyf that are replaced, or are private and called, and why."""
