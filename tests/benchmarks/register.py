"""A register of 90,000 villages in one workbook: checked by the product, and merely read by pandas with openpyxl."""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from openpyxl import Workbook

from data.units.register import unit, units

ROWS: Final = 90_000
PROJECT: Final = Path(__file__).parents[2]
HEADINGS: Final = (
    "STT",
    "Tỉnh, thành phố",
    "Huyện",
    "Xã, phường, thị trấn",
    "Mã xã",
    "Thôn, tổ dân phố",
    "Số hộ",
    "Hộ nghèo",
    "Hộ cận nghèo",
    "Số hộ có ĐTTM",
    "Số tổ",
    "Số thành viên",
    "Số thành viên được tập huấn",
    "Số hộ được đào tạo KNS",
    "Ghi chú",
)


def write(path: Path, *, rows: int = ROWS, seed: int = 1) -> dict[str, int]:
    """Write the register over every commune of "2024", 15 columns; return the sums that a right reading gives."""
    rng = random.Random(seed)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Thôn")
    sheet.append(["DANH SÁCH THÔN, TỔ DÂN PHỐ"])
    sheet.append(["Số liệu đến 31/12/2024"])
    sheet.append(HEADINGS)
    codes = units("2024", "commune").index
    sums = {"households": 0, "members": 0}
    for at in range(rows):
        commune = unit("2024", codes[at * len(codes) // rows])
        households, members = rng.randint(40, 300), rng.randint(3, 8)
        sums["households"] += households
        sums["members"] += members
        sheet.append(
            [
                at + 1,
                unit("2024", commune.province).name,
                unit("2024", commune.district).name,
                commune.name,
                commune.code,
                f"Thôn {at}",
                households,
                rng.randint(0, 20),
                rng.randint(0, 19),
                rng.randint(0, households),
                1,
                members,
                rng.randint(0, members),
                rng.randint(0, households),
                None,
            ]
        )
    book.save(path)
    return sums


def run(command: list[str], folder: Path) -> tuple[str, float, float]:
    """Run a command; return what it prints, its seconds, and the megabytes of the largest of its processes."""
    begun = time.perf_counter()
    env = os.environ | {"CNSCD_VAR": str(folder / "var")}
    with (folder / "out").open("w+") as out:
        process = subprocess.Popen(command, cwd=PROJECT, stdout=out, env=env)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        return out.read(), time.perf_counter() - begun, used.ru_maxrss / 1024


def main() -> None:
    """Print the times and peaks of both, and how many times faster the product is."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        file = folder / "register.xlsx"
        sums = write(file)
        told, own, peak = run([sys.executable, "-m", "data", "check", str(file), "--json"], folder)
        checked = json.loads(told)
        assert {name: checked["totals"][name] for name in sums} == sums and checked["units"]["matched"] == ROWS
        reading = f"import pandas; print(len(pandas.read_excel({str(file)!r}, engine='openpyxl')))"
        _, usual, usual_peak = run([sys.executable, "-c", reading], folder)
        print(f"\nregister of {ROWS:,} villages, {len(HEADINGS)} columns, {file.stat().st_size:,} bytes")
        print(f"check (read, matched, tested): {own:.1f} s, {peak:,.0f} MB")
        print(f"pandas.read_excel with openpyxl (read alone): {usual:.1f} s, {usual_peak:,.0f} MB")
        print(f"the product is {usual / own:.1f} times faster, though it does more")
