import FoundationEssentials

/// Identifies a file by its first bytes, and names the step that makes it readable. Signatures are
/// from the formats' descriptions, as in file(1)'s database
/// (https://github.com/file/file/tree/master/magic).
struct ForeignFormat: Equatable {
  enum Kind: Hashable {
    case archive
    case array
    case document
    case gzip
    case idx
    case image
    case jpeg
    case matlab
    case matlab7
    case packed
    case pickle
    case png
    case program
    case safetensors
    case spreadsheet
    case torch
  }

  let kind: Kind
  /// The format and the step, in one line.
  let reason: String

  static let pickledCIFAR =
    "is CIFAR's Python version, expected the binary version, cifar-10-binary.tar.gz from "
    + "https://www.cs.toronto.edu/~kriz/cifar.html"

  private init(_ kind: Kind, reason: String) { (self.kind, self.reason) = (kind, reason) }

  private init(_ kind: Kind, _ what: String, _ step: String) {
    self.init(kind, reason: "is \(what); \(step)")
  }

  /// - Parameter head: the first bytes; some thousands identify archives.
  init?(_ head: Data, path: String) {
    let name = ShellName(path)
    let beginning = Beginning(bytes: [UInt8](head.prefix(1 << 13)))
    guard
      let format = Self.weights(beginning) ?? Self.archive(beginning, name)
        ?? Self.array(beginning, name)
        ?? Self.packed(beginning, name) ?? Self.image(beginning, name)
        ?? Self.other(beginning, name)
    else { return nil }
    self = format
  }

  /// Checked first: the header's length before it can look like the start of any format.
  private static func weights(_ head: Beginning) -> ForeignFormat? {
    guard head.bytes.count > 8, head.bytes[8] == UInt8(ascii: "{"), head.has([0, 0, 0], at: 5)
    else { return nil }
    return ForeignFormat(.safetensors, "a file of weights (safetensors)", "--load opens it")
  }

  private static func archive(_ head: Beginning, _ name: ShellName) -> ForeignFormat? {
    if head.has([0x50, 0x4b, 3, 4]) {
      if head.holds("data.pkl") || [".pt", ".pth", ".ckpt"].contains(where: name.hasSuffix) {
        return torch(name)
      }
      if head.holds("xl/") || name.hasSuffix(".xlsx") {
        return ForeignFormat(.spreadsheet, "an Excel workbook", name.spreadsheet)
      }
      if head.holds("opendocument.spreadsheet") || name.hasSuffix(".ods") {
        return ForeignFormat(.spreadsheet, "an OpenDocument spreadsheet", name.spreadsheet)
      }
      if head.holds(".npy") {
        return ForeignFormat(
          .array, "NumPy's archive of arrays (npz)",
          "a table of each: "
            + name.python(
              "import numpy; a = numpy.load('\(name.path)'); "
                + "[numpy.savetxt('\(name.stem)-' + k + '.csv', a[k], delimiter=',') for k in a]"))
      }
      return ForeignFormat(.archive, "a zip archive", "unzip \(name.path) takes its files out")
    }
    // PyTorch's before 1.6: a pickled number of at least two bytes.
    if head.has([0x80, 2, 0x8a]) { return torch(name) }
    if head.bytes.first == 0x80, (2...5).contains(head.bytes.dropFirst().first ?? 0) {
      if head.holds("batch_label") || head.holds("fine_labels") {
        return ForeignFormat(.pickle, reason: pickledCIFAR)
      }
      return ForeignFormat(
        .pickle, "a Python pickle", name.pandas("read_pickle", "a table of a data frame"))
    }
    if head.has("ustar", at: 257), head.isBinary {
      return ForeignFormat(.archive, "a tar archive", "tar -xf \(name.path) takes its files out")
    }
    return nil
  }

  private static func torch(_ name: ShellName) -> ForeignFormat {
    ForeignFormat(.torch, reason: Safetensors.Failure.pickled(path: name.whole).description)
  }

