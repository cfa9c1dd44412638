@testable import Files
import Foundation
import Testing

@testable import NeuralODE

@Suite("JPEG, PPM and PGM images are decoded whole or refused") struct RasterFileTests {
  /// 16 × 12 pixels: red 15x, green 20y, blue 8(x + y).
  static let colour =
    Data(
      base64Encoded: """
        /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4R\
        DgsLEBYQERMUFRUVDA8XGBYUGBIUFRT/2wBDAQMEBAUEBQkFBQkUDQsNFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQU\
        FBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBT/wAARCAAMABADASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAA\
        Bwj/xAAdEAACAQQDAAAAAAAAAAAAAAAABiMFByShIjIz/8QAFAEBAAAAAAAAAAAAAAAAAAAABf/EABwRAAIABwAA\
        AAAAAAAAAAAAAAAEAgUGByEiMf/aAAwDAQACEQMRAD8AlJOsZ0x9DmnWM88fQ4pyjTOEA5pyjTI4A1GZx4BqBuA3\
        p0//2Q==
        """) ?? Data()

  /// 16 × 12 pixels of 15x.
  static let grey =
    Data(
      base64Encoded: """
        /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4R\
        DgsLEBYQERMUFRUVDA8XGBYUGBIUFRT/wAALCAAMABABAREA/8QAFQABAQAAAAAAAAAAAAAAAAAACQj/xAAXEAAD\
        AQAAAAAAAAAAAAAAAAAACESB/9oACAEBAAA/AI2XaXBQF2lwL9dpcFAXaXD/2Q==
        """) ?? Data()

  /// The first image in CMYK.
  static let inks =
    Data(
      base64Encoded: """
        /9j/7gAOQWRvYmUAZAAAAAAA/9sAQwADAgIDAgIDAwMDBAMDBAUIBQUEBAUKBwcGCAwKDAwLCgsLDQ4SEA0OEQ4L\
        CxAWEBETFBUVFQwPFxgWFBgSFBUU/8AAFAgADAAQBEMRAE0RAFkRAEsRAP/EABcAAAMBAAAAAAAAAAAAAAAAAAAI\
        CQX/xAAmEAABAAcIAwAAAAAAAAAAAAAABQcII0RRgQEEFxgzQVRkoaLR/9oADgRDAE0AWQBLAAA/AE2Z2haCyZSe\
        l6ifq2VtpOpbFUyoDO0LQMpPS9Rq1bK20nUtgJfs7QtCtGGyB4nmz4YitkFc3TuQFQGdoWgYbIHiebPg1atkFc3T\
        uQH/2Q==
        """) ?? Data()

  @Test("JPEG images are decoded, grey ones to one channel")
  func jpeg() throws {
    let raster = try RasterFile.decode(Self.colour, path: "j")
    #expect(raster.width == 16 && raster.height == 12 && raster.channels == 3)
    // Quality 90, colours at half the resolution: some grey values off.
    for y in 0..<12 {
      for x in 0..<16 {
        let green = Int(raster.samples[3 * (16 * y + x) + 1])
        #expect(abs(green - 20 * y) < 25)
      }
    }
    let grey = try RasterFile.decode(Self.grey, path: "g")
    #expect(grey.channels == 1 && grey.samples.count == 192)
    #expect((0..<16).allSatisfy { abs(Int(grey.samples[$0]) - 15 * $0) < 12 })
  }

  @Test("a CMYK image is converted to RGB")
  func fourInks() throws {
    let raster = try RasterFile.decode(Self.inks, path: "c")
    #expect(raster.width == 16 && raster.height == 12 && raster.channels == 3)
    for y in 0..<12 {
      for x in 0..<16 {
        let pixel = (0..<3).map { Int(raster.samples[3 * (16 * y + x) + $0]) }
        let error = max(abs(pixel[0] - 15 * x), abs(pixel[1] - 20 * y), abs(pixel[2] - 8 * (x + y)))
        #expect(error < 40, "\(x), \(y): \(pixel)")
      }
    }
  }

