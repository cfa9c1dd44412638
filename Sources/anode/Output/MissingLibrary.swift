/// A library or a program that what was asked for needs, and that is not on this machine.
struct MissingLibrary: Error, CustomStringConvertible {
  /// What was asked for, with its article.
  var wanted: String
  /// Debian's name of what is missing.
  var package: String
  /// What can be had without it; nil where there is nothing.
  var alternative: String?

  /// For the person.
  var description: String {
    "\(wanted) needs \(package), which is not here (apt-get install \(package))"
      + (alternative.map { "; \($0)" } ?? "")
  }
}
