/// Splits bytes into characters, control characters and sequences as a DEC terminal does (Paul
/// Williams's state machine, vt100.net/emu/dec_ansi_parser), extended to UTF-8.
struct ControlParser: Equatable, Sendable {
  enum Action: Equatable {
    case none
    case print(Unicode.Scalar)
    case control(UInt8)
    case escape(intermediate: UInt8, final: UInt8)
    case sequence(ControlSequence)
  }

  private enum State: Equatable {
    case ground
    case escape(intermediate: UInt8)
    case sequence
    /// An invalid control sequence, skipped to its end.
    case ignored
    /// A title, or another string not for the screen.
    case string
  }

  /// Whether the last byte must be passed to `next` again.
  private(set) var isByteLeft = false

  private var state = State.ground
  private var sequence = ControlSequence()
  /// Bits of an unfinished character, and its missing bytes.
  private var character: UInt32 = 0
  private var missing = 0
  /// The least value of a character of this length; smaller ones are overlong forms.
  private var least: UInt32 = 0

  private static let replacement: Unicode.Scalar = "\u{FFFD}"

  mutating func next(_ byte: UInt8) -> Action {
    isByteLeft = false
    if missing > 0 {
      if byte & 0xC0 == 0x80 { return continued(byte) }
      missing = 0
      isByteLeft = true
      return .print(Self.replacement)
    }
    if byte < 0x20 || byte == 0x7F { return controlled(byte) }
    switch state {
    case .ground: return byte < 0x80 ? .print(Unicode.Scalar(byte)) : began(byte)
    case .string: return .none
    case .escape(let intermediate): return escaped(byte, intermediate)
    case .sequence: return sequenced(byte)
    case .ignored:
      if (0x40...0x7E).contains(byte) { state = .ground }
      return .none
    }
  }

  private mutating func controlled(_ byte: UInt8) -> Action {
    switch byte {
    case 0x1B:
      state = .escape(intermediate: 0)
      return .none
    case 0x18, 0x1A:
      state = .ground
      return .none
    case 0x07 where state == .string:
      state = .ground
      return .none
    case 0x7F: return .none
    default: return state == .string ? .none : .control(byte)
    }
  }

  private mutating func escaped(_ byte: UInt8, _ intermediate: UInt8) -> Action {
    switch byte {
    case 0x20...0x2F:
      state = .escape(intermediate: intermediate == 0 ? byte : 0xFF)
      return .none
    case UInt8(ascii: "[") where intermediate == 0:
      state = .sequence
      sequence = ControlSequence()
      return .none
    case UInt8(ascii: "]") where intermediate == 0, UInt8(ascii: "P") where intermediate == 0,
      UInt8(ascii: "X") where intermediate == 0, UInt8(ascii: "^") where intermediate == 0,
      UInt8(ascii: "_") where intermediate == 0:
      state = .string
      return .none
    case 0x30...0x7E:
      state = .ground
      return .escape(intermediate: intermediate, final: byte)
    default:
      state = .ground
      return .none
    }
  }

  private mutating func sequenced(_ byte: UInt8) -> Action {
    switch byte {
    case 0x30...0x39 where sequence.intermediate == 0: sequence.add(digit: Int(byte - 0x30))
    case 0x3A, 0x3B:
      if sequence.values.isEmpty { sequence.separate(joined: false) }
      sequence.separate(joined: byte == 0x3A)
    case 0x3C...0x3F where sequence.values.isEmpty && sequence.prefix == 0: sequence.prefix = byte
    case 0x20...0x2F: sequence.intermediate = byte
    case 0x40...0x7E:
      state = .ground
      sequence.final = byte
      return .sequence(sequence)
    default: state = .ignored
    }
    return .none
  }

  private mutating func began(_ byte: UInt8) -> Action {
    switch byte {
    case 0xC2...0xDF: (character, missing, least) = (UInt32(byte & 0x1F), 1, 0x80)
    case 0xE0...0xEF: (character, missing, least) = (UInt32(byte & 0x0F), 2, 0x800)
    case 0xF0...0xF4: (character, missing, least) = (UInt32(byte & 0x07), 3, 0x10000)
    default: return .print(Self.replacement)
    }
    return .none
  }

  private mutating func continued(_ byte: UInt8) -> Action {
    character = character << 6 | UInt32(byte & 0x3F)
    missing -= 1
    guard missing == 0 else { return .none }
    guard character >= least, let scalar = Unicode.Scalar(character) else {
      return .print(Self.replacement)
    }
    // An eight-bit control character means ESC and a letter.
    if (0x80...0x9F).contains(scalar.value) {
      return escaped(UInt8(scalar.value - 0x40), 0)
    }
    return .print(scalar)
  }
}

/// A parsed control sequence (CSI).
struct ControlSequence: Equatable, Sendable {
  /// Parameters and subparameters kept; more have no use.
  static let limit = 32

  /// One of `<=>?`, or 0.
  var prefix: UInt8 = 0
  /// The last byte in 0x20…0x2F, or 0.
  var intermediate: UInt8 = 0
  var final: UInt8 = 0
  /// Parameters; a missing one is -1.
  var values: [Int] = []
  /// By parameter: whether a colon joins it to the previous one.
  var isJoined: [Bool] = []

  /// A parameter, or a default if it is missing or 0.
  func value(_ index: Int, or missing: Int) -> Int {
    index < values.count && values[index] > 0 ? values[index] : missing
  }

  /// The first parameter as a count: at least 1.
  var count: Int { value(0, or: 1) }

  /// Appends a digit to the last parameter.
  mutating func add(digit: Int) {
    if values.isEmpty { separate(joined: false) }
    let last = values.count - 1
    values[last] = min(max(values[last], 0) * 10 + digit, 65_535)
  }

  mutating func separate(joined: Bool) {
    guard values.count < Self.limit else { return }
    values.append(-1)
    isJoined.append(joined)
  }
}
