import NeuralODE
import Solvers

/// Computes what has committed digests: a sample of the elementary functions, every kernel, and the
/// built-in runs, as `anode verify` does without files. Traps if one differs.
@main struct Replay {
  private var differing = 0

  private mutating func check(_ name: String, _ found: [UInt64], _ expected: [UInt64]) {
    if found != expected { differing += 1 }
    var line = found == expected ? "equal  " : "DIFFERS"
    for digest in found { line += " " + BitDigest(digest).text }
    print(line + "  " + name)
  }

  static func main() {
    var replay = Replay()
    replay.check("elementary functions", [ElementaryBits.digest], [ElementaryBits.expected])
    replay.check(
      "kernels, in Float and Double",
      [KernelBits.digest(Float.Kernels.self), KernelBits.digest(Double.Kernels.self)],
      [KernelBits.expected.float, KernelBits.expected.double])
    for run in BuiltInRun.all { replay.check(run.name, run.replay().words, run.expected.words) }
    print(replay.differing == 0 ? "all have the committed bits" : "\(replay.differing) differ")
    precondition(replay.differing == 0, "other bits")
  }
}

extension RunDigest {
  fileprivate var words: [UInt64] { [losses.value, evaluations.value, weights.value] }
}
