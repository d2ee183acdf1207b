"""Make paragraphs, headings, items and rows of a PDF page's lines."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from corpus.importing.block import Block
from corpus.importing.contents import without_leaders
from corpus.importing.hyphens import Vocabulary, join_lines
from corpus.importing.items import item_text
from corpus.importing.pdf.aligned import table_end, table_texts
from corpus.importing.pdf.grid import Grid, find_grids
from corpus.importing.pdf.headings import Headings
from corpus.importing.pdf.lines import Line, reading_order
from corpus.importing.pdf.margins import rows_of
from corpus.importing.pdf.segment import Page, Segment
from corpus.importing.rows import table_rows

_SAME_SIZE = 0.08
_MORE_SPACE = 0.35  # of the letters' size, more than between the lines of a paragraph
_INDENT = 0.8
_SHORT = 0.8  # of the column's width: a line that ends a sentence before it ends a paragraph
_DEFAULT_SPACE, _WIDEST_SPACE = 0.4, 1.5
_FEW_SPACES = 4
_FINISHED = (".", "!", "?", ":", ".»", ".”", '."')
Cells = list[list[list[Segment]]]


def page_blocks(page: Page, headings: Headings, vocabulary: Vocabulary) -> list[Block]:
    """Return a page's blocks in reading order.

    Args:
        page: The page, without its running heads.
        headings: How the document sets headings.
        vocabulary: The document's words, to mend words that line ends have cut.
    """
    grids = [grid for grid in find_grids(page.rules) if _is_filled(grid, page)]
    inside = {id(each): grid for each in page.segments for grid in grids if grid.box.holds(each.box)}
    free = [each for each in page.segments if id(each) not in inside]
    # A table takes part in the order as one segment that fills its frame.
    holders = [Segment("\0", grid.box, 0.1, bold=False) for grid in grids]
    stand_ins = {id(holder): grid for holder, grid in zip(holders, grids, strict=True)}
    ordered = reading_order([*free, *holders])
    lines = [ordered[place] for place in without_leaders([line.whole.text for line in ordered])]
    blocks: list[Block] = []
    held: list[Line] = []
    maker = _Maker(page, headings, vocabulary, _usual_space(lines))
    place = 0
    while place < len(lines):
        grid = next((stand_ins[id(each)] for each in lines[place].segments if id(each) in stand_ins), None)
        end = place + 1 if grid else table_end(lines, place)
        if grid is None and end == place:
            held.append(lines[place])
            place += 1
            continue
        blocks += maker.text(held)
        held = []
        if grid is not None:
            cells = grid.cells([each for each in page.segments if inside.get(id(each)) is grid])
        else:
            cells = table_texts(lines[place:end])
        blocks += maker.rows(cells)
        place = end
    return [*blocks, *maker.text(held)]


def _is_filled(grid: Grid, page: Page) -> bool:
    """A frame around the page or a diagram has few cells with text."""
    cells = [cell for row in grid.cells([each for each in page.segments if grid.box.holds(each.box)]) for cell in row]
    return sum(map(bool, cells)) >= 0.3 * len(cells)


def _usual_space(lines: Sequence[Line]) -> float:
    """The white between the lines of paragraphs, as a share of the letters' size."""
    spaces = [
        (below.whole.box.top - above.whole.box.bottom) / below.whole.size
        for above, below in itertools.pairwise(lines)
        if above.column == below.column and abs(above.whole.size - below.whole.size) < _SAME_SIZE * below.whole.size
    ]
    usual = sorted(space for space in spaces if -1 < space < _WIDEST_SPACE)
    if len(usual) < _FEW_SPACES:
        return min([_DEFAULT_SPACE, *usual])
    return usual[len(usual) // 4]  # most lines stand in a paragraph, and the space between those is less


class _Maker:
    """Makes blocks of the lines of one page."""

    def __init__(self, page: Page, headings: Headings, vocabulary: Vocabulary, space: float) -> None:
        self._page = page
        self._headings = headings
        self._vocabulary = vocabulary
        self._space = space

    def rows(self, cells: Cells) -> list[Block]:
        """Return a table's rows; headers in bold are said with each cell."""
        texts = [[self._cell(cell) for cell in row] for row in cells]
        first = [each for cell in (cells[0] if cells else []) for each in cell]
        is_headed = bool(first) and all(each.bold for each in first)
        return table_rows(texts, self._page.number, headed=is_headed or None)

    def _cell(self, segments: Sequence[Segment]) -> str:
        return self._join([" ".join(each.text for each in row) for row in rows_of(segments)])

    def text(self, lines: Sequence[Line]) -> Iterator[Block]:
        """Return the headings, paragraphs and items of running lines."""
        held: list[Segment] = []
        for line in lines:
            whole = line.whole
            if held and self._begins_block(held, whole, line):
                yield from self._block(held)
                held = []
            held.append(whole)
        if held:
            yield from self._block(held)

    def _begins_block(self, held: Sequence[Segment], line: Segment, of: Line) -> bool:
        above = held[-1]
        is_alike = abs(line.size - above.size) <= _SAME_SIZE * above.size
        if not is_alike or self._headings.look(line) != self._headings.look(above):
            # A bold word may fill a line of a paragraph, and a small one end it.
            return True
        if item_text(line.text) is not None:
            return True
        if line.box.top < above.box.top - above.box.height:
            return not _goes_on(above.text, line.text)
        space = (line.box.top - above.box.bottom) / max(line.size, 1.0)
        if space > self._space + _MORE_SPACE:
            return True
        return self._ends_short(held, line, of) or self._is_indented(held, line)

    def _ends_short(self, held: Sequence[Segment], line: Segment, of: Line) -> bool:
        """Whether the line above ends a sentence well before the column does, and this one begins at the left again."""
        above = held[-1]
        reach = (above.box.right - of.column.left) / max(of.column.width, 1.0)
        is_out = item_text(held[0].text) is not None and line.box.left <= held[0].box.left + 1
        return above.text.endswith(_FINISHED) and (reach < _SHORT or is_out) and not line.text[0].islower()

    def _is_indented(self, held: Sequence[Segment], line: Segment) -> bool:
        if item_text(held[0].text) is not None or (len(held) == 1 and not held[0].text.endswith(_FINISHED)):
            return False
        step = line.box.left - held[-1].box.left
        return _INDENT * line.size < step < 4 * line.size and held[-1].text.endswith(_FINISHED)

    def _block(self, lines: Sequence[Segment]) -> Iterator[Block]:
        text = self._join([line.text for line in lines])
        level = self._headings.level(text, self._headings.look(lines[0]))
        item = item_text(text)
        if level is not None:
            yield Block("heading", text, self._page.number, level)
        elif item is not None:
            yield Block("item", item, self._page.number)
        else:
            yield Block("paragraph", text, self._page.number)

    def _join(self, lines: Sequence[str]) -> str:
        return join_lines(lines, self._vocabulary)


def _goes_on(above: str, below: str) -> bool:
    """Whether a paragraph goes on at the top of the next column."""
    return not above.endswith(_FINISHED) and (below[0].islower() or above.endswith("-"))
