import LiveSession

/// One of the two models compared.
package typealias Side = LiveSession.Side

extension Side {
  /// The panel of the model.
  package var panel: Panel { self == .left ? .left : .right }
}
