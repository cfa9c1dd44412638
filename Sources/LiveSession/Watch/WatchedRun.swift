import Math
import NeuralODE
import Solvers

/// A run of another program as it is shown here: its data and model as a configuration, and what
/// its record leaves open.
package struct WatchedRun: Sendable, Equatable {
  package let name: String
  /// Another is another run.
  package let id: String
  package let program: String
  package let mode: WatchRun.Mode
  package let isDouble: Bool
  /// The settings of the run, and how the pictures are solved, which a person can change.
  package var configuration: RunConfiguration
  /// What trains, if that is not the pictures' solver.
  package let trainingSolver: String?
  /// What is approximate or left out, a sentence each.
  package let notes: [String]
  /// Settings that the record does not name or that do not exist here.
  package let unknown: [String]
  let process: (id: Int32, host: String)?
  private let metadata: [String: String]

  package static func == (a: WatchedRun, b: WatchedRun) -> Bool {
    a.id == b.id && a.configuration == b.configuration && a.metadata == b.metadata
  }

  /// Whether nothing is known about a setting that does not matter to the pictures.
  package func leavesOpen(_ setting: String) -> Bool {
    let never = ["seed", "test", "gradient", "kinetic-penalty", "beta1", "weight-decay"]
    return never.contains(setting)
      || unknown.contains(setting) && setting != "solver" && setting != "tolerance"
  }

  /// - Parameter weights: those of a step; nil in the mode of frames.
  /// - Throws: `Safetensors.Failure` for a model that is not known here, or does not suit the data.
  package init(
    _ run: WatchRun, _ weights: Safetensors?, _ frame: WatchFrame?
  ) throws(Safetensors.Failure) {
    (name, id, program, mode) = (run.name, run.id, run.program, run.mode)
    (isDouble, metadata) = (run.isDouble, run.metadata)
    process = run.process.flatMap { id in run.host.map { (id, $0) } }
    var notes = run.note.map { [$0] } ?? []
    let dimension: Int
    switch run.content {
    case .points(let d, _, _, _): dimension = d
    case .series(let samples, let dropped):
      dimension = samples.dimension
      if dropped > 0 { notes.append("\(dropped) series without a complete start are left out") }
    }
    let model: ModelConfiguration
    var outputs: Int
    if let weights {
      let saved = try SavedModel(file: weights.described(by: run.metadata))
      let checkpoint = try saved.checkpoint(inputs: dimension)
      (model, outputs) = (checkpoint.model, checkpoint.outputs)
    } else {
      // Nothing is computed with it: it says how many coordinates there are.
      guard let paths = frame?.paths else { throw .missing("path.states") }
      guard paths.features >= dimension else {
        throw .wrongShape(
          name: "path.states", found: [paths.features], expected: [dimension])
      }
      let added = paths.features - dimension
      var stand = added > 0 ? ModelConfiguration.anode(p: added) : .node()
      stand.hasReadout = run.problem != .series
      stand.span = run.metadata["span"].flatMap { TimeSpan($0) }
      outputs = frame?.map?.width ?? 1
      model = stand
    }
    let kind = try Self.kind(run, model, outputs: &outputs, &notes)
    var configuration = RunConfiguration.published(
      .published(kind), model.family, augmentation: model.augmentation)
    configuration.model = model
    if let obstacle = model.family.obstacle(to: configuration.problem) { throw .unusable(obstacle) }
    var unknown: [String] = []
    configuration.training.take(run, count: configuration.data.count, &notes, &unknown)
    self.configuration = configuration
    let training = run.text("training-solver")
    trainingSolver = training == configuration.training.solver.name ? nil : training
    (self.notes, self.unknown) = (notes, unknown)
  }

  /// The weights of a step in the order of `ParameterLayout`.
  ///
  /// - Throws: `Safetensors.Failure` for those of another model, or infinite ones.
  package func parameters(_ weights: Safetensors) throws(Safetensors.Failure) -> [Double] {
    let data = configuration.data
    let saved = try SavedModel(file: weights.described(by: metadata))
    let checkpoint = try saved.checkpoint(inputs: data.dimension)
    guard checkpoint.model == configuration.model else {
      throw .unusable("a step has the weights of another model")
    }
    guard checkpoint.outputs > data.outputs, checkpoint.model.hasReadout else {
      return checkpoint.parameters
    }
    // Of several values the first is shown: the readout's other rows are left out.
    let layout = ParameterLayout(
      checkpoint.model, inputs: data.dimension, outputs: checkpoint.outputs)
    let kept = ParameterLayout(checkpoint.model, inputs: data.dimension, outputs: data.outputs)
    return zip(layout.tensors, kept.tensors).flatMap { whole, part in
      checkpoint.parameters[whole.offset..<whole.offset + part.count]
    }
  }

  /// What the run learns, as a kind of a person's own data.
  private static func kind(
    _ run: WatchRun, _ model: ModelConfiguration, outputs: inout Int, _ notes: inout [String]
  ) throws(Safetensors.Failure) -> DatasetKind {
    switch run.content {
    case .series(let samples, _):
      guard !model.hasReadout else {
        throw .unusable("a model of series is compared with its state, expected no readout")
      }
      return .series(SeriesTable(samples, name: run.name))
    case .points(let d, let inputs, var targets, let width):
      var list = PointList(dimension: d, inputs: inputs, targets: [], name: run.name)
      switch run.problem {
      case .points, .series:
        guard outputs == 1 || !model.hasReadout else {
          throw .unusable("its model has \(outputs) outputs, expected 1 whose sign is the class")
        }
        targets = targets.map { $0 > 0 ? 1 : -1 }
      case .classes:
        let classes =
          model.hasReadout && run.mode == .weights
          ? outputs : max(outputs, 2, Int(targets.max() ?? 0) + 1)
        guard classes > 1, targets.allSatisfy({ $0 < Double(classes) }) else {
          throw .unusable(
            "its targets name class \(Int(targets.max() ?? 0)), its model has \(classes) outputs")
        }
        guard model.hasReadout || classes <= model.readFeatures(inputs: d) else {
          throw .unusable("its \(classes) outputs are more than its features")
        }
        list.target = .classes
        list.classNames = (0..<classes).map(String.init)
        outputs = classes
      case .regression:
        if width > 1 {
          notes.append("of its \(width) values the first is shown")
          targets = stride(from: 0, to: targets.count, by: width).map { targets[$0] }
        }
        (list.target, list.classNames) = (.number, [])
      }
      list.targets = targets
      return .file(list)
    }
  }
}

