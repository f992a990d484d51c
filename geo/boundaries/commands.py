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

from data.boundaries import store as boundaries
from data.boundaries.layers import Layer
from data.boundaries.store import LayerSet, open_boundaries
from data.errors import Refused
from data.units.register import STRUCTURES
from data.words import Language, say
from data.words.numbers import number
from geo import assets
from geo.boundaries import check, draft, gather
from geo.boundaries.checked import Checked

GOOD: Final = 0
REMAINS: Final = 2
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
    publishing = _add(subparsers, "publish", run_publish, "draw a draft from now on, and make its map files", who=True)
    publishing.add_argument("draft")
    withdrawing = _add(subparsers, "withdraw", run_withdraw, "draw a layer no longer", who=True)
    withdrawing.add_argument("draft", metavar="layer")
    rolling = _add(subparsers, "rollback", run_rollback, "draw an earlier release again", who=True)
    rolling.add_argument("release")
    discarding = _add(subparsers, "discard", run_discard, "remove a draft", who=True)
    discarding.add_argument("draft")
    _add(subparsers, "layers", run_layers, "list the layers, published and drafts")
    _add(subparsers, "releases", run_releases, "list the releases of boundaries")


def _add(
    subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str,
    run: Callable[[argparse.Namespace], int], help_text: str, *, who: bool = False,
) -> argparse.ArgumentParser:  # fmt: skip
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
    parser.add_argument("file", metavar="FILE", type=Path,
                        help="a .gpkg, .geojson, .zip, .shp, .kml, .kmz, .tab, .fgb, .parquet or a folder")  # fmt: skip
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
        kept = draft(open_boundaries(), checked, source=args.source, licence=args.licence, as_of=args.as_of,
                     who=args.who)  # fmt: skip
    _report(args, checked, {"draft": kept.id if kept else None})
    return checked.status if kept else REMAINS


def _checked(args: argparse.Namespace) -> Checked:
    answers = _answers(args.answers)
    asked = {"structure": args.structure, "level": args.level, "province": args.province, "crs": args.crs,
             "layer": args.layer}  # fmt: skip
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


def run_publish(args: argparse.Namespace) -> int:
    """Publish a draft and make the map files; 2 where the check found errors."""
    store = open_boundaries()
    layer = store.layer(args.draft)
    if not layer.publishable:
        print(say("boundaries.not_ready", args.lang, draft=layer.id), file=sys.stderr)
        _print(args, {"draft": layer.id, "published": False, "problems": layer.report.get("problems", [])}, "")
        return REMAINS
    made = boundaries.publish(store, args.draft, who=args.who)
    assets.ensure_assets(_teller(args))
    text = say("boundaries.said_published", args.lang, layer=layer.title, release=made.id)
    _print(args, {"draft": layer.id, "published": True, **_told(made)}, text)
    return GOOD


def run_withdraw(args: argparse.Namespace) -> int:
    """Draw a layer no longer."""
    return _drawn(args, boundaries.withdraw(open_boundaries(), args.draft, who=args.who))


def run_rollback(args: argparse.Namespace) -> int:
    """Draw an earlier release again."""
    return _drawn(args, boundaries.rollback(open_boundaries(), args.release, who=args.who))


def _drawn(args: argparse.Namespace, made: LayerSet) -> int:
    assets.ensure_assets(_teller(args))
    _print(args, _told(made), say("boundaries.said_current", args.lang, release=made.id, count=len(made.layers)))
    return GOOD


def run_discard(args: argparse.Namespace) -> int:
    """Remove a draft."""
    boundaries.discard(open_boundaries(), args.draft, who=args.who)
    _print(args, {"draft": args.draft}, say("boundaries.said_discarded", args.lang, draft=args.draft))
    return GOOD


def run_layers(args: argparse.Namespace) -> int:
    """List the layers: those drawn, then the drafts."""
    store = open_boundaries()
    drawn = [store.layer(name) for name in reversed(store.current().layers)]
    drafts = store.drafts()
    lines = [_line(layer, "*", args.lang) for layer in drawn] + [_line(layer, " ", args.lang) for layer in drafts]
    told = {"drawn": [_layer_told(layer) for layer in drawn], "drafts": [_layer_told(layer) for layer in drafts]}
    _print(args, told, "\n".join(lines))
    return GOOD


def run_releases(args: argparse.Namespace) -> int:
    """List the releases of boundaries, newest first."""
    store = open_boundaries()
    now = store.current_id()
    found = store.releases()
    lines = [f"{'*' if each.id == now else ' '} {each.id}  {each.created}  {each.message}" for each in found]
    _print(args, {"current": now, "releases": [_told(each) for each in found]}, "\n".join(lines))
    return GOOD


def _line(layer: Layer, mark: str, lang: Language) -> str:
    return say("boundaries.line_layer", lang, mark=mark, id=layer.id, title=layer.title, structure=layer.structure,
               level=say(f"boundaries.level.{layer.level}", lang), units=number(layer.units, lang),
               licence=layer.origin.licence)  # fmt: skip


def _layer_told(layer: Layer) -> dict[str, Any]:
    told = asdict(layer)
    told["origin"]["as_of"] = layer.origin.as_of.isoformat()
    told.pop("report")
    return told


def _told(made: LayerSet) -> dict[str, Any]:
    return {"release": made.id, "parent": made.parent, "created": made.created, "layers": list(made.layers)}


def _report(args: argparse.Namespace, checked: Checked, head: Mapping[str, Any]) -> None:
    text = as_text(checked, args.lang)
    if head.get("draft"):
        text.append(say("boundaries.said_draft", args.lang, draft=head["draft"]))
    _print(args, {**head, **checked.to_json(args.lang)}, "\n".join(text))


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


def _print(args: argparse.Namespace, told: Mapping[str, Any], text: str) -> None:
    print(json.dumps(told, ensure_ascii=False) if args.json else text)


def _teller(args: argparse.Namespace) -> Callable[[float, str], None] | None:
    """Return what shows progress on a terminal; None for a file or a tool."""
    if not sys.stderr.isatty() or args.json:
        return None

    def tell(done: float, words: str) -> None:
        end = "\n" if done >= 1 else ""
        print(f"\r{done:4.0%}  {say(words, args.lang)}\033[K", end=end, file=sys.stderr, flush=True)

    return tell