  @Test(
    "a picture is upright however the camera was held",
    arguments: [
      (1, [1, 2, 3, 4, 5, 6]), (2, [3, 2, 1, 6, 5, 4]), (3, [6, 5, 4, 3, 2, 1]),
      (4, [4, 5, 6, 1, 2, 3]), (5, [1, 4, 2, 5, 3, 6]), (6, [4, 1, 5, 2, 6, 3]),
      (7, [6, 3, 5, 2, 4, 1]), (8, [3, 6, 2, 5, 1, 4]), (9, [1, 2, 3, 4, 5, 6]),
    ])
  func orientations(number: Int, samples: [UInt16]) {
    let raster = Raster(width: 3, height: 2, channels: 1, samples: [1, 2, 3, 4, 5, 6])
    let upright = raster.upright(number)
    #expect(upright.samples == samples && upright.width == ((5...8).contains(number) ? 2 : 3))
  }

  /// A JPEG image with an EXIF block behind its first marker, in either byte order.
  static func oriented(_ image: Data, _ number: UInt8, isLittle: Bool) -> Data {
    let tiff: [UInt8] =
      isLittle
      ? [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, number, 0, 0, 0]
      : [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, number, 0, 0]
    let block = Array("Exif\0\0".utf8) + tiff + [0, 0, 0, 0]
    return image.prefix(2) + [0xff, 0xe1, 0, UInt8(block.count + 2)] + block + image.dropFirst(2)
  }

  @Test("EXIF's orientation is applied in both byte orders")
  func exif() throws {
    let plain = try RasterFile.decode(Self.grey, path: "g")
    for isLittle in [true, false] {
      let data = Self.oriented(Self.grey, 6, isLittle: isLittle)
      let turned = try RasterFile.decode(data, path: "g")
      #expect(turned.width == 12 && turned.height == 16 && turned == plain.upright(6))
    }
    #expect(try RasterFile.decode(Self.oriented(Self.grey, 77, isLittle: true), path: "g") == plain)
  }

  @Test("a JPEG image truncated anywhere is refused, though libjpeg would fill it with grey")
  func truncated() {
    for length in 0..<Self.colour.count - 2 {
      #expect(throws: ImageFailure.self, "\(length) bytes") {
        try RasterFile.decode(Self.colour.prefix(length), path: "j")
      }
    }
  }

  static func survives(_ data: Data) {
    _ = ImageFileTests.survives { () throws(ImageFailure) in
      let raster = try RasterFile.decode(data, path: "r")
      #expect(raster.samples.count == raster.width * raster.height * raster.channels)
      return ImageSamples(
        shape: ImageShape(channels: 1, height: 1, width: 1), pixels: [1], labels: [0])
    }
  }

  private static let ppm = Data("P6\n# a comment\n4 3\n255\n".utf8) + (0..<36).map { UInt8(7 * $0) }
  private static let plainPGM = Data("P2 3 2 15\n1 2 3\n4 5 15\n".utf8)
  private static let widePPM =
    Data("P6 3 2 4095\n".utf8) + (0..<36).map { UInt8($0 % 2 == 0 ? $0 / 4 : 200) }

  @Test(
    "mutated images are decoded whole or refused, 1,000 per seed",
    arguments: [
      (colour, 5..<6), (oriented(grey, 8, isLittle: false), 20..<25), (inks, 25..<30),
      (widePPM, 30..<40), (ppm, 6..<7), (plainPGM, 7..<8),
    ] as [(Data, Range<UInt64>)])
  func mutations(data: Data, seeds: Range<UInt64>) {
    for seed in seeds { ImageFileTests.mutations(data, seed: seed) { Self.survives($0) } }
  }

  @Test(
    "binary and plain PPM and PGM are read, with comments, and scaled to 255",
    arguments: [
      ("P5\n2 2\n255\nABCD", [65, 66, 67, 68], 1),
      ("P2 # grey\n2 1 3\n0 # dark\n3\n", [0, 255], 1),
      ("P6 1 1 255 abc", [97, 98, 99], 3), ("P3\n1 1\n15\n0 5 15", [0, 85, 255], 3),
      ("P5 1 1 16383 ?\u{7f}", [253], 1), ("P2 2 1 1000\n500 1000", [127, 255], 1),
    ])
  func netpbm(text: String, bytes: [UInt8], channels: Int) throws {
    let raster = try RasterFile.decode(Data(text.utf8), path: "p")
    let white = raster.greatest / 255
    #expect(raster.samples.map { UInt8($0 / white) } == bytes && raster.channels == channels)
  }

  @Test(
    "a broken PPM or PGM is refused",
    arguments: [
      "P", "P4\n1 1\n", "P5", "P5\n1 1\n255\n", "P5\n1 1\n255\nab", "P5\n0 1\n255\n",
      "P5\n1 1\n0\na",
      "P5\n1 1\n256\na", "P5\n1 1\n9\na", "P5\n99999 1\n255\na",
      "P5\n99999999999999999999999 1\n255\n",
      "P2\n1 1\n9\n10", "P2\n1 1\n9\n1 2", "P2\n2 1\n9\n1", "P6\n1 1\n255\nab", "P52 2\n255\nABCD",
    ])
  func brokenNetpbm(text: String) {
    #expect(throws: ImageFailure.self) { try RasterFile.decode(Data(text.utf8), path: "p") }
  }

  @Test("16-bit images keep 16 bits")
  func wideNetpbm() throws {
    let binary = try RasterFile.decode(Data("P5 2 1 65535\n\u{12}4\u{7f}\u{1}".utf8), path: "p")
    #expect(binary.samples == [0x1234, 0x7f01] && binary.greatest == .max)
    #expect(binary.plane(0)[0] == Float(0x1234) / 65535)
    let plain = try RasterFile.decode(Data("P3 1 1 1000\n0 500 1000".utf8), path: "p")
    #expect(plain.samples == [0, 32768, 65535] && plain.channels == 3)
    do throws(ImageFailure) {
      _ = try RasterFile.decode(Data("P5 2 1 1000\nab".utf8), path: "p")
    } catch {
      #expect(
        error.description
          == "p: 2 bytes after its header, expected 4 (2×1, 1 a pixel, 2 bytes a sample)")
    }
  }

}

