import NeuralODE

/// One line of a demo, read word by word.
struct DemoLine {
  let number: Int
  private let scalars: [Character]
  private var position = 0
  /// Of the last word, from 1.
  private(set) var lastColumn = 1

  init(_ text: String, number: Int) throws(DemoScript.Failure) {
    self.number = number
    scalars = Array(text)
    skipSpace()
  }

  /// Of the next character, from 1.
  var column: Int { position + 1 }

  func failure(_ expected: String, at column: Int? = nil) -> DemoScript.Failure {
    DemoScript.Failure(line: number, column: column ?? self.column, expected: expected)
  }

  private mutating func skipSpace() {
    while position < scalars.count, scalars[position].isWhitespace { position += 1 }
    if position < scalars.count, scalars[position] == "#" { position = scalars.count }
  }

  /// The next word; nil at the end.
  var peek: String? {
    guard position < scalars.count else { return nil }
    return String(scalars[position...].prefix { !$0.isWhitespace })
  }

  mutating func word(_ expected: String) throws(DemoScript.Failure) -> String {
    guard let word = peek else { throw failure(expected) }
    lastColumn = column
    position += word.count
    skipSpace()
    return word
  }

  mutating func literal(_ text: String) throws(DemoScript.Failure) {
    let start = column
    guard try word("'\(text)'") == text else { throw failure("'\(text)'", at: start) }
  }

  mutating func rest(_ expected: String) throws(DemoScript.Failure) -> String {
    var words = [try word(expected)]
    while peek != nil { words.append(try word(expected)) }
    return words.joined(separator: " ")
  }

  /// A text in quotation marks, with the escapes \" and \\.
  mutating func text(_ expected: String) throws(DemoScript.Failure) -> String {
    guard position < scalars.count, scalars[position] == "\"" else { throw failure(expected) }
    var result = ""
    position += 1
    while position < scalars.count, scalars[position] != "\"" {
      if scalars[position] == "\\", position + 1 < scalars.count { position += 1 }
      result.append(scalars[position])
      position += 1
    }
    guard position < scalars.count else { throw failure("a closing quotation mark") }
    position += 1
    skipSpace()
    return result
  }

  mutating func formula() throws(DemoScript.Failure) -> DemoFormula {
    let start = column
    let text = try text("an equation in quotation marks")
    do throws(DemoFormula.Failure) {
      return try DemoFormula(text)
    } catch {
      throw failure(error.expected, at: start + 1 + error.offset)
    }
  }

  mutating func integer(_ range: ClosedRange<Int>) throws(DemoScript.Failure) -> Int {
    let (kind, start) = (SettingKind.integer(range), column)
    guard case .integer(let value)? = kind.value(of: try word(kind.accepted)) else {
      throw failure(kind.accepted, at: start)
    }
    return value
  }

  mutating func number(_ range: ClosedRange<Double>) throws(DemoScript.Failure) -> Double {
    let (kind, start) = (SettingKind.real(range), column)
    guard case .real(let value)? = kind.value(of: try word(kind.accepted)) else {
      throw failure(kind.accepted, at: start)
    }
    return value
  }

  /// `3s`, `0.5s`.
  mutating func seconds() throws(DemoScript.Failure) -> Double {
    let expected = "seconds such as 2.5s, up to 3600s"
    let start = column
    let word = try word(expected)
    guard word.hasSuffix("s"), let value = Double(word.dropLast()), (0...3600).contains(value)
    else {
      throw failure(expected, at: start)
    }
    return value
  }

  /// `METRIC[(SIDE)] OPERATOR NUMBER`; `epoch 3` is short for `epoch >= 3`.
  mutating func condition() throws(DemoScript.Failure) -> DemoCondition {
    let names = DemoMetric.allCases.map(\.rawValue).joined(separator: ", ")
    let start = column
    let word = try word("a condition: \(names)")
    var name = Substring(word)
    var side: Side?
    if let open = word.firstIndex(of: "("), word.hasSuffix(")") {
      name = word[..<open]
      let inner = word[word.index(after: open)...].dropLast()
      guard let named = Side(rawValue: String(inner)) else {
        throw failure("left or right in parentheses", at: start + name.count + 1)
      }
      side = named
    }
    guard let metric = DemoMetric(rawValue: String(name)) else {
      throw failure("one of \(names)", at: start)
    }
    if metric.isOfSide && side == nil {
      throw failure("\(metric.rawValue)(left) or \(metric.rawValue)(right)", at: start)
    }
    var relation = DemoCondition.Relation.atLeast
    if let next = peek, let named = DemoCondition.Relation(rawValue: next) {
      _ = try self.word("a relation")
      relation = named
    } else if metric.isOfSide {
      throw failure("<, <=, >, >= or ==")
    }
    return DemoCondition(
      metric: metric, side: side ?? .right, relation: relation, value: try number(-1e9...1e9))
  }

  func end() throws(DemoScript.Failure) {
    guard position >= scalars.count else { throw failure("the end of the line") }
  }
}
