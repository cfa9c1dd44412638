import Canvas
import LiveSession
import NeuralODE

/// A way to show a run, or both side by side. A new view is a file in this folder and a line in
/// `all`. Name and place identify it.
package struct View: Sendable {
  package enum Place: Sendable, Hashable {
    case model
    case nfe
    case loss
    /// The panel beside the charts.
    case maps
  }

  /// Text in the frame of a chart; notes are at the right.
  struct Header {
    var title = ""
    var notes: [(text: String, color: Color?)] = []
  }

  package let name: String
  package let title: String
  package let place: Place
  package let summary: String
  package var hasPlayHead = false
  /// Whether it shows points in space, seen by the camera.
  package var isOfSpace = false
  /// Whether it shows the field.
  var hasField = false
  /// Whether it is roughly square, with room for numbers at its right (never on a line).
  package var isOpen = false
  /// Extra snapshot parts that it needs.
  var parts: SnapshotParts = []
  var suits: @Sendable (RunConfiguration) -> Bool = { _ in true }
  var titleOf: @Sendable (RunConfiguration) -> String? = { _ in nil }
  /// What it shows and what to look for, in words that a student understands.
  var explanation: @Sendable (ViewSubject) -> (title: String, text: String)
  /// Its equation, with the runs' numbers filled in.
  var formula: @Sendable (ViewSubject) -> String? = { _ in nil }
  /// Rows above the answer for the input pointed at; nil for no answer.
  var probeRow: Int? = 0
  /// Whether it cannot be drawn from trajectories, a field and a map alone.
  var needsWeights: Bool {
    place == .model && ![View.flow, .features, .inputSpace, .layers].contains(self)
  }
  let draw: @Sendable (ViewContext, inout Drawing) -> Header

  /// Set `explanation` afterwards if it depends on the run.
  init(
    _ name: String, _ title: String, _ summary: String, of place: Place = .model,
    explanation: @autoclosure @escaping @Sendable () -> (title: String, text: String) = ("", ""),
    draw: @escaping @Sendable (ViewContext, inout Drawing) -> Header
  ) {
    self.name = name
    self.title = title
    self.summary = summary
    self.place = place
    self.explanation = { _ in explanation() }
    self.draw = draw
  }

  init(
    model name: String, _ title: String, _ summary: String,
    explanation: @autoclosure @escaping @Sendable () -> (title: String, text: String) = ("", ""),
    draw: @escaping @Sendable (ViewContext, inout Drawing) -> Void
  ) {
    self.init(name, title, summary, explanation: explanation()) { context, drawing in
      draw(context, &drawing)
      return Header()
    }
  }
}

extension View {
  /// In the order of Tab. A panel begins with the first that suits its run.
  package static let all: [View] = [
    .channels, .motions, .phase, .hidden, .flow, .grid, .band, .features, .inputSpace, .gallery,
    .mistakes, .confusion, .film, .layers, .training, .reverseSolve, .speed, .distance, .gradient,
    .steps, .samples,
    .nfeLinear, .nfeLogarithmic, .lossLogarithmic, .lossLinear,
    .inputMaps, .errorOverTime, .accuracy, .scatter,
  ]

  /// The table of views in Markdown, for the documentation.
  package static var markdown: String {
    var text = "| view | typed | what it shows |\n|---|---|---|\n"
    for view in all {
      // Charts share names; their panel distinguishes them.
      let typed = view.place == .model ? view.name : "\(view.place) \(view.name)"
      text += "| \(view.title) | `\(typed)` | \(view.summary) |\n"
    }
    return text
  }
}

extension View: Hashable, CustomStringConvertible {
  package var description: String { name }

  package static func == (a: View, b: View) -> Bool { a.name == b.name && a.place == b.place }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(place)
  }
}
