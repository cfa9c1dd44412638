import NeuralODE

/// A part of the screen that can have the focus.
package enum Panel: String, Sendable, CaseIterable {
  /// The model on the left.
  case left
  /// The model on the right.
  case right
  /// NFE by epoch.
  case nfe
  /// Loss by epoch.
  case loss
  /// The two maps of input space.
  case maps
  /// The settings.
  case settings

  /// Is it one of the two models?
  package var isModel: Bool { self == .left || self == .right }
  /// The side whose model it shows.
  package var side: Side? { self == .left ? .left : self == .right ? .right : nil }
}
