#!/usr/bin/env python3
"""Writes what the phones draw with, from what the web draws with: the colours of `tokens.css`, the glyphs of
@tabler/icons, pins and badges, and which glyph stands for what. Tables of text, one thing a line, which
Kotlin and Swift read alike, and Onest's files beside them. They go into build folders and are never kept.

    glyphs.tsv    name, then the paths of a 24 pixel outline glyph
    meanings.tsv  category|type, slug, glyph
    drawings.tsv  name, fill, stroke, stroke width, x, y, scale, path; `icon` for a path is where the glyph goes
    tokens.tsv    theme, role, #rrggbb"""
import json
import re
import shutil
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "web"
GLYPHS = WEB / "node_modules/@tabler/icons/icons/outline"
FONTS = WEB / "node_modules/@expo-google-fonts/onest"
WEIGHTS = {"onest_regular": "400Regular/Onest_400Regular", "onest_medium": "500Medium/Onest_500Medium",
           "onest_semibold": "600SemiBold/Onest_600SemiBold", "onest_bold": "700Bold/Onest_700Bold"}


def glyphs(meanings):
    """Whatever stands for something, and every name of a glyph that the screens say."""
    code = "\n".join(file.read_text("utf-8") for file in (ROOT / "android/ui/src").rglob("*.kt"))
    said = set(re.findall(r'"([a-z0-9-]+)"', code))
    said |= {glyph for kind in meanings.values() for glyph in kind.values()} | {"map-pin"}
    for name in sorted(said):
        file = GLYPHS / f"{name}.svg"
        if file.exists():
            paths = re.findall(r'<path d="([^"]+)"', file.read_text("utf-8"))
            yield "\t".join([name, *paths])


def circle(element):
    x, y, r = (float(element.get(name)) for name in ("cx", "cy", "r"))
    return f"M{x - r} {y}a{r} {r} 0 1 1 {2 * r} 0a{r} {r} 0 1 1 {-2 * r} 0Z"


def role(value):
    found = re.match(r"var\(--([\w-]+)", value)
    return found[1] if found else value


def drawing(name, element, fill="#000000", stroke="none", width="1", move=(0, 0, 1)):
    fill, stroke = role(element.get("fill", fill)), role(element.get("stroke", stroke))
    width = element.get("stroke-width", width)
    at = re.search(r"translate\(([\d.-]+)[ ,]+([\d.-]+)\)", element.get("transform", ""))
    grow = re.search(r"scale\(([\d.-]+)\)", element.get("transform", ""))
    if at:
        move = (float(at[1]), float(at[2]), float(grow[1]) if grow else 1)
    tag = element.tag.rpartition("}")[2]
    path = "icon" if element.get("id") == "icon" else circle(element) if tag == "circle" else element.get("d")
    if path:
        yield "\t".join([name, fill, stroke, width, *(f"{part:g}" for part in move), path])
    if path != "icon":
        for child in element:
            yield from drawing(name, child, fill, stroke, width, move)


def drawings():
    for file in sorted((WEB / "src/lib/map/pins").glob("*.svg")):
        yield from drawing(file.stem, ET.parse(file).getroot())


def tokens():
    """A theme says what is other than in the first, as style sheets do: each is written whole."""
    css = (WEB / "src/lib/ui/tokens.css").read_text("utf-8")
    first = {}
    for theme, selector in (("light", ":root {"), ("dark", ':root[data-theme="dark"] {'),
                            ("contrast", ':root[data-theme="contrast"] {'),
                            ("contrast-dark", ':root[data-theme="contrast-dark"] {')):
        block = css[css.index(selector):]
        roles = first | dict(re.findall(r"--([\w-]+): (#[0-9A-Fa-f]{6});", block[:block.index("}")]))
        first = first or roles
        for name, value in roles.items():
            yield f"{theme}\t{name}\t{value}"


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    meanings = json.loads((WEB / "src/lib/ui/glyphs.json").read_text("utf-8"))
    tables = {
        "glyphs": glyphs(meanings),
        "meanings": (f"{kind}\t{slug}\t{glyph}" for kind, all_ in meanings.items() for slug, glyph in all_.items()),
        "drawings": drawings(),
        "tokens": tokens(),
    }
    for name, lines in tables.items():
        (folder / f"{name}.tsv").write_text("\n".join(lines) + "\n", "utf-8")
    for name, file in WEIGHTS.items():
        shutil.copyfile(FONTS / f"{file}.ttf", folder / f"{name}.ttf")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