extension TrainingConfiguration {
  /// Takes what a record says about solver and optimiser, and notes what is missing.
  fileprivate mutating func take(
    _ run: WatchRun, count: Int, _ notes: inout [String], _ unknown: inout [String]
  ) {
    if let word = run.text("solver") {
      if let known = Tableau.named(word) {
        solver = known
      } else {
        notes.append(
          "solver \(word.short) is not known here: pictures are solved by \(solver.name)")
        unknown.append("solver")
      }
    } else {
      unknown.append("solver")
    }
    let (relative, absolute) = (run.number("rtol"), run.number("atol"))
    if let relative, (1e-14...1).contains(relative) {
      tolerance = relative
      if let absolute, absolute != relative {
        notes.append("its atol is \(absolute): pictures have \(relative) for rtol and atol")
      }
    } else if solver.isAdaptive {
      unknown.append("tolerance")
    }
    if let steps = run.number("steps"), (1...10_000).contains(steps) { fixedSteps = Int(steps) }
    if let word = run.text("optimizer")?.lowercased(), let known = OptimizerKind(rawValue: word) {
      optimizer = known
    } else {
      unknown.append("optimizer")
    }
    if let rate = run.number("lr"), rate > 0, rate <= 10 {
      learningRate = rate
    } else {
      unknown.append("learning-rate")
    }
    // Without one, an epoch is an update on all points, as in most small programs.
    if let batch = run.number("batch"), (1...1e6).contains(batch) {
      batchSize = min(Int(batch), max(1, count))
    } else {
      batchSize = min(max(1, count), 4096)
      unknown.append("batch")
    }
    let word = (run.text("loss") ?? "").lowercased().filter(\.isLetter)
    let names: [(LossFunction, [String])] = [
      (.smoothL1, ["smooth", "huber"]), (.squared, ["mse", "squared"]),
      (.logistic, ["logistic", "bce", "binarycross"]), (.crossEntropy, ["cross", "nll"]),
    ]
    let named = names.first { $0.1.contains { word.contains($0) } }?.0
    let known = run.problem.losses
    if let named, known.contains(named) {
      loss = named
    } else {
      loss = known[0]
      unknown.append("loss")
    }
  }
}

extension WatchRun.Problem {
  fileprivate var losses: [LossFunction] {
    switch self {
    case .points: Problem.points.losses
    case .classes: Problem.classes.losses
    case .regression: Problem.regression.losses
    case .series: Problem.series.losses
    }
  }
}
