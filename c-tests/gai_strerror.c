// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* gai_strerror has something to say for every code, known or not; what it says is the libc's own. */
#include "observe.h"

static void one(const char *label, int code)
{
    const char *text = gai_strerror(code);
    show_yes(label, text != NULL && strlen(text) > 3);
}

int main(void)
{
    one("EAI_AGAIN", EAI_AGAIN);
    one("EAI_BADFLAGS", EAI_BADFLAGS);
    one("EAI_FAIL", EAI_FAIL);
    one("EAI_FAMILY", EAI_FAMILY);
    one("EAI_MEMORY", EAI_MEMORY);
    one("EAI_NONAME", EAI_NONAME);
    one("EAI_OVERFLOW", EAI_OVERFLOW);
    one("EAI_SERVICE", EAI_SERVICE);
    one("EAI_SOCKTYPE", EAI_SOCKTYPE);
    one("EAI_SYSTEM", EAI_SYSTEM);
    one("0", 0);
    one("12345", 12345);
    one("-12345", -12345);
    show_yes("different codes, different texts", strcmp(gai_strerror(EAI_NONAME), gai_strerror(EAI_FAMILY)) != 0);
    return 0;
}
