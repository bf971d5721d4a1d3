"""What a user can do: one verb per file, written against the ports."""
