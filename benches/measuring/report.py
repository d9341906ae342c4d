"""The figures as tables: each cell the median of all rounds, with the lowest and the highest."""
import statistics


def table(around, built, results):
    results = {name: rounds for name, rounds in results.items() if name != "failures"}
    lines = [
        f"{around['day']}, {around['seconds'] // 60} minutes: {around['cores']} cores ({around['cpu']}), "
        f"{around['memory_gib']} GiB, Linux {around['kernel']}, {around['file_system']}. "
        f"Making 4 KiB durable (fdatasync): median {around['fdatasync_ms']} ms, p99 {around['fdatasync_p99_ms']} ms. "
        f"{around.get('postgres', '')}".rstrip(),
    ]
    for kind, columns in ((is_load, LOAD), (is_start, START), (is_import, IMPORT)):
        chosen = {name: rounds for name, rounds in results.items() if kind(rounds[0])}
        if chosen:
            lines += ["", *grid(chosen, columns)]
    lines += ["", f"Size of the program: {built.size / 1e6:.1f} MB."]
    if built.cold:
        minutes, cpu = built.cold["seconds"] / 60, built.cold["cpu_seconds"] / 60
        lines.append(f"Build from nothing: {minutes:.1f} minutes on the clock, {cpu:.1f} minutes of CPU.")
    failed = sum(sum(one.get("errors", {}).values()) for rounds in results.values() for one in rounds)
    lines.append(f"Requests that were not answered as they should: {failed}.")
    return "\n".join(lines)


def grid(results, columns):
    yield "| | " + " | ".join(name for name, _, _ in columns) + " |"
    yield "|---|" + "---:|" * len(columns)
    for name, rounds in results.items():
        yield f"| {name} | " + " | ".join(cell(rounds, read, show) for _, read, show in columns) + " |"


def cell(rounds, read, show):
    values = [read(one) for one in rounds]
    if any(value is None for value in values):
        return ""
    low, middle, high = (show(value) for value in (min(values), statistics.median(values), max(values)))
    return middle if low == high else f"{middle} ({low}–{high})"


def is_load(result):
    return "per_second" in result


def is_start(result):
    return "start_seconds" in result


def is_import(result):
    return "rows" in result


def milliseconds(part):
    return lambda one: one["milliseconds"][part]


def cpu(who):
    """Milliseconds of CPU for each answer; nothing for a database that had nothing to do."""
    def read(one):
        used = one["cpu_seconds"][who]
        if used is None or (who == "database" and used < 0.2):
            return None
        return used * 1000 / max(one["answers"], 1)
    return read


def others(one):
    """Cores that were taken by what has nothing to do with the measurement."""
    used = one["cpu_seconds"]["others"]
    return None if used is None else used / one["seconds"]


def whole(value):
    return f"{value:,.0f}"


def tenth(value):
    return f"{value:.1f}"


def hundredth(value):
    return f"{value:.2f}"


def megabytes(read):
    return lambda one: read(one) / 1024


LOAD = [
    ("a second", lambda one: one["per_second"], whole),
    ("p50, ms", milliseconds("p50"), tenth),
    ("p99, ms", milliseconds("p99"), tenth),
    ("longest, ms", milliseconds("max"), whole),
    ("CPU of an answer, ms: server", cpu("server"), hundredth),
    ("database", cpu("database"), hundredth),
    ("load", cpu("load"), hundredth),
    ("cores taken by others", others, hundredth),
    ("memory before, MB", megabytes(lambda one: one["memory_kb"]["before"]), whole),
    ("at most", megabytes(lambda one: one["memory_kb"]["peak"]), whole),
    ("flushes of the disk", lambda one: one.get("flushes"), whole),
]
START = [
    ("start to first answer, ms", lambda one: one["start_seconds"] * 1000, whole),
    ("idle memory, MB", megabytes(lambda one: one["idle_kb"]), whole),
]
IMPORT = [
    ("rows a second", lambda one: one["rows"] / one["seconds"], whole),
    ("rows for a second of CPU", lambda one: one["rows"] / one["cpu_seconds"], whole),
    ("memory at most, MB", megabytes(lambda one: one["memory_kb"]), whole),
]
