#pragma once
#include <stdint.h>

/// Can it count? Not under a sanitizer, whose stand-ins for malloc come first.
int allocation_counter_counts(void);
/// Counts the calling thread's allocations from now on.
void allocation_counter_start(void);
/// Allocations since the start; stops counting.
int64_t allocation_counter_stop(void);
