import Canvas
import LiveSession

/// The learned field, below the data: its colour is the speed |dh/dt|.
extension SpacePainter {
  /// - Parameter metric: units of the drawing per coordinate, along each axis, before any
  ///   perspective.
  func drawField(
    _ metric: SIMD3<Float>, on canvas: inout Drawing, _ place: (SIMD3<Float>) -> Place
  ) {
    // Positions without velocities, for one, have no field.
    guard reader.slices > 0 else { return }
    switch field {
    case .none: break
    // Blocks have no path that a line could follow.
    case .lines where !reader.picture.isDiscrete:
      drawStreamlines(metric, on: &canvas, place)
    case .motion where particles?.axes == reader.axes:
      drawParticles(on: &canvas, place)
    case .strokes, .lines, .motion: drawStrokes(metric, on: &canvas, place)
    }
  }

  private var isSolid: Bool { reader.axes > 2 }

  var gap: Int { look.theme.isMono ? 2 : 0 }

  var inks: SpeedInks {
    SpeedInks(look.theme, reference: speedReference, depths: reader.axes > 2 ? depths : 0)
  }

  /// Draws a stroke with a head at each site of a lattice, longer where the field is stronger.
  private func drawStrokes(
    _ metric: SIMD3<Float>, on canvas: inout Drawing, _ place: (SIMD3<Float>) -> Place
  ) {
    let field = reader.field(at: time)
    guard !field.isEmpty else { return }
    let narrow = Float(min(canvas.unitsWide, canvas.unitsHigh))
    let most = isSolid ? look.isSparse ? 4 : 9 : max(3, narrow / 13)
    // `most` across the visible piece of the lattice.
    let sites = reader.thinned(most: Int(most * (isSolid ? 1 : reader.latticeSpans(bounds))))
    let reference = SpaceReader.reference(sites.map { (field[$0] * metric).length })
    guard reference > 0 else { return }
    var inks = inks
    let region = bounds.surroundings
    let longest =
      isSolid ? min(max(4, narrow / 10), 14) : min(max(3, narrow / most * 0.85), 16)
    for index in sites {
      let value = field[index]
      let site = reader.site(index)
      guard region.contains(site) else { continue }
      let length = (value * metric).length
      guard length.isFinite, length > 0.02 * reference else { continue }
      let size = longest * (0.35 + 0.65 * min(1, length / reference).squareRoot())
      let along = value * (size / length / 2)
      let (from, to) = (place(site - along), place(site + along))
      let shade = inks(value.length, to.depth, rank: Self.rank(to.depth))
      canvas.line(from.x, from.y, to.x, to.y, shade, gap: gap)
      if look.isOfCells {
        // A head of a few dots is a heap.
        canvas.blob(to.x, to.y, size: 2, shade)
      } else {
        drawHead(at: SIMD2(to.x, to.y), from: SIMD2(from.x, from.y), shade, on: &canvas)
      }
    }
  }

  /// Draws particles with tails that fade.
  private func drawParticles(
    on canvas: inout Drawing, _ place: (SIMD3<Float>) -> Place
  ) {
    guard let particles else { return }
    let shown = min(
      particles.speeds.count,
      canvas.columns * canvas.rows / (look.isSparse ? 16 : look.isOfCells ? 6 : 3))
    let pieces = particles.length - 1
    var inks = inks
    for particle in 0..<shown {
      let speed = particles.speeds[particle]
      guard speed.isFinite else { continue }
      let first = particle * particles.length
      func at(_ index: Int) -> Place {
        place(SIMD3(particles.places, at: index * particles.axes, axes: particles.axes))
      }
      var from = at(first)
      for piece in 1...pieces {
        let to = at(first + piece)
        var shade = inks(speed, to.depth, age: 2 - (piece - 1) * 3 / pieces, rank: UInt8(piece))
        if piece == pieces {
          shade.weight += 3
          // A particle that stands still is seen, too.
          canvas.dot(to.x, to.y, shade)
        }
        if abs(to.x - from.x) + abs(to.y - from.y) > 0.01 {
          canvas.line(from.x, from.y, to.x, to.y, shade, gap: gap)
        }
        from = to
      }
    }
  }

  /// Draws evenly spaced streamlines with arrow heads.
  private func drawStreamlines(
    _ metric: SIMD3<Float>, on canvas: inout Drawing, _ place: (SIMD3<Float>) -> Place
  ) {
    let region = isSolid ? bounds.surroundings : nil
    guard let field = LatticeField(reader, at: time, metric, within: region) else { return }
    let inverse = SIMD3(1 / metric.x, 1 / metric.y, metric.z > 0 ? 1 / metric.z : 0)
    let narrow = Float(min(canvas.unitsWide, canvas.unitsHigh))
    let separation: Float = isSolid ? max(14, narrow / 4.5) : look.isSparse ? 16 : 9
    var inks = inks
    for line in Streamlines(of: field, separation: separation, step: isSolid ? 2 : 1).lines {
      let places = line.points.map { place($0 * inverse) }
      var from = places[0]
      for k in stride(from: 2, to: places.count, by: 2) {
        let to = places[k]
        let shade = inks(line.strengths[k], to.depth, rank: Self.rank(to.depth))
        canvas.line(from.x, from.y, to.x, to.y, shade, gap: gap)
        from = to
      }
      for k in Self.heads(places.count) {
        let (tip, tail) = (places[k], places[k - 6])
        var shade = inks(line.strengths[k], tip.depth, rank: 101)
        shade.weight = max(6, shade.weight)
        drawHead(at: SIMD2(tip.x, tip.y), from: SIMD2(tail.x, tail.y), shade, on: &canvas)
      }
    }
  }

