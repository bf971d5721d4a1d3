"""Readers of labelled pictures, one layout each; they open label files only."""
