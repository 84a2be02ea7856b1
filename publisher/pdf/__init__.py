"""What WeasyPrint needs around it: a process of its own, no files, no network, two standards.

``process`` is the door: nothing else here is meant for the rest of the package. Everything that
imports WeasyPrint or Pillow runs in the child process only.
"""
