import Math

/// Computes the next step size from the error ratios of this step and the previous one (at most 1
/// is acceptable).
///
/// dt ← dt · clamp(safety · ratio^−α · previous^β), α = integral + proportional, β = proportional:
/// an I controller if `proportional` is 0. Exponents are in units of 1/order. Source: Hairer,
/// Nørsett, Wanner, *Solving ODEs II*, IV.2.
public struct StepController: Sendable, Equatable {
  /// Aim below the acceptable error by this factor.
  public var safety = 0.9
  /// The smallest factor after a rejected step.
  public var shrinkLimit = 0.2
  /// The smallest factor after an accepted step (1, as in torchdiffeq: no shrinking).
  public var shrinkLimitAccepted = 1.0
  /// The largest factor.
  public var growthLimit = 10.0
  /// Integral gain.
  public var integral = 1.0
  /// Proportional gain.
  public var proportional = 0.0

  /// torchdiffeq's controller: integral only.
  public static let integral = StepController()

  /// A PI controller with DOPRI5's gains (0.7, 0.4; Hairer, Nørsett, Wanner II, IV.2, (2.43)).
  public static let proportionalIntegral = StepController(
    shrinkLimitAccepted: 0.2, integral: 0.3, proportional: 0.4)

  /// The factor for the next step size.
  func factor(ratio: Double, previous: Double, order: Int) -> Double {
    if ratio == 0 { return growthLimit }
    let unit = 1 / Double(order)
    var factor = safety / Elementary.pow(ratio, (integral + proportional) * unit)
    if proportional != 0 && ratio <= 1 { factor *= Elementary.pow(previous, proportional * unit) }
    return min(growthLimit, max(factor, ratio < 1 ? shrinkLimitAccepted : shrinkLimit))
  }
}
