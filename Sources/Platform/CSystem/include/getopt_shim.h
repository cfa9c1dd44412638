// getopt_long, whose header is not in Swift's module of the C library, and accessors for the globals that it sets (Swift 6's
// concurrency rules forbid direct access). Only the command line uses it, on the main actor.
#ifndef ANODE_CGETOPT_SHIM_H
#define ANODE_CGETOPT_SHIM_H

#include <getopt.h>

// Restarts the scan (GNU: optind = 0) and turns off the library's own messages.
static inline void shim_getopt_restart(void) {
  optind = 0;
  opterr = 0;
}

// The value of the option just found, or NULL.
static inline const char *shim_optarg(void) { return optarg; }
// The index of the next argument; after the scan, of the first operand.
static inline int shim_optind(void) { return optind; }
// After '?' or ':', the character or `val` of the wrong option; 0 for an unknown or ambiguous long name.
static inline int shim_optopt(void) { return optopt; }

#endif
