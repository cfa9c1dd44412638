import Canvas
import Files
import LiveSession

/// How runs of other programs stand, in words.
enum WatchText {
  /// The state of the runs for the title, if one of them is another program's and all are still.
  static func stage(of snapshots: [Snapshot?]) -> String? {
    let states = snapshots.compactMap { $0?.watch }
    guard !states.isEmpty, states.count == snapshots.compactMap({ $0 }).count else { return nil }
    let words = states.compactMap { state -> String? in
      switch state.stage {
      case .training: nil
      case .ended(let reason): reason == "finished" ? "FINISHED" : "ENDED"
      case .brokenOff: "BROKEN OFF"
      case .unreadable: "UNREADABLE"
      }
    }
    guard words.count == states.count, let first = words.first else { return nil }
    return words.allSatisfy { $0 == first } ? first : words.joined(separator: " | ")
  }

  /// What the record says beside its curves, longest first: a solve that takes long, or how the run
  /// ended; nil while it trains.
  static func lines(_ state: WatchState) -> [String]? {
    let last = state.solve.map(solve)
    switch state.stage {
    case .training: return last
    case .ended(let reason): return reason == "finished" ? nil : ["ended: \(reason)"]
    case .unreadable(let reason): return ["the record cannot be read on: \(reason)"]
    case .brokenOff:
      guard let last else { return ["broken off without a word; waiting for another run"] }
      return last.map { "broken off in \($0)" }
    }
  }

  private static func solve(_ solve: WatchSolve) -> [String] {
    let numbers =
      "NFE \(grouped(solve.evaluations)), t = \(NumberText.short(solve.time)), "
      + "h = \(NumberText.scientific(solve.step, 0))"
    let which = solve.isBackward ? "a backward solve" : "a solve"
    let worst = solve.worst.map { ", fastest at row \($0)" } ?? ""
    let seconds = "\(NumberText.fixed(solve.seconds, 0)) s"
    return [
      "\(which): \(numbers), \(seconds)\(worst)", "\(which): \(numbers)\(worst)",
      "\(which): \(numbers)", numbers,
    ]
  }

  /// 4,200
  static func grouped(_ count: Int) -> String {
    let digits = Array(String(count))
    return digits.indices.map { index in
      index > 0 && (digits.count - index) % 3 == 0 ? ",\(digits[index])" : String(digits[index])
    }.joined()
  }
}

extension WatchedRun {
  /// "annulus by torch 2.15.0", with both solvers if they differ.
  var title: String {
    let solvers =
      trainingSolver.map { ", trained by \($0), shown by \(configuration.training.solver.name)" }
      ?? (configuration.model.family.isFlow && mode == .weights
        ? ", \(configuration.training.solver.name)" : "")
    return "\(name) by \(program)\(solvers)"
  }
}
