import Synchronization

/// How much of a picture is sent over a line.
struct PictureDetail: Sendable, Equatable {
  /// nil for all.
  var colors: Int?
  /// So many times so many pixels become one.
  var part = 1
  /// zlib's level: higher ones are slower, and worth it only where the line is slower still.
  var deflation: Int32 = 1

  /// The finest first.
  static let levels = [
    PictureDetail(), PictureDetail(colors: 255), PictureDetail(colors: 31, deflation: 4),
    PictureDetail(colors: 15, deflation: 6), PictureDetail(colors: 255, part: 2, deflation: 6),
    PictureDetail(colors: 31, part: 2, deflation: 6),
    PictureDetail(colors: 15, part: 3, deflation: 6),
  ]
  /// Only smooth areas show that it is not the whole: first for a picture that rests.
  static let resting = 1
}

/// Learns from pictures on their way how much of them the line carries, so that they move.
///
/// Colours are given up first, then resolution, then pictures a second. The thread of the terminal
/// measures, and the one that makes pictures asks.
package final class LineGauge: Sendable {
  private struct State {
    var level = PictureDetail.resting
    /// Bytes a second, by the last frames.
    var speeds: [Double] = []
    /// Running mean of a frame's bytes at this level.
    var bytes: Double?
    /// Frames in a row that allow for more detail.
    var easy = 0
    /// Such frames before more detail is tried; more after each failure.
    var patience = 12
    var hasTried = false

    /// The best of the last: a busy machine delays answers, and nothing hastens them.
    var speed: Double { min(speeds.max() ?? LineGauge.mostBytes, LineGauge.mostBytes) }
  }

  private let state = Mutex(State())

  /// Pictures a second to reach.
  static let rate = 24.0
  /// Bytes a second not to exceed, even on a line that carries more: it is not ours alone.
  static let mostBytes = 1e6
  /// Fewer bytes tell nothing of a line's speed: buffers take them at once.
  private static let leastBytes = 4096
  private static let speedCount = 8

  package init() {}

  var level: Int { state.withLock { $0.level } }
  /// Bytes a second that pictures can take.
  var speed: Double { state.withLock { $0.speed } }

  /// A frame's pictures have arrived.
  ///
  /// - Parameter seconds: that the line was busy with them.
  func observe(bytes: Int, seconds: Double) {
    state.withLock { state in
      if bytes >= Self.leastBytes {
        state.speeds =
          state.speeds.suffix(Self.speedCount - 1) + [Double(bytes) / max(seconds, 1e-4)]
      }
      let mean = state.bytes.map { $0 + (Double(bytes) - $0) * 0.3 } ?? Double(bytes)
      state.bytes = mean
      let load = mean * Self.rate / state.speed
      // All colours take up to four times the bytes of the next level, and others less than twice.
      state.easy = load < (state.level == 1 ? 0.2 : 0.45) ? state.easy + 1 : 0
      if load > 1, state.level < PictureDetail.levels.count - 1 {
        if state.hasTried { state.patience = min(state.patience * 2, 400) }
        (state.level, state.hasTried) = (state.level + 1, false)
      } else if state.easy > state.patience, state.level > 0 {
        (state.level, state.hasTried) = (state.level - 1, true)
      } else {
        return
      }
      (state.bytes, state.easy) = (nil, 0)
    }
  }
}
