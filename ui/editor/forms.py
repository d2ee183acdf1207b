"""Forms: what an editor sent, read as it comes, so that a large file never lies in memory."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser

if TYPE_CHECKING:
    from starlette.requests import Request

FORM_BYTES = 64 * 1024
_DRAINED = 4  # so many times the limit is read and dropped, so that the browser hears the answer
_FIELDS = 200


class FormError(ValueError):
    """The form is too large or cannot be read; ``form`` holds what was read of it."""

    def __init__(self, form: Form, *, too_large: bool) -> None:
        super().__init__("too large" if too_large else "torn")
        self.form = form
        self.too_large = too_large


class _TooLargeError(Exception):
    pass


@dataclass(frozen=True)
class Form:
    """What was sent.

    Args:
        data: Its fields and files.
    """

    data: FormData = field(default_factory=FormData)

    def text(self, name: str, default: str = "") -> str:
        """Return a field without spaces around it, with plain line breaks."""
        value = self.data.get(name, default)
        return value.replace("\r\n", "\n").replace("\r", "\n").strip() if isinstance(value, str) else default

    def all(self, name: str) -> tuple[str, ...]:
        """Return every value of a field."""
        return tuple(value for value in self.data.getlist(name) if isinstance(value, str))

    def files(self, name: str) -> tuple[UploadFile, ...]:
        """Return the files that were chosen in a field."""
        return tuple(one for one in self.data.getlist(name) if isinstance(one, UploadFile) and one.filename)

    @property
    def written(self) -> tuple[tuple[str, str], ...]:
        """What an editor may have written by hand: the fields with more than one word."""
        return tuple(
            (name, value) for name, value in self.data.multi_items() if isinstance(value, str) and " " in value
        )


async def read_form(request: Request, limit: int) -> Form:
    """Read what was sent.

    Args:
        request: The request.
        limit: Its largest body in bytes.

    Raises:
        FormError: If it is larger, or no form.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    stream = _counted(request, limit)
    parser: MultiPartParser | FormParser
    if kind == "multipart/form-data":
        parser = MultiPartParser(
            request.headers, stream, max_files=_FIELDS, max_fields=_FIELDS, max_part_size=max(limit, FORM_BYTES)
        )
    else:
        parser = FormParser(request.headers, stream, max_fields=_FIELDS, max_part_size=max(limit, FORM_BYTES))
    try:
        return Form(await parser.parse())
    except _TooLargeError as error:
        items = [item for item in getattr(parser, "items", []) if isinstance(item[1], str)]
        raise FormError(Form(FormData(items)), too_large=True) from error
    except (MultiPartException, ValueError) as error:
        raise FormError(Form(), too_large=False) from error


async def _counted(request: Request, limit: int) -> AsyncGenerator[bytes, None]:
    """The body, up to the limit; more of it is read and dropped, for a browser listens only when it has sent all."""
    read = 0
    async for part in request.stream():
        if read < limit:
            yield part[: limit - read]
        read += len(part)
        if read > _DRAINED * limit:
            break
    if read > limit:
        raise _TooLargeError
