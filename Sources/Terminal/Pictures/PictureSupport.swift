import Canvas

/// How to send pictures in pixels to a terminal.
package struct PictureSupport: Sendable, Equatable {
  package enum Method: Sendable, Equatable {
    /// Kitty's graphics protocol, with shared memory if the terminal is on this machine.
    case kitty(sharesMemory: Bool)
    /// `largest` is in pixels.
    case sixel(colors: Int, largest: (width: Int, height: Int))

    package static func == (a: Method, b: Method) -> Bool {
      switch (a, b) {
      case (.kitty(let x), .kitty(let y)): x == y
      case (.sixel(let m, let x), .sixel(let n, let y)): m == n && x == y
      default: false
      }
    }
  }

  package var method: Method
  package var cell: CellSize
  /// Grows when the screen has lost its pictures and needs all again.
  package var generation = 0
  /// Of the line to the terminal.
  package var gauge: LineGauge

  package init(
    _ method: Method, cell: CellSize, generation: Int = 0, gauge: LineGauge = LineGauge()
  ) {
    self.method = method
    self.cell = cell
    self.generation = generation
    self.gauge = gauge
  }

  /// What the gauge says changes all the time, and is no reason to send everything anew.
  package static func == (a: PictureSupport, b: PictureSupport) -> Bool {
    a.method == b.method && a.cell == b.cell && a.generation == b.generation
  }
}

/// Picture support, collected from the terminal's answers.
struct PictureAnswers: Sendable, Equatable {
  /// Numbers of the pictures in queries.
  static let direct = 31
  static let shared = 32

  /// Whether the last query is answered; earlier ones without an answer never will be.
  private(set) var isComplete = false
  private var hasKitty = false
  private var sharesMemory = false
  private var hasSixel = false
  private var colors = 256
  private var largest = (width: 1000, height: 1000)
  private var cell: CellSize?
  /// Whether the terminal draws octants itself, whatever its font.
  private(set) var drawsOctants = false
  /// Whether it draws sixel better than kitty's protocol, if it says that it has both.
  private var prefersSixel = false

  mutating func take(_ answer: TerminalAnswer) {
    switch answer {
    case .attributes(let values):
      isComplete = true
      // The first number is the kind of terminal; 4 among the rest means sixel.
      hasSixel = values.dropFirst().contains(4)
    case .cellSize(let height, let width): cell = CellSize(width: width, height: height)
    case .kitty(id: Self.direct, let isFine): hasKitty = isFine
    case .kitty(id: Self.shared, let isFine): sharesMemory = isFine
    case .kitty: break
    case .graphics(item: 1, let values):
      if let count = values.first, count >= 2 { colors = min(count, 256) }
    case .graphics(item: 2, let values):
      if values.count == 2, values.allSatisfy({ $0 >= 64 }) { largest = (values[0], values[1]) }
    case .graphics: break
    case .version(let text):
      drawsOctants =
        Self.isAtLeast(
          ["kitty": [0, 40], "foot": [1, 20], "ghostty": [1, 2], "VTE": [7800]], text) ?? false
      // iTerm2 has kitty's protocol since 3.5, and showed pictures wrongly or not at all for long
      // (gitlab.com/gnachman/iterm2/-/issues/12483, github.com/Canop/broot/pull/1114); it has all
      // that is used here in 3.6.9. Sixel it has since 3.3.
      prefersSixel = Self.isAtLeast(["iTerm2": [3, 6, 9]], text).map { !$0 } ?? false
    case .ready: break
    }
  }

  /// Whether the version is one of these or later, by a terminal's name and version: "kitty(0.41.1)",
  /// "ghostty 1.2.0", "VTE(7802)", "iTerm2 3.6.9"; nil if the name is none of these.
  private static func isAtLeast(_ first: [String: [Int]], _ text: String) -> Bool? {
    guard let (name, needed) = first.first(where: { text.hasPrefix($0.key) }),
      text.dropFirst(name.count).first.map({ !$0.isLetter && !$0.isNumber }) ?? true
    else { return nil }
    let version = text.dropFirst(name.count).split { !$0.isNumber }.compactMap { Int($0) }
    return !version.lexicographicallyPrecedes(needed)
  }

