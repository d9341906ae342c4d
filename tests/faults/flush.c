/*
 * A preloaded library that stands between a program and its disk: it holds flushes back, or makes writes and flushes fail.
 *
 * A kill leaves the page cache intact and so shows nothing about a loss of power. This library shows what matters there:
 * that a flush has come back before the program answers, and what the program makes of a disk that fails.
 *
 * The folder in FAULTS holds the orders. While one of these files is there, its text is a part of the names of the files
 * that are meant:
 *   gate           flushes wait until the order is gone; `waiting` is made when one does
 *   eio-flush      flushes fail with EIO, as they do once when a disk could not write
 *   enospc-flush   flushes fail with ENOSPC
 *   eio-write      writes fail with EIO
 *   enospc-write   writes fail with ENOSPC
 *   short-write    writes put down half of what they were given, and then fail with ENOSPC
 * Every flush of a file that is named in FAULTS_WATCHED adds a line to `flushes`, and every failure one to `failures`.
 *
 * With FAULTS_KEPT, every flush of a file with that in its name copies the file to `kept`: that is what is left of it when
 * the power goes off, if the disk loses all that it was not told to flush.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

#define LONGEST 4096

/* The path of `name` in the folder of orders; 0 if there is no such folder. */
static int order_path(char *path, const char *name)
{
    const char *folder = getenv("FAULTS");
    return folder != NULL && snprintf(path, LONGEST, "%s/%s", folder, name) < LONGEST;
}

/* The name of the open file `fd`; 0 if it has none. */
static int file_name(char *name, int fd)
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, name, LONGEST - 1);
    if (length <= 0)
        return 0;
    name[length] = '\0';
    return 1;
}

/* Whether the order `order` is given and means the open file `fd`. System calls only: our own functions are in the way. */
static int ordered(const char *order, int fd)
{
    char path[LONGEST], part[LONGEST], name[LONGEST];
    if (!order_path(path, order))
        return 0;
    int file = syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0);
    if (file < 0)
        return 0;
    ssize_t length = syscall(SYS_read, file, part, LONGEST - 1);
    syscall(SYS_close, file);
    if (length <= 0)
        return 0;
    part[length] = '\0';
    return file_name(name, fd) && strstr(name, part) != NULL;
}

static void note(const char *where, const char *what, int fd)
{
    char path[LONGEST], name[LONGEST], line[LONGEST + 64];
    if (!order_path(path, where) || !file_name(name, fd))
        return;
    int file = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (file < 0)
        return;
    int length = snprintf(line, sizeof line, "%s %s\n", what, name);
    syscall(SYS_write, file, line, (size_t)length);
    syscall(SYS_close, file);
}

static int watched(int fd)
{
    char name[LONGEST];
    const char *part = getenv("FAULTS_WATCHED");
    return part != NULL && file_name(name, fd) && strstr(name, part) != NULL;
}

/* Copies a file that was just flushed. Its only writer is who flushes it, so that nothing changes meanwhile. */
static void keep(int fd)
{
    char name[LONGEST], draft[LONGEST], kept[LONGEST + 64], bytes[65536];
    const char *part = getenv("FAULTS_KEPT");
    if (part == NULL || !file_name(name, fd) || strstr(name, part) == NULL || !order_path(draft, "draft"))
        return;
    int file = syscall(SYS_openat, AT_FDCWD, draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0)
        return;
    off_t at = 0;
    ssize_t length;
    while ((length = syscall(SYS_pread64, fd, bytes, sizeof bytes, at)) > 0) {
        syscall(SYS_write, file, bytes, (size_t)length);
        at += length;
    }
    syscall(SYS_close, file);
    snprintf(kept, sizeof kept, "%s/kept/%s", getenv("FAULTS"), strrchr(name, '/') + 1);
    rename(draft, kept);
}

static int failing(const char *order, int error, int fd)
{
    if (!ordered(order, fd))
        return 0;
    note("failures", order, fd);
    errno = error;
    return 1;
}

static int flush(const char *call, int number, int fd)
{
    int before = errno, said = 0;
    while (ordered("gate", fd)) {
        if (!said)
            note("waiting", call, fd);
        said = 1;
        struct timespec pause = {0, 2000000};
        nanosleep(&pause, NULL);
    }
    if (failing("eio-flush", EIO, fd) || failing("enospc-flush", ENOSPC, fd))
        return -1;
    errno = before;
    int done = (int)syscall(number, fd);
    if (done == 0 && watched(fd))
        note("flushes", call, fd);
    if (done == 0)
        keep(fd);
    return done;
}

int fsync(int fd)
{
    return flush("fsync", SYS_fsync, fd);
}

int fdatasync(int fd)
{
    return flush("fdatasync", SYS_fdatasync, fd);
}

static int write_fails(int fd)
{
    int before = errno;
    int fails = failing("eio-write", EIO, fd) || failing("enospc-write", ENOSPC, fd);
    if (!fails)
        errno = before;
    return fails;
}

/* How much of `length` is put down: half of it at the first write of several, then nothing. */
static int cut_short(int fd, size_t *length)
{
    int before = errno;
    if (!ordered("short-write", fd)) {
        errno = before;
        return 0;
    }
    note("failures", "short-write", fd);
    errno = ENOSPC;
    *length /= 2;
    return *length < 16;
}

ssize_t write(int fd, const void *bytes, size_t length)
{
    if (write_fails(fd) || cut_short(fd, &length))
        return -1;
    return syscall(SYS_write, fd, bytes, length);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at)
{
    if (write_fails(fd) || cut_short(fd, &length))
        return -1;
    return syscall(SYS_pwrite64, fd, bytes, length, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t at)
{
    if (write_fails(fd) || cut_short(fd, &length))
        return -1;
    return syscall(SYS_pwrite64, fd, bytes, length, at);
}
