import Canvas
import Testing

@testable import Interface

@Suite("Streamlines are evenly spaced lines along a field") struct StreamlinesTests {
  private static let size = SIMD2<Float>(120, 90)

  /// A closed-form field at 31 × 25 sites that reach beyond the picture.
  private func field(_ value: (SIMD2<Float>) -> SIMD2<Float>) throws -> LatticeField {
    let (wide, high) = (31, 25)
    let (origin, spacing) = (SIMD2<Float>(-6, -6), SIMD2<Float>(4.5, 4.5))
    var values: [SIMD2<Float>] = []
    for j in 0..<high {
      for i in 0..<wide { values.append(value(origin + spacing * SIMD2(Float(i), Float(j)))) }
    }
    return try #require(
      LatticeField(values, wide: wide, high: high, origin: origin, spacing: spacing))
  }

  private static let middle = size / 2

  private static let fields: [(String, @Sendable (SIMD2<Float>) -> SIMD2<Float>)] = [
    ("uniform", { _ in SIMD2(2, 1) }),
    ("turning", { p in SIMD2(middle.y - p.y, p.x - middle.x) }),
    ("saddle", { p in SIMD2(p.x - middle.x, middle.y - p.y) }),
    ("spiral", { p in SIMD2(middle.y - p.y, p.x - middle.x) - (p - middle) * 0.3 }),
    ("shear", { p in SIMD2(p.y / 10, 1) }),
  ]

  private func distance(_ a: SIMD2<Float>, _ b: SIMD2<Float>) -> Float {
    ((a - b) * (a - b)).sum().squareRoot()
  }

  @Test("lines keep at least half the separation from each other", arguments: fields.indices)
  func apart(_ index: Int) throws {
    let (name, value) = Self.fields[index]
    let lines = Streamlines(of: try field(value), within: Self.size, separation: 9).lines
    #expect(lines.count > 4, "\(name)")
    for (k, a) in lines.enumerated() {
      for b in lines[..<k] {
        let nearest = a.points.map { p in b.points.map { distance(p, $0) }.min() ?? 0 }.min() ?? 0
        #expect(nearest >= 4.5, "\(name): \(nearest)")
      }
    }
  }

  @Test("lines leave no gap with room for another", arguments: fields.indices)
  func dense(_ index: Int) throws {
    let (name, value) = Self.fields[index]
    let lines = Streamlines(of: try field(value), within: Self.size, separation: 9).lines
    let points = lines.flatMap(\.points)
    // Lines shorter than twice the separation are left out: at corners, and around a centre.
    for x in stride(from: Float(20), to: 100, by: 4) {
      for y in stride(from: Float(20), to: 70, by: 4) {
        let place = SIMD2(x, y)
        let nearest = points.map { distance($0, place) }.min() ?? .infinity
        #expect(nearest <= 13.5, "\(name): \(nearest) at \(place)")
      }
    }
  }

  @Test("lines follow the field, with points one step apart", arguments: fields.indices)
  func along(_ index: Int) throws {
    let (name, value) = Self.fields[index]
    for line in Streamlines(of: try field(value), within: Self.size, separation: 9).lines {
      #expect(line.points.count == line.strengths.count)
      for (a, b) in zip(line.points, line.points.dropFirst()) {
        let way = b - a
        #expect(abs(distance(a, b) - Streamlines.step) < 1e-3)
        let there = value((a + b) / 2)
        let cosine = (way * there).sum() / (distance(a, b) * distance(there, .zero))
        // A chord of a circle whose radius is the separation is off by at most 1/9 radian.
        #expect(cosine > 0.97, "\(name): \(cosine)")
      }
    }
  }

  @Test("the same field gives the same lines, all within the picture")
  func deterministic() throws {
    for (_, value) in Self.fields {
      let field = try field(value)
      let lines = Streamlines(of: field, within: Self.size, separation: 9).lines
      #expect(lines == Streamlines(of: field, within: Self.size, separation: 9).lines)
      for point in lines.flatMap(\.points) {
        #expect(point.x >= 0 && point.y >= 0 && point.x < 120 && point.y < 90)
      }
    }
  }

  @Test("a closed streamline goes around once")
  func closed() throws {
    let lines = Streamlines(of: try field(Self.fields[1].1), within: Self.size, separation: 9).lines
    for line in lines {
      let radius = line.points.map { distance($0, Self.middle) }.max() ?? 0
      #expect(Float(line.points.count) <= 2 * .pi * radius + 2)
    }
  }

  @Test("a field that is zero, not finite or huge has no lines")
  func nothing() throws {
    let values: [SIMD2<Float>] = [
      .zero, SIMD2(.nan, 0), SIMD2(0, .nan), SIMD2(.infinity, 1), SIMD2(3e38, 3e38),
    ]
    for value in values {
      let lines = Streamlines(of: try field { _ in value }, within: Self.size, separation: 9)
      #expect(lines.lines.isEmpty, "\(value)")
    }
    // Half of the field is NaN: lines stay in the other half.
    let half = try field { $0.x < 60 ? SIMD2(0, 1) : SIMD2(.nan, .nan) }
    let lines = Streamlines(of: half, within: Self.size, separation: 9).lines
    #expect(lines.count >= 3 && lines.flatMap(\.points).allSatisfy { $0.x <= 60 })
    // A sink: lines end where the field does.
    let sink = try field { Self.middle - $0 }
    #expect(!Streamlines(of: sink, within: Self.size, separation: 9).lines.isEmpty)
    for size in [SIMD2<Float>(0, 0), SIMD2(-1, 5), SIMD2(.nan, 5), SIMD2(1e9, 1e9)] {
      #expect(Streamlines(of: half, within: size, separation: 9).lines.isEmpty)
    }
  }

  @Test("a lattice that is too small, or whose size does not match, is refused")
  func lattices() {
    let two = [SIMD2<Float>](repeating: SIMD2(1, 0), count: 4)
    let unit = SIMD2<Float>(1, 1)
    #expect(LatticeField(two, wide: 2, high: 2, origin: .zero, spacing: unit) != nil)
    #expect(LatticeField(two, wide: 4, high: 1, origin: .zero, spacing: unit) == nil)
    #expect(LatticeField(two, wide: 3, high: 2, origin: .zero, spacing: unit) == nil)
    #expect(LatticeField(two, wide: 2, high: 2, origin: .zero, spacing: SIMD2(0, 1)) == nil)
    #expect(LatticeField(two, wide: 2, high: 2, origin: SIMD2(.nan, 0), spacing: unit) == nil)
  }

  @Test("a field is interpolated bilinearly between its sites, and undefined beyond them")
  func interpolation() throws {
    let field = try field { SIMD2(3 * $0.x - $0.y, 0.5 * $0.y + 2) }
    for place in [SIMD2<Float>(0, 0), SIMD2(17.3, 44.1), SIMD2(119, 89)] {
      let value = try #require(field(place))
      #expect(abs(value.x - (3 * place.x - place.y)) < 1e-3)
      #expect(abs(value.y - (0.5 * place.y + 2)) < 1e-3)
    }
    #expect(field(SIMD2(-7, 0)) == nil && field(SIMD2(0, 200)) == nil)
    #expect(field(SIMD2(.nan, 0)) == nil)
  }
}
