/* select on sockets: three sets in, three sets out, the count, and the timeout, with sets that are bits. */
#include "../select_basics.c"
