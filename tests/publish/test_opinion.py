"""Which articles argue in their writer's own voice."""

from __future__ import annotations

import pytest

from tests.publish.conftest import document
from writethru.publish.opinion import is_opinion

REPORT = (
    "The council of Tolmund closed the harbour on Tuesday.",
    "A crane fell on the pier and hurt three dockers.",
    "Mayor Ada Renn said the plan for a new pier was foolish.",
    "“I call it an idiotic plan,” said docker Jon Vell of Basin.",
    "The port company of Tolmund will mend the crane in May.",
    "The ferry from Basin sails to the old quay until Friday.",
)


@pytest.mark.parametrize(
    ("title", "more", "argues"),
    [
        ("Council closes harbour", (), False),
        ("OPINION: Council closes harbour", (), True),
        ("The idiotic closing of a harbour", (), True),
        ("Mayor and council lied about the harbour", (), True),
        ("Mayor calls plan for the harbour 'idiotic'", (), False),
        ("Docker says council lied about harbour", (), False),
        (
            "Council closes harbour",
            (
                "The council, of course, wants the old pier for itself.",
                "Its plan is a travesty of all that a port should be.",
                "Who will pay for such a thing?",
                "Simply put, the dockers of Tolmund will pay for it.",
                "The mayor ought to know that the port is poor.",
            ),
            True,
        ),
    ],
)
def test_an_article_argues_by_its_title_or_by_how_it_is_written(
    title: str, more: tuple[str, ...], argues: bool
) -> None:
    read = document("Tolmund Post", title, "2031-05-09T08:00:00Z", " ".join((*REPORT, *more)))
    assert is_opinion(read) is argues
