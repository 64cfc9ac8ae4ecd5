/* wasi-libc of 2022 declares __errno_location and does not define it. No #include: the file compiles
   without a sysroot. Weak: where the C library has its own, either one names the same errno. */
extern _Thread_local int errno;

__attribute__((weak)) int *__errno_location(void)
{
    return &errno;
}
