"""The commands of boundaries: check, import, publish, withdraw, rollback, discard, layers, releases."""

import argparse
import getpass
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, Final

from data.boundaries.layers import Layer
from data.boundaries.store import open_boundaries
from data.cli.boundaries import GOOD, REMAINS, run_discard, run_publish, run_rollback, run_withdraw, show, told
from data.i18n import Language, say
from data.i18n.numbers import number
from data.storage.errors import Refused
from data.units.register import STRUCTURES
from geo import assets
from geo.boundaries.check import check
from geo.boundaries.checked import Checked
from geo.boundaries.drafting import draft
from geo.boundaries.parts import gather

LEVELS: Final = ("province", "district", "commune", "village")
_SHOWN: Final = 60


def add_commands(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of this room to the command line."""
    checking = _add(subparsers, "check", run_check, "check a layer of boundaries; changes nothing")
    _add_file_options(checking)
    importing = _add(subparsers, "import", run_import, "check a layer and keep it as a draft", who=True)
    _add_file_options(importing)
    importing.add_argument("--source", required=True, help="who made the boundaries")
    importing.add_argument("--licence", required=True, help="the terms under which they may be used")
    importing.add_argument("--as-of", required=True, type=date.fromisoformat, metavar="YYYY-MM-DD")
    publishing = _add(subparsers, "publish", with_maps(run_publish), "draw a draft, and make its map files", who=True)
    publishing.add_argument("draft")
    withdrawing = _add(subparsers, "withdraw", with_maps(run_withdraw), "draw a layer no longer", who=True)
    withdrawing.add_argument("draft", metavar="layer")
    rolling = _add(subparsers, "rollback", with_maps(run_rollback), "draw an earlier release again", who=True)
    rolling.add_argument("release")
    discarding = _add(subparsers, "discard", run_discard, "remove a draft", who=True)
    discarding.add_argument("draft")
    _add(subparsers, "layers", run_layers, "list the layers, published and drafts")
    _add(subparsers, "releases", run_releases, "list the releases of boundaries")


def _add(
    subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    run: Callable[[argparse.Namespace], int],
    help_text: str,
    *,
    who: bool = False,
) -> argparse.ArgumentParser:
    parser = subparsers.add_parser(name, help=help_text)
    if who:
        parser.add_argument("--who", default=_account(), help="who acts, for the audit log")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(func=run)
    return parser


def _account() -> str:
    """Return the name of the machine's account that runs the command."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # an account without a name, as in some containers
        return "?"


def _add_file_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file",
        metavar="FILE",
        type=Path,
        help="a .gpkg, .geojson, .zip, .shp, .kml, .kmz, .tab, .fgb, .parquet or a folder",
    )
    parser.add_argument("--structure", choices=list(STRUCTURES), required=True)
    parser.add_argument("--level", choices=LEVELS, required=True)
    parser.add_argument("--province", help="name or code")
    parser.add_argument("--crs", help="the coordinate system, where the file does not tell it: EPSG:9215")
    parser.add_argument("--layer", help="which layer, where the file holds several")
    parser.add_argument("--answers", type=Path, metavar="FILE.json", help="codes of units, by question id")
    parser.add_argument("--take-in", action="store_true", help="take merged features into the units they went to")


def run_check(args: argparse.Namespace) -> int:
    """Check a layer and print what was found: 0 good, 2 where something is asked or remains."""
    checked = _checked(args)
    _report(args, checked, {})
    return checked.status


def run_import(args: argparse.Namespace) -> int:
    """Keep a layer as a draft and print its id; without a coordinate system or a layer chosen nothing is kept."""
    checked = _checked(args)
    drawable = checked.placed and (checked.units is not None or checked.villages is not None)
    kept = None
    if drawable and checked.counts["joined"]:
        kept = draft(
            open_boundaries(), checked, source=args.source, licence=args.licence, as_of=args.as_of, who=args.who
        )
    _report(args, checked, {"draft": kept.id if kept else None})
    return checked.status if kept else REMAINS


def _checked(args: argparse.Namespace) -> Checked:
    answers = _answers(args.answers)
    asked = {
        "structure": args.structure,
        "level": args.level,
        "province": args.province,
        "crs": args.crs,
        "layer": args.layer,
    }
    files = gather(args.file)
    checked = check(files, **asked, answers=answers, progress=_teller(args))
    if args.take_in and checked.suggested:
        checked = check(files, **asked, answers={**checked.suggested, **answers}, progress=_teller(args))
    if checked.layer is None or (checked.placement is not None and checked.placement.candidates):
        print(checked.asked(args.lang), file=sys.stderr)
    return checked


