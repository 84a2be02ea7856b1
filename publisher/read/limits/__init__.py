"""What a prompt asks of its answer, read from its words."""
