"""The words of the widget."""

from __future__ import annotations

from typing import ClassVar

from ui.texts import Texts


class WidgetTexts(Texts):
    """All words of the widget in one language."""

    file: ClassVar[str] = "widget.yaml"
