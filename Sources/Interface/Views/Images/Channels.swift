import Canvas
import LiveSession
import NeuralODE

extension View {
  package static let channels: View = {
    var view = View(
      model: "channels", "channels",
      "one image in the flow: its channels at the play head's time",
      explanation: (
        "One image in the flow",
        "A test image carried to the play head's time: blue is below 0, yellow above, dark is 0; "
          + "the number at the top right is the value drawn in full colour at that time. The data "
          + "channel starts as the image; augmented channels (+1, +2, ...) start at zero and give room to "
          + "work in. Look where the NODE has to distort the image itself, since it has nowhere else to "
          + "compute. Arrows choose another image."
      )
    ) { context, drawing in
      context.drawChannels(isFilm: false, into: &drawing)
    }
    view.hasPlayHead = true
    view.suits = { $0.problem.isOfImages }
    view.formula = ViewSubject.equationOfMotion
    return view
  }()
}

/// Every channel of one image in the flow, those of the data and the added ones.
struct ChannelPicture {
  let images: ImagePictures
  let time: Double
  /// Draw one column for each time; otherwise the play head's time alone, as large as fits.
  let isFilm: Bool
  /// The greater channel count of both models, so their images have one size.
  let mostChannels: Int
  let look: Look

  func draw(into drawing: inout Drawing, in rect: Rect) {
    guard rect.width >= 8, rect.height >= 4 else { return }
    guard images.count > 0, images.frames > 0 else {
      look.say("nothing yet", into: &drawing, in: rect)
      return
    }
    let area = Rect(x: rect.x, y: rect.y + 1, width: rect.width, height: rect.height - 1)
    var caption = rect
    if isFilm {
      drawFilm(into: &drawing, in: area)
    } else {
      let label = drawNow(into: &drawing, in: area)
      // Beside the channels' names if there is room, otherwise in the header's row.
      let width = TextRow.width(of: label.text)
      drawing.write(
        label.text, x: rect.x, y: label.room > width ? area.y : rect.y, width: rect.width,
        alignment: .right, style: look.dim)
      if label.room <= width { caption.width -= width + 1 }
    }
    drawHeader(into: &drawing, in: caption)
  }

  /// Writes the image's number, class and predicted class.
  private func drawHeader(into drawing: inout Drawing, in rect: Rect) {
    let name = images.classNames[images.labels[images.chosen]]
    let number = "image \(images.chosen + 1)"
    guard images.chosen < images.guesses.count, let guess = images.guesses[images.chosen] else {
      drawing.write(
        "\(number): \(name)", x: rect.x, y: rect.y, style: look.text, maxWidth: rect.width)
      return
    }
    let share = NumberText.fixed(Double(guess.probability) * 100, 0) + " %"
    let isRight = guess.label == images.labels[images.chosen]
    let taken = images.classNames[guess.label]
    let mark = isRight ? Glyph.check : Glyph.cross
    let text = look.fitting(
      [
        "\(number), a \(name): taken for \(taken), \(share)",
        "\(name) taken for \(taken), \(share)",
        "\(name) \u{2192} \(taken) \(share)", "\(name) \u{2192} \(taken)",
      ], rect.width - 2)
    drawing.write(
      "\(mark) \(text)", x: rect.x, y: rect.y,
      style: Style(isRight ? look.theme.good : look.theme.bad, bold: true), maxWidth: rect.width)
  }

  private var tile: ImageTile {
    ImageTile(width: images.shape.width, height: images.shape.height, look: look)
  }

  private func title(_ channel: Int) -> String {
    if channel >= images.shape.channels { return "+\(channel - images.shape.channels + 1)" }
    return images.shape.channels == 1 ? "data" : "data \(channel + 1)"
  }

  /// One scale for each time, since a flow may grow a hundredfold from t = 0 to 1; the same for
  /// all channels, to compare them.
  private func scale(at t: Double, shown: Int) -> (full: Float, label: String) {
    var greatest: Float = 0
    for channel in 0..<shown {
      for value in values(channel, at: t) where value.isFinite {
        greatest = max(greatest, abs(value))
      }
    }
    let full = Self.full(greatest)
    return (full, "\u{B1}" + Self.label(full))
  }

  /// The value drawn in full colour: the greatest, rounded up to two digits. At least 0.1, so
  /// negligible values stay dark.
  static func full(_ greatest: Float) -> Float {
    guard greatest > 0.1 else { return 0.1 }
    var unit: Float = 0.1
    while greatest > 100 * unit, unit < 1e30 { unit *= 10 }
    return (greatest / unit * 0.9999).rounded(.up) * unit
  }

  static func label(_ full: Float) -> String {
    full < 9.95
      ? NumberText.fixed(Double(full), 1)
      : full < 99_950 ? NumberText.fixed(Double(full), 0) : NumberText.short(Double(full))
  }

