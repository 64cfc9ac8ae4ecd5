/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* For programs from before C11. */
#include <stdio.h>

char *gets(char *line)
{
    size_t length = 0;
    int read;
    while ((read = getchar()) != EOF && read != '\n')
        line[length++] = (char)read;
    if (read == EOF && (length == 0 || ferror(stdin)))
        return NULL;
    line[length] = '\0';
    return line;
}
