/// File formats of still pictures. Raw values are file extensions and options of `export`.
package enum PictureFormat: String, Sendable, CaseIterable {
  /// Drawings as vectors.
  case svg
  /// All pixels. Before PDF: after writing a PDF page, Cairo draws letters differently.
  case png
  /// Drawings as vectors.
  case pdf
  case ansi
  case txt

  /// By a file's extension; nil if unknown.
  package init?(path: String) {
    guard let format = Self.allCases.first(where: { path.hasSuffix($0.ending) }) else { return nil }
    self = format
  }

  /// Such as ".svg".
  package var ending: String { "." + rawValue }

  /// With its article.
  package var summary: String {
    switch self {
    case .svg: "an SVG picture"
    case .png: "a PNG picture"
    case .pdf: "a PDF page"
    case .ansi: "text with colours, for a terminal"
    case .txt: "plain text"
    }
  }

  /// Whether drawings are vectors or pixels, not cells.
  package var isDrawn: Bool { self != .ansi && self != .txt }
}
