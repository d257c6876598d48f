"""XML that others wrote, read without trusting it."""

from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from proctor.errors import TruthError
from proctor.evaluation.looking import contents
from proctor.i18n import _


class _DeclaredError(Exception):
    """The document declares a type of its own."""


class _Undeclared(TreeBuilder):
    """Builds no tree from declarations: annotation tools write none, and bombs are made of them."""

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        """Called before anything declared could be expanded, in whatever encoding."""
        raise _DeclaredError


def document(path: Path) -> Element:
    """The root of an XML file. Raises ``TruthError`` if it is none, or declares anything."""
    data = contents(path)
    parser = XMLParser(target=_Undeclared())  # noqa: S314 - bombs need a doctype: refused above
    try:
        parser.feed(data)
        top: Element = parser.close()
    except _DeclaredError as error:
        raise wrong(path, _("it declares a document type of its own")) from error
    except ParseError as error:
        raise wrong(path, _("it is not XML: {fault}").format(fault=error)) from error
    except (LookupError, ValueError) as error:  # an encoding that the parser does not know
        raise TruthError(
            _("{file} is not text in UTF-8.").format(file=path),
            hint=_("Save it as UTF-8, or make the file again."),
        ) from error
    return top


def number(text: str | float | None, path: Path, where: str, low: float, high: float) -> float:
    """A number from ``low`` to ``high``, both included. Raises ``TruthError`` naming ``where``."""
    try:
        value = float("" if text is None else text)
    except ValueError as error:
        raise TruthError(
            _("{file}: {where} must be a number, not {found}.").format(
                file=path, where=where, found=repr(text)
            ),
            hint=exported(),
        ) from error
    if not low <= value <= high:  # NaN and infinities are not either
        expected = _("a number from {low:g} to {high:g}").format(low=low, high=high)
        raise TruthError(
            _("{file}: {where} must be {expected}, not {found}.").format(
                file=path, where=where, expected=expected, found=value
            ),
            hint=exported(),
        )
    return value


def wrong(path: Path, why: str) -> TruthError:
    """The error for a file that is no export of CVAT."""
    return TruthError(
        _("{file} is not an annotation file of CVAT: {why}.").format(file=path, why=why),
        hint=exported(),
    )


def exported() -> str:
    """The cure for most faults of such a file."""
    return _("Export it again from CVAT as “CVAT for video 1.1”.")
