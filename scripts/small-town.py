#!/usr/bin/env python3
"""Draws the map of Tikhy Brod, the synthetic town in cities/small-town.

The town does not exist: a river with one bridge, a market square, a district of long apartment
blocks, gardens in the east and a quarter across the river. Only the street plan is written by hand,
in metres from the square (x east, y north); houses are put along the streets by rules and a fixed
seed, so the same files come out each time.

    python3 scripts/small-town.py cities/small-town
"""
import json
import math
import random
import sys
from pathlib import Path

LAT, LON = 57.62, 36.40                     # where the square lies: fields and forest
SEED = 20261122
HALF_WIDTH = {"main": 9.0, "street": 6.0, "lane": 3.0, "path": 1.5}

RIVER = [(-1000, -75), (-820, -170), (-620, -300), (-380, -352), (-120, -330), (120, -392),
         (380, -482), (640, -470), (880, -385), (1010, -345)]

# id: (Russian, English, class, points)
STREETS = {
    "bolshaya": ("Большая улица", "Bolshaya Street", "main",
                 [(-960, 190), (-700, 132), (-430, 72), (-160, 26), (15, 20), (210, 38), (400, 70), (680, 92), (960, 150)]),
    "mostovaya": ("Мостовая улица", "Mostovaya Street", "main",
                  [(66, 798), (40, 480), (28, 250), (15, 20), (2, -130), (-12, -350), (-34, -545), (-32, -838)]),
    "naberezhnaya": ("Набережная улица", "Naberezhnaya Street", "street",
                     [(-880, -45), (-760, -120), (-575, -238), (-370, -284), (-185, -272), (-5, -262)]),
    "parkovaya": ("Парковая улица", "Parkovaya Street", "street",
                  [(2, -130), (205, -128), (430, -150), (640, -232), (850, -292)]),
    "torgovaya": ("Торговая улица", "Torgovaya Street", "street",
                  [(-790, -10), (-540, -58), (-345, -98), (-172, -112), (2, -130)]),
    "pochtovaya": ("Почтовая улица", "Pochtovaya Street", "street", [(-160, 26), (-172, -112), (-185, -272)]),
    "kuznechnaya": ("Кузнечная улица", "Kuznechnaya Street", "street", [(-325, 52), (-345, -98), (-370, -284)]),
    "goncharnaya": ("Гончарная улица", "Goncharnaya Street", "street", [(-520, 90), (-540, -58), (-575, -238)]),
    "rechnaya": ("Речная улица", "Rechnaya Street", "street", [(-770, 148), (-790, -10), (-760, -120)]),
    "kamennaya": ("Каменная улица", "Kamennaya Street", "street", [(210, 38), (222, -45), (205, -128)]),
    "melnichnaya": ("Мельничная улица", "Melnichnaya Street", "street", [(400, 70), (415, -42), (430, -150)]),
    "yamskaya": ("Ямская улица", "Yamskaya Street", "street", [(640, 90), (652, -72), (640, -232)]),
    "solnechnaya": ("Солнечная улица", "Solnechnaya Street", "street",
                    [(9, -58), (222, -45), (415, -42), (652, -72), (852, -88)]),
    "zavodskaya": ("Заводская улица", "Zavodskaya Street", "street", [(868, 128), (852, -88), (850, -292)]),
    "stroiteley": ("улица Строителей", "Stroiteley Street", "street",
                   [(-735, 335), (-440, 285), (-205, 262), (28, 250)]),
    "molodyozhnaya": ("Молодёжная улица", "Molodyozhnaya Street", "street",
                      [(-700, 525), (-455, 484), (-206, 472), (40, 480)]),
    "severnaya": ("Северная улица", "Severnaya Street", "street", [(-470, 668), (-212, 655), (56, 668)]),
    "shkolnaya": ("Школьная улица", "Shkolnaya Street", "street", [(-430, 72), (-440, 285), (-455, 484), (-470, 668)]),
    "lesnaya": ("Лесная улица", "Lesnaya Street", "street", [(-700, 132), (-722, 333), (-700, 525)]),
    "ozyornaya": ("Озёрная улица", "Ozyornaya Street", "street", [(-205, 262), (-206, 472), (-212, 655)]),
    "sadovaya": ("Садовая улица", "Sadovaya Street", "street",
                 [(24, 150), (252, 182), (482, 208), (705, 226), (915, 262)]),
    "vishnyovaya": ("Вишнёвая улица", "Vishnyovaya Street", "street",
                    [(30, 262), (255, 288), (488, 312), (718, 332), (900, 368)]),
    "yablonevaya": ("Яблоневая улица", "Yablonevaya Street", "street", [(35, 372), (259, 396), (498, 420), (735, 438)]),
    "polevaya": ("Полевая улица", "Polevaya Street", "street", [(40, 480), (264, 506), (506, 528), (722, 546)]),
    "lugovaya": ("Луговая улица", "Lugovaya Street", "street", [(52, 600), (280, 622), (522, 636)]),
    "klyuchevaya": ("Ключевая улица", "Klyuchevaya Street", "street",
                    [(250, 44), (252, 182), (255, 288), (259, 396), (264, 506), (280, 622)]),
    "klenovaya": ("Кленовая улица", "Klenovaya Street", "street",
                  [(480, 76), (482, 208), (488, 312), (498, 420), (506, 528), (522, 636)]),
    "vetrovaya": ("Ветровая улица", "Vetrovaya Street", "street",
                  [(700, 94), (705, 226), (718, 332), (735, 438), (722, 546)]),
    "zarechnaya": ("Заречная улица", "Zarechnaya Street", "street",
                   [(-500, -430), (-262, -428), (-22, -440), (200, -492), (410, -572)]),
    "rybatskaya": ("Рыбацкая улица", "Rybatskaya Street", "street",
                   [(-470, -540), (-250, -536), (-34, -545), (188, -602), (370, -672)]),
    "peschanaya": ("Песчаная улица", "Peschanaya Street", "street", [(-410, -650), (-225, -646), (-32, -658), (160, -708)]),
    "ivovaya": ("Ивовая улица", "Ivovaya Street", "street", [(-262, -428), (-250, -536), (-225, -646)]),
    "beregovaya": ("Береговая улица", "Beregovaya Street", "street", [(200, -492), (188, -602), (160, -708)]),
    "bazarny": ("Базарный переулок", "Bazarny Lane", "lane", [(-100, 22), (-108, -70), (-95, -122)]),
    "krivoy": ("Кривой переулок", "Krivoy Lane", "lane", [(-172, -195), (-235, -180), (-290, -205), (-358, -190)]),
    "fonarny": ("Фонарный переулок", "Fonarny Lane", "lane", [(-345, -20), (-435, -8), (-530, 12)]),
    "tikhy": ("Тихий переулок", "Tikhy Lane", "lane", [(-555, -140), (-650, -110), (-772, -78)]),
    "ogorodny": ("Огородный переулок", "Ogorodny Lane", "lane", [(415, -95), (530, -110), (645, -150)]),
    "lipovaya-alleya": ("Липовая аллея", "Linden Walk", "path",
                        [(10, -150), (110, -190), (205, -215), (330, -225), (455, -262), (560, -292), (638, -236)]),
    "park-walk": (None, None, "path", [(205, -128), (205, -215), (190, -300), (250, -360)]),
    "pond-walk": (None, None, "path", [(330, -225), (392, -285), (355, -345), (250, -360), (120, -330), (8, -300)]),
    "footbridge": (None, None, "path", [(250, -360), (262, -440), (270, -515)]),
    "lake-walk": (None, None, "path", [(-722, 333), (-660, 375), (-560, 360), (-505, 400), (-530, 455), (-590, 505)]),
    "forest-walk": (None, None, "path", [(-700, 525), (-740, 590), (-690, 660), (-580, 690), (-470, 668)]),
}

