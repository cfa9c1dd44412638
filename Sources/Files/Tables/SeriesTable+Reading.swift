extension SeriesTable {
  private static let timeNames = ["time", "t", "date", "year"]
  private static let seriesNames = ["series", "id", "trial"]

  /// Reads series from a table's rows.
  ///
  /// Rows can be in any order. Times are all numbers or all dates (`CalendarTime`). Rows before a
  /// series' first complete one are left out, since its start is unknown there.
  ///
  /// - Throws: `TableFailure` with line and column, for a row without a time, two rows of one
  ///   series at the same time, and a value that is neither a number nor a gap.
  public init(_ table: Table, _ columns: Columns = Columns()) throws(TableFailure) {
    let plan = try Plan(table, columns)
    name = table.name
    names = plan.values.map { table.columns[$0].name ?? "column \($0 + 1)" }
    let (times, note) = try Self.times(table, plan.time)
    notes = note.map { [$0] } ?? []
    var order: [String] = []
    var series: [String: [(row: Int, observation: SeriesSamples.Observation)]] = [:]
    for row in 0..<table.rowCount {
      let values = try Self.values(table, row, plan)
      guard values.contains(where: \.isFinite) else { continue }
      let key = plan.series.map { Self.key(table, row, $0) } ?? ""
      if series[key] == nil { order.append(key) }
      series[key, default: []].append((row, (times[row], values)))
    }
    // Equal times by row, so the error names the second line.
    for key in order {
      series[key]?.sort { ($0.observation.time, $0.row) < ($1.observation.time, $1.row) }
    }
    try Self.checkTimes(order.map { series[$0] ?? [] }, table, plan)
    var all = order.compactMap { key in Self.begun(series[key]?.map(\.observation) ?? []) }
    guard !all.isEmpty else {
      throw .row(
        line: table.line(0),
        reason: "no series has a complete row and another after it")
    }
    scales = Self.standardize(&all, dimension: plan.values.count)
    // Fields with the usual initial weights move about one unit per unit of time.
    let longest = all.map { $0[$0.count - 1].time }.max() ?? 1
    let unit = (1...20).contains(longest) || longest <= 0 ? 1 : longest / 10
    timeUnit = unit
    for row in all.indices {
      for k in all[row].indices { all[row][k].time /= unit }
    }
    guard longest > 0 else {
      throw .row(line: table.line(0), reason: "all rows of a series have the same time")
    }
    let windows = columns.window.map { Self.windows(of: all, $0) }
    samples = SeriesSamples(
      dimension: plan.values.count, series: windows?.map(\.observations) ?? all,
      offsets: windows?.map(\.offset))
  }

  /// Columns from 0.
  private struct Plan {
    let time: Int
    let series: Int?
    let values: [Int]

    init(_ table: Table, _ columns: Columns) throws(TableFailure) {
      func place(_ wanted: String?, or words: [String]) throws(TableFailure) -> Int? {
        if let wanted { return try table.index(wanted) }
        let names = table.columns.map { $0.name?.lowercased() }
        return words.lazy.compactMap { names.firstIndex(of: $0) }.first
      }
      let time = try place(columns.time, or: timeNames) ?? 0
      let series = try place(columns.series, or: seriesNames)
      let title = table.columns[time].name
      if series == time {
        throw .column(
          time + 1, name: title, reason: "is the time, and cannot tell series apart too")
      }
      if let title, CalendarTime(title) != nil {
        throw .column(
          time + 1, name: title,
          reason: "has a date for a name: expected numbers beside it, or a header")
      }
      values = table.columns.indices.filter { $0 != time && $0 != series }
      (self.time, self.series) = (time, series)
      guard !values.isEmpty else {
        throw .row(
          line: table.line(0),
          reason: "\(table.columns.count) columns, expected a time and one or more columns of "
            + "values")
      }
    }
  }

  /// Identifies a row's series; equal for equal numbers, however written.
  private static func key(_ table: Table, _ row: Int, _ column: Int) -> String {
    guard case .numbers(let numbers) = table.columns[column].values else {
      return table.text(row: row, column: column)
    }
    return numbers[row].isNaN ? "" : "\(numbers[row])"
  }

  /// The times of all rows: as given, or for dates from the first one, in days if no date has a
  /// time of day, else in seconds; and a note to the user.
  private static func times(
    _ table: Table, _ column: Int
  ) throws(TableFailure) -> (times: [Double], note: String?) {
    let rows = 0..<table.rowCount
    guard CalendarTime(table.text(row: 0, column: column)) != nil else {
      var times: [Double] = []
      for row in rows {
        guard let time = table.number(row: row, column: column), time.isFinite else {
          throw table.failure(
            row: row, column: column,
            expected: "a time: a finite number, or in all rows a date as in \(CalendarTime.form)")
        }
        times.append(time)
      }
      return (times, nil)
    }
    var dates: [CalendarTime] = []
    for row in rows {
      guard let date = CalendarTime(table.text(row: row, column: column)) else {
        throw table.failure(
          row: row, column: column,
          expected: "a date as in \(CalendarTime.form), as the first row has")
      }
      dates.append(date)
    }
    let unit = dates.allSatisfy(\.isDay) ? 86_400.0 : 1
    let start = dates.map(\.seconds).min() ?? 0
    let first = rows.first { dates[$0].seconds == start } ?? 0
    return (
      dates.map { ($0.seconds - start) / unit },
      "times are \(unit == 1 ? "seconds" : "days") from "
        + table.text(row: first, column: column).short
    )
  }

  private static func values(
    _ table: Table, _ row: Int, _ plan: Plan
  ) throws(TableFailure) -> [Double] {
    var values: [Double] = []
    for column in plan.values {
      guard let value = table.number(row: row, column: column) else {
        let title = (table.columns[column].name ?? "\(column + 1)").short
        let remedy =
          plan.series == nil ? " (--series-column \(title) if it tells series apart)" : ""
        throw table.failure(
          row: row, column: column, expected: "a finite number, or nothing for a gap\(remedy)")
      }
      values.append(value)
    }
    return values
  }

  /// Refuses two observations of one series at the same time, which probably are of two series.
  private static func checkTimes(
    _ series: [[(row: Int, observation: SeriesSamples.Observation)]], _ table: Table, _ plan: Plan
  ) throws(TableFailure) {
    let pairs = series.flatMap { zip($0, $0.dropFirst()) }
      .filter { $0.0.observation.time == $0.1.observation.time }
    guard let pair = pairs.min(by: { $0.1.row < $1.1.row }) else { return }
    // A column whose values appear several times each, but once per time.
    let offered = plan.values.first { column in
      let groups = Set((0..<table.rowCount).map { key(table, $0, column) })
      guard groups.count > 1, 2 * groups.count <= table.rowCount else { return false }
      return series.allSatisfy { series in
        var seen: Set<[String]> = []
        return series.allSatisfy {
          seen.insert(["\($0.observation.time)", key(table, $0.row, column)]).inserted
        }
      }
    }
    let row = pair.1.row
    throw .row(
      line: table.line(row),
      reason: "time \(table.text(row: row, column: plan.time).short) is already in line "
        + "\(table.line(pair.0.row))"
        + (plan.series.map { ", of series \(table.text(row: row, column: $0).short)" } ?? "")
        + (offered.map {
          "; --series-column \(table.columns[$0].title.short) tells the series apart"
        }
          ?? "; --series-column names a column that tells series apart, and a series has one "
          + "observation at a time"))
  }

  /// The rows from the first complete one, whose time becomes 0; nil if it is the last.
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
      let (mean, square) = OwnTable.moments(numbers)
      let deviation = square > 0 && square.isFinite ? square.squareRoot() : 1
      for row in series.indices {
        for k in series[row].indices {
          series[row][k].values[i] = (series[row][k].values[i] - mean) / deviation
        }
      }
      return Scale(mean: mean, deviation: deviation)
    }
  }

  /// Windows of `length` observations, each starting half a window after the previous one, at the
  /// next complete observation. A shorter series is one window.
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