  /// Indices of arrow tips: one in the middle of a line, or several evenly along a long one.
  private static func heads(_ count: Int) -> [Int] {
    let number = max(1, count / 36)
    return (0..<number).map { (2 * $0 + 1) * count / (2 * number) }.filter { $0 >= 6 }
  }

  private func drawHead(
    at tip: SIMD2<Float>, from tail: SIMD2<Float>, _ ink: Ink, on canvas: inout Drawing
  ) {
    let way = tip - tail
    let length = (way * way).sum().squareRoot()
    guard length > 0 else { return }
    let along = way / length * min(3, length / 2)
    let across = SIMD2(-along.y, along.x) * 0.6
    let (left, right) = (tip - along + across, tip - along - across)
    canvas.line(left.x, left.y, tip.x, tip.y, ink)
    canvas.line(tip.x, tip.y, right.x, right.y, ink)
  }

  /// Writes the scale of speed at the lower left.
  func drawLegend(into drawing: inout Drawing, in rect: Rect) {
    guard field != .none, !isOfFeatures, reader.slices > 0, speedReference > 0, !look.theme.isMono,
      rect.width - aside >= 30, rect.height >= 10
    else { return }
    let step = Double(speedReference)
    let greatest = Ticks.label(step, step: step)
    let bar = String(repeating: look.glyphs == .unicode ? "\u{2501}" : "=", count: 2)
    let levels = 5
    var x = rect.x
    let y = rect.maxY - 1
    x += drawing.write("|f| 0 ", x: x, y: y, style: look.words(look.theme.dim))
    for level in 0..<levels {
      let color = look.theme.speedColor(Float(level) / Float(levels - 1))
      x += drawing.write(bar, x: x, y: y, style: look.words(color))
    }
    drawing.write(" \(greatest) ", x: x, y: y, style: look.words(look.theme.dim))
  }
}

/// The inks of speeds, made once for each shade: most of a picture's strokes share a few.
struct SpeedInks {
  private let theme: Theme
  private let reference: Float
  private let depths: Int
  private var made: [Int: Ink] = [:]

  /// Shares of the background in a tail's pieces, the newest first: few, since each is a colour to
  /// send.
  private static let fades: [Float] = [0, 0.4, 0.8]

  /// - Parameters:
  ///   - reference: the speed of the scale's last colour.
  ///   - depths: steps of shading from far to near; 0 in a plane.
  init(_ theme: Theme, reference: Float, depths: Int = 0) {
    (self.theme, self.reference, self.depths) = (theme, reference, depths)
  }

  mutating func callAsFunction(
    _ speed: Float, _ depth: Float = 1, age: Int = 0, rank: UInt8 = 0
  ) -> Ink {
    let share = reference > 0 && speed.isFinite ? min(speed / reference, 1) : 0
    let level = Int((share * 8).rounded())
    let near = depths == 0 ? 0 : Int((depth * Float(depths)).rounded())
    let key = (near * 9 + level) * Self.fades.count + age
    var ink = made[key] ?? make(Float(level) / 8, near, Self.fades[age])
    made[key] = ink
    ink.rank = rank
    return ink
  }

  private func make(_ share: Float, _ near: Int, _ fade: Float) -> Ink {
    let depth = depths == 0 ? 1 : Float(near) / Float(depths)
    var ink = Ink(
      theme.faded(theme.speedColor(share), min(1, fade + 0.8 * (1 - depth))), layer: Layers.field)
    ink.weight = UInt8(4 + 4 * depth)
    return ink
  }
}

extension LatticeField {
  /// The field of a picture at time t, in units of `metric`; nil without a complete lattice in two
  /// or three dimensions.
  fileprivate init?(
    _ reader: SpaceReader, at t: Double, _ metric: SIMD3<Float>, within bounds: SpaceBounds?
  ) {
    let shape = reader.picture.latticeShape
    guard shape.count == reader.axes, shape.reduce(1, *) == reader.sites else { return nil }
    let field = reader.field(at: t)
    guard !field.isEmpty else { return nil }
    let first = reader.site(0) * metric
    let extent = reader.site(reader.sites - 1) * metric - first
    var size = SIMD3(1, 1, 1)
    var spacing = SIMD3<Float>.zero
    for axis in shape.indices where shape[axis] > 1 {
      size[axis] = shape[axis]
      spacing[axis] = extent[axis] / Float(shape[axis] - 1)
    }
    self.init(
      field.map { $0 * metric }, speeds: field.map(\.length), size: size, origin: first,
      spacing: spacing)
    if let bounds {
      for axis in shape.indices {
        lower[axis] = max(lower[axis], bounds.lower[axis] * metric[axis])
        upper[axis] = min(upper[axis], bounds.upper[axis] * metric[axis])
      }
    }
  }
}
