"""Make what is served from packages, once, at set-up: ``python -P assembly/assets.py``.

The scanner of the doors is copied from its npm packages. The two type families are cut to web fonts.

Why cut at all: the packages hold 0.6 and 1.2 MB of every weight, size and alphabet; a mayor on a train needs one
alphabet in one file of some 30 to 50 kB. Why here and not in the repository: the files are made from pinned packages,
so they are as reproducible as a wheel and no binary has to be reviewed. Why never fatal: every rule in the style
sheets names a system font after ours, so a machine that cannot cut shows the same pages in another face.

The module imports nothing of the application: it also runs where no database or secret is configured.
"""

import hashlib
import re
import shutil
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import version
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"
FONTS, SHEET, STAMP = VENDOR / "fonts", VENDOR / "fonts.css", VENDOR / ".ready"

# The weights the style sheets use, and for the serif one optical size: 20 is its "text" master, good from 18 to 60 px,
# and pinning it halves the file.
WEIGHTS = (400, 700)
FAMILIES = {"Source Serif 4": {"wght": WEIGHTS, "opsz": 20}, "Source Sans 3": {"wght": WEIGHTS}}

# One file for each alphabet; the browser fetches a further one only when a name on the page needs it. "latin" holds
# every letter of the languages of Europe's states (ș ț ł ő ğ ẞ) with the spaces and quotation marks of French, € № ™,
# arrows, the minus sign and ✓ ✗; "latin-more" the rest: Welsh, Azerbaijani, Vietnamese, accents that stand alone.
# A glyph that a family lacks is passed over.
ALPHABETS = {
    "latin": "U+0000-017F, U+0218-021B, U+02C6-02DD, U+1E9E, U+2000-206F, U+20AC, U+2116, U+2122, U+2190-2193, U+2212, "
    "U+2713-2717",
    "latin-more": "U+0180-0217, U+021C-02C5, U+02DE-036F, U+1E00-1E9D, U+1E9F-1EFF",
    "greek": "U+0370-03FF",
    "cyrillic": "U+0400-052F",
}

# What a browser needs to set text well, and figures of equal width for times, counts and tables.
FEATURES = ("kern", "mark", "mkmk", "ccmp", "locl", "liga", "calt", "lnum", "tnum")

# Widths of letters in thousandths of an em, as in the Core 14 metrics of Adobe, which Arial and Times New Roman share,
# and how often English and French write them. From both follows how much a system font must shrink or grow to take as
# much room as ours: no line breaks elsewhere once ours have arrived.
LETTERS = "abcdefghijklmnopqrstuvwxyz "
OFTEN = (70, 10, 26, 32, 120, 14, 15, 32, 62, 2, 4, 38, 24, 60, 55, 22, 5, 54, 60, 70, 35, 11, 11, 3, 13, 2, 180)
SYSTEM_FONTS: dict[str, tuple[tuple[str, ...], tuple[int, ...]]] = {
    "Source Sans 3": (
        ("Arial", "Liberation Sans", "Arimo", "Helvetica"),
        (556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500,
         722, 500, 500, 500, 278),
    ),
    "Source Serif 4": (
        ("Times New Roman", "Liberation Serif", "Tinos", "Times"),
        (444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500,
         722, 500, 500, 444, 250),
    ),
}  # fmt: skip

# One weight: the browser thickens it for names and headings, in the same width.
FALLBACK = """@font-face {{
  font-family: "{family} Fallback"; font-weight: {weights[0]};
  src: {local};
  size-adjust: {size:.1%}; ascent-override: {ascent:.1%}; descent-override: {descent:.1%}; line-gap-override: 0%;
}}
"""

RULE = """@font-face {{
  font-family: "{family}"; font-style: normal; font-weight: {weights[0]} {weights[1]}; font-display: optional;
  src: url("fonts/{name}?v={print}") format("woff2");
  unicode-range: {alphabet};
}}
"""


def slug(family: str, joint: str = "-") -> str:
    """The family's name as packages and files write it."""
    return re.sub(r"\W+", joint, family.lower())


def stamp() -> str:
    """What the cut files depend on: the packages they come from and this very recipe."""
    packages = ["fonttools", "brotli", *(f"fontpkg-{slug(family)}" for family in FAMILIES)]
    recipe = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
    return "\n".join([*(f"{package} {version(package)}" for package in packages), f"recipe {recipe}", ""])


