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

  /// The error for two options, given or by default, that exclude each other.
  package func clash(
    _ first: String, _ firstDefault: String?, _ second: String, _ secondDefault: String?,
    _ reason: String
  ) -> UsageError {
    .clash(
      command: command.name, first: spelling(first, default: firstDefault),
      second: spelling(second, default: secondDefault), reason: reason)
  }
}