# The line around the town, met by the two lines that part its three areas.
NORTH = [(-955, 330), (-930, 520), (-880, 660), (-560, 780), (-60, 800), (420, 775), (800, 690), (985, 460)]
WEST, EAST = [(-1000, 70)], [(1000, -100)]
SOUTH = [(-900, -420), (-660, -730), (-60, -840), (430, -800), (820, -640), (985, -460)]
BOUNDARY = [STREETS["bolshaya"][3][0], *NORTH, STREETS["bolshaya"][3][-1], *EAST, RIVER[-1], *SOUTH[::-1], RIVER[0], *WEST]

# Ways into the yards of the apartment blocks: where they leave the street, and where they lead.
YARD_LANES = [
    [(-320, 274), (-326, 340), (-390, 350)], [(-90, 256), (-92, 318), (-150, 330)], [(-330, 476), (-334, 402), (-280, 392)],
    [(-90, 476), (-86, 412), (-30, 402)], [(-330, 480), (-326, 552), (-390, 566)], [(-100, 474), (-104, 552), (-50, 566)],
    [(-560, 306), (-556, 222), (-620, 226)], [(-300, 268), (-296, 176), (-360, 168)], [(-80, 254), (-86, 150), (-140, 142)],
    [(-600, 508), (-585, 560), (-530, 575)], [(-270, 46), (-262, 130), (-200, 140)],
]

