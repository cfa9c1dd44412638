/// Trajectories of the probe points and the learned field, in a space of 1, 2 or 3 dimensions.
///
/// All arrays are flat: element `(frame, point, axis)` of `trajectories` is at
/// `(frame * pointCount + point) * dimension + axis`, and likewise for the lattice.
package struct SpacePicture: Sendable {
  /// Axes drawn: 1 (h over t), 2 (the plane) or 3 (a projection follows).
  package var dimension = 2
  /// Names of the axes, `dimension` of them: "x₁", "a₁", "PC₁" and so on.
  package var axisNames: [String] = []
  /// Is the last axis an augmented coordinate that starts at 0 (then the floor is drawn)?
  package var hasFloor = false
  /// Times of the frames, ascending from 0 to 1. For a ResNet and for some steps of Euler's method:
  /// where a jump ends.
  package var times: [Float] = []
  /// Are frames jumps, and not a flow? Between them nothing is defined.
  package var isDiscrete = false
  /// Number of probe points.
  package var pointCount = 0
  /// Label of each probe point.
  package var labels: [Float] = []
  /// What labels are.
  package var meaning = PointLabels.signs
  /// Positions, frames × points × dimension. Shorter than `times` says when a solve failed on the
  /// way.
  package var trajectories: [Float] = []
  /// For lines that the flow advects: how many of the points each line has, one line after another.
  /// Empty for points by themselves.
  package var lineLengths: [Int] = []
  /// Lattice positions, lattice points × dimension.
  package var lattice: [Float] = []
  /// Lattice sites along each axis, `dimension` of them (first axis varies fastest).
  package var latticeShape: [Int] = []
  /// Field at the lattice, `fieldTimes` × lattice points × dimension, per unit of t (ResNet:
  /// displacement by block).
  package var field: [Float] = []
  /// Times at which `field` is given, ascending.
  package var fieldTimes: [Float] = []
  /// Least position on each axis over trajectories, `dimension` numbers.
  package var lower: [Float] = []
  /// Greatest position on each axis over trajectories, `dimension` numbers.
  package var upper: [Float] = []
  /// For 3 dimensions with a linear readout: the plane n·h + c = 0 where the output changes sign,
  /// as (n₁, n₂, n₃, c) in this picture's coordinates; for 2 the line (n₁, n₂, c). nil without a
  /// readout or when the plane is not seen.
  package var decision: [Float]?
  /// Where there are several classes, the output of each as such a function of this picture's
  /// coordinates: the greatest is the class. Empty where they are not seen.
  package var classPlanes: [[Float]] = []

  /// An empty picture.
  package init() {}
}
