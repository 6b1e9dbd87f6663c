from __future__ import annotations

from pathlib import Path

import pytest
from ledger_cases import CASES, read_case

from writethru.ledger import enter, find_disputes
from writethru.settings import Settings


@pytest.mark.parametrize("path", sorted(CASES.glob("*.toml")), ids=lambda p: p.stem)
def test_a_story_has_exactly_the_disputes_of_its_case(path: Path) -> None:
    case, documents, origins = read_case(path)
    assertions = [a for document in documents for a in enter(document)]
    found = find_disputes(documents, assertions, origins, settings=Settings())
    told = [(d.kind, d.state, sorted({c.holder for c in d.contentions})) for d in found]
    assert told == [(e["kind"], e["state"], sorted(e["holders"])) for e in case.get("dispute", [])]
    for dispute, entry in zip(found, case.get("dispute", []), strict=True):
        assert len(dispute.unverified) == entry.get("unverified", 0)
        assert dispute.topic == entry.get("topic", dispute.topic)
        assert 1 <= len(dispute.topic.split()) <= 12
        for words in entry.get("shown", ()):
            assert any(words in c.statement.exact for c in dispute.contentions)
        texts = {d.article.id: d.article.text for d in documents}
        for contention in dispute.contentions:
            for citation in (contention.statement, *contention.supporting):
                assert texts[citation.article][citation.start : citation.end] == citation.exact
