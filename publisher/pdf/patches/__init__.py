"""Functions of WeasyPrint and pydyf that are replaced, and why."""
