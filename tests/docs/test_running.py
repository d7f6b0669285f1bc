"""The page for those who run Casework names what there is to set, and nothing else."""

import re
from pathlib import Path

from casework.config import PREFIX, Settings

PAGE = (Path(__file__).parents[2] / "docs" / "running.md").read_text(encoding="utf-8")


def test_every_setting_stands_in_the_table_with_its_default() -> None:
    table = dict(re.findall(rf"^\| `({PREFIX}[A-Z_]+)` \| ([^|]*) \|", PAGE, re.MULTILINE))
    assert set(table) == {PREFIX + name.upper() for name in Settings.model_fields}
    for name, field in Settings.model_fields.items():
        if isinstance(field.default, int) and not isinstance(field.default, bool):
            assert table[PREFIX + name.upper()].strip() == str(field.default)
