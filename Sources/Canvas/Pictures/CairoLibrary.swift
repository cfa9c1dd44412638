import Platform

/// The Cairo functions this program calls (libcairo.so.2, 1.10 or later), loaded at run time. Cairo
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
  package static let shared = CairoLibrary()

  private init?() {
    guard let library = DynamicLibrary(["libcairo.so.2", "libcairo.so"]) else { return nil }
    func find<Function>(_ name: String, as type: Function.Type = Function.self) throws -> Function {
      guard let function = library.function("cairo_" + name, as: type) else { throw Missing() }
      return function
    }
    do {
      imageSurface = try find("image_surface_create_for_data")
      pdfSurface = try find("pdf_surface_create_for_stream")
      writePNG = try find("surface_write_to_png_stream")
      surfaceStatus = try find("surface_status")
      surfaceFlush = try find("surface_flush")
      surfaceMarkDirty = try find("surface_mark_dirty")
      surfaceFinish = try find("surface_finish")
      surfaceDestroy = try find("surface_destroy")
      create = try find("create")
      destroy = try find("destroy")
      save = try find("save")
      restore = try find("restore")
      translate = try find("translate")
      scale = try find("scale")
      setSourceRGBA = try find("set_source_rgba")
      setSourceSurface = try find("set_source_surface")
      getSource = try find("get_source")
      patternSetFilter = try find("pattern_set_filter")
      patternSetExtend = try find("pattern_set_extend")
      setAntialias = try find("set_antialias")
      setFillRule = try find("set_fill_rule")
      setLineWidth = try find("set_line_width")
      setLineCap = try find("set_line_cap")
      setLineJoin = try find("set_line_join")
      setDash = try find("set_dash")
      setTolerance = try find("set_tolerance")
      newSubPath = try find("new_sub_path")
      closePath = try find("close_path")
      moveTo = try find("move_to")
      lineTo = try find("line_to")
      arc = try find("arc")
      rectangle = try find("rectangle")
      clip = try find("clip")
      fill = try find("fill")
      stroke = try find("stroke")
      paint = try find("paint")
      selectFontFace = try find("select_font_face")
      setFontSize = try find("set_font_size")
      showText = try find("show_text")
    } catch {
      return nil
    }
  }

  /// A missing function.
  private struct Missing: Error {}
}
