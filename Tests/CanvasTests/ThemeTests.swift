import Canvas
import Foundation
import Testing

@Suite("Colours can be distinguished with any colour vision") struct ThemeTests {
  /// Matrices of Machado, Oliveira and Fernandes 2009 (DOI 10.1109/TVCG.2009.113), severity 1, on
  /// linear RGB.
  private static let deficiencies: [(name: String, matrix: [[Double]])] = [
    ("usual vision", [[1, 0, 0], [0, 1, 0], [0, 0, 1]]),
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
  ]

  private static let tritanopia = [
    [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.303900],
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

  private static func seen(_ color: Color, _ matrix: [[Double]]) -> [Double] {
    let rgb = linear(color)
    return lab(matrix.map { row in zip(row, rgb).reduce(0) { $0 + $1.0 * $1.1 } })
  }

  /// The least CIEDE2000 of two colours as those with usual vision, protanopes and deuteranopes see
  /// them.
  private static func distance(_ a: Color, _ b: Color) -> Double {
    deficiencies.map { CIEDE2000.distance(seen(a, $0.matrix), seen(b, $0.matrix)) }.min() ?? 0
  }

  private static func luminance(_ color: Color) -> Double {
    let c = linear(color)
    return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2]
  }

  /// WCAG 2.2's contrast.
  private static func contrast(_ a: Color, _ b: Color) -> Double {
    let (x, y) = (luminance(a), luminance(b))
    return (max(x, y) + 0.05) / (min(x, y) + 0.05)
  }

  /// Every theme with colours as each kind of terminal with colours shows it.
  static let shown: [Theme] = Theme.all.filter { !$0.isMono }.flatMap { theme in
    [ColorDepth.full, .indexed, .ansi].map { theme.shown(in: $0) }
  }

  private static let pieces = 16

  private static func shares() -> [Float] { (0...pieces).map { Float($0) / Float(pieces) } }

