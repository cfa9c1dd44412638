import Canvas
import Foundation
import Testing

@Suite("Colours can be distinguished with any colour vision") struct ThemeTests {
  /// Matrices of Machado, Oliveira and Fernandes 2009 (DOI 10.1109/TVCG.2009.113), severity 1, on
  /// linear RGB.
  private static let deficiencies: [(name: String, matrix: [[Double]])] = [
    ("none", [[1, 0, 0], [0, 1, 0], [0, 0, 1]]),
    (
      "protanopia",
      [
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
      ]
    ),
    (
      "deuteranopia",
      [
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
      ]
    ),
    (
      "tritanopia",
      [
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
      ]
    ),
  ]

  private static func linear(_ color: Color) -> [Double] {
    [color.red, color.green, color.blue].map {
      let c = Double($0) / 255
      return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4)
    }
  }

  /// CIE L*a*b* under D65.
  private static func lab(_ rgb: [Double]) -> [Double] {
    let c = rgb.map { min(max($0, 0), 1) }
    let x = (0.4124 * c[0] + 0.3576 * c[1] + 0.1805 * c[2]) / 0.95047
    let y = 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2]
    let z = (0.0193 * c[0] + 0.1192 * c[1] + 0.9505 * c[2]) / 1.08883
    func f(_ t: Double) -> Double { t > 0.008856 ? cbrt(t) : 7.787 * t + 16.0 / 116 }
    return [116 * f(y) - 16, 500 * (f(x) - f(y)), 200 * (f(y) - f(z))]
  }

  private static func distance(_ a: Color, _ b: Color, _ matrix: [[Double]]) -> Double {
    func seen(_ color: Color) -> [Double] {
      let rgb = linear(color)
      return lab(matrix.map { row in zip(row, rgb).reduce(0) { $0 + $1.0 * $1.1 } })
    }
    return zip(seen(a), seen(b)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
  }

  private static func luminance(_ color: Color) -> Double {
    let c = linear(color)
    return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2]
  }

  /// WCAG 2's contrast.
  private static func contrast(_ a: Color, _ b: Color) -> Double {
    let (x, y) = (luminance(a), luminance(b))
    return (max(x, y) + 0.05) / (min(x, y) + 0.05)
  }

  @Test(
    "models and classes stay distinct under every common colour deficiency",
    arguments: Theme.all.filter { !$0.isMono })
  func separation(theme: Theme) throws {
    let pairs: [(String, Color?, Color?)] = [
      ("NODE and ANODE", theme.node, theme.anode), ("the classes", theme.negative, theme.positive),
      ("NODE and ResNet", theme.node, theme.resnet),
      ("ANODE and ResNet", theme.anode, theme.resnet),
    ]
    for (name, a, b) in pairs {
      let (a, b) = (try #require(a), try #require(b))
      for (deficiency, matrix) in Self.deficiencies {
        // A difference of 2.3 is just noticeable; ten times that is plain, even on a projector.
        let d = Self.distance(a, b, matrix)
        #expect(d > 20, "\(theme.name): \(name) under \(deficiency): \(d)")
      }
    }
  }

  @Test("text contrasts with its background", arguments: Theme.all.filter { !$0.isMono })
  func contrast(theme: Theme) throws {
    let ground = try #require(theme.background)
    for (name, color, least) in [
      ("text", theme.text, 7.0), ("dim", theme.dim, 4.5), ("NODE", theme.node, 4.5),
      ("ANODE", theme.anode, 4.5), ("ResNet", theme.resnet, 4.5), ("bad", theme.bad, 4.5),
      ("good", theme.good, 4.5), ("title", theme.title, 7), ("negative", theme.negative, 3),
      ("positive", theme.positive, 3),
    ] as [(String, Color?, Double)] {
      let ratio = Self.contrast(try #require(color), ground)
      #expect(ratio >= least, "\(theme.name): \(name) has \(ratio)")
    }
  }
}
