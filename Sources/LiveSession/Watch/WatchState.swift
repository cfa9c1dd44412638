import Platform
import NeuralODE

/// How a watched run stands.
package struct WatchState: Sendable, Equatable {
  package enum Stage: Sendable, Equatable {
    case training
    /// It has ended for this reason.
    case ended(String)
    /// Its process is gone, or standard input has ended, without a word.
    case brokenOff
    /// Nothing more can be read, for this reason.
    case unreadable(String)
  }

  package var stage = Stage.training
  /// The last sign from within a solve since the last update.
  package var solve: WatchSolve?
  /// Seconds of training, if they are known.
  package var seconds: Double?
}

/// The process of another program.
package enum WatchProcess {
  /// The name of this machine.
  package static let host: String = {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "" }
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }()

  /// Whether a process of this machine has ended; false where it cannot be known.
  package static func isGone(_ id: Int32, host: String) -> Bool {
    host == Self.host && kill(id, 0) != 0 && errno == ESRCH
  }
}
