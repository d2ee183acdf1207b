"""A sentence may not be firmer than its source; that it is less so does no harm."""

from __future__ import annotations

import pytest

from assistant.generation.alignment import align
from assistant.generation.certainty import overstates
from assistant.generation.read_text import TextReader


@pytest.mark.parametrize(
    ("sentence", "source", "expected"),
    [
        ("Brua har gitt mindre kø i sentrum.", "Det er ventet at brua gir mindre kø i sentrum.", True),
        ("Brua gir mindre kø i sentrum.", "Det er ventet at brua gir mindre kø i sentrum.", True),
        ("Brua ventes å gi mindre kø i sentrum.", "Det er ventet at brua gir mindre kø i sentrum.", False),
        ("Brua skal trolig gi mindre kø i sentrum.", "Det er ventet at brua gir mindre kø i sentrum.", False),
        ("Kommunen selger data fra målerne.", "Kommunen vurderer å selge data fra målerne.", True),
        ("Kommunen har begynt å selge data fra målerne.", "Kommunen vurderer å selge data fra målerne.", True),
        ("Salg av data fra målerne er til vurdering i kommunen.", "Kommunen vurderer å selge data fra målerne.", False),
        ("Bodø har flyttet flyplassen.", "Bodø planlegger å flytte flyplassen.", True),
        ("Bodø flyttar flyplassen.", "Bodø planlegger å flytte flyplassen.", True),
        ("Flyplassen i Bodø er planlagt flyttet.", "Bodø planlegger å flytte flyplassen.", False),
        ("Bodø har bygd ny hall.", "Bodø har bygd ny hall og planlegger å flytte flyplassen.", False),
        (
            "Kommunen har innført sensorer i alle avfallsbeholdere.",
            "Kommunen har innført sensorer i alle avfallsbeholdere, og planlegger å dele dataene.",
            False,
        ),
        ("Fylket fikk støtte fra EU til ladestasjoner.", "Fylket har søkt om støtte fra EU til ladestasjoner.", True),
        ("Fylket har støtte fra EU til ladestasjoner.", "Fylket har søkt om støtte fra EU til ladestasjoner.", True),
        (
            "Fylket vil ha støtte fra EU til ladestasjoner.",
            "Fylket har søkt om støtte fra EU til ladestasjoner.",
            False,
        ),
        ("Halvparten av reisene skjer på sykkel.", "Målet er at halvparten av reisene skjer på sykkel.", True),
        ("Halvparten av reisene skal skje på sykkel.", "Målet er at halvparten av reisene skjer på sykkel.", False),
        (
            "Prosjektet halverte utslippene fra byggeplassen.",
            "Prosjektet har som ambisjon å halvere utslippene fra byggeplassen.",
            True,
        ),
        (
            "Appen har gjort det lettere å melde feil på veien.",
            "Appen skal gjøre det lettere å melde feil på veien.",
            True,
        ),
        (
            "Appen skal gjere det lettare å melde feil på vegen.",
            "Appen skal gjøre det lettere å melde feil på veien.",
            False,
        ),
        ("Droner har fraktet blodprøver mellom sykehusene.", "Droner kan frakte blodprøver mellom sykehusene.", True),
        (
            "Blodprøver kan fraktes mellom sykehusene med droner.",
            "Droner kan frakte blodprøver mellom sykehusene.",
            False,
        ),
        ("Kommuner må lage en plan for åpne data.", "Kommuner bør lage en plan for åpne data.", True),
        ("Kommuner er pålagt å lage en plan for åpne data.", "Kommuner bør lage en plan for åpne data.", True),
        ("Kommuner plikter å lage en plan for åpne data.", "Kommuner kan lage en plan for åpne data.", True),
        ("Kommuner bør lage en plan for åpne data.", "Kommuner kan lage en plan for åpne data.", True),
        ("Kommuner må lage en plan for åpne data.", "Kommuner skal lage en plan for åpne data.", False),
        ("Kommuner bør lage en plan for åpne data.", "Kommuner må lage en plan for åpne data.", False),
        ("Kommuner må ha en plan for åpne data.", "Loven krever at kommuner har en plan for åpne data.", False),
        ("Alle kommuner har en plan for åpne data.", "Mange kommuner har en plan for åpne data.", True),
        ("Samtlige kommuner deler dataene sine.", "De fleste kommuner deler dataene sine.", True),
        ("Kommuner deler alltid dataene sine.", "Kommuner deler ofte dataene sine.", True),
        ("Samtlige kommuner deler dataene sine.", "Alle kommuner deler dataene sine.", False),
        ("Dataene blir delt av kommunene.", "Kommunene deler dataene sine.", False),
        ("Skoler over hele landet har fått grønne tak.", "Skolene i bydelen har fått grønne tak.", True),
        ("Små bedrifter må bruke tilbudet.", "Tilbudet passer for små bedrifter.", True),
        ("Førerløse busser er et fast tilbud i kommunen.", "Kommunen testet førerløse busser i tre måneder.", True),
        ("Kommunen har innført førerløse busser.", "Kommunen testet førerløse busser i tre måneder.", True),
        (
            "Kommunen prøvde ut førerløse busser i tre måneder.",
            "Kommunen testet førerløse busser i tre måneder.",
            False,
        ),
        ("I tre måneder kjørte førerløse busser i kommunen.", "Kommunen testet førerløse busser i tre måneder.", False),
        ("Lekkasjene ble halvert.", "Forskerne tror at lekkasjene blir halvert.", True),
        ("Nøyaktig 80 kommuner var med.", "Om lag 80 kommuner var med.", True),
        ("Rundt 80 kommuner var med.", "Om lag 80 kommuner var med.", False),
        ("Sensorer i grøftene skal prøves ut av kommunen.", "Kommunen vil teste sensorer i grøftene.", False),
        ("Kommunen har testet sensorer i grøftene.", "Kommunen vil teste sensorer i grøftene.", True),
        ("Det er innført en avgift på plastposer.", "Det er foreslått en avgift på plastposer.", True),
        ("Det er avgift på plastposer.", "En avgift på plastposer er foreslått.", True),
        ("Partene har bygd et datasenter.", "Partene har inngått en intensjonsavtale om å bygge et datasenter.", True),
        ("Datasenteret sparer energi.", "Datasenteret ser ut til å spare energi.", True),
        ("Rapporten har fem forslag til tiltak.", "Rapporten foreslår fem tiltak.", False),
        ("Ifølge rapporten bør byene dele data.", "Rapporten foreslår at byene deler data.", False),
        (
            "Prosjektet fikk støtte til å utvikle en modell for andre.",
            "Prosjektet fikk støtte for å utvikle en modell som kan brukes av andre.",
            False,
        ),
        ("Innbyggerne melder feil i appen.", "Innbyggerne kan melde feil i appen.", False),
        ("Appen er laget for å få flere til å sykle.", "Målet med appen er å få flere til å sykle.", False),
        ("Bystyret vedtok strategien.", "Strategien er vedtatt av bystyret og har mål om lavere utslipp.", False),
        ("Bystyret vedtok planen i 2020.", "Planen ble vedtatt i 2020.", False),
        ("Planen om grønne tak er vedtatt.", "Kommunen har vedtatt en plan om grønne tak.", False),
        ("Klimasats deler ut penger årlig.", "Hvert år deler Klimasats ut penger.", False),
        ("Klimasats deler ut penger hvert år.", "Klimasats deler ut penger årlig.", False),
        ("Alle innbyggerne kan komme på møtet.", "Møtet er åpent for innbyggerne.", False),
        ("Alle de åtte prinsippene hjelper oss.", "De åtte prinsippene hjelper oss.", False),
        ("Alle prinsippene hjelper oss.", "Flere av prinsippene hjelper oss.", True),
        ("Pasienter og pårørende kan alle teste utstyret.", "Både pasienter og pårørende kan teste utstyret.", False),
        (
            "Ikke alle var enige om hvem som skulle eie nettverket.",
            "Det ble uenighet om hvem som eier nettverket.",
            False,
        ),
        ("Barnetråkk bør brukes tidlig.", "Bruk Barnetråkk tidlig når dere lager planer.", False),
        ("Barnetråkk bør brukes tidlig.", "Kommunen bruker Barnetråkk tidlig.", True),
    ],
)
def test_how_sure_strict_and_wide_a_sentence_is(reader: TextReader, sentence: str, source: str, expected: bool) -> None:
    read, stood = reader.read([sentence], "nb")[0], reader.read([source], "nb")
    assert overstates(read, stood, align(read, stood)) is expected


