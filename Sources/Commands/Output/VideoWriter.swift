import Canvas
import FoundationEssentials
import Interface
import Platform

/// Pipes frames to ffmpeg, which encodes the video.
final class VideoWriter: Recording {
  struct Failure: Error, CustomStringConvertible {
    let reason: String
    var description: String { "ffmpeg made no video: \(reason.harmless)" }
  }

  private let process: ChildProcess
  private let canvas: PixelCanvas
  private let fps: Int
  private var last: Composition?

  /// Replaces an existing file.
  ///
  /// - Parameter encoding: ffmpeg's output options.
  init(
    path: String, encoding: [String], size: (width: Int, height: Int), fps: Int
  ) throws {
    guard let canvas = PixelCanvas(width: size.width, height: size.height) else {
      throw MissingLibrary(wanted: "a video", package: System.cairoPackage)
    }
    self.canvas = canvas
    self.fps = fps
    guard let encoder = Self.encoder else {
      throw MissingLibrary(
        wanted: "a video", package: "ffmpeg", alternative: "a cast or an SVG does not")
    }
    // A dead encoder is a write error, not a signal.
    signal(SIGPIPE, SIG_IGN)
    let arguments =
      [
        "-hide_banner", "-loglevel", "error", "-nostdin", "-y", "-f", "rawvideo", "-pixel_format",
        "bgra", "-video_size", "\(size.width)x\(size.height)", "-framerate", "\(fps)", "-i",
        "pipe:0",
        "-fflags", "+bitexact", "-flags:v", "+bitexact", "-map_metadata", "-1",
      ] + encoding + ["file:" + path]
    do throws(ChildProcess.Failure) {
      process = try ChildProcess(encoder, arguments)
    } catch {
      throw Failure(reason: systemMessage(error.code))
    }
  }

  /// The first ffmpeg on PATH.
  static var encoder: String? {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    return path.split(separator: ":").map { $0 + "/ffmpeg" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  func frame(_ stage: DemoStage, at seconds: Double) throws {
    let theme = (Theme.named(stage.duel.state.themeName) ?? .dark).shown(in: .full)
    let screen = stage.duel.compose(theme: theme)
    if screen != last { canvas.drawFrame(screen, theme: theme) }
    last = screen
    try add()
  }

  /// Holds the last frame for a second.
  func close(at seconds: Double?) throws {
    for _ in 0..<fps { try add() }
    if process.end().status != 0 { throw failure() }
  }

  private func add() throws(Failure) {
    let isWritten = canvas.withPixels { process.write(UnsafeRawBufferPointer($0)) }
    if !isWritten { throw failure() }
  }

  private func failure() -> Failure {
    let (status, text) = process.end()
    let lines = String(decoding: text, as: UTF8.self).split(separator: "\n")
    return Failure(reason: lines.last.map(String.init) ?? "status \(status)")
  }
}
