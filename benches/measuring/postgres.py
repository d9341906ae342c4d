"""A PostgreSQL server of the measurement's own, as Debian installs it, with its durable defaults."""
import os
import pathlib
import pwd
import re
import shutil
import socket
import subprocess


def programs():
    """The newest server's programs, or None."""
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    other = shutil.which("initdb")
    return pathlib.Path(other).parent if other else None


class Cluster:
    """Starts a fresh server in `folder`; it refuses to run as root, so then it runs as another user."""

    def __init__(self, folder, processes):
        self.bin, self.folder = programs(), folder
        self.user = unprivileged()
        data, sockets = folder / "data", folder / "sockets"
        for made in (folder, data, sockets):
            made.mkdir(mode=0o700)
            if self.user:
                os.chown(made, self.user.pw_uid, self.user.pw_gid)
        self.run("initdb", "-D", data, "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
        self.port = free_port()
        self.process = processes.start(
            [self.bin / "postgres", "-D", data, "-k", sockets, "-p", self.port, "-h", "127.0.0.1"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, **self.as_user(),
        )
        self.sockets = sockets
        self.run("pg_isready", "-h", sockets, "-p", self.port, "-t", 20, until=True)

    def as_user(self):
        options = {"cwd": self.bin, "env": {**os.environ, "LC_ALL": "C.UTF-8"}}
        if self.user:
            options |= {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}
        return options

    def run(self, name, *words, until=False):
        command = [str(self.bin / name), *map(str, words)]
        for _ in range(100 if until else 1):
            done = subprocess.run(command, capture_output=True, text=True, **self.as_user())
            if done.returncode == 0:
                return done.stdout
            if until:
                subprocess.run(["sleep", "0.2"])
        raise SystemExit(f"benches/measure: {name}: {done.stderr.strip()}")

    def sql(self, text, database="postgres"):
        return self.run("psql", "-h", self.sockets, "-p", self.port, "-U", "postgres", "-d", database, "-Atqc", text).strip()

    def database(self, name):
        """A new database's address."""
        self.sql(f"CREATE DATABASE {name}")
        # Through the network's loopback, as from another machine, and not through the faster local socket.
        return f"postgres://postgres@127.0.0.1:{self.port}/{name}"

    def version(self):
        return re.match(r"[\d.]+", self.sql("SHOW server_version")).group(0)

    def settings(self):
        names = ("fsync", "synchronous_commit", "full_page_writes", "shared_buffers", "wal_sync_method")
        return {name: self.sql(f"SHOW {name}") for name in names}


def unprivileged():
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise SystemExit("benches/measure: PostgreSQL refuses to run as root, and there is no user `postgres` or `nobody`")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