# id: (class, Russian, English, ring)
GROUNDS = {
    "city-park": ("park", "Городской парк", "City Park",
                  [(14, -152), (205, -146), (420, -170), (600, -245), (660, -330), (640, -425), (520, -446), (380, -440),
                   (250, -402), (120, -352), (14, -322)]),
    "park-pond": ("water", "Зеркальный пруд", "Mirror Pond",
                  [(262, -262), (300, -250), (345, -262), (368, -295), (352, -328), (310, -340), (272, -318), (248, -290)]),
    "market-square": ("square", "Торговая площадь", "Market Square", [(-90, 14), (2, 10), (-6, -52), (-94, -48)]),
    "station-square": ("square", "Заводская площадь", "Zavodskaya Square", [(812, 96), (858, 108), (852, 52), (808, 50)]),
    "lake-park": ("park", "Сквер у озера", "Lakeside Garden",
                  [(-700, 350), (-600, 335), (-480, 318), (-462, 400), (-474, 470), (-600, 492), (-692, 500)]),
    "lake": ("water", "Светлое озеро", "Lake Svetloye",
             [(-640, 402), (-605, 385), (-560, 388), (-528, 412), (-540, 446), (-585, 462), (-632, 450)]),
    "forest": ("park", "Северный лес", "North Wood",
               [(-905, 470), (-800, 400), (-745, 470), (-722, 560), (-620, 610), (-505, 690), (-500, 755), (-700, 725), (-880, 620)]),
    "school-garden": ("park", "Школьный сквер", "School Garden", [(-195, 80), (-120, 76), (-118, 118), (-192, 122)]),
    "north-yard": ("park", "Двор «Качели»", "Swings Yard", [(-170, 540), (-112, 536), (-108, 596), (-166, 600)]),
    "far-wood": ("park", "Дальний лес", "Far Wood",
                 [(520, -640), (640, -560), (780, -500), (960, -440), (975, -470), (820, -625), (560, -740), (480, -720)]),
    "sports-ground": ("park", "Стадион «Старт»", "Start Stadium", [(580, 640), (690, 636), (700, 706), (588, 712)]),
    "willow-meadow": ("park", "Ивовый луг", "Willow Meadow",
                      [(-640, -350), (-520, -396), (-470, -402), (-520, -480), (-520, -600), (-640, -560), (-720, -440)]),
}

# Buildings people know: (street, centre, bearing of the front in degrees, ring in its own metres)
def u_shape(w, d, t):
    return [(-w, -d), (w, -d), (w, d), (w - t, d), (w - t, -d + t), (t - w, -d + t), (t - w, d), (-w, d)]


LANDMARKS = [
    ("bolshaya", (-62, 62), -4, [(-26, -10), (-8, -10), (-8, -14), (8, -14), (8, -10), (26, -10), (26, 10), (-26, 10)]),
    ("torgovaya", (-52, -88), -4, [(-28, -9), (28, -9), (28, 9), (-28, 9)]),
    ("shkolnaya", (-380, 402), 92, u_shape(30, 22, 13)),
    ("molodyozhnaya", (-148, 420), -1, u_shape(20, 16, 10)),
    ("stroiteley", (-120, 205), -4, u_shape(22, 16, 10)),
    ("parkovaya", (320, -108), -5, u_shape(30, 15, 12)),
    ("severnaya", (-330, 622), -2, [(-32, -16), (32, -16), (32, 16), (-32, 16)]),
]


def smooth(points, step=28.0, closed=False):
    """A Catmull-Rom curve through all points: streets bend, they do not break."""
    if len(points) < 3:
        return [tuple(map(float, p)) for p in points]
    if closed:
        ends = [points[-1], *points, points[0], points[1]]
    else:
        ends = [tuple(2 * a - b for a, b in zip(points[0], points[1])), *points,
                tuple(2 * a - b for a, b in zip(points[-1], points[-2]))]
    curve = []
    for p0, p1, p2, p3 in zip(ends, ends[1:], ends[2:], ends[3:]):
        n = max(1, round(math.dist(p1, p2) / step))
        for t in (i / n for i in range(n)):
            curve.append(tuple(
                0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t ** 3)
                for a, b, c, d in zip(p0, p1, p2, p3)))
    return curve if closed else [*curve, tuple(map(float, points[-1]))]


