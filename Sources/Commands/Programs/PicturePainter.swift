import Canvas
import Dispatch
import Terminal
import Platform

/// Renders a screen's pictures as pixels on its own queue, so neither keys nor training wait. It
/// paints only the latest screen, and only the pictures that have changed.
final class PicturePainter: Sendable {
  private struct Request {
    var screen: Composition
    var theme: Theme
    var support: PictureSupport
  }

  private struct Desk {
    var request: Request?
    var result: EncodedPictures?
    /// Whether a screen is being painted, or on its way to the terminal.
    var isBusy = false
    /// When the next can begin.
    var due = DispatchTime(uptimeNanoseconds: 0)
  }

  private let desk = Guarded(Desk())
  private let workshop = Guarded(Workshop())
  private let queue = DispatchQueue(label: "anode.pictures", qos: .userInteractive)
  private let wake: @Sendable () -> Void

  /// - Parameter wake: called on another thread when a result is ready.
  init(wake: @escaping @Sendable () -> Void) { self.wake = wake }

  /// Paints the screen after the previous one has been sent; a later one replaces it until then.
  func paint(_ screen: Composition, _ theme: Theme, _ support: PictureSupport) {
    let isFree = desk.withLock { desk in
      desk.request = Request(screen: screen, theme: theme, support: support)
      defer { desk.isBusy = true }
      return !desk.isBusy
    }
    if isFree { begin() }
  }

  /// The screen's text; its pictures are painted meanwhile.
  func text(
    of screen: Composition, _ theme: Theme, _ glyphs: GlyphSet, _ support: PictureSupport
  ) -> CellGrid {
    paint(screen, theme, support)
    return screen.text(glyphs, labels: false)
  }

  /// Returns each result once.
  func take() -> EncodedPictures? {
    desk.withLock { desk in
      defer { desk.result = nil }
      return desk.result
    }
  }

  /// The taken pictures have been sent: the next screen can be painted.
  func isPast() {
    let isWanted = desk.withLock { desk in
      desk.isBusy = desk.request != nil
      return desk.isBusy
    }
    if isWanted { begin() }
  }

  /// Screens a second at most, to leave time for training.
  private static let rate = 30.0

  /// Paints when the next screen is due.
  private func begin() {
    let time = desk.withLock { desk in
      // Counted from the last due time, so one late screen does not slow the rest.
      let time = max(desk.due, .now())
      desk.due = time + 1 / Self.rate
      return time
    }
    if time <= .now() {
      queue.async { self.work() }
    } else {
      queue.asyncAfter(deadline: time) { self.work() }
    }
  }

  private func work() {
    guard
      let request = desk.withLock({ desk in
        defer { desk.request = nil }
        return desk.request
      })
    else { return }
    let (result, isWhole) = workshop.withLock {
      $0.paint(request.screen, request.theme, request.support)
    }
    // Postponed pictures are painted with the next screen, or else with this one again.
    if !isWhole { desk.withLock { $0.request = $0.request ?? request } }
    guard result.isEmpty else {
      desk.withLock { $0.result = result }
      return wake()
    }
    // Nothing changed; check for a new request.
    isPast()
  }
}

/// The painter's tools, and its record of the screen.
private struct Workshop {
  private struct Shown: Equatable {
    var drawing: Drawing
    var rect: Canvas.Rect
    var covers: [Canvas.Rect]
    var isCoarse: Bool
  }

  private var shown: [Int: Shown] = [:]
  /// When each slot was last painted.
  private var times: [Int: DispatchTime] = [:]
  /// Each slot's canvas, kept for reuse.
  private var canvases: [Int: PixelCanvas] = [:]
  private var support: PictureSupport?
  private var theme: Theme?
  private var encoder = PictureEncoder(palette: [])
  /// Running mean of the seconds for a screen of full resolution.
  private var cost = 0.0
  private var isCoarse = false

  /// Seconds for a screen; above this it is painted at half the resolution until well below again.
  private static let limit = 0.03
  /// Pictures of up to so many pixels keep their resolution.
  private static let mostFinePixels = 250_000

