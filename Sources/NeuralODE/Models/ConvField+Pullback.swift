import Solvers
import Platform

extension ConvField {
  /// The start of each gradient's lane accumulators, in vectors.
  struct SumsLayout {
    let w1, b1, t1, u2, b2, t2, w3, b3, t3, count: Int

    init(filters: Int, channels: Int) {
      w1 = 0
      b1 = w1 + filters * channels
      t1 = b1 + filters
      u2 = t1 + filters
      b2 = u2 + 16 * filters * filters
      t2 = b2 + 16 * filters
      w3 = t2 + 16 * filters
      b3 = w3 + channels * filters
      t3 = b3 + channels
      count = t3 + channels
    }
  }

  var sumsLayout: SumsLayout { SumsLayout(filters: filters, channels: shape.channels) }

  /// Clears the accumulated gradient.
  public func zeroGradient() { sums.zero() }

  /// cotangent · ∂f/∂h, and cotangent · ∂f/∂θ added to the gradient.
  public func pullback(
    slot: Int, cotangent: UnsafePointer<Scalar>, stateCotangent: UnsafeMutablePointer<Scalar>,
    shape batch: BatchShape
  ) {
    let image = shape.padded(blocks: batch.blocks)
    let lanes = Scalar.laneCount
    let hidden = image.pitch * filters * lanes
    let h1 = tape.pointer(slot)
    let h2 = h1 + hidden
    let (gates1, gates2) = gates(h1, hidden)
    let state = h1 + hidden * layers
    let t = Scalar(tape.time(slot))
    let channels = shape.channels
    let plane = shape.pixels * batch.blocks
    let row = shape.width * batch.blocks
    let layout = sumsLayout
    let (sums, z1, z2) = (sums.base, cotangent1.base, cotangent2.base)
    let (filters, shape) = (filters, shape)

    // Task 0: gradients that need only the output's cotangent. Others: the cotangents before the
    // second activation.
    team.run(shape.height + 1) { task, _ in
      guard task > 0 else {
        Scalar.kernels.accumulateRowSums(
          sums + layout.b3 * lanes, times: sums + layout.t3 * lanes, t: t, rows: cotangent,
          rowCount: channels, rowPitch: plane, blocks: plane)
        for y in 0..<shape.height {
          Scalar.accumulateOuterProduct(
            sums + layout.w3 * lanes, rows: cotangent + y * row * lanes, rowCount: channels,
            rowPitch: plane, columns: h2 + image.vector(y, 0) * lanes, columnCount: filters,
            columnPitch: image.pitch, blocks: row)
        }
        return
      }
      let y = task - 1
      let pixel = image.vector(y, 0) * lanes
      Scalar.kernels.affine(
        AffineMap(
          y: z2 + pixel, x: cotangent + y * row * lanes, weights: w3 + time,
          stride: filters + time, outputs: filters, inputs: channels, epilogue: gate,
          gates: gates2 + pixel, inputPitch: plane, outputPitch: image.pitch), blocks: row)
      let cleared = filters * y / shape.height..<filters * (y + 1) / shape.height
      image.clearBorder(z2 + cleared.lowerBound * image.pitch * lanes, channels: cleared.count)
    }

    // The filters' gradient, its largest parts first; then the pullback through the second and
    // first maps.
    let runs = Runs(image, length: Self.runLength(filters: filters))
    team.run(5 + runs.count) { task, thread in
      switch task {
      case 0..<4: accumulateFilters(h1, z2, image, row: task, thread)
      case 4: sumBorders(z2, image, t)
      default:
        let run = runs[task - 5]
        convolve(
          z2, pullbackFilters2.base, run, thread, bias: nil, epilogue: gate, gates: gates1,
          into: z1)
        forEachRow(of: run) { hidden, place, blocks in
          Scalar.kernels.affine(
            AffineMap(
              y: stateCotangent + place * lanes, x: z1 + hidden * lanes, weights: w1 + time,
              stride: channels + time, outputs: channels, inputs: filters,
              inputPitch: image.pitch, outputPitch: plane), blocks: blocks)
        }
      }
    }

    // The first map's gradient, 8 filters at a time.
    let group = 8
    team.run((filters + group - 1) / group) { part, _ in
      let first = part * group
      let count = min(group, filters - first)
      for y in 0..<shape.height {
        let rows = z1 + (first * image.pitch + image.vector(y, 0)) * lanes
        Scalar.accumulateOuterProduct(
          sums + (layout.w1 + first * channels) * lanes, rows: rows, rowCount: count,
          rowPitch: image.pitch, columns: state + y * row * lanes, columnCount: channels,
          columnPitch: plane, blocks: row)
        Scalar.kernels.accumulateRowSums(
          sums + (layout.b1 + first) * lanes, times: sums + (layout.t1 + first) * lanes, t: t,
          rows: rows, rowCount: count, rowPitch: image.pitch, blocks: row)
      }
    }
  }

