/* No descriptor is a terminal. */
#include <errno.h>
#include <stddef.h>
#include <termios.h>
#include <unistd.h>

static int refuse(void)
{
    errno = ENOTTY;
    return -1;
}

int tcgetattr(int fd, struct termios *mode) { return (void)fd, (void)mode, refuse(); }
int tcsetattr(int fd, int when, const struct termios *mode) { return (void)fd, (void)when, (void)mode, refuse(); }
int tcflush(int fd, int queue) { return (void)fd, (void)queue, refuse(); }
int tcdrain(int fd) { return (void)fd, refuse(); }
int tcsendbreak(int fd, int duration) { return (void)fd, (void)duration, refuse(); }
pid_t tcgetpgrp(int fd) { return (void)fd, refuse(); }
int tcsetpgrp(int fd, pid_t group) { return (void)fd, (void)group, refuse(); }
char *ttyname(int fd) { return (void)fd, errno = ENOTTY, NULL; }
char *getpass(const char *prompt) { return (void)prompt, errno = ENXIO, NULL; }

speed_t cfgetispeed(const struct termios *mode) { return mode->c_ispeed; }
speed_t cfgetospeed(const struct termios *mode) { return mode->c_ospeed; }
int cfsetispeed(struct termios *mode, speed_t speed) { return mode->c_ispeed = speed, 0; }
int cfsetospeed(struct termios *mode, speed_t speed) { return mode->c_ospeed = speed, 0; }

void cfmakeraw(struct termios *mode)
{
    mode->c_iflag &= ~(tcflag_t)(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON);
    mode->c_oflag &= ~(tcflag_t)OPOST;
    mode->c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
    mode->c_cflag = (mode->c_cflag & ~(tcflag_t)(CSIZE | PARENB)) | CS8;
    mode->c_cc[VMIN] = 1;
    mode->c_cc[VTIME] = 0;
}
