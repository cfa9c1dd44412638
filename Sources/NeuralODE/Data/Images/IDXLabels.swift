/// What the labels of an IDX file mean: MNIST's are digits; EMNIST's (https://www.nist.gov/itl/products-and-services/emnist-dataset)
/// are told by the files' names, or by their range where the files were given MNIST's names. Its
/// images are stored column by column.
struct IDXLabels: Equatable {
  /// Names of the classes.
  var names: [String]
  /// The label of the first class.
  var first: UInt8 = 0
  /// Are rows and columns of the images exchanged?
  var isTransposed = false

  /// The labels that there can be.
  var range: ClosedRange<UInt8> { first...first + UInt8(names.count - 1) }

  static let digits = IDXLabels(names: ImageSource.digitNames)

  private static let digitsAndCapitals = ImageSource.digitNames + letters("A"..."Z")
  private static let emnistDigits = IDXLabels(names: ImageSource.digitNames, isTransposed: true)
  /// Capitals and small letters as one class each, from 1.
  private static let emnistLetters = IDXLabels(
    names: letters("A"..."Z"), first: 1, isTransposed: true)
  /// Small letters that look like their capitals are with those.
  private static let emnistMerged = IDXLabels(
    names: digitsAndCapitals + "abdefghnqrt".map { String($0) }, isTransposed: true)
  private static let emnistClasses = IDXLabels(
    names: digitsAndCapitals + letters("a"..."z"), isTransposed: true)

  private static func letters(_ range: ClosedRange<Unicode.Scalar>) -> [String] {
    (range.lowerBound.value...range.upperBound.value).compactMap {
      Unicode.Scalar($0).map { String($0) }
    }
  }

  /// What the labels of a file of that name mean.
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
