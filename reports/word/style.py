"""Fonts and styles of the document."""

from typing import TYPE_CHECKING, cast

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Length, Pt, RGBColor

from reports.circular.blocks import Tone

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import ParagraphStyle

INK, DEEP, LIGHT, WASH, LINE = "1F2933", "2F5D93", "B5CCE8", "EEF2F7", "D5DCE5"
COLOURS: dict[Tone, str] = {
    "": INK,
    "grave": "B3261E",
    "warn": "8A5A00",
    "good": "1B6E3C",
    "quiet": "7A8696",
}
_WASHES: dict[Tone, str] = {"grave": "FDF1EF", "warn": "FFF8E8"}


def wash(tone: Tone) -> str:
    """Background that goes with a tone, RRGGBB."""
    return _WASHES.get(tone, WASH)


# Style -> East Asian font, Latin font, size. Chinese offices set the body in FangSong, section
# headings in SimHei, sub-headings in KaiTi (GB/T 9704-2012).
_FONTS: dict[str, tuple[str, str, float]] = {
    "Normal": ("仿宋", "Times New Roman", 12),
    "Body Text": ("仿宋", "Times New Roman", 14),
    "Title": ("宋体", "Times New Roman", 24),
    "Subtitle": ("楷体", "Times New Roman", 16),
    "Heading 1": ("黑体", "Arial", 16),
    "Heading 2": ("楷体", "Arial", 14),
    "Caption": ("黑体", "Arial", 10.5),
    "Cell": ("宋体", "Times New Roman", 9),
    "Picture": ("宋体", "Times New Roman", 9),
    "Remark": ("楷体", "Times New Roman", 10.5),
    "Header": ("宋体", "Times New Roman", 9),
    "Footer": ("宋体", "Times New Roman", 9),
}


def dress(document: "Document", lang: str) -> None:
    """Give ``document`` the styles of the office."""
    for name in ("Cell", "Picture", "Remark"):
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    for name, (eastern, latin, size) in _FONTS.items():
        style = cast("ParagraphStyle", document.styles[name])
        _font(style, eastern, latin, size if lang == "zh" else size - (2 if size == 14 else 0))
        style.font.color.rgb = RGBColor.from_string(INK)
    _spacing(document, lang)
    _language(document)


def _font(style: "ParagraphStyle", eastern: str, latin: str, size: float) -> None:
    style.font.size, style.font.name = Pt(size), latin
    style.font.bold = style.name in {"Title", "Heading 1", "Heading 2", "Caption"}
    style.font.italic = False
    # ``font.name`` sets the Latin font alone: Chinese would fall back to whatever Word likes.
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script, font in (("ascii", latin), ("hAnsi", latin), ("cs", latin), ("eastAsia", eastern)):
        fonts.set(qn(f"w:{script}"), font)


def _spacing(document: "Document", lang: str) -> None:
    def of(name: str) -> "ParagraphStyle":
        return cast("ParagraphStyle", document.styles[name])

    around: dict[str, tuple[float, float, float | Length]] = {
        "Title": (6, 4, 1.2),
        "Subtitle": (0, 4, 1.2),
        "Body Text": (0, 5, Pt(24) if lang == "zh" else Pt(18)),
        "Heading 1": (18, 8, 1.2),
        "Heading 2": (10, 6, 1.2),
        "Caption": (10, 4, 1.1),
        # Exact lines: rows stay even where Chinese comes from a taller font than Latin.
        "Cell": (2, 2, Pt(12)),
        "Picture": (3, 2, 1.0),
        "Remark": (3, 7, Pt(15)),
    }
    for name, (before, after, line) in around.items():
        shape = of(name).paragraph_format
        shape.space_before, shape.space_after, shape.line_spacing = Pt(before), Pt(after), line
    for name in ("Heading 1", "Heading 2", "Caption"):
        of(name).paragraph_format.keep_with_next = True
    for name in ("Title", "Subtitle"):
        of(name).paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if lang == "zh":
        of("Body Text").paragraph_format.first_line_indent = Pt(28)  # two characters
    _plain_title(of("Title"))


def _language(document: "Document") -> None:
    """Tells the spelling checker, and which of the Han glyphs to take: they differ by country."""
    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}")
    for spoken in defaults.iter(qn("w:lang")):
        spoken.set(qn("w:val"), "en-GB")
        spoken.set(qn("w:eastAsia"), "zh-CN")


def _plain_title(style: "ParagraphStyle") -> None:
    """Word's own title carries a blue rule."""
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)
