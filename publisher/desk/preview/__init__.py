"""A page that follows its report while it is written, shown by a browser on the same machine."""
