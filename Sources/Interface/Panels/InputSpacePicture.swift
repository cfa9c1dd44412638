/// The input space, large: what the model says everywhere, and the points it is asked about.
struct InputSpacePicture {
  let snapshot: Snapshot
  let look: Look

  func draw(into grid: inout CellGrid, in rect: Rect) {
    let rows = min(rect.height, rect.width / 2)
    guard rows >= 2 else { return }
    let isLine = snapshot.inputMap.height <= 1
    let area =
      isLine
      ? rect
      : Rect(
        x: rect.x + (rect.width - 2 * rows) / 2, y: rect.y + (rect.height - rows) / 2,
        width: 2 * rows, height: rows)
    InputMapPicture(map: snapshot.inputMap, look: look).draw(into: &grid, in: area)
    if !isLine { drawPoints(into: &grid, in: area) }
  }

  /// Points stand on the picture whose first two axes are those of the data, where they start.
  private func drawPoints(into grid: inout CellGrid, in rect: Rect) {
    guard
      let picture = snapshot.spaces.first(where: {
        $0.dimension >= 2 && $0.axisNames.prefix(2).allSatisfy { $0.hasPrefix("x") }
      })
    else { return }
    let reader = SpaceReader(picture)
    let extent = snapshot.inputMap.extent
    guard reader.frames > 0, extent > 0 else { return }
    for point in 0..<reader.points {
      let at = reader.position(0, point)
      let x = (at.x / extent + 1) / 2 * Float(rect.width)
      let y = (1 - at.y / extent) / 2 * Float(rect.height)
      guard x >= 0, y >= 0, x < Float(rect.width), y < Float(rect.height) else { continue }
      let label = reader.label(point)
      let glyph: Unicode.Scalar =
        look.marksPointsByGlyph ? look.theme.classGlyph(label) : look.glyphs.bullet
      // On a map of the same colours a point shows by its outline against the ground it stands on.
      let (column, row) = (rect.x + Int(x), rect.y + Int(y))
      let ground = snapshot.inputMap.height > 1 ? mapColor(x, y, rect) : nil
      grid[column, row] = Cell(
        glyph,
        Style(
          look.theme.classColor(label)?.mixed(with: Color(255, 255, 255), 0.45), on: ground,
          bold: true))
    }
  }

  private func mapColor(_ x: Float, _ y: Float, _ rect: Rect) -> Color? {
    let map = snapshot.inputMap
    guard !look.theme.isMono, map.width > 0, map.values.count >= map.width * map.height else {
      return nil
    }
    let value = InputMapPicture(map: map, look: look)
      .value(x / Float(rect.width), 1 - y / Float(rect.height))
    return look.theme.mapColor(value)
  }
}
