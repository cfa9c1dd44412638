/// A picture of an experiment's results.
package struct Figure: Sendable, Equatable {
  /// What is drawn.
  package enum Content: Sendable, Equatable {
    /// Curves by epoch: medians over seeds, with bands between the quartiles.
    case curves(CurveKind, isLogarithmic: Bool)
    /// A measure of each variant: median, and quartiles.
    case ranges(Measure, isLogarithmic: Bool)
    /// NFE over loss: medians of both, epoch by epoch.
    case nfeOverLoss
    /// The first seed's features at four moments of training.
    case features
  }

  /// Its file's name, without an ending; unique in the experiment.
  package var name: String
  /// What stands above it.
  package var title: String
  /// What is drawn.
  package var content: Content
  /// Of which variants; empty for all.
  package var variants: [String]

  /// A figure.
  package init(_ name: String, _ title: String, _ content: Content, variants: [String] = []) {
    self.name = name
    self.title = title
    self.content = content
    self.variants = variants
  }
}
