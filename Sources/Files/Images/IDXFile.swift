import FoundationEssentials

/// MNIST's format (http://yann.lecun.com/exdb/mnist): a magic number of two zeros, the type 8
/// (bytes) and the number of extents; the extents, big-endian; the bytes.
enum IDXFile {
  /// Images and labels of a folder: `train-images-idx3-ubyte`, `train-labels-idx1-ubyte`, and
  /// `t10k-…` or `test-…`, held out; plain or `.gz`. If only one pair exists, every fifth image is
  /// held out. Names can begin with a set's, as EMNIST's do: `emnist-letters-train-images-…`;
  /// `DIR/emnist-letters` chooses one of several sets.
  static func load(_ path: String) throws(ImageFailure) -> ImageSet {
    let (folder, prefix) = try set(path)
    let name = prefix.isEmpty ? SystemPath.name(of: folder) : prefix
    let first = prefix.isEmpty ? "" : prefix + "-"
    let training = try pair("\(first)train", in: folder)
    var test = try pair("\(first)t10k", in: folder)
    if test == nil { test = try pair("\(first)test", in: folder) }
    let parts = try ImageSet.parts(
      training?.samples, test?.samples, of: folder, "t10k",
      files: "train-images-idx3-ubyte and train-labels-idx1-ubyte, or t10k-…, plain or .gz")
    if let training, let test, training.labels != test.labels {
      throw ImageFailure(
        folder, "t10k labels of \(test.labels.names.count) classes",
        expected: "\(training.labels.names.count), as the training labels have")
    }
    return ImageSet(
      name: name, classNames: (training ?? test)?.labels.names ?? ImageSet.digitNames,
      training: parts.training, test: parts.test)
  }

  /// The folder, and the prefix of its files' names.
  private static func set(
    _ path: String
  ) throws(ImageFailure) -> (folder: String, prefix: String) {
    guard let names = SystemPath.names(in: path) else {
      let parts = path.split(separator: "/", omittingEmptySubsequences: false)
      let folder = parts.count > 1 ? parts.dropLast().joined(separator: "/") : "."
      let prefix = parts.last.map(String.init) ?? ""
      let all = SystemPath.names(in: folder) ?? []
      return all.contains { $0.hasPrefix("\(prefix)-") } && !prefix.isEmpty
        ? (folder, prefix) : (path, "")
    }
    let ending = "-train-images"
    let prefixes = Set(
      names.compactMap { name in name.firstRange(of: ending).map { String(name[..<$0.lowerBound]) }
      })
    guard !names.contains(where: { $0.hasPrefix("train-") || $0.hasPrefix("t10k-") }),
      let prefix = prefixes.first
    else { return (path, "") }
    guard prefixes.count == 1 else {
      let word = prefixes.sorted().joined(separator: ", ")
      throw ImageFailure(
        path, "several sets: \(word)",
        expected: "one of them after the folder, as in \(path)/\(prefixes.sorted()[0])")
    }
    return (path, prefix)
  }

  private static func pair(
    _ prefix: String, in folder: String
  ) throws(ImageFailure) -> (samples: ImageSamples, labels: IDXLabels)? {
    let images = find("\(prefix)-images", "idx3-ubyte", in: folder)
    let labels = find("\(prefix)-labels", "idx1-ubyte", in: folder)
    guard images != nil || labels != nil else { return nil }
    guard let images, let labels else {
      let missing = images == nil ? "\(prefix)-images-idx3-ubyte" : "\(prefix)-labels-idx1-ubyte"
      throw ImageFailure(folder, "\(missing) is missing", expected: "images and their labels")
    }
    let bytes = try GzipFile.contents(of: labels)
    let meaning = IDXLabels.find(name: SystemPath.name(of: labels), labels: bytes.dropFirst(8))
    let samples = try samples(
      images: GzipFile.contents(of: images), labels: bytes, paths: (images, labels),
      meaning: meaning)
    return (samples, meaning)
  }

  /// Some archives have a dot for the second hyphen, and some unpack each file into a folder of the
  /// same name.
  private static func find(_ stem: String, _ kind: String, in folder: String) -> String? {
    let names = ["-", "."].flatMap { ["\(stem)\($0)\(kind)", "\(stem)\($0)\(kind).gz"] }
    let folders = [folder] + names.map { "\(folder)/\($0)" }
    return folders.flatMap { folder in names.map { "\(folder)/\($0)" } }
      .first { SystemPath.exists($0) && !SystemPath.isFolder($0) }
  }

