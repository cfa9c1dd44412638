/// An input format and its reader, for the fuzzers and for tests of their corpora.
@MainActor struct FuzzFormat {
  /// The first argument of `anode-fuzz`, and the folder of the corpus.
  let name: String
  /// Maximum input: enough bytes to be valid, few enough to be quick.
  let limit: Int
  /// Reads bytes as the program does: true if accepted, false if refused with an error.
  let read: @MainActor ([UInt8]) -> Bool

  init(_ name: String, limit: Int = 4096, _ read: @escaping @MainActor ([UInt8]) -> Bool) {
    (self.name, self.limit, self.read) = (name, limit, read)
  }

  static let all: [FuzzFormat] = [
    .csv, .series, .safetensors, .watch, .idx, .cifar, .jpeg, .png, .pnm, .mat, .cast, .demo,
    .config,
    .share, .options, .command, .keys,
  ]
}

/// Whether it ends without an error.
func isDone(_ body: () throws -> Void) -> Bool {
  do {
    try body()
    return true
  } catch {
    // The error message too, since it contains input.
    return "\(error)".isEmpty
  }
}
