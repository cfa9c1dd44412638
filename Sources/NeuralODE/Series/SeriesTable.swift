/// Series of a person's own, as a table has them: a time column, one or more columns of values,
/// and, where there are several series, a column that tells them apart.
public struct SeriesTable: Sendable, Equatable {
  /// Names of the value columns.
  public let names: [String]
  /// Name of the time column.
  public let timeName: String
  /// What the file is called.
  public let name: String
  /// Observations, series by series: times from each series' start in units of `timeUnit`, values
  /// less their column's mean over its standard deviation.
  public let samples: SeriesSamples
  /// One of the table's units of time in those that are learned in.
  public let timeUnit: Double
  /// Mean and standard deviation of each value column.
  public let scales: [Scale]

  /// What a column was standardised by.
  public struct Scale: Sendable, Equatable {
    /// Its mean.
    public let mean: Double
    /// Its standard deviation; 1 for a constant column.
    public let deviation: Double
  }

  /// Value columns.
  public var dimension: Int { names.count }
  /// Series.
  public var count: Int { samples.count }

  /// Which columns are what, by name or by number from 1.
  public struct Columns: Sendable, Equatable {
    /// The time; nil takes a column called time, t, date or year, or else the first.
    public var time: String?
    /// What tells series apart; nil takes a column called series, id or trial, if there is one.
    public var series: String?
    /// Observations of a window, of which each series is cut into overlapping ones; nil leaves
    /// series whole.
    public var window: Int?

    /// What can be guessed is guessed.
    public init(time: String? = nil, series: String? = nil, window: Int? = nil) {
      (self.time, self.series, self.window) = (time, series, window)
    }
  }
}

/// Rows of text that series are read from, whoever has parted them into fields.
public protocol SeriesTableSource {
  /// Fields of each row, with the line that it starts on; the header is the first of them.
  var rows: [(line: Int, fields: [String])] { get }
}

extension SeriesTable {
  /// Words for a value that is missing, in lower case.
  private static let gaps: Set = ["", "na", "n/a", "nan", "null", "none", "-", "?"]
  private static let timeNames = ["time", "t", "date", "year"]
  private static let seriesNames = ["series", "id", "trial"]

  /// Reads series from a table's rows.
  ///
  /// Rows may stand in any order; those without a time are refused, and so is anything in a value
  /// column that is neither a number nor a word for a gap. What comes before a series' first complete
  /// row is left out: nothing says where it starts.
  ///
  /// - Throws: `TableFailure` with the line and the column at fault.
  public init(
    _ source: some SeriesTableSource, _ columns: Columns = Columns(), name: String = "series"
  ) throws(TableFailure) {
    let rows = source.rows
    guard let header = rows.first else { throw .empty }
    let plan = try Self.plan(header.fields, columns, line: header.line)
    let isHeader = Double(header.fields[plan.time]) == nil
    self.name = name
    timeName = isHeader ? header.fields[plan.time] : "time"
    names = plan.values.map { isHeader ? header.fields[$0] : "column \($0 + 1)" }
    var order: [String] = []
    var series: [String: [SeriesSamples.Observation]] = [:]
    for row in isHeader ? rows.dropFirst() : rows[...] {
      let (key, observation) = try Self.observation(row, plan, width: header.fields.count)
      guard observation.values.contains(where: \.isFinite) else { continue }
      if series[key] == nil { order.append(key) }
      series[key, default: []].append(observation)
    }
    var all = order.compactMap { key in Self.ordered(series[key] ?? []) }
    guard !all.isEmpty else {
      throw .row(
        line: header.line,
        reason: "no series has a complete row and another after it, so that nothing moves")
    }
    scales = Self.standardize(&all, dimension: plan.values.count)
    // Fields of the usual first weights move about one unit in one unit of time.
    let longest = all.map { $0[$0.count - 1].time }.max() ?? 1
    let unit = (1...20).contains(longest) || longest <= 0 ? 1 : longest / 10
    timeUnit = unit
    for row in all.indices {
      for k in all[row].indices { all[row][k].time /= unit }
    }
    guard longest > 0 else {
      throw .row(line: header.line, reason: "all rows of a series have the same time")
    }
    let windows = columns.window.map { Self.windows(of: all, $0) }
    samples = SeriesSamples(
      dimension: plan.values.count, series: windows?.map(\.observations) ?? all,
      offsets: windows?.map(\.offset))
  }

  private struct Plan {
    var time: Int
    var series: Int?
    var values: [Int]
  }

  private static func plan(
    _ header: [String], _ columns: Columns, line: Int
  ) throws(TableFailure) -> Plan {
    func place(_ wanted: String) throws(TableFailure) -> Int {
      if let index = header.firstIndex(of: wanted) { return index }
      if let number = Int(wanted), header.indices.contains(number - 1) { return number - 1 }
      let isHeader = header.allSatisfy { Double($0) == nil }
      throw .noColumn(wanted, available: isHeader ? header : header.indices.map { "\($0 + 1)" })
    }
    func guess(_ words: [String]) -> Int? {
      words.lazy.compactMap { word in header.firstIndex { $0.lowercased() == word } }.first
    }
    let time =
      try columns.time.map { name throws(TableFailure) in try place(name) }
      ?? guess(timeNames) ?? 0
    let series =
      try columns.series.map { name throws(TableFailure) in try place(name) }
      ?? guess(seriesNames)
    if series == time {
      throw .row(line: line, reason: "its time column cannot also tell series apart")
    }
    let values = header.indices.filter { $0 != time && $0 != series }
    guard !values.isEmpty else {
      throw .row(
        line: line,
        reason: "\(header.count) columns, expected a time and one or more columns of values")
    }
    return Plan(time: time, series: series, values: values)
  }

