"""What is measured, in turn."""
import sys
import time

from . import machine
from .processes import finish
from .sites import Site, import_once, load

KINDS = ("submit", "read", "start", "import")
# How long a server is left alone before its idle memory is looked at.
SETTLES = 3
# The aims of the design, each at once: as many as this in a second, nearly all of them within 20 ms.
SUBMISSIONS_AIMED_AT = 2000
PAGES_AIMED_AT = 4000


def run(made, given, processes):
    """Every measurement once, then every one again. By name, the results of all rounds."""
    planned = [one for one in everything(made, given, processes) if one[0] in given.only]
    results = {name: [] for _, name, _ in planned}
    failures = 0
    for number in range(given.rounds):
        for _, name, measure in planned:
            print(f"round {number + 1} of {given.rounds}: {name}", file=sys.stderr, flush=True)
            result = measure(number)
            failures += sum(result.get("errors", {}).values())
            results[name].append(result)
    results["failures"] = failures
    verify(made, given)
    return results


def everything(made, given, processes):
    for database, place in (("SQLite", made.county), ("PostgreSQL", made.county_postgres)):
        if place:
            yield "submit", f"submissions, {database}", lambda _, place=place: submit(made, place, given, processes)
            aim = ("--rate", SUBMISSIONS_AIMED_AT)
            yield "submit", f"{aim[1]:,} submissions due in each second, {database}", lambda _, place=place, aim=aim: submit(
                made, place, given, processes, *aim)
            yield "submit", f"form and submission in turn, {database}", lambda _, place=place: submit(
                made, place, given, processes, "--form-each-time")
    for name, place in (("demonstration", made.demonstration), ("county", made.county)):
        if place and name in made.largest:
            area = made.largest[name]
            for label, how in (("", ["--gzip"]), (", not compressed", [])):
                yield "read", f"pages of {area['name']} ({name}){label}", lambda _, place=place, area=area, how=how: read(
                    made, place, given, processes, area, how)
            aim = ["--gzip", "--rate", PAGES_AIMED_AT]
            yield "read", f"{PAGES_AIMED_AT:,} pages of {area['name']} due in each second", (
                lambda _, place=place, area=area, how=aim: read(made, place, given, processes, area, how))
    if made.demonstration:
        yield "start", "start and idle, demonstration", lambda _: start(made, made.demonstration, processes)
    if made.rows:
        yield "import", "import of incidents", lambda number: import_once(made, number)


def submit(made, place, given, processes, *more):
    site = Site(made.built, place, processes)
    time.sleep(SETTLES)
    _, device = machine.mount_of(made.scratch)
    before = machine.flushes_so_far(device)
    result = load(made, site, given, "submit", *more)
    after = machine.flushes_so_far(device)
    result["flushes"] = None if before is None else after - before
    site.stop()
    return result


def read(made, place, given, processes, area, how):
    site = Site(made.built, place, processes)
    time.sleep(SETTLES)
    # The name as the page writes it.
    holds = area["name"].replace("&", "&amp;")
    result = load(made, site, given, "read", f"/neighbourhoods/{area['code']}", "--holds", holds, *how)
    site.stop()
    return result


def start(made, place, processes):
    site = Site(made.built, place, processes)
    time.sleep(SETTLES)
    result = {"start_seconds": site.seconds_to_first_answer, "idle_kb": site.memory_kb()}
    site.stop()
    return result


def verify(made, given):
    """What was acknowledged under load must be in the record: every entry, private part and leaf is recomputed."""
    if "submit" in given.only:
        for place in filter(None, (made.county, made.county_postgres)):
            print(f"checking the record: {finish([made.built.program, 'ledger', 'verify', *place]).strip()}", file=sys.stderr)
