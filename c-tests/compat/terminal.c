// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Terminals: what is none says so; modes and speeds of the struct alone. */
#include "../observe.h"
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>

static void test(void)
{
    struct termios mode;
    struct winsize size;
    int pair[2];
    NEEDED(tcp_pair(pair));
    show_result("tcgetattr", tcgetattr(pair[0], &mode));
    show_result("tcgetattr of nothing", tcgetattr(-1, &mode));
    memset(&mode, 0xff, sizeof mode);
    show_result("tcsetattr", tcsetattr(pair[0], TCSANOW, &mode));
    show_result("tcflush", tcflush(pair[0], TCIOFLUSH));
    show_result("tcdrain", tcdrain(pair[0]));
    show_result("tcgetpgrp", tcgetpgrp(pair[0]));
    show_result("TIOCGWINSZ", ioctl(pair[0], TIOCGWINSZ, &size));
    show_yes("isatty", isatty(pair[0]));
    show_yes("ttyname", ttyname(pair[0]) == NULL && errno == ENOTTY);
    show_result("grantpt", grantpt(pair[0]));
    show_result("unlockpt", unlockpt(pair[0]));
    show_yes("ptsname", ptsname(pair[0]) == NULL && errno == ENOTTY);
    show_result("grantpt of nothing", grantpt(-1));
    cfmakeraw(&mode);
    show("raw", "%x %x %x %x", mode.c_iflag & 0xfff, mode.c_oflag & 0xff, mode.c_cflag & 0xfff, mode.c_lflag & 0xffff);
    show("raw waits for", "%d %d", mode.c_cc[VMIN], mode.c_cc[VTIME]);
    memset(&mode, 0, sizeof mode);
    show_result("cfsetospeed", cfsetospeed(&mode, B9600));
    show_yes("cfgetospeed", cfgetospeed(&mode) == B9600);
    show_result("cfsetispeed", cfsetispeed(&mode, B115200));
    show_result("cfsetspeed", cfsetspeed(&mode, B38400));
    show_yes("cfgetispeed", cfgetispeed(&mode) == B38400);
    show_result("no speed", cfsetospeed(&mode, 12345));
    show("flags", "%x %x %x %x", IXON | IUTF8, ONLCR | OFILL, CS8 | CLOCAL, ICANON | ECHOE);
    show("ctermid", "%s", ctermid(NULL));
}

int main(void)
{
    test();
    return 0;
}
