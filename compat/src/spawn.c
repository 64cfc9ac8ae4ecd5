/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* What a program prepares for another process, which then cannot be started. */
#include <errno.h>
#include <spawn.h>

int posix_spawn(pid_t *process, const char *path, const posix_spawn_file_actions_t *actions,
                const posix_spawnattr_t *attributes, char *const args[], char *const env[])
{
    return (void)process, (void)path, (void)actions, (void)attributes, (void)args, (void)env, ENOSYS;
}
int posix_spawnp(pid_t *process, const char *name, const posix_spawn_file_actions_t *actions,
                 const posix_spawnattr_t *attributes, char *const args[], char *const env[])
{
    return posix_spawn(process, name, actions, attributes, args, env);
}

int posix_spawnattr_init(posix_spawnattr_t *attr) { return *attr = (posix_spawnattr_t){0}, 0; }
int posix_spawnattr_destroy(posix_spawnattr_t *attr) { return (void)attr, 0; }

int posix_spawnattr_getflags(const posix_spawnattr_t *attr, short *flags) { return *flags = attr->__flags, 0; }
int posix_spawnattr_setflags(posix_spawnattr_t *attr, short flags)
{
    return flags & ~0xff ? EINVAL : (attr->__flags = flags, 0);
}
int posix_spawnattr_getpgroup(const posix_spawnattr_t *attr, pid_t *group) { return *group = attr->__group, 0; }
int posix_spawnattr_setpgroup(posix_spawnattr_t *attr, pid_t group) { return attr->__group = group, 0; }
int posix_spawnattr_getsigdefault(const posix_spawnattr_t *attr, sigset_t *set) { return *set = attr->__defaults, 0; }
int posix_spawnattr_setsigdefault(posix_spawnattr_t *attr, const sigset_t *set) { return attr->__defaults = *set, 0; }
int posix_spawnattr_getsigmask(const posix_spawnattr_t *attr, sigset_t *set) { return *set = attr->__mask, 0; }
int posix_spawnattr_setsigmask(posix_spawnattr_t *attr, const sigset_t *set) { return attr->__mask = *set, 0; }
int posix_spawnattr_getschedpolicy(const posix_spawnattr_t *attr, int *policy) { return *policy = attr->__policy, 0; }
int posix_spawnattr_setschedpolicy(posix_spawnattr_t *attr, int policy)
{
    int known = policy == SCHED_OTHER || policy == SCHED_FIFO || policy == SCHED_RR;
    return known ? (attr->__policy = policy, 0) : EINVAL;
}
int posix_spawnattr_getschedparam(const posix_spawnattr_t *attr, struct sched_param *param)
{
    return *param = attr->__param, 0;
}
int posix_spawnattr_setschedparam(posix_spawnattr_t *attr, const struct sched_param *param)
{
    return attr->__param = *param, 0;
}

static int check(int fd) { return fd < 0 ? EBADF : 0; }

int posix_spawn_file_actions_init(posix_spawn_file_actions_t *actions) { return actions->__unused = 0; }
int posix_spawn_file_actions_destroy(posix_spawn_file_actions_t *actions) { return (void)actions, 0; }
int posix_spawn_file_actions_addopen(posix_spawn_file_actions_t *actions, int fd, const char *path, int flags, mode_t mode)
{
    return (void)actions, (void)path, (void)flags, (void)mode, check(fd);
}
int posix_spawn_file_actions_addclose(posix_spawn_file_actions_t *actions, int fd) { return (void)actions, check(fd); }
int posix_spawn_file_actions_adddup2(posix_spawn_file_actions_t *actions, int from, int to)
{
    return (void)actions, check(from < 0 ? from : to);
}
int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path)
{
    return (void)actions, (void)path, 0;
}
int posix_spawn_file_actions_addfchdir_np(posix_spawn_file_actions_t *actions, int fd) { return (void)actions, check(fd); }
