extension CellGrid {
  /// This grid as a terminal of fewer colours shows it (with xterm's looks for the sixteen).
  package func quantized(to depth: ColorDepth) -> CellGrid {
    guard depth != .full else { return self }
    var result = self
    var known: [Color: Color] = [:]
    func reduced(_ color: Color?) -> Color? {
      guard let color, depth != .none else { return nil }
      if let found = known[color] { return found }
      let index = depth == .indexed ? color.xterm256 : color.ansi16
      let shown = Color.xterm(index)
      known[color] = shown
      return shown
    }
    for y in 0..<height {
      for x in 0..<width {
        result[x, y].style.foreground = reduced(self[x, y].style.foreground)
        result[x, y].style.background = reduced(self[x, y].style.background)
      }
    }
    return result
  }
}
