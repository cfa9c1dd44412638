import Canvas
import LiveSession
import Testing

@testable import Interface

@Suite("A trail shows which way is forward") struct TrailTests {
  private let look = Look(theme: .dark, glyphs: .unicode)

  /// One point that moves along all axes, in 33 frames.
  private func space(_ axes: Int) -> SpacePicture {
    var picture = SpacePicture()
    picture.dimension = axes
    picture.times = (0...32).map { Float($0) / 32 }
    picture.pointCount = 1
    picture.labels = [1]
    picture.trajectories = picture.times.flatMap { t in (0..<axes).map { t * Float($0 + 1) } }
    picture.lower = Array(repeating: 0, count: axes)
    picture.upper = (0..<axes).map { Float($0 + 1) }
    return picture
  }

  /// The strokes in a layer of a drawing, nested drawings included.
  private func strokes(_ drawing: Drawing, layer: UInt8) -> [Drawing.Stroke] {
    drawing.marks.flatMap { mark -> [Drawing.Stroke] in
      switch mark {
      case .run(let range):
        drawing.inked[range].compactMap { inked in
          guard case .stroke(let stroke) = inked, stroke.ink.layer == layer else { return nil }
          return stroke
        }
      case .group(let inner, _, _): strokes(inner, layer: layer)
      case .raster, .symbol, .label: []
      }
    }
  }

  private func drawing(_ axes: Int, at time: Double) -> Drawing {
    let picture = space(axes)
    let (reader, bounds) = (SpaceReader(picture), SpaceBounds(picture))
    var drawing = Drawing(columns: 40, rows: 20)
    SpacePainter(reader: reader, bounds: bounds, time: time, camera: Camera(), look: look)
      .draw(into: &drawing, in: drawing.bounds)
    return drawing
  }

  @Test("a trail grows wider towards its head, at every time", arguments: 1...3)
  func tapers(_ axes: Int) throws {
    for time in [0.3, 0.71, 1] {
      let weights = strokes(drawing(axes, at: time), layer: Layers.trails).map(\.ink.weight)
      #expect(weights == weights.sorted(), "\(time)")
      #expect(Set(weights).count >= 4)
      #expect(try #require(weights.last) >= 2 * (try #require(weights.first)))
    }
    #expect(Trail.weights == Trail.weights.sorted() && Trail.weights.count == Trail.stages)
    #expect(Set(Trail.weights).count == Trail.stages)
  }

  @Test("a trail grows brighter towards its head")
  func brightens() {
    let inks = Trail(Color(255, 255, 255), .dark, fades: [0.7, 0.5, 0.2]).inks
    let lightness = inks.map { $0.color?.red ?? 0 }
    #expect(lightness == lightness.sorted() && Set(lightness).count == 3)
    #expect(Trail.stage(1, of: 1) == Trail.stages - 1 && Trail.stage(0, of: 40) == 0)
  }
}
