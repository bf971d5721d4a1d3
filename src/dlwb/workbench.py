"""`Workbench`: the Python SDK, and the one place where workflows and adapters are put together."""