def beside(line, distance):
    """The line moved to its left by `distance` (one distance, or one a point)."""
    far = distance if isinstance(distance, list) else [distance] * len(line)
    moved = []
    for i, (x, y) in enumerate(line):
        (ax, ay), (bx, by) = line[max(i - 1, 0)], line[min(i + 1, len(line) - 1)]
        length = math.hypot(bx - ax, by - ay)
        moved.append((x - (by - ay) / length * far[i], y + (bx - ax) / length * far[i]))
    return moved


def band(line, widths):
    """The area around a line, `widths` wide to either side."""
    return beside(line, widths) + beside(line, [-w for w in widths])[::-1]


def to_segment(p, a, b):
    """Distance from p to the segment ab."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    t = ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / (dx * dx + dy * dy or 1)
    t = min(1, max(0, t))
    return math.hypot(p[0] - a[0] - t * dx, p[1] - a[1] - t * dy)


def joined(line, others, reach=22.0):
    """The line with its ends moved onto the street they almost touch."""
    def moved(p):
        away, a, b = min((to_segment(p, a, b), a, b) for other in others for a, b in zip(other, other[1:]))
        if away > reach:
            return p
        dx, dy = b[0] - a[0], b[1] - a[1]
        t = min(1, max(0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / (dx * dx + dy * dy)))
        return a[0] + dx * t, a[1] + dy * t
    return [moved(line[0]), *line[1:-1], moved(line[-1])]


def inside(p, ring):
    x, y, odd = *p, False
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]]):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            odd = not odd
    return odd


def dense(ring, step=5.0):
    """Points along a ring, close enough together that nothing narrow slips between them."""
    points = []
    for a, b in zip(ring, [*ring[1:], ring[0]]):
        n = max(1, round(math.dist(a, b) / step))
        points += [(a[0] + (b[0] - a[0]) * i / n, a[1] + (b[1] - a[1]) * i / n) for i in range(n)]
    return points


class Town:
    """What stands already, so that the next house stands beside it and not on it."""

    def __init__(self):
        self.rng = random.Random(SEED)
        plan = {key: smooth(points) for key, (_, _, _, points) in STREETS.items()}
        self.streets = {key: joined(line, [other for k, other in plan.items() if k != key]) for key, line in plan.items()}
        self.lanes = {f"yard-{n}": smooth(points, 12) for n, points in enumerate(YARD_LANES, 1)}
        self.grounds = {key: ring if kind == "square" else smooth(ring, 14, closed=True)
                        for key, (kind, _, _, ring) in GROUNDS.items()}
        self.river_line = smooth(RIVER, 22)
        widths = [21 + 6 * math.sin(i * 0.37) + 3 * math.sin(i * 1.3) for i in range(len(self.river_line))]
        self.river = band(self.river_line, widths)
        self.banks = band(self.river_line, [w + 14 for w in widths])
        self.embankment = self._embankment(widths)
        self.houses = []                              # {street, ring, front, back}
        self.ways = [(a, b, HALF_WIDTH[STREETS[key][2]]) for key, line in self.streets.items() for a, b in zip(line, line[1:])]
        self.ways += [(a, b, HALF_WIDTH["lane"]) for line in self.lanes.values() for a, b in zip(line, line[1:])]

    def _embankment(self, widths):
        """The green strip between Naberezhnaya Street and the water."""
        near = [(p, w) for p, w in zip(self.river_line, widths) if -800 < p[0] < -20]
        line, wide = [p for p, _ in near], [w for _, w in near]
        return beside(line, [w + 5 for w in wide]) + beside(line, [w + 26 for w in wide])[::-1]

    def is_free(self, ring, gap):
        """Whether a building fits: clear of ways, water, greens and its neighbours."""
        edge = dense(ring)
        cx, cy = sum(p[0] for p in ring) / len(ring), sum(p[1] for p in ring) / len(ring)
        for a, b, half in self.ways:
            if to_segment((cx, cy), a, b) < 75 and any(to_segment(p, a, b) < half + 3.5 for p in edge):
                return False
        closed = [self.banks, self.embankment, *self.grounds.values()]
        if any(inside(p, ground) for ground in closed for p in edge):
            return False
        for house in self.houses:
            if math.dist((cx, cy), house["centre"]) > 140:
                continue
            other = dense(house["ring"])
            if any(inside(p, house["ring"]) for p in edge) or any(inside(q, ring) for q in other):
                return False
            if any(math.dist(p, q) < gap for p in edge for q in other):
                return False
        return all(inside(p, BOUNDARY) for p in edge)

    def put(self, street, centre, bearing, ring, gap, back=False):
        """Builds a house if there is room for it; says whether it did."""
        c, s = math.cos(bearing), math.sin(bearing)
        placed = [(centre[0] + x * c - y * s, centre[1] + x * s + y * c) for x, y in ring]
        if not self.is_free(placed, gap):
            return False
        middle = (sum(p[0] for p in placed) / len(placed), sum(p[1] for p in placed) / len(placed))
        self.houses.append({"street": street, "ring": placed, "centre": middle, "back": back})
        return True


def zone(x, y):
    """What kind of houses stand here."""
    if y < -378 or (x < -560 and y < 120):
        return "gardens"
    if x > 780 and y < 140:
        return "works"
    if y > 90 + (x + 430) * -0.06:
        return "gardens" if x > 34 else "blocks"
    return "centre" if -560 < x < 470 else "gardens"


def shape(kind, rng):
    """(width along the street, depth, setback, gap to the next, ring); y grows away from the street."""
    if kind == "blocks":
        w, d = rng.choice([46, 58, 70, 84]), 13.5
        ring = rect(w, d)
        if rng.random() < 0.35:                       # a corner house with a wing into the yard
            side = rng.choice([-1, 1])
            ring = wing(w, d, 14, 34, side)
        return w, d, 25, rng.uniform(20, 34), ring
    if kind == "works":
        w, d = rng.choice([28, 38, 54]), rng.choice([18, 24, 30])
        return w, d, 18, rng.uniform(14, 26), rect(w, d)
    if kind == "centre":
        w, d = rng.uniform(15, 30), rng.uniform(11, 14)
        ring = wing(w, d, 9, 12, rng.choice([-1, 1])) if rng.random() < 0.4 else rect(w, d)
        return w, d, 13, rng.choice([3.5, 5, 8, 12]), ring
    w, d = rng.uniform(9, 13), rng.uniform(8, 11)
    ring = wing(w, d, 4.5, 4, rng.choice([-1, 1])) if rng.random() < 0.4 else rect(w, d)
    return w, d, rng.uniform(12, 17), rng.uniform(14, 24), ring


def rect(w, d):
    return [(-w / 2, -d / 2), (w / 2, -d / 2), (w / 2, d / 2), (-w / 2, d / 2)]


def wing(w, d, thick, length, side):
    """An L: a rectangle with a wing at its left (-1) or right (1) end, away from the street."""
    ring = [(-w / 2, -d / 2), (w / 2, -d / 2), (w / 2, d / 2 + length), (w / 2 - thick, d / 2 + length),
            (w / 2 - thick, d / 2), (-w / 2, d / 2)]
    return ring if side > 0 else [(-x, y) for x, y in reversed(ring)]


def along(line, distance):
    """The point and direction at a distance from the start of a line; None past its end."""
    for a, b in zip(line, line[1:]):
        length = math.dist(a, b)
        if distance <= length:
            t = distance / length
            return (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t), math.atan2(b[1] - a[1], b[0] - a[0])
        distance -= length
    return None


def build(town):
    """Puts houses along every street, on both sides."""
    for street, centre, bearing, ring in LANDMARKS:
        town.put(street, centre, math.radians(bearing), ring, 6)
    for street, (_, _, kind, _) in STREETS.items():
        if kind == "path":
            continue
        for side in (1, -1):
            row(town, street, side)


def row(town, street, side):
    """One side of one street. A house that does not fit is tried again a little further on."""
    line, rng, at = town.streets[street], town.rng, 14.0
    while found := along(line, at):
        (x, y), bearing = found
        kind = zone(x - side * math.sin(bearing) * 30, y + side * math.cos(bearing) * 30)
        w, d, setback, gap, ring = shape(kind, rng)
        found = along(line, at + w / 2)
        if not found:
            return
        (x, y), bearing = found
        if side < 0:
            bearing += math.pi                        # y of the ring points away from the street
        nx, ny = -math.sin(bearing), math.cos(bearing)
        far = setback + d / 2
        turn = bearing + rng.uniform(-0.03, 0.03) * (kind == "gardens")
        if not town.put(street, (x + nx * far, y + ny * far), turn, ring, 3 if kind == "centre" else 7):
            at += 6
            continue
        if kind == "blocks" and rng.random() < 0.55:  # a second house in the yard, across the first
            back = far + 26 + 30
            town.put(street, (x + nx * back, y + ny * back), bearing + math.pi / 2, rect(52, 13.5), 16, back=True)
        at += w + gap


def numbers(town):
    """Odd numbers on the left, even on the right, from where the street starts; yard houses get a «к2»."""
    counts = {}
    for house in town.houses:
        line = town.streets[house["street"]]
        at, best = 0.0, (1e9, 0.0, 1)
        for a, b in zip(line, line[1:]):
            away = to_segment(house["centre"], a, b)
            if away < best[0]:
                left = (b[0] - a[0]) * (house["centre"][1] - a[1]) - (b[1] - a[1]) * (house["centre"][0] - a[0]) > 0
                best = (away, at + math.dist(a, house["centre"]), 1 if left else 2)
            at += math.dist(a, b)
        house["at"], house["side"] = best[1], best[2]
    for house in sorted(town.houses, key=lambda h: (h["street"], h["side"], h["at"])):
        key = (house["street"], house["side"])
        if house["back"] and key in counts:
            house["number"] = f"{counts[key]}к2"
            if any(h.get("number") == house["number"] and h["street"] == house["street"] for h in town.houses if h is not house):
                house["number"] = f"{counts[key]}к3"
            continue
        counts[key] = counts[key] + 2 if key in counts else house["side"]
        house["number"] = str(counts[key])


def geographic(p):
    return [round(LON + p[0] / (111320 * math.cos(math.radians(LAT))), 6), round(LAT + p[1] / 111200, 6)]


def polygon(ring):
    """Counterclockwise and closed, as GeoJSON wants it."""
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]]))
    ring = ring if area > 0 else ring[::-1]
    return {"type": "Polygon", "coordinates": [[geographic(p) for p in [*ring, ring[0]]]]}


def line_string(line):
    return {"type": "LineString", "coordinates": [geographic(p) for p in line]}


def named(key, properties):
    return {"id": key, **{name: value for name, value in properties.items() if value is not None}}


def layers(town):
    """(file name, [(properties, geometry)])."""
    bolshaya, river = town.streets["bolshaya"], town.river_line
    areas = [("centre", "mc-centre", "Центр", "Centre", [*bolshaya, *EAST, *river[::-1], *WEST]),
             ("north", "mc-north", "Северный район", "North District", [*NORTH, *bolshaya[::-1]]),
             ("south", "mc-south", "Заречье", "Zarechye", [*river, *SOUTH[::-1]])]
    yield "boundary", [({}, polygon(BOUNDARY))]
    yield "territories", [({"id": key, "department": owner, "title_ru": ru, "title_en": en}, polygon(ring))
                          for key, owner, ru, en, ring in areas]
    streets = [(named(key, {"class": STREETS[key][2], "name_ru": STREETS[key][0], "name_en": STREETS[key][1]}), line_string(line))
               for key, line in town.streets.items()]
    yield "streets", streets + [({"id": key, "class": "lane"}, line_string(line)) for key, line in town.lanes.items()]
    houses = sorted(town.houses, key=lambda h: (h["street"], h["side"], h["at"]))
    yield "houses", [({"id": f"{h['street']}-{h['number'].replace('к', 'k')}", "street": h["street"], "number": h["number"]},
                      polygon(h["ring"])) for h in houses]
    grounds = [(named(key, {"class": kind, "name_ru": ru, "name_en": en}), polygon(town.grounds[key]))
               for key, (kind, ru, en, _) in GROUNDS.items()]
    grounds.insert(0, (named("embankment", {"class": "park", "name_ru": "Набережная", "name_en": "Embankment"}), polygon(town.embankment)))
    grounds.append((named("river", {"class": "water", "name_ru": "река Тихая", "name_en": "Tikhaya River"}), polygon(town.river)))
    yield "grounds", grounds


def main(folder):
    town = Town()
    build(town)
    numbers(town)
    for name, features in layers(town):
        rows = ",\n".join(json.dumps({"type": "Feature", "properties": properties, "geometry": geometry}, ensure_ascii=False)
                          for properties, geometry in features)
        (folder / f"{name}.geojson").write_text(f'{{"type": "FeatureCollection", "features": [\n{rows}\n]}}\n')
        print(f"{name}: {len(features)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
