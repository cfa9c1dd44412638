import Platform

/// Sends pictures to the terminal piece by piece, without blocking the screen and without
/// interrupting other output.
///
/// Between here and the terminal lie the buffers of ssh and of the network, some of which take
/// megabytes at once. So a question follows each frame's pictures, and its answer tells that they have
/// arrived. Three frames are on their way at most.
struct PictureOutput {
  /// A second, non-blocking descriptor of the terminal; −1 if there is none.
  private let descriptor: Int32
  private var pieces: [[UInt8]] = []
  private var next = 0
  /// Bytes written of the next piece.
  private var offset = 0
  /// Frames that have not arrived, the oldest first.
  private var frames: [Frame] = []
  /// When the last frame arrived.
  private var lastArrival = 0.0
  /// Seconds that a question and its answer take on an idle line, at most.
  private var latency = Double.infinity
  /// Whether the terminal answers the question; nil if unknown.
  private(set) var isAnswered: Bool?

  private struct Frame {
    var bytes: Int
    var started: Double
  }

  private static let mostFrames = 3
  /// DSR 5 (ECMA-48): any terminal answers `CSI 0 n`.
  private static let question = Array("\u{1b}[5n".utf8)

  /// Uses the terminal of standard output.
  init() { descriptor = openTerminal(O_WRONLY | O_NONBLOCK) }

  /// For tests: any descriptor.
  init(descriptor: Int32) { self.descriptor = descriptor }

  /// The descriptor to poll for output; −1 if nothing is pending.
  var waiting: Int32 { isWritten ? -1 : descriptor }
  var isWritten: Bool { next >= pieces.count }
  /// Whether the next frame has to wait.
  var isBusy: Bool { !isWritten || frames.count >= Self.mostFrames }
  /// Whether an answer is due.
  var isAwaitingAnswer: Bool { !frames.isEmpty && isAnswered != false }
  /// When the last frame began whose question was sent and not answered.
  var lastQuestion: Double? {
    isAnswered == false ? nil : frames.dropLast(isWritten ? 0 : 1).last?.started
  }
  var isUsable: Bool { descriptor >= 0 }
  /// Seconds that the screen's pictures are behind; 0 if nothing is on its way.
  func age(_ now: Double) -> Double { frames.first.map { now - $0.started } ?? 0 }

  /// The previous pictures must be written.
  mutating func begin(_ pieces: [[UInt8]], at time: Double) {
    frames.append(Frame(bytes: pieces.reduce(0) { $0 + $1.count }, started: time))
    self.pieces = isAnswered == false ? pieces : pieces + [Self.question]
    (next, offset) = (0, 0)
  }

  /// Writes as much as the terminal accepts now. Returns what arrived, if the terminal gives no answers.
  mutating func write(at time: Double) -> Arrival? {
    while !isWritten {
      let done = pieces[next].withUnsafeBytes {
        Platform.write(descriptor, $0.baseAddress.map { $0 + offset }, $0.count - offset)
      }
      if done < 0, errno == EINTR { continue }
      guard done > 0 else {
        // `Terminal.poll` notices a terminal that is gone.
        if done < 0, errno != EAGAIN { (pieces, frames) = ([], []) }
        return nil
      }
      offset += done
      if offset == pieces[next].count { (next, offset) = (next + 1, 0) }
    }
    (pieces, next) = ([], 0)
    return isAnswered == false ? arrive(at: time) : nil
  }

  /// The terminal has answered.
  mutating func takeAnswer(at time: Double) -> Arrival? {
    guard !frames.isEmpty else { return nil }
    isAnswered = true
    return arrive(at: time)
  }

  /// The terminal answers other questions, but not this one.
  mutating func expectNoAnswers() {
    isAnswered = false
    if isWritten { frames = [] }
  }

  private mutating func arrive(at time: Double) -> Arrival? {
    guard !frames.isEmpty else { return nil }
    let frame = frames.removeFirst()
    defer { lastArrival = time }
    latency = min(latency, time - frame.started)
    return Arrival(
      bytes: frame.bytes, seconds: max(0, time - max(frame.started + latency, lastArrival)))
  }

  /// Another question was answered after so many seconds.
  mutating func note(latency: Double) { self.latency = min(self.latency, latency) }

  /// Finishes the current piece, so that other output can follow.
  mutating func finishPiece() {
    guard offset > 0, !isWritten else { return }
    pieces[next].withUnsafeBytes { bytes in
      let rest = UnsafeRawBufferPointer(rebasing: bytes[offset...])
      _ = writeAll(STDOUT_FILENO, rest, patience: 1000)
    }
    (next, offset) = (next + 1, 0)
  }

  /// Drops pending pictures. Returns whether a piece was cut; if so, the caller ends it with ESC \.
  mutating func abandon() -> Bool {
    defer { (pieces, next, offset, frames) = ([], 0, 0, []) }
    return offset > 0 && !isWritten
  }
}

/// A frame's pictures that have arrived.
struct Arrival: Equatable {
  var bytes: Int
  /// That the line was busy with them.
  var seconds: Double
}
