"""What an editor asks while a report is written in it, by the Language Server Protocol (3.17).

It needs the extra ``lsp`` (pygls); nothing else imports this room.
"""
