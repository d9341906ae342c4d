"""The program as it is released."""
import dataclasses
import os
import pathlib
import subprocess
import time


@dataclasses.dataclass
class Built:
    program: pathlib.Path
    load: pathlib.Path
    size: int
    cold_seconds: float = None


def build(root):
    """Builds the program and the load generator in the release profile."""
    run(root, root / "target")
    return use(root / "target/release/comity")


def use(program):
    return Built(program.resolve(), program.resolve().with_name("comity-load"), program.stat().st_size)


def cold(root, target):
    """Seconds of a build from nothing, the crates' sources being there already."""
    subprocess.run(["cargo", "fetch", "--locked"], cwd=root, check=True, stdout=subprocess.DEVNULL)
    began = time.monotonic()
    run(root, target, "-p", "comity")
    return time.monotonic() - began


def run(root, target, *packages):
    packages = packages or ("-p", "comity", "-p", "comity-load")
    words = ["cargo", "build", "--release", "--locked", "--quiet", *packages]
    environment = {**os.environ, "CARGO_TARGET_DIR": str(target)}
    if subprocess.run(words, cwd=root, env=environment).returncode != 0:
        raise SystemExit("benches/measure: the program could not be built")
