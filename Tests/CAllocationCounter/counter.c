// Counts allocations by standing in for malloc and its kin: symbols of the executable come before those of libc. Only
// the test bundle links this. Sanitizers have stand-ins of their own, so under them nothing is counted.
#include "counter.h"
#include <errno.h>
#include <stddef.h>

static __thread int64_t count;
static __thread int counting;

void allocation_counter_start(void) {
  count = 0;
  counting = 1;
}

int64_t allocation_counter_stop(void) {
  counting = 0;
  return count;
}

#if __has_feature(thread_sanitizer) || __has_feature(address_sanitizer)
int allocation_counter_counts(void) {
  return 0;
}
#else
int allocation_counter_counts(void) {
  return 1;
}

#if defined(__GLIBC__) || defined(__linux__)
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

void *malloc(size_t size) {
  count += counting;
  return __libc_malloc(size);
}

void *calloc(size_t n, size_t size) {
  count += counting;
  return __libc_calloc(n, size);
}

void *realloc(void *old, size_t size) {
  count += counting;
  return __libc_realloc(old, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  count += counting;
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **result, size_t alignment, size_t size) {
  count += counting;
  *result = __libc_memalign(alignment, size);
  return *result ? 0 : ENOMEM;
}
#endif
#endif
