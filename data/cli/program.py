"""What every command line of the product is made of: its commands, its language, its exit statuses.

Exit status: 0 good; 1 refused, one line on stderr says why; 2 read, but questions or problems remain.
With `--json` stdout holds one JSON object and nothing else. A command's module is imported when the command is
asked for, so that none waits for what the others need.
"""

import importlib
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final, NoReturn

import click

from data.cli.output import REFUSED, Output
from data.i18n import LANGUAGES, Language, say
from data.storage import settings
from data.storage.errors import ProductError, Refused

INTERRUPTED: Final = 130
_WIDTH: Final = 100


class WrongUse(Refused):
    """A command was called in a way that it cannot be: `key` says what is wrong, `command` whose help to read."""

    def __init__(self, key: str, *, command: str, **values: object) -> None:
        self.command = command
        super().__init__(key, **values)

    def text(self, lang: str = "vi") -> str:
        """Say what is wrong and where help is."""
        return say("command.usage", lang, reason=say(self.key, lang, **self.values), command=self.command)


def of(context: click.Context) -> Output:
    """Return the output of the running command."""
    return context.ensure_object(Output)


def _set_json(context: click.Context, _: click.Parameter, given: bool) -> None:
    of(context).json |= given


def _check_language(context: click.Context, _: click.Parameter, given: str | None) -> None:
    """Refuse an unknown language; which one rules was found before anything was read (see `run`)."""
    if given is not None and given not in LANGUAGES:
        raise WrongUse(
            "command.bad_choice", command=context.command_path, option="--lang", text=given, known=", ".join(LANGUAGES)
        )


def _json_option() -> click.Option:
    return click.Option(["--json"], is_flag=True, expose_value=False, callback=_set_json, help="command.option.json")


def _lang_option() -> click.Option:
    shown = "{" + ",".join(LANGUAGES) + "}"
    return click.Option(
        ["--lang"], expose_value=False, callback=_check_language, metavar=shown, help="command.option.lang"
    )


class _Helpful(click.Command):
    """Writes its help in the language of the output; `help` of itself and its parameters is a key of data.i18n."""

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write usage, what it is for, and what it takes."""
        lang = of(ctx).lang
        formatter.write_usage(
            ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix=f"{say('command.help.usage', lang)} "
        )
        for key in (self.help, self.epilog):
            if key:
                formatter.write_paragraph()
                formatter.write_text(say(key, lang))
        parameters = self.get_params(ctx)
        arguments = [each for each in parameters if isinstance(each, click.Argument)]
        options = [each for each in parameters if isinstance(each, click.Option)]
        _write(formatter, say("command.help.arguments", lang), [explained(each, ctx, lang) for each in arguments])
        _write(formatter, say("command.help.options", lang), [explained(each, ctx, lang) for each in options])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read what was given; raises WrongUse, in the words of the product, for what click finds wrong."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as fault:
            raise _wrong_use(fault, ctx) from fault

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option --help, with its words."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "command.option.help"
        return option


def _write(formatter: click.HelpFormatter, title: str, lines: Sequence[tuple[str, str]]) -> None:
    if lines:
        with formatter.section(title.rstrip(":")):
            formatter.write_dl(lines)


def explained(parameter: click.Parameter, context: click.Context, lang: Language) -> tuple[str, str]:
    """Return how a parameter is written and what it is for; also whether it must be there, and its usual value."""
    words = [say(parameter.help, lang)] if parameter.help else []
    if not isinstance(parameter, click.Option):
        return parameter.make_metavar(context), " ".join(words)
    usual = parameter.get_default(context, call=False)
    if parameter.required:
        words.append(f"[{say('command.help.required', lang)}]")
    elif isinstance(usual, str | int) and not isinstance(usual, bool) and usual != "":
        words.append(f"[{say('command.help.usual', lang, value=usual)}]")
    return parameter.get_help_spec(context), " ".join(words)


class Command(_Helpful):
    """One command: its function takes the Output and what was given, and returns the exit status.

    public: whether it may run where CNSCD_AUDIENCE=public, that is, reads only units or what is public.
    """

    def __init__(self, *args: Any, public: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.public = public
        self.params += [_json_option(), _lang_option()]

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Return the context with everything that was given; raises WrongUse for words too many."""
        context = super().make_context(info_name, args, parent, **{**extra, "allow_extra_args": True})
        if context.args:
            raise WrongUse("command.too_many", command=context.command_path, words=" ".join(context.args))
        return context

    def invoke(self, ctx: click.Context) -> int:
        """Check the settings and whom this process serves, run the command, and return its exit status."""
        settings.check()
        if not self.public:
            for_staff(self.name or "")
        assert self.callback is not None
        return int(self.callback(of(ctx), **ctx.params))


