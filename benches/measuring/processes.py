"""The processes that a measurement starts, each ended by its own number."""
import os
import re
import signal
import subprocess
import time


class Processes:
    """Ends what is still running when the measurement ends, however it ends."""

    def __init__(self):
        self.running = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in reversed(self.running):
            stop(process)

    def start(self, words, **options):
        process = subprocess.Popen([str(word) for word in words], **options)
        self.running.append(process)
        return process

    def stop(self, process):
        stop(process)
        self.running.remove(process)


def stop(process):
    """Asks politely, then not."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    if process.stderr:
        process.stderr.close()


def finish(words, **options):
    """Runs a program to its end and gives its output; a failure ends the measurement with what it said."""
    words = [str(word) for word in words]
    done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, **options)
    if done.returncode != 0:
        raise SystemExit(f"benches/measure: {words[0]} ended with {done.returncode}: {done.stderr.strip()[-2000:]}")
    return done.stdout


def cost(words, **options):
    """Runs a program to its end: seconds on the clock, seconds of CPU, most memory in kB, output."""
    began = time.monotonic()
    process = subprocess.Popen(
        [str(word) for word in words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **options
    )
    out = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.monotonic() - began
    if process.returncode != 0:
        raise SystemExit(f"benches/measure: {words[0]} ended with {process.returncode}")
    return seconds, used.ru_utime + used.ru_stime, used.ru_maxrss, out.decode()


def memory_kb(pid):
    """What of a process lies in RAM."""
    with open(f"/proc/{pid}/status") as status:
        return int(re.search(r"VmRSS:\s*(\d+)", status.read()).group(1))
