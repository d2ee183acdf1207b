"""Names have to be as the source has them, in whichever form and language they are written."""

from __future__ import annotations

import pytest

from assistant.assistant import Assistant
from assistant.generation.known_names import KnownNames
from assistant.generation.names import holds_name, missing_names, names_in


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Kommunen samarbeider med Nordic Edge og NTNU.", {"nordic", "edge", "ntnu"}),
        ("Bodø har en plan.", {"bodø"}),
        ("Kommunen har en plan.", set()),
        ("FutureBuilt og U4SSC er to ordninger.", {"futurebuilt", "u4ssc"}),
        ("Forslaget fikk EU-midler til Utsira-løsningen.", {"eu", "utsira"}),
        ("Fergen milliAmpere er liten.", {"milliampere"}),
        ("Rollen skifter: Der den før styrte, skal den lede.", set()),
        ("It opened in February and I saw it.", set()),
    ],
)
def test_names_inside_a_sentence_and_known_ones_at_its_head(text: str, names: set[str]) -> None:
    assert names_in(text, {"bodø"}) == names


@pytest.mark.parametrize(
    ("name", "text", "held"),
    [
        ("trondheim", "Trondheims plan", True),
        ("trondheims", "Planen i Trondheim", True),
        ("trondheim", "Planen i Bergen", False),
        ("eu", "Det er et EU-prosjekt", True),
        ("fn", "FNs mål", True),
        ("statsforvaltaren", "Statsforvalteren i Agder", True),
        ("kristiansand", "Kristiansund har en plan", False),
    ],
)
def test_a_name_may_have_an_ending(name: str, text: str, held: bool) -> None:
    assert holds_name(name, text) is held


@pytest.mark.parametrize(
    ("text", "source", "missing"),
    [
        ("According to the Norwegian Institute of Public Health it falls.", "Ifølge FHI faller det.", set()),
        ("According to the Norwegian Environment Agency it falls.", "Ifølge FHI faller det.",
         {"norwegian", "environment", "agency"}),
        ("Det er sju søkere fra Norge.", "Sju norske byer søkte.", set()),
        ("Det er sju søkere fra Sverige.", "Sju norske byer søkte.", {"sverige"}),
    ],
)  # fmt: skip
def test_a_name_may_be_another_for_the_same(text: str, source: str, missing: set[str]) -> None:
    assert missing_names(names_in(text, ()), text, source) == missing


def test_what_the_texts_write_with_a_capital_is_known(assistant: Assistant) -> None:
    known = KnownNames(assistant.snapshot.passages).known
    assert {"enova", "trondheim", "telemarksforsking"} <= known
    assert not known & {"kommunen", "prosjektet", "innbyggerne"}


@pytest.mark.parametrize(
    ("name", "source", "missing"),
    [("welfare", "Asker velferdslab", False), ("technical", "Danmarks Tekniske Universitet", False),
     ("innovation", "Innovasjonspartnerskap er nytt", False), ("health", "Asker velferdslab", True)],
)  # fmt: skip
def test_a_name_may_be_translated(name: str, source: str, missing: bool) -> None:
    assert bool(missing_names({name}, name.title(), source)) is missing
