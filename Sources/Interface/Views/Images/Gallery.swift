import Canvas
import LiveSession
import NeuralODE

extension View {
  package static let gallery: View = {
    var view = View(
      model: "gallery", "test images",
      "held-out images and the classes that the model takes them for",
      explanation: (
        "Test images",
        "Held-out images with their class and, where the model is wrong, the class it takes them "
          + "for. Arrows or a click choose the one shown in the flow. Watch the crosses "
          + "disappear as it learns. Which stay in one model only?"
      )
    ) { context, drawing in
      guard let images = context.snapshot?[.images] else { return }
      GalleryPicture.looked(images, context.look).draw(into: &drawing, in: drawing.bounds)
    }
    view.suits = { $0.problem.isOfImages }
    return view
  }()
}

/// Images with their predicted classes: those to choose from, or the worst mistakes.
struct GalleryPicture {
  struct Entry {
    var pixels: ArraySlice<Float>
    var label: Int
    /// nil before the model has classified it.
    var guess: ImagePictures.Guess?
  }

  let entries: [Entry]
  let images: ImagePictures
  /// An index of `entries`.
  var chosen: Int?
  /// Show the worst mistakes, with the probability of each guess.
  var isOfMistakes = false
  let look: Look

  static func looked(_ images: ImagePictures, _ look: Look) -> GalleryPicture {
    let entries = (0..<images.count).map { i in
      Entry(
        pixels: images.image(i), label: images.labels[i],
        guess: i < images.guesses.count ? images.guesses[i] : nil)
    }
    return GalleryPicture(entries: entries, images: images, chosen: images.chosen, look: look)
  }

  static func mistakes(_ images: ImagePictures, _ look: Look) -> GalleryPicture {
    let entries = images.score.worst.map {
      Entry(pixels: $0.pixels[...], label: $0.label, guess: $0.guess)
    }
    return GalleryPicture(entries: entries, images: images, isOfMistakes: true, look: look)
  }

  /// Columns and rows of tiles and the width of each: the image's pixels, at most 14, or less to fit
  /// at least `fewest` images.
  static func arrangement(
    _ shape: ImageShape, in rect: Rect
  ) -> (columns: Int, rows: Int, tile: Int) {
    func fitting(_ tile: Int) -> (columns: Int, rows: Int, tile: Int) {
      let rows = ImageTile.rows(shape, columns: tile) + 1
      return (max(1, (rect.width + 1) / (tile + 1)), max(1, rect.height / rows), tile)
    }
    let widest = max(6, min(shape.width, 14))
    let least = min(widest, 8)
    var found = fitting(min(widest, max(1, rect.width)))
    while found.columns * found.rows < fewest, found.tile > least {
      found = fitting(found.tile - 1)
    }
    return found
  }

  private static let fewest = 8

  /// The first entry to show so that the chosen one is visible.
  private static func first(_ count: Int, chosen: Int?, columns: Int, rows: Int) -> Int {
    guard let chosen, count > columns * rows else { return 0 }
    let row = chosen / columns
    let lastTop = (count + columns - 1) / columns - rows
    return min(max(0, row - rows / 2), max(0, lastTop)) * columns
  }

  /// The image at a cell.
  static func image(
    at x: Int, _ y: Int, _ shape: ImageShape, count: Int, chosen: Int, in rect: Rect
  ) -> Int? {
    guard rect.contains(x, y) else { return nil }
    let (columns, rows, tile) = arrangement(shape, in: rect)
    let column = (x - rect.x) / (tile + 1)
    let row = (y - rect.y) / (ImageTile.rows(shape, columns: tile) + 1)
    guard column < columns, row < rows else { return nil }
    let index =
      first(count, chosen: chosen, columns: columns, rows: rows) + row * columns + column
    return index < count ? index : nil
  }

  func draw(into drawing: inout Drawing, in rect: Rect) {
    guard rect.width >= 6, rect.height >= 3 else { return }
    guard !entries.isEmpty else {
      let text =
        !isOfMistakes || images.score.count == 0
        ? "nothing yet" : images.score.accuracy == nil ? "the solve failed" : "no mistakes"
      look.say(text, into: &drawing, in: rect)
      return
    }
    let (columns, rows, tile) = Self.arrangement(images.shape, in: rect)
    let height = ImageTile.rows(images.shape, columns: tile)
    let first = Self.first(entries.count, chosen: chosen, columns: columns, rows: rows)
    let tiles = ImageTile(width: images.shape.width, height: images.shape.height, look: look)
    for place in 0..<min(columns * rows, entries.count - first) {
      let entry = entries[first + place]
      let x = rect.x + place % columns * (tile + 1)
      let y = rect.y + place / columns * (height + 1)
      tiles.drawImage(
        entry.pixels, images.shape, into: &drawing,
        in: Rect(x: x, y: y, width: tile, height: height))
      drawCaption(
        entry, isChosen: first + place == chosen, into: &drawing, x: x, y: y + height, width: tile)
    }
  }

  private func drawCaption(
    _ entry: Entry, isChosen: Bool, into drawing: inout Drawing, x: Int, y: Int, width: Int
  ) {
    let names = images.classNames
    let name = names[entry.label]
    var text = name
    var style = look.dim
    if let guess = entry.guess {
      let arrow = look.glyphs == .unicode ? "\u{2192}" : ">"
      let isRight = guess.label == entry.label
      let share = NumberText.fixed(Double(guess.probability) * 100, 0) + "%"
      let mark = isRight ? Glyph.check : Glyph.cross
      text =
        isOfMistakes
        ? look.fitting(
          [
            "\(name)\(arrow)\(names[guess.label]) \(share)",
            "\(name)\(arrow)\(names[guess.label])",
          ],
          width)
        : isRight
          ? look.fitting(["\(mark) \(name)", "\(mark)"], width)
          : look.fitting(
            [
              "\(mark) \(name)\(arrow)\(names[guess.label])",
              "\(mark)\(name)\(arrow)\(names[guess.label])", "\(mark)",
            ],
            width)
      style = Style(isRight ? look.theme.good : look.theme.bad, bold: !isRight)
    }
    style.isReversed = isChosen
    drawing.write(
      text, x: x, y: y, width: width, alignment: .centre, style: style)
  }
}
