@testable import Files
import FoundationEssentials
import LiveSession

@testable import NeuralODE

extension FuzzFormat {
  /// Tables, and the resulting data.
  static let csv = FuzzFormat("csv") { bytes in
    isDone {
      let table = try Table(bytes: bytes, name: "table.csv")
      for kind in [nil] + OwnTable.Kind.allCases.map(Optional.some) {
        for dropsMissing in [false, true] {
          let request = OwnTable.Request(dropsMissing: dropsMissing, kind: kind)
          guard let own = try? OwnTable(table, request) else { continue }
          _ = (own.learned, own.summary)
        }
      }
      _ = try OwnTable(table)
    }
  }

  /// Tables of series.
  static let series = FuzzFormat("series") { bytes in
    isDone {
      let table = try Table(bytes: bytes, name: "series.csv")
      for window in [nil, 3] {
        let columns = SeriesTable.Columns(window: window)
        _ = try SeriesTable(table, columns).samples.count
      }
    }
  }

  /// Weights and their models.
  static let safetensors = FuzzFormat("safetensors", limit: 16_384) { bytes in
    isDone {
      let file = try Safetensors(data: Data(bytes), path: "weights.safetensors")
      for name in file.names {
        _ = (try? file.finiteNumbers(name), try? file.integers(name))
      }
      let model = try SavedModel(file: file)
      _ = model.summary
      for kind in [DatasetKind.annulus, .flip] {
        _ = try? model.checkpoint(for: .published(kind))
      }
      _ = try? model.checkpoint(image: ImageShape(channels: 1, height: 8, width: 8))
      _ = try model.checkpoint()
    }
  }

  /// What another program writes about its training: every record, and the models in it.
  static let watch = FuzzFormat("watch", limit: 16_384) { bytes in
    isDone {
      var stream = WatchStream()
      stream.append(bytes)
      var runs: [WatchRun] = []
      while let record = try stream.next() {
        switch record.kind {
        case .run: runs.append(try WatchRun(record.file))
        case .step:
          let step = try WatchStep(record.file)
          if let run = runs.last, let weights = step.weights {
            let watched = try WatchedRun(run, weights, nil)
            _ = TrainingRun<Float>(
              watched.configuration, parameters: try watched.parameters(weights))
          }
        case .frame:
          let frame = try WatchFrame(record.file).over(nil)
          if let run = runs.last { _ = try WatchedRun(run, nil, frame) }
        case .solve: _ = try WatchSolve(record.file)
        case .end: _ = record.file.metadata
        }
      }
      guard !runs.isEmpty else { throw Safetensors.Failure.missing("run") }
    }
  }

  /// MNIST's format: images, then labels, separated by the length in the first two bytes; either
  /// can be gzipped.
  static let idx = FuzzFormat("idx") { bytes in
    isDone {
      let count = bytes.prefix(2).reduce(0) { $0 << 8 | Int($1) }
      let rest = Data(bytes.dropFirst(2))
      let parts = [Data(rest.prefix(count)), Data(rest.dropFirst(count))].map { data in
        data.starts(with: [0x1f, 0x8b])
          ? (try? GzipFile.unpacked(data, path: "images.gz")) ?? data : data
      }
      func read(_ name: String) throws {
        let meaning = IDXLabels.find(name: name, labels: parts[1].dropFirst(8))
        _ = try IDXFile.samples(
          images: parts[0], labels: parts[1], paths: ("images", name), meaning: meaning)
      }
      try? read("emnist-letters-train-labels-idx1-ubyte")
      try read("train-labels-idx1-ubyte")
    }
  }

  /// Two records of CIFAR-10.
  static let cifar = FuzzFormat("cifar", limit: 7000) { bytes in
    isDone { _ = try CIFARFile.samples(Data(bytes), path: "data_batch_1.bin") }
  }

  /// Single image files, averaged as in folders.
  static let jpeg = FuzzFormat("jpeg", image)
  /// Single image files.
  static let png = FuzzFormat("png", image)
  /// Netpbm's images.
  static let pnm = FuzzFormat("pnm", image)

  private static func image(_ bytes: [UInt8]) -> Bool {
    isDone {
      let raster = try RasterFile.decode(Data(bytes), path: "image")
      let plane = raster.plane(raster.channels - 1)
      let size = min(4, raster.width, raster.height)
      var small: [Float] = []
      AreaAveraging.average(
        plane[...], width: raster.width,
        rows: AreaAveraging.weights(from: raster.height, to: size),
        columns: AreaAveraging.weights(from: raster.width, to: size), into: &small)
    }
  }

  /// MATLAB files, as in SVHN.
  static let mat = FuzzFormat("mat") { bytes in
    isDone {
      for (_, matrix) in try MATFile(Data(bytes), path: "train_32x32.mat").arrays {
        for i in 0..<min(16, matrix.count) { _ = matrix.number(i) }
      }
      _ = try SVHNFile.samples(Data(bytes), path: "train_32x32.mat")
      _ = try SVHNFile.samples(Data(bytes), path: "train_32x32.mat", limit: 1)
    }
  }
}
