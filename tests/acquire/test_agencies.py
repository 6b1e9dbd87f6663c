from __future__ import annotations

import pytest

from writethru.acquire.agencies import agency, dateline
from writethru.acquire.language import tell
from writethru.acquire.marks import is_teaser, is_walled

REST = "The dam at Orlow held through the night, the river board said."


@pytest.mark.parametrize(
    ("text", "byline", "place", "credited"),
    [
        (f"ORLOW (Reuters) - {REST}", "", "ORLOW", "Reuters"),
        (f"ORLOW, March 4 (Reuters) - {REST}", "", "ORLOW", "Reuters"),
        (f"ORLOW/SALTMERE (AP) — {REST}", "", "ORLOW", "AP"),
        (f"ORLOW, March 4, 2031 (AFP) -- {REST}", "", "ORLOW", "AFP"),
        (f"ST. ORLOW — {REST}", "", "ST. ORLOW", ""),
        (f"Orlow (dpa) - {REST}", "", "Orlow", "dpa"),
        (f"ORLOW (Valewire) - {REST}", "", "ORLOW", "Valewire"),
        (f"Hundreds leave\n\nORLOW, Ostrel (Valewire) — {REST}", "", "ORLOW", "Valewire"),
        (REST, "Valley Press Agency", "", "Valley Press Agency"),
        (REST, "Associated Press", "", "AP"),
        (REST, "Ilsa Brandt and Agence France-Presse", "", "AFP"),
        (f"{REST}\n\n— AP", "", "", "AP"),
        (f"{REST}\n\nSource: Reuters", "", "", "Reuters"),
        (f"{REST} (Reuters)", "", "", "Reuters"),
        (f"{REST}\n\nThe Associated Press contributed to this report.", "", "", ""),
        (REST, "Ilsa Brandt", "", ""),
        (REST, "A, B, C, Associated Press, D", "", ""),
        (f"The paper quoted Reuters. {REST}", "", "", ""),
        (f"The river (seen here by AP) rose. {REST}", "", "", ""),
        (f"FILE - In this photo of 4 March the dam is seen. {REST}", "", "", ""),
        (f"THE STATE OF THE RIVERS - {REST}", "", "", ""),
        ("", "", "", ""),
    ],
)
def test_dateline_and_agency(text: str, byline: str, place: str, credited: str) -> None:
    assert dateline(text)[0] == place
    assert agency(text, byline) == credited


@pytest.mark.parametrize(
    ("text", "stated", "code"),
    [
        (f"{REST} It has been there since the spring of the year.", "", "en"),
        (f"{REST} It has been there since the spring of the year.", "de", "en"),
        (
            "Der Damm bei Orlow hat die Nacht überstanden, wie der Flussverband am Morgen mitteilte, und alle sind sehr froh.",
            "",
            "de",
        ),
        (
            "Le barrage d’Orlow a tenu toute la nuit, a fait savoir ce matin la compagnie du fleuve, et tout le monde est content.",
            "en",
            "fr",
        ),
        ("Orlow.", "", ""),
        ("Orlow.", "pl", "pl"),
        ("", "", ""),
    ],
)
def test_language(text: str, stated: str, code: str) -> None:
    assert tell(text, stated) == code


def test_teasers_and_walls() -> None:
    assert is_teaser("The dam held …") and is_teaser("The dam held. Continue reading on our site")
    assert not is_teaser(REST) and not is_teaser(
        "He asked them to read more.\n\nThey did not, and left the town."
    )
    assert is_walled("The dam held. Subscribe to continue reading.") and is_walled(REST, free=False)
    assert not is_walled(REST) and not is_walled(REST * 40, free=False)
