#include <sys/socket.h>

#include "refuse.h"

int wasock_shutdown(int, int);

int shutdown(int fd, int how) { return how < SHUT_RD || how > SHUT_RDWR ? refuse(EINVAL) : wasock_shutdown(fd, how + 1); }
