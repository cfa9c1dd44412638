import Canvas
import LiveSession
import NeuralODE
import Testing

@testable import Interface

/// Where the content of a drawing is, in its units and clipped to it: dots, strokes and fills of
/// some layers, rasters. Text is no content.
private struct Extent {
  private var low = SIMD2<Float>(repeating: .infinity)
  private var high = SIMD2<Float>(repeating: -.infinity)

  init(_ drawing: Drawing, from layer: UInt8) { add(drawing, .zero, layer) }

  /// The longer side as a share of the drawing's shorter one; nil without content.
  func fill(_ drawing: Drawing) -> Float? {
    let size = high - low
    return size.x >= 0
      ? max(size.x, size.y) / Float(min(drawing.unitsWide, drawing.unitsHigh)) : nil
  }

  private mutating func add(_ drawing: Drawing, _ origin: SIMD2<Float>, _ layer: UInt8) {
    let size = SIMD2(Float(drawing.unitsWide), Float(drawing.unitsHigh))
    for mark in drawing.marks {
      switch mark {
      case .run(let range):
        for inked in drawing.inked[range] {
          switch inked {
          // Points seen through the readout plane, and shadows, are in lower layers.
          case .dot(let dot) where dot.ink.layer >= layer || dot.size > 0:
            add(dot.at, Float(max(1, dot.size)) / 2, origin, size)
          case .stroke(let stroke) where stroke.ink.layer >= layer:
            for point in drawing.points(of: stroke) { add(point, 0, origin, size) }
          case .fill(let fill) where fill.ink.layer >= layer:
            for point in drawing.points(of: fill) { add(point, 0, origin, size) }
          default: break
          }
        }
      case .raster(let raster):
        let rect = raster.rect
        add(SIMD2(Float(2 * rect.x), Float(4 * rect.y)), 0, origin, size)
        add(SIMD2(Float(2 * rect.maxX), Float(4 * rect.maxY)), 0, origin, size)
      case .symbol, .label: break
      case .group(let inner, let x, let y):
        add(inner, origin + SIMD2(Float(2 * x), Float(4 * y)), layer)
      }
    }
  }

  private mutating func add(
    _ point: SIMD2<Float>, _ radius: Float, _ origin: SIMD2<Float>, _ size: SIMD2<Float>
  ) {
    guard point.x.isFinite, point.y.isFinite else { return }
    low = pointwiseMin(low, origin + (point - radius).clamped(lowerBound: .zero, upperBound: size))
    high = pointwiseMax(
      high, origin + (point + radius).clamped(lowerBound: .zero, upperBound: size))
  }
}

@Suite("Pictures fill their panels") struct FillTests {
  /// A live duel, without the field, which would fill any panel.
  private func duel(_ commands: [String], _ width: Int, _ height: Int) throws -> LockstepDuel {
    var duel = LockstepDuel(DuelState(width: width, height: height))
    for command in ["field none"] + commands { _ = try duel.perform(command) }
    for _ in 0..<15 { duel.advance(by: 0.1) }
    return duel
  }

  private func picture(_ duel: LockstepDuel, _ panel: Panel) throws -> Drawing? {
    let rect = try #require(duel.state.layout.rect(of: panel))
    return duel.compose().pictures.first { rect.contains($0.x, $0.y) }?.drawing
  }

  /// The greatest fill in half a turn of the camera, which keeps the scale.
  private func fill(_ duel: inout LockstepDuel, _ panel: Panel, _ view: View) throws -> Float? {
    // Curves of charts are in the layer of the field.
    let layer = view == .features ? Layers.trails : Layers.field
    var best: Float?
    for _ in 0..<(view.isOfSpace ? 6 : 1) {
      if let drawing = try picture(duel, panel),
        let fill = Extent(drawing, from: layer).fill(drawing)
      {
        best = max(best ?? 0, fill)
      }
      for _ in 0..<(view.isOfSpace ? 5 : 0) { _ = duel.apply(.turnRight) }
    }
    return best
  }

  @Test(
    "content spans four fifths of its picture's shorter side, in some views seven tenths",
    arguments: [
      ["points 60"], ["data flip"], ["right.p 2", "left.model resnet"],
      ["data spirals", "right.p 3"],
    ], [(80, 24), (140, 42), (250, 70)])
  func views(_ commands: [String], _ size: (Int, Int)) throws {
    var duel = try duel(commands, size.0, size.1)
    var count = 0
    for isBig in [false, true] where !isBig || size.0 == 140 {
      for panel in [Panel.left, .right] {
        if duel.state.navigation.isBig { _ = duel.apply(.big) }
        while duel.state.navigation.focus != panel { _ = duel.apply(.nextFocus) }
        if isBig { _ = duel.apply(.big) }
        for view in duel.state.views(of: panel) {
          if duel.state.views(of: panel).count > 1 {
            _ = try duel.perform("view \(panel.name) \(view.name)")
          }
          for time in view.hasPlayHead ? ["0.4", "1"] : ["1"] {
            _ = try duel.perform("time \(time)")
            duel.advance(by: 0.1)
            guard let fill = try fill(&duel, panel, view) else { continue }
            count += 1
            // These share the panel with a row of words, the first also with a chart.
            let isLess = [View.gradient, .reverseSolve].contains(view)
            #expect(
              fill >= (isLess ? 0.7 : 0.8), "\(fill) \(panel) \(view) at t = \(time), big: \(isBig)"
            )
          }
        }
      }
    }
    #expect(count > 20)
  }

  @Test("a sweep of t moves the frame smoothly, and a turn of the camera keeps its scale")
  func steady() throws {
    var duel = try duel(["points 60"], 140, 42)
    _ = try duel.perform("pause")
    duel.advance(by: 0.1)
    for (panel, snapshot) in [(Panel.left, duel.snapshots.left), (.right, duel.snapshots.right)] {
      let picture = snapshot[.spaces][0]
      let (reader, whole) = (SpaceReader(picture), SpaceBounds(picture))
      // Recordings have no earlier pictures.
      #expect(duel.state.bounds(of: picture, panel, space: 0) == whole)
      var last = whole.followed(reader, .until, 0)
      for step in 1...200 {
        let now = whole.followed(reader, .until, Double(step) / 200)
        for axis in now.lower.indices {
          // It holds what it held, and grows by little.
          #expect(now.lower[axis] <= last.lower[axis] && now.upper[axis] >= last.upper[axis])
          #expect(now.half(axis) < 1.1 * last.half(axis), "\(panel) \(step)")
        }
        last = now
      }
      guard reader.axes == 3 else { continue }
      let scales = (0..<20).map { step in
        SpacePainter.SolidScene(
          whole, Camera(azimuth: 0.3 * Float(step)), isUpright: true, wide: 120, high: 90
        ).dots
      }
      #expect(Set(scales).count == 1)
    }
  }

  @Test("kept bounds come close to a smaller picture, step by step")
  func shrinking() {
    var picture = SpacePicture()
    (picture.lower, picture.upper) = ([-4, -4], [4, 4])
    var kept = SpaceBounds(picture)
    (picture.lower, picture.upper) = ([-1, -1], [1, 1])
    let wanted = SpaceBounds(picture)
    kept.follow(wanted)
    #expect(kept.half(0) > 3.5 && kept.half(0) < 4)
    for _ in 0..<60 { kept.follow(wanted) }
    #expect(kept.half(0) >= 1 && kept.half(0) < 1.07)
  }
}
