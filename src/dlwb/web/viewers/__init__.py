"""Graph viewers, served from our own origin."""
