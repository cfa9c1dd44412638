import Foundation
import Solvers
import Testing

@Suite("Memory is aligned, zeroed and large enough for its shape")
struct MemoryTests {
  @Test(
    "memory is aligned to whole vectors and zeroed, even if it was used before",
    arguments: raggedSizes)
  func buffers(count: Int) {
    func check<S: LaneScalar>(_: S.Type) {
      for _ in 0..<20 {
        let buffer = AlignedBuffer<S>(count: count)
        #expect(Int(bitPattern: buffer.base) % 64 == 0)
        // Padding up to a whole vector belongs to the buffer.
        let padded = (count + S.laneCount - 1) / S.laneCount * S.laneCount
        #expect((0..<padded).allSatisfy { buffer.base[$0] == 0 })
        for k in 0..<padded { buffer.base[k] = .nan }
      }
      let values = (0..<count).map { Double($0) / 3 }
      let buffer = AlignedBuffer<S>(values)
      #expect(buffer.count == count && buffer.numbers == values.map { S($0) })
      let copy = AlignedBuffer(copying: buffer)
      buffer.zero()
      #expect(buffer.numbers.allSatisfy { $0 == 0 } && copy.numbers == values.map { S($0) })
    }
    check(Float.self)
    check(Double.self)
  }

  @Test("a meter counts buffers made while it is current, as long as they live")
  func meter() {
    let meter = LaneMeter()
    var kept: AlignedBuffer<Float>?
    LaneMeter.$current.withValue(meter) {
      kept = AlignedBuffer<Float>(count: 17)
      #expect(meter.bytes == 128)
      let other = AlignedBuffer<Double>(count: 8)
      #expect(meter.bytes == 192)
      withExtendedLifetime(other) {}
    }
    #expect(meter.bytes == 128)
    let later = AlignedBuffer<Float>(count: 100)
    #expect(meter.bytes == 128)
    withExtendedLifetime((kept, later)) {}
    kept = nil
    #expect(meter.bytes == 0)
  }

  @Test("a batch has the fewest whole vectors that hold its samples", arguments: 1...130)
  func batches(samples: Int) {
    func check<S: LaneScalar>(_: S.Type) {
      let shape = BatchShape(features: 3, samples: samples, of: S.self)
      #expect(shape.stride == shape.blocks * S.laneCount && shape.count == 3 * shape.stride)
      #expect(shape.stride >= samples && shape.stride - S.laneCount < samples)
    }
    check(Float.self)
    check(Double.self)
  }

  /// Heights and widths of images, odd and even.
  static let sides = [1, 2, 3, 4, 5, 8]

  @Test(
    "pixels do not share vectors, and the border is within its channel", arguments: sides,
    sides)
  func images(height: Int, width: Int) {
    for blocks in 1...3 {
      let image = PaddedImage(height: height, width: width, blocks: blocks)
      var seen: Set<Int> = []
      for y in 0..<height {
        for x in 0..<width { seen.formUnion(image.vector(y, x)..<image.vector(y, x) + blocks) }
      }
      #expect(seen.count == height * width * blocks)
      // The patches of the last tiles extend one pixel beyond them, in both directions.
      for y in -1...2 * image.tileRows {
        for x in -1...2 * image.tileColumns {
          let vector = image.vector(y, x)
          #expect(vector >= 0 && vector + blocks <= image.pitch)
          let isPixel = (0..<height).contains(y) && (0..<width).contains(x)
          #expect(seen.contains(vector) == isPixel)
        }
      }
      #expect(image.vector(1, 0) - image.vector(0, 0) == image.rowPitch)
      #expect(2 * image.tileRows - height == height % 2)
      #expect(2 * image.tileColumns - width == width % 2)
    }
  }

  @Test(
    "a border class has the taps that are within the image", arguments: sides, sides)
  func borders(height: Int, width: Int) {
    let image = PaddedImage(height: height, width: width, blocks: 1)
    for y in 0..<height {
      for x in 0..<width {
        for r in 0..<3 {
          for s in 0..<3 {
            let isWithin =
              (0..<height).contains(y + r - 1) && (0..<width).contains(x + s - 1)
            #expect(PaddedImage.sees(image.borderClass(y, x), r, s) == isWithin)
          }
        }
      }
    }
  }

  @Test(
    "clearing the border zeroes the given channels except for their pixels", arguments: sides, sides
  )
  func clearing(height: Int, width: Int) {
    func check<S: LaneScalar>(_: S.Type) {
      for blocks in 1...2 {
        let image = PaddedImage(height: height, width: width, blocks: blocks)
        let channel = image.pitch * S.laneCount
        let memory = AlignedBuffer<S>(filled: 3 * channel, 7)
        image.clearBorder(memory.base, channels: 2)
        let wanted = AlignedBuffer<S>(filled: 3 * channel, 7)
        for k in 0..<2 * channel { wanted.base[k] = 0 }
        for plane in 0..<2 {
          for y in 0..<height {
            for x in 0..<width {
              let first = plane * channel + image.vector(y, x) * S.laneCount
              for k in 0..<blocks * S.laneCount { wanted.base[first + k] = 7 }
            }
          }
        }
        #expect(memory.hasBits(of: wanted), "\(S.self) \(blocks)")
      }
    }
    check(Float.self)
    check(Double.self)
  }
}
