/// A user's table to learn from: the features of every row, and a class or a number as the target.
public struct OwnTable: Sendable, Equatable {
  /// The file's name, without its folder.
  public let name: String
  /// The features, in the order of their columns.
  public let features: [Feature]
  /// `count × features`, row by row, standardised to mean 0 and standard deviation 1, unless the
  /// request says otherwise, to fit the picture and the published learning rates.
  public let inputs: [Double]
  /// The class or number of each row.
  public private(set) var target: Target
  /// Rows dropped for their gaps.
  public let droppedRows: Int
  /// Explains to the user how the table was read, a line each.
  public let notes: [String]

  /// Rows.
  public var count: Int { inputs.count / features.count }
  /// Features per row.
  public var dimension: Int { features.count }

  /// A feature: a column of numbers, or one word of a column of words (1 in rows that have it).
  public struct Feature: Sendable, Equatable {
    /// The column's name or number, and after `=` the word.
    public let name: String
    /// The column's number, from 1.
    public let column: Int
    /// Mean over the rows, in the file's unit.
    public internal(set) var mean = 0.0
    /// Standard deviation over the rows; if it is 0, every input is 0.
    public internal(set) var deviation = 0.0

    /// A standardised value in the file's unit.
    public func value(_ input: Double) -> Double { mean + deviation * input }
  }

  /// The values to predict.
  public enum Target: Sendable, Equatable {
    /// 2 to 20 classes, sorted: numbers by size, words by letters.
    case classes(column: Label, names: [String], labels: [Int32])
    /// A number, in the file's unit, with mean and standard deviation (above 0) over the rows.
    case number(column: Label, values: [Double], mean: Double, deviation: Double)
  }

  /// The column of the target.
  public struct Label: Sendable, Equatable {
    /// Its name or number.
    public let title: String
    /// Its number, from 1.
    public let number: Int
  }

  /// The user's options.
  public struct Request: Sendable, Equatable {
    /// Feature columns, as `Table.indices` reads them; nil: all but label and row numbers.
    public var features: String?
    /// The label's column, by name or number; nil: the last that is not a feature.
    public var label: String?
    /// Whether to drop rows with gaps.
    public var dropsMissing: Bool
    /// The kind of target; nil: guessed.
    public var kind: Kind?
    /// Whether features and a number to predict are brought to mean 0 and standard deviation 1.
    public var standardises = true
    /// The signs in numbers; nil ones are guessed.
    public var signs: TableDialect.Signs

    /// A request.
    public init(
      features: String? = nil, label: String? = nil, dropsMissing: Bool = false, kind: Kind? = nil,
      signs: TableDialect.Signs = TableDialect.Signs()
    ) {
      self.features = features
      self.label = label
      self.dropsMissing = dropsMissing
      self.kind = kind
      self.signs = signs
    }
  }

  /// A kind of target.
  public enum Kind: String, Sendable, CaseIterable {
    /// One of several classes.
    case classes
    /// A number.
    case number
  }

  /// The greatest number of classes.
  public static let classLimit = 20
  /// The greatest number of different words in a feature column.
  public static let wordLimit = 20

  /// Reads a file.
  ///
  /// - Throws: `TableFailure`, as `init(_:_:)`.
  public init(path: String, _ request: Request = Request()) throws(TableFailure) {
    try self.init(Table(path: path, signs: request.signs), request)
  }

  /// "1 row", "2 rows".
  static func rows(_ count: Int) -> String { "\(count) row\(count == 1 ? "" : "s")" }

  /// "150 rows, 4 features, 3 classes from iris.csv".
  public var summary: String {
    let told =
      switch target {
      case .classes(_, let names, _): "\(names.count) classes"
      case .number(let column, _, _, _): "a number (\(column.title.short))"
      }
    let features = "\(dimension) feature\(dimension == 1 ? "" : "s")"
    let dropped = droppedRows == 0 ? "" : ", \(Self.rows(droppedRows)) with gaps left out"
    return "\(Self.rows(count)), \(features), \(told) from \(name.short)\(dropped)"
  }

  /// Takes features and label from a table.
  ///
  /// - Throws: `TableFailure` for an unknown column, a missing or wrong cell, too many words in a
  ///   feature, and too few or too many labels.
  public init(_ table: Table, _ request: Request = Request()) throws(TableFailure) {
    var choice = try ColumnChoice(table, request)
    let rows = try choice.rows(table, request)
    target = try TargetReader(table: table, column: choice.label, rows: rows).target(request.kind)
    var features: [Feature] = []
    var columns: [[Double]] = []
    for column in choice.features {
      let (made, values) = try choice.feature(column, of: table, rows: rows)
      features += made
      columns += values
    }
    guard !features.isEmpty else {
      throw .column(
        table.columns[choice.label].number, name: table.columns[choice.label].name,
        reason: "is the label, and no other column varies")
    }
    if request.standardises {
      inputs = Self.standardised(columns, rows.count, &features)
    } else {
      inputs = (0..<rows.count).flatMap { row in columns.map { $0[row] } }
      for k in features.indices { features[k].deviation = 1 }
      if case .number(let column, let values, _, _) = target {
        target = .number(column: column, values: values, mean: 0, deviation: 1)
      }
    }
    self.features = features
    name = table.name
    droppedRows = table.rowCount - rows.count
    notes = choice.notes
  }

  /// Columns standardised, row by row; a constant column becomes 0.
  private static func standardised(
    _ columns: [[Double]], _ count: Int, _ features: inout [Feature]
  ) -> [Double] {
    let dimension = columns.count
    var result = [Double](repeating: 0, count: count * dimension)
    for (k, column) in columns.enumerated() {
      let (mean, square) = moments(column)
      features[k].mean = mean
      guard square > 0 else { continue }
      features[k].deviation = square.squareRoot()
      let scale = 1 / square.squareRoot()
      for row in 0..<count { result[row * dimension + k] = (column[row] - mean) * scale }
    }
    return result
  }

  /// Mean and mean squared deviation.
  static func moments(_ values: [Double]) -> (mean: Double, square: Double) {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    return (mean, values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count)
  }
}
