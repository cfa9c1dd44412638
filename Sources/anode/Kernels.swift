import CProcessor
import Lanes

/// What this program's kernels were compiled for.
enum Kernels {
  /// Level and registers in a line, for a person.
  static var summary: String {
    let level = anode_level_needed()
    return (level > 0 ? "x86-64-v\(level), " : "") + VectorPath.summary
  }
}
