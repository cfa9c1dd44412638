#ifndef ANODE_PROCESSOR_H
#define ANODE_PROCESSOR_H

/// The level of x86-64 (1 to 4, of the psABI) that this program was compiled for, all but the kernels that it chooses from; 0 on
/// other machines.
int anode_level_needed(void);

/// The level that this machine has, system included, or the lower one that ANODE_KERNELS=v1, v2, v3 or v4 in the environment
/// names; -1 where it is another word; 0 on other machines.
int anode_level_here(void);

#endif