  @Test("text has a contrast of 4.5", arguments: shown)
  func text(theme: Theme) throws {
    let grounds = [try #require(theme.background), try #require(theme.bar)]
    let both: [(String, Color?)] = [
      ("text", theme.text), ("dim", theme.dim), ("title", theme.title), ("bad", theme.bad),
      ("highlight", theme.highlight), ("negative", theme.negative), ("positive", theme.positive),
    ]
    let panels: [(String, Color?)] = theme.families.map { ($0, $1) } + [("good", theme.good)]
    let classes = theme.hues.indices.map { ("class \($0)", theme.classColor(number: $0)) }
    for (index, ground) in grounds.enumerated() {
      for (name, color) in both + classes + (index == 0 ? panels : []) {
        expect(name, color, least: 4.5, on: ground, theme)
      }
    }
    // Numbers of mistakes stand on mixtures with these.
    for color in [theme.good, theme.bad] {
      for share in Self.shares() {
        let ground = try #require(theme.wash(color, 1 - share)).shown(in: theme.depth)
        expect("text on a mixture of \(share)", ground.opposite, least: 4.5, on: ground, theme)
      }
    }
  }

  @Test("strokes and marks have a contrast of 3, and so has the faintest", arguments: shown)
  func marks(theme: Theme) throws {
    let ground = try #require(theme.background)
    let marks: [(String, Color?)] = [
      ("field", theme.field), ("grid lines", theme.floor), ("frames and axes", theme.border),
      ("focus", theme.focus), ("readout plane", theme.decision), ("text", theme.text),
      ("dim", theme.dim), ("bad", theme.bad), ("negative", theme.negative),
      ("positive", theme.positive),
    ]
    let classes = (0..<2 * theme.hues.count).map { ("class \($0)", theme.classColor(number: $0)) }
    let scales = Self.shares().flatMap {
      [("number \($0)", theme.numberColor($0)), ("speed \($0)", theme.speedColor($0))]
    }
    let models = theme.families.map { ($0, Optional($1)) }
    for (name, color) in marks + models + classes + scales {
      expect(name, color, least: 3, on: ground, theme)
      var last = Double.infinity
      for share in Self.shares() {
        let faint = theme.faded(color, share)
        expect("\(name) faded by \(share)", faint, least: 3, on: ground, theme)
        guard theme.depth == .full, let faint else { continue }
        let contrast = Self.contrast(faint, ground)
        // One level of 256 more or less.
        #expect(contrast <= last + 0.15, "\(theme.name): \(name) faded by \(share) is stronger")
        last = contrast
      }
      if theme.depth == .full { #expect(last < 3.5, "\(theme.name): \(name) does not fade") }
    }
  }

  private func expect(
    _ name: String, _ color: Color?, least: Double, on ground: Color, _ theme: Theme
  ) {
    guard let color else { return #expect(Bool(false), "\(theme.name) has no \(name)") }
    let ratio = Self.contrast(color.shown(in: theme.depth), ground.shown(in: theme.depth))
    #expect(ratio >= least, "\(theme.name), \(theme.depth): \(name) has \(ratio)")
  }

  @Test("the program computes contrast as this test does") func sameContrast() {
    for red in stride(from: 0, through: 255, by: 51) {
      for green in stride(from: 0, through: 255, by: 51) {
        for blue in stride(from: 0, through: 255, by: 51) {
          let (a, b) = (Color(UInt8(red), UInt8(green), UInt8(blue)), Color(hex: 0x101318))
          #expect(abs(Double(a.contrast(with: b)) - Self.contrast(a, b)) < 1e-4)
        }
      }
    }
    // WCAG's extremes.
    #expect(abs(Color(hex: 0).contrast(with: Color(hex: 0xFFFFFF)) - 21) < 1e-4)
  }

  @Test("classes and models are told apart by the colour-blind", arguments: shown)
  func separation(theme: Theme) throws {
    let models = ["node", "anode", "resnet", "learned", "second", "control"].map {
      ($0, theme.families[$0])
    }
    var pairs: [(String, Color?, Color?, least: Double)] = [
      ("the classes", theme.negative, theme.positive, 15),
      ("node and anode", models[0].1, models[1].1, 15),
    ]
    // Sixteen colours are too few for more, and 256 have few that are dark enough on white.
    if theme.depth != .ansi {
      for (index, a) in models.enumerated() {
        for b in models[..<index] {
          let least = theme.depth == .indexed && index > 2 ? 13.0 : 15
          pairs.append(("\(a.0) and \(b.0)", a.1, b.1, least))
        }
      }
    }
    for (name, a, b, least) in pairs {
      let (a, b) = (try #require(a), try #require(b))
      let d = Self.distance(a.shown(in: theme.depth), b.shown(in: theme.depth))
      #expect(d >= least, "\(theme.name), \(theme.depth): \(name): \(d)")
    }
  }

  @Test("classes, NODE, ANODE and ResNet are told apart without blue", arguments: shown)
  func tritanopia(theme: Theme) throws {
    guard theme.depth != .ansi else { return }
    let models = ["node", "anode", "resnet"].map { theme.families[$0] }
    for (a, b) in [
      (theme.negative, theme.positive), (models[0], models[1]), (models[0], models[2]),
      (models[1], models[2]),
    ] {
      let (a, b) = (try #require(a), try #require(b))
      let d = CIEDE2000.distance(
        Self.seen(a.shown(in: theme.depth), Self.tritanopia),
        Self.seen(b.shown(in: theme.depth), Self.tritanopia))
      #expect(d >= 15, "\(theme.name), \(theme.depth): \(d)")
    }
  }

  @Test("slow and fast are told apart, and lightness grows with speed", arguments: shown)
  func speed(theme: Theme) throws {
    let ground = try #require(theme.background)
    let colors = try Self.shares().map { try #require(theme.speedColor($0)).shown(in: theme.depth) }
    let (slow, fast) = (try #require(colors.first), try #require(colors.last))
    #expect(Self.distance(slow, fast) >= 15)
    for (a, b) in zip(colors, colors.dropFirst()) {
      #expect(Self.contrast(a, ground) <= Self.contrast(b, ground), "\(theme.name), \(theme.depth)")
    }
    guard theme.depth != .ansi else { return }
    let others = ([theme.negative, theme.positive].compactMap { $0 } + theme.families.values)
      .map { $0.shown(in: theme.depth) }
    for color in theme.speed {
      for other in others {
        let seen = [color.shown(in: theme.depth), other].map { Self.lab(Self.linear($0)) }
        #expect(CIEDE2000.distance(seen[0], seen[1]) >= 14, "\(theme.name), \(theme.depth)")
      }
    }
    // Half the range of lightness is left for four steps: below 15, above twice the 2.3 that is
    // just noticed.
    for (a, b) in zip(theme.speed, theme.speed.dropFirst()) {
      let d = Self.distance(a.shown(in: theme.depth), b.shown(in: theme.depth))
      #expect(d >= 5, "\(theme.name), \(theme.depth): \(d)")
    }
  }
}