def _answers(path: Path | None) -> dict[str, str]:
    """Read answers by question id. Raises Refused for anything but an object of texts."""
    if path is None:
        return {}
    try:
        told = json.loads(path.read_bytes())
    except (OSError, ValueError) as fault:
        raise Refused("intake.bad_answers") from fault
    if not isinstance(told, dict) or not all(isinstance(answer, str) for answer in told.values()):
        raise Refused("intake.bad_answers")
    return told


def with_maps(run: Callable[[argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    """Return a command that also makes the map files of what is then drawn."""

    def run_and_draw(args: argparse.Namespace) -> int:
        status = run(args)
        if status == GOOD:
            assets.ensure_assets(_teller(args))
        return status

    return run_and_draw


def run_layers(args: argparse.Namespace) -> int:
    """List the layers: those drawn, then the drafts."""
    store = open_boundaries()
    drawn = [store.layer(name) for name in reversed(store.current().layers)]
    drafts = store.drafts()
    lines = [_line(layer, "*", args.lang) for layer in drawn] + [_line(layer, " ", args.lang) for layer in drafts]
    told = {"drawn": [_layer_told(layer) for layer in drawn], "drafts": [_layer_told(layer) for layer in drafts]}
    show(args, told, "\n".join(lines))
    return GOOD


def run_releases(args: argparse.Namespace) -> int:
    """List the releases of boundaries, newest first."""
    store = open_boundaries()
    now = store.current_id()
    found = store.releases()
    none = say("boundaries.no_layers", args.lang)
    lines = [f"{'*' if each.id == now else ' '} {each.id}  {each.created}  {each.message or none}" for each in found]
    show(args, {"current": now, "releases": [told(each) for each in found]}, "\n".join(lines))
    return GOOD


def _line(layer: Layer, mark: str, lang: Language) -> str:
    return say(
        "boundaries.line_layer",
        lang,
        mark=mark,
        id=layer.id,
        title=layer.title,
        structure=layer.structure,
        level=say(f"boundaries.level.{layer.level}", lang),
        units=number(layer.units, lang),
        licence=layer.origin.licence,
    )


def _layer_told(layer: Layer) -> dict[str, Any]:
    told = asdict(layer)
    told["origin"]["as_of"] = layer.origin.as_of.isoformat()
    told.pop("report")
    return told


def _report(args: argparse.Namespace, checked: Checked, head: Mapping[str, Any]) -> None:
    text = as_text(checked, args.lang)
    if head.get("draft"):
        text.append(say("boundaries.said_draft", args.lang, draft=head["draft"]))
    show(args, {**head, **checked.to_json(args.lang)}, "\n".join(text))


def as_text(checked: Checked, lang: Language) -> list[str]:
    """Say in lines for people what was found, what is asked and what is wrong."""
    if checked.layer is None:
        return [checked.asked(lang)]
    counts = {name: number(count, lang) for name, count in checked.counts.items()}
    lines = [
        say("boundaries.said_layer", lang, file=checked.file, layer=checked.layer, encoding=checked.encoding or "?"),
        say("boundaries.said_joined", lang, **counts),
    ]
    if checked.placement and checked.placement.system:
        system = checked.placement.system
        how = say(f"boundaries.how.{checked.placement.how}", lang)
        lines.append(say("boundaries.said_crs", lang, crs=system.crs, name=system.name, how=how))
    lines += [f"{'✗' if each.severity == 'error' else '!'} {each.message(lang)}" for each in checked.problems]
    lines += [f"? {one.feature}: {one.text(lang)}" for one in checked.unjoined[:_SHOWN]]
    if checked.missing:
        names = ", ".join(f"{one.name} ({one.code})" for one in checked.missing[:_SHOWN])
        lines.append(say("boundaries.said_missing", lang, count=number(len(checked.missing), lang), units=names))
    verdict = "boundaries.said_publishable" if checked.publishable else "boundaries.said_not_publishable"
    lines.append(say(verdict, lang))
    return lines


def _teller(args: argparse.Namespace) -> Callable[[float, str], None] | None:
    """Return what shows progress on a terminal; None for a file or a tool."""
    if not sys.stderr.isatty() or args.json:
        return None

    def tell(done: float, words: str) -> None:
        end = "\n" if done >= 1 else ""
        print(f"\r{done:4.0%}  {say(words, args.lang)}\033[K", end=end, file=sys.stderr, flush=True)

    return tell
