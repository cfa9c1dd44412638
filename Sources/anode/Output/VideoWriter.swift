import FoundationEssentials
import Glibc
import Pixels
import Threads

/// A video, made by Debian's ffmpeg of frames that it is given one after another.
final class VideoWriter {
  /// The kinds of file there are, by their endings.
  enum Format: String, CaseIterable {
    case mp4
    case webm
    case gif

    /// That of a file's name; nil where it is none of a video.
    init?(path: String) {
      guard let ending = path.split(separator: ".").last else { return nil }
      self.init(rawValue: ending.lowercased())
    }

    /// What ffmpeg is told of the output: widely understood, the same bytes for the same frames.
    fileprivate var arguments: [String] {
      switch self {
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

  /// What ffmpeg says when it makes no video.
  struct Failure: Error, CustomStringConvertible {
    let reason: String
    var description: String { "ffmpeg made no video: \(reason.harmless)" }
  }

  private let process: ChildProcess

  /// Begins a video; an existing file is replaced.
  init(
    path: String, _ format: Format, size: (width: Int, height: Int), fps: Int
  ) throws {
    guard let encoder = Self.encoder else {
      throw MissingLibrary(
        wanted: "a video", package: "ffmpeg", alternative: "a cast or an SVG does not")
    }
    // An encoder that has died is an error of writing, and no signal.
    signal(SIGPIPE, SIG_IGN)
    let arguments =
      [
        "-hide_banner", "-loglevel", "error", "-nostdin", "-y", "-f", "rawvideo", "-pixel_format",
        "bgra", "-video_size", "\(size.width)x\(size.height)", "-framerate", "\(fps)", "-i",
        "pipe:0",
        "-fflags", "+bitexact", "-flags:v", "+bitexact", "-map_metadata", "-1",
      ] + format.arguments + ["file:" + path]
    do throws(ChildProcess.Failure) {
      process = try ChildProcess(encoder, arguments)
    } catch {
      throw Failure(reason: systemMessage(error.code))
    }
  }

  /// The encoder of this machine: the first on PATH.
  static var encoder: String? {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    return path.split(separator: ":").map { $0 + "/ffmpeg" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Adds a frame.
  func add(_ canvas: PixelCanvas) throws(Failure) {
    let isWritten = canvas.withPixels { pixels in
      process.write(UnsafeRawBufferPointer(pixels))
    }
    if !isWritten { throw failure() }
  }

  /// Ends the video.
  func close() throws(Failure) {
    if process.end().status != 0 { throw failure() }
  }

  private func failure() -> Failure {
    let (status, text) = process.end()
    let lines = String(decoding: text, as: UTF8.self).split(separator: "\n")
    return Failure(reason: lines.last.map(String.init) ?? "status \(status)")
  }
}
