@testable import Files
import Foundation
import Glibc
import Testing

@testable import NeuralODE

@Suite("Input files are bounded in size, and foreign formats are named")
struct InputFileTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
    "anode-input-\(UUID().uuidString)")

  /// Makes a file for the duration of the body.
  private func with(
    _ data: Data, _ name: String, _ body: (String) throws -> Void
  ) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent(name).path
    try data.write(to: URL(fileURLWithPath: path))
    try body(path)
  }

  private func reason(_ read: () throws(InputFile.Failure) -> some Any) -> String {
    do throws(InputFile.Failure) {
      _ = try read()
      return ""
    } catch {
      return error.reason
    }
  }

  private func image(_ read: () throws(ImageFailure) -> some Any) -> String {
    do throws(ImageFailure) {
      _ = try read()
      return ""
    } catch {
      return error.reason
    }
  }

  @Test(
    "endless files and files above their kind's limit are refused", arguments: InputFile.allCases)
  func endless(kind: InputFile) throws {
    let device = reason { () throws(InputFile.Failure) in try kind.bytes(of: "/dev/zero") }
    #expect(device == "is a device, expected a file")
    let folder = reason { () throws(InputFile.Failure) in try kind.bytes(of: "/") }
    #expect(folder == "cannot be read: Is a directory")
    try with(Data(), "large") { path in
      // A sparse file takes no room on the disk.
      #expect(truncate(path, kind.limit + 1) == 0)
      let large = reason { () throws(InputFile.Failure) in try kind.bytes(of: path) }
      #expect(
        large.contains("is larger than \(ByteCount.text(kind.limit)), the most that")
          || large.contains("is not text (byte 0 is 0)"))
    }
    try with(Data("a b\n1 2\n".utf8), "small") { path in
      let whole = try kind.bytes(of: path)
      #expect(whole.count == 8)
      let small = reason { () throws(InputFile.Failure) in try kind.bytes(of: path, limit: 7) }
      #expect(small.hasPrefix("is larger than 7 bytes, the most that "))
    }
  }

  @Test("a pipe that is never closed is read up to the limit")
  func pipes() throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    defer { for end in ends { close(end) } }
    // F_SETPIPE_SZ: the pipe holds everything written here before it is read.
    #expect(fcntl(ends[1], 1031, 1 << 18) >= 1 << 18)
    let bytes = [UInt8](repeating: UInt8(ascii: "7"), count: 200_000)
    #expect(write(ends[1], bytes, bytes.count) == bytes.count)
    let path = "/dev/fd/\(ends[0])"
    let endless = reason { () throws(InputFile.Failure) in
      try InputFile.table.bytes(of: path, limit: 100_000)
    }
    #expect(endless == "is larger than 100000 bytes, the most that a table can have")
  }

  @Test("a gzip file that unpacks to over a hundred times its size is refused")
  func gzipBomb() throws {
    let member = try ImageFileTests.gzipped(Data(count: 1 << 20))
    var bomb = Data()
    for _ in 0..<80 { bomb += member }
    let expected = "unpacks to more than 64 MiB and 100 times its own bytes, unlike real data"
    #expect(
      image { () throws(ImageFailure) in try GzipFile.unpacked(bomb, path: "g") } == expected)
    try with(bomb, "t.csv.gz") { path in
      #expect(
        reason { () throws(InputFile.Failure) in
          try InputFile.table.unpackedBytes(of: path)
        } == expected)
      #expect(throws: OwnFile.Failure(path: path, reason: expected)) { try OwnFile.read(path) }
    }
    let twice = try ImageFileTests.gzipped(ImageFileTests.gzipped(Data("x,y\n1,2\n".utf8)))
    try with(twice, "t.csv.gz") { path in
      #expect(throws: TableFailure.unreadable("is packed by gzip twice, expected once")) {
        try Table(path: path)
      }
    }
  }

  @Test("the limit on unpacking applies to all elements of a MAT file together")
  func matBomb() {
    let array = MATFileTests.array(
      "X", [1 << 20, 1], kind: 9, type: 2, [UInt8](repeating: 0, count: 1 << 20))
    let bomb = MATFileTests.file(Array(repeating: array, count: 10))
    #expect(bomb.count < 20_000)
    let few = image { () throws(ImageFailure) in try MATFile(bomb, path: "m", limit: 8 << 20) }
    #expect(few == "unpacks to more than 8 MiB, the most that is read")
    #expect(image { () throws(ImageFailure) in try MATFile(bomb, path: "m") } == "")
  }

  @Test("a PNG, JPEG or PPM of many pixels and few bytes is refused by its header")
  func imageBombs() throws {
    let png = PNGTests.png(8192, 8192, colour: 2, depth: 16, [0])
    let expected = "unpacks to more than 64 MiB and 100 times its own bytes, unlike real data"
    #expect(image { () throws(ImageFailure) in try RasterFile.decode(png, path: "p") } == expected)
    var jpeg = RasterFileTests.colour
    let frame = try #require(jpeg.range(of: Data([0xff, 0xc0])))
    // Height and width follow length and depth.
    jpeg.replaceSubrange(frame.upperBound + 3..<frame.upperBound + 7, with: [0x20, 0, 0x20, 0])
    #expect(image { () throws(ImageFailure) in try RasterFile.decode(jpeg, path: "j") } == expected)
    let ppm = Data("P6 8192 8192 255\n".utf8) + Data(count: 100)
    #expect(
      image { () throws(ImageFailure) in try RasterFile.decode(ppm, path: "p") }
        .hasPrefix("100 bytes after its header, expected 201326592"))
  }

  @Test("a JPEG image of thousands of scans is refused")
  func scans() throws {
    // The header, the tables and one scan of a progressive image, which is then repeated.
    var data = Data(
      try Data(
        contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
          .appendingPathComponent("../Fuzz/Corpus/jpeg/progressive").standardized
      ).prefix(240))
    data[236] = 0
    let scan = data[223..<240]
    #expect(throws: Never.self) {
      try RasterFile.decode(data + Data([0xff, 0xd9]), path: "j")
    }
    for _ in 0..<5000 { data += scan }
    let bomb = data + Data([0xff, 0xd9])
    #expect(
      image { () throws(ImageFailure) in try RasterFile.decode(bomb, path: "j") }
        .hasPrefix("libjpeg says: more than 100 scans"))
  }

  @Test("a row of only separators is refused, however many there are")
  func separators() {
    let row = [UInt8](repeating: UInt8(ascii: ","), count: 1 << 20)
    #expect(
      TableTests.message { () throws(TableFailure) in try Table(bytes: row) }
        == "line 1: more than 100000 columns")
  }

  @Test("the header of a weights file is bounded, whatever the file's size")
  func header() {
    let length = 5 << 20
    var data = Data(withUnsafeBytes(of: UInt64(length).littleEndian, Array.init))
    data += Data("{".utf8) + Data(repeating: 0x20, count: length - 2) + Data("}".utf8)
    #expect(
      throws: Safetensors.Failure.malformed(
        "its header has 5242880 bytes, expected at most 4 MiB")
    ) { try Safetensors(data: data) }
  }

  // MARK: other kinds of files

  private static func zip(_ name: String) -> [UInt8] {
    [0x50, 0x4b, 3, 4] + [UInt8](repeating: 0, count: 22) + [UInt8(name.utf8.count), 0, 0, 0]
      + Array(name.utf8)
  }
  private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) + [0, 1, 2, 0] }

  @Test(
    "a foreign format is named, with the command that converts it",
    arguments: [
      (
        "x.xlsx", zip("[Content_Types].xml") + zip("xl/workbook.xml"), "an Excel workbook",
        "pandas.read_excel('x.xlsx').to_csv('x.csv'"
      ),
      ("x.ods", zip("mimetype"), "an OpenDocument spreadsheet", "save it as CSV"),
      ("x.npz", zip("a.npy"), "NumPy's archive", "numpy.load('x.npz')"),
      ("x.zip", zip("a.txt"), "a zip archive", "unzip x.zip"),
      ("x.bin", zip("x/data.pkl"), "PyTorch's own format", "torch.load('x.bin'"),
      ("x.npy", [0x93] + bytes("NUMPY"), "NumPy's array", "numpy.savetxt('x.csv'"),
      ("x.parquet", bytes("PAR1"), "a Parquet file", "pandas.read_parquet"),
      ("x.feather", bytes("ARROW1"), "an Arrow", "pandas.read_feather"),
      ("x.h5", [0x89] + bytes("HDF\r\n\u{1a}\n"), "an HDF5 file", "h5py.File('x.h5')"),
      ("x.xz", [0xfd] + bytes("7zXZ"), "packed by xz", "xz -dk x.xz"),
      ("x.zst", [0x28, 0xb5, 0x2f, 0xfd, 0], "packed by zstd", "zstd -d x.zst"),
      ("x.bz2", bytes("BZh91AY&SY"), "packed by bzip2", "bzip2 -dk"),
      ("x.7z", [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], "a 7-Zip archive", "7z x"),
      ("x.pkl", [0x80, 4, 0x95, 0], "a Python pickle", "pandas.read_pickle"),
      (
        "data_batch_1", [0x80, 2, 0x7d] + bytes("batch_label"), "CIFAR's Python version",
        "cifar-10-binary.tar.gz"
      ),
      ("x.sqlite", bytes("SQLite format 3"), "an SQLite database", "sqlite3 -header -csv"),
      ("x.xls", [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], "old Office", "save it as CSV"),
      ("x.pdf", bytes("%PDF-1.7"), "a PDF document", "as CSV"),
      ("x.html", Array("<!DOCTYPE html><p>1,2".utf8), "a web page", "address"),
      ("x", [0x7f] + bytes("ELF"), "a program", "expected data"),
      ("x.mat", bytes("MATLAB 7.3 MAT-file"), "a MATLAB file of version 7.3", "h5py"),
      ("x.gif", bytes("GIF89a"), "a GIF image", "convert('RGB').save('x.png')"),
      (
        "my x.webp", Array("RIFF".utf8) + [9, 0, 0, 0] + bytes("WEBPVP8 "), "a WebP image",
        "Image.open('FILE')"
      ),
    ] as [(String, [UInt8], String, String)])
  func foreign(name: String, head: [UInt8], what: String, step: String) throws {
    try with(Data(head), name) { path in
      let reason = reason { () throws(InputFile.Failure) in try InputFile.table.bytes(of: path) }
      let short = reason.replacingOccurrences(of: folder.path + "/", with: "")
      #expect(short.hasPrefix("is ") && short.contains(what) && short.contains(step), "\(short)")
      #expect(!short.contains("iconv"))
      // Likewise when another kind is expected.
      do throws(OwnFile.Failure) {
        _ = try OwnFile.read(path)
        Issue.record("\(name) is read")
      } catch {
        #expect(error.reason.contains(what), "\(error.reason)")
      }
    }
  }

  @Test("a table may begin with another format's first words")
  func tables() throws {
    for text in ["PAR1,PAR2\n1,2\n3,4\n", "BM,k\n1,2\n3,4\n", "RDX,x\n1,2\n", "BZh,x\n1,2\n"] {
      try with(Data(text.utf8), "t.csv") { path in
        let table = try Table(path: path)
        #expect(table.titles.count == 2)
      }
    }
    let damaged = TableTests.message { () throws(TableFailure) in
      try Table(bytes: Array("x,y\n1,2\n".utf8) + [1, 2, 0xff])
    }
    #expect(damaged == "is not text (byte 8 is 1), expected a table")
  }

  @Test("weights with a broken header count as weights, and a WebP named .jpg as WebP")
  func misnamed() throws {
    try with(Data("not weights at all".utf8), "w.safetensors") { path in
      #expect(throws: OwnFile.Failure.self) { try OwnFile.read(path) }
      do throws(OwnFile.Failure) {
        _ = try OwnFile.read(path)
      } catch {
        #expect(error.reason.hasPrefix("not a safetensors file: the header claims"))
      }
    }
    let webp = Array("RIFF".utf8) + [9, 0, 0, 0] + Self.bytes("WEBPVP8 ")
    try with(Data(webp), "a.jpg") { path in
      #expect(
        image { () throws(ImageFailure) in try RasterFile.read(path) }
          .hasPrefix("is a WebP image; a PNG image of it: python3"))
    }
  }

  // MARK: names and lines

  @Test("a path is bytes: any file name is listed and opened unchanged")
  func names() throws {
    let all = (UInt8(1)...255).map { $0 }
    for bytes in [all, Array("café".utf8), [0x63, 0xe9], Array("\u{10FFE9}".utf8), [0xc3]] {
      #expect(SystemPath.bytes(SystemPath.text(bytes)) == bytes)
    }
    #expect(SystemPath.text("café".utf8) == "café")
    #expect(SystemPath.text([0x63, 0xe9]).harmless == "c?")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.path + "/" + SystemPath.text([0x63, 0xe9])
    #expect(SystemPath.with(path) { mkdir($0, 0o700) } == 0)
    #expect(SystemPath.isFolder(path) && !SystemPath.exists(folder.path + "/c"))
    #expect(SystemPath.names(in: folder.path) == [SystemPath.text([0x63, 0xe9])])
    let inner = path + "/" + SystemPath.text([0xff])
    let descriptor = SystemPath.with(inner) { open($0, O_CREAT | O_WRONLY, 0o600) }
    #expect(write(descriptor, "x,y\n1,2\n", 8) == 8)
    close(descriptor)
    #expect(try Table(path: inner).titles == ["x", "y"])
    #expect(SystemPath.with(inner) { unlink($0) } == 0)
    #expect(SystemPath.with(path) { rmdir($0) } == 0)
  }

  @Test("a class folder may have a name that is not UTF-8")
  func classes() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let image = Array("P5 2 1 255\n".utf8) + [1, 2]
    var made: [String] = []
    for name in [[0x62], [0x63, 0xe9]] as [[UInt8]] {
      let path = folder.path + "/" + SystemPath.text(name)
      #expect(SystemPath.with(path) { mkdir($0, 0o700) } == 0)
      for number in 0..<5 {
        made.append("\(path)/\(number).pgm")
        let descriptor = SystemPath.with(made[made.count - 1]) {
          open($0, O_CREAT | O_WRONLY, 0o600)
        }
        #expect(write(descriptor, image, image.count) == image.count)
        close(descriptor)
      }
      made.append(path)
    }
    defer { for path in made { _ = SystemPath.with(path) { Glibc.remove($0) } } }
    let set = try ImageSource(folder: folder.path).load()
    #expect(set.classNames == ["b", SystemPath.text([0x63, 0xe9])])
    #expect(set.training.count == 8 && set.test.count == 2)
  }

  @Test("any line ends are accepted, and a byte order mark is dropped")
  func lines() {
    #expect(TextLines.of("a\nb\r\nc\rd") == ["a", "b", "c", "d"])
    #expect(TextLines.of("\u{FEFF}a\r\n\r\n") == ["a", "", ""])
    #expect(TextLines.of("") == [""])
  }
}
