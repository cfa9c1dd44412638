import Platform

/// Solves dh/dt = f(t, h) for a batch as one system with one step size, by any explicit Runge–Kutta
/// method.
///
/// Memory is allocated once, for batches up to a given size. dopri5 with `interpolate` equals that
/// of torchdiffeq 0.2.5, number for number: NFE = 2 + 6 · (accepted + rejected).
public final class RungeKuttaSolver<Field: VectorField> {
  /// Precision of the state.
  public typealias Scalar = Field.Scalar

  /// The right-hand side.
  public let field: Field
  /// Method, tolerances and limits.
  public var options: SolverOptions {
    didSet { if options.tableau != oldValue.tableau { changeMethod() } }
  }
  private(set) var method: MethodTables
  /// Shape of the batch being solved.
  public private(set) var shape: BatchShape
  /// The cost of the current solve so far.
  public private(set) var statistics = SolveStatistics()
  /// The right end of the last accepted step.
  public private(set) var t = 0.0
  /// Size of the next step to try (positive; time runs in `direction`).
  public private(set) var stepSize = 0.0
  /// Whether attempted steps are written to `log`.
  public var keepsLog = false
  /// The step log of the current solve, if `keepsLog`.
  public private(set) var log: [StepEvent] = []
  /// The number of output times that the last solve reached.
  public private(set) var outputCount = 0
  /// What the solve keeps for `Backpropagation`.
  public private(set) var recording = SolveRecording.none

  /// Threads that share the work on a large state; their number changes no bit.
  public var team = ThreadTeam.single

  /// Parts of the state; the norm is the greatest of their RMS norms. nil: the whole state.
  var normParts: [NormPart]?

  /// +1, or −1 for a reverse solve, whose system is dh/ds = −f(−s, h).
  var direction = 1.0
  /// Left ends and sizes of the accepted steps, kept when recording.
  var steps: [(t0: Double, dt: Double)] = []
  /// States at the left ends of the accepted steps, if checkpoints are kept.
  private var checkpoints: [AlignedBuffer<Scalar>] = []
  /// Evaluations for replaying steps from checkpoints; not in `statistics`.
  public private(set) var replayedEvaluations = 0
  private var isReplaying = false
  /// θ of the solve's right end in the last step; 1 if clipped.
  var finalPosition = 1.0
  /// The output times of a recorded solve.
  var outputs: [OutputPosition] = []

  private let capacity: Int
  /// State at the step's left end, at its right end, and scratch.
  private(set) var y0: AlignedBuffer<Scalar>
  private(set) var y1: AlignedBuffer<Scalar>
  private(set) var scratch: AlignedBuffer<Scalar>
  /// k_i, one after another, `shape.count` scalars each.
  private(set) var k: AlignedBuffer<Scalar>
  private(set) var coefficients: AlignedBuffer<Scalar>
  /// Sums of the parts of a large norm.
  let partialSums: AlignedBuffer<Scalar>
  private var previousRatio = 1.0
  private var lastStepSize = 0.0
  private var hasFinalSlope = false

  /// Whether the last step ends at the right end, not past it. (Fixed steps always do.)
  var clips: Bool { options.rightEnd == .clip || !method.isAdaptive }

  /// A solver for batches of up to `capacity` scalars (`BatchShape.count`).
  public init(field: Field, shape: BatchShape, options: SolverOptions = SolverOptions()) {
    self.field = field
    self.shape = shape
    self.options = options
    capacity = shape.count
    y0 = AlignedBuffer(count: capacity)
    y1 = AlignedBuffer(count: capacity)
    scratch = AlignedBuffer(count: capacity)
    partialSums = AlignedBuffer(
      count: capacity / Scalar.laneCount / (Self.normPartVectors / 2) + 2)
    method = MethodTables(options.tableau)
    k = AlignedBuffer(count: capacity * (method.stages + 1))
    coefficients = AlignedBuffer(count: method.stages + 1)
  }

