#!/usr/bin/env python3
"""Puts lamps, manholes, stops and other things with owners into Tikhy Brod, the synthetic town in
cities/small-town: assets.geojson, from the streets, houses and territories that are drawn there.

They stand by rules and a fixed seed, so the same file comes out each time. Most belong to whoever
keeps such things; yards belong to their management companies, the park to itself, and of a few
nobody knows the owner, as in every town.

    python3 scripts/small-town-assets.py cities/small-town
"""
import json
import math
import random
import sys
from pathlib import Path

LAT, LON = 57.62, 36.40
EAST, NORTH = 111320 * math.cos(math.radians(LAT)), 111200    # metres of a degree here
SEED = 20261123
# How far the kerb is from the middle of a street, by its class, in metres.
KERB = {"main": 9.0, "street": 6.0, "lane": 3.0, "path": 1.5}
# Houses that are this long have a yard with a lamp of its own; longer ones have containers and lifts.
YARD, BLOCK = 20.0, 40.0
# The quarter across the river gets its power from poles along these streets.
POLES = ["zarechnaya", "rybatskaya", "peschanaya"]
# The walks that the park looks after itself.
PARK = ["lipovaya-alleya", "park-walk", "pond-walk"]

# Where buses stop: (street, metres from its start, Russian, English, who keeps the shelter)
STOPS = [
    ("bolshaya", 90, "Большая улица, начало", "Bolshaya Street, west end", "roads-landscaping"),
    ("bolshaya", 560, "Школьная улица", "Shkolnaya Street", "roads-landscaping"),
    ("bolshaya", 860, "Торговая площадь", "Market Square", "passenger-transport-centre"),
    ("bolshaya", 1190, "Каменная улица", "Kamennaya Street", "roads-landscaping"),
    ("bolshaya", 1650, "Ямская улица", "Yamskaya Street", None),
    ("bolshaya", 1880, "Завод", "Works", "roads-landscaping"),
    ("mostovaya", 150, "Северная улица", "Severnaya Street", "roads-landscaping"),
    ("mostovaya", 520, "Улица Строителей", "Stroiteley Street", "roads-landscaping"),
    ("mostovaya", 960, "Парк", "Park", "city-park"),
    ("mostovaya", 1180, "Мост", "Bridge", "roads-landscaping"),
    ("mostovaya", 1480, "Заречье", "Zarechye", None),
]
# Crossings with lights, in metres from the square.
LIGHTS = [(15, 20), (-160, 26), (-430, 72), (210, 38), (640, 92), (28, 250), (40, 480), (2, -130)]


def metres(position):
    return (position[0] - LON) * EAST, (position[1] - LAT) * NORTH


def degrees(point):
    return [round(LON + point[0] / EAST, 6), round(LAT + point[1] / NORTH, 6)]


def inside(p, ring):
    x, y, odd = *p, False
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]]):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            odd = not odd
    return odd


def along(line, distance, aside):
    """The point so far along a line and so far to its left; None past its end."""
    for (ax, ay), (bx, by) in zip(line, line[1:]):
        length = math.dist((ax, ay), (bx, by))
        if length and distance <= length:
            dx, dy = (bx - ax) / length, (by - ay) / length
            return ax + dx * distance - dy * aside, ay + dy * distance + dx * aside
        distance -= length
    return None


def every(line, step, start, aside):
    """Points along a line, `step` apart, to its left (or right, where `aside` is negative)."""
    at = start
    while point := along(line, at, aside):
        yield point
        at += step


def longest(ring):
    return max(math.dist(a, b) for a in ring for b in ring)


class Town:
    """What is drawn already, in metres from the square, and the things that are put there."""

    def __init__(self, folder):
        def features(name):
            return json.loads((folder / f"{name}.geojson").read_text())["features"]

        def outline(feature):
            return [metres(p) for p in feature["geometry"]["coordinates"][0]]

        self.rng = random.Random(SEED)
        self.boundary = outline(features("boundary")[0])
        self.territories = [(f["properties"]["department"], outline(f)) for f in features("territories")]
        self.streets = {f["properties"]["id"]: (f["properties"]["class"], [metres(p) for p in f["geometry"]["coordinates"]])
                        for f in features("streets")}
        self.houses = [outline(f) for f in features("houses")]
        self.yards = [ring for ring in self.houses if longest(ring) > YARD]
        self.blocks = [ring for ring in self.houses if longest(ring) > BLOCK]
        self.assets = []
        self.counts = {}

    def keeper(self, point):
        """The management company whose territory this is."""
        return next((owner for owner, ring in self.territories if inside(point, ring)), None)

    def put(self, kind, prefix, point, owner, orphans=0.0, titles=None):
        """Puts a thing down, unless a house stands there; a share of `orphans` has no owner."""
        lost = self.rng.random() < orphans
        if not inside(point, self.boundary) or any(inside(point, ring) for ring in self.houses):
            return
        self.counts[prefix] = number = self.counts.get(prefix, 0) + 1
        slug = f"{kind.replace('_', '-')}-{number}" if titles else f"{kind.replace('_', '-')}-{latin(prefix)}{number}"
        properties = {"id": slug, "kind": kind}
        if owner and not lost:
            properties["department"] = owner
        if titles:
            properties["title_ru"], properties["title_en"] = titles
        else:
            properties["number"] = f"{prefix}{number}"
        self.assets.append((properties, point))


