#!/usr/bin/env python3
"""Draws the photos of Tikhy Brod: a town that does not exist cannot be photographed.

Each scene is drawn before and after the repair, 320 x 240, as SVG:

    python3 scripts/small-town-photos.py FOLDER

The JPEGs in cities/small-town/photos are these pictures shown by a browser at 1200 x 900.
"""
import random
import sys
from pathlib import Path

DAY = {"sky": "#C9DCE3", "wall": "#D9C7AA", "wall2": "#C8B59A", "glass": "#7B97A3", "lit": "#7B97A3", "dark": 0.9}
NIGHT = {"sky": "#1F2E4C", "wall": "#33405A", "wall2": "#2C3952", "glass": "#1E2A42", "lit": "#F9D27A", "dark": 0.8}


def rect(x, y, w, h, fill, r=0, extra=""):
    return f'<rect x="{x:g}" y="{y:g}" width="{w:g}" height="{h:g}" rx="{r:g}" fill="{fill}" {extra}/>'


def path(d, fill="none", stroke=None, width=0, extra=""):
    line = f'stroke="{stroke}" stroke-width="{width:g}" stroke-linecap="round" stroke-linejoin="round"' if stroke else ""
    return f'<path d="{d}" fill="{fill}" {line} {extra}/>'


def circle(x, y, r, fill, extra=""):
    return f'<circle cx="{x:g}" cy="{y:g}" r="{r:g}" fill="{fill}" {extra}/>'


def ellipse(x, y, rx, ry, fill, extra=""):
    return f'<ellipse cx="{x:g}" cy="{y:g}" rx="{rx:g}" ry="{ry:g}" fill="{fill}" {extra}/>'


def house(x, y, w, h, light, seed, second=False):
    """A block of flats: a wall with rows of windows, some of them lit at night."""
    rng, wall = random.Random(seed), light["wall2" if second else "wall"]
    parts = [rect(x, y, w, h, wall), rect(x - 2, y - 5, w + 4, 6, wall, 1, 'style="filter:brightness(.85)"')]
    columns, rows = round(w / 24), round(h / 27)
    for i in range(columns):
        for j in range(rows):
            lit = rng.random() < 0.2
            parts.append(rect(x + (i + 0.5) * w / columns - 6.5, y + 10 + j * h / rows, 13, 14, light["lit" if lit else "glass"], 1))
    return "".join(parts)


def street(light, ground, road=None, seed=1):
    """What stands behind every scene."""
    parts = [rect(0, 0, 320, 240, light["sky"]), house(-12, 44, 150, 124, light, seed), house(196, 62, 150, 106, light, seed + 1, True),
             rect(0, 164, 320, 76, ground)]
    if road:
        parts.append(path("M122 164L58 240H236L176 164Z", road))
    return "".join(parts)


def tree(x, y, size, color="#5B4636", leaves=None):
    trunk = path(f"M{x} {y}V{y - size}M{x} {y - size * .4:g}l{-size * .25:g} {-size * .36:g}M{x} {y - size * .55:g}l{size * .27:g} {-size * .4:g}",
                 stroke=color, width=size * 0.06)
    crown = "".join(circle(x + dx * size, y - size * (0.95 + dy), size * r, leaves)
                    for dx, dy, r in ((-0.22, 0, .3), (0.22, .04, .3), (0, .25, .34), (0, -.08, .3))) if leaves else ""
    return trunk + crown


def lamp(after):
    ground, road = ("#C9BDA8", "#A89B8A") if after else ("#58647A", "#3C475C")
    stars = "".join(circle(x, y, 1.4, "#fff", 'opacity=".8"') for x, y in ((30, 26), (92, 20), (240, 28), (292, 46), (126, 34)))
    post = "#2A2F3D" if after else "#111A2B"
    glow = (path("M152 62L58 240H280L182 62Z", "#FFE6A3", extra='opacity=".42"') + ellipse(166, 214, 96, 20, "#FFE9B5", 'opacity=".55"')
            + circle(166, 68, 30, "#FFE9A8", 'opacity=".4"')) if after else ""
    warm = {**NIGHT, "wall": "#6B5F62", "wall2": "#5A5664"} if after else NIGHT
    return (street(warm, ground, road, 3) + stars + tree(262, 182, 76, "#18233A") + tree(38, 186, 58, "#18233A") + glow
            + path("M206 222V78Q206 56 184 56H170", stroke=post, width=6) + path("M150 54h30l4 10h-38z", post)
            + rect(149, 63, 33, 6, "#FFF6D8" if after else "#4A5670", 3))


