"""The process that loads the engine: starts bare, does one task, says what it saw, ends."""