def latin(prefix):
    """The prefix of a number as it stands in a name: the Russian letters by their sounds."""
    return "".join({"Ф": "f", "Д": "d", "К": "k", "Т": "t", "Л": "l", "П": "p", "Щ": "sch", "О": "o", "С": "s", "/": "-"}.get(c, c)
                   for c in prefix)


def lamps(town):
    """Along every street, on both sides of wide ones: number of the street / number of the post."""
    for i, (street, (kind, line)) in enumerate(town.streets.items(), 1):
        owner = "city-park" if street in PARK else "street-lighting"
        sides = (1, -1) if kind == "main" else (1 if i % 2 else -1,)
        for side in sides:
            for point in every(line, 36 if kind != "path" else 28, 12, side * (KERB[kind] + 1)):
                town.put("lamp", f"{i}/", point, owner, 0.07 if kind == "lane" else 0.025)
    for ring in town.yards:
        point = beside(ring, 13)
        town.put("lamp", "Д", point, town.keeper(point), 0.08)


def beside(ring, away):
    """A place in the yard: away from the middle of the longest wall."""
    a, b = max(zip(ring, ring[1:]), key=lambda wall: math.dist(*wall))
    length, (mx, my) = math.dist(a, b), ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
    nx, ny = (b[1] - a[1]) / length, (a[0] - b[0]) / length
    out = 1 if not inside((mx + nx, my + ny), ring) else -1
    return mx + nx * away * out, my + ny * away * out


def under_the_streets(town):
    for kind, line in town.streets.values():
        if kind == "path":
            continue
        for point in every(line, 74, 30, 1.6):
            town.put("manhole", "К", point, "water-utility", 0.04)
        if kind != "lane":
            for point in every(line, 118, 52, -1.6):
                town.put("manhole", "Т", point, "heat-utility", 0.04)
            for point in every(line, 66, 20, -KERB[kind] + 0.5):
                town.put("storm_drain", "Л", point, "drainage-service", 0.02)


def yards(town):
    for street, (kind, line) in town.streets.items():
        if kind in ("street", "lane"):
            for point in every(line, 85, 44, -KERB[kind] - 4):
                town.put("container_site", "П", point, "waste-operator", 0.07)
    for i, ring in enumerate(town.blocks):
        if i % 2 == 0:
            point = beside(ring, 21)
            owner = "waste-operator" if i % 10 else town.keeper(point)
            town.put("container_site", "П", point, owner, 0.04)
        # A lift is in the house: the pin is put on its wall.
        town.put("lift", "Л-", beside(ring, 0.5), "lift-service" if i % 4 else town.keeper(beside(ring, 1)), 0.03)


def power(town):
    for kind, line in town.streets.values():
        if kind in ("main", "street"):
            for point in every(line, 230, 90, KERB[kind] + 3):
                town.put("power_cabinet", "Щ", point, "power-utility", 0.06)
    for street in POLES:
        kind, line = town.streets[street]
        for point in every(line, 40, 6, KERB[kind] + 2.5):
            town.put("power_pole", "О", point, "power-utility", 0.03)


def traffic(town):
    for street, at, ru, en, owner in STOPS:
        kind, line = town.streets[street]
        town.put("stop", "", along(line, at, -KERB[kind] - 3), owner, titles=(ru, en))
    for x, y in LIGHTS:
        town.put("traffic_light", "С", (x + 8, y + 8), "traffic-centre")


def main(folder):
    town = Town(folder)
    for draw in (lamps, under_the_streets, yards, power, traffic):
        draw(town)
    rows = ",\n".join(json.dumps({"type": "Feature", "properties": properties,
                                  "geometry": {"type": "Point", "coordinates": degrees(point)}}, ensure_ascii=False)
                      for properties, point in town.assets)
    (folder / "assets.geojson").write_text(f'{{"type": "FeatureCollection", "features": [\n{rows}\n]}}\n')
    print(f"assets: {len(town.assets)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
