"""The headings that texts of a type share, so that a question can pick the right section in either written form."""

from __future__ import annotations

# Nynorsk forms, and the bokmål form that code knows the section by; headings that are alike are left out.
_BOKMAL = {
    "Døme": "Eksempler",
    "Hindringar": "Hindringer",
    "Kva dei gjer": "Hva de gjør",
    "Kva det betyr": "Hva det betyr",
    "Kva det betyr i praksis": "Hva det betyr i praksis",
    "Kva det er": "Hva det er",
    "Kva kommunen får": "Hva kommunen får",
    "Kva vi veit": "Hva vi vet",
    "Kven tilbyr det": "Hvem tilbyr det",
    "Løysing": "Løsning",
    "Når det passar": "Når det passer",
    "Prinsipp": "Prinsipper",
    "Slik går de fram": "Slik går dere fram",
    "Slik kjem du i gang": "Slik kommer du i gang",
}


def shared_heading(heading: str) -> str:
    """Return the form that a shared heading is known by; other headings come back as they are.

    Example:
        >>> shared_heading("Kva det betyr"), shared_heading("Første versjon")
        ('Hva det betyr', 'Første versjon')
    """
    return _BOKMAL.get(heading, heading)