def test_each_clause_is_held_against_the_sentence_that_it_leans_on(reader: TextReader) -> None:
    source = ["Nettverket startet i Agder i 2008.", "Nettverket har nå over 400 virksomheter i hele landet."]
    sentence = "Nettverket startet i Agder i 2008, og har nå over 400 virksomheter i hele landet."
    read, stood = reader.read([sentence], "nb")[0], reader.read(source, "nb")
    assert not overstates(read, stood, align(read, stood))
    assert overstates(read, stood[:1], align(read, stood[:1]))


@pytest.mark.parametrize(
    ("sentence", "source", "expected"),
    [
        ("The city has built a new tunnel.", "Byen planlegger å bygge en ny tunnel.", True),
        ("The city intends to build a new tunnel.", "Byen planlegger å bygge en ny tunnel.", False),
        ("All residents are satisfied.", "De fleste innbyggerne er fornøyde.", True),
        ("Most residents are satisfied.", "De fleste innbyggerne er fornøyde.", False),
        ("All eight principles help us.", "De åtte prinsippene hjelper oss.", False),
        ("All nine principles help us.", "De åtte prinsippene hjelper oss.", True),
        ("Data refresh every ten seconds.", "Dataene blir oppdatert hvert 10. sekund.", False),
        ("Open standards are mandatory.", "Det er anbefalt å bruke åpne standarder.", True),
    ],
)
def test_english_sentences(reader: TextReader, sentence: str, source: str, expected: bool) -> None:
    read, stood = reader.read([sentence], "en")[0], reader.read([source], "nb")
    assert overstates(read, stood, align(read, stood)) is expected
