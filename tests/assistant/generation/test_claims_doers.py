"""Whoever does a thing in a sentence does it in its source, however either is put."""

from __future__ import annotations

import pytest

from assistant.generation.alignment import align
from assistant.generation.doers import changes_doers
from assistant.generation.order import crosses
from assistant.generation.read_text import TextReader
from assistant.generation.roles import exchanges_roles
from assistant.generation.turns import turns_around


@pytest.mark.parametrize(
    ("sentence", "source", "expected"),
    [
        (
            "Kommunen betaler halvparten av regningen til staten.",
            "Staten betaler halvparten av regningen til kommunen.",
            True,
        ),
        (
            "Halvparten av regningen til kommunen betales av staten.",
            "Staten betaler halvparten av regningen til kommunen.",
            False,
        ),
        ("Kommunen inviterte NTNU til et seminar om data.", "NTNU inviterte kommunen til et seminar om data.", True),
        (
            "Kommunen ble invitert av NTNU til et seminar om data.",
            "NTNU inviterte kommunen til et seminar om data.",
            False,
        ),
        (
            "NTNU ble invitert av kommunen til et seminar om data.",
            "NTNU inviterte kommunen til et seminar om data.",
            True,
        ),
        (
            "Kommunen eier dataene, mens leverandøren eier sensorene.",
            "Leverandøren eier dataene, mens kommunen eier sensorene.",
            True,
        ),
        (
            "Kommunen eier sensorene, men dataene eies av leverandøren.",
            "Leverandøren eier dataene, mens kommunen eier sensorene.",
            False,
        ),
        ("De eldre lærte elevene å bruke nettbrett.", "Elevene lærte de eldre å bruke nettbrett.", True),
        ("De eldre fikk lære å bruke nettbrett av elevene.", "Elevene lærte de eldre å bruke nettbrett.", False),
        (
            "Kommunen krever at fylkeskommunen rapporterer tallene.",
            "Fylkeskommunen krever at kommunen rapporterer tallene.",
            True,
        ),
        (
            "Kommunen må rapportere tallene fordi fylkeskommunen krever det.",
            "Fylkeskommunen krever at kommunen rapporterer tallene.",
            False,
        ),
        ("Planen ble vedtatt før høringen ble holdt.", "Høringen ble holdt før planen ble vedtatt.", True),
        ("Planen ble vedtatt etter at høringen var holdt.", "Høringen ble holdt før planen ble vedtatt.", False),
        ("Før planen ble vedtatt, ble høringen holdt.", "Høringen ble holdt før planen ble vedtatt.", False),
        ("Høringen ble holdt etter at planen var vedtatt.", "Høringen ble holdt før planen ble vedtatt.", True),
        ("Tromsø var vertskap for Bodø på samlingen.", "Bodø var vertskap for Tromsø på samlingen.", True),
        (
            "Bergen var forbilde for Stavanger da strategien ble laget.",
            "Stavanger var forbilde for Bergen da strategien ble laget.",
            True,
        ),
        ("Legene velger selv, og pasientene gir råd.", "Pasientene velger selv, og legene gir råd.", True),
        ("Legene gir råd, mens pasientene selv velger.", "Pasientene velger selv, og legene gir råd.", False),
        (
            "Fylket som driver fergen, leier båten av selskapet.",
            "Selskapet som driver fergen, leier båten av fylket.",
            True,
        ),
        ("Foreningen leier ut lokalene til kommunen.", "Kommunen leier ut lokalene til foreningen.", True),
        ("Foreningen leier lokalene av kommunen.", "Kommunen leier ut lokalene til foreningen.", False),
        ("Skolen låner sensorene fra biblioteket.", "Biblioteket låner sensorene fra skolen.", True),
        (
            "Det er banken som godkjenner søknadene, og kommunen som utbetaler pengene.",
            "Det er kommunen som godkjenner søknadene, og banken som utbetaler pengene.",
            True,
        ),
        (
            "Kommunen godkjenner søknadene, og banken utbetaler pengene.",
            "Det er kommunen som godkjenner søknadene, og banken som utbetaler pengene.",
            False,
        ),
        ("Oljefyren erstattet fjernvarmen på skolen.", "Fjernvarmen erstattet oljefyren på skolen.", True),
        ("Oljefyren på skolen ble erstattet av fjernvarmen.", "Fjernvarmen erstattet oljefyren på skolen.", False),
        (
            "Sensoren varsler vaktmesteren når appen melder feil.",
            "Appen varsler vaktmesteren når sensoren melder feil.",
            True,
        ),
        (
            "Når sensoren melder feil, varsler appen vaktmesteren.",
            "Appen varsler vaktmesteren når sensoren melder feil.",
            False,
        ),
        (
            "Vaktmesteren blir varslet av appen når sensoren melder feil.",
            "Når sensoren melder feil, varsler appen vaktmesteren.",
            False,
        ),
        ("Pilotene i Oslo kom etter forsøkene i Trondheim.", "Etter forsøkene i Trondheim kom pilotene i Oslo.", False),
        (
            "Kommunen svarer innen en uke på forslag som innbyggerne sender.",
            "Innbyggerne sender forslag til kommunen, og kommunen svarer innen en uke.",
            False,
        ),
        (
            "Kommunen sender forslag til innbyggerne, og innbyggerne svarer innen en uke.",
            "Innbyggerne sender forslag til kommunen, og kommunen svarer innen en uke.",
            True,
        ),
        (
            "Kommunen lager strøm av avfall, og bussene kjører på den.",
            "Bussene kjører på strøm som kommunen lager av avfall.",
            False,
        ),
        ("Prosjektet i Bodø ble fulgt av forskere fra SINTEF.", "Forskere fra SINTEF fulgte prosjektet i Bodø.", False),
        ("Ansatte i kommunen veiledet forskere fra SINTEF.", "Forskere fra SINTEF veiledet ansatte i kommunen.", True),
        ("NTNU samarbeider med kommunen om målingene.", "Kommunen samarbeider med NTNU om målingene.", False),
        ("NTNU og kommunen samarbeider om målingene.", "Kommunen og NTNU samarbeider om målingene.", False),
        ("Skolene i Bodø deler utstyr med idrettslagene.", "I Bodø deler skolene utstyr med idrettslagene.", False),
        ("Ungdommen møtte politikerne på kino i Bodø.", "I Bodø møtte politikerne ungdommen på kino.", False),
        ("Idrettslagene og skolene deler utstyr.", "Skolene deler utstyr med idrettslagene.", False),
        (
            "I 2017 ga et team fra ISOCARP, en forening for byplanleggere, råd til Bodø.",
            "Et team fra ISOCARP, en forening for byplanleggere, ga råd til Bodø i 2017.",
            False,
        ),
        (
            "Senteret, som hører til landsforbundet for arkitekter, startet i 2016.",
            "Senteret startet i 2016 og hører til landsforbundet for arkitekter.",
            False,
        ),
        ("Målt mot 2018 gikk utslippene ned i fjor.", "Utslippene gikk ned i fjor, målt mot 2018.", False),
        ("Hvert 10. sekund deler bysykkelen data.", "Bysykkelen deler data hvert 10. sekund.", False),
        ("Bak nettverket står byene i Norden.", "Byene i Norden står bak nettverket.", False),
        ("Pengene kan kommunen bruke på skolen.", "Kommunen kan bruke pengene på skolen.", False),
        ("Banken har inngått en avtale med kommunen.", "Kommunen har inngått en avtale med banken.", False),
        ("Kommunen gikk fra å lede nettverk til å styre.", "Kommunen gikk fra å styre til å lede nettverk.", True),
        ("Flyttingen ble utløst av byutviklingen.", "Byutviklingen ble utløst av flyttingen.", True),
    ],
)
def test_who_does_what(reader: TextReader, sentence: str, source: str, expected: bool) -> None:
    read, stood = reader.read([sentence], "nb")[0], reader.read([source], "nb")
    held = (read, stood, align(read, stood))
    assert (changes_doers(*held) or crosses(*held) or turns_around(*held) or exchanges_roles(*held)) is expected
