import FoundationEssentials

/// Whatever a person hands over, read as what it is: told by its first bytes, and a folder by the
/// names of its files.
public enum OwnFile: Sendable {
  /// A table of text.
  case table(Table)
  /// One image.
  case image(width: Int, height: Int, channels: Int, bits: Int)
  /// Images in classes.
  case images(ImageSet)
  /// Tensors, and what model they are, if any.
  case weights(Safetensors, Result<SavedModel, Safetensors.Failure>)
  /// MNIST's format: the extents of its bytes.
  case indexed([Int])

  /// Why it cannot be read.
  public struct Failure: Error, Equatable {
    /// The file, which may be one within the folder.
    public var path: String
    /// What is there and what was expected, in one line.
    public var reason: String
  }

  /// Reads a file or folder, or images as `ImageSource` names them.
  ///
  /// - Throws: `Failure` for what is not as its kind should be.
  public static func read(_ path: String) throws(Failure) -> OwnFile {
    let isThere = FileManager.default.fileExists(atPath: path)
    if !isThere, let source = ImageSource(path) { return try images(source) }
    var isFolder = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder {
      return try images(ImageSource(folder: path))
    }
    do throws(Safetensors.Failure) {
      let data = try Safetensors.contents(of: path)
      guard data.starts(with: [0x1f, 0x8b]) else { return try file(data, path) }
      return try file(unpacked(data), path)
    } catch {
      throw Failure(path: path, reason: error.description)
    }
  }

  private static func unpacked(_ data: Data) throws(Safetensors.Failure) -> Data {
    do throws(ImageFailure) {
      return try GzipFile.unpacked(data, path: "")
    } catch {
      throw .unreadable(error.reason)
    }
  }

  private static func images(_ source: ImageSource) throws(Failure) -> OwnFile {
    do throws(ImageFailure) {
      return .images(try source.load())
    } catch {
      throw Failure(path: error.path, reason: error.reason.harmless)
    }
  }

  private static func file(
    _ data: Data, _ path: String
  ) throws(Safetensors.Failure) -> OwnFile {
    if isImage(data) {
      do throws(ImageFailure) {
        let raster = try RasterFile.decode(data, path: path)
        return .image(
          width: raster.width, height: raster.height, channels: raster.channels,
          bits: raster.greatest > 255 ? 16 : 8)
      } catch {
        throw .unreadable(error.reason)
      }
    }
    if isWeights(data) {
      let file = try Safetensors(data: data, path: path)
      do throws(Safetensors.Failure) {
        return .weights(file, .success(try SavedModel(file: file)))
      } catch {
        return .weights(file, .failure(error))
      }
    }
    if data.starts(with: [0, 0, 8]), data.count >= 4 {
      let extents = (0..<Int(min(3, data[data.startIndex + 3]))).compactMap { k -> Int? in
        let start = data.startIndex + 4 + 4 * k
        guard start + 4 <= data.endIndex else { return nil }
        return data[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
      }
      return .indexed(extents)
    }
    if data.starts(with: "MATLAB".utf8) {
      throw .unreadable("is a MATLAB file, expected in a folder with the others: svhn:DIR")
    }
    do throws(TableFailure) {
      return .table(try Table(data: data, path: path))
    } catch {
      throw .unreadable(error.description)
    }
  }

  private static func isImage(_ data: Data) -> Bool {
    if data.starts(with: [0xff, 0xd8, 0xff]) || data.starts(with: [0x89, 0x50, 0x4e, 0x47]) {
      return true
    }
    // P2, P3, P5, P6, and white space, which the header of no table has.
    let head = [UInt8](data.prefix(3))
    return head.count == 3 && head[0] == 0x50 && [0x32, 0x33, 0x35, 0x36].contains(head[1])
      && (head[2] == 0x0a || head[2] == 0x20 || head[2] == 0x23)
  }

  /// Safetensors have a brace behind eight bytes of length; PyTorch's own files are told so by the
  /// reading.
  private static func isWeights(_ data: Data) -> Bool {
    if data.starts(with: [0x50, 0x4b, 3, 4]) || data.starts(with: [0x80, 2, 0x8a]) { return true }
    let head = [UInt8](data.prefix(9))
    return head.count == 9 && head[8] == UInt8(ascii: "{") && head[5..<8].allSatisfy { $0 == 0 }
  }
}

extension ImageSource {
  /// The source that a folder's names look like.
  public init(folder path: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    if names.contains(where: { $0.hasSuffix("_32x32.mat") }) {
      self = .svhn(path)
    } else if names.contains(where: { $0.contains("idx3-ubyte") }) {
      self = .mnist(path)
    } else if names.contains(where: { $0 == "data_batch_1.bin" || $0 == "cifar-10-batches-bin" }) {
      self = .cifar10(path)
    } else {
      self = .folder(path)
    }
  }
}
