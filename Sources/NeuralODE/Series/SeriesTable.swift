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
  /// What a person should know of how the table was understood, a line each.
  public let notes: [String]

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

    /// Which signs numbers have; what is nil is found from the text.
    public var signs = TableDialect.Signs()

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
  /// Rows may stand in any order; those without a time are refused, and so are two of a series at
  /// one time, and anything in a value column that is neither a number nor a word for a gap. Times
  /// are numbers or, all of them, dates (`CalendarTime`). What comes before a series' first complete
  /// row is left out: nothing says where it starts.
  ///
  /// - Throws: `TableFailure` with the line and the column at fault.
  public init(
    _ source: some SeriesTableSource, _ columns: Columns = Columns(), name: String = "series"
  ) throws(TableFailure) {
    let rows = source.rows
    guard let header = rows.first else { throw .empty }
    let plan = try Self.plan(header.fields, columns, line: header.line)
    let first = header.fields[plan.time]
    let isHeader = Double(first) == nil && CalendarTime(first) == nil
    self.name = name
    timeName = isHeader ? header.fields[plan.time] : "time"
    names = plan.values.map { isHeader ? header.fields[$0] : "column \($0 + 1)" }
    let body = isHeader ? rows.dropFirst() : rows[...]
    for row in body where row.fields.count != header.fields.count {
      throw .row(
        line: row.line, reason: "\(row.fields.count) columns, expected \(header.fields.count)")
    }
    let (times, note) = try Self.times(body, plan.time)
    notes = note.map { [$0] } ?? []
    var order: [String] = []
    var series: [String: [(place: Int, observation: SeriesSamples.Observation)]] = [:]
    for (place, row) in body.enumerated() {
      let values = try Self.values(row, plan, isHeader ? header.fields : nil)
      guard values.contains(where: \.isFinite) else { continue }
      let key = plan.series.map { row.fields[$0] } ?? ""
      if series[key] == nil { order.append(key) }
      series[key, default: []].append((place, (times[place], values)))
    }
    // By place where times are equal, so that the line that is named is the second one's.
    for key in order {
      series[key]?.sort { ($0.observation.time, $0.place) < ($1.observation.time, $1.place) }
    }
    try Self.checkTimes(order.map { series[$0] ?? [] }, Array(body), plan, header.fields)
    var all = order.compactMap { key in Self.begun(series[key]?.map(\.observation) ?? []) }
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
      let equal = header.indices.filter { header[$0] == wanted }
      guard equal.count < 2 else {
        throw .column(
          equal[0] + 1, name: wanted,
          reason: "has the name of column \(equal[1] + 1) too: numbers tell them apart")
      }
      if let index = equal.first { return index }
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

  private static func refused(
    _ row: (line: Int, fields: [String]), _ column: Int, _ expected: String
  ) -> TableFailure {
    .row(
      line: row.line,
      reason: "column \(column + 1) is '\(row.fields[column].prefix(40))', expected \(expected)")
  }

  /// The times of all rows: as they stand, or from the first date of all, in days where no date has
  /// a time of day, else in seconds; and what a person should know of that.
  private static func times(
    _ rows: ArraySlice<(line: Int, fields: [String])>, _ column: Int
  ) throws(TableFailure) -> (times: [Double], note: String?) {
    guard let first = rows.first, CalendarTime(first.fields[column]) != nil else {
      var times: [Double] = []
      for row in rows {
        guard let time = Double(row.fields[column]), time.isFinite else {
          throw refused(
            row, column, "a time: a finite number, or in all rows a date as in \(CalendarTime.form)"
          )
        }
        times.append(time)
      }
      return (times, nil)
    }
    var dates: [CalendarTime] = []
    for row in rows {
      guard let date = CalendarTime(row.fields[column]) else {
        throw refused(row, column, "a date as in \(CalendarTime.form), as the first row has")
      }
      dates.append(date)
    }
    let unit = dates.allSatisfy(\.isDay) ? 86_400.0 : 1
    let start = dates.map(\.seconds).min() ?? 0
    let name = zip(dates, rows).first { $0.0.seconds == start }?.1.fields[column] ?? ""
    return (
      dates.map { ($0.seconds - start) / unit },
      "times are \(unit == 1 ? "seconds" : "days") from \(name.short)"
    )
  }

  private static func values(
    _ row: (line: Int, fields: [String]), _ plan: Plan, _ names: [String]?
  ) throws(TableFailure) -> [Double] {
    var values: [Double] = []
    for column in plan.values {
      if gaps.contains(row.fields[column].lowercased()) {
        values.append(.nan)
      } else if let value = Double(row.fields[column]), value.isFinite {
        values.append(value)
      } else {
        let remedy =
          plan.series == nil
          ? " (--series-column \((names?[column] ?? "\(column + 1)").short) where it tells series apart)"
          : ""
        throw refused(row, column, "a finite number, or nothing for a gap\(remedy)")
      }
    }
    return values
  }

  /// Refuses two observations of one series at one time: then they are of several series.
  private static func checkTimes(
    _ series: [[(place: Int, observation: SeriesSamples.Observation)]],
    _ rows: [(line: Int, fields: [String])], _ plan: Plan, _ header: [String]
  ) throws(TableFailure) {
    let pairs = series.flatMap { zip($0, $0.dropFirst()) }
      .filter { $0.0.observation.time == $0.1.observation.time }
    guard let pair = pairs.min(by: { $0.1.place < $1.1.place }) else { return }
    let (before, row) = (rows[pair.0.place], rows[pair.1.place])
    // A column whose values each come up several times, and at one time once.
    let offered = plan.values.first { column in
      let groups = Set(rows.map { $0.fields[column] })
      guard groups.count > 1, 2 * groups.count <= rows.count else { return false }
      return series.allSatisfy { series in
        var seen: Set<[String]> = []
        return series.allSatisfy {
          seen.insert(["\($0.observation.time)", rows[$0.place].fields[column]]).inserted
        }
      }
    }
    let text = row.fields[plan.time]
    let time = text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    throw .row(
      line: row.line,
      reason: "time \(time.short) is there before, in line \(before.line)"
        + (plan.series.map { ", of series \(row.fields[$0].short)" } ?? "")
        + (offered.map { "; --series-column \(header[$0].short) tells the series apart" }
          ?? "; --series-column names a column that tells series apart, and a series has one "
          + "observation at a time"))
  }

  /// From the first complete row of those in order of time on, whose time becomes 0; nil where
  /// nothing follows it.
  private static func begun(
    _ sorted: [SeriesSamples.Observation]
  ) -> [SeriesSamples.Observation]? {
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
    let table = try Table(path: path, signs: columns.signs)
    try self.init(Table.Rows(table), columns, name: table.name)
  }

  /// Reads series from a file's text.
  public init(
    text: String, _ columns: Columns = Columns(), name: String = "series"
  ) throws(TableFailure) {
    let table = try Table(bytes: Array(text.utf8), name: name, signs: columns.signs)
    try self.init(Table.Rows(table), columns, name: name)
  }
}
