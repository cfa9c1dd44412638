import Platform

/// The Cairo functions this program calls (1.10 or later), loaded at run time. Cairo
/// draws anti-aliased pictures to memory, PNG and PDF.
///
/// Names are the header's without `cairo_`. Only one thread at a time can use a context and its
/// surface.
package struct CairoLibrary: Sendable {
  /// `cairo_t *`, `cairo_surface_t *`, `cairo_pattern_t *`.
  package typealias Object = OpaquePointer
  /// Writes bytes; returns 0 for success.
  package typealias Writer =
    @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<UInt8>?, UInt32) -> Int32

  package typealias One = @Sendable @convention(c) (Object?) -> Void
  package typealias OneNumber = @Sendable @convention(c) (Object?, Double) -> Void
  package typealias TwoNumbers = @Sendable @convention(c) (Object?, Double, Double) -> Void
  package typealias FourNumbers =
    @Sendable @convention(c) (Object?, Double, Double, Double, Double) -> Void
  package typealias FiveNumbers =
    @Sendable @convention(c) (Object?, Double, Double, Double, Double, Double) -> Void
  package typealias Choice = @Sendable @convention(c) (Object?, Int32) -> Void

  package let imageSurface:
    @Sendable @convention(c) (UnsafeMutablePointer<UInt8>?, Int32, Int32, Int32, Int32) -> Object?
  package let pdfSurface:
    @Sendable @convention(c) (Writer?, UnsafeMutableRawPointer?, Double, Double) -> Object?
  package let writePNG:
    @Sendable @convention(c) (Object?, Writer?, UnsafeMutableRawPointer?) -> Int32
  package let surfaceStatus: @Sendable @convention(c) (Object?) -> Int32
  package let surfaceFlush: One
  package let surfaceMarkDirty: One
  package let surfaceFinish: One
  package let surfaceDestroy: One
  package let create: @Sendable @convention(c) (Object?) -> Object?
  package let destroy: One
  package let save: One
  package let restore: One
  package let translate: TwoNumbers
  package let scale: TwoNumbers
  package let setSourceRGBA: FourNumbers
  package let setSourceSurface: @Sendable @convention(c) (Object?, Object?, Double, Double) -> Void
  package let getSource: @Sendable @convention(c) (Object?) -> Object?
  package let patternSetFilter: Choice
  package let patternSetExtend: Choice
  package let setAntialias: Choice
  package let setFillRule: Choice
  package let setLineWidth: OneNumber
  package let setLineCap: Choice
  package let setLineJoin: Choice
  package let setDash:
    @Sendable @convention(c) (Object?, UnsafePointer<Double>?, Int32, Double) -> Void
  package let setTolerance: OneNumber
  package let newSubPath: One
  package let closePath: One
  package let moveTo: TwoNumbers
  package let lineTo: TwoNumbers
  package let arc: FiveNumbers
  package let rectangle: FourNumbers
  package let clip: One
  package let fill: One
  package let stroke: One
  package let paint: One
  package let selectFontFace:
    @Sendable @convention(c) (Object?, UnsafePointer<CChar>?, Int32, Int32) -> Void
  package let setFontSize: OneNumber
  package let showText: @Sendable @convention(c) (Object?, UnsafePointer<CChar>?) -> Void

  /// nil if it is not installed.
  package static let shared = try? CairoLibrary()

  private init() throws {
    let cairo = try DynamicLibrary("cairo", version: 2)
    imageSurface = try cairo.function("image_surface_create_for_data")
    pdfSurface = try cairo.function("pdf_surface_create_for_stream")
    writePNG = try cairo.function("surface_write_to_png_stream")
    surfaceStatus = try cairo.function("surface_status")
    surfaceFlush = try cairo.function("surface_flush")
    surfaceMarkDirty = try cairo.function("surface_mark_dirty")
    surfaceFinish = try cairo.function("surface_finish")
    surfaceDestroy = try cairo.function("surface_destroy")
    create = try cairo.function("create")
    destroy = try cairo.function("destroy")
    save = try cairo.function("save")
    restore = try cairo.function("restore")
    translate = try cairo.function("translate")
    scale = try cairo.function("scale")
    setSourceRGBA = try cairo.function("set_source_rgba")
    setSourceSurface = try cairo.function("set_source_surface")
    getSource = try cairo.function("get_source")
    patternSetFilter = try cairo.function("pattern_set_filter")
    patternSetExtend = try cairo.function("pattern_set_extend")
    setAntialias = try cairo.function("set_antialias")
    setFillRule = try cairo.function("set_fill_rule")
    setLineWidth = try cairo.function("set_line_width")
    setLineCap = try cairo.function("set_line_cap")
    setLineJoin = try cairo.function("set_line_join")
    setDash = try cairo.function("set_dash")
    setTolerance = try cairo.function("set_tolerance")
    newSubPath = try cairo.function("new_sub_path")
    closePath = try cairo.function("close_path")
    moveTo = try cairo.function("move_to")
    lineTo = try cairo.function("line_to")
    arc = try cairo.function("arc")
    rectangle = try cairo.function("rectangle")
    clip = try cairo.function("clip")
    fill = try cairo.function("fill")
    stroke = try cairo.function("stroke")
    paint = try cairo.function("paint")
    selectFontFace = try cairo.function("select_font_face")
    setFontSize = try cairo.function("set_font_size")
    showText = try cairo.function("show_text")
  }
}
