import Testing

@testable import Canvas

enum CIEDE2000 {
  static func distance(_ x: [Double], _ y: [Double]) -> Double {
    LabColor(lightness: x[0], a: x[1], b: x[2])
      .difference(from: LabColor(lightness: y[0], a: y[1], b: y[2]))
  }

  /// Pairs of the paper's table 1 and their distances: near grey, across the hues' ends, blues.
  static let published: [(x: [Double], y: [Double], distance: Double)] = [
    ([50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425),
    ([50, 3.1571, -77.2803], [50, 0, -82.7485], 2.8615),
    ([50, -1.3802, -84.2814], [50, 0, -82.7485], 1.0000),
    ([50, 0, 0], [50, -1, 2], 2.3669),
    ([50, 2.4900, -0.0010], [50, -2.4900, 0.0009], 7.1792),
    ([50, 2.4900, -0.0010], [50, -2.4900, 0.0011], 7.2195),
    ([50, -0.0010, 2.4900], [50, 0.0009, -2.4900], 4.8045),
    ([50, -0.0010, 2.4900], [50, 0.0011, -2.4900], 4.7461),
    ([50, 2.5, 0], [50, 0, -2.5], 4.3065),
    ([50, 2.5, 0], [73, 25, -18], 27.1492),
    ([50, 2.5, 0], [61, -5, 29], 22.8977),
    ([50, 2.5, 0], [56, -27, -3], 31.9030),
    ([60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644),
    ([22.7233, 20.0904, -46.6940], [23.0331, 14.9730, -42.5619], 2.0373),
    ([90.8027, -2.0831, 1.4410], [91.1528, -1.6435, 0.0447], 1.4441),
    ([2.0776, 0.0795, -1.1350], [0.9033, -0.0636, -0.5514], 0.9082),
  ]
}

@Suite("CIEDE2000") struct CIEDE2000Tests {
  @Test("is that of the paper's pairs", arguments: CIEDE2000.published.indices)
  func pairs(index: Int) {
    let (x, y, distance) = CIEDE2000.published[index]
    #expect(abs(CIEDE2000.distance(x, y) - distance) < 5e-5)
    #expect(abs(CIEDE2000.distance(y, x) - distance) < 5e-5)
  }
}