  /// Another query was sent.
  mutating func expectMore() { isComplete = false }

  mutating func forgetCell() { cell = nil }

  /// - Parameter measured: the system's cell size, for terminals that do not report one.
  func support(
    _ preference: PicturePreference, measured: CellSize?, generation: Int
  ) -> PictureSupport? {
    guard let cell = cell ?? measured else { return nil }
    let kitty = PictureSupport.Method.kitty(sharesMemory: sharesMemory)
    let sixel = PictureSupport.Method.sixel(colors: colors, largest: largest)
    let method: PictureSupport.Method
    switch preference {
    case .off: return nil
    case .kitty: method = kitty
    case .sixel: method = sixel
    case .auto:
      guard isComplete, hasKitty || hasSixel else { return nil }
      method = hasKitty && !(hasSixel && prefersSixel) ? kitty : sixel
    }
    return PictureSupport(method, cell: cell, generation: generation)
  }

  static func == (a: PictureAnswers, b: PictureAnswers) -> Bool {
    a.isComplete == b.isComplete && a.hasKitty == b.hasKitty && a.sharesMemory == b.sharesMemory
      && a.hasSixel == b.hasSixel && a.colors == b.colors && a.largest == b.largest
      && a.cell == b.cell && a.drawsOctants == b.drawsOctants && a.prefersSixel == b.prefersSixel
  }
}

/// A terminal's answer to a query. The values are unchecked.
enum TerminalAnswer: Sendable, Equatable {
  /// Primary device attributes (DA1).
  case attributes([Int])
  /// In pixels (the answer to `CSI 16 t`).
  case cellSize(height: Int, width: Int)
  /// Kitty's graphics protocol: the picture's number in the query, and whether the answer is "OK".
  case kitty(id: Int, isFine: Bool)
  /// XTVERSION: the terminal's name and version.
  case version(String)
  /// XTSMGRAPHICS: item 1 is the number of colours, 2 the largest size.
  case graphics(item: Int, values: [Int])
  /// Status (DSR 5): all that was sent before is done.
  case ready

  /// The answer in a control sequence, `CSI ? … final` or `CSI 6 ; … t`.
  static func control(_ body: some Sequence<UInt8>, _ final: UInt8) -> TerminalAnswer? {
    let body = Array(body)
    if body.first == 0x3f {  // ?
      let values = KeySequences.parameters(body.dropFirst())
      switch final {
      case 0x63: return .attributes(values)  // c
      case 0x53 where values.count >= 3 && values[1] == 0:  // S
        return .graphics(item: values[0], values: Array(values.dropFirst(2)))
      default: return nil
      }
    }
    let values = KeySequences.parameters(body)
    if final == 0x6E, values == [0] { return .ready }  // n
    guard final == 0x74, values.count == 3, values[0] == 6 else { return nil }  // t
    return .cellSize(height: values[1], width: values[2])
  }

  /// The answer in a device control string, `DCS > | … ST`.
  static func device(_ body: some Collection<UInt8>) -> TerminalAnswer? {
    guard body.starts(with: [0x3e, 0x7c]) else { return nil }
    return .version(String(decoding: body.dropFirst(2), as: UTF8.self))
  }

  /// The answer in an application string, `APC G i=… ; … ST`.
  static func application(_ body: some Collection<UInt8>) -> TerminalAnswer? {
    let text = String(decoding: body, as: UTF8.self)
    guard text.hasPrefix("G"), let end = text.firstIndex(of: ";") else { return nil }
    for pair in text[text.index(after: text.startIndex)..<end].split(separator: ",") {
      if pair.hasPrefix("i="), let id = Int(pair.dropFirst(2)) {
        return .kitty(id: id, isFine: text[text.index(after: end)...] == "OK")
      }
    }
    return nil
  }
}
