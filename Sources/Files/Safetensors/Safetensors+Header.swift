import FoundationEssentials

extension Safetensors {
  /// The JSON header, not yet checked.
  struct HeaderText: Decodable {
    /// Empty if the values are not strings.
    private(set) var metadata: [String: String] = [:]
    /// nil for an entry that does not fit the format.
    private(set) var tensors: [String: Tensor?] = [:]

    /// Bytes of all tensors.
    var end: Int { tensors.values.reduce(0) { max($0, $1?.offsets.max() ?? 0) } }

    struct Tensor: Decodable {
      var dtype: String
      var shape: [Int]
      var offsets: [Int]

      private enum CodingKeys: String, CodingKey {
        case dtype
        case shape
        case offsets = "data_offsets"
      }
    }

    private struct Name: CodingKey {
      var stringValue: String
      var intValue: Int? { nil }
      init(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { return nil }
    }

    init(from decoder: any Decoder) throws {
      let object = try decoder.container(keyedBy: Name.self)
      for name in object.allKeys {
        if name.stringValue == Safetensors.metadataKey {
          metadata = (try? object.decode([String: String].self, forKey: name)) ?? [:]
        } else {
          tensors.updateValue(
            try? object.decode(Tensor.self, forKey: name), forKey: name.stringValue)
        }
      }
    }
  }

  static let metadataKey = "__metadata__"

  /// The header's text, with keys in natural order: `blocks.2` before `blocks.10`.
  static func headerText(
    _ tensors: [(name: String, type: String, shape: [Int], offsets: [Int])],
    metadata: [String: String]
  ) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    func quoted(_ text: String) throws -> String {
      String(decoding: try encoder.encode(text), as: UTF8.self)
    }
    func list(_ numbers: [Int]) -> String {
      "[" + numbers.map(String.init).joined(separator: ",") + "]"
    }
    func object(_ members: [String: String]) throws -> String {
      let keys = members.keys.sorted(by: countsBefore)
      let texts = try keys.map { try quoted($0) + ":" + (members[$0] ?? "null") }
      return "{" + texts.joined(separator: ",") + "}"
    }
    var members = [metadataKey: try object(metadata.mapValues(quoted))]
    for tensor in tensors {
      members[tensor.name] = try object([
        "dtype": quoted(tensor.type), "shape": list(tensor.shape),
        "data_offsets": list(tensor.offsets),
      ])
    }
    return try object(members)
  }

  /// Natural order: digits as numbers, case ignored; names equal so far, by scalars.
  static func countsBefore(_ a: String, _ b: String) -> Bool {
    var (x, y) = (Substring(a.lowercased()), Substring(b.lowercased()))
    while let first = x.first, let second = y.first {
      let digits = (x.prefix(while: isDigit), y.prefix(while: isDigit))
      guard !digits.0.isEmpty, !digits.1.isEmpty else {
        if first != second { return first < second }
        x.removeFirst()
        y.removeFirst()
        continue
      }
      let numbers = (digits.0.drop { $0 == "0" }, digits.1.drop { $0 == "0" })
      if numbers.0 != numbers.1 {
        return numbers.0.count != numbers.1.count
          ? numbers.0.count < numbers.1.count : numbers.0 < numbers.1
      }
      x = x.dropFirst(digits.0.count)
      y = y.dropFirst(digits.1.count)
    }
    return x.isEmpty != y.isEmpty ? x.isEmpty : a < b
  }

  private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }
}
