"""The sites that are measured: the demonstration, and a real county."""
import dataclasses
import gzip
import json
import pathlib
import re
import shutil
import sqlite3
import subprocess
import threading
import time
import urllib.request

from . import postgres
from .processes import cost, finish, memory_kb

WARDS = "data/geo/lancashire_wards.geojson"
PEOPLE = "data/geo/lancashire_ward_population.csv"
INCIDENTS = "data/policeuk/derived_asb_2022_12col.csv.gz"
ROWS = 1_500_000


@dataclasses.dataclass
class Made:
    """Everything that the plan needs."""
    built: object
    scratch: pathlib.Path
    demonstration: list = None
    county: list = None
    areas_only: pathlib.Path = None
    county_postgres: list = None
    cluster: object = None
    rows: pathlib.Path = None
    row_count: int = 0
    largest: dict = dataclasses.field(default_factory=dict)


def make(built, scratch, given, processes):
    made = Made(built, scratch)
    needed = set(given.only)
    shared = given.shared if (given.shared / WARDS).exists() else None
    if shared is None:
        print(f"benches/measure: no real data in {given.shared}: the county is left out", flush=True)
    if needed & {"read", "start"}:
        made.demonstration = ["--data", scratch / "demonstration"]
        finish([built.program, "demo", "--today", "2026-03-01", *made.demonstration])
        made.largest["demonstration"] = busiest(scratch / "demonstration")
    if shared:
        with_county(made, shared, needed)
    if "submit" in needed and shared and postgres.programs():
        made.cluster = postgres.Cluster(scratch / "postgres", processes)
        address = made.cluster.database("county")
        made.county_postgres = ["--database-url", address, "--data", scratch / "county-postgres"]
        import_areas(built, shared, made.county_postgres)
    return made


def with_county(made, shared, needed):
    made.areas_only = made.scratch / "areas"
    import_areas(made.built, shared, ["--data", made.areas_only])
    made.county = ["--data", made.scratch / "county"]
    shutil.copytree(made.areas_only, made.scratch / "county")
    if needed & {"read", "start"}:
        finish([made.built.program, "import", "incidents", shared / INCIDENTS, *made.county])
        made.largest["county"] = busiest(made.scratch / "county")
    if "import" in needed:
        made.rows, made.row_count = many_rows(shared / INCIDENTS, made.scratch / "many.csv")


def import_areas(built, shared, place):
    finish([built.program, "import", "areas", shared / WARDS, "--population", shared / PEOPLE, *place])


def busiest(folder):
    """Of the areas without parts, the one with the most incidents: its code and its name."""
    database = sqlite3.connect(f"file:{folder / 'comity.db'}?mode=ro", uri=True)
    row = database.execute(
        "SELECT a.code, a.name, SUM(i.count) AS incidents FROM incident_counts i JOIN areas a ON a.code = i.area "
        "WHERE a.code NOT IN (SELECT parent FROM areas WHERE parent IS NOT NULL) "
        "GROUP BY a.code, a.name ORDER BY incidents DESC, a.code LIMIT 1"
    ).fetchone()
    database.close()
    return {"code": row[0], "name": row[1], "incidents": row[2]}


def many_rows(source, target):
    """The real rows again and again until there are enough: a plain CSV file, and how many rows it has."""
    header, rows = gzip.decompress(source.read_bytes()).split(b"\n", 1)
    rows = rows.rstrip(b"\n") + b"\n"
    each = rows.count(b"\n")
    times = -(-ROWS // each)
    with open(target, "wb") as out:
        out.write(header + b"\n")
        for _ in range(times):
            out.write(rows)
    return target, each * times


class Site:
    """A running server: its address, its process, and how long it took to its first answer."""

    def __init__(self, built, place, processes):
        began = time.monotonic()
        self.processes = processes
        words = [built.program, "serve", "--listen", "127.0.0.1:0", *place]
        self.process = processes.start(words, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
        self.address = self.find_address()
        with urllib.request.urlopen(f"http://{self.address}/", timeout=20) as answer:
            assert answer.status == 200
        self.seconds_to_first_answer = time.monotonic() - began
        # Whatever else it says must be read, or it would wait for us.
        threading.Thread(target=self.process.stderr.read, daemon=True).start()

    def find_address(self):
        for line in self.process.stderr:
            found = re.search(rb"listens on http://([\d.:]+)", line)
            if found:
                return found.group(1).decode()
        raise SystemExit("benches/measure: the server ended before it listened")

    @property
    def pid(self):
        return self.process.pid

    def memory_kb(self):
        return memory_kb(self.pid)

    def stop(self):
        self.processes.stop(self.process)


def load(made, site, given, *words):
    """A round of load; its figures."""
    words = [made.built.load, *words, "--site", site.address, "--pid", site.pid, "--json",
             "--connections", given.connections, "--seconds", given.seconds]
    if made.cluster:
        words += ["--database-pid", made.cluster.process.pid]
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if not done.stdout.strip():
        raise SystemExit(f"benches/measure: comity-load: {done.stderr.strip()}")
    return json.loads(done.stdout)


def import_once(made, number):
    """One import of the long file into a fresh copy of the county."""
    folder = made.scratch / f"import-{number}"
    shutil.copytree(made.areas_only, folder)
    seconds, cpu, memory, out = cost([made.built.program, "import", "incidents", made.rows, "--json", "--data", folder])
    shutil.rmtree(folder)
    assert json.loads(out)["read"] == made.row_count, out
    return {"seconds": seconds, "cpu_seconds": cpu, "memory_kb": memory, "rows": made.row_count}
