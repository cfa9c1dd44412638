import Canvas

/// Where everything is on a screen of a given size: used to draw, and to find what the mouse points
/// at.
package struct ScreenLayout: Sendable, Equatable {
  /// The least size at which the screen is drawn.
  package static let minimum = (width: 80, height: 24)

  package let screen: Rect
  package private(set) var title = Rect(x: 0, y: 0, width: 0, height: 0)
  package private(set) var status = Rect(x: 0, y: 0, width: 0, height: 0)
  private var panels: [Panel: Rect] = [:]

  /// Is the screen too small for any panel?
  package var isTooSmall: Bool { panels.isEmpty }

  /// The rows of a caption.
  package private(set) var caption: Rect?
  /// The strip of large numbers in big mode.
  package private(set) var numbers: Rect?

  /// The layout of a screen of width × height cells.
  ///
  /// - Parameter big: the panel that fills the screen, with the NFE of both models below it; nil
  ///   for all panels.
  /// - Parameter hasMaps: do the maps take a square each? Otherwise a chart stands in their place.
  /// - Parameter hidden: what is not shown; other parts have its room.
  /// - Parameter reserved: columns at the right that something else lies upon.
  package init(
    width: Int, height: Int, big: Panel? = nil, hasCaption: Bool = false,
    hasFormulas: Bool = false, hasMaps: Bool = true, hidden: Set<ScreenPart> = [],
    reserved: Int = 0
  ) {
    screen = Rect(x: 0, y: 0, width: width, height: height)
    guard width >= Self.minimum.width, height >= Self.minimum.height else { return }
    title = Rect(x: 0, y: 0, width: width, height: 1)
    status = Rect(x: 0, y: height - 1, width: width, height: 1)

    let width = width - reserved
    var rows = height - 2
    if hasCaption {
      // Where rows are few the caption takes fewer.
      let equation = hasFormulas ? 1 : 0
      let taken = min(CaptionBar.rows(width: width), max(2, rows - 20)) + equation
      rows -= taken
      caption = Rect(x: 0, y: 1 + rows, width: width, height: taken)
    }
    if let big {
      let strip = hidden.contains(.numbers) ? 0 : rows >= 30 ? 8 : 5
      panels[big] = Rect(x: 0, y: 1, width: width, height: rows - strip)
      guard strip > 0 else { return }
      numbers = Rect(x: 0, y: 1 + rows - strip, width: width, height: strip)
      return
    }
    let bottom = min(max(7, rows / 3), 34)
    let main = rows - bottom
    let settings = !hidden.contains(.settings) && width >= 120 ? (width >= 170 ? 36 : 30) : 0
    let models = width - settings
    let leftWidth = (models + 1) / 2
    panels[.left] = Rect(x: 0, y: 1, width: leftWidth, height: main)
    panels[.right] = Rect(x: leftWidth, y: 1, width: models - leftWidth, height: main)
    // The settings are long: they stand beside everything.
    if settings > 0 { panels[.settings] = Rect(x: models, y: 1, width: settings, height: rows) }

    // The maps are square and as high as their row; the charts share the rest.
    let y = 1 + main
    let maps =
      hidden.contains(.maps) && hasMaps
      ? 0
      : hasMaps ? min(InputMaps.width(height: bottom), models * 42 / 100) : (models + 1) / 3
    let charts = models - maps
    let nfeWidth = (charts + 1) / 2
    panels[.nfe] = Rect(x: 0, y: y, width: nfeWidth, height: bottom)
    panels[.loss] = Rect(x: nfeWidth, y: y, width: charts - nfeWidth, height: bottom)
    if maps > 0 { panels[.maps] = Rect(x: charts, y: y, width: maps, height: bottom) }
  }

  /// Where a panel is; nil when this screen has no room for it.
  package func rect(of panel: Panel) -> Rect? { panels[panel] }

  package func panel(at x: Int, _ y: Int) -> Panel? {
    Panel.all.first { panels[$0]?.contains(x, y) == true }
  }
}