def cut(family: str) -> Iterator[str]:
    """Write the files of one family and give their rules. The upright only: nothing on the pages is set in italics."""
    # Imported by name and late: they take half a second to load, and they ship no types.
    subset, instancer = import_module("fontTools.subset"), import_module("fontTools.varLib.instancer")
    package = files(f"fontpkg_{slug(family, '_')}")
    # Of the names only copyright and licence stay: "Source" is a reserved name, and these are changed copies.
    options = subset.Options(
        flavor="woff2", hinting=False, layout_features=FEATURES, name_IDs=[0, 13, 14], drop_tables=["DSIG"]
    )
    with as_file(package / "LICENSE") as licence:
        shutil.copyfile(licence, FONTS / f"{slug(family)}-OFL.txt")
    upright = next(f for f in (package / "files").iterdir() if f.name.endswith(".ttf") and "Italic" not in f.name)
    with as_file(upright) as source:
        for script, alphabet in ALPHABETS.items():
            name = f"{slug(family)}-{script}.woff2"
            font = subset.load_font(str(source), options)
            cutter = subset.Subsetter(options)
            cutter.populate(unicodes=subset.parse_unicodes(alphabet.replace("U+", "")))
            cutter.subset(font)
            instancer.instantiateVariableFont(font, FAMILIES[family], inplace=True)
            subset.save_font(font, str(FONTS / name), options)
            if script == "latin":
                yield fallback(family, font)
            print_ = hashlib.sha256((FONTS / name).read_bytes()).hexdigest()[:12]
            yield RULE.format(family=family, weights=WEIGHTS, name=name, alphabet=alphabet, print=print_)


def fallback(family: str, font: Any) -> str:
    """The rule that lets a system font take the room of ours, until ours is there or where it cannot be cut."""
    names, widths = SYSTEM_FONTS[family]
    em, letters, advances = font["head"].unitsPerEm, font.getBestCmap(), font["hmtx"]
    ours = sum(advances[letters[ord(letter)]][0] * often for letter, often in zip(LETTERS, OFTEN, strict=True)) / em
    theirs = sum(width * often for width, often in zip(widths, OFTEN, strict=True)) / 1000
    size = ours / theirs
    return FALLBACK.format(
        family=family,
        weights=WEIGHTS,
        local=", ".join(f'local("{name}")' for name in names),
        size=size,
        ascent=font["hhea"].ascent / em / size,
        descent=-font["hhea"].descent / em / size,
    )


def copy_scanner() -> None:
    """The reader of codes and its WebAssembly. Without npm there is none, and doors work with the phone's own camera.

    Both must be of the same version: the script names the hash of the one it wants.
    """
    packages, folder = ROOT / "node_modules", VENDOR / "scanner"
    try:
        script = (packages / "barcode-detector/dist/iife/ponyfill.js").read_bytes()
        machine = (packages / "zxing-wasm/dist/reader/zxing_reader.wasm").read_bytes()
        if hashlib.sha256(machine).hexdigest().encode() not in script:
            raise ValueError("zxing-wasm is not the version barcode-detector wants")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "barcode-detector.js").write_bytes(script)
        (folder / "zxing_reader.wasm").write_bytes(machine)
        for package in ("barcode-detector", "zxing-wasm"):
            shutil.copyfile(packages / package / "LICENSE", folder / f"{package}-LICENSE")
    except (OSError, ValueError) as error:
        print(f"assets: no camera at the doors ({type(error).__name__}: {error})", file=sys.stderr)


def main() -> None:
    """Make what is not made yet; a second run does nothing new."""
    copy_scanner()
    cut_fonts()


def cut_fonts() -> None:
    """Cut what is not cut yet."""
    FONTS.mkdir(parents=True, exist_ok=True)
    try:
        wanted = stamp()
        if SHEET.exists() and STAMP.exists() and STAMP.read_text(encoding="utf-8") == wanted:
            return
        STAMP.unlink(missing_ok=True)
        SHEET.write_text("\n".join(rule for family in FAMILIES for rule in cut(family)), encoding="utf-8")
        STAMP.write_text(wanted, encoding="utf-8")  # last, so that an interrupted cut is begun anew
    except Exception as error:  # noqa: BLE001 - a typeface is never a reason not to open registration
        SHEET.write_text("", encoding="utf-8")
        print(f"assets: fonts not cut, system fonts serve instead ({type(error).__name__}: {error})", file=sys.stderr)


if __name__ == "__main__":
    main()
