"""Publisher in Sphinx: the extension and its builders; nothing else imports Sphinx."""
