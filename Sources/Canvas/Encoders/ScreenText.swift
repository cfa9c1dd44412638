extension CellGrid {
  /// One line per row, without trailing blanks.
  package var plainText: String {
    var text = ""
    for y in 0..<height {
      var row = String.UnicodeScalarView()
      var length = 0
      for x in 0..<width where !isCovered(x, y) {
        row.append(self[x, y].glyph)
        if self[x, y].glyph != " " { length = row.count }
      }
      text += String(String.UnicodeScalarView(row.prefix(length))) + "\n"
    }
    return text
  }
}

package enum ColorDepth: Sendable, CaseIterable {
  /// 24 bits.
  case full
  /// xterm's 256.
  case indexed
  /// The sixteen of ANSI.
  case ansi
  /// None: weight, underline and reversal only.
  case none
}

extension CellGrid {
  /// One line per row, with ECMA-48 "select graphic rendition" sequences where the style changes.
  package func ansiText(_ depth: ColorDepth = .full) -> String {
    var rendition = RenditionEncoder(depth)
    var text = ""
    for y in 0..<height {
      var current = Pen()
      for x in 0..<width where !isCovered(x, y) {
        let pen = rendition.pen(self[x, y].style)
        text += rendition.change(from: current, to: pen)
        current = pen
        text.unicodeScalars.append(self[x, y].glyph)
      }
      text += rendition.change(from: current, to: Pen())
      text += "\n"
    }
    return text
  }
}
