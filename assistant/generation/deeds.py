"""Who does what to whom in each clause of a Norwegian sentence, as far as a list of verbs and the word order tell.

A verb's doer is the noun before it, or right behind it where something else opens the clause, or behind "av" in the
passive; so a passive and its active form are the same deed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from assistant.generation.verbs import is_auxiliary, is_finite, is_helped, is_passive
from assistant.nynorsk import to_bokmal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.generation.read_text import ReadText


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


_TOKEN = re.compile(r"[^\W_]+|[,;:()–—]")
_MARKS = frozenset(",;:()–—")
_OPENERS = _listed(
    "at som mens medan men fordi hvis dersom viss når da der hvor slik enten selv hva hvem hvordan hvorvidt "
    "hvilke hvilken hvilket om"
)
_JOINERS = frozenset(["og", "eller"])
_PREPOSITIONS = _listed(
    "i på til fra frå for av ved hos med mot over under om etter før uten utan mellom gjennom enn innen blant "
    "ut inn overfor ifølge ifølgje langs rundt siden sidan per som framfor fremfor bak foran innenfor utenfor"
)
_PASSED_OVER = _listed(
    "den det de dei en ein et eit ei sin sitt sine si denne dette disse desse alle noen nokre mange flere "
    "begge egen eget eigen egne hver hvert kvar"
)
_PRONOUNS = _listed("den det de dei han hun ho vi man dere ein en seg hverandre dette disse")
_PASSIVES = _listed("blir ble blei vart vert bli blitt vorte er var")
_COPULAS = _listed("er var være vere")
_TIMES = _listed(
    "sekund minutt time dag døgn uke måned år kvartal halvår tiår gang vår våren sommer sommeren høst høsten vinter "
    "vinteren januar februar mars april mai juni juli august september oktober november desember"
)
_ADVERBS = _listed(
    "ikke ikkje også bare berre nå no ofte alltid aldri allerede fortsatt derfor da så selv fram frem videre "
    "senere først tidligere alene sammen igjen nesten nær lag enda ennå likevel dessuten ellers gjerne bort "
    "opp ned inn tilbake"
)
_SHARING = frozenset(["og", "eller", "men"])  # a clause behind them may lack a subject of its own
_NEAR = 4  # words behind "og" among which the verb of a clause of its own is


class _Token(NamedTuple):
    """A word in bokmål or a mark, and its place among the content words if it is one."""

    word: str
    content: int | None


@dataclass(frozen=True)
class Deed:
    """What is done in a clause.

    Args:
        verb: Place of its verb among the content words, or of what follows "er".
        doers: Places of who does it.
        others: Places of whom or what it is done to.
        is_named: Whether the verb is "er" and what follows a noun.
    """

    verb: int
    doers: frozenset[int]
    others: frozenset[int]
    is_named: bool = False


def deeds_of(text: ReadText) -> list[Deed]:
    """Return what is done in each clause of a sentence, as far as it can be told."""
    tokens = _tokens(text)
    cells = _cells(tokens)
    found: list[Deed] = []
    for number in range(len(cells)):
        deed = _deed(tokens, cells, number, found)
        if deed is not None:
            found.append(deed)
    return found


def clauses_with_verbs(text: ReadText) -> list[frozenset[int]]:
    """Return the content words of each clause that has a verb of its own."""
    tokens = _tokens(text)
    return [_contents(tokens, cell) for cell in _cells(tokens) if any(_is_finite(tokens, place) for place in cell)]


def _tokens(text: ReadText) -> list[_Token]:
    starts = {start: place for place, (start, _) in enumerate(text.spans)}
    return [_Token(to_bokmal(match[0].lower()), starts.get(match.start())) for match in _TOKEN.finditer(text.text)]


def _cells(tokens: Sequence[_Token]) -> list[range]:
    """The clauses as ranges of tokens, each with the word that opens it."""
    cuts = [0]
    for place, token in enumerate(tokens):
        if token.word in _MARKS or token.word in _OPENERS or _joins_clauses(tokens, place, cuts[-1]):
            cuts.append(place)
    return [range(start, end) for start, end in zip(cuts, [*cuts[1:], len(tokens)], strict=True) if end > start]


def _joins_clauses(tokens: Sequence[_Token], place: int, start: int) -> bool:
    """Tell whether "og" begins a clause: one with a verb of its own, behind one with a verb."""
    if tokens[place].word not in _JOINERS or not any(_is_finite(tokens, one) for one in range(start, place)):
        return False
    for following in range(place + 1, min(place + 1 + _NEAR, len(tokens))):
        if tokens[following].word in _MARKS:
            return False
        if _is_finite(tokens, following):
            return True
    return False


def _is_finite(tokens: Sequence[_Token], place: int) -> bool:
    """Tell whether a token is a verb, and not a noun of the same form or an infinitive."""
    word = tokens[place].word
    before = tokens[place - 1].word if place else ""
    if not is_finite(word) or before == "å":
        return False
    return is_auxiliary(word) or (before not in _PREPOSITIONS - _OPENERS and before not in _PASSED_OVER - _PRONOUNS)


def _deed(tokens: Sequence[_Token], cells: Sequence[range], number: int, done: Sequence[Deed]) -> Deed | None:
    cell = cells[number]
    finite = next((place for place in cell if _is_finite(tokens, place)), None)
    if finite is None:
        return None
    main = _main_verb(tokens, cell, finite)
    bare = _bare(tokens, cell, finite)
    doers = _doers(tokens, cells, number, (finite, main), bare)
    contents = _contents(tokens, doers)
    if not doers and done and _shares(tokens, cells, number, finite):
        contents = done[-1].doers
    if main is None:
        named = [place for place in bare if place > finite and place not in doers]
        content = tokens[named[0]].content if named and tokens[finite].word in _COPULAS else None
        return None if content is None else Deed(content, contents, frozenset(), is_named=True)
    content = tokens[main].content
    if content is None:
        return None
    if is_passive(tokens[main].word) or (tokens[finite].word in _PASSIVES and main != finite):
        return Deed(content, _agents(tokens, range(main, cell.stop)), contents)
    others = [place for place in bare if place > main and place not in doers]
    return Deed(content, contents, _contents(tokens, others))


def _doers(
    tokens: Sequence[_Token], cells: Sequence[range], number: int, verbs: tuple[int, int | None], bare: Sequence[int]
) -> Sequence[int]:
    """Who does what the verbs of a clause say: the finite one and the one that it helps."""
    cell, (finite, main) = cells[number], verbs
    before = [place for place in bare if place < finite]
    between = [place for place in bare if main is not None and finite < place < main]
    if before and between:
        return between  # "pengene kan kommunen bruke": what comes first is what it is done to
    if before and not _tells_when(tokens, before):
        return before
    opener = tokens[cell.start].word
    if opener == "som":
        return _noun_phrase(tokens, cells, number - 1) if number else []
    if any(tokens[place].word in _PRONOUNS for place in range(cell.start, finite)):
        return []
    if cell.start + 1 == finite and (subject := _before_insertions(tokens, cells, number)):
        return subject
    behind = [place for place in bare if place > finite and (main is None or main == finite or place < main)]
    shares = _shares(tokens, cells, number, finite)
    return [] if shares else [place for place in behind[:2] if place in (behind[0], behind[0] + 1)]


def _tells_when(tokens: Sequence[_Token], places: Sequence[int]) -> bool:
    """Tell whether words before a verb only say when: "våren 2020", "hvert 10. sekund"."""
    return all(tokens[place].word in _TIMES | _PASSED_OVER or tokens[place].word.isdigit() for place in places)


def _before_insertions(tokens: Sequence[_Token], cells: Sequence[range], number: int) -> list[int]:
    """The nouns that a clause goes on from behind what is put in between: "den som leier, …", "X, som er ny, …"."""
    if tokens[cells[number].start].word != ",":
        return []
    if _is_subject(tokens, cells, number):
        return [place for one in cells[number - 2 : number] for place in one if _is_noun(tokens, place)]
    for cell in reversed(cells[:number]):
        opener = tokens[cell.start].word
        has_verb = any(_is_finite(tokens, place) for place in cell)
        if opener not in _OPENERS and (opener not in _MARKS or has_verb):
            return [] if has_verb else _bare(tokens, cell, cell.stop)
    return []


def _is_subject(tokens: Sequence[_Token], cells: Sequence[range], number: int) -> bool:
    """Tell whether a noun with "som" behind it stands before a clause, and no clause: "den som leier, …"."""
    if number <= 1 or tokens[cells[number - 1].start].word != "som" or tokens[cells[number - 2].start].word in _MARKS:
        return False
    return not any(_is_finite(tokens, place) for place in cells[number - 2])


def _shares(tokens: Sequence[_Token], cells: Sequence[range], number: int, finite: int) -> bool:
    """Tell whether a clause begins with its verb and has the doer of the one before: "og driver …"."""
    cell = cells[number]
    opener = tokens[cell.start].word
    if not number or cell.start + 1 != finite:
        return False
    before = cells[number - 1]
    is_main = tokens[before.start].word not in _OPENERS and any(_is_finite(tokens, place) for place in before)
    return opener in _SHARING or (opener == "," and is_main)


def _noun_phrase(tokens: Sequence[_Token], cells: Sequence[range], number: int) -> list[int]:
    """The nouns that "som" behind a clause may stand for."""
    cell = cells[number]
    finite = next((place for place in cell if _is_finite(tokens, place)), cell.start - 1)
    if finite >= cell.start and tokens[finite].word in _COPULAS:
        finite = cell.start - 1  # "X er en ordning som …": X does it as well
    return [place for place in cell if place > finite and _is_noun(tokens, place)]


def _is_noun(tokens: Sequence[_Token], place: int) -> bool:
    return tokens[place].content is not None and not _is_finite(tokens, place)


def _contents(tokens: Sequence[_Token], places: Sequence[int]) -> frozenset[int]:
    return frozenset(content for place in places if (content := tokens[place].content) is not None)


def _main_verb(tokens: Sequence[_Token], cell: range, finite: int) -> int | None:
    """The verb that says what is done: the finite one, or the one that it helps."""
    if not is_auxiliary(tokens[finite].word):
        return finite
    helped = (
        place
        for place in range(finite + 1, cell.stop)
        if not is_auxiliary(tokens[place].word) and is_helped(tokens[place].word) and not _is_governed(tokens, place)
    )
    return next(helped, None)


def _is_governed(tokens: Sequence[_Token], place: int) -> bool:
    return tokens[place - 1].word in _PREPOSITIONS | (_PASSED_OVER - _PRONOUNS)


def _bare(tokens: Sequence[_Token], cell: range, finite: int) -> list[int]:
    """The nouns of a clause that no preposition rules."""
    found = []
    state = True
    for place in cell:
        word = tokens[place].word
        if word == "å" or (word in _PREPOSITIONS and (place != cell.start or word not in _OPENERS)):
            state = False
        elif place == finite or is_auxiliary(word):
            state = True
        elif place == cell.start and place < finite and _is_participle(tokens, place):
            state = False  # "målt mot 2018 gikk utslippene ned"
        elif tokens[place].content is not None and word not in _OPENERS and word not in _ADVERBS:
            if place > finite and is_helped(word) and not _is_governed(tokens, place):
                state = True
            elif state:
                found.append(place)
    return found


def _is_participle(tokens: Sequence[_Token], place: int) -> bool:
    """Tell whether a participle opens a clause and has words of its own behind it."""
    following = tokens[place + 1].word if place + 1 < len(tokens) else ""
    return is_helped(tokens[place].word) and following in _PREPOSITIONS


def _agents(tokens: Sequence[_Token], cell: range) -> frozenset[int]:
    """Who does it in a passive: behind "av"."""
    found = []
    inside = False
    for place in cell:
        if tokens[place].word == "av" and not inside:
            inside = not _is_noun(tokens, place - 1) or place - 1 == cell.start
        elif inside and tokens[place].word in _PREPOSITIONS:
            break
        elif inside and tokens[place].content is not None:
            found.append(place)
    return _contents(tokens, found)
