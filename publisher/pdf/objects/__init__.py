"""The finished PDF's objects, brought to what two standards ask for."""
