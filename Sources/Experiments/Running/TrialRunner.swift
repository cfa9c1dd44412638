import Solvers
import Dispatch
import NeuralODE

/// Runs one trial on the calling thread.
struct TrialRunner {
  private let trial: Trial
  private let subject: TrialSubject
  private var result: TrialResult
  private var timing: TrialTiming
  /// Epochs begun.
  private var epoch = 0
  private var firstNFE: Double?
  private var firstLoss: Double?
  private var lastBackwardNFE = 0.0
  private var evaluations = (forward: 0, backward: 0)
  private var largestNFE = 0
  private var recentLosses: [Double] = []

  /// The claim's limit of NFE.
  static let manyEvaluations = 1000
  static let probeTolerance = 1e-6

  /// Iterations whose mean loss is compared with the target.
  static let recentCount = 20

  /// - Precondition: a trial on images has them, not only their setting.
  init(_ trial: Trial) {
    self.trial = trial
    if let images = trial.images, images.set == nil {
      preconditionFailure("missing images")
    }
    subject = TrialSubject(trial.variant, trial.images?.set)
    result = TrialResult(trial)
    timing = TrialTiming(id: trial.id, seconds: 0, iterations: 0)
    takeFeatures()
  }

  /// Trains an epoch and measures; false when the run has ended.
  ///
  /// - Parameters:
  ///   - isStopped: called after each iteration.
  ///   - advanced: called after the epoch, and within a long one, with the epochs since the last
  ///     call.
  mutating func trainEpoch(isStopped: () -> Bool, advanced: (Double) -> Void) -> Bool {
    epoch += 1
    guard iterate(isStopped: isStopped, advanced: advanced) else { return false }
    look()
    takeFeatures()
    return epoch < trial.variant.epochs
  }

  /// The result of a run that has ended.
  mutating func outcome() -> (TrialResult, TrialTiming) {
    finish()
    return (result, timing)
  }

  /// Trains an epoch; false when the run ends in it.
  private mutating func iterate(isStopped: () -> Bool, advanced: (Double) -> Void) -> Bool {
    var loss = 0.0
    var nfe = (forward: 0, backward: 0)
    let count = subject.run.iterationsPerEpoch
    let start = ContinuousClock.now
    var reported = (iterations: 0, time: start)
    defer { timing.seconds += start.duration(to: .now) / .seconds(1) }
    let end = train(count) { () throws(SolveFailure) in
      try subject.run.iterate()
    } visit: { iteration, report in
      loss += report.loss
      nfe.forward += report.statistics.evaluations
      nfe.backward += report.backwardEvaluations
      largestNFE = max(largestNFE, report.statistics.evaluations, report.backwardEvaluations)
      timing.iterations += 1
      watchTarget(report.loss)
      let now = ContinuousClock.now
      if iteration == count || reported.time.duration(to: now) > .milliseconds(500) {
        advanced(Double(iteration - reported.iterations) / Double(count))
        reported = (iteration, now)
      }
      return !isStopped()
    }
    switch end {
    case .done: break
    case .stopped: return false
    case .failed(_, let failure):
      self.end(failure)
      return false
    }
    evaluations.forward += nfe.forward
    evaluations.backward += nfe.backward
    let meanLoss = loss / Double(count)
    let meanNFE = Double(nfe.forward) / Double(count)
    firstNFE = firstNFE ?? meanNFE
    firstLoss = firstLoss ?? meanLoss
    lastBackwardNFE = Double(nfe.backward) / Double(count)
    result.append(meanLoss, to: .loss)
    result.append(meanNFE, to: .nfe)
    if nfe.backward > 0 { result.append(lastBackwardNFE, to: .backwardNFE) }
    if let target = trial.targetLoss, meanLoss <= target, result[.epochsToLoss] == nil {
      result[.epochsToLoss] = Double(epoch)
      result[.evaluationsToLoss] = Double(evaluations.forward)
      result[.nfeAtLoss] = meanNFE
      timing.secondsToLoss =
        timing.seconds + start.duration(to: .now) / .seconds(1)
    }
    return true
  }

  /// Records the iteration at which the mean of recent losses reaches the target.
  private mutating func watchTarget(_ loss: Double) {
    guard let target = trial.targetLoss, result[.iterationsToLoss] == nil else { return }
    recentLosses.append(loss)
    if recentLosses.count > Self.recentCount { recentLosses.removeFirst() }
    guard recentLosses.count == Self.recentCount else { return }
    if recentLosses.reduce(0, +) <= target * Double(Self.recentCount) {
      result[.iterationsToLoss] = Double(timing.iterations)
    }
  }

  private mutating func end(_ failure: SolveFailure) {
    let spent = subject.run.trainer.evaluations
    largestNFE = max(largestNFE, spent.forward, spent.backward)
    switch failure {
    case .stepsExceeded(let limit, _):
      result.failure = "more than \(limit) steps"
    case .stepUnderflow:
      result.failure = "step underflow"
      result[.underflow] = 1
    case .nonFinite:
      result.failure = "not finite"
      result[.diverged] = 1
    }
  }

