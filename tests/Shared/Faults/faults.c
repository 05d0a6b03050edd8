// System calls that fail on purpose: loaded before libc (LD_PRELOAD) into a program under test. Told by the environment:
//   FAULTS_UNDER     absolute path; only calls on what lies below it count
//   FAULTS_TALLY     a file of at least 4096 bytes, shared by all processes: how many calls there were, and which one was hit
//   FAULTS_AT        the number of the call that fails; 0 or absent: none, they are only counted
//   FAULTS_ERROR     its errno; "short" writes half of what was to be written, and counts only writes
//   FAULTS_FOREVER   1: every call from there on fails
//   FAULTS_UNSYNCED  instead of all that: "folders", or a part of a path; syncs of these say that they did, and do nothing
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <unistd.h>

struct tally {
  _Atomic unsigned long calls;
  _Atomic unsigned long hits;
  char first[1024];
};

static const char *under, *unsynced;
static size_t under_length;
static unsigned long at;
static int error, forever, only_short;
static struct tally *tally;
static void *(*real_dlsym)(void *, const char *);

// glibc: the one symbol that cannot be looked up by itself.
static void *find(const char *name) {
  if (!real_dlsym) {
    real_dlsym = dlvsym(RTLD_NEXT, "dlsym", "GLIBC_2.34");
    if (!real_dlsym) real_dlsym = dlvsym(RTLD_NEXT, "dlsym", "GLIBC_2.2.5");
  }
  return real_dlsym(RTLD_NEXT, name);
}

#define REAL(name, type, ...)                    \
  static type (*real)(__VA_ARGS__);              \
  if (!real) real = (type(*)(__VA_ARGS__))find(name)

__attribute__((constructor)) static void begin(void) {
  under = getenv("FAULTS_UNDER");
  under_length = under ? strlen(under) : 0;
  unsynced = getenv("FAULTS_UNSYNCED");
  at = getenv("FAULTS_AT") ? strtoul(getenv("FAULTS_AT"), 0, 10) : 0;
  const char *what = getenv("FAULTS_ERROR");
  only_short = what && !strcmp(what, "short");
  error = what && !only_short ? atoi(what) : EIO;
  forever = getenv("FAULTS_FOREVER") != 0;
  const char *file = getenv("FAULTS_TALLY");
  int fd = file ? open(file, O_RDWR | O_CLOEXEC) : -1;
  if (fd < 0) return;
  void *map = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (map != MAP_FAILED) tally = map;
  close(fd);
}

static int is_under(const char *path) { return under && !strncmp(path, under, under_length) && (path[under_length] == '/' || !path[under_length]); }

static int path_of(int fd, char *path) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, PATH_MAX - 1);
  path[length < 0 ? 0 : length] = 0;
  return length > 0;
}

// Whether this call is to fail.
static int fails(const char *call, const char *path, int is_write) {
  if (!tally || !is_under(path) || (only_short && !is_write)) return 0;
  unsigned long number = atomic_fetch_add(&tally->calls, 1) + 1;
  if (!at || number < at || (number > at && !forever)) return 0;
  if (!atomic_fetch_add(&tally->hits, 1)) snprintf(tally->first, sizeof tally->first, "%s %s", call, path + under_length);
  if (only_short) return 1;
  errno = error;
  return 1;
}

static int fd_fails(const char *call, int fd, int is_write) {
  if (!under) return 0;
  int saved = errno;
  char path[PATH_MAX];
  int found = path_of(fd, path);
  errno = saved;
  return found && fails(call, path, is_write);
}

static int path_fails(const char *call, int folder, const char *path) {
  if (!under) return 0;
  if (path[0] == '/') return fails(call, path, 0);
  char whole[PATH_MAX * 2];
  int saved = errno;
  if (folder == AT_FDCWD) {
    if (!getcwd(whole, PATH_MAX)) whole[0] = 0;
  } else {
    path_of(folder, whole);
  }
  errno = saved;
  strncat(whole, "/", sizeof whole - strlen(whole) - 1);
  strncat(whole, path, sizeof whole - strlen(whole) - 1);
  return fails(call, whole, 0);
}

static int is_unsynced(int fd) {
  if (!unsynced) return 0;
  char path[PATH_MAX];
  if (!path_of(fd, path) || !is_under(path)) return 0;
  struct stat found;
  if (!strcmp(unsynced, "folders")) return !fstat(fd, &found) && S_ISDIR(found.st_mode);
  return strstr(path, unsynced) != 0;
}