  private static func array(_ head: Beginning, _ name: ShellName) -> ForeignFormat? {
    if head.has([0x93]), head.has("NUMPY", at: 1) {
      return ForeignFormat(
        .array, "NumPy's array (npy)",
        "a table of it: "
          + name.python(
            "import numpy; numpy.savetxt('\(name.stem).csv', numpy.load('\(name.path)'), "
              + "delimiter=',')"))
    }
    if head.has("PAR1"), head.isBinary {
      return ForeignFormat(.array, "a Parquet file", name.pandas("read_parquet"))
    }
    if head.has("ARROW1") || head.has("FEA1"), head.isBinary {
      return ForeignFormat(.array, "an Arrow (Feather) file", name.pandas("read_feather"))
    }
    if head.has([0x89]), head.has("HDF\r\n", at: 1) {
      return ForeignFormat(.array, "an HDF5 file", name.hdf5)
    }
    if head.has("MATLAB 7.3") {
      return ForeignFormat(.matlab7, "a MATLAB file of version 7.3 (HDF5)", name.hdf5)
    }
    if head.has("MATLAB 5.0 MAT") {
      return ForeignFormat(
        .matlab, "a MATLAB file",
        "svhn:DIR reads a folder of SVHN's; a table of one array: "
          + name.python(
            "import numpy, scipy.io; numpy.savetxt('\(name.stem).csv', "
              + "scipy.io.loadmat('\(name.path)')['NAME'], delimiter=',')"))
    }
    if head.has("<stata_dta>") {
      return ForeignFormat(.array, "a Stata file", name.pandas("read_stata"))
    }
    if head.has("$FL2") || head.has("$FL3") {
      return ForeignFormat(.array, "an SPSS file", name.pandas("read_spss"))
    }
    if head.has("RDX3\n") || head.has("RDX2\n") || head.has("X\n\0\0") {
      return ForeignFormat(
        .array, "R's own format",
        "in R, write.csv(readRDS(FILE), 'FILE.csv', row.names=FALSE) makes a table")
    }
    if head.has("SQLite format 3\0") {
      return ForeignFormat(
        .array, "an SQLite database",
        "sqlite3 -header -csv \(name.path) 'SELECT * FROM TABLE' > \(name.stem).csv")
    }
    if head.has([0, 0, 8]), head.bytes.count > 3, (1...4).contains(head.bytes[3]) {
      return ForeignFormat(
        .idx, "a file in MNIST's format",
        "with its labels in a folder, anode images --data mnist:DIR")
    }
    return nil
  }

  private static func packed(_ head: Beginning, _ name: ShellName) -> ForeignFormat? {
    let packers: [(magic: [UInt8], kind: Kind, what: String, tool: String)] = [
      ([0x1f, 0x8b], .gzip, "packed by gzip", "gzip -dk"),
      ([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], .packed, "packed by xz", "xz -dk"),
      ([0x28, 0xb5, 0x2f, 0xfd], .packed, "packed by zstd", "zstd -d"),
      ([0x04, 0x22, 0x4d, 0x18], .packed, "packed by lz4", "lz4 -d"),
      ([0x1f, 0x9d], .packed, "packed by compress", "gzip -dk"),
      ([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], .archive, "a 7-Zip archive", "7z x"),
      (Array("Rar!".utf8), .archive, "a RAR archive", "unrar x"),
    ]
    for packer in packers where head.has(packer.magic) {
      return ForeignFormat(
        packer.kind, packer.what, "\(packer.tool) \(name.path) unpacks it")
    }
    // At 4, after a digit, the first block's mark.
    if head.has("BZh"), head.has([0x31, 0x41, 0x59, 0x26], at: 4) {
      return ForeignFormat(.packed, "packed by bzip2", "bzip2 -dk \(name.path) unpacks it")
    }
    return nil
  }