  /// Measurements after each epoch.
  private mutating func look() {
    if trial.watch.contains(.heldOut), let score = subject.evaluateHeldOut() {
      result.append(score.loss, to: .heldOutLoss)
      result.append(score.error ?? .nan, to: .heldOutError)
    }
    if trial.watch.contains(.solves), let found = solveAccuracy() {
      result.append(found.worstError, to: .solveError)
      result.append(found.probeNFE.map(Double.init) ?? .nan, to: .probeNFE)
    }
  }

  private func solveAccuracy() -> SolveAccuracy? {
    subject.evaluator.solveAccuracy(of: subject.probe)
  }

  /// Features at the start, after a quarter and a half of the epochs, and at the end.
  private mutating func takeFeatures() {
    let all = trial.variant.epochs
    guard trial.watch.contains(.features), [0, all / 4, all / 2, all].contains(epoch) else {
      return
    }
    let n = subject.evaluator.features
    guard let features = subject.features() else { return }
    // The first coordinate and the last one, which in an ANODE is an added dimension.
    let labels = subject.probeLabels
    let positions = labels.indices.flatMap { [features[$0 * n], features[$0 * n + n - 1]] }
    let picture = FeaturePicture(epoch: epoch, positions: positions, labels: labels)
    result.features = (result.features ?? []) + [picture]
  }

  /// Measurements at the end.
  private mutating func finish() {
    let isComplete = result.failure == nil
    for measure in [Measure.underflow, .diverged] where result[measure] == nil {
      result[measure] = 0
    }
    if isComplete {
      let training = subject.evaluateTraining()
      result[.loss] = training.loss
      result[.error] = training.error
      result[.nfe] = result[CurveKind.nfe].last ?? nil
      if let first = firstNFE, let last = result[.nfe] { result[.nfeGrowth] = last / first }
      result[.evaluations] = Double(evaluations.forward)
      if evaluations.backward > 0 {
        result[.backwardNFE] = lastBackwardNFE
        result[.bothEvaluations] = Double(evaluations.forward + evaluations.backward)
      }
      if let first = firstLoss, let last = result[CurveKind.loss].last {
        if last.map({ $0 > first }) ?? true { result[.diverged] = 1 }
      }
      if trial.watch.contains(.paths) { result[.detour] = detour() }
      if trial.watch.contains(.gap) { result[.gap] = gap() }
      result[.extrapolation] = subject.evaluateExtrapolation()
      if let score = subject.evaluateHeldOut() {
        result[.heldOutLoss] = score.loss
        result[.heldOutError] = score.error
      }
      if !trial.watch.isDisjoint(with: [.solves, .probe]), let found = solveAccuracy() {
        result[.solveError] = found.worstError
        result[.medianSolveError] = found.medianError
        result[.probeNFE] = found.probeNFE.map(Double.init)
      }
    }
    result[.largestNFE] = Double(largestNFE)
    result[.exceeded] = largestNFE > Self.manyEvaluations ? 1 : 0
    let signs: [Measure] = [.exceeded, .underflow, .diverged]
    result[.unstable] = signs.contains { result[$0] == 1 } ? 1 : 0
  }

  /// See `Measure.detour`; a ResNet's paths go from block to block.
  private func detour() -> Double? {
    let frames = 65
    let found = subject.evaluator.trajectories(
      of: subject.probe, times: (0..<frames).map { Double($0) / Double(frames - 1) })
    let n = subject.evaluator.features
    let points = subject.probeLabels.indices
    let size = points.count * n
    guard found.failure == nil, found.frames > 1, found.states.count == found.frames * size else {
      return nil
    }
    func distance(_ point: Int, _ from: Int, _ to: Int) -> Double {
      var square: Float = 0
      for i in 0..<n {
        let d = found.states[to * size + point * n + i] - found.states[from * size + point * n + i]
        square += d * d
      }
      return Double(square.squareRoot())
    }
    var length = 0.0
    var straight = 0.0
    for point in points {
      for frame in 1..<found.frames { length += distance(point, frame - 1, frame) }
      straight += distance(point, 0, found.frames - 1)
    }
    return straight > 0 ? length / straight : nil
  }

  /// See `Measure.gap`; nil for images and ResNets.
  private func gap() -> Double? {
    guard trial.variant.configuration.model.family.isFlow,
      trial.images == nil
    else { return nil }
    let run = subject.run
    let coarse = subject.features()
    var exact = trial.variant.configuration.training
    exact.solver = .dormandPrince
    exact.tolerance = Self.probeTolerance
    run.retune(exact)
    let fine = subject.features()
    run.retune(trial.variant.configuration.training)
    guard let coarse, let fine else { return nil }
    var error = 0.0
    var norm = 0.0
    for (a, b) in zip(coarse, fine) {
      error += Double((a - b) * (a - b))
      norm += Double(b * b)
    }
    return norm > 0 ? (error / norm).squareRoot() : nil
  }
}

extension Score {
  /// Share of wrong samples; nil without an accuracy.
  fileprivate var error: Double? { accuracy.map { 1 - $0 } }
}
