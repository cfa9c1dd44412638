import Lanes

// What the fields of fully connected maps and of convolutions have in common: three maps with a
// nonlinearity between.

extension AlignedBuffer {
  /// The addresses of W₁, b₁, W₂, b₂, W₃, b₃, which follow each other with so many scalars each.
  func threeMaps(
    _ counts: [Int]
  ) -> (
    UnsafeMutablePointer<Scalar>, UnsafeMutablePointer<Scalar>, UnsafeMutablePointer<Scalar>,
    UnsafeMutablePointer<Scalar>, UnsafeMutablePointer<Scalar>, UnsafeMutablePointer<Scalar>
  ) {
    func start(_ k: Int) -> UnsafeMutablePointer<Scalar> { base + counts.prefix(k).reduce(0, +) }
    return (start(0), start(1), start(2), start(3), start(4), start(5))
  }
}
