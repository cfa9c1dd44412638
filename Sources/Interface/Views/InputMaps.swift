import Canvas
import LiveSession

extension View {
  package static let inputMaps: View = {
    var view = View(
      "maps", "input \u{2192} output", "the input space as each model sees it, side by side",
      of: .maps,
      explanation: (
        "The input space as each model sees it",
        "Every place of the input space in the colour of the output there, dark where the model is "
          + "undecided. A Neural ODE on the annulus leaves an arm: the way on which the "
          + "disk was squeezed out of the ring, where new points get a wrong class. Click to set the "
          + "cross hair, or paint points of your own with \(ActionTable.key(.brush))."
      )
    ) { context, drawing in
      let rows = drawing.rows
      InputMaps(context: context).draw(into: &drawing)
      return Header(title: InputMaps.isNamedBelow(rows: rows) ? "input \u{2192} output" : "")
    }
    view.suits = { $0.problem.isOfPoints }
    return view
  }()
}

struct InputMaps {
  let context: ViewContext

  /// Whether names have a row below the maps; otherwise they are in the frame.
  static func isNamedBelow(rows: Int) -> Bool { rows >= 6 }

  /// Columns that a panel of `height` rows needs for two square maps.
  static func width(height: Int) -> Int {
    let inner = max(0, height - 2)
    return (isNamedBelow(rows: inner) ? inner - 1 : inner) * 4 + 2 + 4
  }

  /// The places of the two maps, or of the left one alone; empty if they do not fit.
  static func squares(in inner: Rect, isAlone: Bool = false) -> [Rect] {
    let named = isNamedBelow(rows: inner.height)
    let gap = 2
    let width = (inner.width - gap) / 2
    let rows = min(inner.height - (named ? 1 : 0), (width + 1) / 2)
    guard width >= 4, rows >= 2 else { return [] }
    let top = inner.y + (inner.height - rows - (named ? 1 : 0)) / 2
    if isAlone {
      let side = min(inner.width, 2 * rows)
      return [Rect(x: inner.x + (inner.width - side) / 2, y: top, width: side, height: rows)]
    }
    return [0, 1].map { index in
      let x = inner.x + index * (width + gap)
      return Rect(
        x: x + max(0, (width - 2 * rows) / 2), y: top, width: min(width, 2 * rows), height: rows)
    }
  }

  func draw(into drawing: inout Drawing) {
    let look = context.look
    let named = Self.isNamedBelow(rows: drawing.rows)
    let squares = Self.squares(in: drawing.bounds, isAlone: context.state.setup.isAlone)
    for (side, square) in zip(Side.allCases, squares) {
      let snapshot = side == .left ? context.left : context.right
      if let snapshot {
        InputMapPicture(
          map: snapshot[.inputMap], look: look, points: snapshot[.inputPoints],
          curve: look.color(snapshot.configuration.model.family, side)
        ).draw(into: &drawing, in: square)
        if let pointer = context.state.pointing.pointer, snapshot[.inputMap].height > 1 {
          ProbeDrawing.drawCross(
            pointer, extent: snapshot[.inputMap].extent, into: &drawing, in: square, look: look)
        }
      }
      let family = snapshot?.configuration.model.family
      let title = family.map {
        context.state.differInP ? context.state.twinName(side) : $0.title
      }
      let name = title.map { named ? $0 : " \($0) " } ?? ""
      // Without a row of their own the names are in the frame above.
      drawing.write(
        name, x: square.x, y: named ? square.maxY : -1, width: square.width, alignment: .centre,
        style: Style(family.flatMap { look.color($0, side) }, bold: true))
    }
  }
}