def pothole(after):
    back = street(DAY, "#7E8083", None, 11) + rect(0, 150, 320, 16, "#9CB487") + rect(0, 164, 320, 6, "#C7C2B6") + car(26, 158)
    if after:
        return back + path("M96 190L236 186L262 226L82 230Z", "#5D5F62") + path("M96 190L236 186L262 226L82 230Z", stroke="#505255", width=2)
    return (back + path("M92 206Q104 178 160 182Q232 180 238 204Q236 226 170 226Q104 228 92 206Z", "#4A4C4F")
            + path("M110 206Q120 190 164 192Q216 190 222 204Q214 218 168 218Q122 220 110 206Z", "#7FA3B3")
            + path("M130 200Q150 194 176 197", stroke="#D9E9EF", width=3) + path("M92 206L66 214M236 196L266 182M176 226L184 238", stroke="#5A5C5F", width=3))


def car(x, y):
    return (path(f"M{x} {y + 22}V{y + 10}Q{x} {y + 4} {x + 10} {y + 2}L{x + 20} {y - 10}H{x + 50}L{x + 62} {y + 2}Q{x + 76} {y + 4} {x + 76} {y + 22}Z", "#A9463B")
            + path(f"M{x + 17} {y + 1}L{x + 24} {y - 6}H{x + 46}L{x + 54} {y + 1}Z", "#D3E2E8")
            + circle(x + 18, y + 22, 8, "#2B2B2E") + circle(x + 58, y + 22, 8, "#2B2B2E"))


def containers(after):
    rng = random.Random(4)
    parts = [street(DAY, "#B9BCBA", None, 21), rect(34, 82, 252, 96, "#8C9AA1"),
             "".join(rect(34 + i * 28, 82, 2, 96, "#7C8A91") for i in range(1, 9))]
    for x in (56, 132, 208):
        if not after:
            parts += [circle(x + 18, 112, 16, "#3E434A"), circle(x + 40, 106, 18, "#555A62"), path(f"M{x + 34} 92l6 -12l6 12z", "#555A62")]
        parts += [path(f"M{x} 118H{x + 62}L{x + 54} 192H{x + 8}Z", "#2F7D52"), rect(x + 21, 138, 20, 15, "#DFEDE3", 3),
                  circle(x + 16, 195, 5, "#26292C"), circle(x + 46, 195, 5, "#26292C")]
        if after:
            parts.append(rect(x - 3, 110, 68, 9, "#276A45", 4))
    if not after:
        parts += [ellipse(118, 212, 25, 18, "#454A53"), ellipse(158, 215, 21, 15, "#5E636B"), rect(186, 200, 40, 28, "#B88A50"),
                  path("M186 200l20 15l20 -15", stroke="#8F6836", width=2), ellipse(262, 213, 23, 16, "#3B3F47")]
        parts += [rect(rng.uniform(10, 300), rng.uniform(222, 236), 12, 4, "#F2F2EF") for _ in range(6)]
    return "".join(parts)


def fallen_tree(after):
    back = street(DAY, "#E9EDEC", "#B8BBBB", 31)
    if after:
        return back + ellipse(112, 206, 24, 8, "#8C6A48") + rect(88, 196, 48, 11, "#8C6A48") + ellipse(112, 196, 24, 8, "#D8B98A") + \
            ellipse(112, 196, 14, 4.5, "none", 'stroke="#B08D5C" stroke-width="2"') + tree(262, 190, 70)
    tape = "".join(rect(30 + i * 24, 172, 12, 7, "#BF3D10") for i in range(9))
    return (back + path("M104 214Q118 150 168 100Q190 76 214 42", stroke="#5B4636", width=17)
            + path("M150 120L116 72M172 96L160 38M186 78L246 64M134 142L182 150M204 54L236 34", stroke="#5B4636", width=7)
            + rect(30, 172, 212, 7, "#F4F1E9") + tape + path("M32 164V214M240 164V214", stroke="#3A3F45", width=5))


def snow(after):
    back = [rect(0, 0, 320, 240, "#D5E0E6"), house(-6, 16, 332, 140, DAY, 41), rect(136, 88, 46, 72, "#6B5142"), rect(124, 82, 70, 8, "#8E8478")]
    if after:
        back += [rect(0, 152, 320, 88, "#C3C2BC"), path("M0 150Q60 132 118 158L40 240H0Z", "#F4F8FA"), path("M320 150Q262 134 200 158L284 240H320Z", "#F4F8FA"),
                 "".join(circle(x, y, 1.6, "#8C7C5C") for x, y in ((150, 178), (170, 190), (140, 205), (180, 214), (155, 226), (200, 230), (120, 226)))]
        return "".join(back)
    back += [path("M0 142Q50 120 110 136T230 134T320 128V240H0Z", "#F4F8FA"), path("M40 190Q110 166 176 186T290 180M22 220Q80 206 128 222", stroke="#C9D9E1", width=5),
             path("M150 140Q160 165 146 188T152 238", stroke="#BCCFD9", width=9, extra='stroke-dasharray="6 12"')]
    return "".join(back) + "".join(circle(x, y, 2.2, "#fff") for x, y in ((40, 40), (108, 62), (220, 34), (284, 78), (250, 120), (66, 104)))


