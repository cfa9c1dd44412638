import Canvas
import Testing

@testable import Interface

@Suite("Streamlines are evenly spaced lines along a field") struct StreamlinesTests {
  private typealias Value = @Sendable (SIMD3<Float>) -> SIMD3<Float>

  /// A closed-form field at 31 × 25 sites of a plane, or 9 × 9 × 9 of space.
  private func field(_ value: Value, isSolid: Bool = false) throws -> LatticeField {
    let size = isSolid ? SIMD3(9, 9, 9) : SIMD3(31, 25, 1)
    let (origin, spacing) = (
      SIMD3<Float>(-6, -6, isSolid ? -6 : 0), SIMD3<Float>(repeating: isSolid ? 12 : 4.5)
    )
    var values: [SIMD3<Float>] = []
    for k in 0..<size.z {
      for j in 0..<size.y {
        for i in 0..<size.x {
          values.append(value(origin + spacing * SIMD3(Float(i), Float(j), Float(k))))
        }
      }
    }
    return try #require(
      LatticeField(
        values, speeds: values.map(\.length), size: size, origin: origin, spacing: spacing))
  }

  private static let middle = SIMD3<Float>(60, 45, 0)

  /// The first five are plane.
  private static let fields: [(String, Value)] = [
    ("uniform", { _ in SIMD3(2, 1, 0) }),
    ("turning", { p in SIMD3(middle.y - p.y, p.x - middle.x, 0) }),
    ("saddle", { p in SIMD3(p.x - middle.x, middle.y - p.y, 0) }),
    ("spiral", { p in SIMD3(middle.y - p.y, p.x - middle.x, 0) - (p - middle) * 0.3 }),
    ("shear", { p in SIMD3(p.y / 10, 1, 0) }),
    ("helix", { p in SIMD3(middle.y - p.y, p.x - middle.x, 20) }),
    ("upright", { _ in SIMD3(0, 0, -3) }),
  ]

  private func lines(_ index: Int) throws -> [Streamlines.Line] {
    let isSolid = index > 4
    return Streamlines(
      of: try field(Self.fields[index].1, isSolid: isSolid), separation: isSolid ? 18 : 9
    ).lines
  }

  private func distance(_ a: SIMD3<Float>, _ b: SIMD3<Float>) -> Float { (a - b).length }

  @Test("lines keep at least half the separation from each other", arguments: fields.indices)
  func apart(_ index: Int) throws {
    let name = Self.fields[index].0
    let lines = try lines(index)
    #expect(lines.count > 4, "\(name)")
    for (k, a) in lines.enumerated() {
      for b in lines[..<k] {
        let nearest = a.points.map { p in b.points.map { distance(p, $0) }.min() ?? 0 }.min() ?? 0
        #expect(nearest >= (index > 4 ? 9 : 4.5), "\(name): \(nearest)")
      }
    }
  }

  @Test("lines leave no gap with room for another", arguments: fields.indices)
  func dense(_ index: Int) throws {
    let name = Self.fields[index].0
    let isSolid = index > 4
    let points = try lines(index).flatMap(\.points)
    // Lines shorter than twice the separation are left out: at corners, and around a centre.
    for x in stride(from: Float(20), to: 100, by: 4) {
      for y in stride(from: Float(20), to: 70, by: 4) {
        let place = SIMD3(isSolid ? min(x, 70) : x, y, isSolid ? 40 : 0)
        let nearest = points.map { distance($0, place) }.min() ?? .infinity
        #expect(nearest <= (isSolid ? 27 : 13.5), "\(name): \(nearest) at \(place)")
      }
    }
  }

  @Test("lines follow the field, with points one step apart", arguments: fields.indices)
  func along(_ index: Int) throws {
    let (name, value) = Self.fields[index]
    for line in try lines(index) {
      #expect(line.points.count == line.strengths.count)
      for (a, b) in zip(line.points, line.points.dropFirst()) {
        let way = b - a
        #expect(abs(distance(a, b) - 1) < 1e-3)
        let there = value((a + b) / 2)
        let cosine = (way * there).sum() / (distance(a, b) * distance(there, .zero))
        // A chord of a circle whose radius is the separation is off by at most 1/9 radian.
        #expect(cosine > 0.97, "\(name): \(cosine)")
      }
    }
  }

  @Test("the same field gives the same lines, all within it", arguments: fields.indices)
  func deterministic(_ index: Int) throws {
    let lines = try lines(index)
    #expect(try self.lines(index) == lines)
    let field = try field(Self.fields[index].1, isSolid: index > 4)
    for point in lines.flatMap(\.points) { #expect(field.contains(point)) }
  }

  @Test("a closed streamline goes around once")
  func closed() throws {
    for line in try lines(1) {
      let radius = line.points.map { distance($0, Self.middle) }.max() ?? 0
      #expect(Float(line.points.count) <= 2 * .pi * radius + 2)
    }
  }

  @Test("a field that is zero, not finite or huge has no lines")
  func nothing() throws {
    let values: [SIMD3<Float>] = [
      .zero, SIMD3(.nan, 0, 0), SIMD3(0, .nan, 0), SIMD3(.infinity, 1, 0), SIMD3(3e38, 3e38, 0),
    ]
    for value in values {
      #expect(Streamlines(of: try field { _ in value }, separation: 9).lines.isEmpty, "\(value)")
    }
    // Half of the field is NaN: lines stay in the other half.
    let half = try field { $0.x < 60 ? SIMD3(0, 1, 0) : SIMD3(repeating: .nan) }
    let lines = Streamlines(of: half, separation: 9).lines
    #expect(lines.count >= 3 && lines.flatMap(\.points).allSatisfy { $0.x <= 60 })
    // A sink: lines end where the field does.
    let sink = try field { Self.middle - $0 }
    #expect(!Streamlines(of: sink, separation: 9).lines.isEmpty)
  }

  @Test("a lattice that is too small, or whose size does not match, is refused")
  func lattices() {
    let four = [SIMD3<Float>](repeating: SIMD3(1, 0, 0), count: 4)
    let unit = SIMD3<Float>(1, 1, 1)
    func lattice(
      _ size: SIMD3<Int>, origin: SIMD3<Float> = .zero, spacing: SIMD3<Float>
    ) -> LatticeField? {
      LatticeField(
        four, speeds: four.map(\.length), size: size, origin: origin, spacing: spacing)
    }
    #expect(lattice(SIMD3(2, 2, 1), spacing: unit) != nil)
    #expect(lattice(SIMD3(4, 1, 1), spacing: unit) == nil)
    #expect(lattice(SIMD3(3, 2, 1), spacing: unit) == nil)
    #expect(lattice(SIMD3(2, 2, 1), spacing: SIMD3(0, 1, 0)) == nil)
    #expect(lattice(SIMD3(2, 2, 1), origin: SIMD3(.nan, 0, 0), spacing: unit) == nil)
  }

  @Test("a field is interpolated linearly along each axis, and undefined beyond its sites")
  func interpolation() throws {
    let plane = try field { SIMD3(3 * $0.x - $0.y, 0.5 * $0.y + 2, 0) }
    let solid = try field({ SIMD3($0.z - $0.y, 0.5 * $0.x, $0.z) }, isSolid: true)
    for place in [SIMD3<Float>(0, 0, 0), SIMD3(17.3, 44.1, 0), SIMD3(80, 89, 0)] {
      let value = try #require(plane(place)).0
      #expect((value - SIMD3(3 * place.x - place.y, 0.5 * place.y + 2, 0)).length < 1e-3)
      let above = SIMD3(place.x, place.y, 33)
      let there = try #require(solid(above)).0
      #expect((there - SIMD3(33 - place.y, 0.5 * place.x, 33)).length < 1e-3)
    }
    #expect(plane(SIMD3(-7, 0, 0)) == nil && plane(SIMD3(0, 200, 0)) == nil)
    #expect(plane(SIMD3(.nan, 0, 0)) == nil && solid(SIMD3(0, 0, 100)) == nil)
  }
}
