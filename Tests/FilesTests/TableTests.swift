@testable import Files
import Foundation
import Testing

@testable import NeuralODE

@Suite("A table's dialect is found from its text") struct TableTests {
  static func table(_ text: String) throws(TableFailure) -> Table {
    try Table(bytes: Array(text.utf8))
  }

  static func numbers(_ table: Table) -> [[Double]] {
    table.columns.indices.compactMap { column in
      guard case .numbers(let values) = table.columns[column].values else { return nil }
      return values
    }
  }

  static func message(_ read: () throws(TableFailure) -> some Any) -> String {
    do throws(TableFailure) {
      _ = try read()
      return ""
    } catch {
      return error.description
    }
  }

  @Test(
    "the same rows in every dialect are the same table",
    arguments: [
      ("x,y,class\n-0.5,1.25,a\n2,3e-1,b\n", TableDialect.Separator.comma),
      ("x;y;class\r\n-0.5;1.25;a\r\n2;3e-1;b\r\n", .semicolon),
      ("x\ty\tclass\n-0.5\t1.25\ta\n2\t3e-1\tb\n", .tab),
      ("x|y|class\n-0.5|1.25|a\n2|3e-1|b\n", .bar),
      ("x y  class\n -0.5  1.25 a \n2   \t3e-1 b", .blanks),
      ("x;y;class\n-0,5;1,25;a\n2;3e-1;b\n", .semicolon),
      ("x\ty\tclass\n-0,5\t1,25\ta\n2\t0,3\tb\n", .tab),
      ("x y class\n-0,5 1,25 a\n2 0,3 b\n", .blanks),
      ("x,y,class,\n-0.5,1.25,a,\n2,3e-1,b,\n", .comma),
      ("x,y,class\n-0.5,1.25,a,\n2,3e-1,b,\n", .comma),
      ("x;y;class;\r-0.5;1.25;a;\r2;3e-1;b;\r", .semicolon),
      ("\"x\",\"y\",\"class\"\n\"-0.5\", \"1.25\" ,\"a\"\n\n2,3e-1,b\n,,\n", .comma),
      ("sep=;\r\nx;y;class\r\n-0,5;1,25;a\r\n2;0,3;b\r\n", .semicolon),
    ])
  func dialects(text: String, separator: TableDialect.Separator) throws {
    let table = try Self.table(text)
    #expect(table.dialect.separator == separator && table.dialect.hasHeader)
    #expect(table.dialect.hasDecimalComma == text.contains("-0,5"))
    #expect(table.titles == ["x", "y", "class"] && table.rowCount == 2)
    #expect(Self.numbers(table) == [[-0.5, 2], [1.25, 0.3]])
    #expect(table.text(row: 1, column: 2) == "b")
    #expect(table.hasTrailingSeparator == (text.contains("a,\n") || text.contains("a;\r2")))
  }

  @Test("without a header, decimal commas are distinguished from separators by the resulting cells")
  func headless() throws {
    let table = try Self.table("-0,034;0,067;in\n0,020;-0,042;in\n1,5;2,5;out\n")
    #expect(table.dialect.separator == .semicolon && table.dialect.hasDecimalComma)
    #expect(!table.dialect.hasHeader && table.columns[0].name == nil && table.rowCount == 3)
    #expect(try table.numbers(0) == [-0.034, 0.02, 1.5])
    #expect(try Self.table("1.234,5;2;a\n1.235,5;3;b\n").dialect.separator == .semicolon)
    #expect(try Self.table("0,5 1,5 a\n1,5 0,5 b\n").dialect.separator == .blanks)
    #expect(try Self.table("1, 2, a\n3, 4, b\n").dialect.separator == .comma)
  }

