"""What tests of databases share."""

from __future__ import annotations

from assistant.database.faults import StoreError, Trouble

ANY = Trouble(StoreError, "kan ikke bruke", "sjekk rettighetene")
