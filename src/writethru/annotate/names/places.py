"""Countries, their peoples and capitals: what "the Ukrainian capital" and "the Dutch government" speak of."""

from __future__ import annotations

from typing import NamedTuple

from writethru.annotate.lexicon import by_language
from writethru.annotate.names import gazetteer as g


class Country(NamedTuple):
    """A country with the forms of its people's name and its capital ("" where the lexicon has none)."""

    name: str
    peoples: tuple[str, ...]
    capital: str


@by_language
def _countries() -> dict[str, Country]:
    """Return each country under its name, its other names and the names of its people."""
    found: dict[str, Country] = {}
    for line in g.lines("countries.txt"):
        name, peoples, capital, aliases = (part.strip() for part in line.split("|"))
        forms = tuple(form.strip() for form in peoples.split(",") if form.strip())
        country = Country(name, forms, capital.strip("()"))
        for form in (name, *forms, *(alias.strip() for alias in aliases.split(",") if alias.strip())):
            found.setdefault(form, country)
    return found


@by_language
def _capitals() -> dict[str, Country]:
    found: dict[str, Country] = {}
    for country in _countries().values():
        found.setdefault(country.capital, country)
    return found


def country_of(demonym: str) -> str:
    """Return the country (as mentions name it) of a people or of another name of it, or ""."""
    country = _countries().get(demonym)
    return country.name if country else ""


def capital_of(demonym: str) -> str:
    """Return the capital of a country, given by its name or by that of its people: Ukrainian -> Kyiv, or ""."""
    country = _countries().get(demonym)
    return _joined(country.capital) if country else ""


def country_with_capital(city: str) -> str:
    """Return the country whose capital a city is (Kiev -> Ukraine), or ""."""
    country = (_capitals().get(city) or _capitals().get(_joined(city))) if city else None
    return country.name if country else ""


def _joined(place: str) -> str:
    entry = g.gazetteer().entries.get(place)
    return entry.name if entry else place
