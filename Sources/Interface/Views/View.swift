import Canvas
import LiveSession
import NeuralODE

/// A way to look at a run, or at both side by side: its name, what it needs, what it suits, what it
/// means, and its drawing. A new view is a file in this folder and a line in `all`.
///
/// Views are told apart by their name and the panels that they are for.
package struct View: Sendable {
  /// Which panels can show it.
  package enum Place: Sendable, Hashable {
    /// The two models.
    case model
    /// Evaluations by epoch.
    case nfe
    /// Loss by epoch.
    case loss
    /// Beside the charts.
    case maps
  }

  /// What stands in the frame of a chart: its title, and notes at the right, each in its colour.
  struct Header {
    var title = ""
    var notes: [(text: String, color: Color?)] = []
  }

  /// What it is asked for by.
  package let name: String
  /// What a panel's header calls it.
  package let title: String
  /// Which panels can show it.
  package let place: Place
  /// What it shows, in a sentence: for the table of views.
  package let summary: String
  /// Does the play head's time count in it?
  package var hasPlayHead = false
  /// Does it show points of the space, seen by the camera?
  package var isOfSpace = false
  /// Is it square in the main, so that numbers can stand at its right? That does not hold on a line.
  package var isOpen = false
  /// What a run has to draw for it beside the usual.
  var parts: SnapshotParts = []
  /// Which runs can be looked at so.
  var suits: @Sendable (RunConfiguration) -> Bool = { _ in true }
  /// The title where it depends on the run; nil for `title`.
  var titleOf: @Sendable (RunConfiguration) -> String? = { _ in nil }
  /// What it shows and what to look for, in a few sentences that a student understands.
  var explanation: @Sendable (ViewSubject) -> (title: String, text: String)
  /// The equation that it rests on, with the runs' numbers in it; nil where there is none.
  var formula: @Sendable (ViewSubject) -> String? = { _ in nil }
  /// Rows below which the answer about the input pointed at stands; nil where there is none.
  var probeRow: Int? = 0
  /// Draws it, as large as the drawing is.
  let draw: @Sendable (ViewContext, inout Drawing) -> Header

  /// A view of a model, or of both in a chart. Where what it means depends on the run,
  /// `explanation` is set after this.
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

  /// A view of a model, whose panel has a header of its own.
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
  /// Every view, in the order of Tab. A panel begins with the first that suits its run.
  package static let all: [View] = [
    .channels, .motions, .phase, .hidden, .flow, .grid, .band, .features, .inputSpace, .gallery,
    .mistakes, .confusion, .film, .layers, .training, .wayBack, .speed, .distance, .gradient,
    .steps, .samples,
    .nfeLinear, .nfeLogarithmic, .lossLogarithmic, .lossLinear,
    .inputMaps, .errorOverTime, .accuracy, .scatter,
  ]

  /// The table of views in Markdown, for the documentation.
  package static var markdown: String {
    var text = "| view | typed | what it shows |\n|---|---|---|\n"
    for view in all {
      // Views of charts are told apart by their panels.
      let typed = view.place == .model ? view.name : "\(view.place) \(view.name)"
      text += "| \(view.title) | `\(typed)` | \(view.summary) |\n"
    }
    return text
  }
}

extension View: Hashable, CustomStringConvertible {
  /// Its name.
  package var description: String { name }

  /// Have two the same name, for the same panels?
  package static func == (a: View, b: View) -> Bool { a.name == b.name && a.place == b.place }

  /// By name and place.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(place)
  }
}
