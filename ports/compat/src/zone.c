/* The time zone is UTC. */
#include <time.h>

void tzset(void) {}
