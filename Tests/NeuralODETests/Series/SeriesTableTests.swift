import NeuralODE
import Testing

@Suite("Tables of series are read whole, or refused with the place at fault")
struct SeriesTableTests {
  /// A part of a pendulum's table: irregular times, two of them alike, and a gap.
  static let pendulum = """
    time,angle
    0.03,1.1820
    0.07,1.2006
    0.35,1.1288
    0.35,1.1407
    0.53,
    0.90,0.7419
    2.05,-0.4836
    """

  private func refused(_ text: String, _ columns: SeriesTable.Columns = .init()) -> String? {
    do throws(TableFailure) {
      _ = try SeriesTable(text: text, columns)
      return nil
    } catch {
      return error.description
    }
  }

  @Test("irregular times and gaps are kept, values are standardised")
  func pendulum() throws {
    let table = try SeriesTable(text: Self.pendulum)
    #expect(table.names == ["angle"] && table.timeName == "time" && table.count == 1)
    let seen = table.samples.observations(of: 0)
    #expect(seen.count == 6)
    #expect(seen[0].time == 0 && seen.map(\.time) == seen.map(\.time).sorted())
    #expect(abs(seen[5].time - 2.02) < 1e-12 && table.timeUnit == 1)
    let scale = table.scales[0]
    #expect(abs(seen[1].values[0] * scale.deviation + scale.mean - 1.2006) < 1e-12)
    let mean = seen.reduce(0) { $0 + $1.values[0] } / 6
    #expect(abs(mean) < 1e-12)
  }

  @Test("a series column, any order of rows, and a header that is none")
  func several() throws {
    let text = "id,t,x,y\nb,1,2,3\na,0,1,1\nb,0,0,0\na,2,na,5\nb,3,1,\na,4,2,2\n"
    let table = try SeriesTable(text: text)
    #expect(table.count == 2 && table.names == ["x", "y"])
    #expect(table.samples.observations(of: 0).map(\.time) == [0, 1, 3])
    #expect(table.samples.observations(of: 1).map(\.time) == [0, 2, 4])
    #expect(table.samples.observations(of: 1)[1].values[0].isNaN)
    let bare = try SeriesTable(text: "0,1\n1,2\n3,5\n")
    #expect(bare.count == 1 && bare.samples.observationCount == 3)
    let second = try SeriesTable(text: "5,0\n4,1\n", .init(time: "2"))
    #expect(second.samples.observations(of: 0).map(\.time) == [0, 1])
  }

  @Test("long spans of time are shortened to what a field can follow")
  func units() throws {
    let years = (0..<50).map { "\(1900 + 2 * $0),\($0 % 7)" }.joined(separator: "\n")
    let table = try SeriesTable(text: "year,count\n" + years)
    #expect(abs(table.samples.end - 10) < 1e-12 && abs(table.timeUnit - 9.8) < 1e-12)
  }

  @Test("windows overlap by half, begin at complete rows and at 0")
  func windows() throws {
    let rows = (0..<40).map { "\($0),\($0 == 5 ? "" : "\($0 * $0)")" }.joined(separator: "\n")
    let table = try SeriesTable(text: "time,x\n" + rows, .init(window: 10))
    #expect(table.count == 7)
    for row in 0..<table.count {
      let seen = table.samples.observations(of: row)
      #expect(seen[0].time == 0 && seen[0].values[0].isFinite && seen.count <= 10)
    }
  }

  @Test("what is wrong is named with its line and column")
  func faults() {
    #expect(refused("") == "holds no points")
    #expect(refused("time\n1\n2\n")?.contains("a time and one or more columns") == true)
    #expect(refused("time,x\n0,1\nlate,2\n")?.contains("line 3: column 1 is 'late'") == true)
    #expect(refused("time,x\n0,1\n1,two\n")?.contains("line 3: column 2 is 'two'") == true)
    #expect(refused("time,x\n0,1\n1\n")?.contains("line 3: 1 column, expected 2") == true)
    #expect(refused("time,x\n0,1\n0,2\n")?.contains("same time") == true)
    #expect(refused("time,x\n0,1\n")?.contains("nothing moves") == true)
    #expect(
      refused("time,x\n0,1\n1,2\n", .init(time: "when"))
        == "has no column 'when'; it has time, x")
    #expect(
      refused("time,x\n0,1\n1,2\n", .init(series: "time"))?.contains("tell series apart") == true)
    #expect(refused("time,x\n0,inf\n1,2\n")?.contains("'inf'") == true)
  }
}