@Suite("A folder of images is read as it is laid out, or refused with a reason")
struct ImageFolderTests {
  private let root = FileManager.default.temporaryDirectory.appendingPathComponent(
    "anode-images-\(UUID().uuidString)")

  private func write(_ path: String, _ data: Data) throws {
    let file = root.appendingPathComponent(path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: file)
  }

  private func pgm(_ value: Int, side: Int = 4) -> Data {
    Data("P5 \(side) \(side) 255\n".utf8) + Data(repeating: UInt8(value), count: side * side)
  }

  private func message(_ source: ImageSource, size: Int? = nil) -> String {
    do throws(ImageFailure) {
      _ = try source.load(size: size)
      return ""
    } catch {
      return error.description.replacingOccurrences(of: root.path, with: "DIR")
    }
  }

  @Test(
    "in a folder per class every fifth image is held out, and mixed grey and colour is colour"
  )
  func plain() throws {
    defer { try? FileManager.default.removeItem(at: root) }
    for i in 0..<5 {
      try write("a/\(i).pgm", pgm(i))
      try write("b/\(i).JPG", i == 2 ? RasterFileTests.colour : RasterFileTests.grey)
    }
    for name in ["a/.hidden", "a/Thumbs.db", "Thumbs.db", "b/desktop.ini", ".DS_Store"] {
      try write(name, Data())
    }
    let source = ImageSource.folder(root.path)
    #expect(message(source).contains("expected 4×4 as others; --size makes all of one size"))
    let set = try source.load(size: 2)
    #expect(set.classNames == ["a", "b"] && set.training.count == 8 && set.test.count == 2)
    #expect(set.shape == ImageShape(channels: 3, height: 2, width: 2))
    // Classes alternate, so a limit keeps all of them.
    #expect(set.training.labels == [0, 1, 0, 1, 0, 1, 0, 1] && set.test.labels == [0, 1])
    #expect(set.test.image(0).allSatisfy { $0 == Float(4) / 255 })
    #expect(try source.load(size: 2, limit: 2).training.labels == [0, 1])
  }

