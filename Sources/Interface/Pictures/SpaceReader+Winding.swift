import Elementary

extension SpaceReader {
  /// The winding number of two advected curves at a time; nil where it is not known.
  func winding(at time: Double) -> Float? { winding(moment(time)) }

  /// The winding number of the last curve round the points of the first, of the curves as they are
  /// drawn: the middle one of those round some of its points, for one that lies within a chord's
  /// error of the curve says nothing. nil when a point is not finite.
  func winding(_ moment: (frame: Int, fraction: Float)) -> Float? {
    let lengths = picture.lineLengths
    guard lengths.count == 2, lengths[0] > 0, lengths[0] + lengths[1] <= points else {
      return nil
    }
    let count = min(9, lengths[0])
    let numbers = (0..<count).compactMap { k in
      winding(moment, round: position(at: moment, k * lengths[0] / count), lengths)
    }
    return numbers.count == count ? numbers.sorted()[count / 2] : nil
  }

  private func winding(
    _ moment: (frame: Int, fraction: Float), round middle: SIMD3<Float>, _ lengths: [Int]
  ) -> Float? {
    var total: Float = 0
    var last: Float?
    for k in lengths[0]..<lengths[0] + lengths[1] {
      let d = position(at: moment, k) - middle
      let angle = Elementary.atan2(d.y, d.x)
      guard angle.isFinite else { return nil }
      if let last {
        var turn = angle - last
        if turn > .pi { turn -= 2 * .pi }
        if turn < -.pi { turn += 2 * .pi }
        total += turn
      }
      last = angle
    }
    return (total / (2 * .pi)).rounded()
  }
}
