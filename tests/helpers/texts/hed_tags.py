"""The list of HED tags that comes with the program, made from the schema that hedtools brings along.

`python -m tests.helpers.texts.hed_tags` writes it anew.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from eegview.app.resources import resources_folder

if TYPE_CHECKING:
    from hed.schema import HedSchema

FILE = resources_folder() / "hed" / "score_2.1.0.txt"
_HEAD = """\
# The tags of the HED library schema SCORE 2.1.0 with the standard schema 8.4.0: names and kinds only, made from
# HED_score_2.1.0.xml of hedtools 1.3.0 by tests/helpers/texts/hed_tags.py. Schemas: https://doi.org/10.5281/zenodo.7897596
# and https://doi.org/10.5281/zenodo.7876037.
#
# One tag a line, each indented below its parent. After it: # takes a value, ! does not stand alone, + may be followed
# by a name of one's own, * is for tools and not for a vocabulary.
#
# The MIT License (MIT). Copyright (c) 2020+ HED Standard Working Group
#
# Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
# documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
# rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
# persons to whom the Software is furnished to do so, subject to the following conditions: The above copyright notice
# and this permission notice shall be included in all copies or substantial portions of the Software. THE SOFTWARE IS
# PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
# MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT
# HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE,
# ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


def schema_file() -> Path:
    """Return the file of the schema that comes with hedtools; it may not be there."""
    import hed

    return Path(hed.__file__).parent / "schema" / "schema_data" / "HED_score_2.1.0.xml"


def tags_text(schema: HedSchema) -> str:
    """Return the list for a schema."""
    lines = []
    for entry in schema.tags.all_entries:
        if entry.long_tag_name.endswith("/#") or entry.name.endswith("/#"):
            continue
        has = entry.attributes
        signs = "".join(
            sign
            for sign, is_so in (
                ("#", entry.takes_value_child_entry is not None),
                ("!", "requireChild" in has),
                ("+", "extensionAllowed" in has),
                ("*", "reserved" in has),
            )
            if is_so
        )
        depth = entry.long_tag_name.count("/")
        lines.append(f"{' ' * depth}{entry.short_tag_name} {signs}".rstrip())
    return _HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    from hed.schema import load_schema

    FILE.write_text(tags_text(load_schema(str(schema_file()))), encoding="utf-8")
