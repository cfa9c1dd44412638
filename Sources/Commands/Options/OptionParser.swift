import CSystem
import Platform
import NeuralODE

/// Parses the arguments that follow a command's name, as libc's `getopt_long` does.
///
/// `--name value` or `--name=value`; names can be shortened while unique; options and operands mix;
/// `--` ends the options; the last of a repeated option counts. On the main actor since
/// `getopt_long` keeps its state in globals.
@MainActor package func parse(
  _ arguments: [String], for command: CommandDescription
) throws(UsageError) -> ParsedOptions {
  var scanner = OptionScanner(arguments, command)
  defer { scanner.free() }
  var parsed = ParsedOptions(command: command)
  while let (option, text) = try scanner.next() {
    guard let text else {
      parsed.values[option.name] = .word("on")
      continue
    }
    parsed.values[option.name] = try value(of: text, for: option, command)
    parsed.texts[option.name] = text
    parsed.repeats[option.name, default: []].append(text)
  }
  parsed.operands = scanner.operands
  if command.operands == nil, let operand = parsed.operands.first {
    throw .unexpectedOperand(command: command.name, operand: operand)
  }
  return parsed
}

/// One pass of `getopt_long`; only one can be active at a time.
@MainActor private struct OptionScanner {
  private let command: CommandDescription
  /// The arguments for getopt, which permutes them: the program's name, the arguments, NULL.
  private var words: [UnsafeMutablePointer<CChar>?]
  private let names: [UnsafeMutablePointer<CChar>?]
  /// Options by `val` − `firstValue`, which is above every character.
  private var table: [option]
  private static let firstValue: Int32 = 256

  init(_ arguments: [String], _ command: CommandDescription) {
    self.command = command
    words = (["anode"] + arguments).map { strdup($0) } + [nil]
    names = command.options.map { strdup($0.name) }
    table = []
    for (index, description) in command.options.enumerated() {
      table.append(
        option(
          name: names[index],
          has_arg: description.kind == .flag ? no_argument : required_argument, flag: nil,
          val: Self.firstValue + Int32(index)))
    }
    table.append(option())
    shim_getopt_restart()
  }

  func free() {
    for text in words + names { Platform.free(text) }
  }

  /// The next option, and its value unless it is a flag; nil at the end.
  mutating func next() throws(UsageError) -> (option: OptionDescription, text: String?)? {
    // The leading colon tells a missing value from an unknown option.
    let code = getopt_long(Int32(words.count - 1), &words, letters, table, nil)
    switch code {
    case -1: return nil
    case Int32(UInt8(ascii: ":")):
      // On macOS also for a flag with a value.
      guard let option = described(shim_optopt()), option.kind != .flag else { throw unknown() }
      throw .missingValue(
        command: command.name, option: "--\(option.name)", accepted: option.kind.accepted)
    case Int32(UInt8(ascii: "?")): throw unknown()
    default:
      guard let option = described(code) else { throw unknown() }
      return (option, option.kind == .flag ? nil : shim_optarg().map { String(cString: $0) } ?? "")
    }
  }

  /// In getopt's form: each letter that takes a value is followed by a colon.
  private var letters: String {
    ":"
      + command.options.compactMap { option in
        option.letter.map { option.kind == .flag ? "\($0)" : "\($0):" }
      }.joined()
  }

  /// Valid when no options are left: getopt has moved the operands to the end.
  var operands: [String] {
    words[Int(shim_optind())...].compactMap { $0.map { String(cString: $0) } }
  }

  private func described(_ value: Int32) -> OptionDescription? {
    if value > 0, value < Self.firstValue {
      return command.options.first { $0.letter?.asciiValue.map(Int32.init) == value }
    }
    let index = Int(value - Self.firstValue)
    return command.options.indices.contains(index) ? command.options[index] : nil
  }

  /// The error behind getopt's question mark: a flag with a value, an ambiguous short form or an
  /// unknown name.
  private func unknown() -> UsageError {
    let culprit = shim_optopt()
    let word = self.word(of: culprit)
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    if let option = described(culprit) {
      return .unexpectedValue(
        command: command.name, option: "--\(option.name)",
        value: parts.count > 1 ? String(parts[1]) : "")
    }
    let typed = parts.first.map(String.init) ?? word
    let name = String(typed.drop { $0 == "-" })
    let candidates = command.options.map(\.name).filter { !name.isEmpty && $0.hasPrefix(name) }
    if typed.hasPrefix("--"), candidates.count > 1 {
      return .ambiguousOption(
        command: command.name, option: typed, candidates: candidates.map { "--\($0)" })
    }
    return .unknownOption(
      command: command.name, option: typed,
      suggestion: nearest(to: name, among: command.options.map(\.name)).map { "--\($0)" })
  }

  /// The argument with the invalid option. It is the one before getopt's position, unless getopt is
  /// in the middle of a cluster of letters (-xyz).
  private func word(of culprit: Int32) -> String {
    let next = Int(shim_optind())
    let texts = words.map { $0.map { String(cString: $0) } ?? "" }
    let last = texts[next - 1]
    let isLong = culprit == 0 || culprit >= Self.firstValue
    if isLong || (last.hasPrefix("-") && last.utf8.last == UInt8(truncatingIfNeeded: culprit)) {
      return last
    }
    return texts[min(next, texts.count - 1)]
  }
}

private func value(
  of text: String, for option: OptionDescription, _ command: CommandDescription
) throws(UsageError) -> SettingValue {
  func refused(_ suggestion: String? = nil) -> UsageError {
    .badValue(
      command: command.name, option: "--\(option.name)", value: text,
      accepted: option.kind.accepted, suggestion: suggestion)
  }
  if option.kind == .time {
    guard let seconds = TimeText.seconds(text) else { throw refused() }
    return .real(seconds)
  }
  guard let value = option.kind.value(of: option.wordAliases[text] ?? text) else {
    throw refused(nearest(to: text, among: option.kind.words))
  }
  return value
}
