"""The JSON documents of the terminal and the REST API: field names are a contract (docs/reference/json.md)."""
