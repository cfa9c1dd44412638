#ifndef ANODE_PROCESSOR_H
#define ANODE_PROCESSOR_H

/// The psABI's level of x86-64 (1 to 4) that this program, except its kernels, was compiled for; 0 on other machines.
int anode_level_needed(void);

/// The level that the processor and the system support, or a lower one named by ANODE_KERNELS=v1, v2, v3 or v4 in the
/// environment; -1 for any other value; 0 on other machines.
int anode_level_here(void);

#endif
