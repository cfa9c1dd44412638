/// A change that a person made to the points of the plane by hand.
public enum PointEdit: Sendable, Equatable {
  /// A point more; its target is ±1, or where there are several classes the number of one.
  case add(x: Float, y: Float, target: Float)
  /// All points closer to a place than a radius are gone.
  case erase(x: Float, y: Float, radius: Float)
}
