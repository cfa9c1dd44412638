import Canvas
import NeuralODE

/// What a screen has of a problem that is not everywhere alike: what the classes look like, words.
/// A new problem's is a value in a file of this folder, and a line in `all`; one that has none is
/// shown as points are.
package struct ProblemScreen: Sendable {
  /// Whose it is.
  package let problem: Problem
  /// How classes are told apart where their colours are explained.
  package var legend = Legend.signs
  /// What the share of right answers is of.
  package var accuracyName = "accuracy"
  /// How good a model is, in words, from `Snapshot.accuracy` where that is a number.
  package var accuracyFormat: @Sendable (Float) -> String = { accuracy in
    NumberText.fixed(Double(accuracy) * 100, accuracy < 0.9995 ? 1 : 0) + " %"
  }
  /// Is there such a number?
  package var hasAccuracy = true
  /// Why there is one projection only; nil where there may be several.
  package var onlyProjection: String?
  /// What views mean here, where that is not what they mean elsewhere.
  var explanations: [View: (title: String, text: String)] = [:]
  /// Their equations, likewise.
  var formulas: [View: String] = [:]

  /// How classes are told apart.
  package enum Legend: Sendable, Equatable {
    /// By the sign of their target, with a word each.
    case signs
    /// By their numbers and names.
    case numbers
    /// There are none.
    case none
  }

  /// How good a model is, in words, from `Snapshot.accuracy`.
  package func accuracyText(_ accuracy: Float?) -> String {
    accuracy.flatMap { $0.isFinite ? accuracyFormat($0) : nil } ?? "-"
  }

  /// As points are shown.
  package init(_ problem: Problem) { self.problem = problem }
}

extension ProblemScreen {
  /// Those of all problems.
  package static let all: [ProblemScreen] = [
    .points, .classes, .regression, .images, .series,
  ]

  /// Points in two classes.
  package static let points = ProblemScreen(.points)

  /// The equation of the loss where there are several classes.
  static let crossEntropy =
    "L = \u{2212}(1/n)\u{B7}\u{2211} log softmax(z)_y = {loss(left)} | {loss(right)}"
}

extension Problem {
  /// What a screen has of it.
  package var screen: ProblemScreen {
    ProblemScreen.all.first { $0.problem == self } ?? ProblemScreen(self)
  }
}
