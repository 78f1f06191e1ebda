// jemalloc takes malloc's place by being linked; its own header would declare malloc once more, beside the C library's.
#pragma once
#include <stddef.h>

int mallctl(const char *name, void *old_value, size_t *old_size, void *new_value, size_t new_size);

/// Gives what is free in all arenas back to the system, without waiting for its decay; 0, or an errno. 4096 is
/// MALLCTL_ARENAS_ALL of jemalloc 5.
static inline int jemalloc_purge(void) { return mallctl("arena.4096.purge", NULL, NULL, NULL, 0); }
