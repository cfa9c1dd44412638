import NeuralODE

/// What is understood of a file, as a person reads it.
enum DataReport {
  /// The report's text, and what keeps a table from being learned from, or weights from
  /// being opened.
  ///
  /// - Throws: `InputError` for what cannot be read.
  static func text(
    of path: String, _ request: OwnTable.Request
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
          + "in a folder with a folder of images for each class, anode images --data folder:DIR\n",
        nil
      )
    case .images(let set): return (imagesText(set), nil)
    case .weights(let file, let model):
      guard case .failure(let failure) = model else { return (weightsText(file, model), nil) }
      return (
        weightsText(file, model), InputError(path: path, reason: failure.description)
      )
    case .indexed(let extents):
      return (
        "MNIST's format, bytes of \(list(extents))\n"
          + "with its labels in a folder, anode images --data mnist:DIR\n", nil
      )
    }
  }

  private static func list(_ extents: [Int]) -> String {
    extents.map(String.init).joined(separator: "×")
  }

  /// Up to six significant digits.
  static func number(_ value: Double) -> String { SignificantDigits.text(value, 6) }

  private static func imagesText(_ set: ImageSet) -> String {
    var text =
      "images \(set.name.harmless): \(set.training.count) to train on, \(set.test.count) to test on, "
      + "\(set.shape.height)×\(set.shape.width) pixels, \(set.shape.channels) "
      + "channel\(set.shape.channels == 1 ? "" : "s"), \(set.outputs) classes\n"
    var table = TextTable(["class", "training", "test"])
    for (label, name) in set.classNames.enumerated().prefix(30) {
      func count(_ samples: ImageSamples) -> String {
        "\(samples.labels.count { $0 == Int32(label) })"
      }
      table.rows.append([name.harmless, count(set.training), count(set.test)])
    }
    text += table.text
    if set.outputs > 30 { text += "and \(set.outputs - 30) classes more\n" }
    return text
  }

  private static func weightsText(
    _ file: Safetensors, _ model: Result<SavedModel, Safetensors.Failure>
  ) -> String {
    let names = file.names
    var text: String
    switch model {
    case .success(let model): text = "weights: \(model.summary)\n"
    case .failure: text = "tensors, but no model to open\n"
    }
    var table = TextTable(["tensor", "shape", "type"], words: [0, 1, 2])
    for name in names.prefix(60) {
      table.rows.append([name.harmless, list(file.shape(name) ?? []), file.type(name) ?? ""])
    }
    text += table.text
    if names.count > 60 { text += "and \(names.count - 60) tensors more\n" }
    for (key, value) in file.metadata.sorted(by: { $0.key < $1.key }).prefix(30) {
      text += "\(key): \(value.prefix(80).description)".harmless + "\n"
    }
    return text
  }
}
