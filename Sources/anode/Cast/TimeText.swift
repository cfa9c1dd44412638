/// Times as a person writes them.
package enum TimeText {
  /// Seconds of "12.5", "12.5s", "1:05" or "1:02:03.5"; nil when the text has another form.
  package static func seconds(_ text: String) -> Double? {
    var text = text[...]
    if text.last == "s" { text = text.dropLast() }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (1...3).contains(parts.count) else { return nil }
    var total = 0.0
    for (index, part) in parts.enumerated() {
      let isLast = index == parts.count - 1
      guard let first = part.utf8.first, (0x30...0x39).contains(first),
        part.utf8.allSatisfy({ (0x30...0x39).contains($0) || (isLast && $0 == 0x2E) }),
        let value = Double(part), index == 0 || value < 60
      else { return nil }
      total = total * 60 + value
    }
    return total <= 1e9 ? total : nil
  }

  /// "0:07.3", "12:05.0", "1:02:03.5".
  package static func text(_ seconds: Double) -> String {
    let tenths = Int((min(max(seconds, 0), 1e9) * 10).rounded(.down))
    let (hours, minutes, rest) = (tenths / 36000, tenths / 600 % 60, tenths % 600)
    let small = (rest < 100 ? "0" : "") + "\(rest / 10).\(rest % 10)"
    return hours == 0
      ? "\(minutes):\(small)" : "\(hours):" + (minutes < 10 ? "0" : "") + "\(minutes):\(small)"
  }
}
