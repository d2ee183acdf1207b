"""Made-up municipal prose, with known sentences, for files that the import is measured on."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

_WHO = ("Kommunen", "Formannskapet", "Utbyggingsavdelingen", "Eldrerådet", "Innbyggerne på Øya", "Næringsforeningen")
_DOES = ("skal kartlegge", "vil ruste opp", "har vedtatt å verne", "vurderer å bygge", "bør måle", "leier ut")
_WHAT = (
    "gang- og sykkelveiene langs elva",
    "lekeplassene ved Åsgård skole",
    "tomannsboligene på Sørøya",
    "målerne i vannverket",
    "ladeplassene for el-biler",
    "møteplassene for «unge og gamle»",
    "klimagassutslippene fra byggeplasser",
)
_HOW = (
    "i samarbeid med fylkeskommunen",
    "bl.a. ved hjelp av sensorer",
    "innenfor rammen på 3,5 mill. kroner",
    "slik innbyggerundersøkelsen viste at 62 % ønsker",
    "uten at området mister sin særegne karakter",
    "fordi naboene ba om det",
)
NYNORSK = (
    "Kommunen ønskjer å leggje til rette for at innbyggjarane kan bu heime lenger.",
    "Korleis vi brukar areala våre i dag, avgjer kva borna våre arvar.",
)
ENGLISH = (
    "The municipality's roadmap sets out how data can be shared safely between services.",
    "Citizens should be able to follow each measure from idea to evaluation.",
)
SAMI = (
    "Gielda galgá ovddidit digitála bálvalusaid ovttas ássiiguin.",
    "Buot čoahkkimat almmuhuvvojit sihke sámegillii ja dárogillii, ja áššebáhpirat leat rabas.",
)


@dataclass(frozen=True)
class Known:
    """A sentence that must be found word for word, and the page that it begins on, if the format has pages."""

    text: str
    page: int | None = None


@dataclass(frozen=True)
class Sample:
    """A file with sentences that it is known to hold, and others that must not come out of it.

    Args:
        name: What it tries.
        suffix: The file's suffix, without the dot.
        data: The file.
        known: What must be found.
        beside: What must not: menus, running heads, tables of contents.
    """

    name: str
    suffix: str
    data: bytes
    known: tuple[Known, ...]
    beside: tuple[str, ...] = ()


@dataclass
class Story:
    """Sentences that differ from one another, the same for the same seed."""

    seed: int
    _count: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)  # noqa: S311 - made-up prose, no secrets

    def sentence(self) -> str:
        """Return a new sentence."""
        self._count += 1
        choose = self._random.choice
        middle = f" {choose(_HOW)}" if self._random.random() < 0.7 else ""  # noqa: PLR2004 - most are long
        return f"{choose(_WHO)} {choose(_DOES)} {choose(_WHAT)}{middle}, og målet er {self._count + 20} innen 2031."

    def paragraph(self, sentences: int) -> list[str]:
        """Return some new sentences."""
        return [self.sentence() for _ in range(sentences)]
