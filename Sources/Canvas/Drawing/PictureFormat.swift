/// Forms in which a still picture is kept: their words are endings of files and options of `export`.
/// `Picture` writes them.
package enum PictureFormat: String, Sendable, CaseIterable {
  /// Drawings as vectors, for pages.
  case svg
  /// All in pixels. Before PDF: after a page of that Cairo draws letters otherwise.
  case png
  /// Drawings as vectors, for print.
  case pdf
  /// Cells with their colours.
  case ansi
  /// Cells without.
  case txt

  /// The form that the ending of a file's name says; nil where it says none.
  package init?(path: String) {
    guard let format = Self.allCases.first(where: { path.hasSuffix($0.ending) }) else { return nil }
    self = format
  }

  /// What files of it end in, ".svg".
  package var ending: String { "." + rawValue }

  /// What it is, with its article.
  package var summary: String {
    switch self {
    case .svg: "an SVG picture"
    case .png: "a PNG picture"
    case .pdf: "a page of PDF"
    case .ansi: "text with colours, for a terminal"
    case .txt: "plain text"
    }
  }

  /// Is it of drawings, as a figure is, and not of cells?
  package var isDrawn: Bool { self != .ansi && self != .txt }
}
