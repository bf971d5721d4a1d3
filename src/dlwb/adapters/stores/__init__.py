"""Where models and runs are remembered."""
