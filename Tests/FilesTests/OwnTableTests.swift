@testable import Files
import Foundation
import Testing

@testable import NeuralODE

@Suite("A table's target is found from its values, or chosen")
struct OwnTableTests {
  static func own(
    _ text: String, features: String? = nil, label: String? = nil, drops: Bool = false,
    kind: OwnTable.Kind? = nil
  ) throws(TableFailure) -> OwnTable {
    try OwnTable(
      TableTests.table(text),
      OwnTable.Request(features: features, label: label, dropsMissing: drops, kind: kind))
  }

  private func message(
    _ text: String, features: String? = nil, label: String? = nil, drops: Bool = false,
    kind: OwnTable.Kind? = nil
  ) -> String {
    TableTests.message { () throws(TableFailure) in
      try Self.own(text, features: features, label: label, drops: drops, kind: kind)
    }
  }

  private static func classes(_ table: OwnTable) -> (names: [String], labels: [Int32]) {
    if case .classes(_, let names, let labels) = table.target { (names, labels) } else { ([], []) }
  }

  @Test("two classes give the same points as earlier versions, to the bit")
  func points() throws {
    var generator = Xoshiro256(seed: 3)
    var rows: [(Double, Double, String)] = []
    for _ in 0..<200 {
      rows.append(
        (generator.normal(), 1e6 * generator.normal(), Bool.random(using: &generator) ? "b" : "a"))
    }
    let text = rows.map { "\($0.0);\($0.1);\($0.2)" }.joined(separator: "\n")
    let points = try #require(try Self.own(text).points)
    // Mean, mean square and scale, as first implemented.
    var expected = [Double](repeating: 0, count: 400)
    for column in 0..<2 {
      let values = rows.map { column == 0 ? $0.0 : $0.1 }
      let mean = values.reduce(0) { $0 + $1 } / 200
      let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 200
      let scale = 1 / square.squareRoot()
      for row in 0..<200 { expected[2 * row + column] = (values[row] - mean) * scale }
    }
    #expect(points.inputs == expected)
    #expect(points.targets == rows.map { $0.2 == "a" ? -1 : 1 } && points.classNames == ["a", "b"])
  }

  @Test("three classes keep their names, words sorted by letters and numbers by size")
  func classes() throws {
    let words = try Self.own("x,y,k\n1,2,lily\n2,3,iris\n3,1,rose\n4,4,iris\n")
    #expect(Self.classes(words).names == ["iris", "lily", "rose"])
    #expect(Self.classes(words).labels == [1, 0, 2, 0] && words.points == nil)
    #expect(words.summary == "4 rows, 2 features, 3 classes from points")
    let numbers = try Self.own("1,0,10\n2,0,9\n3,1,2\n4,1,9\n5,1,10\n6,0,2\n")
    #expect(Self.classes(numbers).names == ["2", "9", "10"])
    #expect(Self.classes(numbers).labels == [2, 1, 0, 1, 2, 0])
    // Two labels are classes even if they are not whole numbers.
    #expect(Self.classes(try Self.own("1,2,0.5\n2,1,1.5\n3,3,0.5\n")).names == ["0.5", "1.5"])
  }

