/// How a model classifies images that it does not learn from.
package struct ImageScore: Sendable, Equatable {
  /// Images tested.
  package var count = 0
  /// Mean cross entropy, in nats; not a number when a solve failed.
  package var loss: Float = .nan
  /// Share classified right, 0…1; nil when a solve failed.
  package var accuracy: Float?
  /// How often the class of the row was taken for that of the column, `classes × classes`; where a
  /// solve failed, for none.
  package var confusion: [Int] = []
  /// Those that the model was most wrong about, the worst first.
  package var worst: [Mistake] = []

  /// An image that is taken for something else.
  package struct Mistake: Sendable, Equatable {
    /// Its number among those tested.
    package var row: Int
    /// Its pixels, from 0 to 1.
    package var pixels: [Float]
    /// What it is.
    package var label: Int
    /// What it is taken for.
    package var guess: ImagePictures.Guess
  }
}
