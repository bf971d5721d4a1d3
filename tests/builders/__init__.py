"""Tiny models of every format, written byte by byte in code: no framework, no binary files in the repository."""
