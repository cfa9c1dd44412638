import DifferentialEquations
import Dispatch
import NeuralODE

/// Runs one trial from its start to its end, on the calling thread.
struct TrialRunner {
  private let trial: Trial
  private let run: TrainingRun<Float>
  private let evaluator: Evaluator<Float>
  /// Training points, up to 256 of them, evenly from the list: what is looked at beside training.
  private let probe: [Float]
  private let probeLabels: [Float]
  private let heldOut: (inputs: [Float], targets: [Float])?
  private var result: TrialResult
  private var timing: TrialTiming
  private var firstNFE: Double?
  private var firstLoss: Double?
  private var evaluations = 0
  private var largestNFE = 0

  /// NFE beyond which a solve counts as out of hand: the deck's number.
  static let manyEvaluations = 1000
  /// The tolerance of probe solves.
  static let probeTolerance = 1e-6

  init(_ trial: Trial) {
    self.trial = trial
    run = TrainingRun(trial.variant.configuration)
    evaluator = run.makeEvaluator(capacity: 512)
    let data = run.dataset
    let rows = Array(stride(from: 0, to: data.count, by: max(1, (data.count + 255) / 256)))
    let part = data.rows(rows)
    probe = part.inputs.map { Float($0) }
    probeLabels = part.targets.map { Float($0) }
    heldOut = run.heldOut.map { ($0.inputs.map { Float($0) }, $0.targets.map { Float($0) }) }
    result = TrialResult(trial)
    timing = TrialTiming(id: trial.id, seconds: 0, iterations: 0)
  }

  /// The outcome, or nil when it was told to stop.
  ///
  /// - Parameters:
  ///   - isStopped: asked after each epoch.
  ///   - epochDone: called after each epoch.
  mutating func outcome(
    isStopped: () -> Bool, epochDone: () -> Void
  ) -> (TrialResult, TrialTiming)? {
    takeFeatures(0)
    for epoch in 1...max(1, trial.variant.epochs) {
      if isStopped() { return nil }
      guard trainEpoch(epoch) else { break }
      look()
      takeFeatures(epoch)
      epochDone()
    }
    if isStopped() { return nil }
    finish()
    return (result, timing)
  }

  /// Trains one epoch; false when the run ends in it.
  private mutating func trainEpoch(_ epoch: Int) -> Bool {
    var loss = 0.0
    var nfe = 0
    let count = run.iterationsPerEpoch
    let start = DispatchTime.now().uptimeNanoseconds
    defer { timing.seconds += Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9 }
    for _ in 0..<count {
      do throws(SolveFailure) {
        let report = try run.iterate()
        loss += report.loss
        nfe += report.statistics.evaluations
        largestNFE = max(largestNFE, report.statistics.evaluations)
        timing.iterations += 1
      } catch {
        end(error)
        return false
      }
    }
    evaluations += nfe
    let meanLoss = loss / Double(count)
    let meanNFE = Double(nfe) / Double(count)
    firstNFE = firstNFE ?? meanNFE
    firstLoss = firstLoss ?? meanLoss
    result.append(meanLoss, to: .loss)
    result.append(meanNFE, to: .nfe)
    if let target = trial.targetLoss, meanLoss <= target, result[.epochsToLoss] == nil {
      result[.epochsToLoss] = Double(epoch)
      result[.evaluationsToLoss] = Double(evaluations)
      result[.nfeAtLoss] = meanNFE
      timing.secondsToLoss =
        timing.seconds + Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
    }
    return true
  }

  private mutating func end(_ failure: SolveFailure) {
    switch failure {
    case .stepsExceeded(let limit, _):
      result.failure = "more than \(limit) steps"
      largestNFE = max(largestNFE, limit)
    case .stepUnderflow:
      result.failure = "step underflow"
      result[.underflow] = 1
    case .nonFinite:
      result.failure = "not finite"
      result[.diverged] = 1
    }
  }

  /// What is looked at after each epoch.
  private mutating func look() {
    if trial.watch.contains(.heldOut), let heldOut {
      result.append(
        Double(evaluator.meanLoss(inputs: heldOut.inputs, targets: heldOut.targets)),
        to: .heldOutLoss)
    }
    if trial.watch.contains(.integration), let found = integration() {
      result.append(Double(found.worstInverseError), to: .inverseError)
      result.append(found.probeNFE.map(Double.init) ?? .nan, to: .probeNFE)
    }
  }

