"""A sentence may not turn its source around; each way of doing so has a near sentence that is kept."""

from __future__ import annotations

import pytest

from assistant.generation.alignment import align
from assistant.generation.near_copy import changes_a_copy
from assistant.generation.opposites import find_opposites
from assistant.generation.read_text import TextReader
from assistant.generation.roles import exchanges_roles
from assistant.generation.swapped import exchanged, swapped
from assistant.generation.turns import turns_around


def turned(reader: TextReader, sentence: str, source: str) -> bool:
    read, stood = reader.read([sentence], "nb")[0], reader.read(source.split("|"), "nb")
    return turns_around(read, stood, align(read, stood))


@pytest.mark.parametrize(
    ("sentence", "source", "expected"),
    [
        ("Veikartet er bindende.", "Veikartet er ikke bindende.", True),
        ("Veikartet er ikkje bindande.", "Veikartet er ikke bindende.", False),
        ("Kommunen mangler en plan.", "Kommunen har en plan.", True),
        ("Kommunen mangler en plan.", "Kommunen har ikke en plan.", False),
        ("Ingen vedtak blir gjort uten at innbyggerne er med.", "Vedtak blir gjort med innbyggerne til stede.", False),
        ("Tiltaket gjelder ikke bare barn.", "Tiltaket gjelder barn og voksne.", False),
        ("Tiltaket gjelder ikke barn.", "Tiltaket gjelder barn og voksne.", True),
        ("Rapporten har gode råd.", "Rapporten har gode råd, men den er ikke bindende.", False),
        ("Strategien er alles, ikke kommunen alene.", "Strategien er ikke bare kommunen sin, den er alles.", False),
        ("Tiltaket løser ikke alene problemet.", "Tiltaket løser alene problemet.", True),
        (
            "Nabolaget gikk fra å være et prosjekt til å være i drift.",
            "Nabolaget er ikke lenger et prosjekt, for det er i drift.",
            False,
        ),
        ("Bygda er for liten til å være med.", "Bygda er liten og kan være med.", True),
        (
            "Kommunen finner det den trenger og kjøper det.",
            "Kommunen kjøper det, men finner ikke det den trenger.",
            True,
        ),
    ],
)
def test_negations(reader: TextReader, sentence: str, source: str, expected: bool) -> None:
    assert turned(reader, sentence, source) is expected


@pytest.mark.parametrize(
    ("sentence", "source", "expected"),
    [
        ("Utslippene økte i fjor.", "Utslippene falt i fjor.", True),
        ("Utslippene sank i fjor.", "Utslippene falt i fjor.", False),
        ("Utslippene økte ikke i fjor.", "Utslippene falt i fjor.", False),
        ("Taksten ble fjernet under byggingen.", "Taksten ble beholdt under byggingen.", True),
        ("Det er obligatorisk å levere tallene.", "Det er frivillig å levere tallene.", True),
        ("Det er valgfritt å levere tallene.", "Det er frivillig å levere tallene.", False),
        ("Badevannet blir målt daglig.", "Badevannet blir målt hver uke.", True),
        ("Badevannet blir målt ukentlig.", "Badevannet blir målt hver uke.", False),
        ("Tenestene ligg samla på éin stad.", "Tjenestene ligger spredt på mange steder.", True),
        ("Folketallet blir femdoblet om sommeren.", "Folketallet blir dobbelt så høyt om sommeren.", True),
        ("Også bedrifter kan søke om støtten.", "Bare kommuner kan søke om støtten.", True),
    ],
)
def test_opposite_words(reader: TextReader, sentence: str, source: str, expected: bool) -> None:
    assert turned(reader, sentence, source) is expected


@pytest.mark.parametrize(
    ("sentence", "source", "expected"),
    [
        ("Målet ble endret fra sykkel til buss.", "Målet ble endret fra buss til sykkel.", True),
        ("Målet ble endret, fra buss til sykkel.", "Målet ble endret fra buss til sykkel.", False),
        ("Sykkel er viktigere enn buss.", "Buss er viktigere enn sykkel.", True),
        ("Kommunen trenger oversikten etter deling.", "Kommunen trenger oversikten før deling.", True),
        ("Planen kom med nye penger.", "Planen kom uten nye penger.", True),
        ("Planen kom med nye mål.", "Planen kom med nye mål, men uten nye penger.", False),
        ("Buss er dårligere enn sykkel.", "Sykkel er bedre enn buss.", False),
    ],
)
def test_orders_and_what_prepositions_rule(reader: TextReader, sentence: str, source: str, expected: bool) -> None:
    assert turned(reader, sentence, source) is expected


