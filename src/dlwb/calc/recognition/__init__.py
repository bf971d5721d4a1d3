"""What the outputs of a network may mean, from their shapes, their names and what they held for a few pictures."""
