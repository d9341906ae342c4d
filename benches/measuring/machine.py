"""What is measured on: without it no figure means anything."""
import datetime
import os
import pathlib
import platform
import statistics
import time

MEMORY_FILE_SYSTEMS = {"tmpfs", "ramfs", "devtmpfs"}


def describe(scratch):
    """The machine's size, and how long its disk takes to make 4 KiB durable."""
    kind, device = mount_of(scratch)
    if kind in MEMORY_FILE_SYSTEMS:
        raise SystemExit(f"benches/measure: {scratch} lies in memory ({kind}), where a commit costs nothing; give --scratch DIR on a disk")
    cpu = next((line.split(":", 1)[1].strip() for line in lines("/proc/cpuinfo") if line.startswith("model name")), "unknown")
    total = next(int(line.split()[1]) for line in lines("/proc/meminfo") if line.startswith("MemTotal"))
    flushes = [flush(scratch / "flush") for _ in range(300)]
    return {
        "day": datetime.date.today().isoformat(),
        "cores": len(os.sched_getaffinity(0)),
        "cpu": cpu,
        "memory_gib": round(total / 1024 / 1024),
        "kernel": platform.release(),
        "file_system": kind,
        "device": device,
        "fdatasync_ms": round(statistics.median(flushes) * 1000, 3),
        "fdatasync_p99_ms": round(sorted(flushes)[296] * 1000, 3),
        "load_before": os.getloadavg()[0],
    }


def flush(path):
    """Seconds to write 4 KiB and have them on the disk."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT)
    try:
        os.pwrite(file, os.urandom(4096), 0)
        began = time.perf_counter()
        os.fdatasync(file)
        return time.perf_counter() - began
    finally:
        os.close(file)


def flushes_so_far(device):
    """How many flushes the disk itself was asked for since the machine started; None if the kernel does not tell."""
    for line in lines("/proc/diskstats"):
        fields = line.split()
        if fields[2] == device and len(fields) >= 20:
            return int(fields[18])
    return None


def mount_of(path):
    number = os.stat(path).st_dev
    wanted = f"{os.major(number)}:{os.minor(number)}"
    for line in lines("/proc/self/mountinfo"):
        fields = line.split()
        if fields[2] == wanted:
            after = fields[fields.index("-") + 1:]
            return after[0], pathlib.Path(after[1]).name
    return "unknown", "unknown"


def lines(path):
    return pathlib.Path(path).read_text().splitlines()
