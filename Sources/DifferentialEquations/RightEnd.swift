/// What an adaptive solver does when a step would pass the right end of the interval. NFE depends
/// on it.
public enum RightEnd: String, Sendable, CaseIterable {
  /// Shorten the last step to end there (SciPy, diffrax).
  case clip
  /// Step past it and evaluate the step's interpolant there (torchdiffeq, and so the paper).
  case interpolate
}
