/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* The host cannot load libraries. */
#include <dlfcn.h>
#include <stddef.h>

static char *message;

void *dlopen(const char *path, int mode)
{
    (void)path, (void)mode;
    message = "a WebAssembly module cannot load code";
    return NULL;
}

void *dlsym(void *handle, const char *name)
{
    (void)handle, (void)name;
    message = "there is no loaded code";
    return NULL;
}

int dlclose(void *handle)
{
    (void)handle;
    message = "there is no loaded code";
    return -1;
}

char *dlerror(void)
{
    char *last = message;
    message = NULL;
    return last;
}