class Group(_Helpful, click.Group):
    """Commands under one name: each itself, or the name of the module whose variable `command` it is."""

    def __init__(
        self, name: str, members: Mapping[str, str | click.Command], *, help: str, epilog: str | None = None
    ) -> None:
        super().__init__(name, help=help, epilog=epilog, no_args_is_help=False, subcommand_metavar="COMMAND …")
        self._members = members
        self.params += [_json_option(), _lang_option()]

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands in the order of their work."""
        return list(self._members)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, imported now; None where there is none of this name."""
        member = self._members.get(cmd_name)
        if not isinstance(member, str):
            return member
        found: click.Command = importlib.import_module(member).command
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the first word names; raises WrongUse where there is none."""
        if args[0] not in self._members:
            raise WrongUse(
                "command.unknown", command=ctx.command_path, text=args[0], known=", ".join(self.list_commands(ctx))
            )
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help, and the commands with what each is for; none is imported for it."""
        super().format_help(ctx, formatter)
        lines = [(name, say(f"{self.help}.{name}", of(ctx).lang)) for name in self._members]
        _write(formatter, say("command.help.commands", of(ctx).lang), lines)


def command(name: str, *, summary: str, public: bool = False) -> Callable[[Callable[..., int]], Command]:
    """Make a command of a function; its parameters are declared by click's decorators below this one."""
    return click.command(name, cls=Command, help=summary, public=public)


def for_staff(name: str) -> None:
    """Raise NotForYou where this process serves the public alone: what the command reads or changes is not its."""
    if settings.current().audience == "public":
        from data.access.actor import NotForYou  # reads the register, which no other command has to wait for

        raise NotForYou("access.not_public_command", command=name)


def run(group: Group, words: Sequence[str] | None = None) -> int:
    """Run one command of `python -m <the group's name>` and return its exit status."""
    given = list(sys.argv[1:] if words is None else words)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a stream put there by another program may not have it
            stream.reconfigure(encoding="utf-8")
    output = Output(_language(given), json="--json" in given)
    try:
        with group.make_context(
            f"python -m {group.name}", list(given), obj=output, max_content_width=_WIDTH
        ) as context:
            return int(group.invoke(context))
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.UsageError as fault:
        return _refuse(
            _wrong_use(fault, fault.ctx or click.Context(group, info_name=f"python -m {group.name}")), output
        )
    except ProductError as fault:
        return _refuse(fault, output)
    except (KeyboardInterrupt, click.Abort):
        print(say("command.interrupted", output.lang), file=sys.stderr)
        return INTERRUPTED


def leave(status: int) -> NoReturn:
    """End the process of a command at once: taking apart all that it loaded takes as long as many a command."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(BrokenPipeError):  # whoever read it has gone
            stream.flush()
    os._exit(status)


def _refuse(fault: ProductError, output: Output) -> int:
    text = " ".join(fault.text(output.lang).split())
    print(text, file=sys.stderr)
    if output.json:
        print(json.dumps({"error": text}, ensure_ascii=False))
    return REFUSED


def _wrong_use(fault: click.UsageError, context: click.Context) -> WrongUse:
    """Say in the words of the product what click found wrong."""
    path, used = context.command_path, context.command
    if isinstance(fault, click.NoSuchOption):
        near = ", ".join(fault.possibilities or ()) or "–"
        return WrongUse("command.no_option", command=path, option=fault.option_name, near=near)
    if isinstance(fault, click.MissingParameter) and fault.param is not None:
        names = fault.param.opts if isinstance(fault.param, click.Option) else [fault.param.make_metavar(context)]
        return WrongUse("command.missing", command=path, parameter=" / ".join(names))
    if isinstance(fault, click.BadOptionUsage):
        flags = {name for each in used.params if isinstance(each, click.Option) and each.is_flag for name in each.opts}
        key = "command.takes_no_value" if fault.option_name in flags else "command.needs_value"
        return WrongUse(key, command=path, option=fault.option_name)
    if isinstance(used, Group) and not isinstance(fault, click.BadParameter):
        return WrongUse("command.no_command", command=path, known=", ".join(used.list_commands(context)))
    return WrongUse("command.other", command=path, reason=" ".join(fault.format_message().split()))


def _language(given: Sequence[str]) -> Language:
    """Return the language that was chosen, also where the rest of the words makes no sense."""
    words = [*given, ""]
    chosen = [
        words[at + 1] if word == "--lang" else word.removeprefix("--lang=")
        for at, word in enumerate(given)
        if word == "--lang" or word.startswith("--lang=")
    ]
    for language in LANGUAGES:
        if chosen and chosen[-1] == language:
            return language
    return settings.examine()[0].language
