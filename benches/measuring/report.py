"""The figures as a table."""
import statistics


def table(around, built, results):
    results = dict(results)
    failures = results.pop("failures", 0)
    lines = [
        f"{around['day']}: {around['cores']} cores ({around['cpu']}), {around['memory_gib']} GiB, Linux {around['kernel']}, "
        f"{around['file_system']}; fdatasync of 4 KiB: median {around['fdatasync_ms']} ms, p99 {around['fdatasync_p99_ms']} ms; "
        f"load of the machine before: {around['load_before']:.1f}",
        "",
        "| measured | median | lowest to highest |",
        "|---|---|---|",
    ]
    for name, rounds in results.items():
        for label, values, shown in rows(rounds):
            low, middle, high = min(values), statistics.median(values), max(values)
            lines.append(f"| {name}: {label} | {shown(middle)} | {shown(low)} to {shown(high)} |")
    lines.append(f"| size of the program | {built.size / 1e6:.1f} MB | |")
    if built.cold_seconds:
        lines.append(f"| build from nothing | {built.cold_seconds / 60:.1f} min | |")
    lines += ["", f"Requests that were not answered as they should: {failures}."]
    return "\n".join(lines)


def rows(rounds):
    """Of one measurement: label, value of each round, and how it is shown."""
    first = rounds[0]
    if "per_second" in first:
        yield "a second", [one["per_second"] for one in rounds], lambda value: f"{value:,.0f}"
        for part in ("p50", "p99", "max"):
            yield part, [one["milliseconds"][part] for one in rounds], lambda value: f"{value:.1f} ms"
        for who in ("server", "database", "load"):
            used = [one["cpu_seconds"][who] for one in rounds]
            if all(value is not None for value in used) and (who != "database" or max(used) > 0.5):
                yield f"CPU of the {who}, of one core", [
                    value / one["seconds"] for value, one in zip(used, rounds)], lambda value: f"{value:.0%}"
        yield "memory, at most", [one["memory_kb"]["peak"] / 1024 for one in rounds], lambda value: f"{value:.0f} MB"
        yield "the machine's CPU in use", [one["machine_busy"] for one in rounds], lambda value: f"{value:.0%}"
    if first.get("flushes") is not None:
        yield "flushes of the disk in all", [one["flushes"] for one in rounds], lambda value: f"{value:,.0f}"
    if "start_seconds" in first:
        yield "start to first answer", [one["start_seconds"] for one in rounds], lambda value: f"{value * 1000:.0f} ms"
        yield "idle memory", [one["idle_kb"] / 1024 for one in rounds], lambda value: f"{value:.0f} MB"
    if "rows" in first:
        yield "rows a second", [one["rows"] / one["seconds"] for one in rounds], lambda value: f"{value:,.0f}"
        yield "rows per second of CPU", [one["rows"] / one["cpu_seconds"] for one in rounds], lambda value: f"{value:,.0f}"
        yield "memory, at most", [one["memory_kb"] / 1024 for one in rounds], lambda value: f"{value:.0f} MB"