  /// Sums the cotangent of the second map by class of border pixels: the gradients of b₂ and of t's
  /// filters.
  private func sumBorders(_ z: UnsafePointer<Scalar>, _ image: PaddedImage, _ t: Scalar) {
    let lanes = Scalar.laneCount
    for y in 0..<shape.height {
      var x = 0
      while x < shape.width {
        // Pixels of one class are adjacent.
        let borderClass = image.borderClass(y, x)
        var end = x + 1
        while end < shape.width, image.borderClass(y, end) == borderClass { end += 1 }
        let place = borderClass * filters * lanes
        Scalar.kernels.accumulateRowSums(
          sums.base + sumsLayout.b2 * lanes + place,
          times: sums.base + sumsLayout.t2 * lanes + place,
          t: t, rows: z + image.vector(y, x) * lanes, rowCount: filters, rowPitch: image.pitch,
          blocks: (end - x) * image.blocks)
        x = end
      }
    }
  }

  /// Adds row `row` (0…3) of the transformed filters' gradient: at each of its four points, the
  /// outer product of transformed cotangents and patches. Runs are four times as long as in a
  /// convolution, for more products per load and store of an accumulator.
  private func accumulateFilters(
    _ x: UnsafePointer<Scalar>, _ z: UnsafePointer<Scalar>, _ image: PaddedImage, row: Int,
    _ thread: Int
  ) {
    let lanes = Scalar.laneCount
    let filters = filters
    let (patches, products) = room(thread)
    let sums = sums.base + sumsLayout.u2 * lanes
    let runs = Runs(image, length: 4 * Self.runLength(filters: filters))
    for k in 0..<runs.count {
      let run = runs[k]
      let size = run.pointPitch(channels: filters) * lanes
      Scalar.kernels.winogradInput(x, run, channels: filters, row: row, into: patches)
      Scalar.kernels.winogradCotangent(z, run, channels: filters, row: row, into: products)
      for point in 0..<4 {
        Scalar.accumulateOuterProduct(
          sums + (4 * row + point) * filters * filters * lanes, rows: products + point * size,
          rowCount: filters, columns: patches + point * size, columnCount: filters,
          blocks: run.vectors)
      }
    }
  }

  /// Adds the gradient since `zeroGradient` to `gradient`, in parameter order, and consumes it.
  public func addGradient(to gradient: UnsafeMutablePointer<Scalar>) {
    let layout = sumsLayout
    reduced.zero()
    Scalar.kernels.reduceLanes(sums.base, count: layout.count, into: reduced.base, pitch: 1)
    let channels = shape.channels
    let found = reduced.base
    let g1 = gradient
    let gb1 = g1 + filters * (channels + time)
    let g2 = gb1 + filters
    let gb2 = g2 + filters * (filters + time) * 9
    let g3 = gb2 + filters
    let gb3 = g3 + channels * (filters + time)
    for o in 0..<filters {
      let target = g1 + o * (channels + time)
      if isTimeDependent { target[0] += found[layout.t1 + o] }
      for i in 0..<channels { target[time + i] += found[layout.w1 + o * channels + i] }
      gb1[o] += found[layout.b1 + o]
    }
    Scalar.kernels.winogradFilterGradient(found + layout.u2, filterBank(g2), addingTo: g2)
    for borderClass in 0..<16 {
      for o in 0..<filters {
        gb2[o] += found[layout.b2 + borderClass * filters + o]
        guard isTimeDependent else { continue }
        let sum = found[layout.t2 + borderClass * filters + o]
        let taps = g2 + o * (filters + 1) * 9
        for r in 0..<3 {
          for s in 0..<3 where PaddedImage.sees(borderClass, r, s) { taps[3 * r + s] += sum }
        }
      }
    }
    for o in 0..<channels {
      let target = g3 + o * (filters + time)
      if isTimeDependent { target[0] += found[layout.t3 + o] }
      for i in 0..<filters { target[time + i] += found[layout.w3 + o * filters + i] }
      gb3[o] += found[layout.b3 + o]
    }
  }
}