  /// A channel at time `t`, interpolated between frames.
  private func values(_ channel: Int, at t: Double) -> ArraySlice<Float> {
    let size = images.shape.pixels
    let times = images.times.prefix(images.frames)
    let from = max(0, (times.lastIndex { Double($0) <= t + 1e-6 }) ?? 0)
    func frame(_ k: Int) -> ArraySlice<Float> {
      let start = (k * images.channelCount + channel) * size
      return images.channels[start..<start + size]
    }
    guard from + 1 < times.count, times[from + 1] > times[from] else { return frame(from) }
    let share = min(max(0, (Float(t) - times[from]) / (times[from + 1] - times[from])), 1)
    guard share > 0 else { return frame(from) }
    return zip(frame(from), frame(from + 1)).map { $0 + ($1 - $0) * share }[...]
  }

  // MARK: At one time

  /// Draws the channels; returns the label of their scale and the columns free at the right.
  private func drawNow(into drawing: inout Drawing, in rect: Rect) -> (text: String, room: Int) {
    var arrangement = Self.arrangement(
      images.shape, max(images.channelCount, mostChannels), in: rect)
    guard arrangement.tile > 0 else { return ("", 0) }
    arrangement.columns = min(arrangement.columns, images.channelCount)
    let shown = min(images.channelCount, arrangement.columns * arrangement.rows)
    let (full, label) = scale(at: time, shown: shown)
    let rows = ImageTile.rows(images.shape, columns: arrangement.tile)
    let used = arrangement.columns * (arrangement.tile + 1) - 1
    let left = rect.x + max(0, (rect.width - used) / 2)
    for channel in 0..<shown {
      let x = left + channel % arrangement.columns * (arrangement.tile + 1)
      let y = rect.y + channel / arrangement.columns * (rows + 1)
      let isLast = channel == shown - 1 && shown < images.channelCount
      drawing.write(
        isLast ? "of \(images.channelCount)" : title(channel), x: x, y: y,
        width: arrangement.tile, alignment: .centre,
        style: channel < images.shape.channels ? look.text : look.dim)
      tile.drawSigned(
        values(channel, at: time), scale: full, into: &drawing,
        in: Rect(x: x, y: y + 1, width: arrangement.tile, height: rows))
    }
    return (label, rect.maxX - left - used)
  }

  /// Columns and rows of tiles and the cells' width of each: the largest that show all channels.
  static func arrangement(
    _ shape: ImageShape, _ count: Int, in rect: Rect
  ) -> (columns: Int, rows: Int, tile: Int) {
    var best = (columns: 1, rows: 1, tile: 0)
    for columns in 1...max(1, count) {
      let rows = (count + columns - 1) / columns
      var width = (rect.width + 1) / columns - 1
      while width > 0, (ImageTile.rows(shape, columns: width) + 1) * rows > rect.height {
        width -= 1
      }
      // Whole multiples of the image are sharp.
      if width > shape.width { width -= width % shape.width }
      if width > best.tile { best = (columns, rows, width) }
    }
    if best.tile >= min(shape.width, 6) { return best }
    // Too many for all: as many as fit at a recognizable size.
    let width = min(shape.width, 8, rect.width)
    let rows = max(1, rect.height / (ImageTile.rows(shape, columns: width) + 1))
    return (max(1, (rect.width + 1) / (width + 1)), rows, width)
  }

  // MARK: At several times

  private func drawFilm(into drawing: inout Drawing, in rect: Rect) {
    let gutter = images.shape.channels > 1 ? 7 : 5
    let shape = images.shape
    // One row for each channel, as many as fit at a recognizable size.
    var width = min(shape.width * 2, 16)
    // Above each column: its time and its scale.
    let heading = rect.height >= 8 ? 2 : 1
    while width > 4,
      ImageTile.rows(shape, columns: width) * images.channelCount > rect.height - heading
    {
      width -= 1
    }
    let rows = ImageTile.rows(shape, columns: width)
    let shown = max(1, min(images.channelCount, (rect.height - heading) / rows))
    let columns = max(1, min(11, (rect.width - gutter + 1) / (width + 1)))
    let nearest =
      columns == 1 ? 0 : Int((time * Double(columns - 1)).rounded())
    for column in 0..<columns {
      // The column nearest to the play head shows the play head's exact time.
      let t = column == nearest ? time : Double(column) / Double(max(1, columns - 1))
      let x = rect.x + gutter + column * (width + 1)
      drawing.write(
        NumberText.fixed(t, 2), x: x, y: rect.y, width: width, alignment: .centre,
        style: column == nearest ? look.bold : look.dim)
      let (full, label) = scale(at: t, shown: shown)
      if heading > 1 {
        drawing.write(
          label, x: x, y: rect.y + 1, width: width, alignment: .centre, style: look.dim)
      }
      for channel in 0..<shown {
        tile.drawSigned(
          values(channel, at: t), scale: full, into: &drawing,
          in: Rect(x: x, y: rect.y + heading + channel * rows, width: width, height: rows))
      }
    }
    for channel in 0..<shown {
      let isLast = channel == shown - 1 && shown < images.channelCount
      drawing.write(
        isLast ? "of \(images.channelCount)" : title(channel), x: rect.x,
        y: rect.y + heading + channel * rows + (rows - 1) / 2, style: look.dim,
        maxWidth: gutter - 1)
    }
  }
}
