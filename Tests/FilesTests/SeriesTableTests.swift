@testable import Files
import Testing

@testable import NeuralODE

@Suite("Tables of series are read whole, or refused with the place of the error")
struct SeriesTableTests {
  /// Part of a pendulum's table, with irregular times and a gap.
  static let pendulum = """
    time,angle
    0.03,1.1820
    0.07,1.2006
    0.35,1.1288
    0.36,1.1407
    0.53,
    0.90,0.7419
    2.05,-0.4836
    """

  private func series(
    _ text: String, _ columns: SeriesTable.Columns = .init()
  ) throws(TableFailure) -> SeriesTable {
    try SeriesTable(TableTests.table(text), columns)
  }

  private func refused(_ text: String, _ columns: SeriesTable.Columns = .init()) -> String? {
    do throws(TableFailure) {
      _ = try series(text, columns)
      return nil
    } catch {
      return error.description
    }
  }

  @Test("irregular times and gaps are kept, values are standardised")
  func pendulum() throws {
    let table = try series(Self.pendulum)
    #expect(table.names == ["angle"] && table.count == 1)
    let seen = table.samples.observations(of: 0)
    #expect(seen.count == 6)
    #expect(seen[0].time == 0 && seen.map(\.time) == seen.map(\.time).sorted())
    #expect(abs(seen[5].time - 2.02) < 1e-12 && table.timeUnit == 1)
    let scale = table.scales[0]
    #expect(abs(seen[1].values[0] * scale.deviation + scale.mean - 1.2006) < 1e-12)
    let mean = seen.reduce(0) { $0 + $1.values[0] } / 6
    #expect(abs(mean) < 1e-12)
  }

  @Test("a series column, rows in any order, and a missing header are handled")
  func several() throws {
    let text = "id,t,x,y\nb,1,2,3\na,0,1,1\nb,0,0,0\na,2,na,5\nb,3,1,\na,4,2,2\n"
    let table = try series(text)
    #expect(table.count == 2 && table.names == ["x", "y"])
    #expect(table.samples.observations(of: 0).map(\.time) == [0, 1, 3])
    #expect(table.samples.observations(of: 1).map(\.time) == [0, 2, 4])
    #expect(table.samples.observations(of: 1)[1].values[0].isNaN)
    let bare = try series("0,1\n1,2\n3,5\n")
    #expect(bare.count == 1 && bare.samples.observationCount == 3)
    let commas = try series("t;x\n0;1,5\n0,5;2,5\n1;.\n1,5;4\n").samples.observations(of: 0)
    #expect(commas.map(\.time) == [0, 0.5, 1.5] && commas[2].values[0] > 0)
    let second = try series("5,0\n4,1\n", .init(time: "2"))
    #expect(second.samples.observations(of: 0).map(\.time) == [0, 1])
  }

  @Test("long time spans are scaled down for the field")
  func units() throws {
    let years = (0..<50).map { "\(1900 + 2 * $0),\($0 % 7)" }.joined(separator: "\n")
    let table = try series("year,count\n" + years)
    #expect(abs(table.samples.end - 10) < 1e-12 && abs(table.timeUnit - 9.8) < 1e-12)
  }

  @Test("windows overlap by half, and begin at complete rows and at time 0")
  func windows() throws {
    let rows = (0..<40).map { "\($0),\($0 == 5 ? "" : "\($0 * $0)")" }.joined(separator: "\n")
    let table = try series("time,x\n" + rows, .init(window: 10))
    #expect(table.count == 7)
    for row in 0..<table.count {
      let seen = table.samples.observations(of: row)
      #expect(seen[0].time == 0 && seen[0].values[0].isFinite && seen.count <= 10)
    }
  }

  @Test("two observations of a series at one time are refused, with a likely series column")
  func repeated() throws {
    let alike = refused("time,x\n0.5,1\n1,2\n\n0.5,2\n")
    #expect(
      alike?.hasPrefix("line 5: time 0.5 is already in line 2; --series-column") == true)
    let text = "time,subject,x\n0,1,5\n1,1,6\n2,1,7\n0,2,3\n1,2,4\n2,2,5\n"
    #expect(
      refused(text) == "line 5: time 0 is already in line 2; --series-column subject tells "
        + "the series apart")
    #expect(try series(text, .init(series: "subject")).count == 2)
    let words = refused("time,who,x\n0,ann,5\n1,ann,6\n0,bob,3\n1,bob,4\n")
    #expect(words?.contains("column 2 (who) is 'ann'") == true)
    #expect(words?.contains("--series-column who") == true)
    // There is a series column already.
    #expect(
      refused("id,time,x\na,0,1\na,0,2\nb,0,1\n")?.contains("in line 2, of series a") == true)
    // A row of gaps is not an observation.
    #expect(refused("time,x\n0,1\n1,\n1,2\n") == nil)
  }

  @Test("dates become days or seconds from the first, with a note")
  func dates() throws {
    let days = try series("date,x\n2024-02-28,1\n2024-03-01,2\n2024-03-02,4\n")
    #expect(days.samples.observations(of: 0).map(\.time) == [0, 2, 3])
    #expect(days.notes == ["times are days from 2024-02-28"])
    let text = "2024-01-31T23:59:58Z,1\n2024-02-01 00:00:00.5,2\n2024-02-01T01:00:03+01:00,4\n"
    let seconds = try series(text)
    #expect(seconds.samples.observations(of: 0).map(\.time) == [0, 2.5, 5])
    #expect(seconds.notes == ["times are seconds from 2024-01-31T23:59:58Z"])
    #expect(
      refused("date,x\n2024-02-28,1\n2023-02-29,2\n")?.contains(
        "column 1 (date) is '2023-02-29', expected a date as in") == true)
    #expect(refused("date,x\n1/2/2024,1\n2/2/2024,2\n")?.contains("a date as in") == true)
    for bad in ["2024-13-01", "2024-1-1", "2024-01-01T24:00", "2024-01-01T10", "2024-01-01x"] {
      #expect(CalendarTime(bad) == nil, "\(bad)")
    }
    #expect(CalendarTime("1970-01-01T00:00")?.seconds == 0)
    #expect(CalendarTime("2000-03-01")?.seconds == 951_868_800)
  }

  @Test("errors name line and column")
  func faults() {
    #expect(refused("") == "holds no points")
    #expect(refused("time\n1\n2\n")?.contains("a time and one or more columns") == true)
    #expect(refused("time,x\n0,1\nlate,2\n")?.contains("line 3: column 1 (time) is 'late'") == true)
    #expect(refused("time,x\n0,1\n1,two\n")?.contains("line 3: column 2 (x) is 'two'") == true)
    #expect(refused("time,x\n0,1\n1\n")?.contains("line 3: 1 column, expected 2") == true)
    #expect(refused("time,x\n0,1\n")?.hasSuffix("has a complete row and another after it") == true)
    #expect(
      refused("time,x\n0,1\n1,2\n", .init(time: "when"))
        == "has no column 'when'; it has time, x")
    #expect(
      refused("time,x\n0,1\n1,2\n", .init(series: "time"))?.contains("tell series apart") == true)
    #expect(refused("2024-01-01,x\n2024-01-02,1\n")?.contains("a date for a name") == true)
    #expect(refused("time,x\n0,inf\n1,2\n")?.contains("'inf'") == true)
  }
}
