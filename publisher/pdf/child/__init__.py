"""What runs behind the fence: the process that lays out one page with WeasyPrint."""
