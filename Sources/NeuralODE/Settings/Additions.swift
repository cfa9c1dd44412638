import DifferentialEquations

/// What is brought along from outside, beside what this program has, of what settings are made of:
/// data sets, methods. (Views and problems' screens are looked up each time.)
public enum Additions {
  /// Is there anything? Then what was made of the lists once is to be made anew.
  public static var exist: Bool {
    !DatasetKind.added.isEmpty || !Tableau.added.isEmpty
  }
}