  private func changeMethod() {
    method = MethodTables(options.tableau)
    if k.count < capacity * (method.stages + 1) {
      k = AlignedBuffer(count: capacity * (method.stages + 1))
      coefficients = AlignedBuffer(count: method.stages + 1)
    }
  }

  /// Integrates from t0 to t1, which can be earlier, and writes the state at t1.
  ///
  /// - Parameters:
  ///   - initial: state at t0, `shape.count` scalars.
  ///   - final: receives the state at t1; can be `initial`.
  ///   - shape: of this batch; its count is at most the solver's.
  ///   - record: what to keep for `Backpropagation`.
  ///   - times: output times within t0…t1, in the direction of the solve.
  ///   - output: receives the state at each of `times`, one after another.
  /// - Throws: `SolveFailure` if t1 cannot be reached; `output` keeps the states written before.
  public func solve(
    from t0: Double, to t1: Double, initial: UnsafePointer<Scalar>,
    final: UnsafeMutablePointer<Scalar>, shape: BatchShape, record: SolveRecording = .none,
    times: [Double] = [], output: UnsafeMutablePointer<Scalar>? = nil
  ) throws(SolveFailure) {
    begin(from: t0, towards: t1, initial: initial, shape: shape, record: record)
    let end = direction * t1
    while outputCount < times.count, direction * times[outputCount] <= t, let output {
      (output + outputCount * shape.count).update(from: y0.base, count: shape.count)
      if record != .none { outputs.append(OutputPosition(step: -1, position: 1)) }
      outputCount += 1
    }
    guard t < end else {
      final.update(from: y0.base, count: shape.count)
      return
    }
    var left = t
    while t < end {
      // Advance only here: after the loop y0, y1 and k are still those of the last step.
      if statistics.accepted > 0 { advance() }
      left = t
      try step(end: end)
      while outputCount < times.count, direction * times[outputCount] <= t, let output {
        let position = (direction * times[outputCount] - left) / (t - left)
        interpolate(at: position, into: output + outputCount * shape.count)
        if record != .none {
          outputs.append(OutputPosition(step: statistics.accepted - 1, position: position))
        }
        outputCount += 1
      }
    }
    if clips {
      finalPosition = 1
      final.update(from: y1.base, count: shape.count)
    } else {
      finalPosition = (end - left) / (t - left)
      interpolate(at: finalPosition, into: final)
    }
  }

  private func begin(
    from t0: Double, towards t1: Double, initial: UnsafePointer<Scalar>, shape: BatchShape,
    record: SolveRecording = .none
  ) {
    precondition(shape.count <= capacity, "the batch is larger than the solver's memory")
    self.shape = shape
    recording = record
    statistics = SolveStatistics()
    steps.removeAll(keepingCapacity: true)
    outputs.removeAll(keepingCapacity: true)
    log.removeAll(keepingCapacity: true)
    replayedEvaluations = 0
    previousRatio = 1
    outputCount = 0
    direction = t1 < t0 ? -1 : 1
    t = direction * t0
    y0.base.update(from: initial, count: shape.count)
    field.prepare()
    evaluate(t, y0.base, k.base, slot: 0)
    if let size = options.stepSize {
      stepSize = size
    } else {
      stepSize = method.isAdaptive ? firstStep() : abs(t1 - t0)
    }
  }