#define SYNC(name)                                  \
  int name(int fd) {                                \
    REAL(#name, int, int);                          \
    if (is_unsynced(fd)) return 0;                  \
    return fd_fails(#name, fd, 0) ? -1 : real(fd);  \
  }

SYNC(fsync)
SYNC(fdatasync)

#define OPEN(name)                                                        \
  int name(const char *path, int flags, ...) {                            \
    REAL(#name, int, const char *, int, mode_t);                          \
    va_list more;                                                         \
    va_start(more, flags);                                                \
    mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(more, mode_t) : 0; \
    va_end(more);                                                         \
    return path_fails("open", AT_FDCWD, path) ? -1 : real(path, flags, mode); \
  }

OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                      \
  int name(int folder, const char *path, int flags, ...) {                \
    REAL(#name, int, int, const char *, int, mode_t);                     \
    va_list more;                                                         \
    va_start(more, flags);                                                \
    mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(more, mode_t) : 0; \
    va_end(more);                                                         \
    return path_fails("openat", folder, path) ? -1 : real(folder, path, flags, mode); \
  }

OPENAT(openat)
OPENAT(openat64)

// A short write is none of a single byte.
static size_t part(size_t count) { return count > 1 ? count / 2 : count; }

ssize_t write(int fd, const void *bytes, size_t count) {
  REAL("write", ssize_t, int, const void *, size_t);
  if (fd_fails("write", fd, 1)) return only_short ? real(fd, bytes, part(count)) : -1;
  return real(fd, bytes, count);
}

#define PWRITE(name, offset_type)                                                       \
  ssize_t name(int fd, const void *bytes, size_t count, offset_type offset) {           \
    REAL(#name, ssize_t, int, const void *, size_t, offset_type);                       \
    if (fd_fails("pwrite", fd, 1)) return only_short ? real(fd, bytes, part(count), offset) : -1; \
    return real(fd, bytes, count, offset);                                              \
  }

PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

static int shorter(const struct iovec *from, struct iovec *to) {
  *to = from[0];
  to->iov_len = part(to->iov_len);
  return 1;
}

ssize_t writev(int fd, const struct iovec *vector, int count) {
  REAL("writev", ssize_t, int, const struct iovec *, int);
  struct iovec half;
  if (fd_fails("writev", fd, 1)) return only_short ? real(fd, &half, shorter(vector, &half)) : -1;
  return real(fd, vector, count);
}

#define PWRITEV(name, offset_type)                                                      \
  ssize_t name(int fd, const struct iovec *vector, int count, offset_type offset) {     \
    REAL(#name, ssize_t, int, const struct iovec *, int, offset_type);                  \
    struct iovec half;                                                                  \
    if (fd_fails("pwritev", fd, 1)) return only_short ? real(fd, &half, shorter(vector, &half), offset) : -1; \
    return real(fd, vector, count, offset);                                             \
  }

PWRITEV(pwritev, off_t)
PWRITEV(pwritev64, off64_t)

#define TRUNCATE(name, offset_type)                                  \
  int name(int fd, offset_type length) {                             \
    REAL(#name, int, int, offset_type);                              \
    return fd_fails("ftruncate", fd, 0) ? -1 : real(fd, length);     \
  }

TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

#define TWO_PATHS(name)                                                          \
  int name(const char *from, const char *to) {                                   \
    REAL(#name, int, const char *, const char *);                                \
    return path_fails(#name, AT_FDCWD, to) ? -1 : real(from, to);                \
  }

TWO_PATHS(rename)
TWO_PATHS(link)

int renameat2(int a, const char *from, int b, const char *to, unsigned flags) {
  REAL("renameat2", int, int, const char *, int, const char *, unsigned);
  return path_fails("renameat2", b, to) ? -1 : real(a, from, b, to, flags);
}

int linkat(int a, const char *from, int b, const char *to, int flags) {
  REAL("linkat", int, int, const char *, int, const char *, int);
  return path_fails("linkat", b, to) ? -1 : real(a, from, b, to, flags);
}

int unlink(const char *path) {
  REAL("unlink", int, const char *);
  return path_fails("unlink", AT_FDCWD, path) ? -1 : real(path);
}

int unlinkat(int folder, const char *path, int flags) {
  REAL("unlinkat", int, int, const char *, int);
  return path_fails("unlinkat", folder, path) ? -1 : real(folder, path, flags);
}

int mkdir(const char *path, mode_t mode) {
  REAL("mkdir", int, const char *, mode_t);
  return path_fails("mkdir", AT_FDCWD, path) ? -1 : real(path, mode);
}

int utimes(const char *path, const struct timeval times[2]) {
  REAL("utimes", int, const char *, const struct timeval *);
  return path_fails("utimes", AT_FDCWD, path) ? -1 : real(path, times);
}

// .NET looks its imports up in libc itself, past whatever was loaded before it.
void *dlsym(void *library, const char *name) {
  static const struct {
    const char *name;
    void *ours;
  } table[] = {
    {"open", open}, {"open64", open64}, {"openat", openat}, {"write", write}, {"pwrite", pwrite}, {"pwrite64", pwrite64}, {"fsync", fsync},
    {"fdatasync", fdatasync}, {"ftruncate", ftruncate}, {"ftruncate64", ftruncate64}, {"rename", rename}, {"renameat2", renameat2}, {"link", link},
    {"linkat", linkat}, {"unlink", unlink}, {"unlinkat", unlinkat}, {"mkdir", mkdir}, {"utimes", utimes},
  };
  if (!real_dlsym) find("dlsym");
  void *found = real_dlsym(library, name);
  if (found && library != RTLD_NEXT) {
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
      if (!strcmp(name, table[i].name)) return table[i].ours;
    }
  }
  return found;
}
