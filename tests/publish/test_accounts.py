from __future__ import annotations

import pytest

from writethru.publish.accounts import asks


@pytest.mark.parametrize(
    ("topic", "whole"),
    [
        ("Whether the spillway gates were opened in time", True),
        ("Whether talks broke down", True),
        ("Whether the leaked report reached the council", True),
        ("How many were hurt", True),
        ("Whether very little about the suspected leak", False),
        ("Whether a related and older quarrel that has split the council", False),
        ("Whether the sale before they were finished with the inquiry", False),
    ],
)
def test_a_topic_that_asks_whether_has_a_verb(topic: str, whole: bool) -> None:
    assert asks(topic) == whole
