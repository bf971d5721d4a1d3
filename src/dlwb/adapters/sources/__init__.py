"""Model formats, each recognised by content; `registry.recognise` asks all of them."""
