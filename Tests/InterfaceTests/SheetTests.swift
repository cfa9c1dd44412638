import Canvas
import LiveSession
import NeuralODE
import Testing

@testable import Interface

@Suite("The readout plane is clipped to the bounds") struct SheetTests {
  private func bounds(_ lower: [Float], _ upper: [Float]) -> SpaceBounds {
    var picture = SpacePicture()
    picture.dimension = 3
    (picture.lower, picture.upper) = (lower, upper)
    return SpaceBounds(picture)
  }

  @Test("a clipped plane is a convex polygon in the plane and within the bounds")
  func sheets() throws {
    var noise = Xoshiro256(seed: 3)
    func next() -> Float { Float(noise.uniform()) * 2 - 1 }
    var met = 0
    for _ in 0..<300 {
      let box = bounds([-1 - next(), -2, 0], [2 + next(), 1.5, 20 + 15 * next()])
      let normal = SIMD3(next(), next(), next() * 0.3)
      let c = next() * 3
      let corners = box.sheet(of: [normal.x, normal.y, normal.z, c])
      guard !corners.isEmpty else { continue }
      met += 1
      #expect((3...6).contains(Set(corners.map { SIMD3($0.x, $0.y, $0.z) }).count))
      for corner in corners {
        let scale = (normal * normal).sum().squareRoot() * 40 + abs(c)
        #expect(abs((normal * corner).sum() + c) < 1e-4 * scale)
        for axis in 0..<3 {
          let slack = 1e-4 * box.half(axis)
          #expect(corner[axis] >= box.lower[axis] - slack)
          #expect(corner[axis] <= box.upper[axis] + slack)
        }
      }
      // All turns have the same sense around the normal.
      let turns = corners.indices.map { k -> Float in
        let a = corners[(k + 1) % corners.count] - corners[k]
        let b = corners[(k + 2) % corners.count] - corners[(k + 1) % corners.count]
        let cross = SIMD3(
          a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
        return (cross * normal).sum()
      }
      let least = -1e-3 * (turns.map(abs).max() ?? 0)
      #expect(turns.allSatisfy { $0 >= least } || turns.allSatisfy { $0 <= -least })
    }
    #expect(met > 100)
  }

  @Test("an invalid plane, or one outside the bounds, gives nothing")
  func noSheet() {
    let box = bounds([-1, -1, -1], [1, 1, 1])
    let none: [[Float]] = [
      [], [1, 0, 0], [0, 0, 0, 1], [.nan, 0, 0, 1], [1, 0, 0, .infinity], [1, 0, 0, 50],
      [1, 1, 1, 1e30], [1e-30, 0, 0, 1],
    ]
    for plane in none { #expect(box.sheet(of: plane).isEmpty, "\(plane)") }
    #expect(box.sheet(of: [0, 0, 2, 0]).count == 4)
  }

  @Test("features in three dimensions get one plane, with its outline on top")
  func featuresHaveASheet() {
    var picture = SpacePicture()
    picture.dimension = 3
    picture.times = [0, 1]
    picture.pointCount = 1
    picture.labels = [1]
    picture.trajectories = [0, 0, 0, 1, 2, 3]
    (picture.lower, picture.upper) = ([0, 0, 0], [1, 2, 3])
    picture.decision = [0.2, 0.1, 1, -1.5]
    var drawing = Drawing(columns: 60, rows: 24)
    SpacePainter(
      reader: SpaceReader(picture), bounds: SpaceBounds(picture), isOfFeatures: true, time: 1,
      camera: Camera(), look: Look(theme: .dark, glyphs: .unicode)
    ).draw(into: &drawing, in: drawing.bounds)
    let text = drawing.description
    let parts = text.components(separatedBy: "  sheet ")
    #expect(parts.count == 2)
    #expect(parts.last?.contains("layer \(Layers.field):") ?? false)
    // The outline is closed.
    let outline = text.split(separator: "\n").last {
      $0.contains("  stroke ") && $0.contains("layer \(Layers.field):")
    }
    let corners = outline?.split(separator: ":").last?.split(separator: " ") ?? []
    #expect(corners.count >= 4 && corners.first == corners.last)
  }
}
