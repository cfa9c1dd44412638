import Platform

/// Folders with a folder of images for each class:
///
/// - `DIR/<class>/<image>`: every fifth image of a class, by file name, is held out.
/// - `DIR/train/<class>/<image>`, and `DIR/test` or `DIR/val` likewise: the latter are held out.
/// - Tiny ImageNet: `train/<class>/images/<image>`, and `val/images` with
///   `val/val_annotations.txt`, which names the class of each.
///
/// Hidden files, files left by desktops, and Tiny ImageNet's other files are skipped; any other
/// file that is not an image is an error.
enum ImageFolder {
  private struct Entry {
    var path: String
    var label: Int
  }

  static let classLimit = 1000

  static func load(
    _ folder: String, size: Int?, limit: Int?
  ) throws(ImageFailure) -> ImageSet {
    let name = SystemPath.name(of: folder)
    let hasTraining = SystemPath.isFolder("\(folder)/train")
    let root = hasTraining ? "\(folder)/train" : folder
    let classes = try names(in: root).filter { SystemPath.isFolder("\(root)/\($0)") }
    guard (2...classLimit).contains(classes.count) else {
      throw ImageFailure(
        root, "\(classes.count) folders of classes", expected: "2 to \(classLimit)")
    }
    if let stray = try names(in: root).first(where: { !SystemPath.isFolder("\(root)/\($0)") }) {
      throw ImageFailure("\(root)/\(stray)", "a file", expected: "nothing but folders of classes")
    }
    var training: [[Entry]] = []
    for (label, word) in classes.enumerated() {
      training.append(try entries(of: "\(root)/\(word)", label: label))
    }
    var test: [[Entry]] = []
    if hasTraining {
      test = try tested(in: folder, classes: classes)
    } else {
      for (label, all) in training.enumerated() {
        guard all.count >= 5 else {
          throw ImageFailure(
            "\(root)/\(classes[label])", "\(all.count) images",
            expected: "at least 5, of which one is held out")
        }
        test.append(all.enumerated().filter { $0.offset % 5 == 4 }.map(\.element))
        training[label] = all.enumerated().filter { $0.offset % 5 != 4 }.map(\.element)
      }
    }
    var reader = Reader(size: size)
    let parts = (
      try reader.read(inTurn(training, limit)), try reader.read(inTurn(test, limit))
    )
    return ImageSet(
      name: name, classNames: classes, training: reader.samples(parts.0),
      test: reader.samples(parts.1))
  }

  /// One image of each class in turn: any first part has all classes.
  private static func inTurn(_ classes: [[Entry]], _ limit: Int?) -> [Entry] {
    let longest = classes.map(\.count).max() ?? 0
    let all = (0..<longest).flatMap { i in classes.compactMap { i < $0.count ? $0[i] : nil } }
    return Array(all.prefix(limit ?? all.count))
  }

  /// The images held out, by class.
  private static func tested(
    in folder: String, classes: [String]
  ) throws(ImageFailure) -> [[Entry]] {
    let annotations = "\(folder)/val/val_annotations.txt"
    if SystemPath.exists(annotations) {
      return try annotated(annotations, images: "\(folder)/val/images", classes)
    }
    guard let part = ["test", "val"].first(where: { SystemPath.isFolder("\(folder)/\($0)") }) else {
      throw ImageFailure(folder, "only train", expected: "test or val beside it")
    }
    let root = "\(folder)/\(part)"
    if let stray = try names(in: root).first(where: { !classes.contains($0) }) {
      throw ImageFailure("\(root)/\(stray)", "not a class of train", expected: "the same classes")
    }
    var result: [[Entry]] = []
    for (label, word) in classes.enumerated() {
      result.append(try entries(of: "\(root)/\(word)", label: label))
    }
    return result
  }

