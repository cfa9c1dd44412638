import Foundation
import NeuralODE

/// The points whose trajectories are drawn: fixed for a data set, so that pictures of different moments, seeds and
/// models can be compared, and regular, so that what the flow does to them is seen.
struct ProbeSet: Sendable, Equatable {
  /// Numbers to a point.
  var dimension: Int
  /// Points one after another.
  var points: [Float] = []
  /// Target of each.
  var labels: [Float] = []
  /// Half-width of the square of input space that is mapped.
  var extent: Float

  /// The points for a data set.
  init(_ kind: DatasetKind) {
    dimension = kind == .flip ? 1 : 2
    switch kind {
    case .annulus:
      extent = 2
      for (radius, count, label) in [
        (0.15, 8, -1), (0.325, 16, -1), (0.5, 24, -1), (1.0, 40, 1), (1.25, 48, 1), (1.5, 56, 1),
      ] as [(Float, Int, Float)] {
        for k in 0..<count {
          // Half a step of turn from circle to circle keeps the points from lining up.
          let angle = 2 * Float.pi * (Float(k) + radius * 7) / Float(count)
          points += [radius * cos(angle), radius * sin(angle)]
          labels.append(label)
        }
      }
    case .flip:
      extent = 2
      for k in -14...14 where k != 0 {
        points.append(Float(k) / 8)
        labels.append(k < 0 ? 1 : -1)
      }
    case .sines:
      extent = 2
      for label in [-1, 1] as [Float] {
        for offset in [-0.15, 0, 0.15] as [Float] {
          for k in 0..<28 {
            let x = -1 + 2 * (Float(k) + 0.5 + offset) / 28
            points += [x, sin(.pi * x) + 0.7 * label + offset]
            labels.append(label)
          }
        }
      }
    }
  }

  var count: Int { labels.count }
}
