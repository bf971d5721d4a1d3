"""From a network's raw outputs to predictions in pixels of the picture; `decode` chooses by the adapter's settings."""