  @Test(
    "a comma always before three digits is ambiguous: the error names both meanings")
  func thousands() throws {
    for text in ["a;n;k\n1,093;850;x\n2;14,399;y\n", "a,n,k\n\"1,093\",850,x\n2,\"14,399\",y\n"] {
      #expect(
        Self.message { () throws(TableFailure) in try Self.table(text) }
          == "line 2: '1,093' is 1.093 with a decimal comma, or 1093 with commas between "
          + "thousands: --decimal comma or --thousands comma says which")
      let bytes = Array(text.utf8)
      let decimal = try Table(bytes: bytes, signs: .init(decimal: .comma))
      #expect(Self.numbers(decimal) == [[1.093, 2], [850, 14.399]])
      let groups = try Table(bytes: bytes, signs: .init(thousands: .comma))
      #expect(Self.numbers(groups) == [[1093, 2], [850, 14399]])
      #expect(groups.dialect.summary.contains("decimal point, commas between thousands"))
      #expect(try Table(bytes: bytes, signs: .init(decimal: .point)).dialect == groups.dialect)
    }
    let twice = Self.message { () throws(TableFailure) in try Self.table("n;k\n1,234,567;x\n") }
    #expect(twice.hasPrefix("line 2: '1,234,567' is 1234567 with commas between thousands"))
    // One certain decimal comma decides for all.
    #expect(
      try Self.numbers(Self.table("n;m\n1,093;850\n0,125;9\n")) == [[1.093, 0.125], [850, 9]])
    #expect(try Self.numbers(Self.table("n;m\n1,093;2,5\n3;9\n")) == [[1.093, 3], [2.5, 9]])
    // Points between thousands, commas before decimals.
    let german = try Table(
      bytes: Array("n;k\n1.234,5;x\n-1.234.567;y\n12;x\n".utf8), signs: .init(decimal: .comma))
    #expect(Self.numbers(german) == [[1234.5, -1_234_567, 12]])
  }

  @Test(
    "lines beginning with # are comments, and without a header the last may name columns"
  )
  func comments() throws {
    let text = "# made on 3 May, by hand\nx,y,k\n1,2,a\n# a pause\n  # and more, here\n3,4,b\n"
    let table = try Self.table(text)
    #expect(table.titles == ["x", "y", "k"] && table.rowCount == 2 && table.comments == 3)
    #expect(table.line(1) == 6)
    let bare = try Self.table("# by NumPy\n# x,y,k\n1,2,a\n3,4,b\n")
    #expect(bare.titles == ["x", "y", "k"] && Self.numbers(bare) == [[1, 3], [2, 4]])
    #expect(bare.comments == 1 && bare.line(0) == 3)
    #expect(try Self.table("#x y\n1 2\n3 4\n").titles == ["x", "y"])
    // A # in a column's name, or in a row with extra cells, is not a comment.
    #expect(try Self.table("#,x,k\n1,2,a\n2,3,b\n").titles == ["#", "x", "k"])
    #expect(try Self.table("c,k\n#f00,1\n#0f0,2\n#00f,3\n").rowCount == 3)
  }

  @Test("a title, a line of sums and equal column names are refused; 1.0D+02 is a number")
  func oddities() throws {
    #expect(
      Self.message { () throws(TableFailure) in try Self.table("My data\nx,y,k\n1,2,a\n3,4,b\n") }
        .hasPrefix("line 1: 1 column, expected 3, as other rows have (a title"))
    #expect(
      Self.message { () throws(TableFailure) in
        try Self.table("x,y,k\n1,2,a\n3,4,b\n5,6,a\nTotal,12,\n")
      } == "line 5: begins with 'Total', like a sum below a table: remove the line, or begin it "
        + "with #")
    let twins = try Self.table("x,x,k\n1,2,a\n3,4,b\n")
    #expect(Self.numbers(twins) == [[1, 3], [2, 4]])
    for list in ["x", "k,x"] {
      #expect(
        Self.message { () throws(TableFailure) in try twins.indices(list) }
          == "column 1 (x) has the name of column 2 too: numbers tell them apart")
    }
    #expect(try twins.indices("1,2") == [0, 1])
    let fortran = try Self.table("x k\n1.0D+02 a\n-0.25d-1 b\n0.1234567890123456789012D3 b\n")
    #expect(Self.numbers(fortran) == [[100, -0.025, 123.456_789_012_345_68]])
    #expect(Self.numbers(try Self.table("x,k\n4d2,1\n3d5,2\n")).count == 1)
  }

  @Test("a comma within words, or a blank in names, does not separate cells")
  func notSeparators() throws {
    let towns = try Self.table("x;town\n1;Paris, France\n2;Bonn, Germany\n")
    #expect(
      towns.dialect.separator == .semicolon && towns.text(row: 1, column: 1) == "Bonn, Germany")
    let names = try Self.table("sepal length,kind of iris\n1.5,iris setosa\n2.5,iris virginica\n")
    #expect(names.dialect.separator == .comma && names.columns.count == 2)
    // One row with another width does not make blanks the separator.
    let message = Self.message { () throws(TableFailure) in
      try Self.table("a b,c d\n1,x y\n2,x z,3\n4,x w\n")
    }
    #expect(message == "line 3: 3 columns, expected 2")
  }

  @Test("quoted cells may contain separators, line breaks and quotation marks")
  func quotes() throws {
    let text = "name,x\n\"a, \"\"b\"\"\nc\",1\n\"d\" ,\"2\"\n"
    let table = try Self.table(text)
    #expect(table.text(row: 0, column: 0) == "a, \"b\"\nc" && table.text(row: 1, column: 0) == "d")
    #expect(try table.numbers(1) == [1, 2])
    #expect(table.line(0) == 2 && table.line(1) == 4)
    #expect(
      Self.message { () throws(TableFailure) in try Self.table("x,y\n1,\"2\n3,4\n") }
        == "line 2: a quotation mark is never closed")
  }

  @Test(
    "UTF-8 and UTF-16 in both byte orders, with or without a mark, give the same text",
    arguments: [true, false])
  func encodings(hasMark: Bool) throws {
    let text = "größe;classé\n1,5;α\n2,5;𝛽\n"
    let plain = try Self.table(text)
    #expect(plain.dialect.encoding == .utf8)
    for (encoding, isLittle) in [(TextEncoding.littleUTF16, true), (.bigUTF16, false)] {
      let units = (hasMark ? [0xfeff] : []) + Array(text.utf16)
      let bytes = units.flatMap { unit -> [UInt8] in
        let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xff))
        return isLittle ? [low, high] : [high, low]
      }
      let table = try Table(bytes: bytes)
      #expect(table.dialect.encoding == encoding)
      #expect(table.titles == plain.titles && table.text(row: 1, column: 1) == "𝛽")
      #expect(try table.numbers(0) == [1.5, 2.5])
    }
    let marked = try Table(bytes: [0xef, 0xbb, 0xbf] + Array(text.utf8))
    #expect(marked.dialect.encoding == .markedUTF8 && marked.titles == plain.titles)
  }

  @Test("other encodings and unpaired surrogates are refused, with the line")
  func notText() {
    let latin = Self.message { () throws(TableFailure) in
      try Table(bytes: Array("x,y\n1,2\n3,".utf8) + [0xe4, 0x0a])
    }
    #expect(latin.hasPrefix("line 3: is not UTF-8 text, expected UTF-8 or UTF-16"))
    #expect(
      Self.message { () throws(TableFailure) in try Table(bytes: [0xff, 0xfe, 0, 0xd8, 0x31, 0]) }
        .contains("half of a surrogate pair"))
    #expect(
      Self.message { () throws(TableFailure) in try Table(bytes: [0xff, 0xfe, 0]) }
        == "is UTF-16 of 3 bytes, expected an even number")
  }

  @Test("numbers are read as by the standard library, to the bit")
  func decimalNumbers() {
    var generator = Xoshiro256(seed: 12)
    var texts = [
      "0", "-0", "+1", ".5", "5.", "1e5", "1E-5", "1e400", "1e-400", "9007199254740993",
      "123456789012345678901234567890", "0.1e22", "1e23", "0.000000000000000000000000000001", "1e",
      "e5", ".", "-", "", "1e+", "1 2", "0x10", "inf", "nan", "1.5.5", "--1", "1_000", "12a",
      "4.9406564584124654e-324", "1.7976931348623157e308", "2.2250738585072011e-308",
    ]
    for _ in 0..<20_000 {
      let digits = String(UInt64.random(in: 0...(.max), using: &generator)).prefix(
        Int.random(in: 1...20, using: &generator))
      let point = Int.random(in: 0...digits.count, using: &generator)
      let text = "\(digits.prefix(point)).\(digits.dropFirst(point))"
      let exponent = Int.random(in: -40...40, using: &generator)
      texts.append(exponent % 3 == 0 ? text : "\(text)e\(exponent)")
    }
    for text in texts {
      let expected = Double(text).flatMap { $0.isFinite ? $0 : nil }
      for mark in [".", ","] {
        let bytes = Array(text.replacing(".", with: mark).utf8)
        let value = bytes.withUnsafeBufferPointer {
          DecimalNumber.parse($0, 0..<bytes.count, mark: mark.utf8.first ?? 0)
        }
        #expect(value?.bitPattern == expected?.bitPattern, "\(text)")
      }
    }
  }

  @Test("a first row is a header if it has no numbers in numeric columns")
  func headers() throws {
    #expect(try !Self.table("1,2,x\n3,4,y\n").dialect.hasHeader)
    #expect(try !Self.table("a,2,x\n3,4,y\n").dialect.hasHeader)
    #expect(try Self.table("a,b\nred,round\nblue,square\n").dialect.hasHeader)
    #expect(try !Self.table("red,round\nblue,square\nred,square\n").dialect.hasHeader)
    // R omits the name of the column of row names.
    let r = try Self.table("x y\nfirst 1 2\nsecond 3 4\n")
    #expect(r.titles == ["1", "x", "y"] && r.rowCount == 2)
    #expect(try r.numbers(2) == [2, 4])
  }

  @Test("columns are found by name, in any case, by number, and in lists")
  func columns() throws {
    let table = try Self.table("X,y,\"a,b\",w\n1,2,3,4\n5,6,7,8\n")
    #expect(try table.index("X") == 0 && table.index("x") == 0 && table.index("3") == 2)
    #expect(try table.indices("a,b") == [2] && table.indices("y, X,y") == [1, 0])
    #expect(try table.indices("1-3") == [0, 1, 2])
    #expect(
      Self.message { () throws(TableFailure) in try table.indices("X,z") }
        == "has no column 'z'; it has X, y, a,b, w")
    #expect(
      Self.message { () throws(TableFailure) in try table.indices("2-9") }.hasPrefix(
        "has no column"))
  }

  @Test("the error for a cell that is not a number has line, column, name and escaped content")
  func cells() throws {
    let table = try Self.table("x,y\n1,2\n3,\u{1B}[31mred\n5,6\n7,NA\n")
    #expect(
      Self.message { () throws(TableFailure) in try table.numbers(1) }
        == "line 3: column 2 (y) is '?[31mred', expected a finite number")
    let gaps = try Self.table("t;v\n0;1,5\n1;NA\n2;\n")
    #expect(gaps.columns[1].gaps == 2 && gaps.isGap(row: 1, column: 1))
    #expect(try gaps.numbers(1, allowsGaps: true)[0] == 1.5)
    #expect(
      Self.message { () throws(TableFailure) in try gaps.numbers(1) }
        == "line 3: column 2 (v) is 'NA', expected a finite number, with a decimal comma")
  }

  @Test("a packed file is unpacked, and a missing file is an error")
  func files() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(
      "anode-table-\(UUID().uuidString).csv.gz")
    defer { try? FileManager.default.removeItem(at: file) }
    try ImageFileTests.gzipped(Data("x,y\n1,2\n3,4\n".utf8)).write(to: file)
    #expect(try Table(path: file.path).numbers(1) == [2, 4])
    #expect(
      Self.message { () throws(TableFailure) in try Table(path: "/nix") }
        == "cannot be read: No such file or directory")
  }
}
