/// A format that the program reads, and how: what the fuzzers throw bytes at, and the tests what they
/// have found.
@MainActor struct FuzzFormat {
  /// What it is called: the first argument of `anode-fuzz`, and the folder of its corpus.
  let name: String
  /// Bytes of an input, at most: as many as it takes to be whole, and few enough to be quick.
  let limit: Int
  /// Reads bytes as the program does; true where they were taken as they are, false where they were
  /// refused with an error. Nothing else may come of it.
  let read: @MainActor ([UInt8]) -> Bool

  init(_ name: String, limit: Int = 4096, _ read: @escaping @MainActor ([UInt8]) -> Bool) {
    (self.name, self.limit, self.read) = (name, limit, read)
  }

  /// All of them.
  static let all: [FuzzFormat] = [
    .csv, .series, .safetensors, .idx, .cifar, .jpeg, .png, .pnm, .mat, .cast, .demo, .config,
    .share, .options, .command, .keys,
  ]
}

/// Is it done without an error?
func isDone(_ body: () throws -> Void) -> Bool {
  do {
    try body()
    return true
  } catch {
    // What a person would be told is made too: it is made of what was read.
    return "\(error)".isEmpty
  }
}