  private static func observation(
    _ row: (line: Int, fields: [String]), _ plan: Plan, width: Int
  ) throws(TableFailure) -> (String, SeriesSamples.Observation) {
    guard row.fields.count == width else {
      throw .row(line: row.line, reason: "\(row.fields.count) columns, expected \(width)")
    }
    func refused(_ column: Int, _ expected: String) -> TableFailure {
      .row(
        line: row.line,
        reason: "column \(column + 1) is '\(row.fields[column].prefix(40))', expected \(expected)")
    }
    guard let time = Double(row.fields[plan.time]), time.isFinite else {
      throw refused(plan.time, "a time: a finite number")
    }
    var values: [Double] = []
    for column in plan.values {
      if gaps.contains(row.fields[column].lowercased()) {
        values.append(.nan)
      } else if let value = Double(row.fields[column]), value.isFinite {
        values.append(value)
      } else {
        throw refused(column, "a finite number, or nothing for a gap")
      }
    }
    return (plan.series.map { row.fields[$0] } ?? "", (time, values))
  }

  /// In order of time from the first complete row on, whose time becomes 0; nil where nothing
  /// follows it.
  private static func ordered(
    _ observations: [SeriesSamples.Observation]
  ) -> [SeriesSamples.Observation]? {
    // By place where times are equal, so that the order is the table's.
    let sorted = observations.enumerated().sorted {
      ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
    }.map(\.element)
    guard let first = sorted.firstIndex(where: { $0.values.allSatisfy(\.isFinite) }),
      first + 1 < sorted.count
    else { return nil }
    let start = sorted[first].time
    return sorted[first...].map { ($0.time - start, $0.values) }
  }

  private static func standardize(
    _ series: inout [[SeriesSamples.Observation]], dimension: Int
  ) -> [Scale] {
    (0..<dimension).map { i in
      let numbers = series.joined().map { $0.values[i] }.filter(\.isFinite)
      let mean = numbers.reduce(0, +) / Double(max(1, numbers.count))
      let square =
        numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, numbers.count))
      let deviation = square > 0 && square.isFinite ? square.squareRoot() : 1
      for row in series.indices {
        for k in series[row].indices {
          series[row][k].values[i] = (series[row][k].values[i] - mean) / deviation
        }
      }
      return Scale(mean: mean, deviation: deviation)
    }
  }

  /// Windows of so many observations, each beginning half a window after the one before, at the next
  /// complete observation. A series shorter than a window is one.
  private static func windows(
    of series: [[SeriesSamples.Observation]], _ length: Int
  ) -> [(offset: Double, observations: [SeriesSamples.Observation])] {
    var result: [(offset: Double, observations: [SeriesSamples.Observation])] = []
    for observations in series {
      var begin = 0
      while true {
        let rest = observations[begin...]
        guard let first = rest.firstIndex(where: { $0.values.allSatisfy(\.isFinite) }),
          first + 1 < observations.count
        else { break }
        let end = min(observations.count, first + max(2, length))
        let start = observations[first].time
        if observations[end - 1].time > start {
          result.append(
            (start, observations[first..<end].map { ($0.time - start, $0.values) }))
        }
        if end == observations.count { break }
        begin = first + max(1, length / 2)
      }
    }
    return result
  }
}

extension Table {
  /// The rows of this table as text, the header first where there is one.
  struct Rows: SeriesTableSource {
    let rows: [(line: Int, fields: [String])]

    init(_ table: Table) {
      var rows: [(line: Int, fields: [String])] = []
      if table.columns.first?.name != nil {
        rows.append((1, table.columns.map { $0.name ?? "" }))
      }
      for row in 0..<table.rowCount {
        let fields = table.columns.indices.map { column -> String in
          // As numbers are written here, whatever sign the file has before their fractions.
          guard case .numbers(let values) = table.columns[column].values else {
            return table.text(row: row, column: column)
          }
          return values[row].isNaN ? "" : "\(values[row])"
        }
        rows.append((table.line(row), fields))
      }
      self.rows = rows
    }
  }
}

extension SeriesTable {
  /// Reads series from a file.
  public init(path: String, _ columns: Columns = Columns()) throws(TableFailure) {
    let table = try Table(path: path)
    try self.init(Table.Rows(table), columns, name: table.name)
  }

  /// Reads series from a file's text.
  public init(
    text: String, _ columns: Columns = Columns(), name: String = "series"
  ) throws(TableFailure) {
    try self.init(Table.Rows(Table(bytes: Array(text.utf8), name: name)), columns, name: name)
  }
}
