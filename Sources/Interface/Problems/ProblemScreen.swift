import Canvas
import NeuralODE

/// How a problem differs on the screen: its legend and its texts. To add one, put a value in a file
/// of this folder and list it in `all`; a problem that is not listed is shown like points.
package struct ProblemScreen: Sendable {
  package let problem: Problem
  /// How the legend tells classes apart.
  package var legend = Legend.signs
  package var accuracyName = "accuracy"
  /// Formats a finite `Snapshot.accuracy`.
  package var accuracyFormat: @Sendable (Float) -> String = { accuracy in
    NumberText.fixed(Double(accuracy) * 100, accuracy < 0.9995 ? 1 : 0) + " %"
  }
  package var hasAccuracy = true
  /// Why there is only one projection, if so.
  package var onlyProjection: String?
  /// The texts and equations of views that mean something else here.
  var explanations: [View: (title: String, text: String)] = [:]
  var formulas: [View: String] = [:]

  package enum Legend: Sendable, Equatable {
    /// By the sign of their target, with a word for each.
    case signs
    case numbers
    case none
  }

  package func accuracyText(_ accuracy: Float?) -> String {
    accuracy.flatMap { $0.isFinite ? accuracyFormat($0) : nil } ?? "-"
  }

  package init(_ problem: Problem) { self.problem = problem }
}

extension ProblemScreen {
  fileprivate static let all: [ProblemScreen] = [.classes, .regression, .images, .series]

  /// The equation of the loss for several classes.
  static let crossEntropy =
    "L = \u{2212}(1/n)\u{B7}\u{2211} log softmax(z)_y = {loss(left)} | {loss(right)}"
}

extension Problem {
  package var screen: ProblemScreen {
    ProblemScreen.all.first { $0.problem == self } ?? ProblemScreen(self)
  }
}
