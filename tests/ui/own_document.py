"""A municipality's own document, with all that a text may hold, and with what may be no markup."""

OWN = """---
id: vaar-plan
title: "Vår plan <b>2027</b>"
type: egen
language: nb
basis: offentlig
sources: [{url: "https://kommune.example/plan", publisher: "Eksempel kommune", retrieved: 2026-03}]
---

Kommunen skal <script>alert(1)</script> måle luft. Det skjer hvert år.

## Hva vi gjør?

Vi gjør dette:

1. Først spør vi.
2. Så prøver vi.

- Uten nummer.

## Hva vi gjør!

| Tiltak | År |
|---|---|
| Sensorer | 2027 |
| | 2028 |

Slutt.
"""
