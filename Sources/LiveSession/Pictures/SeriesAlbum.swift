import NeuralODE

/// Makes the pictures of a run on series; the truth is solved only once.
final class SeriesAlbum {
  let heldOut: SeriesSamples?
  private let law: Dynamics?
  /// Times of frames, from the start of the motions shown.
  private let times: [Double]
  /// Observations and truth, without a model.
  private let blank: SeriesPictures
  /// Starts of the motions shown, and of those with errors.
  private let shownStarts: [Float]
  private let errorStarts: [Float]
  /// Start time of the motions shown: 0, unless a table's first windows are held out.
  private let begin: Double
  /// True motions from `errorStarts`: frames × starts × coordinates of the law.
  private let errorTruth: [Double]

  /// Points of a curve, enough to draw loops smoothly.
  private static let frames = 481
  /// The motions shown if one coordinate is observed, as fractions of all in order of their starts:
  /// far apart and of different size.
  private static let shown = [0.04, 0.72]
  /// The number of series with errors.
  private static let errorCount = 48

  /// nil unless the run is on series.
  init?(_ run: TrainingRun<Float>) {
    guard let samples = run.dataset.series, samples.count > 0 else { return nil }
    heldOut = run.heldOut?.series
    let data = run.configuration.data
    law = data.dynamics
    var pictures = SeriesPictures()
    pictures.dimension = samples.dimension
    pictures.features = run.configuration.model.features(inputs: samples.dimension)
    pictures.addedSymbol = run.configuration.model.family.form?.symbol ?? "a"
    pictures.fieldTakesInput = run.configuration.model.family.form?.fieldTakesInput ?? false
    pictures.lawDimension = law?.dimension ?? 0
    pictures.names = law?.names ?? data.table?.names ?? []
    pictures.timeUnit = Float(data.table?.timeUnit ?? 1)
    pictures.learnedEnd = Float(samples.end)

    var motions: [SeriesPictures.Motion] = []
    var starts: [Double] = []
    let isWindowed = samples.isWindowed
    if isWindowed {
      let (motion, begin, start) = Self.whole(samples, law, seed: run.configuration.seed)
      (motions, self.begin, starts) = ([motion], begin, start)
    } else {
      begin = 0
      for row in Self.spread(samples, samples.dimension == 1 ? Self.shown : [0.7]) {
        motions.append(Self.motion(samples, row))
        starts += Self.state(samples, row, law)
      }
    }
    let last = Double(motions.compactMap { $0.observedTimes.last }.max() ?? 1)
    let shownEnd = law?.shownEnd ?? 2 * last
    let frames = Self.frames
    let (begin, span) = (begin, shownEnd - begin)
    let times = (0..<frames).map { span * Double($0) / Double(frames - 1) }
    self.times = times
    pictures.times = times.map { Float(begin + $0) }
    pictures.observedEnd = Float(last)
    let d = samples.dimension
    let n = law?.dimension ?? d
    shownStarts = motions.indices.flatMap { k in starts[k * n..<k * n + d].map { Float($0) } }
    // Windows: the error of the motion that they are cut from, learned up to their last
    // observation.
    var errorStates = starts
    if !isWindowed {
      errorStates = []
      for row in stride(from: 0, to: samples.count, by: max(1, samples.count / Self.errorCount)) {
        errorStates += Self.state(samples, row, law)
      }
    }
    errorStarts = stride(from: 0, to: errorStates.count, by: n).flatMap { first in
      errorStates[first..<first + d].map { Float($0) }
    }
    if isWindowed { pictures.learnedEnd = Float(min(last, shownEnd)) }
    if let law {
      let found = law.motions(from: starts, times: times).map { Float($0) }
      let count = motions.count
      for k in 0..<count {
        motions[k].truth = Self.part(found, of: k, count, width: n, frames: frames)
      }
      errorTruth = law.motions(from: errorStates, times: times)
    } else {
      errorTruth = []
    }
    pictures.motions = motions
    pictures.ranges = (0..<d).map { Self.range(of: motions, $0, d, n) }
    blank = pictures
  }

  /// The observations of all windows, joined into the motion that they are cut from.
  private static func whole(
    _ samples: SeriesSamples, _ law: Dynamics?, seed: UInt64
  ) -> (SeriesPictures.Motion, begin: Double, start: [Double]) {
    var seen: [(Float, [Float])] = []
    for row in 0..<samples.count {
      for (time, values) in samples.observations(of: row) {
        seen.append((Float(samples.offsets[row] + time), values.map { Float($0) }))
      }
    }
    seen.sort { $0.0 < $1.0 }
    var motion = SeriesPictures.Motion()
    motion.observedTimes = seen.map(\.0)
    motion.observed = seen.flatMap(\.1)
    // A law's motion starts at the generator's first draw, a table's at its first window.
    if let law {
      var generator = Xoshiro256(seed: seed, stream: 1)
      return (motion, 0, law.start(&generator))
    }
    let first = samples.offsets.indices.min { samples.offsets[$0] < samples.offsets[$1] } ?? 0
    return (motion, samples.offsets[first], Array(samples.start(of: first)))
  }