  private func integration() -> Evaluator<Float>.Integration? {
    evaluator.integration(of: probe, probeTolerance: Self.probeTolerance)
  }

  /// Features at the start, after a quarter and a half of the epochs, and in the end.
  private mutating func takeFeatures(_ epoch: Int) {
    let all = trial.variant.epochs
    guard trial.watch.contains(.features), [0, all / 4, all / 2, all].contains(epoch) else {
      return
    }
    let n = evaluator.features
    let states = evaluator.trajectories(of: probe, times: [1]).states
      .suffix(probeLabels.count * n)
    guard states.count == probeLabels.count * n else { return }
    // Seen from the side where there is a side: the first coordinate, and the last, which an ANODE adds.
    let features = Array(states)
    let positions = probeLabels.indices.flatMap { [features[$0 * n], features[$0 * n + n - 1]] }
    result.features = (result.features ?? [])
    result.features?.append(
      FeaturePicture(epoch: epoch, positions: positions, labels: probeLabels))
  }

  /// What is looked at in the end.
  private mutating func finish() {
    let isComplete = result.failure == nil
    for measure in [Measure.underflow, .diverged] where result[measure] == nil {
      result[measure] = 0
    }
    if isComplete {
      let inputs = run.dataset.inputs.map { Float($0) }
      let targets = run.dataset.targets.map { Float($0) }
      result[.loss] = Double(evaluator.meanLoss(inputs: inputs, targets: targets))
      result[.error] = 1 - Double(evaluator.accuracy(inputs: inputs, targets: targets))
      result[.nfe] = result[CurveKind.nfe].last ?? nil
      if let first = firstNFE, let last = result[.nfe] { result[.nfeGrowth] = last / first }
      result[.evaluations] = Double(evaluations)
      if let first = firstLoss, let last = result[CurveKind.loss].last {
        if last.map({ $0 > first }) ?? true { result[.diverged] = 1 }
      }
      if trial.watch.contains(.paths) { result[.detour] = detour() }
      if trial.watch.contains(.gap) { result[.gap] = gap() }
      if let heldOut {
        result[.heldOutLoss] = Double(
          evaluator.meanLoss(inputs: heldOut.inputs, targets: heldOut.targets))
        result[.heldOutError] =
          1 - Double(evaluator.accuracy(inputs: heldOut.inputs, targets: heldOut.targets))
      }
      if !trial.watch.isDisjoint(with: [.integration, .probe]), let found = integration() {
        result[.inverseError] = Double(found.worstInverseError)
        result[.probeNFE] = found.probeNFE.map(Double.init)
      }
    }
    result[.largestNFE] = Double(largestNFE)
    result[.exceeded] = largestNFE > Self.manyEvaluations || stepsExceeded ? 1 : 0
    let signs: [Measure] = [.exceeded, .underflow, .diverged]
    result[.unstable] = signs.contains { result[$0] == 1 } ? 1 : 0
  }

  private var stepsExceeded: Bool { result.failure?.hasPrefix("more than") ?? false }

  /// Length of all points' paths over the distance of their ends; of a ResNet, from block to block.
  private func detour() -> Double? {
    let frames = 65
    let found = evaluator.trajectories(
      of: probe, times: (0..<frames).map { Double($0) / Double(frames - 1) })
    let n = evaluator.features
    let size = probeLabels.count * n
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
    for point in probeLabels.indices {
      for frame in 1..<found.frames { length += distance(point, frame - 1, frame) }
      straight += distance(point, 0, found.frames - 1)
    }
    return straight > 0 ? length / straight : nil
  }

  /// See `Measure.gap`. The run's solver is then the exact one.
  private func gap() -> Double? {
    guard trial.variant.configuration.model.family != .resnet else { return nil }
    let size = probeLabels.count * evaluator.features
    let coarse = evaluator.trajectories(of: probe, times: [1]).states.suffix(size)
    var exact = trial.variant.configuration.training
    exact.solver = .dormandPrince
    exact.tolerance = Self.probeTolerance
    run.retune(exact)
    let fine = evaluator.trajectories(of: probe, times: [1]).states.suffix(size)
    run.retune(trial.variant.configuration.training)
    guard coarse.count == size, fine.count == size else { return nil }
    var error = 0.0
    var norm = 0.0
    for (a, b) in zip(coarse, fine) {
      error += Double((a - b) * (a - b))
      norm += Double(b * b)
    }
    return norm > 0 ? (error / norm).squareRoot() : nil
  }
}
