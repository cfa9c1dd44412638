/// One of the two models compared.
package enum Side: String, Sendable, CaseIterable {
  /// The model on the left.
  case left
  /// The model on the right.
  case right

  /// The panel of the model.
  package var panel: Panel { self == .left ? .left : .right }
  /// The one across.
  package var other: Side { self == .left ? .right : .left }
}
