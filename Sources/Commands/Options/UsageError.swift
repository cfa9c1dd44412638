import NeuralODE

/// An invalid command line; the description is one line.
package enum UsageError: Error, Equatable, CustomStringConvertible {
  case unknownCommand(String, suggestion: String?)
  case unknownOption(command: String, option: String, suggestion: String?)
  /// A shortened option that several options begin with.
  case ambiguousOption(command: String, option: String, candidates: [String])
  case missingValue(command: String, option: String, accepted: String)
  /// A value for a flag.
  case unexpectedValue(command: String, option: String, value: String)
  case badValue(
    command: String, option: String, value: String, accepted: String, suggestion: String?)
  case unexpectedOperand(command: String, operand: String)
  case missingOperand(command: String)
  case missingName(command: String, accepted: String)
  case unknownName(command: String, name: String, suggestion: String?, accepted: String)
  case optionNeeds(command: String, option: String, needed: String)
  case refused(command: String, reason: String)
  case noneOf(command: String, options: [String])
  case clash(command: String, first: String, second: String, reason: String)

  package var description: String {
    switch self {
    case .unknownCommand(let name, let suggestion):
      "anode: unknown command \(quoted(name))\(hint(suggestion)); anode --help lists them all"
    case .unknownOption(let command, let option, let suggestion):
      "anode \(command): unknown option \(quoted(option))\(hint(suggestion))"
        + "; anode help \(command) lists them all"
    case .ambiguousOption(let command, let option, let candidates):
      "anode \(command): option \(quoted(option)) could be \(SettingKind.list(candidates))"
    case .missingValue(let command, let option, let accepted):
      "anode \(command): option \(option) needs a value: \(accepted)"
    case .unexpectedValue(let command, let option, let value):
      "anode \(command): option \(option) takes no value, but \(quoted(value)) was given"
    case .badValue(let command, let option, let value, let accepted, let suggestion):
      "anode \(command): option \(option) does not accept \(quoted(value))\(hint(suggestion))"
        + "; it accepts \(accepted)"
    case .unexpectedOperand(let command, let operand):
      "anode \(command): unexpected argument \(quoted(operand))"
        + (command == "help" ? "; it takes one command" : "; options begin with --")
    case .missingOperand(let command):
      "anode \(command): give at least one FILE; see anode help \(command)"
    case .missingName(let command, let accepted):
      "anode \(command): an argument is missing: \(accepted)"
    case .unknownName(let command, let name, let suggestion, let accepted):
      "anode \(command): unknown name \(quoted(name))\(hint(suggestion)); choose \(accepted)"
    case .optionNeeds(let command, let option, let needed):
      "anode \(command): option \(option) works with \(needed) only"
    case .refused(let command, let reason): "anode \(command): \(reason)".harmless
    case .noneOf(let command, let options):
      "anode \(command): one of \(SettingKind.list(options)) is needed"
    case .clash(let command, let first, let second, let reason):
      "anode \(command): \(first) and \(second) clash: \(reason)"
    }
  }

  private func hint(_ suggestion: String?) -> String {
    suggestion.map { " (did you mean \($0)?)" } ?? ""
  }

  private func quoted(_ text: String) -> String {
    let line = text.harmless
    return "'" + (line.count > 60 ? line.prefix(57) + "..." : line) + "'"
  }
}

/// The name that a misspelt word probably means; nil if none is close.
package func nearest(to word: String, among names: [String]) -> String? {
  let word = word.lowercased()
  let bound = word.count < 2 ? 0 : max(1, word.count / 3)
  let near = names.map { (name: $0, distance: editDistance(word, $0)) }
    .filter { $0.distance <= bound || (word.count > 2 && $0.name.hasPrefix(word)) }
  return near.min { $0.distance < $1.distance }?.name
}

/// Insertions, deletions, substitutions and swaps of neighbours between two words (optimal string
/// alignment; F. J. Damerau, DOI 10.1145/363958.363994).
///
/// - Complexity: O(a.count · b.count), cut off at 64 characters.
func editDistance(_ a: String, _ b: String) -> Int {
  let a = Array(a.prefix(64))
  let b = Array(b.prefix(64))
  var before = [Int](repeating: 0, count: b.count + 1)
  var last = Array(0...b.count)
  for i in 0..<a.count {
    var row = [i + 1]
    for j in 0..<b.count {
      var best = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, before[j - 1] + 1) }
      row.append(best)
    }
    before = last
    last = row
  }
  return last[b.count]
}
