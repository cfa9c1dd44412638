import FoundationEssentials
import NeuralODE
import Platform

/// What another program says about its run, in the order in which it was written.
package enum WatchEvent: Sendable {
  /// Another run begins.
  case began(WatchStart)
  /// Updates, and the weights after them in the order of `ParameterLayout`; nil if only the curves
  /// have grown.
  case step(WatchStep, [Double]?)
  /// Updates, after which a weight is infinite or no number.
  case diverged(WatchStep)
  case frame(WatchFrame)
  case solve(WatchSolve)
  /// The run has ended for this reason.
  case end(String)
}

/// The start of a run: what was written until it could be shown.
package struct WatchStart: Sendable {
  package let run: WatchedRun
  /// The last has the first weights or paths.
  let events: [WatchEvent]

  /// The first weights in the order of `ParameterLayout`; nil if there are pictures instead.
  package var parameters: [Double]? {
    if case .step(_, let parameters)? = events.last { parameters } else { nil }
  }
  /// Updates done by then.
  package var iteration: Int {
    switch events.last {
    case .step(let step, _)?: step.iteration
    case .frame(let frame)?: frame.iteration
    default: 0
    }
  }
}

/// The runs in a watch file, in order, for a session or for one that waits for its first run.
/// Copies of a session share it.
package final class WatchChannel: Sendable {
  package let path: String
  private let reader: Guarded<WatchReader>

  /// - Parameter path: a watch file, there or not yet; `-` is standard input.
  package init(_ path: String) {
    self.path = path
    reader = Guarded(WatchReader(path))
  }

  /// The next event; nil if nothing more is written yet.
  ///
  /// - Throws: `Safetensors.Failure` for what cannot be read; nothing after it can be.
  package func next() throws(Safetensors.Failure) -> WatchEvent? {
    try reader.withLock { (reader) throws(Safetensors.Failure) in try reader.next() }
  }

  /// Reads to the start of a run; nil if it is not written yet.
  ///
  /// - Throws: `Safetensors.Failure`, as `next`.
  package func start() throws(Safetensors.Failure) -> WatchStart? {
    while let event = try next() {
      if case .began(let start) = event { return start }
    }
    return nil
  }

  /// Whether standard input has ended.
  package var isAtEnd: Bool { reader.withLock { $0.file.isAtEnd } }
}

/// Finds the start of each run in a watch file: its first record, and the weights or paths without
/// which there is nothing to show.
struct WatchReader {
  let file: WatchFile
  /// The run that is being read.
  private var run: WatchedRun?
  /// A run whose start is not complete.
  private var opening: WatchRun?
  private var held: [WatchEvent] = []

  init(_ path: String) { file = WatchFile(path) }

  /// A start has so many records at most: signs from solves, and curves before the first weights.
  private static let mostHeld = 100_000

  /// The next event; nil if nothing more is written yet.
  ///
  /// - Throws: `Safetensors.Failure` for what cannot be read; nothing after it can be.
  mutating func next() throws(Safetensors.Failure) -> WatchEvent? {
    while true {
      let record: WatchRecord
      switch try file.next() {
      case .nothing: return nil
      // The next record says whether it is another run.
      case .replaced: continue
      case .record(let next): record = next
      }
      if record.kind == .run {
        let found = try WatchRun(record.file)
        if let run, opening == nil, !run.id.isEmpty, run.id == found.id { continue }
        (opening, held) = (found, [])
        continue
      }
      if let event = try event(record) { return event }
    }
  }

  private mutating func event(_ record: WatchRecord) throws(Safetensors.Failure) -> WatchEvent? {
    if let opening {
      let first: WatchEvent
      switch record.kind {
      case .run: return nil
      case .step:
        let step = try WatchStep(record.file)
        guard let weights = step.weights, opening.mode == .weights else {
          return try hold(.step(step, nil))
        }
        do throws(Safetensors.Failure) {
          let run = try WatchedRun(opening, weights, nil)
          first = .step(step, try run.parameters(weights))
          self.run = run
        } catch {
          guard case .nonFinite = error else { throw error }
          return try hold(.step(step, nil))
        }
      case .frame:
        let frame = try WatchFrame(record.file)
        guard frame.paths != nil, opening.mode == .frames else { return nil }
        self.run = try WatchedRun(opening, nil, frame)
        first = .frame(frame)
      case .solve: return try hold(.solve(WatchSolve(record.file)))
      case .end:
        throw .unusable(
          "the run ended before it had anything to show: \(Self.reason(record.file))")
      }
      guard let run else { return nil }
      defer { (self.opening, held) = (nil, []) }
      return .began(WatchStart(run: run, events: held + [first]))
    }
    guard let run else {
      throw .unusable("does not begin with the record of a run")
    }
    switch record.kind {
    case .run: return nil
    case .step:
      let step = try WatchStep(record.file)
      guard let weights = step.weights, run.mode == .weights else { return .step(step, nil) }
      do throws(Safetensors.Failure) {
        return .step(step, try run.parameters(weights))
      } catch {
        if case .nonFinite = error { return .diverged(step) }
        throw error
      }
    case .frame: return run.mode == .frames ? .frame(try WatchFrame(record.file)) : nil
    case .solve: return .solve(try WatchSolve(record.file))
    case .end: return .end(Self.reason(record.file))
    }
  }

  private mutating func hold(_ event: WatchEvent) throws(Safetensors.Failure) -> WatchEvent? {
    held.append(event)
    guard held.count <= Self.mostHeld else {
      throw .unusable("\(held.count) records and nothing to show")
    }
    return nil
  }

  private static func reason(_ file: Safetensors) -> String {
    let reason = file.metadata["reason"] ?? ""
    return reason.isEmpty ? "finished" : String(reason.prefix(400)).harmless
  }
}
