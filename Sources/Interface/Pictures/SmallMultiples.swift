import CellGraphics
import Drawing
import LiveSession
import NeuralODE

/// The points at several moments side by side: along the flow (or after each block), or over
/// training.
struct SmallMultiples {
  /// One small picture.
  struct Tile {
    var title: String
    var note: String
    /// Points × axes.
    var positions: [Float]
    var labels: [Float]
    var axes: Int
    var meaning = PointLabels.signs
  }

  let tiles: [Tile]
  let camera: Camera
  /// All tiles on the axes of one picture, or each on its own.
  let isShared: Bool
  let look: Look

  /// Moments of the flow: t = 0 … its end, or every block.
  static func along(
    _ reader: SpaceReader, end: Double, _ camera: Camera, _ look: Look
  ) -> SmallMultiples {
    let count = reader.frames
    let most = 12
    let shown =
      reader.picture.isDiscrete || count <= 6
      ? Array(stride(from: 0, to: count, by: max(1, (count + most - 1) / most)))
      : (0..<6).map { $0 * (count - 1) / 5 }
    let size = reader.points * reader.axes
    let tiles = shown.map { frame in
      Tile(
        title: reader.picture.isDiscrete
          ? (frame == 0 ? "input" : "block \(frame)")
          : "t = \(NumberText.fixed(end * Double(reader.picture.times[frame]), 1))", note: "",
        positions: Array(reader.picture.trajectories[frame * size..<(frame + 1) * size]),
        labels: reader.picture.labels, axes: reader.axes, meaning: reader.picture.meaning)
    }
    return SmallMultiples(tiles: tiles, camera: camera, isShared: true, look: look)
  }

  /// Moments of training.
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
    let (columns, rows) = arrangement(rect)
    let width = rect.width / columns
    let height = rect.height / rows
    // Where there are more than fit, evenly chosen ones, the last always.
    let room = columns * rows
    let shown =
      tiles.count <= room
      ? Array(tiles.indices)
      : (0..<room).map { room == 1 ? tiles.count - 1 : $0 * (tiles.count - 1) / (room - 1) }
    let common = isShared ? bounds(of: tiles) : nil
    for (k, index) in shown.enumerated() {
      let area = Rect(
        x: rect.x + k % columns * width, y: rect.y + k / columns * height, width: width - 1,
        height: height)
      draw(tiles[index], common ?? bounds(of: [tiles[index]]), into: &drawing, in: area)
    }
  }

  /// Columns and rows that leave the largest tiles of nearly square pictures.
  private func arrangement(_ rect: Rect) -> (Int, Int) {
    var best = (1, 1)
    var bestSize = -1
    for columns in 1...max(1, rect.width / 10) {
      let rows = (tiles.count + columns - 1) / columns
      let (width, height) = (rect.width / columns, rect.height / rows)
      guard height >= 4 else { continue }
      let size = min(width, 2 * (height - 1))
      if size > bestSize { (best, bestSize) = ((columns, rows), size) }
    }
    return bestSize > 0 ? best : (max(1, rect.width / 10), max(1, rect.height / 4))
  }

  private func bounds(of tiles: [Tile]) -> SpaceBounds {
    var picture = SpacePicture()
    picture.dimension = tiles.first?.axes ?? 2
    picture.lower = Array(repeating: .infinity, count: picture.dimension)
    picture.upper = Array(repeating: -.infinity, count: picture.dimension)
    for tile in tiles {
      for (i, x) in tile.positions.enumerated() where x.isFinite {
        let axis = i % picture.dimension
        picture.lower[axis] = min(picture.lower[axis], max(-50, x))
        picture.upper[axis] = max(picture.upper[axis], min(50, x))
      }
    }
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
    let axes = max(1, tile.axes)
    let count = min(tile.labels.count, tile.positions.count / axes)
    for point in 0..<count {
      var position = SIMD3<Float>.zero
      for axis in 0..<min(3, axes) { position[axis] = tile.positions[point * axes + axis] }
      let at: SpacePainter.Place
      switch axes {
      case 1:
        // On a line the height is the state, and the points stand side by side.
        let frame = SpacePainter.LineFrame(bounds, wide: canvas.unitsWide, high: canvas.unitsHigh)
        at = frame((Float(point) + 0.5) / Float(count), position.x)
      case 2:
        at = SpacePainter.PlaneFrame(
          bounds, zoom: 1, wide: canvas.unitsWide, high: canvas.unitsHigh)(position)
      default:
        at = SpacePainter.SolidScene(
          bounds, camera, isUpright: false, wide: canvas.unitsWide, high: canvas.unitsHigh)(
            position)
      }
      let label = tile.labels[point]
      let ink = Ink(
        look.color(label, tile.meaning), layer: Layers.points,
        rank: label < 0 ? 1 : 0,
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
