extension StringProtocol {
  /// This text without the blanks around it: spaces of any width, and tabs.
  var trimmingBlanks: String {
    func isBlank(_ scalar: Unicode.Scalar) -> Bool {
      scalar == "\t" || scalar == "\u{200B}" || scalar.properties.generalCategory == .spaceSeparator
    }
    let scalars = unicodeScalars
    guard let first = scalars.firstIndex(where: { !isBlank($0) }),
      let last = scalars.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(String.UnicodeScalarView(scalars[first...last]))
  }

  /// This text in so many characters: spaces behind it, or cut off.
  func filled(to count: Int) -> String {
    prefix(count) + String(repeating: " ", count: Swift.max(0, count - self.count))
  }
}
