"""Model formats, each recognised by content."""
