/* select's corners, with sets that are bits. */
#include "../select_sets.c"
