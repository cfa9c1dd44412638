import Canvas
import Interface

/// The output of `anode record`, frame by frame.
protocol Recording {
  /// Names a time, if the format has names.
  mutating func marker(_ name: String, at seconds: Double) throws
  /// The stage's screen from `seconds` on.
  mutating func frame(_ stage: DemoStage, at seconds: Double) throws
  mutating func close(at seconds: Double?) throws
}

extension Recording {
  func marker(_ name: String, at seconds: Double) {}
}

/// The raw values are file extensions.
enum RecordingFormat: String, CaseIterable {
  case cast
  case svg
  case mp4
  case webm
  case gif

  /// A cast if the extension is unknown.
  init(path: String) {
    self = path.split(separator: ".").last.flatMap { Self(rawValue: $0.lowercased()) } ?? .cast
  }

  /// ffmpeg's output options: widely supported, equal bytes for equal frames; nil if not a video.
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

/// An animated SVG, written at the end.
struct MovingPicture: Recording {
  let path: String
  let title: String
  let permission: WritePermission
  private(set) var frames: [Timed<Composition>] = []

  mutating func frame(_ stage: DemoStage, at seconds: Double) {
    let screen = stage.duel.compose()
    if frames.last?.picture != screen { frames.append(Timed(screen, at: seconds)) }
  }

  /// Holds the last frame for two seconds before the loop restarts.
  func close(at seconds: Double?) throws {
    let end = seconds ?? frames.last?.time ?? 0
    try permission.write(
      SVGWriter().animation(frames, duration: end + 2, title: title), to: path)
  }
}
