#ifndef ANODE_PROCESSOR_H
#define ANODE_PROCESSOR_H

/// The level of x86-64 (1 to 4, of the psABI) that this program's kernels were compiled for; 0 on other machines.
int anode_level_needed(void);

/// The level that this machine has, system included; 0 on other machines. ANODE_LEVEL=1…4 in the environment lowers it.
int anode_level_here(void);

#endif
