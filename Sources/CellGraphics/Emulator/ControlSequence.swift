/// A control sequence (CSI) in its parts.
struct ControlSequence: Equatable, Sendable {
  /// Parameters and subparameters kept; what is beyond has no use.
  static let limit = 32

  /// One of `<=>?`, or 0.
  var prefix: UInt8 = 0
  /// The last byte of 0x20…0x2F, or 0.
  var intermediate: UInt8 = 0
  /// The byte that ends it.
  var final: UInt8 = 0
  /// Parameters; one that is not given is -1.
  var values: [Int] = []
  /// By parameter: does a colon join it to the one before?
  var isJoined: [Bool] = []

  /// A parameter, or what holds when it is missing or 0.
  func value(_ index: Int, or missing: Int) -> Int {
    index < values.count && values[index] > 0 ? values[index] : missing
  }

  /// The first parameter as a number of things: at least 1.
  var count: Int { value(0, or: 1) }

  /// Takes a digit of the last parameter.
  mutating func add(digit: Int) {
    if values.isEmpty { separate(joined: false) }
    let last = values.count - 1
    values[last] = min(max(values[last], 0) * 10 + digit, 65_535)
  }

  /// Begins a parameter.
  mutating func separate(joined: Bool) {
    guard values.count < Self.limit else { return }
    values.append(-1)
    isJoined.append(joined)
  }
}
