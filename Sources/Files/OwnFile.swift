import FoundationEssentials
import Platform

/// A user's file, identified by its first bytes, or a folder, by the names of its files.
public enum OwnFile: Sendable {
  /// A text table.
  case table(Table)
  /// One image.
  case image(width: Int, height: Int, channels: Int, bits: Int)
  /// Images in classes.
  case images(ImageSet)
  /// Tensors.
  case weights(Safetensors)
  /// MNIST's format: the extents.
  case indexed([Int])

  /// Why it cannot be read.
  public struct Failure: Error, Equatable {
    /// The file, which can be inside the folder.
    public var path: String
    /// What was found and expected, in one line.
    public var reason: String
  }

  /// Reads a file, a folder or an `ImageSource`; `-` is standard input.
  ///
  /// - Parameter signs: the signs in a table's numbers.
  public static func read(
    _ path: String, signs: TableDialect.Signs = TableDialect.Signs()
  ) throws(Failure) -> OwnFile {
    if !SystemPath.exists(path), let source = ImageSource(path) { return try images(source) }
    if SystemPath.isFolder(path) { return try images(ImageSource(folder: path)) }
    return try retelling({ Failure(path: path, reason: $0.harmless) }) {
      let (kind, data) = try InputFile.read(path) { Self.kind($0, path) }
      return try file(data, kind, path, signs)
    }
  }

  private static func images(_ source: ImageSource) throws(Failure) -> OwnFile {
    do throws(ImageFailure) {
      return .images(try source.load())
    } catch {
      throw Failure(path: error.path, reason: error.reason.harmless)
    }
  }

  /// The kind by the first bytes, or by the ending `.safetensors`.
  private static func kind(_ head: Data, _ path: String) -> InputFile {
    if path.hasSuffix(".safetensors") { return .weights }
    switch ForeignFormat(head, path: path)?.kind {
    case .safetensors, .torch: return .weights
    case .png, .jpeg: return .image
    case .idx: return .imageSet
    default: break
    }
    // P2, P3, P5 or P6 and white space, unlike any table's header.
    let start = [UInt8](head.prefix(3))
    let isNetpbm =
      start.count == 3 && start[0] == 0x50 && [0x32, 0x33, 0x35, 0x36].contains(start[1])
      && (start[2] == 0x0a || start[2] == 0x20 || start[2] == 0x23)
    return isNetpbm ? .image : .table
  }

  private static func file(
    _ data: Data, _ kind: InputFile, _ path: String, _ signs: TableDialect.Signs
  ) throws -> OwnFile {
    switch kind {
    case .image:
      do throws(ImageFailure) {
        let raster = try RasterFile.decode(data, path: path)
        return .image(
          width: raster.width, height: raster.height, channels: raster.channels,
          bits: raster.greatest > 255 ? 16 : 8)
      } catch {
        throw InputFile.Failure(reason: error.reason)
      }
    case .weights:
      return .weights(try Safetensors(data: data, path: path))
    case .imageSet:
      let extents = (0..<Int(min(3, data[data.startIndex + 3]))).compactMap { k in
        8 + 4 * k <= data.count ? Int(data.number(at: 4 + 4 * k, size: 4)) : nil
      }
      return .indexed(extents)
    default:
      if data.starts(with: GzipFile.magic) {
        let (inner, kind) = try InputFile.unpacked(data, path) { Self.kind($0, path) }
        return try file(inner, kind, path, signs)
      }
      return .table(try Table(data: data, path: path, signs: signs))
    }
  }
}

extension ImageSource {
  /// Guesses the source from the names in a folder.
  public init(folder path: String) {
    let names = SystemPath.names(in: path) ?? []
    if names.contains(where: { $0.hasSuffix("_32x32.mat") }) {
      self = .svhn(path)
    } else if names.contains(where: { $0.contains("idx3-ubyte") }) {
      self = .mnist(path)
    } else if names.contains(where: {
      $0.hasPrefix("data_batch_1") || $0.hasPrefix("cifar-10-batches-")
    }) {
      self = .cifar10(path)
    } else {
      self = .folder(path)
    }
  }
}
