import Canvas

/// The places of everything on a screen of a given size, for drawing and for the mouse.
package struct ScreenLayout: Sendable, Equatable {
  /// The least size at which the screen is drawn.
  package static let minimum = (width: 80, height: 24)

  package let screen: Rect
  package private(set) var title = Rect(x: 0, y: 0, width: 0, height: 0)
  package private(set) var status = Rect(x: 0, y: 0, width: 0, height: 0)
  private var panels: [Panel: Rect] = [:]

  package var isTooSmall: Bool { panels.isEmpty }

  /// The row of tips above the panels; a low screen shows them in its title.
  package private(set) var tip: Rect?
  package private(set) var caption: Rect?
  /// The large numbers below a panel that fills the screen, or below all panels.
  package private(set) var numbers: Rect?

  private static let rowsForTip = 28

  /// The layout of a screen of width × height cells.
  ///
  /// - Parameters:
  ///   - big: the panel that fills the screen, with both NFE below it; nil for all panels.
  ///   - hasMaps: whether there are square maps; otherwise a chart takes their place.
  ///   - hidden: parts not shown, whose room others take.
  ///   - reserved: columns on the right that something else covers.
  ///   - isBig: for the back row: large numbers below all panels, and no list of settings.
  ///   - isAlone: whether there is only the left model.
  ///   - hasLargeCaption: room for a caption in large letters.
  package init(
    width: Int, height: Int, big: Panel? = nil, hasCaption: Bool = false,
    hasFormulas: Bool = false, hasTip: Bool = false, hasMaps: Bool = true,
    hidden: Set<ScreenPart> = [], reserved: Int = 0, isBig: Bool = false,
    hasLargeCaption: Bool = false, isAlone: Bool = false
  ) {
    screen = Rect(x: 0, y: 0, width: width, height: height)
    guard width >= Self.minimum.width, height >= Self.minimum.height else { return }
    title = Rect(x: 0, y: 0, width: width, height: 1)
    status = Rect(x: 0, y: height - 1, width: width, height: 1)

    let width = width - reserved
    var rows = height - 2
    var top = 1
    if hasTip, rows >= Self.rowsForTip {
      tip = Rect(x: 0, y: 1, width: width, height: 1)
      top += 1
      rows -= 1
    }
    if hasCaption {
      // On a low screen the caption takes fewer rows.
      let equation = hasFormulas ? 1 : 0
      let taken =
        hasLargeCaption
        ? LargeCaption(screen, hasFormulas: hasFormulas).rows
        : min(CaptionBar.rows(width: width), max(2, rows - 20)) + equation
      rows -= taken
      caption = Rect(x: 0, y: top + rows, width: width, height: taken)
    }
    if let big {
      let strip = hidden.contains(.numbers) ? 0 : rows >= 30 ? 8 : 5
      panels[big] = Rect(x: 0, y: top, width: width, height: rows - strip)
      guard strip > 0 else { return }
      numbers = Rect(x: 0, y: top + rows - strip, width: width, height: strip)
      return
    }
    var hasCharts = true
    if isBig && !hidden.contains(.numbers) {
      let strip = rows >= 30 ? 9 : 7
      rows -= strip
      numbers = Rect(x: 0, y: top + rows, width: width, height: strip)
      hasCharts = rows >= 22
    }
    let bottom = hasCharts ? min(max(7, rows / 3), 34) : 0
    let main = rows - bottom
    let settings =
      !hidden.contains(.settings) && !isBig && width >= 120 ? (width >= 170 ? 36 : 30) : 0
    let models = width - settings
    let leftWidth = isAlone ? models : (models + 1) / 2
    panels[.left] = Rect(x: 0, y: top, width: leftWidth, height: main)
    if !isAlone {
      panels[.right] = Rect(x: leftWidth, y: top, width: models - leftWidth, height: main)
    }
    // The long list of settings takes the full height.
    if settings > 0 { panels[.settings] = Rect(x: models, y: top, width: settings, height: rows) }

    guard hasCharts else { return }
    // The maps are square and as high as their row; the charts share the rest.
    let y = top + main
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

  /// A panel's place; nil if it is not shown.
  package func rect(of panel: Panel) -> Rect? { panels[panel] }

  package func panel(at x: Int, _ y: Int) -> Panel? {
    Panel.all.first { panels[$0]?.contains(x, y) == true }
  }
}