@pytest.mark.parametrize(
    ("sentence", "source", "expected"),
    [
        ("Vang jobbet med boliger, mens Lund jobbet med tilflytting.",
         "Vang jobbet med boliger, og Lebesby jobbet med tilflytting.|Lund var også med.", "name"),
        ("Vang jobbet med boliger, mens Lebesby jobbet med tilflytting.",
         "Vang jobbet med boliger, og Lebesby jobbet med tilflytting.|Lund var også med.", None),
        ("Planen fikk 20 millioner kroner.",
         "Planen fikk 30 millioner kroner.|Det er 20 sykler på torget.", "figure"),
        ("Planen fikk 30 millioner kroner.",
         "Planen fikk 30 millioner kroner.|Det er 20 sykler på torget.", None),
    ],
)  # fmt: skip
def test_names_and_figures_of_something_else(
    reader: TextReader, sentence: str, source: str, expected: str | None
) -> None:
    read, stood = reader.read([sentence], "nb")[0], reader.read(source.split("|"), "nb")
    known = {"vang", "lund", "lebesby"}
    assert swapped(read, stood, align(read, stood), known) == expected


def test_names_in_each_others_clause(reader: TextReader) -> None:
    source = reader.read(["Vang ledet prosjektet med veikartet, og Lund ledet prosessen."], "nb")
    for sentence, expected in (
        ("Lund ledet prosjektet med veikartet, og Vang ledet prosessen.", "name"),
        ("Lund ledet prosessen, mens Vang ledet prosjektet med veikartet.", None),
    ):
        read = reader.read([sentence], "nb")[0]
        assert exchanged(read, source, align(read, source), {"vang", "lund"}) == expected


def test_a_figure_of_another_clause(reader: TextReader) -> None:
    source = reader.read(
        ["Summen er oppgitt til 115 millioner kroner, med en årlig pott på 11 millioner kroner."], "nb"
    )
    for figure, expected in ((115, "figure"), (11, None)):
        read = reader.read([f"Ordningen har en årlig pott på {figure} millioner kroner."], "nb")[0]
        assert exchanged(read, source, align(read, source), ()) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Sykehuset meldte til kommunen at anlegget var klart.", True),
        ("Til sykehuset meldte kommunen at anlegget var klart.", False),
        ("Kommunen meldte til sykehuset at anlegget var ferdig.", False),
    ],
)
def test_things_in_each_others_role(reader: TextReader, sentence: str, expected: bool) -> None:
    read, source = (
        reader.read([sentence], "nb")[0],
        reader.read(["Kommunen meldte til sykehuset at anlegget var klart."], "nb"),
    )
    assert exchanges_roles(read, source, align(read, source)) is expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Hvaler har press på strøm og vann når folketallet øker om sommeren.", False),
        ("Hvaler har press på strøm og vann når folketallet øker om vinteren.", True),
        ("Hvaler har overskudd på strøm og vann når folketallet øker om sommeren.", True),
        ("Hvaler har press på strøm og vann før folketallet øker om sommeren.", True),
        ("Hvaler har press på elektrisitet og vann når folketallet øker om sommeren.", False),
        ("Om sommeren har Hvaler press på strøm og vann, når folketallet øker.", False),
    ],
)
def test_a_copy_but_for_a_word(reader: TextReader, sentence: str, expected: bool) -> None:
    read = reader.read([sentence], "nb")[0]
    source = reader.read(["Hvaler har press på strøm og vann når folketallet øker om sommeren."], "nb")
    assert changes_a_copy(read, source, align(read, source), same_language=True) is expected


def test_a_copy_in_nynorsk_may_have_other_forms(reader: TextReader) -> None:
    read = reader.read(["Vassmålarane i bustadene vert lesne av kommunen kvar månad."], "nn")[0]
    source = reader.read(["Vannmålerne i boligene blir lest av kommunen hver måned."], "nb")
    assert not changes_a_copy(read, source, align(read, source), same_language=False)


def test_a_phrase_is_not_its_words() -> None:
    kinds = [one.label.kind for one in find_opposites("ikke bare")]
    assert "negation" not in kinds
    assert [one.label.kind for one in find_opposites("uklart")] == ["contrast"]
    assert [one.label.kind for one in find_opposites("arbeidsløs")] == ["quiet"]


def test_a_compound_is_the_words_that_it_joins(reader: TextReader) -> None:
    source = reader.read(["Stortinget stemte i 2018 ned et forslag om en nasjonal strategi for smartby."], "nb")
    for word, expected in (("smartbystrategi", False), ("klimastrategi", True)):
        read = reader.read([f"I 2018 stemte Stortinget ned et forslag om en nasjonal {word}."], "nb")[0]
        assert changes_a_copy(read, source, align(read, source), same_language=True) is expected
