import NeuralODE

/// The options and operands of one command, each valid on its own.
package struct ParsedOptions: Sendable, Equatable {
  package let command: CommandDescription
  /// By option name.
  package var values: [String: SettingValue] = [:]
  /// As typed, by option name.
  package var texts: [String: String] = [:]
  /// Every value as typed, by option name.
  package var repeats: [String: [String]] = [:]
  package var operands: [String] = []

  package init(command: CommandDescription) {
    self.command = command
  }

  package func has(_ name: String) -> Bool { values[name] != nil }

  package func integer(_ name: String) -> Int? {
    if case .integer(let value)? = values[name] { value } else { nil }
  }

  package func real(_ name: String) -> Double? {
    if case .real(let value)? = values[name] { value } else { nil }
  }

  package func word(_ name: String) -> String? {
    if case .word(let value)? = values[name] { value } else { nil }
  }

  /// The case whose raw value is the option's word.
  package func choice<Value: RawRepresentable<String>>(
    _ name: String, _ type: Value.Type = Value.self
  ) -> Value? {
    word(name).flatMap { Value(rawValue: $0) }
  }

  /// As typed, or with its default: `--p 3`.
  package func spelling(_ name: String, default value: String? = nil) -> String {
    (texts[name] ?? value).map { "--\(name) \($0)" } ?? "--\(name)"
  }

  /// The error for two options, given or with these defaults, that exclude each other.
  package func clash(
    _ first: String, _ second: String, _ reason: String,
    defaults: (first: String?, second: String?) = (nil, nil)
  ) -> UsageError {
    .clash(
      command: command.name, first: spelling(first, default: defaults.first),
      second: spelling(second, default: defaults.second), reason: reason)
  }

  /// Refuses options that exclude another, which is given.
  func refuse(_ names: [String], beside other: String, _ reason: String) throws(UsageError) {
    if let name = names.first(where: has) { throw clash(other, name, reason) }
  }

  /// Refuses options that have no effect without another, or an operand.
  func require(
    _ needed: String, for names: [String], unless isGiven: Bool = false
  ) throws(UsageError) {
    guard !isGiven, let name = names.first(where: has) else { return }
    throw .optionNeeds(command: command.name, option: "--\(name)", needed: needed)
  }

  /// The operand of a command that takes one.
  func operand() throws(UsageError) -> String? {
    if operands.count > 1 {
      throw .unexpectedOperand(command: command.name, operand: operands[1])
    }
    return operands.first
  }
}