  /// Tries steps until one is accepted. The state at its right end is then `y1`.
  ///
  /// - Parameter end: the right end, times `direction`; a clipped step does not pass it.
  func step(end: Double) throws(SolveFailure) {
    while true {
      guard statistics.accepted + statistics.rejected < options.maximumSteps else {
        throw .stepsExceeded(limit: options.maximumSteps, t: direction * t)
      }
      var dt = stepSize
      guard dt.isFinite else { throw .nonFinite(t: direction * t) }
      guard t + dt > t else { throw .stepUnderflow(t: direction * t, stepSize: dt) }
      var right = t + dt
      // Stretch the last step over a remainder of rounding error.
      if clips && right >= end - 1e-12 * abs(end - t) {
        dt = end - t
        right = end
      }
      attempt(dt, right, step: statistics.accepted)
      let ratio = method.isAdaptive ? errorRatio(dt) : 0
      if keepsLog {
        log.append(
          StepEvent(t: direction * t, dt: direction * dt, errorRatio: ratio, isAccepted: ratio <= 1)
        )
      }
      guard !ratio.isNaN else { throw .nonFinite(t: direction * t) }
      if method.isAdaptive {
        let (controller, order) = (options.controller, method.order)
        stepSize = dt * controller.factor(ratio: ratio, previous: previousRatio, order: order)
      }
      if ratio <= 1 {
        if recording != .none { keepStep(dt) }
        statistics.accepted += 1
        previousRatio = max(ratio, 1e-4)
        t = right
        lastStepSize = dt
        hasFinalSlope = method.isFSAL
        return
      }
      statistics.rejected += 1
    }
  }

  private func keepStep(_ dt: Double) {
    steps.append((t, dt))
    guard recording == .checkpoints else { return }
    if checkpoints.count < steps.count { checkpoints.append(AlignedBuffer(count: capacity)) }
    checkpoints[steps.count - 1].base.update(from: y0.base, count: shape.count)
  }

  /// Repeats an accepted step from its checkpoint, which fills the field's slots of step 0.
  ///
  /// - Parameter withFinalSlope: evaluate f(t1, y1) too, as the first stage of step 1, for a method
  ///   that does not have it among its stages.
  func replay(_ step: Int, withFinalSlope: Bool = false) {
    let kept = statistics
    isReplaying = true
    t = steps[step].t0
    y0.base.update(from: checkpoints[step].base, count: shape.count)
    // An FSAL method's first stage was the previous step's last, evaluated just before t0.
    let time =
      step > 0 && method.isFSAL && method.isAdaptive
      ? Double(Scalar(t).nextDown) : t
    evaluate(time, y0.base, k.base, slot: 0)
    attempt(steps[step].dt, t + steps[step].dt, step: 0)
    if withFinalSlope {
      evaluate(
        t + steps[step].dt, y1.base, k.base + method.finalSlopeIndex * shape.count,
        slot: slot(ofStage: 0, step: 1))
    }
    isReplaying = false
    replayedEvaluations += statistics.evaluations - kept.evaluations
    statistics = kept
  }

  /// Makes the right end of the last step the left end of the next.
  private func advance() {
    swap(&y0, &y1)
    if hasFinalSlope {
      k.base.update(from: k.base + method.finalSlopeIndex * shape.count, count: shape.count)
    } else {
      evaluate(t, y0.base, k.base, slot: slot(ofStage: 0, step: statistics.accepted))
    }
  }

  func evaluate(
    _ time: Double, _ y: UnsafePointer<Scalar>, _ f: UnsafeMutablePointer<Scalar>, slot: Int
  ) {
    field.evaluate(
      t: direction * time, state: y, derivative: f, shape: shape,
      slot: recording == .tape || isReplaying ? slot : nil)
    statistics.evaluations += 1
    if direction < 0 {
      coefficients.base[0] = -1
      combine(into: f, base: nil, scale: 0, terms: f, termCount: 1)
    }
  }

  /// Writes the state at position x (0…1) within the last accepted step.
  private func interpolate(at x: Double, into y: UnsafeMutablePointer<Scalar>) {
    if !hasFinalSlope && method.usesFinalSlope {
      evaluate(
        t, y1.base, k.base + method.finalSlopeIndex * shape.count,
        slot: slot(ofStage: 0, step: statistics.accepted))
      hasFinalSlope = true
    }
    let weights = InterpolationWeights(method, at: x)
    Scalar.kernels.scale(
      weights.slopes, by: lastStepSize, count: weights.count, into: coefficients.base)
    combine(
      into: y, base: y0.base, scale: Scalar(weights.start), terms: k.base,
      termCount: weights.count)
    coefficients.base[0] = Scalar(weights.end)
    combine(into: y, base: y, scale: 1, terms: y1.base, termCount: 1)
  }
}
