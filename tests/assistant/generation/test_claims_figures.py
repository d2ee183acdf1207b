"""Figures have to be as the source has them, in whichever form they are written."""

from __future__ import annotations

import pytest

from assistant.generation.figure_support import figures_hold, read_stated
from assistant.generation.figures import counted_in, figures_in
from assistant.generation.units import measures_in, units_hold
from corpus.document import Language


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("1 250 000 kroner", {"1250000"}),
        ("1.250.000 kroner", {"1250000"}),
        ("1,25 millioner kroner", {"1250000"}),
        ("4,5 prosent i 2019", {"4.5", "2019"}),
        ("tre kommuner", {"3"}),
        ("2016–2018", {"2016", "2018"}),
        ("28 % og 7 %", {"28", "7"}),
        ("i mai", {"month 5"}),
        ("ingen tall", set()),
    ],
)
def test_figures_in_one_form(text: str, figures: set[str]) -> None:
    assert figures_in(text) == figures


def test_english_has_its_own_marks_and_words() -> None:
    assert figures_in("5,400 people in two towns may apply", "en") == {"5400", "2"}
    assert figures_in("two", "nb") == frozenset()


@pytest.mark.parametrize(
    ("sentence", "language", "source", "hold"),
    [
        ("Prosjektet fikk 12 millioner kroner.", "nb", "Prosjektet fikk 12 millioner kroner.", True),
        ("Prosjektet fikk 12 milliarder kroner.", "nb", "Prosjektet fikk 12 millioner kroner.", False),
        ("The project received 5.5 million kroner.", "en", "Prosjektet fikk 5,5 millioner kroner.", True),
        ("Det startet i juni 2020.", "nb", "Det startet i mai 2020.", False),
        ("It started in May 2020.", "en", "Det startet i mai 2020.", True),
        ("20 prosent av barna er med.", "nb", "Hvert femte barn er med.", True),
        ("25 prosent av barna er med.", "nb", "Hvert femte barn er med.", False),
        ("Nesten halvparten har en plan.", "nb", "209 av 428 kommuner har en plan.", True),
        ("Halvparten har en plan.", "nb", "1 av 4 kommuner har en plan.", False),
        ("Én av fire har en plan.", "nb", "Tre av fire har en plan.", False),
        ("Én av fire har en plan.", "nb", "Én av fem har en plan.", False),
        ("Kommunen fikk 20 busser.", "nb", "Kommunen fikk 20 000 kroner.", False),
        ("Almost one in five children is there.", "en", "Nær hvert femte barn er med.", True),
        ("Almost one in four children is there.", "en", "Nær hvert femte barn er med.", False),
        ("20 prosent av kommunene prøvde.", "nb", "Én av fem kommuner prøvde.", True),
    ],
)
def test_what_a_source_holds(sentence: str, language: Language, source: str, hold: bool) -> None:
    assert figures_hold(read_stated(sentence, language), read_stated(source, "nb")) is hold


def test_what_a_figure_counts() -> None:
    assert counted_in("58 500 stopp, 3000 ruter og 1,5 millioner kroner") == {
        "58500": "stopp",
        "3000": "ruter",
        "1500000": "millioner",
    }


def test_an_ordinal_may_be_in_digits() -> None:
    source = read_stated("Dataene kommer hvert 10. sekund.", "nb")
    assert figures_hold(read_stated("Dataene kommer kvart tiande sekund.", "nn"), source)
    assert not figures_hold(read_stated("Dataene kommer kvart femte sekund.", "nn"), source)


@pytest.mark.parametrize(
    ("sentence", "language", "source", "hold"),
    [
        ("Prosjektet fikk 7 millioner euro.", "nb", "Prosjektet fikk om lag 7 millioner euro.", True),
        ("Prosjektet fikk 7 millioner kroner.", "nb", "Prosjektet fikk om lag 7 millioner euro.", False),
        ("Batteriet varer i en måned.", "nb", "Batteriet varer i en uke.", False),
        ("Batteriet varer i ei veke.", "nn", "Batteriet varer i en uke.", True),
        ("The battery lasts a week.", "en", "Batteriet varer i en uke.", True),
        ("The battery lasts two months.", "en", "Batteriet varer i to uker.", False),
        ("Tunnelen er 12 meter.", "nb", "Tunnelen er 12 km og 30 meter.", False),
        ("Tre dager tar det.", "nb", "Tre kommuner er med i to uker.", True),
        ("Det koster 1 500 kr.", "nb", "Det koster 1500 kroner.", True),
        ("A second bus runs.", "en", "Bussen går en uke.", True),
        ("One time is enough.", "en", "En dag er nok.", True),
        ("Byen har 17 mål.", "nb", "Byen har 17 kvadratmeter.", True),
    ],
)
def test_a_number_of_another_unit_is_another_figure(sentence: str, language: Language, source: str, hold: bool) -> None:
    """What no unit of the kind is told of is left to the other checks."""
    assert units_hold(measures_in(sentence, language), measures_in(source, "nb")) is hold
