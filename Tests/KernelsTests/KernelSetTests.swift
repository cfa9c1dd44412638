import Foundation
import Solvers
import Testing

/// There are kernels for several kinds of processors; the last set that runs here is used.
@Suite("Every set of kernels gives the same bits")
struct KernelSetTests {
  private func compare<Scalar: LaneNumber>(
    _ one: [(name: String, numbers: [Scalar])], _ other: [(name: String, numbers: [Scalar])],
    _ level: Int
  ) {
    #expect(one.count == other.count && one.count > 100)
    for (a, b) in zip(one, other) {
      let isSame = zip(a.numbers, b.numbers).allSatisfy {
        $0 == $1 && $0.sign == $1.sign || $0.isNaN && $1.isNaN
      }
      #expect(
        a.name == b.name && a.numbers.count == b.numbers.count && isSame, "v\(level) \(a.name)")
    }
  }

  @Test("maps, products, norms, losses, updates and convolutions agree in all sets that run here")
  func bits() {
    let first = KernelChoice.all[0]
    for choice in KernelChoice.all.dropFirst() {
      compare(KernelBits.all(first.float), KernelBits.all(choice.float), choice.level)
      compare(KernelBits.all(first.double), KernelBits.all(choice.double), choice.level)
    }
  }

  @Test("every kernel has the committed bits, in Float and Double")
  func digests() {
    for choice in KernelChoice.all {
      let found = (KernelBits.digest(choice.float), KernelBits.digest(choice.double))
      #expect(found == KernelBits.expected, "v\(choice.level)")
    }
  }

  @Test("the last set that the machine can run is used")
  func choice() {
    let levels = KernelChoice.all.map(\.level)
    #expect(levels == levels.sorted() && !levels.isEmpty)
    #expect(KernelChoice.current.level == levels.last)
    #expect(Float.kernels.registerLanes == KernelChoice.current.float.registerLanes)
    #expect(Double.kernels.registerLanes == KernelChoice.current.double.registerLanes)
  }
}
