/* What a process does to the files of one folder: logged, and made to fail at the n-th write.
 *
 * Loaded with LD_PRELOAD; a test compiles it. `disk_watch` names the folder and the descriptor of the log;
 * `disk_fail` says which of the writes that follow fails, with which errno, and whether all after it fail too.
 * Writes are: making a file, writing, cutting, syncing. Files named "acks" are logged and never fail; the shared
 * memory of SQLite (-shm) fails and is not logged, as it does not outlast the machine.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#define MOST 4096
#define REAL(result, name, ...) ((result(*)(__VA_ARGS__))real(#name))

static char folder[PATH_MAX];
static size_t folder_length;
static int log_fd = -1;
static long fail_at, done;
static int fail_errno, lasting, refuse_errno;
static char *names[MOST];

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

void disk_watch(const char *path, int log)
{
    snprintf(folder, sizeof folder, "%s", path);
    folder_length = strlen(folder);
    log_fd = log;
}

void disk_fail(long at, int number, int for_good)
{
    fail_at = at;
    fail_errno = number;
    lasting = for_good;
    done = 0;
}

/* From now on no file of the folder can be opened for writing. */
void disk_refuse(int number) { refuse_errno = number; }

long disk_writes(void) { return done; }

/* The name of a path within the folder, "" for the folder itself, NULL for one outside. */
static const char *within(const char *path)
{
    if (!folder_length || strncmp(path, folder, folder_length)) return NULL;
    if (path[folder_length] == '/') return path + folder_length + 1;
    return path[folder_length] ? NULL : path + folder_length;
}

static int ends(const char *name, const char *end)
{
    size_t a = strlen(name), b = strlen(end);
    return a >= b && !strcmp(name + a - b, end);
}

static const char *name_of(int fd) { return fd >= 0 && fd < MOST ? names[fd] : NULL; }

static void note(char what, const char *name, uint64_t offset, uint64_t length, const void *data, size_t size)
{
    struct { uint32_t what, name; uint64_t offset, length, size; } head;
    ssize_t (*out)(int, const void *, size_t) = REAL(ssize_t, write, int, const void *, size_t);
    if (log_fd < 0 || ends(name, "-shm")) return;
    head.what = (uint32_t)what;
    head.name = (uint32_t)strlen(name);
    head.offset = offset;
    head.length = length;
    head.size = size;
    if (out(log_fd, &head, sizeof head) < 0 || out(log_fd, name, head.name) < 0) _exit(99);
    if (size && out(log_fd, data, size) != (ssize_t)size) _exit(99);
}

/* 0: go on; 1: fail, errno is set; 2: this is the one that fails first. */
static int failing(const char *name)
{
    if (ends(name, "acks")) return 0;
    done++;
    if (!fail_at || done < fail_at || (done > fail_at && !lasting)) return 0;
    errno = fail_errno;
    return done == fail_at ? 2 : 1;
}

static int opened(const char *path, int flags, mode_t mode)
{
    struct stat before;
    const char *name = within(path);
    int fd, there;
    if (!name) return REAL(int, open64, const char *, int, ...)(path, flags, mode);
    there = !lstat(path, &before);
    if (refuse_errno && (flags & O_ACCMODE) != O_RDONLY) {
        errno = refuse_errno;
        return -1;
    }
    if ((flags & O_CREAT) && !there && failing(name)) return -1;
    fd = REAL(int, open64, const char *, int, ...)(path, flags, mode);
    if (fd < 0 || fd >= MOST) return fd;
    names[fd] = strdup(name);
    if (!there) note('C', name, 0, 0, NULL, 0);
    else if (flags & O_TRUNC) note('T', name, 0, 0, NULL, 0);
    return fd;
}

static mode_t mode_in(int flags, va_list more)
{
    return flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;
}

#define OPEN(function)                                                                                        \
    int function(const char *path, int flags, ...)                                                            \
    {                                                                                                         \
        va_list more;                                                                                         \
        va_start(more, flags);                                                                                \
        mode_t mode = mode_in(flags, more);                                                                   \
        va_end(more);                                                                                         \
        return opened(path, flags, mode);                                                                     \
    }
OPEN(open)
OPEN(open64)

int close(int fd)
{
    if (name_of(fd)) names[fd] = NULL;
    return REAL(int, close, int)(fd);
}

static ssize_t written(int fd, const void *data, size_t size, off64_t offset, int at)
{
    const char *name = name_of(fd);
    ssize_t result;
    int fails = name ? failing(name) : 0;
    if (fails == 2 && lasting && size > 1) size /= 2; /* a full disk takes the beginning */
    else if (fails) return -1;
    if (at) result = REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t)(fd, data, size, offset);
    else {
        if (name) offset = lseek64(fd, 0, SEEK_CUR);
        result = REAL(ssize_t, write, int, const void *, size_t)(fd, data, size);
    }
    if (name && result > 0) note('W', name, (uint64_t)offset, (uint64_t)result, data, (size_t)result);
    return result;
}

ssize_t write(int fd, const void *data, size_t size) { return written(fd, data, size, 0, 0); }
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) { return written(fd, data, size, at, 1); }
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) { return written(fd, data, size, at, 1); }

int ftruncate64(int fd, off64_t length)
{
    const char *name = name_of(fd);
    int result;
    if (name && failing(name)) return -1;
    result = REAL(int, ftruncate64, int, off64_t)(fd, length);
    if (name && !result) note('T', name, (uint64_t)length, 0, NULL, 0);
    return result;
}
int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

static int synced(int fd, int data_only)
{
    const char *name = name_of(fd);
    int result;
    if (name && failing(name)) return -1;
    result = data_only ? REAL(int, fdatasync, int)(fd) : REAL(int, fsync, int)(fd);
    if (name && !result) note('S', name, 0, 0, NULL, 0);
    return result;
}
int fsync(int fd) { return synced(fd, 0); }
int fdatasync(int fd) { return synced(fd, 1); }

int unlink(const char *path)
{
    const char *name = within(path);
    int result = REAL(int, unlink, const char *)(path);
    if (name && !result) note('U', name, 0, 0, NULL, 0);
    return result;
}

int rename(const char *old, const char *new)
{
    const char *from = within(old), *to = within(new);
    int result = REAL(int, rename, const char *, const char *)(old, new);
    if (from && to && !result) note('R', from, 0, 0, to, strlen(to));
    return result;
}

int link(const char *old, const char *new)
{
    const char *from = within(old), *to = within(new);
    int result = REAL(int, link, const char *, const char *)(old, new);
    if (from && to && !result) note('L', from, 0, 0, to, strlen(to));
    return result;
}

int mkdir(const char *path, mode_t mode)
{
    const char *name = within(path);
    int result = REAL(int, mkdir, const char *, mode_t)(path, mode);
    if (name && !result) note('M', name, 0, 0, NULL, 0);
    return result;
}

int access(const char *path, int mode)
{
    if (within(path) && refuse_errno && (mode & W_OK)) {
        errno = refuse_errno;
        return -1;
    }
    return REAL(int, access, const char *, int)(path, mode);
}
