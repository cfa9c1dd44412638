import Foundation
import Testing

/// The colour difference of Sharma, Wu, Dalal 2005 (DOI 10.1002/col.20070), of L*a*b*.
enum CIEDE2000 {
  static func distance(_ x: [Double], _ y: [Double]) -> Double {
    func radians(_ degrees: Double) -> Double { degrees * .pi / 180 }
    let mean = (hypot(x[1], x[2]) + hypot(y[1], y[2])) / 2
    let g = 0.5 * (1 - (pow(mean, 7) / (pow(mean, 7) + pow(25, 7))).squareRoot())
    func polar(_ lab: [Double]) -> (chroma: Double, hue: Double) {
      let a = (1 + g) * lab[1]
      let hue = atan2(lab[2], a) * 180 / .pi
      return (hypot(a, lab[2]), hue < 0 ? hue + 360 : hue)
    }
    let (p, q) = (polar(x), polar(y))
    let isGrey = p.chroma * q.chroma == 0
    var dh = isGrey ? 0 : q.hue - p.hue
    if dh > 180 { dh -= 360 } else if dh < -180 { dh += 360 }
    let dL = y[0] - x[0]
    let dC = q.chroma - p.chroma
    let dH = 2 * (p.chroma * q.chroma).squareRoot() * sin(radians(dh / 2))
    let lightness = (x[0] + y[0]) / 2
    let chroma = (p.chroma + q.chroma) / 2
    var hue = p.hue + q.hue
    if !isGrey {
      if abs(p.hue - q.hue) > 180 { hue += hue < 360 ? 360 : -360 }
      hue /= 2
    }
    let t =
      1 - 0.17 * cos(radians(hue - 30)) + 0.24 * cos(radians(2 * hue))
      + 0.32 * cos(radians(3 * hue + 6)) - 0.20 * cos(radians(4 * hue - 63))
    let square = (lightness - 50) * (lightness - 50)
    let sL = 1 + 0.015 * square / (20 + square).squareRoot()
    let sC = 1 + 0.045 * chroma
    let sH = 1 + 0.015 * chroma * t
    let rotation = 30 * exp(-(((hue - 275) / 25) * ((hue - 275) / 25)))
    let rT =
      -sin(radians(2 * rotation)) * 2
      * (pow(chroma, 7) / (pow(chroma, 7) + pow(25, 7))).squareRoot()
    let (l, c, h) = (dL / sL, dC / sC, dH / sH)
    return (l * l + c * c + h * h + rT * c * h).squareRoot()
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
