// glibc's malloc.h, which Swift's Glibc module leaves out: malloc_trim(3).
#pragma once
#include <malloc.h>
