import Canvas
import Dispatch
import Terminal
import Platform

/// Makes pixels of a screen's pictures, on a queue of its own, so that neither keys nor training
/// wait for them. Of the screens that it is given it paints the latest, and of its pictures those
/// that have changed.
final class PicturePainter: Sendable {
  /// A screen whose pictures are to be painted.
  private struct Request {
    var screen: Composition
    var theme: Theme
    var support: PictureSupport
  }

  /// What is asked for and what is done.
  private struct Desk {
    var request: Request?
    var result: EncodedPictures?
    /// Is a screen being painted, or on its way to the terminal?
    var isBusy = false
    /// When the next may begin.
    var due = DispatchTime(uptimeNanoseconds: 0)
  }

  private let desk = Guarded(Desk())
  private let workshop = Guarded(Workshop())
  private let queue = DispatchQueue(label: "anode.pictures", qos: .userInteractive)
  private let wake: @Sendable () -> Void

  /// - Parameter wake: called on another thread when there is something to take.
  init(wake: @escaping @Sendable () -> Void) { self.wake = wake }

  /// Paints a screen when those before it have got through; later ones take its place until then.
  func paint(_ screen: Composition, _ theme: Theme, _ support: PictureSupport) {
    let isFree = desk.withLock { desk in
      desk.request = Request(screen: screen, theme: theme, support: support)
      defer { desk.isBusy = true }
      return !desk.isBusy
    }
    if isFree { begin() }
  }

  /// What of a screen is text, its pictures being painted meanwhile.
  func text(
    of screen: Composition, _ theme: Theme, _ glyphs: GlyphSet, _ support: PictureSupport
  ) -> CellGrid {
    paint(screen, theme, support)
    return screen.text(glyphs, labels: false)
  }

  /// Pictures that have been painted, given once.
  func take() -> EncodedPictures? {
    desk.withLock { desk in
      defer { desk.result = nil }
      return desk.result
    }
  }

  /// What was taken has got through: the next can be painted.
  func isPast() {
    let isWanted = desk.withLock { desk in
      desk.isBusy = desk.request != nil
      return desk.isBusy
    }
    if isWanted { begin() }
  }

  /// Screens a second at most: what is more is training that nobody gets.
  private static let rate = 30.0

  /// Paints when it is time for it.
  private func begin() {
    let time = desk.withLock { desk in
      // Counted from when the last was due, so that what comes late does not slow the rest.
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
    // What was left for later is painted with the next screen, or else of this one.
    if !isWhole { desk.withLock { $0.request = $0.request ?? request } }
    guard result.isEmpty else {
      desk.withLock { $0.result = result }
      return wake()
    }
    // Nothing has changed; perhaps it has meanwhile.
    isPast()
  }
}

/// What the painter knows of the screen, and its tools.
private struct Workshop {
  /// A picture that is shown.
  private struct Shown: Equatable {
    var drawing: Drawing
    var rect: Rect
    var covers: [Rect]
    var isCoarse: Bool
  }

  private var shown: [Int: Shown] = [:]
  /// When a slot was painted last.
  private var times: [Int: DispatchTime] = [:]
  /// What a slot is painted on, kept for the next time.
  private var canvases: [Int: PixelCanvas] = [:]
  private var support: PictureSupport?
  private var theme: Theme?
  private var encoder = PictureEncoder(palette: [])
  /// Seconds that a screen of full resolution takes, in the mean of late.
  private var cost = 0.0
  private var isCoarse = false

  /// Above this a screen is painted in half its resolution, and well below it in all of it again.
  private static let limit = 0.03
  /// Pictures of up to so many pixels keep their resolution.
  private static let mostFinePixels = 250_000

  /// Seconds between two of a chart: a curve that grows by a dot need not be painted anew as often
  /// as what moves.
  private static let restOfCharts = 0.08

  /// - Returns: the pictures that have changed, and whether they are all; otherwise the others wait
  ///   for a later time.
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
      let rect = Rect(x: x, y: y, width: drawing.columns, height: drawing.rows)
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
    return (result, isWhole)
  }

  /// Half the resolution while a screen takes too long.
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
  /// Colours that pictures of few colours have to keep, the background first.
  fileprivate var palette: [Color] {
    [
      background, negative, positive, text, node, anode, resnet, field, decision, floor, border,
      highlight, neutral, bad, good,
    ].compactMap { $0 }
  }
}