  static func samples(
    images: Data, labels: Data, paths: (images: String, labels: String),
    meaning: IDXLabels = .digits
  ) throws(ImageFailure) -> ImageSamples {
    let extents = try header(images, magic: 0x803, path: paths.images)
    for (k, name) in [(1, "rows"), (2, "columns")] where !ImageSet.sides.contains(extents[k]) {
      throw ImageFailure(
        paths.images, "byte \(4 + 4 * k): \(extents[k]) \(name) of an image",
        expected: "1 to \(ImageSet.sides.upperBound)")
    }
    let count = try header(labels, magic: 0x801, path: paths.labels)[0]
    guard count == extents[0] else {
      throw ImageFailure(
        paths.labels, "byte 4: \(count) labels",
        expected: "\(extents[0]), as \(paths.images) has images")
    }
    let shape = ImageShape(channels: 1, height: extents[1], width: extents[2])
    try check(images, 16 + extents[0] * shape.count, paths.images)
    try check(labels, 8 + count, paths.labels)
    let classes = [UInt8](labels.dropFirst(8))
    if let row = classes.firstIndex(where: { !meaning.range.contains($0) }) {
      throw ImageFailure(
        paths.labels, "byte \(8 + row): label \(classes[row])",
        expected: "\(meaning.range.lowerBound) to \(meaning.range.upperBound)")
    }
    let samples = ImageSamples(
      shape: shape, pixels: images.dropFirst(16).map { Float($0) / 255 },
      labels: classes.map { Int32($0 - meaning.first) })
    return meaning.isTransposed ? samples.transposed : samples
  }

  private static func check(_ data: Data, _ size: Int, _ path: String) throws(ImageFailure) {
    guard data.count == size else {
      throw ImageFailure(path, "\(data.count) bytes", expected: "\(size), as its header says")
    }
  }

  /// The extents, of which the first is at least 1.
  private static func header(
    _ data: Data, magic: Int, path: String
  ) throws(ImageFailure) -> [Int] {
    let dimensions = magic & 0xff
    guard data.count >= 4 + 4 * dimensions else {
      throw ImageFailure(path, "\(data.count) bytes", expected: "a header of \(4 + 4 * dimensions)")
    }
    func word(_ k: Int) -> Int { Int(data.number(at: 4 * k, size: 4)) }
    guard word(0) == magic else {
      throw ImageFailure(
        path, "byte 0: magic number \(word(0))",
        expected: "\(magic) (bytes in \(dimensions) dimension\(dimensions == 1 ? "" : "s"))")
    }
    let extents = (1...dimensions).map(word)
    guard extents[0] > 0 else {
      throw ImageFailure(path, "byte 4: no entries", expected: "at least one")
    }
    return extents
  }
}

/// The meaning of an IDX file's labels. MNIST's are digits. EMNIST's are identified by the files'
/// names or, if those are MNIST's, by their range; its images are stored column by column.
/// https://www.nist.gov/itl/products-and-services/emnist-dataset
struct IDXLabels: Equatable {
  /// Names of the classes.
  var names: [String]
  /// The label of the first class.
  var first: UInt8 = 0
  /// Whether rows and columns of the images are exchanged.
  var isTransposed = false

  var range: ClosedRange<UInt8> { first...first + UInt8(names.count - 1) }

  static let digits = IDXLabels(names: ImageSet.digitNames)

  private static let digitsAndCapitals = ImageSet.digitNames + letters("A"..."Z")
  private static let emnistDigits = IDXLabels(names: ImageSet.digitNames, isTransposed: true)
  /// One class for a capital and its small letter, from 1.
  private static let emnistLetters = IDXLabels(
    names: letters("A"..."Z"), first: 1, isTransposed: true)
  /// Small letters that look like their capitals are merged with them.
  private static let emnistMerged = IDXLabels(
    names: digitsAndCapitals + "abdefghnqrt".map { String($0) }, isTransposed: true)
  private static let emnistClasses = IDXLabels(
    names: digitsAndCapitals + letters("a"..."z"), isTransposed: true)

  private static func letters(_ range: ClosedRange<Unicode.Scalar>) -> [String] {
    (range.lowerBound.value...range.upperBound.value).compactMap {
      Unicode.Scalar($0).map { String($0) }
    }
  }

  static func find(name: String, labels: some Collection<UInt8>) -> IDXLabels {
    let name = name.lowercased()
    if name.contains("emnist") {
      let parts: [(String, IDXLabels)] = [
        ("letters", emnistLetters), ("balanced", emnistMerged), ("bymerge", emnistMerged),
        ("byclass", emnistClasses), ("digits", emnistDigits), ("emnist-mnist", emnistDigits),
      ]
      if let part = parts.first(where: { name.contains($0.0) }) { return part.1 }
    }
    switch (labels.min(), labels.max()) {
    case (1, 26): return emnistLetters
    case (0, 46): return emnistMerged
    case (0, 61): return emnistClasses
    default: return digits
    }
  }
}
