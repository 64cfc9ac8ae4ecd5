/* What select refuses, with sets that are bits. */
#include "../select_errors.c"
