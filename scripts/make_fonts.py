#!/usr/bin/env python3
"""Cut the two Urdu fonts down to what the pages need, as woff2.

Room: scripts. Needs fonttools and brotli (development only) and Debian's fonts-noto-core.
Writes survey_app/web/static/fonts/{nastaliq,naskh,naskh-more}.woff2; OFL.txt lies beside them.
The same fonts give the same bytes, so that a reader can prove where the files come from.

    .venv/bin/python scripts/make_fonts.py [--fonts FOLDER] [--check]
"""

import argparse
import re
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.reorderGlyphs import reorderGlyphs
from fontTools.ttLib.scaleUpem import scale_upem

DEBIAN = Path("/usr/share/fonts/truetype/noto")
TARGET = Path(__file__).resolve().parents[1] / "survey_app" / "web" / "static" / "fonts"

URDU_LETTERS = "ءآأؤئابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہۂۃھیےۓ"
ARABIC_LETTERS = "إةىيكهـٱ"
VOWEL_SIGNS = "".join(map(chr, [*range(0x064B, 0x0656), 0x0657, 0x0658, 0x0670]))
DIGITS = "0123456789٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"
URDU_SIGNS = "،؍؎؏؛؟٪٫٬٭۔"
WHOLE_WORDS = "ﷺﷲ"
NEVER_READ_TO_HER = "#$&*<>@[\\]^_`{|}~؍؎؏٭×÷‹›ـٱ\u0655\u0658"
"""Signs of code and of scholars: where one stands all the same, it comes from Naskh."""
ASCII_SIGNS = " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
OTHER_SIGNS = "\u00a0«»·×÷\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u2039\u203a"
JOINERS = "\u200b\u200c\u200d\u200e\u200f"
NEIGHBOURS = "ٺٻټٽٿپڀځڃڄچڅڇډڊڌڍڏړږښڤڦڪګڱڳڻڼۍېۀە"
"""Letters of Punjabi, Sindhi, Pashto and Saraiki names, for what is typed: in a file of their own,
which a browser asks for only when one of them is on the page (`unicode-range` in page.css)."""
UNITS = 256
"""To the height of a letter: at 40 pixels a point moves by less than a tenth of one."""
TYPED = (
    URDU_LETTERS
    + ARABIC_LETTERS
    + VOWEL_SIGNS
    + DIGITS
    + URDU_SIGNS
    + ASCII_SIGNS
    + OTHER_SIGNS
    + JOINERS
)


PLACE_IN_A_WORD = re.compile(r"(Ini|Med|Fin|Sep)")
"""As it stands in the names that the maker of Nastaliq gave its letters."""


@dataclass(frozen=True)
class Cut:
    """One file to make: from which font, with which characters, within which size.

    `by_place` puts beginnings, middles and ends of words together: the rules of Nastaliq name
    letters so, and what is alike packs better.
    """

    source: str
    target: str
    characters: str
    least: int
    most: int
    by_place: bool = False


CUTS = (
    Cut(
        "NotoNastaliqUrdu-Regular.ttf",
        "nastaliq.woff2",
        "".join(letter for letter in TYPED if letter not in NEVER_READ_TO_HER),
        least=73_000,
        most=77_000,
        by_place=True,
    ),
    Cut("NotoNaskhArabic-Regular.ttf", "naskh.woff2", TYPED, least=13_000, most=15_000),
    Cut(
        "NotoNaskhArabic-Regular.ttf",
        "naskh-more.woff2",
        NEIGHBOURS + WHOLE_WORDS,
        least=4_000,
        most=9_000,
    ),
)


def main(arguments: list[str] | None = None) -> int:
    """Write the files, or with --check say whether they are what the fonts give."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fonts", type=Path, default=DEBIAN, help="folder of the Noto fonts")
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    chosen = parser.parse_args(arguments)
    made = {cut.target: subset(chosen.fonts, cut) for cut in CUTS}
    for cut in CUTS:
        size = len(made[cut.target])
        print(f"{cut.target}: {size} bytes from {cut.source}")
        if not cut.least <= size <= cut.most:
            sys.exit(f"{cut.target} is not between {cut.least} and {cut.most} bytes")
    if chosen.check:
        return int(any((TARGET / name).read_bytes() != data for name, data in made.items()))
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, data in made.items():
        (TARGET / name).write_bytes(data)
    return 0


def subset(fonts: Path, cut: Cut) -> bytes:
    """Return the woff2 file of `cut`: its font in the folder `fonts`, with its characters only.

    The layout features stay: Nastaliq is drawn by them. Those for other languages than Urdu
    go, and what no browser reads: hints, glyph names, lists of variants to choose from, points for
    other programs. The copyright and licence lines of the name table stay, as the licence asks.
    """
    options = Options()
    options.hinting = False
    options.layout_features = ["*"]
    options.layout_scripts = ["arab.dflt", "arab.URD ", "DFLT", "latn"]
    options.flavor = "woff2"
    options.glyph_names = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.drop_tables = [*options.drop_tables, "DSIG"]
    font = TTFont(fonts / cut.source, recalcTimestamp=False)
    cutter = Subsetter(options)
    cutter.populate(text=cut.characters)
    cutter.subset(font)
    font["GDEF"].table.AttachList = font["GDEF"].table.LigCaretList = None
    scale_upem(font, UNITS)
    if cut.by_place:
        _put_in_order(font)
    font.flavor = "woff2"
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def _put_in_order(font: TTFont) -> None:
    font.ensureDecompiled()
    first, *rest = font.getGlyphOrder()  # the sign for what is missing stays the first one
    reorderGlyphs(font, [first, *sorted(rest, key=_place_and_name)])


def _place_and_name(glyph: str) -> tuple[str, str]:
    found = PLACE_IN_A_WORD.search(glyph)
    return (found[1] if found else "", glyph)


if __name__ == "__main__":
    sys.exit(main())
