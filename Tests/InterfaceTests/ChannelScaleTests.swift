import Canvas
import LiveSession
import NeuralODE
import Testing

@testable import Interface

@Suite("An image in the flow is visible at every time, with its scale")
struct ChannelScaleTests {
  private let look = Look(theme: .dark, glyphs: .unicode)

  @Test("a scale is a round number just above the greatest value, and its label is exact")
  func scales() {
    let known: [(Float, Float, String)] = [
      (0, 0.1, "0.1"), (0.02, 0.1, "0.1"), (0.31, 0.4, "0.4"), (1, 1, "1.0"), (3.42, 3.5, "3.5"),
      (9.96, 10, "10"), (12.3, 13, "13"), (134, 140, "140"),
    ]
    for (greatest, full, label) in known {
      #expect(abs(ChannelPicture.full(greatest) - full) < 1e-3 * full)
      #expect(ChannelPicture.label(ChannelPicture.full(greatest)) == label)
    }
    for k in 0..<200 {
      let greatest = Float(k) * Float(k) * 0.37 + 1
      let full = ChannelPicture.full(greatest)
      #expect(full >= 0.999 * greatest && full <= 1.11 * greatest)
    }
    #expect(ChannelPicture.full(.greatestFiniteMagnitude).isFinite)
  }

  /// An image of 2 × 2 that a flow makes twenty times as large, with a channel that begins at 0.
  private var images: ImagePictures {
    var images = ImagePictures(
      shape: ImageShape(channels: 1, height: 2, width: 2), augmentation: 1,
      classNames: ["a", "b"])
    images.pixels = [0, 1, 0.5, 0]
    images.labels = [0]
    images.times = [0, 1]
    images.channels = [0, 1, 0.5, 0, 0, 0, 0, 0] + [0, 20, 10, 0, -4, 4, 0, 31]
    return images
  }

  private func channels(at time: Double, isFilm: Bool) -> Drawing {
    var drawing = Drawing(columns: 40, rows: 14)
    ChannelPicture(images: images, time: time, isFilm: isFilm, mostChannels: 2, look: look)
      .draw(into: &drawing, in: drawing.bounds)
    return drawing
  }

  @Test("an image has full colours at every time, with its scale beside it")
  func everyTime() {
    for (time, full, label) in [(0, Float(1), "\u{B1}1.0"), (1, 31, "\u{B1}31")] {
      let drawing = channels(at: Double(time), isFilm: false)
      #expect(drawing.description.contains(": \(label)\n"))
      for mark in drawing.marks {
        guard case .raster(let raster) = mark else { continue }
        guard case .signed(_, let scale) = raster.scale else { continue }
        #expect(abs(scale - full) < 1e-3 * full)
      }
    }
    let film = channels(at: 0, isFilm: true).description
    #expect(film.contains("\u{B1}1.0\n") && film.contains("\u{B1}31\n"))
  }
}
