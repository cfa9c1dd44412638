import Solvers

enum Kernels {
  static var summary: String {
    let level = KernelChoice.current.level
    return (level > 0 ? "kernels of x86-64-v\(level), " : "")
      + "\(KernelChoice.current.registerBits)-bit registers"
  }
}
