"""Run one stage, or all, print its figures, and compare them with the floors.

A stage is a module of this package with `run(data: Path) -> dict[str, dict[str, float]]`: figures a
set. A set that is missing under the data folder is skipped by name, with `{"skipped": ...}` absent
from the JSON. Exit code 1 when a figure falls below its floor, 2 on wrong use.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
from pathlib import Path

STAGES = (
    "extract",
    "cluster",
    "ablation",
    "scale",
    "origins",
    "dates",
    "dating",
    "quantities",
    "names",
    "attributions",
    "references",
    "sentences",
    "amendments",
    "summary",
    "timeline",
    "claims",
    "disagreements",
    "retelling",
    "pages",
    "replay",
    "verify",
    "wording",
    "speed",
    "watching",
    "reading_room",
)
INVENTED = ("reading_room", "wording")  # stages that need no data
FLOORS = Path(__file__).with_name("floors.json")


def below_floors(stage: str, sets: dict[str, dict[str, float]]) -> list[str]:
    """Return one line for each figure under its floor; a floor `max:key` is a ceiling."""
    floors: dict[str, dict[str, float]] = json.loads(FLOORS.read_text()).get(stage, {})
    found = []
    for name, wanted in floors.items():
        for key, floor in wanted.items():
            ceiling, metric = key.startswith("max:"), key.removeprefix("max:")
            value = sets.get(name, {}).get(metric)
            if value is not None and (value > floor if ceiling else value < floor):
                found.append(
                    f"{stage}/{name}: {metric} {value:.4f} is {'above' if ceiling else 'below'} {floor}"
                )
    return found


def run_stage(stage: str, data: Path, as_json: bool) -> list[str]:
    """Run one stage, print its figures, and return what fell below its floor."""
    sets = importlib.import_module(f"bench.{stage}").run(data)
    rounded = {n: {k: round(v, 4) for k, v in figures.items()} for n, figures in sets.items()}
    if not as_json:
        for name, figures in rounded.items():
            print(f"{stage:12} {name:24} " + "  ".join(f"{k} {v:g}" for k, v in figures.items()))
    failed = below_floors(stage, rounded)
    for line in failed:
        print(line, file=sys.stderr)
    if as_json:
        print(json.dumps({"stage": stage, "sets": rounded}))
    return failed


def main() -> int:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("stage", choices=(*STAGES, "all"))
    parser.add_argument("--data", type=Path, default=os.environ.get("WRITETHRU_BENCH_DATA"))
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    arguments = parser.parse_args()
    if arguments.stage not in INVENTED and (arguments.data is None or not Path(arguments.data).is_dir()):
        parser.error("name the data folder with --data DIR or WRITETHRU_BENCH_DATA")
    stages = STAGES if arguments.stage == "all" else (arguments.stage,)
    failed = [
        line for stage in stages for line in run_stage(stage, Path(arguments.data or "."), arguments.json)
    ]
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
