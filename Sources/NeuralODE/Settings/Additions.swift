import DifferentialEquations

/// What is brought along from outside, beside what this program has: data sets, activations, methods.
public enum Additions {
  /// Is there anything? Then what was made of the lists once is to be made anew.
  public static var exist: Bool {
    !DatasetKind.added.isEmpty || !Activation.added.isEmpty || !Tableau.added.isEmpty
  }
}
