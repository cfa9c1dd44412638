/// What a terminal answers to questions about itself. Anything can be in it.
enum TerminalAnswer: Sendable, Equatable {
  /// Primary device attributes (DA1): what it can do.
  case attributes([Int])
  /// Height and width of a cell in pixels (the answer to `CSI 16 t`).
  case cellSize(height: Int, width: Int)
  /// Of kitty's graphics protocol: the number of the picture asked about, and "OK" or what is
  /// wrong.
  case kitty(id: Int, isFine: Bool)
  /// Of XTSMGRAPHICS: 1, how many colours a picture can have; 2, how large it can be.
  case graphics(item: Int, values: [Int])

  /// The answer in a control sequence of the private kind, `CSI ? … final`, or `CSI 6 ; … t`.
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
    guard final == 0x74, values.count == 3, values[0] == 6 else { return nil }  // t
    return .cellSize(height: values[1], width: values[2])
  }

  /// The answer in an application's string, `APC G i=… ; … ST`.
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
