import NeuralODE

/// The report on a file for `anode data`.
enum DataReport {
  /// The text, and the reason that a table or weights cannot be used.
  ///
  /// - Throws: `InputError` for an unreadable file.
  static func text(
    of path: String, _ request: OwnTable.Request, _ hints: WeightHints = WeightHints()
  ) throws(InputError) -> (text: String, failure: InputError?) {
    let file: OwnFile
    do throws(OwnFile.Failure) {
      file = try OwnFile.read(path, signs: request.signs)
    } catch {
      throw InputError(path: error.path, reason: error.reason)
    }
    switch file {
    case .table(let table): return tableText(table, request, path)
    case .image(let width, let height, let channels, let bits):
      let kind = channels == 1 ? "grey" : "colour"
      return (
        "an image of \(width)×\(height) pixels, \(kind), \(bits) bits a sample\n"
          + "if DIR has a folder of images for each class: anode images --data folder:DIR\n",
        nil
      )
    case .images(let set): return (imagesText(set), nil)
    case .weights(let file):
      let model = Result { () throws(Safetensors.Failure) in
        let saved = try SavedModel(file: file, hints: hints)
        if saved.kind != .images { _ = try saved.checkpoint() }
        return saved
      }
      guard case .failure(let failure) = model else { return (weightsText(file, model), nil) }
      return (weightsText(file, model), InputError(path: path, reason: failure.description))
    case .indexed(let extents):
      return (
        "MNIST's format, bytes of \(list(extents))\n"
          + "if DIR has the labels too: anode images --data mnist:DIR\n", nil
      )
    }
  }

  private static func list(_ extents: [Int]) -> String {
    extents.map(String.init).joined(separator: "×")
  }

  static func number(_ value: Double) -> String { SignificantDigits.text(value, 6) }

  private static func imagesText(_ set: ImageSet) -> String {
    var text =
      "images \(set.name.harmless): \(set.training.count) to train on, \(set.test.count) held out, "
      + "\(set.shape.height)×\(set.shape.width) pixels, \(set.shape.channels) "
      + "channel\(set.shape.channels == 1 ? "" : "s"), \(set.outputs) classes\n"
    var table = TextTable(["class", "training", "held out"])
    for (label, name) in set.classNames.enumerated().prefix(30) {
      func count(_ samples: ImageSamples) -> String {
        "\(samples.labels.count { $0 == Int32(label) })"
      }
      table.rows.append([name.harmless, count(set.training), count(set.test)])
    }
    text += table.text
    if set.outputs > 30 { text += "and \(set.outputs - 30) more classes\n" }
    return text
  }

  private static func weightsText(
    _ file: Safetensors, _ model: Result<SavedModel, Safetensors.Failure>
  ) -> String {
    let names = file.names
    var text: String
    switch model {
    case .success(let model): text = "weights: \(model.summary)\n"
    case .failure: text = "tensors, but not a model\n"
    }
    var table = TextTable(["tensor", "shape", "type"], words: [0, 1, 2])
    for name in names.prefix(60) {
      table.rows.append([name.harmless, list(file.shape(name) ?? []), file.type(name) ?? ""])
    }
    text += table.text
    if names.count > 60 { text += "and \(names.count - 60) more tensors\n" }
    for (key, value) in file.metadata.sorted(by: { $0.key < $1.key }).prefix(30) {
      text += "\(key): \(value.prefix(80).description)".harmless + "\n"
    }
    return text
  }
}

extension DataReport {
  /// The text, and the reason that the table cannot be learned from.
  static func tableText(
    _ table: Table, _ request: OwnTable.Request, _ path: String
  ) -> (text: String, failure: InputError?) {
    let parts =
      "\(table.dialect.summary)\(table.hasTrailingSeparator ? ", every row ends with a separator" : "")"
    do throws(TableFailure) {
      let own = try OwnTable(table, request)
      let text =
        own.summary + "\n" + parts + "\n" + columnsText(table, own) + targetText(own.target)
        + own.notes.map { $0.harmless + "\n" }.joined()
      return (text, nil)
    } catch {
      func count(_ number: Int, _ word: String) -> String {
        "\(number) \(word)\(number == 1 ? "" : "s")"
      }
      let size =
        "\(count(table.rowCount, "row")), \(count(table.columns.count, "column")) in "
        + table.name.harmless
      return (
        size + "\n" + parts + "\n" + columnsText(table, nil),
        InputError(path: path, reason: error.description)
      )
    }
  }

  private static func columnsText(_ table: Table, _ own: OwnTable?) -> String {
    var text = TextTable(
      ["column", "name", "kind", "range", "gaps"] + (own == nil ? [] : ["use"]),
      words: [0, 1, 2, 3, 5])
    for column in table.columns.prefix(100) {
      let (kind, range) = describe(column.values)
      var row = [
        "\(column.number)", shortened(column.name ?? ""), kind, range,
        column.gaps == 0 ? "" : "\(column.gaps)",
      ]
      if let own { row.append(use(column, own)) }
      text.rows.append(row)
    }
    let more = table.columns.count - 100
    return text.text + (more > 0 ? "and \(more) more columns\n" : "")
  }

  private static func use(_ column: Table.Column, _ own: OwnTable) -> String {
    let count = own.features.count { $0.column == column.number }
    if count > 1 { return "\(count) features" }
    return count == 1 ? "feature" : column.number == own.target.column ? "label" : "left out"
  }

  private static func shortened(_ text: String) -> String {
    (text.count > 24 ? text.prefix(23) + "…" : text[...]).description.harmless
  }

  private static func describe(_ values: Table.Values) -> (kind: String, range: String) {
    switch values {
    case .numbers(let numbers):
      let present = numbers.filter { !$0.isNaN }
      let isWhole = present.allSatisfy { $0 == $0.rounded() }
      let range = "\(number(present.min() ?? 0)) to \(number(present.max() ?? 0))"
      return (isWhole ? "whole numbers" : "numbers", range)
    case .words(_, let distinct):
      if distinct.isEmpty { return ("empty", "") }
      let some = distinct.sorted().prefix(3).map(shortened).joined(separator: ", ")
      return ("words", "\(distinct.count): \(some)\(distinct.count > 3 ? ", …" : "")")
    }
  }

  private static func targetText(_ target: OwnTable.Target) -> String {
    switch target {
    case .classes(let column, let names, let labels):
      var counts = [Int](repeating: 0, count: names.count)
      for label in labels { counts[Int(label)] += 1 }
      let list = zip(names, counts).map { "\(shortened($0)) \($1)" }.joined(separator: ", ")
      return "classes of \(shortened(column.title)): \(list)\n"
    case .number(let column, let values, let mean, let deviation):
      return "\(shortened(column.title)) is a number from \(number(values.min() ?? 0)) to "
        + "\(number(values.max() ?? 0)), mean \(number(mean)), standard deviation "
        + "\(number(deviation))\n"
    }
  }
}

extension OwnTable.Target {
  fileprivate var column: Int {
    switch self {
    case .classes(let column, _, _), .number(let column, _, _, _): column.number
    }
  }
}
