// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* The version of the headers and of the archive. */
#include <stdio.h>
#include <wasock.h>

#if WASOCK_VERSION_NUMBER < 1000
#error "WASOCK_VERSION_NUMBER cannot be compared"
#endif

int main(void)
{
    printf("%s\n%s\n", wasock_version(), WASOCK_VERSION);
    printf("%d.%d.%d\n", WASOCK_VERSION_MAJOR, WASOCK_VERSION_MINOR, WASOCK_VERSION_PATCH);
    return 0;
}
