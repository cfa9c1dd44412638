#pragma once
#include <stdint.h>

/// Counts the calling thread's allocations from now on.
void allocation_counter_start(void);
/// Allocations since the start; stops counting.
int64_t allocation_counter_stop(void);
