import NeuralODE

/// Options and operands of one command, all of them valid by themselves.
package struct ParsedOptions: Sendable, Equatable {
  /// The command they are for.
  package let command: CommandDescription
  /// Values by option name; what is not given is not there.
  package var values: [String: SettingValue] = [:]
  /// As typed, by option name, for messages.
  package var texts: [String: String] = [:]
  /// As typed, by option name, every time that it was given.
  package var repeats: [String: [String]] = [:]
  /// What is left.
  package var operands: [String] = []

  /// Nothing given.
  package init(command: CommandDescription) {
    self.command = command
  }

  /// Is the option there?
  package func has(_ name: String) -> Bool { values[name] != nil }

  /// The value of an integer option, if given.
  package func integer(_ name: String) -> Int? {
    if case .integer(let value)? = values[name] { value } else { nil }
  }

  /// The value of a numeric option, if given.
  package func real(_ name: String) -> Double? {
    if case .real(let value)? = values[name] { value } else { nil }
  }

  /// The word given to a choice, if given.
  package func word(_ name: String) -> String? {
    if case .word(let value)? = values[name] { value } else { nil }
  }

  /// The case of an enumeration whose raw values are the option's words, if given.
  package func choice<Value: RawRepresentable<String>>(
    _ name: String, _ type: Value.Type = Value.self
  ) -> Value? {
    word(name).flatMap { Value(rawValue: $0) }
  }

  /// The option as typed, or its default: `--p 3`.
  package func spelling(_ name: String, default value: String? = nil) -> String {
    (texts[name] ?? value).map { "--\(name) \($0)" } ?? "--\(name)"
  }

  /// Two options, given or by default, that cannot stand together, and why.
  package func clash(
    _ first: String, _ firstDefault: String?, _ second: String, _ secondDefault: String?,
    _ reason: String
  ) -> UsageError {
    .clash(
      command: command.name, first: spelling(first, default: firstDefault),
      second: spelling(second, default: secondDefault), reason: reason)
  }
}
