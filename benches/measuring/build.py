"""The program as it is released."""
import dataclasses
import os
import pathlib
import resource
import subprocess
import time


@dataclasses.dataclass
class Built:
    program: pathlib.Path
    load: pathlib.Path
    size: int
    cold: dict = None


def build(root):
    """Builds the program and the load generator in the release profile."""
    run(root, root / "target")
    return use(root / "target/release/comity")


def use(program):
    return Built(program.resolve(), program.resolve().with_name("comity-load"), program.stat().st_size)


def cold(root, target):
    """Seconds of a build from nothing, on the clock and of CPU, the crates' sources being there already."""
    subprocess.run(["cargo", "fetch", "--locked"], cwd=root, check=True, stdout=subprocess.DEVNULL)
    began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    run(root, target, "-p", "comity")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"seconds": time.monotonic() - began, "cpu_seconds": cpu}


def run(root, target, *packages):
    packages = packages or ("-p", "comity", "-p", "comity-load")
    words = ["cargo", "build", "--release", "--locked", "--quiet", *packages]
    environment = {**os.environ, "CARGO_TARGET_DIR": str(target)}
    if subprocess.run(words, cwd=root, env=environment).returncode != 0:
        raise SystemExit("benches/measure: the program could not be built")
