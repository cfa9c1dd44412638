/// What a trial looks at beside loss and NFE: each costs something.
package struct Watch: OptionSet, Sendable {
  /// The set as bits.
  package let rawValue: Int
  /// A set from its bits.
  package init(rawValue: Int) { self.rawValue = rawValue }
  /// Paths of points, in the end.
  package static let paths = Watch(rawValue: 1)
  /// Points held out, after each epoch.
  package static let heldOut = Watch(rawValue: 2)
  /// Solving back, and at 1e-6, after each epoch.
  package static let integration = Watch(rawValue: 4)
  /// NFE at 1e-6, in the end.
  package static let probe = Watch(rawValue: 8)
  /// How far the training solver is from the flow, in the end.
  package static let gap = Watch(rawValue: 16)
  /// Features at four moments of training, of the first seed.
  package static let features = Watch(rawValue: 32)
}
