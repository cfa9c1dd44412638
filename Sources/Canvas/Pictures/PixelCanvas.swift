import Platform

/// Draws with Cairo to memory, in pixels, or to a PDF document, in points. Use it from one thread
/// at a time.
package final class PixelCanvas {
  let cairo: CairoLibrary
  let context: CairoLibrary.Object
  private let surface: CairoLibrary.Object
  private let memory: UnsafeMutablePointer<UInt32>?
  private let document: Document?
  package let width: Int
  package let height: Int

  private final class Document {
    var bytes: [UInt8] = []
  }

  /// A transparent canvas in memory; nil without Cairo or for sizes outside 1…16,384.
  package init?(width: Int, height: Int) {
    guard let cairo = CairoLibrary.shared, width > 0, height > 0, width <= 16_384, height <= 16_384
    else { return nil }
    let memory = UnsafeMutablePointer<UInt32>.allocate(capacity: width * height)
    memory.initialize(repeating: 0, count: width * height)
    let bytes = UnsafeMutableRawPointer(memory).assumingMemoryBound(to: UInt8.self)
    guard
      let surface = cairo.imageSurface(
        bytes, Self.argb, Int32(width), Int32(height), Int32(4 * width)),
      cairo.surfaceStatus(surface) == 0, let context = cairo.create(surface)
    else {
      memory.deallocate()
      return nil
    }
    self.cairo = cairo
    self.surface = surface
    self.context = context
    self.memory = memory
    document = nil
    self.width = width
    self.height = height
    prepare()
  }

  /// A PDF page, its size in points (1/72 inch); nil without Cairo.
  package init?(pdfOfWidth width: Double, height: Double) {
    guard let cairo = CairoLibrary.shared, width > 0, height > 0 else { return nil }
    let document = Document()
    guard
      let surface = cairo.pdfSurface(
        pixelWriter, Unmanaged.passUnretained(document).toOpaque(), width, height),
      cairo.surfaceStatus(surface) == 0, let context = cairo.create(surface)
    else { return nil }
    self.cairo = cairo
    self.surface = surface
    self.context = context
    memory = nil
    self.document = document
    self.width = Int(width)
    self.height = Int(height)
    prepare()
  }

  deinit {
    cairo.destroy(context)
    cairo.surfaceDestroy(surface)
    memory?.deallocate()
  }

  private func prepare() {
    cairo.setLineCap(context, 1)
    cairo.setLineJoin(context, 1)
    cairo.setTolerance(context, 0.4)
    cairo.setAntialias(context, 4)
  }

  /// CAIRO_FORMAT_ARGB32.
  private static let argb: Int32 = 0

  /// A copy of a canvas in memory; transparent for a document.
  package var image: PixelImage {
    guard memory != nil else { return PixelImage(width: width, height: height) }
    return withPixels { PixelImage(width: width, height: height, pixels: Array($0)) }
  }

  /// The pixels of a canvas in memory, without a copy: 0xAARRGGBB, premultiplied.
  package func withPixels<Result>(_ body: (UnsafeBufferPointer<UInt32>) -> Result) -> Result {
    cairo.surfaceFlush(surface)
    return body(UnsafeBufferPointer(start: memory, count: memory == nil ? 0 : width * height))
  }

  /// Does nothing for a document.
  func withMemory(_ body: (UnsafeMutableBufferPointer<UInt32>) -> Void) {
    guard let memory else { return }
    cairo.surfaceFlush(surface)
    body(UnsafeMutableBufferPointer(start: memory, count: width * height))
    cairo.surfaceMarkDirty(surface)
  }

  /// Makes this canvas the source that another one paints with.
  func set(asSourceOf other: PixelCanvas, isSmooth: Bool) {
    cairo.setSourceSurface(other.context, surface, 0, 0)
    let pattern = cairo.getSource(other.context)
    // CAIRO_FILTER_BILINEAR or NEAREST; CAIRO_EXTEND_PAD repeats the edges.
    cairo.patternSetFilter(pattern, isSmooth ? 4 : 3)
    cairo.patternSetExtend(pattern, 3)
  }

  /// A PNG file.
  package var png: [UInt8] {
    let document = Document()
    cairo.surfaceFlush(surface)
    _ = cairo.writePNG(surface, pixelWriter, Unmanaged.passUnretained(document).toOpaque())
    return document.bytes
  }

  /// The PDF file; nothing can be drawn afterwards.
  package func finishedDocument() -> [UInt8] {
    cairo.surfaceFinish(surface)
    return document?.bytes ?? []
  }

  fileprivate static func take(
    _ document: UnsafeMutableRawPointer, _ bytes: UnsafePointer<UInt8>, _ count: Int
  ) {
    Unmanaged<Document>.fromOpaque(document).takeUnretainedValue().bytes.append(
      contentsOf: UnsafeBufferPointer(start: bytes, count: count))
  }
}

private let pixelWriter: CairoLibrary.Writer = { document, bytes, count in
  guard let document, let bytes else { return 0 }
  PixelCanvas.take(document, bytes, Int(count))
  return 0
}

// MARK: Drawing

extension PixelCanvas {
  func setColor(_ color: Color, alpha: Double = 1) {
    cairo.setSourceRGBA(
      context, Double(color.red) / 255, Double(color.green) / 255, Double(color.blue) / 255, alpha)
  }

  func fill(_ color: Color, x: Double, y: Double, width: Double, height: Double) {
    setColor(color)
    cairo.rectangle(context, x, y, width, height)
    cairo.fill(context)
  }

  /// Draws within a rectangle, with its top left corner as the origin.
  func within(
    x: Double, y: Double, width: Double, height: Double, _ body: () -> Void
  ) {
    cairo.save(context)
    cairo.rectangle(context, x, y, width, height)
    cairo.clip(context)
    cairo.translate(context, x, y)
    body()
    cairo.restore(context)
  }
}

/// Cell size, colours and font of a screen in pixels.
package struct PixelStyle: Sendable, Equatable {
  package var cellWidth: Double
  package var cellHeight: Double
  package var background: Color
  /// For text and strokes without a colour.
  package var foreground: Color
  package var font = System.font
  /// A factor of the widths of strokes and dots.
  package var strength = 1.0

  package init(cellWidth: Double, cellHeight: Double, _ theme: Theme) {
    self.cellWidth = cellWidth
    self.cellHeight = cellHeight
    background = theme.background ?? theme.fade ?? Color(0, 0, 0)
    foreground = theme.text ?? Color(0xD8, 0xDE, 0xE6)
  }

  /// A unit of drawings: half the width or a quarter of the height of a cell, averaged.
  var unit: Double { (cellWidth / 2 + cellHeight / 4) / 2 }
}
