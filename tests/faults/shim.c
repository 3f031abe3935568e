/* A disk that fails on command, for tests: loaded before libc, armed by shim_arm, it counts what is done to files
 * under one path and lets the n-th call, or every byte beyond the n-th, fail as a bad or full disk would; or the n-th
 * time something is read (and all that follow), or the n-th file removed.
 *
 * The memory SQLite shares between programs is mapped, but made page by page with writes, which are counted.
 *
 * fsync is not passed on while it is loaded: the tests pull no plug, and thousands of runs would wait for the disk.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { OFF, BYTES, ONE_CALL, FROM_CALL, ONE_READ, FROM_READ, ONE_REMOVAL };

static int mode = OFF;
static int fault = ENOSPC;
static long limit = 0;
static long calls = 0;
static long bytes = 0;
static long reads = 0;
static long removals = 0;
static char under[4096] = "";

/* Begin to count, and to fail at ``n`` (bytes, calls, reads or removals, from 1; 0 calls: never). */
void shim_arm(const char *path, int how, long n, int error) {
    snprintf(under, sizeof under, "%s", path);
    calls = bytes = reads = removals = 0;
    limit = n;
    fault = error;
    mode = how;
}

void shim_disarm(void) { mode = OFF; }
long shim_calls(void) { return calls; }
long shim_bytes(void) { return bytes; }
long shim_reads(void) { return reads; }
long shim_removals(void) { return removals; }

static int is_ours(const char *path) { return path && !strncmp(path, under, strlen(under)); }

static int is_open_file_ours(int file) {
    char link[64], path[4096];
    ssize_t size;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    size = readlink(link, path, sizeof path - 1);
    if (size < 0)
        return 0;
    path[size] = 0;
    return is_ours(path);
}

/* Tell whether this call is to fail; errno is set then. */
static int fails(void) {
    calls++;
    if ((mode == ONE_CALL && calls == limit) || (mode == FROM_CALL && limit && calls >= limit)) {
        errno = fault;
        return 1;
    }
    return 0;
}

/* Return how many of these bytes the disk still takes: fewer than asked for, or -1 with errno. */
static ssize_t taken(int file, size_t size) {
    if (mode == OFF || !is_open_file_ours(file))
        return size;
    if (fails())
        return -1;
    if (mode == BYTES && bytes + (long)size > limit) {
        long left = limit - bytes;
        bytes = limit;
        if (left > 0)
            return left;
        errno = fault;
        return -1;
    }
    bytes += size;
    return size;
}

/* Tell whether reading from this file is to fail; errno is set then. */
static int is_unreadable(int file) {
    if (mode == OFF || !is_open_file_ours(file))
        return 0;
    reads++;
    if ((mode == ONE_READ && reads == limit) || (mode == FROM_READ && reads >= limit)) {
        errno = fault;
        return 1;
    }
    return 0;
}

/* Tell whether removing this file is to fail; errno is set then. */
static int stays(const char *path) {
    if (mode == OFF || !is_ours(path) || access(path, F_OK))
        return 0;
    removals++;
    if (mode == ONE_REMOVAL && removals == limit) {
        errno = fault;
        return 1;
    }
    return 0;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define WITH_FILE(name, result, parameters, arguments, count)     \
    result name parameters {                                      \
        static __typeof__(&name) real;                            \
        ssize_t room = taken(file, count);                        \
        if (room < 0)                                             \
            return -1;                                            \
        if (!real)                                                \
            real = REAL(name);                                    \
        (void)room;                                               \
        return real arguments;                                    \
    }

WITH_FILE(write, ssize_t, (int file, const void *data, size_t size), (file, data, room), size)
WITH_FILE(pwrite, ssize_t, (int file, const void *data, size_t size, off_t at), (file, data, room, at), size)
WITH_FILE(pwrite64, ssize_t, (int file, const void *data, size_t size, off64_t at), (file, data, room, at), size)
WITH_FILE(ftruncate, int, (int file, off_t size), (file, size), 0)
WITH_FILE(ftruncate64, int, (int file, off64_t size), (file, size), 0)

#define READING(name, parameters, arguments)                      \
    ssize_t name parameters {                                     \
        static __typeof__(&name) real;                            \
        if (!real)                                                \
            real = REAL(name);                                    \
        return is_unreadable(file) ? -1 : real arguments;         \
    }

READING(read, (int file, void *data, size_t size), (file, data, size))
READING(pread, (int file, void *data, size_t size, off_t at), (file, data, size, at))
READING(pread64, (int file, void *data, size_t size, off64_t at), (file, data, size, at))
READING(readv, (int file, const struct iovec *data, int count), (file, data, count))

ssize_t writev(int file, const struct iovec *data, int count) {
    size_t size = 0;
    for (int one = 0; one < count; one++)
        size += data[one].iov_len;
    ssize_t room = taken(file, size);
    if (room >= 0 && (size_t)room < size) { /* all or nothing: nobody here writes registers so */
        errno = fault;
        return -1;
    }
    return room < 0 ? -1 : REAL(writev)(file, data, count);
}

ssize_t sendfile(int file, int from, off_t *at, size_t size) {
    ssize_t room = is_unreadable(from) ? -1 : taken(file, size);
    return room < 0 ? -1 : REAL(sendfile)(file, from, at, room);
}

ssize_t sendfile64(int file, int from, off64_t *at, size_t size) {
    ssize_t room = is_unreadable(from) ? -1 : taken(file, size);
    return room < 0 ? -1 : REAL(sendfile64)(file, from, at, room);
}

static int synced(int file) { return mode != OFF && is_open_file_ours(file) && fails() ? -1 : 0; }
int fsync(int file) { return synced(file); }
int fdatasync(int file) { return synced(file); }

static int refused(const char *path) { return mode != OFF && is_ours(path) && fails(); }

int rename(const char *from, const char *to) { return refused(to) ? -1 : REAL(rename)(from, to); }
int link(const char *from, const char *to) { return refused(to) ? -1 : REAL(link)(from, to); }
int mkdir(const char *path, mode_t rights) { return refused(path) ? -1 : REAL(mkdir)(path, rights); }

int unlink(const char *path) { return stays(path) ? -1 : REAL(unlink)(path); }
int rmdir(const char *path) { return stays(path) ? -1 : REAL(rmdir)(path); }

static int makes(const char *path, int how) {
    return (how & O_CREAT) && mode != OFF && is_ours(path) && access(path, F_OK) && (errno = 0, 1);
}

#define OPENING(name)                                              \
    int name(const char *path, int how, ...) {                     \
        mode_t rights = 0;                                         \
        va_list rest;                                              \
        va_start(rest, how);                                       \
        if (how & (O_CREAT | O_TMPFILE))                           \
            rights = va_arg(rest, mode_t);                         \
        va_end(rest);                                              \
        if (makes(path, how) && fails())                           \
            return -1;                                             \
        return REAL(name)(path, how, rights);                      \
    }

OPENING(open)
OPENING(open64)
