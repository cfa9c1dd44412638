import Files
import NeuralODE
import Solvers

/// `anode predict`
package enum PredictCommand: Command {
  package static var description: CommandDescription {
    CommandDescription(
      name: "predict", summary: "Apply a saved model to the points of a table",
      discussion: [
        """
        FILE is a safetensors file of weights: one that anode saved, or another program's (docs/pytorch.md says what \
        names and metadata it needs). Each row of the table is a point; what is written, as CSV, has for each point the \
        outputs y1, y2, ..., the features f1, f2, ... at the end of the flow, and nfe, the function evaluations of its \
        solve, in full precision.
        """,
        """
        Each point is solved by itself, unless --together asks for one solve of all, as in training: then the steps, and \
        so the last digits, depend on all points.
        """,
      ],
      options: [
        .init("load", "FILE", .path, default: nil, "the safetensors file of the model"),
        .init("points", "TABLE", .path, default: nil, "the table of points (- for standard input)"),
        .init(
          "features", "LIST", .text, default: "all columns",
          "the columns of the model's inputs, by name or number: x,y or 1-4,6"),
        .init(flag: "together", "solve all points as one system"),
      ] + WeightOptions.descriptions
        + SettingOptions.descriptions([.model]).filter { $0.name == "activation" }
        + SettingOptions.descriptions([.solver], except: ["gradient"])
        + [
          .init(
            "precision", "TYPE", .choice(RunOptions.Precision.words), default: "double",
            "floating-point type")
        ],
      examples: [
        .init(
          command: "anode predict --load node.safetensors --points new.csv > answers.csv",
          purpose: "Outputs, features and NFE of each row of a table.")
      ])
  }

  package static func run(_ options: ParsedOptions) throws {
    for name in ["load", "points"] where !options.has(name) {
      throw UsageError.noneOf(command: "predict", options: ["--\(name)"])
    }
    let hints = try WeightOptions.hints(options)
    let (path, points) = (options.word("load") ?? "", options.word("points") ?? "")
    let saved = try reading(path) { try SavedModel(path: path, hints: hints) }
    guard saved.kind != .images else { throw InputErrors(path, "its model takes images") }
    let table = try reading(points) { try PointTable(path: points, options.word("features")) }
    let checkpoint = try reading(path) { try saved.checkpoint(inputs: table.dimension) }
    var run = RunConfiguration(
      data: .published(.file(PointList(dimension: table.dimension, inputs: [], targets: []))))
    if options.has("activation"), checkpoint.namesActivation {
      throw options.clash("load", "activation", "the file names it")
    }
    try SettingOptions.apply(options, to: &run, groups: [.model, .solver])
    run.take(checkpoint)
    if options.choice("precision") == RunOptions.Precision.float {
      try predict(checkpoint, run, table, isTogether: options.has("together"), Float.self)
    } else {
      try predict(checkpoint, run, table, isTogether: options.has("together"), Double.self)
    }
  }

  private static func predict<Scalar: LaneScalar>(
    _ checkpoint: Checkpoint, _ run: RunConfiguration, _ table: PointTable, isTogether: Bool,
    _: Scalar.Type
  ) throws {
    let (d, outputs) = (table.dimension, checkpoint.outputs)
    let trainer = Trainer<Scalar>(
      model: run.model, training: run.training,
      dataset: Dataset(
        dimension: d, outputs: outputs, inputs: Array(repeating: 0, count: d),
        targets: Array(repeating: 0, count: outputs)),
      parameters: checkpoint.parameters)
    let most = isTogether ? table.count : 1
    let evaluator = Evaluator(trainer, inputs: d, outputs: outputs, capacity: most)
    let read = run.model.readFeatures(inputs: d)
    let head = (1...outputs).map { "y\($0)" } + (1...read).map { "f\($0)" } + ["nfe"]
    var lines = [head.joined(separator: ",")]
    for first in stride(from: 0, to: table.count, by: most) {
      let found: Evaluator<Scalar>.Prediction
      do throws(SolveFailure) {
        found = try evaluator.predict(Array(table.inputs[first * d..<(first + most) * d]))
      } catch {
        let place = isTogether ? "the points" : "row \(first + 1)"
        throw InputErrors(table.path, "\(place): the solve failed, \(error)")
      }
      for row in 0..<most {
        let numbers =
          found.outputs[row * outputs..<(row + 1) * outputs]
          + found.features[row * read..<(row + 1) * read]
        lines.append(
          (numbers.map { "\($0)" } + ["\(found.statistics.evaluations)"])
            .joined(separator: ","))
      }
    }
    try StandardOutput.write(lines.joined(separator: "\n") + "\n")
  }
}

/// The rows of a table as points, in the file's unit.
private struct PointTable {
  let path: String
  let dimension: Int
  /// count × dimension.
  let inputs: [Double]
  var count: Int { inputs.count / dimension }

  init(path: String, _ features: String?) throws(TableFailure) {
    let table = try Table(path: path)
    let chosen =
      try features.map { (text) throws(TableFailure) in try table.indices(text) }
      ?? Array(table.columns.indices)
    let columns = try chosen.map { (k) throws(TableFailure) in
      let column = table.columns[k]
      guard case .numbers(let numbers) = column.values, column.gaps == 0 else {
        throw .column(
          column.number, name: column.name, reason: "has gaps or words, expected numbers")
      }
      return numbers
    }
    self.path = path
    dimension = columns.count
    inputs = (0..<table.rowCount).flatMap { row in columns.map { $0[row] } }
  }
}
