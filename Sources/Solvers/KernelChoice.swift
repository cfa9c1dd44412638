import CProcessor
import Math

#if ANODE_LEVELS
  import KernelsV2
  import KernelsV3
  import KernelsV4
#else
  import Kernels
#endif

/// One of the program's sets of kernels, each compiled for a level of x86-64.
public struct KernelChoice: Sendable {
  /// The psABI's level of its instructions, 1 to 4; 0 on other machines.
  public let level: Int
  /// The kernels for Float.
  public let float: any KernelSet<Float>.Type
  /// The kernels for Double.
  public let double: any KernelSet<Double>.Type
  /// Bits per register.
  public var registerBits: Int { float.registerLanes * MemoryLayout<Float>.size * 8 }

  #if ANODE_LEVELS
    // The narrowest first. The kernels for 512-bit registers can also be compiled for AVX2, with
    // halved registers, so a machine without AVX-512 can test them.
    private static let compiled = [
      KernelChoice(level: 2, float: KernelsV2.floatKernels, double: KernelsV2.doubleKernels),
      KernelChoice(level: 3, float: KernelsV3.floatKernels, double: KernelsV3.doubleKernels),
      KernelChoice(
        level: levelOfWidest, float: KernelsV4.floatKernels, double: KernelsV4.doubleKernels),
    ]

    private static var levelOfWidest: Int {
      #if ANODE_WIDE_WITHOUT_AVX512
        3
      #else
        4
      #endif
    }
  #else
    private static let compiled = [
      KernelChoice(
        level: Int(anode_level_needed()), float: floatKernels, double: doubleKernels)
    ]
  #endif

  /// The sets that this machine can run, the narrowest first.
  public static let all: [KernelChoice] = {
    let here = Int(anode_level_here())
    let able = compiled.filter { $0.level <= here }
    // A program that needs a higher level has ended before this.
    return able.isEmpty ? [compiled[0]] : able
  }()

  /// The set in use: the widest that the machine can run.
  public static let current = all[all.count - 1]
}