  @Test("folders train and test, and Tiny ImageNet's layout, are read")
  func parts() throws {
    defer { try? FileManager.default.removeItem(at: root) }
    for word in ["n01", "n02"] {
      try write("train/\(word)/images/\(word)_0.JPEG", RasterFileTests.colour)
      try write("train/\(word)/\(word)_boxes.txt", Data("0 0 3 3".utf8))
    }
    try write("val/images/val_0.JPEG", RasterFileTests.grey)
    try write("val/images/val_1.JPEG", RasterFileTests.colour)
    try write(
      "val/val_annotations.txt",
      Data("val_0.JPEG\tn02\t0\t0\t9\t9\nval_1.JPEG\tn01\t0\t0\t9\t9\n".utf8))
    let source = ImageSource.folder(root.path)
    let set = try source.load()
    #expect(set.training.count == 2 && set.test.count == 2 && set.shape.channels == 3)
    #expect(set.test.labels == [0, 1])
    try write("val/val_annotations.txt", Data("val_0.JPEG\tn02\nval_1.JPEG\tn03\n".utf8))
    #expect(
      message(source)
        == "DIR/val/val_annotations.txt: line 2, expected an image's name and a class that train has"
    )
    try FileManager.default.removeItem(at: root.appendingPathComponent("val"))
    #expect(message(source) == "DIR: only train, expected test or val beside it")
    try write("test/n01/0.pgm", pgm(1, side: 16))
    #expect(message(source).contains("DIR/test/n02: cannot be read"))
  }

  @Test("stray files, empty classes, broken images and too few images are errors")
  func errors() throws {
    defer { try? FileManager.default.removeItem(at: root) }
    let source = ImageSource.folder(root.path)
    #expect(message(source) == "DIR: cannot be read, expected a folder")
    for i in 0..<5 { try write("a/\(i).pgm", pgm(i)) }
    #expect(message(source) == "DIR: 1 folders of classes, expected 2 to 1000")
    for i in 0..<4 { try write("b/\(i).pgm", pgm(i)) }
    #expect(message(source) == "DIR/b: 4 images, expected at least 5, of which one is held out")
    try write("b/4.jpg", RasterFileTests.colour.prefix(200))
    #expect(message(source, size: 2).hasPrefix("DIR/b/4.jpg: libjpeg says: "))
    try write("b/4.jpg", pgm(4))
    #expect(message(source) == "")
    #expect(
      message(source, size: 5) == "DIR/a/0.pgm: 4×4 pixels, expected at least 5 a side")
    try write("b/notes.txt", Data())
    #expect(
      message(source)
        == "DIR/b/notes.txt: not an image by its name, expected .jpg, .jpeg, .png, .ppm or .pgm")
    try FileManager.default.removeItem(at: root.appendingPathComponent("b/notes.txt"))
    try FileManager.default.createDirectory(
      at: root.appendingPathComponent("c"), withIntermediateDirectories: true)
    #expect(message(source) == "DIR/c: an empty class, expected at least one image")
    try FileManager.default.removeItem(at: root.appendingPathComponent("c"))
    try write("stray.pgm", pgm(1))
    #expect(message(source) == "DIR/stray.pgm: a file, expected nothing but folders of classes")
  }

  @Test("MNIST's files are found in folders with their names, as its archives make them")
  func mnistFolders() throws {
    defer { try? FileManager.default.removeItem(at: root) }
    try write("train-images-idx3-ubyte/train-images.idx3-ubyte", ImageFileTests.images)
    try write("train-labels-idx1-ubyte/train-labels-idx1-ubyte", ImageFileTests.labels)
    try write("t10k-images-idx3-ubyte/t10k-images-idx3-ubyte", ImageFileTests.images)
    try write("t10k-images.idx3-ubyte", ImageFileTests.images)
    try write("t10k-labels.idx1-ubyte", ImageFileTests.labels)
    let set = try ImageSource(folder: root.path).load()
    #expect(set.training.labels == set.test.labels && set.test.count == 6)
  }

  @Test("the error for CIFAR's Python version says where the binary version is")
  func pickledCIFAR() throws {
    defer { try? FileManager.default.removeItem(at: root) }
    try write("cifar-10-batches-py/data_batch_1", Data([0x80, 2]))
    #expect(
      message(ImageSource(folder: root.path)).hasPrefix(
        "DIR/cifar-10-batches-py: is CIFAR's Python version, expected the binary version"))
  }

  @Test("in MNIST's folder one pair is split, two are training and test, half a pair is an error")
  func mnist() throws {
    defer { try? FileManager.default.removeItem(at: root) }
    let source = ImageSource.mnist(root.path)
    #expect(message(source).contains("holds no images"))
    try write("t10k-images-idx3-ubyte.gz", try ImageFileTests.gzipped(ImageFileTests.images))
    #expect(
      message(source) == "DIR: t10k-labels-idx1-ubyte is missing, expected images and their labels")
    try write("t10k-labels.idx1-ubyte", ImageFileTests.labels)
    let one = try source.load()
    #expect(one.training.count == 5 && one.test.labels == [4])
    try write("train-images-idx3-ubyte", ImageFileTests.images)
    try write("train-labels-idx1-ubyte", ImageFileTests.labels)
    let two = try source.load(size: 3, limit: 4)
    #expect(two.training.count == 4 && two.test.count == 4 && two.shape.height == 3)
    #expect(message(source, size: 4).contains("size 4, expected at most 3"))
  }
}
