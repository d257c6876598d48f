"""The door: parse, open, call one function, print, exit code. The rooms are proctor/commands."""

import io
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from errno import EACCES, EDQUOT, EIO, ENOSPC, EPERM, EROFS
from importlib import import_module
from pathlib import Path
from threading import current_thread, main_thread

import click

from proctor import __version__
from proctor.commands.app import App, printable
from proctor.errors import ProctorError, StorageError
from proctor.i18n import Language, _, activate, language, locale_language
from proctor.reasons import spoken

_TERMINATED = 128 + signal.SIGTERM

_REFUSALS = (ENOSPC, EDQUOT, EROFS, EACCES, EPERM, EIO)
"""What a disk and its rights do to any program; all else keeps its traceback."""

GLOBAL_OPTIONS = ("--home", "--lang")
"""Accepted before and after the name of the command."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line and give its exit code.

    0 done (flags or not), 1 could not, 2 usage, 3 the record is broken, 130 stopped by Ctrl-C,
    143 by SIGTERM.
    """
    args = hoisted(sys.argv[1:] if argv is None else argv)
    activate(chosen_language(args, os.environ))
    _prepare()
    try:
        code = door().main(args=args, prog_name="proctor", standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:
        return _reader_gone()
    except OSError as error:
        if error.errno not in _REFUSALS:
            raise
        return _refused(error)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except ProctorError as error:
        return _explained(error)
    except (click.Abort, KeyboardInterrupt):
        return _stopped(signal.SIGINT)
    except SystemExit as end:
        # 143 is our own handler's; click ends with 1 when the reader of a pipe has left.
        return _stopped(signal.SIGTERM) if end.code == _TERMINATED else 1
    return code if isinstance(code, int) else 0


def _prepare() -> None:
    """Make SIGTERM end as calmly as Ctrl-C, and no character too much for the terminal."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Names of files need not be text, and a locale such as C knows no Chinese.
        sys.stdout.reconfigure(errors="backslashreplace")
    if current_thread() is main_thread():
        signal.signal(signal.SIGTERM, lambda *_caught: sys.exit(_TERMINATED))


def hoisted(args: Sequence[str]) -> list[str]:
    """``args`` with the global options moved to the front, wherever they were written."""
    front: list[str] = []
    rest: list[str] = []
    left = iter(args)
    for arg in left:
        if arg == "--":
            return [*front, *rest, arg, *left]
        if arg in GLOBAL_OPTIONS:
            front += [arg, *([value] if (value := next(left, None)) is not None else [])]
        elif arg.startswith(tuple(f"{option}=" for option in GLOBAL_OPTIONS)):
            front.append(arg)
        else:
            rest.append(arg)
    return [*front, *rest]


def chosen_language(args: Sequence[str], environ: Mapping[str, str]) -> Language:
    """The language of ``--lang``, else of the locale; help texts are made before options parse."""
    wanted = ""
    for at, arg in enumerate(args):
        if arg == "--":
            break
        if arg == "--lang":
            wanted = "".join(args[at + 1 : at + 2])
        elif arg.startswith("--lang="):
            wanted = arg.removeprefix("--lang=")
    return "zh" if wanted == "zh" else "en" if wanted == "en" else locale_language(environ)


def default_home() -> Path:
    """Where this platform keeps the data of a user's programs."""
    match sys.platform:
        case "darwin":
            base = Path.home() / "Library" / "Application Support"
        case "win32":
            base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
        case _:
            base = Path(os.environ.get("XDG_DATA_HOME") or _home_of_user() / ".local" / "share")
    return base / "proctor"


def _home_of_user() -> Path:
    try:
        return Path.home()
    except RuntimeError as error:
        raise StorageError(
            _("Nobody knows where this user's home folder is."),
            hint=_("Choose a folder you may write to with --home or PROCTOR_HOME."),
        ) from error


def summaries() -> dict[str, str]:
    """Every command with its line in ``proctor --help``, in the order of a working day."""
    return {
        "init": _("Create the home folder and its audit database; harmless when they exist."),
        "doctor": _("Check this computer, the record and the models, and name every cure."),
        "models": _("List, choose, install, import, train and verify model weights."),
        "cameras": _("Add, list, check, find and remove live cameras; correct places they show."),
        "analyze": _("Look through recordings and write down what should be reviewed."),
        "watch": _("Watch live cameras and flag while they run: those of this home, or one URL."),
        "footage": _("List, cut, check, hold and prune footage; index archives where they lie."),
        "rejudge": _("Judge again from the observation logs, without decoding."),
        "rules": _("List and explain the rules, check profiles, try settings, ask why not."),
        "flags": _("List flags, show one, or explain why it was raised."),
        "review": _(
            "Decide about flags: one by one on a terminal, or with --verdict from a script."
        ),
        "evaluate": _(
            "Measure flags against truth files, CVAT annotations or reviewers' verdicts."
        ),
        "identity": _("Compare faces: a photo with the places, or before and after an absence."),
        "coverage": _("Account for the footage: expected, decoded, damaged, missing."),
        "sessions": _("Add, import and list exam sessions, and who is examined in them."),
        "report": _("Write what happened in a period as docx, xlsx and html."),
    }


class Door(click.Group):
    """A group that loads the file of a command only when that command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of a working day."""
        return list(self.commands)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """``proctor.commands.<name>:<name>``; ``None`` when there is no such command."""
        if super().get_command(ctx, cmd_name) is None:
            return None
        found = getattr(import_module(f"proctor.commands.{cmd_name}"), cmd_name)
        return found if isinstance(found, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, from the summaries alone."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, door.help or "") for name, door in self.commands.items()])


def door() -> click.Group:
    """The command line in the language in force."""
    group = Door(
        "proctor",
        callback=_enter,
        help=_("Recordings and cameras of driving exams in; flags for an officer's review out."),
        epilog=_("Exit: 0 done (flags or not), 1 could not, 2 wrong usage, 3 record broken."),
        commands={name: click.Command(name, help=text) for name, text in summaries().items()},
        params=_global_options(),
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    version = click.version_option(__version__, "--version", prog_name="proctor")
    return version(group)


def _global_options() -> list[click.Parameter]:
    home = click.Option(
        ["--home"],
        type=click.Path(file_okay=False, path_type=Path),
        envvar="PROCTOR_HOME",
        default=default_home,
        show_default="PROCTOR_HOME, ~/.local/share/proctor",
        help=_("Folder of the audit database, logs and evidence."),
    )
    lang = click.Option(
        ["--lang"],
        expose_value=False,
        type=click.Choice(["zh", "en"]),
        help=_("Language of everything printed; follows the locale."),
    )
    return [home, lang]


@click.pass_context
def _enter(ctx: click.Context, home: Path) -> None:
    ctx.obj = App(home.expanduser().absolute(), language())


def _explained(error: ProctorError) -> int:
    click.echo(printable(_("Error: {message}").format(message=error.message)), err=True)
    if error.hint:
        click.echo(printable(_("Hint: {hint}").format(hint=error.hint)), err=True)
    return error.exit_code


def _stopped(by: signal.Signals) -> int:
    click.echo(_("Stopped. What was finished is kept; the same command goes on."), err=True)
    return 128 + by


def _reader_gone() -> int:
    """Fall silent when the reader leaves (``| head``); the last flush at exit must not shout."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1


def _refused(error: OSError) -> int:
    """The disk would not; without a name, it is the file that the output goes to."""
    if not error.filename:
        _reader_gone()
    text = _("{path} cannot be used: {reason}") if error.filename else _("cannot write: {reason}")
    full = error.errno in (ENOSPC, EDQUOT)
    hint = (
        _("Free some disk space, then try again.")
        if full
        else _("Check that the folder is there and that you may write to it.")
    )
    reason = text.format(path=error.filename, reason=spoken(error))
    return _explained(StorageError(reason, hint=hint))


if __name__ == "__main__":
    sys.exit(main())
