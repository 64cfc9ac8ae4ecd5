// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* h_errno and its texts: a message for every code, and a place of its own for the code. */
#include "observe.h"

int main(void)
{
    int codes[] = {HOST_NOT_FOUND, TRY_AGAIN, NO_RECOVERY, NO_DATA, 0, 77, -77};
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        const char *text = hstrerror(codes[i]);
        show_yes("a text", text != NULL && strlen(text) > 3);
    }
    show_yes("different codes, different texts", strcmp(hstrerror(HOST_NOT_FOUND), hstrerror(NO_DATA)) != 0);
    show_yes("NO_ADDRESS is NO_DATA", NO_ADDRESS == NO_DATA);
    h_errno = TRY_AGAIN;
    show_yes("h_errno can be set", h_errno == TRY_AGAIN);
    errno = EBADF;
    show_yes("it is not errno", h_errno == TRY_AGAIN && errno == EBADF);
    struct hostent *host = gethostbyaddr("\177\0\0\1", 3, AF_INET);
    show_yes("short address finds nothing", host == NULL);
    return 0;
}
