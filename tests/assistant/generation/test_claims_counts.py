"""A sentence may count what its source lists, put a share in another way, and must not exchange two figures."""

from __future__ import annotations

import pytest

from assistant.generation.alignment import align
from assistant.generation.exchanged_figures import exchanges_figures
from assistant.generation.figure_support import figures_hold, read_stated
from assistant.generation.read_text import TextReader
from corpus.document import Language


@pytest.mark.parametrize(
    ("sentence", "language", "source", "hold"),
    [
        ("De fire eierne er med.", "nb", "KS, NHO, Innovasjon Norge og Norges forskningsråd eier LUP.", True),
        ("De fem eierne er med.", "nb", "KS, NHO, Innovasjon Norge og Norges forskningsråd eier LUP.", False),
        ("Dei to kommunane har ein plan.", "nn", "Sogndal og Luster har en plan.", True),
        ("Dei tre kommunane har ein plan.", "nn", "Sogndal og Luster har en plan.", False),
        ("Det gikk fem år.", "nb", "Ideen kom i 2016, og fergen var ferdig i 2021.", True),
        ("Det gikk fire år.", "nb", "Ideen kom i 2016, og fergen var ferdig i 2021.", False),
        ("It ran for four years.", "en", "Bopilot varte fra høsten 2018 til høsten 2022.", True),
        ("Avtalen gjelder i tre år.", "nb", "De har en treårig avtale.", True),
        ("Avtalen gjelder i fire år.", "nb", "De har en treårig avtale.", False),
        ("Prosjektet fikk sju millioner euro.", "nb", "Prosjektet fikk om lag 7 millioner euro.", True),
        ("Prosjektet fikk åtte millioner euro.", "nb", "Prosjektet fikk om lag 7 millioner euro.", False),
        ("Der bor åtte hundre.", "nb", "Der bor om lag 800.", True),
        ("Nær sju av ti er trygge.", "nb", "Nesten 70 prosent er trygge.", True),
        ("Nær fire av ti er trygge.", "nb", "Nesten 70 prosent er trygge.", False),
        ("To av tre delmål trengs.", "nb", "Om lag to tredjedeler av delmålene trengs.", True),
        ("27 av 40 søknader fikk ja.", "nb", "Pengene gikk til 27 prosjekter, av 40 søknader.", True),
        ("Tjue prosent prøvde.", "nb", "Én av fem kommuner prøvde.", True),
        ("Reuse matters, as a quarter of the waste is there.", "en", "Der er en firedel av avfallet.", True),
    ],
)
def test_what_a_source_counts(sentence: str, language: Language, source: str, hold: bool) -> None:
    assert figures_hold(read_stated(sentence, language), read_stated(source, "nb")) is hold


ENTUR = "Reiseplanleggeren hadde ved starten 58 500 stoppesteder, 3000 ruter og 60 kollektivselskap."
HEAT = "I 2019 hadde fjordvarme på Nordfjordeid 57 varmepumper og over 90 bygg."


@pytest.mark.parametrize(
    ("source", "sentence", "exchanged"),
    [
        (ENTUR, "Ved starten hadde reiseplanleggeren 60 kollektivselskap og 3000 ruter.", False),
        (ENTUR, "Ved starten hadde reiseplanleggeren 60 ruter og 3000 kollektivselskap.", True),
        (HEAT, "Fjordvarmen på Nordfjordeid hadde over 90 bygg og 57 varmepumper i 2019.", False),
        (HEAT, "Fjordvarmen på Nordfjordeid hadde over 90 varmepumper og 57 bygg i 2019.", True),
        ("Utslippene gikk ned 8 prosent i 2019 mot 2018.", "Målt mot 2018 var utslippene i 2019 ned 8 prosent.", False),
    ],
)
def test_two_figures_must_not_change_places(reader: TextReader, source: str, sentence: str, exchanged: bool) -> None:
    read, stood = reader.read([sentence], "nb")[0], reader.read([source], "nb")
    assert exchanges_figures(read, stood, align(read, stood)) is exchanged
