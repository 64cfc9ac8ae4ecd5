#include <errno.h>
#include <resolv.h>

int res_init(void)
{
    errno = ENOSYS;
    return -1;
}
