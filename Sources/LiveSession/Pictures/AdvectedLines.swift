import Elementary
import NeuralODE

/// Lines of the input space that the flow advects.
struct AdvectedLines: Sendable, Equatable {
  /// Points one after another, line after line.
  var points: [Float] = []
  /// Points of each line.
  var lengths: [Int] = []
  /// What each line belongs to: 0 nothing, otherwise the sign of a class.
  var labels: [Float] = []

  /// The lattice of the input square: `count` lines each way, in one dimension `count` points.
  static func grid(_ plane: InputPlane, count: Int = 9, pieces: Int = 40) -> AdvectedLines {
    var lines = AdvectedLines()
    let extent = plane.extent * 0.9
    func place(_ k: Int, of n: Int) -> Float { extent * (2 * Float(k) / Float(n) - 1) }
    guard plane.axes.count > 1 else {
      for k in 0..<count {
        lines.points += plane.input(at: place(k, of: count - 1), 0)
        lines.lengths.append(1)
        lines.labels.append(0)
      }
      return lines
    }
    for isUpright in [false, true] {
      for k in 0..<count {
        let fixed = place(k, of: count - 1)
        for j in 0...pieces {
          let free = place(j, of: pieces)
          lines.points += isUpright ? plane.input(at: fixed, free) : plane.input(at: free, fixed)
        }
        lines.lengths.append(pieces + 1)
        lines.labels.append(0)
      }
    }
    return lines
  }

  /// Two closed curves: one within the outer class and, inside it, one around the inner class.
  /// Where they run is the data set's to say.
  static func bands(_ data: DatasetConfiguration, _ plane: InputPlane) -> AdvectedLines {
    var lines = AdvectedLines()
    guard plane.axes.count > 1 else { return lines }
    let radii = data.kind.circles(data.depth, plane.extent)
    for (radius, label) in [(radii.inner, -1), (radii.outer, 1)] as [(Float, Float)] {
      let count = 160
      for k in 0...count {
        let angle = 2 * Float.pi * Float(k % count) / Float(count)
        lines.points += plane.input(
          at: radius * Elementary.cos(angle), radius * Elementary.sin(angle))
      }
      lines.lengths.append(count + 1)
      lines.labels.append(label)
    }
    return lines
  }
}