  private static func annotated(
    _ path: String, images folder: String, _ classes: [String]
  ) throws(ImageFailure) -> [[Entry]] {
    let text = try retelling({ ImageFailure(path, $0) }) {
      try InputFile.imageList.text(of: path)
    }
    let numbers = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, $0) })
    var result: [[Entry]] = Array(repeating: [], count: classes.count)
    var lineNumber = 0
    for line in TextLines.of(text) {
      lineNumber += 1
      if line.isEmpty { continue }
      let fields = line.split(whereSeparator: \.isWhitespace)
      guard fields.count >= 2, let label = numbers[String(fields[1])] else {
        throw ImageFailure(
          path, "line \(lineNumber)", expected: "an image's name and a class that train has")
      }
      result[label].append(Entry(path: "\(folder)/\(fields[0])", label: label))
    }
    guard result.contains(where: { !$0.isEmpty }) else {
      throw ImageFailure(path, "no lines", expected: "an image's name and class each")
    }
    return result
  }

  private static func entries(of folder: String, label: Int) throws(ImageFailure) -> [Entry] {
    let inner = SystemPath.isFolder("\(folder)/images")
    let root = inner ? "\(folder)/images" : folder
    var result: [Entry] = []
    for name in try names(in: root) {
      let ending = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
      guard RasterFile.endings.contains(ending), !SystemPath.isFolder("\(root)/\(name)") else {
        throw ImageFailure(
          "\(root)/\(name)", "not an image by its name",
          expected: ".jpg, .jpeg, .png, .ppm or .pgm")
      }
      result.append(Entry(path: "\(root)/\(name)", label: label))
    }
    guard !result.isEmpty else {
      throw ImageFailure(root, "an empty class", expected: "at least one image")
    }
    return result
  }

  /// Files left by desktops, in lower case.
  private static let leftBehind = ["thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx", "icon\r"]

  /// The sorted names in a folder, without hidden files and those left by desktops.
  private static func names(in folder: String) throws(ImageFailure) -> [String] {
    guard let names = SystemPath.names(in: folder) else {
      throw ImageFailure(folder, "cannot be read", expected: "a folder")
    }
    return names.filter { !$0.hasPrefix(".") && !leftBehind.contains($0.lowercased()) }.sorted()
  }

  /// Reads images to one size. A set is grey if all of its images are.
  private struct Reader {
    let size: Int?
    var sides: (height: Int, width: Int)?
    var isGrey = true

    /// An image with its file's channels.
    struct Image {
      var label: Int
      var isGrey: Bool
      var planes: [Float]
    }

    mutating func read(_ entries: [Entry]) throws(ImageFailure) -> [Image] {
      var images: [Image] = []
      for entry in entries {
        let raster = try RasterFile.read(entry.path)
        let planes = (0..<raster.channels).flatMap { raster.plane($0) }
        images.append(
          Image(
            label: entry.label, isGrey: raster.channels == 1,
            planes: try resized(planes, raster, entry.path)))
        isGrey = isGrey && raster.channels == 1
      }
      return images
    }

    private mutating func resized(
      _ planes: [Float], _ raster: Raster, _ path: String
    ) throws(ImageFailure) -> [Float] {
      guard let size else {
        let sides = self.sides ?? (raster.height, raster.width)
        guard sides == (raster.height, raster.width), max(sides.0, sides.1) <= 1024 else {
          throw ImageFailure(
            path, "\(raster.width)×\(raster.height) pixels",
            expected: self.sides == nil
              ? "at most 1024 a side; --size averages larger ones down"
              : "\(sides.width)×\(sides.height) as others; --size makes all of one size")
        }
        self.sides = sides
        return planes
      }
      guard size <= min(raster.height, raster.width) else {
        throw ImageFailure(
          path, "\(raster.width)×\(raster.height) pixels", expected: "at least \(size) a side")
      }
      sides = (size, size)
      let rows = AreaAveraging.weights(from: raster.height, to: size)
      let columns = AreaAveraging.weights(from: raster.width, to: size)
      let pixels = raster.width * raster.height
      var result: [Float] = []
      for channel in 0..<raster.channels {
        AreaAveraging.average(
          planes[channel * pixels..<(channel + 1) * pixels], width: raster.width, rows: rows,
          columns: columns, into: &result)
      }
      return result
    }

    func samples(_ images: [Image]) -> ImageSamples {
      let shape = ImageShape(
        channels: isGrey ? 1 : 3, height: sides?.height ?? 1, width: sides?.width ?? 1)
      var pixels: [Float] = []
      for image in images {
        // Grey is a colour with equal channels.
        for _ in 0..<(image.isGrey && !isGrey ? 3 : 1) { pixels += image.planes }
      }
      return ImageSamples(
        shape: shape, pixels: pixels, labels: images.map { Int32($0.label) })
    }
  }
}
