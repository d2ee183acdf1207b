"""Figures, names and the way that a sentence goes have to be as its source has them."""

from __future__ import annotations

import pytest

from assistant.generation.claims import figures_in, holds_name, names_in, turns_around


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("1 250 000 kroner", {"1250000"}),
        ("1.250.000 kroner", {"1250000"}),
        ("4,5 prosent i 2019", {"4.5", "2019"}),
        ("tre kommuner", {"3"}),
        ("2016–2018", {"2016", "2018"}),
        ("28 % og 7 %", {"28", "7"}),
        ("ingen tall", set()),
    ],
)
def test_figures_in_one_form(text: str, figures: set[str]) -> None:
    assert figures_in(text) == figures


def test_names_inside_a_sentence_and_known_ones_at_its_head() -> None:
    assert names_in("Kommunen samarbeider med Nordic Edge og NTNU.", ()) == {"nordic", "edge", "ntnu"}
    assert names_in("Bodø har en plan.", {"bodø"}) == {"bodø"}
    assert names_in("Kommunen har en plan.", {"bodø"}) == frozenset()
    assert names_in("Decidim er en plattform.", {"decidim"}) == {"decidim"}
    assert names_in("FutureBuilt og U4SSC er to ordninger.", ()) == {"futurebuilt", "u4ssc"}


def test_a_name_may_stand_in_the_genitive() -> None:
    assert holds_name("trondheim", "Trondheims plan")
    assert holds_name("trondheims", "Planen i Trondheim")
    assert not holds_name("trondheim", "Planen i Bergen")


@pytest.mark.parametrize(
    ("sentence", "source", "turned"),
    [
        ("Veikartet er bindende.", "Veikartet er ikke bindende.", True),
        ("Veikartet er ikkje bindande.", "Veikartet er ikke bindende.", False),
        ("Utslippene økte.", "Utslippene falt.", True),
        ("Det er gratis for kommunen.", "Kommunen må betale.", True),
        ("Flere reiser kollektivt.", "Det er flere som reiser kollektivt.", False),
        ("The roadmap is not binding.", "Veikartet er ikke bindende.", False),
        ("Det er et IKT-prosjekt og ikke en strategi.", "Det er ikke et IKT-prosjekt, men en strategi.", True),
        ("Veikartet er ikke en ferdig plan.", "Veikartet er ikke en plan som er ferdig.", False),
    ],
)
def test_what_says_the_opposite(sentence: str, source: str, turned: bool) -> None:
    assert turns_around(sentence, source) is turned
