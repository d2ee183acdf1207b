"""What is wrong with a setting, in one line of Norwegian."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from pydantic import ValidationError

_ADDRESSES = ("database", "milvus", "ray")  # a password may stand in an address
_REASONS = {
    "greater_than_equal": "må være minst {ge}",
    "greater_than": "må være mer enn {gt}",
    "less_than_equal": "må være høyst {le}",
    "less_than": "må være mindre enn {lt}",
    "int_parsing": "må være et helt tall",
    "int_type": "må være et helt tall",
    "int_from_float": "må være et helt tall",
    "float_parsing": "må være et tall",
    "float_type": "må være et tall",
    "finite_number": "må være et endelig tall",
    "bool_parsing": "må være true eller false",
    "bool_type": "må være true eller false",
    "literal_error": "må være {expected}",
    "string_type": "må være tekst",
    "tuple_type": "må være en liste",
    "string_too_short": "må ha minst {min_length} tegn",
    "path_type": "må være en sti",
    "ip_network": "må være en adresse eller et nett, som 10.0.0.0/8",
}
_FORMS = {
    "milvus_name": "må ha små bokstaver fra a til z og tall, med en bokstav først, og høyst 31 tegn",
    "embed_device": "må være cpu, mps, cuda eller xpu; et nummer kan følge, som i cuda:1",
    "root_path": "må være som /veikart, uten skråstrek til slutt",
    "user_header": "må ha bare bokstaver fra a til z, tall og bindestrek",
    "groups_header": "må ha bare bokstaver fra a til z, tall og bindestrek",
}


def fault_in_words(error: ValidationError, origins: Mapping[str, str], known: Collection[str]) -> str:
    """Return the first fault with its remedy.

    Args:
        error: What pydantic found.
        origins: Where the value of each setting came from.
        known: Names of all settings.
    """
    first = error.errors()[0]
    own = first["msg"].removeprefix("Value error, ")
    if not first["loc"]:
        return own
    name = str(first["loc"][0])
    if first["type"] == "extra_forbidden":
        return f"ukjent innstilling '{name}' (fra {origins[name]}); kjente: {', '.join(known)}"
    shown = "kan ikke brukes" if name in _ADDRESSES else f"kan ikke være {first['input']!r}"
    is_form = first["type"] == "string_pattern_mismatch"
    reason = _FORMS[name] if is_form else _reason(first["type"], first.get("ctx", {})) or own
    return f"innstillingen '{name}' (fra {origins[name]}) {shown}: {reason}"


def _reason(kind: str, context: Mapping[str, Any]) -> str | None:
    words = _REASONS.get(kind)
    if words is None:
        return None
    # Pydantic joins the choices in English.
    return words.format(**{key: str(value).replace(" or ", " eller ") for key, value in context.items()})
