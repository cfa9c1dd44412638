import Solvers

/// The kernels that this program computes with on this machine.
enum Kernels {
  /// Level and registers in a line, for a person.
  static var summary: String {
    let level = KernelChoice.current.level
    return (level > 0 ? "kernels of x86-64-v\(level), " : "")
      + "\(KernelChoice.current.registerBits)-bit registers"
  }
}