  @Test("a label with many values is a number to predict, in its own unit")
  func number() throws {
    let own = try Self.own("x,y\n1,0.5\n2,1.5\n3,4\n")
    guard case .number(let column, let values, let mean, let deviation) = own.target else {
      Issue.record("not a number")
      return
    }
    #expect(column.title == "y" && column.number == 2 && values == [0.5, 1.5, 4] && mean == 2)
    #expect(abs(deviation - (13.0 / 6).squareRoot()) < 1e-15)
    #expect(own.summary == "3 rows, 1 feature, a number (y) from points")
    #expect(abs(own.features[0].value(own.inputs[2]) - 3) < 1e-15)
    // Whole numbers are classes only if they are few and repeat, unless a number is asked for.
    let count = (0..<12).map { "\($0 * $0),\($0)" }.joined(separator: "\n")
    if case .classes = try Self.own(count).target { Issue.record("twelve classes in twelve rows") }
    let stars = (0..<12).map { "\($0 * $0),\($0 % 4)" }.joined(separator: "\n")
    #expect(Self.classes(try Self.own(stars)).names == ["0", "1", "2", "3"])
    if case .classes = try Self.own(stars, kind: .number).target { Issue.record("not a number") }
    #expect(
      message(
        count + "\n144,12.5\n" + (13..<30).map { "\($0 * $0),\($0)" }.joined(separator: "\n"),
        kind: .classes
      ).contains("holds 30 different labels, expected two to 20"))
  }

  @Test("a column of row numbers is dropped with a note, unless it is asked for")
  func rowNumbers() throws {
    for (name, first) in [("", 0), ("id", 1), ("Unnamed: 0", 0)] {
      let text = "\(name),x,k\n" + (0..<4).map { "\($0 + first),\($0 * $0),\($0 % 2)\n" }.joined()
      let own = try Self.own(text)
      #expect(own.features.map(\.name) == ["x"])
      #expect(own.notes.first?.hasSuffix("counts the rows: not a feature") == true)
      #expect(try Self.own(text, features: "1,2").dimension == 2)
    }
    // With another name, gaps in the count, or in a short table without names it is data.
    #expect(try Self.own("t,x,k\n0,1,a\n1,4,b\n2,9,a\n").dimension == 2)
    #expect(try Self.own("id,x,k\n0,1,a\n1,4,b\n3,9,a\n").dimension == 2)
    #expect(try Self.own("0,1,a\n1,4,b\n2,9,a\n").dimension == 2)
  }

  @Test(
    "few words become a feature each, two become one feature; many are refused, with the remedy")
  func words() throws {
    let two = try Self.own("sex,x,k\nm,1,a\nf,2,b\nf,3,a\nm,4,b\n")
    #expect(two.features.map(\.name) == ["sex=m", "x"] && two.features[0].mean == 0.5)
    #expect([two.inputs[0], two.inputs[2], two.inputs[4]] == [1, -1, -1])
    let three = try Self.own(
      "c,x,k\nred,1,a\nblue,2,b\ngreen,3,a\nred,4,b\nred,5,a\nblue,6,b\n")
    #expect(three.features.map(\.name) == ["c=blue", "c=green", "c=red", "x"])
    #expect(three.features.map(\.column) == [1, 1, 1, 2])
    #expect(three.notes == ["column 1 (c) is words, one feature each: blue, green, red"])
    let many = "name,x,k\n" + (0..<30).map { "n\($0),\($0),\($0 % 2)\n" }.joined()
    #expect(
      message(many)
        == "column 1 (name) holds 30 different words in 30 rows, expected numbers, or at most 15 "
        + "words; --features x leaves it out")
    #expect(try Self.own(many, features: "x").dimension == 1)
    #expect(
      message("unit,x,k\nkg,one,a\nkg,2,b\nkg,3,a\n").hasPrefix("line 2: column 2 (x) is 'one'"))
    #expect(
      message("1.234,5;2;a\n1.235,5;3;b\n")
        == "line 1: column 1 is '1.234,5', expected a number without signs between thousands "
        + "(choose --decimal comma or --decimal point)")
    let constant = try Self.own("unit,x,k\nkg,1,a\nkg,2,b\nkg,3,a\n")
    #expect(constant.notes == ["column 1 (unit) is 'kg' in every row: not a feature"])
  }

  @Test("gaps are counted and located in an error, or dropped and counted")
  func gaps() throws {
    let text = "x,y,k\n1,2,a\n3,,b\n5,6,\n7,NA,b\n9,1,b\n"
    #expect(
      message(text)
        == "line 3: column 2 (y) is empty, expected a finite number; 3 rows have gaps "
        + "(--drop-missing leaves them out)")
    let own = try Self.own(text, drops: true)
    #expect(own.count == 2 && own.droppedRows == 3)
    #expect(own.summary == "2 rows, 2 features, 2 classes from points, 3 rows with gaps left out")
    // Gaps in unused columns do not count.
    #expect(try Self.own("x,y,k\n1,,a\n3,,b\n", features: "x").count == 2)
    #expect(message("x,k\n1,a\n2,\n") == "line 3: has no label (--drop-missing leaves it out)")
    #expect(message("x,k\n,a\nNA,b\n", features: "x", drops: true) != "")
  }

  @Test(
    "a table that cannot be learned is refused with the expectation",
    arguments: [
      ("x,k\n1,a\n2,a\n", "holds 1 different labels, expected two to 20: a"),
      ("x\n1\n2\n", "line 2: 1 column, expected features and a label"),
      ("x,k\n1,2\n2,2\n", "1 different labels"),
      ("x,y\n1e200,0.5\n2,1.5\n3,2.5\n", "line 2: column 1 (x) is '1e200', expected at most 1e100"),
      ("x,y\n1,0.5\n2,1e101\n3,2.5\n", "line 3: column 2 (y) is '1e101'"),
      ("x,y\n1,0.5\n2,one\n3,2.5\n4,3.5\n", "line 3: column 2 (y) is 'one', expected a finite"),
      ("x,y\n", "holds no points"), ("", "holds no points"),
    ])
  func refused(text: String, part: String) {
    #expect(message(text).contains(part), "\(message(text))")
  }

  @Test("a column cannot be feature and label, and a label has at most twenty classes")
  func conflicts() {
    #expect(
      message("x,k\n1,a\n2,b\n", features: "x,k", label: "k")
        == "column 2 (k) is both a feature and the label")
    #expect(
      message("x,y\n1,2\n", features: "1-2")
        == "line 2: all columns are features, expected one left for the label")
    let many = (0..<60).map { "\($0),w\($0 % 21)\n" }.joined()
    #expect(message(many).contains("holds 21 different labels, expected two to 20: w0, w1, w10"))
    let few = (0..<60).map { "\($0),w\($0 % 20)\n" }.joined()
    #expect(message(few) == "")
  }

  @Test("10,000 mutations of tables in several dialects are read whole or refused")
  func mutations() {
    let texts: [[UInt8]] = [
      Array("x;y;\"class\"\r\n-0,5;1,5;a\r\n2;NA;b\r\n1;2;\"a\"\"\"\r\n".utf8),
      Array(",x,word,y\n0,1.5,red,-2e-1\n1,3,blue,4\n2,5,red,6.5\n".utf8),
      Array("x y k\n1 2 3\n 4\t5 6\n7 8 3\n".utf8),
      [0xff, 0xfe]
        + "a\tb\tc\n1\t2\tö\n3\t4\tü\n".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] },
    ]
    var generator = Xoshiro256(seed: 78)
    var read = 0
    for round in 0..<10_000 {
      var bytes = texts[round % texts.count]
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        guard !bytes.isEmpty else { break }
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.remove(at: place)
        case 2: bytes.removeSubrange(place...)
        case 3: bytes += bytes[..<place]
        default: bytes.insert(Array(";,\"\n\r\t e1".utf8)[place % 9], at: place)
        }
      }
      do throws(TableFailure) {
        let own = try OwnTable(Table(bytes: bytes), OwnTable.Request(dropsMissing: round % 2 == 0))
        let isFinite = own.inputs.allSatisfy { $0.isFinite }
        #expect(isFinite && own.inputs.count == own.count * own.dimension)
        read += 1
      } catch {
        let text = error.description
        let isHarmless = text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f }
        #expect(!text.isEmpty && isHarmless)
      }
    }
    // Some are read, and some are refused.
    #expect((100..<9_900).contains(read))
  }
}
