import DifferentialEquations
import Lanes

/// What a property that is a setting can be stored as.
protocol SettingProperty: Sendable {
  /// It, as a setting of that kind says it.
  func value(in kind: SettingKind) -> SettingValue
  /// The property that a value of that kind means; nil for one of another kind.
  init?(_ value: SettingValue, in kind: SettingKind)
}

extension SettingProperty where Self: RawRepresentable<String> {
  func value(in _: SettingKind) -> SettingValue { .word(rawValue) }

  init?(_ value: SettingValue, in _: SettingKind) {
    guard case .word(let word) = value else { return nil }
    self.init(rawValue: word)
  }
}

extension ModelFamily: SettingProperty {}
extension Activation: SettingProperty {}
extension RightEnd: SettingProperty {}
extension GradientMethod: SettingProperty {}
extension LossFunction: SettingProperty {}
extension OptimizerKind: SettingProperty {}

extension Int: SettingProperty {
  func value(in _: SettingKind) -> SettingValue { .integer(self) }

  init?(_ value: SettingValue, in _: SettingKind) {
    guard case .integer(let number) = value else { return nil }
    self = number
  }
}

/// A seed: as much of it as a whole number holds.
extension UInt64: SettingProperty {
  func value(in _: SettingKind) -> SettingValue {
    .integer(Int(truncatingIfNeeded: self & UInt64(Int.max)))
  }

  init?(_ value: SettingValue, in _: SettingKind) {
    guard case .integer(let number) = value else { return nil }
    self.init(exactly: number)
  }
}

extension Double: SettingProperty {
  func value(in _: SettingKind) -> SettingValue { .real(self) }

  init?(_ value: SettingValue, in _: SettingKind) {
    guard case .real(let number) = value else { return nil }
    self = number
  }
}

/// The first of two words means yes.
extension Bool: SettingProperty {
  func value(in kind: SettingKind) -> SettingValue { .word(kind.words[self ? 0 : 1]) }

  init?(_ value: SettingValue, in kind: SettingKind) {
    guard case .word(let word) = value else { return nil }
    self = word == kind.words.first
  }
}

extension Tableau: SettingProperty {
  func value(in _: SettingKind) -> SettingValue { .word(name) }

  init?(_ value: SettingValue, in _: SettingKind) {
    guard case .word(let word) = value, let method = Tableau.named(word) else { return nil }
    self = method
  }
}

extension StepController: SettingProperty {
  func value(in _: SettingKind) -> SettingValue {
    .word(self == .proportionalIntegral ? "pi" : "i")
  }

  init?(_ value: SettingValue, in _: SettingKind) {
    self = value == .word("pi") ? .proportionalIntegral : .integral
  }
}

extension HeldOut: SettingProperty {
  func value(in _: SettingKind) -> SettingValue {
    switch self {
    case .none: .real(0)
    case .share(let share): .real(share)
    case .slice: .word("slice")
    }
  }

  init?(_ value: SettingValue, in _: SettingKind) {
    switch value {
    case .real(let share): self = share > 0 ? .share(share) : .none
    case .word: self = .slice(from: 0, to: .pi / 5)
    case .integer, .counts: return nil
    }
  }
}