  /// Minimum seconds between paints of a chart: its curves grow slowly.
  private static let restOfCharts = 0.08

  /// - Returns: the changed pictures; `isWhole` is false if some are postponed.
  mutating func paint(
    _ screen: Composition, _ theme: Theme, _ support: PictureSupport
  ) -> (pictures: EncodedPictures, isWhole: Bool) {
    var result = EncodedPictures(for: support)
    if theme != self.theme || support != self.support {
      if support != self.support || self.theme == nil {
        encoder = PictureEncoder(palette: theme.palette)
      } else {
        encoder.use(palette: theme.palette)
      }
      shown = [:]
      self.theme = theme
      self.support = support
    }
    let start = Clock.ofThread
    var painted = 0
    var rest = Set(shown.keys)
    var isWhole = true
    let placed = screen.placedPictures
    let largest = placed.map { $0.drawing.columns * $0.drawing.rows }.max() ?? 0
    for (drawing, x, y, covers) in placed {
      let slot = y * screen.grid.width + x
      rest.remove(slot)
      let rect = Canvas.Rect(x: x, y: y, width: drawing.columns, height: drawing.rows)
      // Small pictures cost little, and their letters would suffer most.
      let pixels = rect.width * rect.height * support.cell.width * support.cell.height
      let now = Shown(
        drawing: drawing, rect: rect, covers: covers,
        isCoarse: isCoarse && pixels > Self.mostFinePixels)
      guard shown[slot] != now else { continue }
      let time = DispatchTime.now()
      if 3 * rect.width * rect.height < largest, let before = shown[slot], before.rect == now.rect,
        before.covers == now.covers, let last = times[slot], time < last + Self.restOfCharts
      {
        isWhole = false
        continue
      }
      shown[slot] = now
      times[slot] = time
      guard let picture = picture(now, slot, theme, support) else { continue }
      encoder.show(picture, into: &result)
      painted += 1
    }
    for slot in rest {
      shown[slot] = nil
      canvases[slot] = nil
      encoder.remove(slot: slot, from: &result)
    }
    if painted > 0 { learn(Clock.ofThread - start) }
    let isSharp = encoder.sharpen(into: &result)
    return (result, isWhole && isSharp)
  }

  /// Switches to half the resolution while a screen takes too long.
  private mutating func learn(_ seconds: Double) {
    let whole = isCoarse ? 3 * seconds : seconds
    cost += (whole - cost) * 0.2
    if cost > Self.limit { isCoarse = true } else if cost < 0.6 * Self.limit { isCoarse = false }
  }

  private mutating func picture(
    _ shown: Shown, _ slot: Int, _ theme: Theme, _ support: PictureSupport
  ) -> TerminalPicture? {
    let part = shown.isCoarse ? 2 : 1
    let (wide, high) = (support.cell.width, support.cell.height)
    let width = shown.rect.width * wide / part
    let height = shown.rect.height * high / part
    let kept = canvases[slot].flatMap { $0.width == width && $0.height == height ? $0 : nil }
    guard let canvas = kept ?? PixelCanvas(width: width, height: height) else { return nil }
    canvases[slot] = canvas
    let style = PixelStyle(
      cellWidth: Double(wide) / Double(part), cellHeight: Double(high) / Double(part), theme)
    canvas.fill(style.background)
    canvas.draw(shown.drawing, style, text: true)
    var image = canvas.image
    for cover in shown.covers {
      let (left, top) = (cover.x - shown.rect.x, cover.y - shown.rect.y)
      image.clear(
        x: left * wide / part, y: top * high / part, width: cover.width * wide / part,
        height: cover.height * high / part)
    }
    return TerminalPicture(
      slot: slot, rect: shown.rect, image: image, holes: shown.covers)
  }
}

extension Theme {
  /// Colours that pictures with few colours must keep; the background first.
  fileprivate var palette: [Color] {
    let families = families.sorted { $0.key < $1.key }.map(\.value)
    let others = [field, decision, floor, border, highlight, neutral, bad, good]
    return [background, negative, positive, text].compactMap { $0 } + families
      + others.compactMap { $0 } + speed
  }
}
