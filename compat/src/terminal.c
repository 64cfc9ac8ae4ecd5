/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* No descriptor is a terminal. */
#include <fcntl.h>
#include <pty.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "refuse.h"

static int none(int fd) { return fcntl(fd, F_GETFL) < 0 ? -1 : refuse(ENOTTY); }

int tcgetattr(int fd, struct termios *mode) { return (void)mode, none(fd); }
int tcsetattr(int fd, int when, const struct termios *mode) { return (void)when, (void)mode, none(fd); }
int tcflush(int fd, int queue) { return (void)queue, none(fd); }
int tcflow(int fd, int action) { return (void)action, none(fd); }
int tcdrain(int fd) { return none(fd); }
int tcsendbreak(int fd, int duration) { return (void)duration, none(fd); }
pid_t tcgetsid(int fd) { return none(fd); }
pid_t tcgetpgrp(int fd) { return none(fd); }
int tcsetpgrp(int fd, pid_t group) { return (void)group, none(fd); }
char *ttyname(int fd) { return none(fd), NULL; }
int ttyname_r(int fd, char *name, size_t size) { return (void)name, (void)size, none(fd), errno; }

static int no_pair(int fd) { return none(fd), errno == ENOTTY ? refuse(EINVAL) : -1; }

int posix_openpt(int flags) { return (void)flags, refuse(ENOENT); }
int grantpt(int fd) { return no_pair(fd); }
int unlockpt(int fd) { return no_pair(fd); }
char *ptsname(int fd) { return none(fd), NULL; }
int ptsname_r(int fd, char *name, size_t size) { return ttyname_r(fd, name, size); }

int openpty(int *own, int *other, char *name, const struct termios *mode, const struct winsize *size)
{
    (void)own, (void)other, (void)name, (void)mode, (void)size;
    return posix_openpt(O_RDWR);
}

pid_t forkpty(int *own, char *name, const struct termios *mode, const struct winsize *size)
{
    return openpty(own, own, name, mode, size);
}

char *getpass(const char *prompt) { return (void)prompt, refuse(ENXIO), NULL; }

char *ctermid(char *path)
{
    static char own[] = "/dev/tty";
    return path == NULL ? own : strcpy(path, own);
}

speed_t cfgetispeed(const struct termios *mode) { return mode->c_ispeed; }
speed_t cfgetospeed(const struct termios *mode) { return mode->c_ospeed; }
static int is_speed(speed_t speed) { return speed <= B38400 || (speed >= B57600 && speed <= B4000000); }

int cfsetispeed(struct termios *mode, speed_t speed)
{
    return is_speed(speed) ? (mode->c_ispeed = speed, 0) : refuse(EINVAL);
}

int cfsetospeed(struct termios *mode, speed_t speed)
{
    return is_speed(speed) ? (mode->c_ospeed = speed, 0) : refuse(EINVAL);
}

int cfsetspeed(struct termios *mode, speed_t speed)
{
    return cfsetispeed(mode, speed) == 0 ? cfsetospeed(mode, speed) : -1;
}

void cfmakeraw(struct termios *mode)
{
    mode->c_iflag &= ~(tcflag_t)(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON);
    mode->c_oflag &= ~(tcflag_t)OPOST;
    mode->c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
    mode->c_cflag = (mode->c_cflag & ~(tcflag_t)(CSIZE | PARENB)) | CS8;
    mode->c_cc[VMIN] = 1;
    mode->c_cc[VTIME] = 0;
}
