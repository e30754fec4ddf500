#!/usr/bin/env python3
"""Writes what people read from locales/ in the forms that apps are built with: Android's strings.xml and
iOS's .strings and .stringsdict. They go into build folders and are never kept in the tree.

Names in {braces} stay: apps fill them in by name. Strings that depend on a count become plurals; what the
core says comes from it ready to be shown."""
import json
import plistlib
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
FORMS = ("one", "few", "many", "other")
# The language of folders without a name: the product's first.
FIRST = "ru"


def split(strings):
    """Plain strings, and forms by key of those that depend on a count."""
    plurals = {}
    for key, text in strings.items():
        stem, _, form = key.rpartition("_")
        if form in FORMS and f"{stem}_one" in strings:
            plurals.setdefault(stem, {})[form] = text
    plain = {k: t for k, t in strings.items() if k.rpartition("_")[0] not in plurals or k.rpartition("_")[2] not in FORMS}
    for forms in plurals.values():
        forms.setdefault("other", forms.get("many", forms["one"]))
    return plain, plurals


def android(plain, plurals):
    def text(words):
        words = escape(words).replace("\\", "\\\\").replace("'", "\\'").replace('"', '\\"').replace("\n", "\\n")
        return "\\" + words if words[:1] in ("@", "?") else words

    def name(key):
        return key.replace("-", "_")

    yield '<?xml version="1.0" encoding="utf-8"?>\n<resources>\n'
    for key, words in plain.items():
        yield f'    <string name="{name(key)}" formatted="false">{text(words)}</string>\n'
    for key, forms in plurals.items():
        items = "".join(f'        <item quantity="{form}">{text(forms[form])}</item>\n' for form in FORMS if form in forms)
        yield f'    <plurals name="{name(key)}">\n{items}    </plurals>\n'
    yield "</resources>\n"


def ios(plain):
    for key, words in plain.items():
        words = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        yield f'"{key}" = "{words}";\n'


def stringsdict(plurals):
    rule = {"NSStringFormatSpecTypeKey": "NSStringPluralRuleType", "NSStringFormatValueTypeKey": "ld"}
    return {key: {"NSStringLocalizedFormatKey": "%#@count@", "count": rule | forms} for key, forms in plurals.items()}


def main():
    for file in sorted((ROOT / "locales").glob("*.json")):
        language = file.stem
        plain, plurals = split(json.loads(file.read_text("utf-8")))
        folder = ROOT / "android/app/build/strings" / ("values" if language == FIRST else f"values-{language}")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "strings.xml").write_text("".join(android(plain, plurals)), "utf-8")
        folder = ROOT / "ios/build/strings" / f"{language}.lproj"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "Localizable.strings").write_text("".join(ios(plain)), "utf-8")
        (folder / "Localizable.stringsdict").write_bytes(plistlib.dumps(stringsdict(plurals)))
        print(f"{language}: {len(plain)} strings, {len(plurals)} plurals")


if __name__ == "__main__":
    main()
