"""The kam kit: key account management, from client files to a page for the board."""

__version__ = "0.1.0"
