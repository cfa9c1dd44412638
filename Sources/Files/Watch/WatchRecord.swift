import FoundationEssentials

/// A record of a watch file, in which another program says how its training goes: one safetensors
/// file, whose metadata `anode` is its kind. A watch file is a row of records.
package struct WatchRecord: Sendable {
  package enum Kind: String, Sendable {
    /// Names, data and the description of the model: the first record of a run.
    case run
    /// What has happened since the last one, and the weights.
    case step
    /// Pictures that the other program has computed.
    case frame
    /// A sign from within a solve that takes long.
    case solve
    /// The end of a run.
    case end
  }

  package let kind: Kind
  /// Its metadata and tensors.
  package let file: Safetensors

  /// nil for a kind of later versions.
  ///
  /// - Throws: `Safetensors.Failure` for what is no record.
  init?(_ file: Safetensors) throws(Safetensors.Failure) {
    guard let word = file.metadata["anode"] else {
      throw .unusable("is no record of a training: its metadata lack the key anode")
    }
    guard let kind = Kind(rawValue: word) else { return nil }
    self.kind = kind
    self.file = file
  }
}

/// Splits bytes that arrive in pieces into records. It keeps the bytes of one record at most, and
/// one piece.
package struct WatchStream: Sendable {
  private var bytes = Data()
  /// Bytes of the record at the start; nil until its header is complete.
  private var length: Int?
  /// Records so far, those of unknown kinds too.
  private var count = 0

  package init() {}

  package mutating func append(_ piece: some Sequence<UInt8>) { bytes.append(contentsOf: piece) }

  /// The next whole record; nil until more bytes arrive.
  ///
  /// - Throws: `Safetensors.Failure`; nothing after that can be read.
  package mutating func next() throws(Safetensors.Failure) -> WatchRecord? {
    while true {
      if length == nil {
        if count == 0, bytes.count > 8, let foreign = ForeignFormat(bytes, path: "FILE"),
          foreign.kind != .safetensors
        {
          throw .unreadable(foreign.reason)
        }
        length = try Safetensors.length(atStartOf: bytes)
      }
      guard let length, bytes.count >= length else { return nil }
      let record = bytes.prefix(length)
      bytes = Data(bytes.dropFirst(length))
      self.length = nil
      count += 1
      if let known = try WatchRecord(Safetensors(data: Data(record))) { return known }
    }
  }
}
