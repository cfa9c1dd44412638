import Foundation

/// Points of a comma-separated file: two or more columns of features and one of labels.
///
/// Fields may be quoted as in RFC 4180. A first row whose features are no numbers is a header.
/// There are two labels; the smaller number, or the word that comes first, is −1. Features are
/// standardised (mean 0, standard deviation 1 each), so that every file fits the picture and the
/// published learning rates. No row is left out: a file with a bad row is refused, with the row's
/// line and what is wrong.
public enum CSVFile {
  /// What is wrong with a file.
  public enum Failure: Error, Equatable, CustomStringConvertible {
    /// It cannot be read, or holds no text.
    case unreadable(String)
    /// It has no rows of points.
    case empty
    /// A row is at fault.
    case row(line: Int, reason: String)
    /// There is no such column.
    case noColumn(String, available: [String])
    /// Labels are not two.
    case labels(count: Int, examples: [String])

    /// One line for a person.
    public var description: String {
      switch self {
      case .unreadable(let why): why
      case .empty: "holds no points"
      case .row(let line, let reason): "line \(line): \(reason)"
      case .noColumn(let name, let available):
        "has no column '\(name)'; it has \(available.joined(separator: ", "))"
      case .labels(let count, let examples):
        "its label column holds \(count) different labels, expected two: "
          + examples.joined(separator: ", ")
      }
    }
  }

  /// Rows beyond this are too many to train on live.
  public static let rowLimit = 1_000_000

  /// Reads a file.
  ///
  /// - Parameter label: the label column's name, or its number from 1; nil takes the last one.
  public static func points(path: String, label: String? = nil) throws(Failure) -> PointList {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return try points(text: text(path: path), label: label, name: name)
  }

  /// A file's text.
  static func text(path: String) throws(Failure) -> String {
    let data: Data
    do throws(Safetensors.Failure) {
      data = try Safetensors.contents(of: path)
    } catch {
      throw .unreadable(error.description)
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw .unreadable("is not UTF-8 text")
    }
    return text
  }

  /// Reads a file's text.
  public static func points(
    text: String, label: String? = nil, name: String = "points"
  ) throws(Failure) -> PointList {
    var rows = try records(text)
    guard let first = rows.first else { throw .empty }
    let width = first.fields.count
    guard width >= 3 else {
      throw .row(
        line: first.line,
        reason: "\(width) column\(width == 1 ? "" : "s"), expected two or more features and a label"
      )
    }
    let names = (1...width).map { "\($0)" }
    var column = width - 1
    let header = first.fields
    if let label {
      if let index = header.firstIndex(of: label) {
        column = index
      } else if let number = Int(label), (1...width).contains(number) {
        column = number - 1
      } else {
        let isHeader = header.allSatisfy { Double($0) == nil }
        throw .noColumn(label, available: isHeader ? header : names)
      }
    }
    let features = (0..<width).filter { $0 != column }
    if features.allSatisfy({ Double(header[$0]) == nil }) { rows.removeFirst() }
    guard !rows.isEmpty else { throw .empty }
    var inputs: [Double] = []
    var labels: [String] = []
    for row in rows {
      guard row.fields.count == width else {
        throw .row(line: row.line, reason: "\(row.fields.count) columns, expected \(width)")
      }
      for index in features {
        guard let value = Double(row.fields[index]), value.isFinite else {
          throw .row(
            line: row.line,
            reason:
              "column \(index + 1) is '\(row.fields[index].prefix(40))', expected a finite number")
        }
        inputs.append(value)
      }
      guard !row.fields[column].isEmpty else { throw .row(line: row.line, reason: "has no label") }
      labels.append(row.fields[column])
    }
    let classes = Set(labels).sorted {
      if let a = Double($0), let b = Double($1) { a < b } else { $0 < $1 }
    }
    guard classes.count == 2 else {
      throw .labels(count: classes.count, examples: Array(classes.prefix(5)))
    }
    return PointList(
      dimension: features.count, inputs: standardised(inputs, dimension: features.count),
      targets: labels.map { $0 == classes[0] ? -1 : 1 }, classNames: classes, name: name)
  }

  /// Columns less their mean, over their standard deviation; a constant column becomes 0.
  static func standardised(_ inputs: [Double], dimension: Int) -> [Double] {
    var result = inputs
    let count = Double(inputs.count / dimension)
    for column in 0..<dimension {
      let places = stride(from: column, to: inputs.count, by: dimension)
      let mean = places.reduce(0) { $0 + inputs[$1] } / count
      let square = places.reduce(0) { $0 + (inputs[$1] - mean) * (inputs[$1] - mean) } / count
      let scale = square > 0 && square.isFinite ? 1 / square.squareRoot() : 0
      for place in places { result[place] = (inputs[place] - mean) * scale }
    }
    return result
  }

  struct Record {
    var line: Int
    var fields: [String]
  }

  /// Rows of fields; blank lines are none.
  static func records(_ text: String) throws(Failure) -> [Record] {
    var records: [Record] = []
    var fields: [String] = []
    var field = String.UnicodeScalarView()
    var line = 1
    var start = 1
    var isQuoted = false
    var wasQuoted = false
    func finishField() {
      let text = String(field)
      fields.append(wasQuoted ? text : text.trimmingCharacters(in: .whitespaces))
      field = String.UnicodeScalarView()
      wasQuoted = false
    }
    func finishRecord() throws(Failure) {
      let isBlank = fields.isEmpty && field.allSatisfy { $0.properties.isWhitespace } && !wasQuoted
      if isBlank {
        field = String.UnicodeScalarView()
      } else {
        finishField()
        records.append(Record(line: start, fields: fields))
        guard records.count <= rowLimit else {
          throw .row(line: start, reason: "more than \(rowLimit) rows")
        }
      }
      fields = []
    }
    let scalars = Array(text.unicodeScalars)
    var i = scalars.first == "\u{FEFF}" ? 1 : 0
    while i < scalars.count {
      let scalar = scalars[i]
      if isQuoted {
        if scalar == "\"" {
          if i + 1 < scalars.count, scalars[i + 1] == "\"" {
            field.append(scalar)
            i += 1
          } else {
            isQuoted = false
          }
        } else {
          if scalar == "\n" { line += 1 }
          field.append(scalar)
        }
      } else {
        switch scalar {
        case "\"" where field.allSatisfy { $0.properties.isWhitespace } && !wasQuoted:
          field = String.UnicodeScalarView()
          (isQuoted, wasQuoted) = (true, true)
        case ",": finishField()
        case "\n":
          try finishRecord()
          line += 1
          start = line
        case "\r": break
        default: field.append(scalar)
        }
      }
      i += 1
    }
    if isQuoted { throw .row(line: start, reason: "a quotation mark is never closed") }
    try finishRecord()
    return records
  }
}
