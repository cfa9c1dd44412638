import LiveSession

/// One of the two models compared.
package typealias Side = LiveSession.Side

extension Side {
  package var panel: Panel { self == .left ? .left : .right }
}
