/// Parses the arguments that follow a command's name, by GNU's conventions.
///
/// `--name value` or `--name=value`; names may be shortened to what is unique; options and operands mix, and `--` ends
/// the options. A repeated option's last value holds. Not `getopt_long`, which keeps its place in globals, cannot tell an
/// unknown option from an ambiguous one, and is missing from Swift's Glibc module.
package func parse(
  _ arguments: [String], for command: CommandDescription
) throws(UsageError) -> ParsedOptions {
  var parsed = ParsedOptions(command: command)
  var rest = arguments[...]
  while let word = rest.popFirst() {
    if word == "--" {
      parsed.operands += rest
      break
    }
    guard word.hasPrefix("-"), word != "-" else {
      parsed.operands.append(word)
      continue
    }
    if word == "-h" {
      parsed.values["help"] = .present
      continue
    }
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let option = try find(String(parts[0]), in: command)
    let attached = parts.count > 1 ? String(parts[1]) : nil
    if option.kind == .flag {
      if let attached {
        throw .unexpectedValue(
          command: command.name, option: "--\(option.name)", value: attached)
      }
      parsed.values[option.name] = .present
      continue
    }
    guard let text = attached ?? rest.popFirst() else {
      throw .missingValue(
        command: command.name, option: "--\(option.name)", accepted: option.kind.accepted)
    }
    parsed.values[option.name] = try value(of: text, for: option, command)
    parsed.texts[option.name] = text
  }
  if command.operands == nil, let operand = parsed.operands.first {
    throw .unexpectedOperand(command: command.name, operand: operand)
  }
  return parsed
}

/// The option that a word names, in full or shortened.
private func find(
  _ word: String, in command: CommandDescription
) throws(UsageError) -> OptionDescription {
  let name = String(word.drop { $0 == "-" })
  let names = command.options.map(\.name)
  if word.hasPrefix("--"), !name.isEmpty {
    if let option = command.option(name) { return option }
    let candidates = command.options.filter { $0.name.hasPrefix(name) }
    if candidates.count == 1 { return candidates[0] }
    if candidates.count > 1 {
      throw .ambiguousOption(
        command: command.name, option: word, candidates: candidates.map { "--\($0.name)" })
    }
  }
  throw .unknownOption(
    command: command.name, option: word,
    suggestion: nearest(to: name, among: names).map { "--\($0)" })
}

/// The value a text stands for.
private func value(
  of text: String, for option: OptionDescription, _ command: CommandDescription
) throws(UsageError) -> OptionValue {
  func refused(_ suggestion: String? = nil) -> UsageError {
    .badValue(
      command: command.name, option: "--\(option.name)", value: text,
      accepted: option.kind.accepted, suggestion: suggestion)
  }
  func integer(_ text: some StringProtocol, _ range: ClosedRange<Int>) throws(UsageError) -> Int {
    guard let value = Int(text), range.contains(value) else { throw refused() }
    return value
  }
  switch option.kind {
  case .flag:
    return .present
  case .path:
    guard !text.isEmpty else { throw refused() }
    return .word(text)
  case .choice(let words):
    guard words.contains(text) else { throw refused(nearest(to: text, among: words)) }
    return .word(text)
  case .integer(let range):
    return .integer(try integer(text, range))
  case .integerOrWord(let range, let word):
    return text == word ? .word(word) : .integer(try integer(text, range))
  case .real(let lower, let upper):
    // Double takes "inf", "nan" and hexadecimal; none is a number here. Overflow gives an infinity.
    guard text.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }), let value = Double(text),
      value.isFinite, value > lower, value <= upper
    else { throw refused() }
    return .real(value)
  case .sum(let range):
    let parts = text.split(separator: "+", omittingEmptySubsequences: false)
    guard parts.count == 2 else { throw refused() }
    return .sum(try integer(parts[0], range), try integer(parts[1], range))
  }
}
