"""Numbers in, numbers out: pure numpy, versioned where a stored figure depends on it."""
