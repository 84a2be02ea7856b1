"""The block structure of a text, and what is known of its lines without rendering any."""
