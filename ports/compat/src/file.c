/* Files without modes and owners. */
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

static int refuse(void)
{
    errno = ENOTSUP;
    return -1;
}

mode_t umask(mode_t mask)
{
    static mode_t current = 022;
    mode_t old = current;
    current = mask & 0777;
    return old;
}

int chmod(const char *path, mode_t mode) { return (void)path, (void)mode, refuse(); }
int fchmod(int fd, mode_t mode) { return (void)fd, (void)mode, refuse(); }
int chown(const char *path, uid_t user, gid_t group) { return (void)path, (void)user, (void)group, refuse(); }
int lchown(const char *path, uid_t user, gid_t group) { return (void)path, (void)user, (void)group, refuse(); }
int fchown(int fd, uid_t user, gid_t group) { return (void)fd, (void)user, (void)group, refuse(); }
int mkfifo(const char *path, mode_t mode) { return (void)path, (void)mode, refuse(); }
int mknod(const char *path, mode_t mode, dev_t device) { return (void)path, (void)mode, (void)device, refuse(); }
int chroot(const char *path) { return (void)path, errno = EPERM, -1; }
int fchdir(int fd) { return (void)fd, errno = ENOSYS, -1; }
/* Nothing is held back here: what is written is the host's at once. */
void sync(void) {}
