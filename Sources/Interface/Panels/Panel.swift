import Canvas
import LiveSession

/// A part of the screen that can have the focus. To add one, add a value here and to `all`, and a
/// place in `ScreenLayout`.
package struct Panel: Sendable {
  package let name: String
  package let side: Side?
  /// Determines its views; nil if it has none to choose from.
  package let place: View.Place?
  let draw: @Sendable (ViewContext, inout Composition, Rect) -> Void

  package var isModel: Bool { side != nil }
}

extension Panel {
  package static let left = model("left", .left)
  package static let right = model("right", .right)
  package static let nfe = chart("nfe", .nfe)
  package static let loss = chart("loss", .loss)
  /// The maps of the input space, or the problem's replacement for them.
  package static let maps = chart("maps", .maps)
  package static let settings = Panel(name: "settings", side: nil, place: nil) {
    context, screen, rect in
    SettingsPanel(state: context.state, look: context.look).draw(into: &screen.grid, in: rect)
  }

  package static let all: [Panel] = [.left, .right, .nfe, .loss, .maps, .settings]

  package static func named(_ name: String) -> Panel? { all.first { $0.name == name } }

  private static func model(_ name: String, _ side: Side) -> Panel {
    Panel(name: name, side: side, place: .model) { context, screen, rect in
      ModelPanel(context: context).draw(into: &screen, in: rect)
    }
  }

  private static func chart(_ name: String, _ place: View.Place) -> Panel {
    Panel(name: name, side: nil, place: place) { context, screen, rect in
      ChartPanel(context: context).draw(into: &screen, in: rect)
    }
  }
}

extension Panel: Named, CustomStringConvertible {
  package var description: String { name }
}

/// A panel with both models in one picture: NFE, loss, or the maps.
struct ChartPanel {
  let context: ViewContext

  func draw(into screen: inout Composition, in rect: Rect) {
    guard rect.width >= 10, rect.height >= 4 else { return }
    let inner = rect.inset(2, 1)
    var drawing = Drawing(columns: inner.width, rows: inner.height)
    let header = context.state.view(of: context.panel).draw(context, &drawing)
    let look = context.look
    look.frame(
      rect, title: header.title, color: look.theme.text,
      isFocused: context.state.navigation.focus == context.panel, in: &screen.grid)
    look.notes(header.notes, in: &screen.grid, rect)
    screen.place(drawing, x: inner.x, y: inner.y)
  }
}