def swing(after):
    back = street(DAY, "#CDBE9A", None, 51) + rect(0, 158, 320, 12, "#9CB487") + tree(288, 172, 70, leaves="#7FA36B")
    frame = path("M70 212L104 92H216L250 212M104 92L120 212M216 92L200 212", stroke="#2E6E8E", width=7)
    left = path("M134 94V176M158 94V176", stroke="#555", width=2.5) + rect(128, 176, 36, 7, "#C8702F", 2)
    right = (path("M178 94V176M200 94V176", stroke="#555", width=2.5) + rect(171, 176, 36, 7, "#C8702F", 2)) if after else \
        path("M178 94V132M200 94V206", stroke="#555", width=2.5) + f'<g transform="rotate(58 200 206)">{rect(176, 203, 36, 7, "#9B5A2B", 2)}</g>'
    return back + frame + left + right


def shelter(after):
    back = street(DAY, "#A9ACAD", None, 61) + rect(0, 164, 320, 10, "#C7C2B6") + path("M0 214H320", stroke="#F2F2EF", width=4, extra='stroke-dasharray="26 18"')
    glass = rect(70, 92, 148, 78, "#DCEBF0", 0, 'opacity=".75"') if after else (
        rect(70, 92, 72, 78, "#DCEBF0", 0, 'opacity=".75"') + path("M142 92L160 110L150 128L168 140L156 170H142Z", "#DCEBF0", extra='opacity=".75"')
        + "".join(path(f"M{x} {y}l9 -4l3 7z", "#EEF6F8") for x, y in ((164, 184), (186, 190), (206, 182), (176, 200))))
    graffiti = "" if after else path("M82 140q10 -26 20 0t20 -4t12 8", stroke="#6C5487", width=5)
    return (back + glass + graffiti + path("M66 182V86M222 182V86", stroke="#33474F", width=6) + rect(54, 78, 180, 10, "#0B5B66", 3)
            + rect(84, 150, 110, 7, "#8C6A48", 2) + path("M94 157V174M184 157V174", stroke="#33474F", width=4)
            + path("M258 186V84", stroke="#33474F", width=5) + rect(242, 74, 32, 24, "#1C5FBE", 4) + rect(249, 81, 18, 9, "#fff", 2))


def dump(after):
    back = "".join([rect(0, 0, 320, 240, "#CFE0E4"), rect(0, 150, 320, 90, "#A9BE8C"), path("M0 240L110 160H180L250 240Z", "#C9B998")]
                   + [tree(x, 158, s, leaves=c) for x, s, c in ((30, 92, "#6F9460"), (78, 74, "#7FA36B"), (236, 84, "#6F9460"), (290, 98, "#7FA36B"))])
    if after:
        return back + rect(196, 168, 4, 44, "#5B4636") + rect(168, 150, 60, 30, "#F4F1E9", 3, 'stroke="#5B4636" stroke-width="2"') + \
            path("M178 160H218M178 169H206", stroke="#43545A", width=3)
    heap = "".join(ellipse(x, y, rx, ry, c) for x, y, rx, ry, c in (
        (150, 204, 40, 24, "#4A4F57"), (196, 210, 34, 20, "#5E636B"), (108, 212, 30, 18, "#3B3F47"), (172, 186, 26, 16, "#6A6F76")))
    return (back + heap + circle(238, 210, 20, "#2B2B2E") + circle(238, 210, 9, "#A9BE8C") + f'<g transform="rotate(-14 90 190)">{rect(66, 176, 52, 26, "#B88A50")}</g>'
            + rect(140, 158, 40, 22, "#9B5A2B", 2, 'transform="rotate(9 160 170)"'))


def puddle(after):
    back = street(DAY, "#7E8083", None, 71) + rect(0, 150, 320, 18, "#C7C2B6") + rect(0, 166, 320, 5, "#A8A398")
    grate = rect(132, 176, 58, 20, "#3A3F45", 2) + "".join(rect(138 + i * 10, 178, 5, 16, "#6B7177") for i in range(5))
    if after:
        return back + grate + "".join(rect(30 + i * 92, 206, 16, 30, "#F2F2EF", extra='transform="skewX(-12)"') for i in range(4))
    leaves = "".join(ellipse(x, y, 6, 3, c) for x, y, c in ((128, 190, "#B7792F"), (150, 186, "#C99A3A"), (170, 193, "#9C5A2B"), (192, 187, "#B7792F"), (158, 197, "#8F6B2C")))
    return (back + path("M18 204Q40 172 150 176Q290 172 304 206Q296 234 160 234Q30 236 18 204Z", "#7FA3B3")
            + path("M60 200Q110 186 160 192M120 222Q180 214 236 220", stroke="#BFD6DF", width=3) + leaves)


