// getopt_long, whose header is not in Swift's Glibc module, and accessors for the globals it answers in (errors under
// Swift 6's concurrency rules). Only the command line uses it, on the main actor.
#ifndef ANODE_CGETOPT_SHIM_H
#define ANODE_CGETOPT_SHIM_H

#include <getopt.h>

// Forgets whatever was scanned before; optind = 0 is GNU's way to say so. The library itself prints nothing.
static inline void shim_getopt_restart(void) {
  optind = 0;
  opterr = 0;
}

// The value of the option just found, or NULL.
static inline const char *shim_optarg(void) { return optarg; }
// Where in the arguments scanning goes on; in the end, the first operand.
static inline int shim_optind(void) { return optind; }
// After '?' or ':', the character or `val` of the option at fault; 0 for an unknown or ambiguous long name.
static inline int shim_optopt(void) { return optopt; }

#endif
