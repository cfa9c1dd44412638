import Canvas
import LiveSession
import NeuralODE

/// The points side by side at several times of the flow, after each block, or over training.
struct SmallMultiples {
  struct Tile {
    var title: String
    var note: String
    /// Points × axes.
    var positions: [Float]
    var labels: [Float]
    var axes: Int
    var meaning = PointLabels.signs
    /// Which points are shown beside the learned ones.
    var isBeside: [Bool] = []
    /// The picture whose readout divides these points; nil if they are not at t = 1.
    var divider: SpacePicture?
  }

  let tiles: [Tile]
  let camera: Camera
  /// All tiles on the same axes, or each on its own.
  let isShared: Bool
  let look: Look

  /// Up to five times of a flow, or up to 12 frames of blocks.
  static func along(
    _ reader: SpaceReader, end: Double, _ camera: Camera, _ look: Look
  ) -> SmallMultiples {
    let count = reader.frames
    let most = 12
    let shown =
      reader.picture.isDiscrete || count <= 5
      ? Array(stride(from: 0, to: count, by: max(1, (count + most - 1) / most)))
      : (0..<5).map { $0 * (count - 1) / 4 }
    let size = reader.points * reader.axes
    let tiles = shown.map { frame in
      Tile(
        title: reader.picture.isDiscrete
          ? (frame == 0 ? "input" : "block \(frame)")
          : "t = \(NumberText.fixed(end * Double(reader.picture.times[frame]), 2))", note: "",
        positions: Array(reader.picture.trajectories[frame * size..<(frame + 1) * size]),
        labels: reader.picture.labels, axes: reader.axes, meaning: reader.picture.meaning,
        isBeside: reader.picture.isBeside,
        divider: frame == count - 1 && reader.axes == 2 ? reader.picture : nil)
    }
    return SmallMultiples(tiles: tiles, camera: camera, isShared: true, look: look)
  }

  static func overTraining(
    _ snapshot: Snapshot, _ camera: Camera, _ look: Look
  ) -> SmallMultiples {
    let tiles = snapshot.gallery.map { frame in
      Tile(
        title: frame.iteration == 0
          ? "start"
          : "epoch \(NumberText.fixed(Double(frame.iteration) / Double(snapshot.iterationsPerEpoch), 0))",
        note: !snapshot.configuration.model.family.isFlow ? "" : "NFE \(frame.nfe)",
        positions: frame.positions, labels: frame.labels, axes: frame.dimension,
        meaning: frame.meaning)
    }
    return SmallMultiples(tiles: tiles, camera: camera, isShared: false, look: look)
  }

  func draw(into drawing: inout Drawing, in rect: Rect) {
    guard !tiles.isEmpty, rect.width >= 10, rect.height >= 4 else {
      look.say("nothing yet", into: &drawing, in: rect)
      return
    }
    // If not all are readable, choose evenly, always with the first and the last.
    let fewest = min(3, tiles.count)
    let all = (fewest...tiles.count).map { (count: $0, best: arrangement($0, in: rect)) }
    let large = all.last { $0.best.size >= Self.readable }
    guard let room = large ?? all.max(by: { $0.best.size < $1.best.size }) else { return }
    let (columns, rows) = (room.best.columns, room.best.rows)
    let width = rect.width / columns
    // Keep each title close to its picture.
    let height = min(rect.height / rows, width * 3 / 4 + 1)
    let top = rect.y + (rect.height - rows * height) / 2
    let shown =
      room.count == 1
      ? [tiles.count - 1]
      : (0..<room.count).map {
        (2 * $0 * (tiles.count - 1) + room.count - 1) / (2 * (room.count - 1))
      }
    let common = isShared ? bounds(of: tiles) : nil
    for (k, index) in shown.enumerated() {
      let area = Rect(
        x: rect.x + k % columns * width, y: top + k / columns * height, width: width - 1,
        height: height)
      draw(tiles[index], common ?? bounds(of: [tiles[index]]), into: &drawing, in: area)
    }
  }

  /// Columns that a tile needs to be readable.
  private static let readable = 22

  /// Columns and rows of the largest nearly square tiles, and a tile's width; 0 if none fits.
  private func arrangement(
    _ count: Int, in rect: Rect
  ) -> (columns: Int, rows: Int, size: Int) {
    var best = (columns: count, rows: 1, size: 0)
    for columns in 1...max(1, min(count, rect.width / 8)) {
      let rows = (count + columns - 1) / columns
      let size = min(rect.width / columns - 1, 2 * (rect.height / rows - 1))
      if size > best.size { best = (columns, rows, size) }
    }
    return best
  }

  private func bounds(of tiles: [Tile]) -> SpaceBounds {
    var picture = SpacePicture()
    picture.dimension = tiles.first?.axes ?? 2
    picture.times = [0]
    picture.trajectories = tiles.flatMap(\.positions)
    picture.pointCount = picture.trajectories.count / max(1, picture.dimension)
    (picture.lower, picture.upper) = SpaceReader(picture).hull(of: 0..<0, and: (0, 0))
    return SpaceBounds(picture)
  }

  private func draw(
    _ tile: Tile, _ bounds: SpaceBounds, into drawing: inout Drawing, in area: Rect
  ) {
    let title = look.fitting(
      [tile.note.isEmpty ? tile.title : "\(tile.title)  \(tile.note)", tile.title], area.width)
    drawing.write(
      title, x: area.x, y: area.y, width: area.width, alignment: .centre, style: look.dim)
    let plot = Rect(x: area.x, y: area.y + 1, width: area.width, height: area.height - 1)
    guard plot.height >= 1, plot.width >= 2 else { return }
    var canvas = Drawing(columns: plot.width, rows: plot.height)
    if let divider = tile.divider {
      let frame = SpacePainter.PlaneFrame(
        bounds, zoom: 1, wide: canvas.unitsWide, high: canvas.unitsHigh)
      SpacePainter.drawDecision(divider, bounds, look, on: &canvas) { frame($0) }
    }
    let axes = max(1, tile.axes)
    let count = min(tile.labels.count, tile.positions.count / axes)
    let (wide, high) = (canvas.unitsWide, canvas.unitsHigh)
    let place: (SIMD3<Float>, Int) -> SpacePainter.Place
    switch axes {
    case 1:
      // On a line the height is the state; the points are side by side.
      let frame = SpacePainter.LineFrame(bounds, wide: wide, high: high)
      place = { frame((Float($1) + 0.5) / Float(count), $0.x) }
    case 2:
      let frame = SpacePainter.PlaneFrame(bounds, zoom: 1, wide: wide, high: high)
      place = { at, _ in frame(at) }
    default:
      let scene = SpacePainter.SolidScene(bounds, camera, isUpright: false, wide: wide, high: high)
      place = { at, _ in scene(at) }
    }
    for point in 0..<count {
      let position = SIMD3(tile.positions, at: point * axes, axes: min(3, axes))
      let at = place(position, point)
      let label = tile.labels[point]
      let isBeside = point < tile.isBeside.count && tile.isBeside[point]
      let ink = Ink(
        look.theme.faded(look.color(label, tile.meaning), isBeside ? 0.5 : 0),
        layer: Layers.points, rank: isBeside ? 0 : label < 0 ? 2 : 1,
        bold: label < 0)
      if look.theme.isMono && label < 0 {
        canvas.blob(at.x, at.y, ink)
      } else {
        canvas.dot(at.x, at.y, ink)
        canvas.dot(at.x + 1, at.y, ink)
      }
    }
    drawing.add(canvas, x: plot.x, y: plot.y)
  }
}
