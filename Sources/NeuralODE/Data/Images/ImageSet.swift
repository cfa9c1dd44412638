/// Images with the classes that they belong to.
public struct ImageSamples: Sendable, Equatable {
  /// Extents of each.
  public let shape: ImageShape
  /// Pixels from 0 to 1, image by image, in each channel by channel and row by row.
  public let pixels: [Float]
  /// Numbers of the classes, from 0.
  public let labels: [Int32]

  /// Images; as many pixels as they have.
  public init(shape: ImageShape, pixels: [Float], labels: [Int32]) {
    precondition(pixels.count == labels.count * shape.count, "images and labels differ in number")
    self.shape = shape
    self.pixels = pixels
    self.labels = labels
  }

  /// How many there are.
  public var count: Int { labels.count }

  /// The pixels of one image.
  public func image(_ i: Int) -> ArraySlice<Float> {
    pixels[i * shape.count..<(i + 1) * shape.count]
  }

  /// Some of the images.
  public func rows(_ rows: some Sequence<Int>) -> ImageSamples {
    var pixels: [Float] = []
    var labels: [Int32] = []
    for row in rows {
      pixels += image(row)
      labels.append(self.labels[row])
    }
    return ImageSamples(shape: shape, pixels: pixels, labels: labels)
  }

  /// The images parted in those to train on and, every fifth, those to test on.
  public var everyFifth: (training: ImageSamples, test: ImageSamples) {
    (rows((0..<count).filter { $0 % 5 != 4 }), rows((0..<count).filter { $0 % 5 == 4 }))
  }

  /// The first images, at most so many.
  public func first(_ limit: Int?) -> ImageSamples {
    guard let limit, limit < count else { return self }
    return rows(0..<limit)
  }
}

/// Images to train on and to test on.
public struct ImageSet: Sendable, Equatable {
  /// What the set is called.
  public let name: String
  /// What the classes are called.
  public let classNames: [String]
  /// Images trained on.
  public let training: ImageSamples
  /// Images tested on.
  public let test: ImageSamples

  /// Extents of an image.
  public var shape: ImageShape { training.shape }
  /// Classes.
  public var outputs: Int { classNames.count }

  /// A set.
  public init(
    name: String, classNames: [String], training: ImageSamples, test: ImageSamples
  ) {
    precondition(training.shape == test.shape, "images of two sizes")
    self.name = name
    self.classNames = classNames
    self.training = training
    self.test = test
  }

  /// The same images to test on, and at most so many to train on.
  public func training(on limit: Int?) -> ImageSet {
    ImageSet(name: name, classNames: classNames, training: training.first(limit), test: test)
  }
}

extension ImageSet {
  /// The digits that come with the program: 1,438 to train on, 359 to test on, 8 × 8 pixels.
  public static let digits: ImageSet = {
    let parts = Digits.images.everyFifth
    return ImageSet(
      name: "digits", classNames: ImageSource.digitNames, training: parts.training,
      test: parts.test)
  }()
}

/// Where images come from.
public enum ImageSource: Sendable, Equatable {
  /// The digits that come with the program.
  case digits
  /// A folder of MNIST's files, or of others in their format.
  case mnist(String)
  /// A folder of CIFAR-10's binary batches.
  case cifar10(String)
  /// A folder with a folder of images for each class.
  case folder(String)

  /// What is accepted, for a person.
  public static let forms = ["digits", "mnist:DIR", "cifar10:DIR", "folder:DIR"]

  /// A source as a person writes it; nil for what is none.
  public init?(_ text: String) {
    if text == "digits" {
      self = .digits
      return
    }
    guard let colon = text.firstIndex(of: ":") else { return nil }
    let path = String(text[text.index(after: colon)...])
    guard !path.isEmpty else { return nil }
    switch text[..<colon] {
    case "mnist": self = .mnist(path)
    case "cifar10": self = .cifar10(path)
    case "folder": self = .folder(path)
    default: return nil
    }
  }

  /// Reads the images.
  ///
  /// - Parameters:
  ///   - size: pixels of a side that images are averaged down to; nil leaves them as they are.
  ///   - limit: at most so many images to train on, and so many to test on.
  /// - Throws: `ImageFailure` for the first thing that is not as it should be. Nothing is left out.
  public func load(size: Int? = nil, limit: Int? = nil) throws(ImageFailure) -> ImageSet {
    let set: ImageSet
    switch self {
    case .digits: set = .digits
    case .mnist(let path): set = try IDXFile.load(path)
    case .cifar10(let path): set = try CIFARFile.load(path)
    // Each file is averaged as it is read: a folder's images may have all sizes, and need not fit in the memory.
    case .folder(let path): return try ImageFolder.load(path, size: size, limit: limit)
    }
    let parts = (training: set.training.first(limit), test: set.test.first(limit))
    guard let size else {
      return ImageSet(
        name: set.name, classNames: set.classNames, training: parts.training, test: parts.test)
    }
    let least = min(set.shape.height, set.shape.width)
    guard size <= least else {
      throw ImageFailure(
        path: set.name, place: "size \(size)", expected: "at most \(least), as the images have")
    }
    return ImageSet(
      name: set.name, classNames: set.classNames, training: parts.training.averaged(to: size),
      test: parts.test.averaged(to: size))
  }

  /// The names of ten digits.
  static let digitNames = (0..<10).map(String.init)
}

/// Images that are not as they should be: which file, where in it, and what was expected there.
public struct ImageFailure: Error, Equatable, CustomStringConvertible {
  /// The file or folder.
  public var path: String
  /// The place in it, with what is there.
  public var place: String
  /// What should be.
  public var expected: String

  /// One line for a person, without the path.
  public var reason: String { "\(place), expected \(expected)" }
  /// One line for a person.
  public var description: String { "\(path): \(reason)" }
}
