"""Names that can be shown."""

import pytest

from dlwb.domain.names import LONGEST_NAME, is_name, shown_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("my net – größe 模型", "my net – größe 模型"),
        ("a\u3000b\u00a0c", "a b c"),
        ("line\nbreak", "line break"),
        (" \u3000 ", "unnamed"),
        ("", "unnamed"),
        ("x" * 250, "x" * LONGEST_NAME),
        ("x" * 199 + " y", "x" * 199),
    ],
)
def test_any_text_becomes_a_name(text, name):
    assert shown_name(text) == name
    assert is_name(name)
    assert is_name(text) == (text == name)