  private static func image(_ head: Beginning, _ name: ShellName) -> ForeignFormat? {
    let folder = "folder:DIR reads folders of images, one per class"
    if head.has([0x89, 0x50, 0x4e, 0x47]) { return ForeignFormat(.png, "a PNG image", folder) }
    if head.has([0xff, 0xd8, 0xff]) { return ForeignFormat(.jpeg, "a JPEG image", folder) }
    let what: String? =
      if head.has("RIFF"), head.has("WEBP", at: 8) {
        "a WebP image"
      } else if head.has("GIF8") {
        "a GIF image"
      } else if head.has("II*\0") || head.has([0x4d, 0x4d, 0, 0x2a]) {
        "a TIFF image"
      } else if head.has("BM"), head.has([0, 0, 0, 0], at: 6) {
        "a BMP image"
      } else if head.has("ftyp", at: 4), head.has("hei", at: 8) || head.has("mif1", at: 8) {
        "an HEIC image"
      } else if head.has("ftypavif", at: 4) {
        "an AVIF image"
      } else {
        nil
      }
    return what.map {
      ForeignFormat(
        .image, $0,
        "a PNG image of it: "
          + name.python(
            "from PIL import Image; Image.open('\(name.path)').convert('RGB')"
              + ".save('\(name.stem).png')"))
    }
  }

  private static func other(_ head: Beginning, _ name: ShellName) -> ForeignFormat? {
    if head.has([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) {
      return ForeignFormat(
        .spreadsheet, "an Excel workbook or another document of old Office", name.spreadsheet)
    }
    if head.has("%PDF-") {
      return ForeignFormat(
        .document, "a PDF document", "ask its author for the table in it, as CSV")
    }
    let lowered = String(decoding: head.bytes.prefix(64), as: UTF8.self).lowercased()
    if lowered.hasPrefix("<!doctype html") || lowered.hasPrefix("<html") {
      return ForeignFormat(
        .document, "a web page (HTML)", "the data it shows or links to has another address")
    }
    if head.has([0x7f, 0x45, 0x4c, 0x46]) {
      return ForeignFormat(.program, "a program (ELF)", "expected data")
    }
    return nil
  }

  private struct Beginning {
    let bytes: [UInt8]

    /// Distinguishes formats from tables that begin with the same word.
    var isBinary: Bool { bytes.contains(0) }

    func has(_ magic: [UInt8], at place: Int = 0) -> Bool {
      bytes.count >= place + magic.count && bytes[place...].starts(with: magic)
    }
    func has(_ word: String, at place: Int = 0) -> Bool { has(Array(word.utf8), at: place) }
    func holds(_ word: String) -> Bool { bytes[...].contains(Array(word.utf8)) }
  }
}

/// A file's name for a shell command, in Python's quotation marks; FILE if it needs more quoting.
struct ShellName {
  /// As given.
  let whole: String
  /// The path, or FILE.
  let path: String
  /// The path without its ending.
  let stem: String

  init(_ path: String?) {
    whole = path ?? "FILE"
    let isPlain = whole.utf8.allSatisfy {
      $0 > 0x20 && $0 < 0x7f && !"'\"\\$`!&;|<>()*?[]{}#~".utf8.contains($0)
    }
    self.path = isPlain && whole != InputFile.standardInput ? whole : "FILE"
    stem =
      self.path.split(separator: "/").last?.contains(".") == true
      ? String(self.path[..<(self.path.lastIndex(of: ".") ?? self.path.endIndex)]) : self.path
  }

  func hasSuffix(_ ending: String) -> Bool { whole.lowercased().hasSuffix(ending) }

  func python(_ code: String) -> String { "python3 -c \"\(code)\"" }

  /// A step that converts by a pandas function.
  func pandas(_ function: String, _ what: String = "a table of it") -> String {
    "\(what): "
      + python("import pandas; pandas.\(function)('\(path)').to_csv('\(stem).csv', index=False)")
  }

  var spreadsheet: String { "save it as CSV there, or: " + pandas("read_excel") }

  var hdf5: String {
    "a table of one of its data sets: "
      + python(
        "import h5py, numpy; numpy.savetxt('\(stem).csv', h5py.File('\(path)')['NAME'], "
          + "delimiter=',')") + " (list(h5py.File('\(path)')) has the names)"
  }
}
