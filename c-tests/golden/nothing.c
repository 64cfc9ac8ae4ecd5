/* A program without sockets pays nothing for the archive beside it. */
int main(void) { return 0; }