def manhole(after):
    back = street(DAY, "#8B8D8F", None, 81) + rect(0, 156, 320, 12, "#C7C2B6") + tree(286, 164, 66, leaves="#7FA36B")
    if after:
        ring = ellipse(160, 206, 50, 18, "#4A4E53") + ellipse(160, 205, 45, 15, "#6B7076")
        return back + ring + "".join(path(f"M{160 - w} {205 + d}H{160 + w}", stroke="#555A60", width=2.5) for w, d in ((24, -8), (38, -3), (40, 2), (32, 8)))
    return (back + ellipse(150, 206, 50, 18, "#55595E") + ellipse(150, 207, 43, 14, "#17191C")
            + f'<g transform="rotate(-16 232 208)">{ellipse(232, 208, 42, 13, "#6B7076")}{ellipse(232, 206, 36, 10, "#7C8187")}</g>'
            + path("M146 208L172 128M160 166l18 -16M164 150l-14 -14", stroke="#5B4636", width=4) + rect(164, 118, 22, 16, "#BF3D10", 2))


def signal(after):
    back = street(DAY, "#8B8D8F", "#77797C", 91) + "".join(path(f"M{96 + i * 28} 232L{108 + i * 22} 204H{120 + i * 22}L{112 + i * 28} 232Z", "#F2F2EF") for i in range(5))
    lights = ((74, "#4C3434"), (98, "#4C4632"), (122, "#2FA35A")) if after else ((74, "#4C3434"), (98, "#4C4632"), (122, "#33443A"))
    glow = circle(246, 122, 18, "#7FE0A0", 'opacity=".35"') if after else ""
    return (back + path("M246 214V140", stroke="#3A3F45", width=7) + rect(230, 58, 32, 82, "#22272B", 8) + glow
            + "".join(circle(246, y, 9, c) for y, c in lights) + rect(238, 210, 16, 8, "#55595E", 2))


def fence(after):
    back = [rect(0, 0, 320, 240, "#CFE0E4"), house(60, 52, 200, 112, {**DAY, "wall": "#E3CDA6"}, 101), rect(140, 128, 40, 38, "#6B5142"),
            rect(0, 164, 320, 76, "#A9BE8C"), tree(30, 176, 84, leaves="#7FA36B"), tree(296, 172, 74, leaves="#6F9460")]

    def section(x):
        return "".join(path(f"M{x + i * 12} 222V172l4 -7l4 7V222Z", "#2E6E8E") for i in range(7)) + rect(x, 184, 84, 6, "#245873") + rect(x, 206, 84, 6, "#245873")

    middle = section(118) if after else f'<g transform="translate(124 232) skewX(46) scale(1 .34) translate(-118 -222)">{section(118)}</g>'
    return "".join(back) + section(26) + section(210) + middle


def entrance(after):
    back = [rect(0, 0, 320, 240, "#D5E0E6"), house(-6, 10, 332, 178, DAY, 111), rect(0, 188, 320, 52, "#B9BCBA")]
    step = path("M92 188H228L246 214H74Z", "#D2CEC2")
    if after:
        return "".join(back) + rect(112, 84, 96, 104, "#C7B394") + rect(126, 100, 68, 88, "#0B5B66", 2) + rect(166, 112, 20, 30, "#BFD9DE", 2) + \
            circle(136, 146, 3.5, "#F2D58A") + rect(98, 76, 124, 12, "#8E8478", 2) + step + path("M92 188H228M84 200H237", stroke="#B3AEA0", width=2)
    hole = path("M100 206l18 -10l22 8l-8 10h-30Z", "#8C877A") + path("M190 190l24 4l10 14l-20 2Z", "#8C877A")
    return ("".join(back) + rect(112, 84, 96, 104, "#C7B394") + rect(126, 100, 68, 88, "#2A2420") + path("M126 100L160 112V196L126 188Z", "#7A6250")
            + circle(154, 150, 3, "#3A322B") + path("M98 76H222L214 96L98 86Z", "#8E8478") + path("M180 78l10 16l10 -15", stroke="#5C554B", width=3) + step + hole)


SCENES = {"lamp": lamp, "pothole": pothole, "containers": containers, "tree": fallen_tree, "snow": snow, "playground": swing,
          "stop": shelter, "dump": dump, "puddle": puddle, "manhole": manhole, "signal": signal, "fence": fence,
          "entrance": entrance}


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for name, draw in SCENES.items():
        for moment, after in (("before", False), ("after", True)):
            svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 240" width="1200" height="900">{draw(after)}</svg>\n'
            (folder / f"{name}-{moment}.svg").write_text(svg)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