  private static func motion(_ samples: SeriesSamples, _ row: Int) -> SeriesPictures.Motion {
    var motion = SeriesPictures.Motion()
    for (time, values) in samples.observations(of: row) {
      motion.observedTimes.append(Float(time))
      motion.observed += values.map { Float($0) }
    }
    return motion
  }

  /// Distinct rows at fractions of all, in order of the first coordinate of their starts.
  private static func spread(_ samples: SeriesSamples, _ shares: [Double]) -> [Int] {
    let order = (0..<samples.count).sorted {
      (samples.start(of: $0).first ?? 0, $0) < (samples.start(of: $1).first ?? 0, $1)
    }
    var rows: [Int] = []
    for share in shares {
      let row = order[Int(share * Double(order.count))]
      if !rows.contains(row) { rows.append(row) }
    }
    return rows
  }

  /// A start as a state of the law; unobserved coordinates are 0.
  private static func state(_ samples: SeriesSamples, _ row: Int, _ law: Dynamics?) -> [Double] {
    let seen = Array(samples.start(of: row))
    return seen + Array(repeating: 0, count: max(0, (law?.dimension ?? 0) - seen.count))
  }

  /// One sample of frames × samples × width; NaN for frames not reached.
  private static func part(
    _ states: [Float], of sample: Int, _ count: Int, width: Int, frames: Int
  ) -> [Float] {
    var result: [Float] = []
    result.reserveCapacity(frames * width)
    for frame in 0..<frames {
      let first = (frame * count + sample) * width
      for i in first..<first + width { result.append(i < states.count ? states[i] : .nan) }
    }
    return result
  }

  private static func range(
    of motions: [SeriesPictures.Motion], _ coordinate: Int, _ d: Int, _ n: Int
  ) -> (low: Float, high: Float) {
    var (low, high) = (Float.infinity, -Float.infinity)
    for motion in motions {
      let values =
        stride(from: coordinate, to: motion.observed.count, by: d).map { motion.observed[$0] }
        + stride(from: coordinate, to: motion.truth.count, by: n).map { motion.truth[$0] }
      for value in values where value.isFinite { (low, high) = (min(low, value), max(high, value)) }
    }
    return low <= high ? (low, high) : (-1, 1)
  }

  func pictures(_ evaluator: any ModelEvaluator) -> SeriesPictures {
    var pictures = blank
    let count = pictures.motions.count
    let features = pictures.features
    let found = evaluator.motions(
      of: shownStarts, times: times, offsets: Array(repeating: begin, count: count))
    for k in 0..<count {
      pictures.motions[k].model = Self.part(
        found.states, of: k, count, width: features, frames: times.count)
    }
    if law != nil {
      let all = evaluator.motions(of: errorStarts, times: times)
      pictures.error = errors(all, pictures)
      pictures.hidden = hidden(all, pictures)
    }
    pictures.phase = PhaseMaking(law: law, pictures: pictures).phase(evaluator)
    return pictures
  }

  private func errors(
    _ found: Trajectories, _ pictures: SeriesPictures
  ) -> [Float] {
    let count = errorStarts.count / pictures.dimension
    return (0..<times.count).map { frame in
      guard frame < found.frames else { return .nan }
      var sum: Float = 0
      for sample in 0..<count {
        for i in 0..<pictures.dimension {
          let model = found.states[(frame * count + sample) * pictures.features + i]
          let truth = errorTruth[(frame * count + sample) * pictures.lawDimension + i]
          sum += (model - Float(truth)) * (model - Float(truth))
        }
      }
      return (sum / Float(count * pictures.dimension)).squareRoot()
    }
  }

  /// The added dimension that correlates best with the first unobserved coordinate, within the
  /// learned time.
  private func hidden(
    _ found: Trajectories, _ pictures: SeriesPictures
  ) -> SeriesPictures.Hidden? {
    let (d, features, n) = (pictures.dimension, pictures.features, pictures.lawDimension)
    guard features > d, n > d else { return nil }
    let count = errorStarts.count / d
    var best: SeriesPictures.Hidden?
    for a in d..<features {
      var (aa, av, vv): (Double, Double, Double) = (0, 0, 0)
      for frame in 0..<found.frames where pictures.times[frame] <= pictures.learnedEnd {
        for sample in 0..<count {
          let x = Double(found.states[(frame * count + sample) * features + a])
          let v = errorTruth[(frame * count + sample) * n + d]
          aa += x * x
          av += x * v
          vv += v * v
        }
      }
      guard aa > 1e-12, vv > 1e-12, aa.isFinite else { continue }
      // Both start at 0 and swing around it: no mean is subtracted.
      let correlation = Float(av / (aa * vv).squareRoot())
      if abs(correlation) > abs(best?.correlation ?? 0) {
        best = SeriesPictures.Hidden(
          coordinate: a - d, scale: Float(av / aa), correlation: correlation)
      }
    }
    return best
  }
}
