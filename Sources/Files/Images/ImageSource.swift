/// A source of images.
public enum ImageSource: Sendable, Equatable {
  /// The digits that come with the program.
  case digits
  /// The part of MNIST that comes with the program.
  case mnistSample
  /// A folder of files in MNIST's format.
  case mnist(String)
  /// A folder of CIFAR-10's binary batches.
  case cifar10(String)
  /// A folder of SVHN's cropped digits, in MATLAB's format.
  case svhn(String)
  /// A folder with a folder of images for each class.
  case folder(String)

  /// The accepted forms, for messages.
  public static let forms = [
    "digits", "mnist-sample", "mnist:DIR", "cifar10:DIR", "svhn:DIR", "folder:DIR",
  ]

  /// Reads one of `forms`.
  public init?(_ text: String) {
    guard let colon = text.firstIndex(of: ":") else {
      switch text {
      case "digits": self = .digits
      case "mnist-sample": self = .mnistSample
      default: return nil
      }
      return
    }
    let path = String(text[text.index(after: colon)...])
    guard !path.isEmpty else { return nil }
    switch text[..<colon] {
    case "mnist": self = .mnist(path)
    case "cifar10": self = .cifar10(path)
    case "svhn": self = .svhn(path)
    case "folder": self = .folder(path)
    default: return nil
    }
  }

  /// Reads the images.
  ///
  /// - Parameters:
  ///   - size: pixels per side to average images down to; nil keeps their size.
  ///   - limit: the most images to train on, and the most to hold out.
  /// - Throws: `ImageFailure` for the first error; no image is skipped.
  public func load(size: Int? = nil, limit: Int? = nil) throws(ImageFailure) -> ImageSet {
    let set: ImageSet
    switch self {
    case .digits: set = .digits
    case .mnistSample: set = .mnistSample
    case .mnist(let path): set = try IDXFile.load(path)
    case .cifar10(let path): set = try CIFARFile.load(path)
    case .svhn(let path): set = try SVHNFile.load(path, limit: limit)
    // Files are averaged while they are read: a folder's images can differ in size and need not fit
    // in memory.
    case .folder(let path): return try ImageFolder.load(path, size: size, limit: limit)
    }
    let least = min(set.shape.height, set.shape.width)
    if let size, size > least {
      throw ImageFailure(set.name, "size \(size)", expected: "at most \(least), as the images have")
    }
    func part(_ samples: ImageSamples) -> ImageSamples {
      let some = samples.first(limit)
      return size.map { some.averaged(to: $0) } ?? some
    }
    return ImageSet(
      name: set.name, classNames: set.classNames, training: part(set.training),
      test: part(set.test))
  }
}
