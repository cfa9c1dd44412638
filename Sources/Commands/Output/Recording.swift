import Canvas
import Interface

/// What a demo is recorded into, frame by frame.
protocol Recording {
  /// Names a moment, where the form has names for them.
  mutating func marker(_ name: String, at seconds: Double) throws
  /// Adds what a screen shows from `seconds` on.
  mutating func frame(_ stage: DemoStage, at seconds: Double) throws
  mutating func close(at seconds: Double?) throws
}

extension Recording {
  func marker(_ name: String, at seconds: Double) {}
}

/// Forms of recordings: their words are endings of files.
enum RecordingFormat: String, CaseIterable {
  case cast
  case svg
  case mp4
  case webm
  case gif

  /// That of a file's name; a cast where it is none of these.
  init(path: String) {
    self = path.split(separator: ".").last.flatMap { Self(rawValue: $0.lowercased()) } ?? .cast
  }

  /// What ffmpeg is told of a video: widely understood, the same bytes for the same frames; nil of
  /// what is no video.
  var encoding: [String]? {
    switch self {
    case .cast, .svg: nil
    case .mp4:
      [
        "-c:v", "libx264", "-preset", "medium", "-crf", "18", "-pix_fmt", "yuv420p", "-movflags",
        "+faststart",
      ]
    case .webm:
      [
        "-c:v", "libvpx-vp9", "-crf", "28", "-b:v", "0", "-deadline", "good", "-cpu-used", "4",
        "-row-mt", "1", "-pix_fmt", "yuv420p",
      ]
    case .gif:
      [
        "-filter_complex",
        "split[a][b];[a]palettegen=stats_mode=diff[p];[b][p]paletteuse=dither=none",
      ]
    }
  }
}

extension CastWriter: Recording {
  func frame(_ stage: DemoStage, at seconds: Double) throws {
    try frame(stage.duel.draw(), at: seconds)
  }
}

/// A picture that moves, written when it ends.
struct MovingPicture: Recording {
  let path: String
  let title: String
  let permission: WritePermission
  private(set) var frames: [Timed<Composition>] = []

  mutating func frame(_ stage: DemoStage, at seconds: Double) {
    let screen = stage.duel.compose()
    if frames.last?.picture != screen { frames.append(Timed(screen, at: seconds)) }
  }

  /// Writes it. The last picture stands for a while before the first comes again.
  func close(at seconds: Double?) throws {
    let end = seconds ?? frames.last?.time ?? 0
    try permission.write(
      SVGWriter().animation(frames, duration: end + 2, title: title), to: path)
  }
}
