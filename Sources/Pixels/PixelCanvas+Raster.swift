import CellGraphics
import Drawing

extension PixelCanvas {
  /// Paints a raster's colours over all of a canvas in memory of `wide` × `high` pixels.
  func paint(_ raster: Raster, wide: Int, high: Int, background: Color) {
    withMemory { pixels in
      switch raster.scale {
      case .outputs(let theme):
        let table = Self.table { theme.smoothMapColor($0) ?? background }
        raster.forEachValue(wide, high) { x, y, value in
          pixels[y * wide + x] = table.pixel(value)
        }
      case .classes, .numbers:
        raster.forEachTone(wide: wide, high: high) { x, y, color, _ in
          pixels[y * wide + x] = (color ?? background).pixel
        }
      case .signed(let theme, let full):
        let table = Self.table { theme.smoothMapColor($0) ?? background }
        let factor = 1 / max(full, 1e-6)
        raster.forEachValue(wide, high) { x, y, value in
          pixels[y * wide + x] = table.pixel(value * factor)
        }
      case .ink(let ink, let ground, _):
        let (from, to) = (ground ?? background, ink ?? Color(255, 255, 255))
        let table = Self.table { from.mixed(with: to, max(0, $0)) }
        raster.forEachValue(wide, high) { x, y, value in
          pixels[y * wide + x] = table.pixel(value.isFinite ? value : 0)
        }
      case .colors:
        let (across, down) = (
          Float(raster.width) / Float(wide), Float(raster.height) / Float(high)
        )
        for y in 0..<high {
          for x in 0..<wide {
            func level(_ channel: Int) -> UInt8 {
              let value = raster.mean(
                channel, Float(x) * across, Float(y) * down, across, down)
              return value.isFinite ? UInt8((min(max(value, 0), 1) * 255).rounded()) : 0
            }
            pixels[y * wide + x] = Color(level(0), level(1), level(2)).pixel
          }
        }
      }
    }
  }

  /// Colours of −1…1 in small steps, and that of what is no number.
  private struct ToneTable {
    var pixels: [UInt32]
    var invalid: UInt32

    func pixel(_ value: Float) -> UInt32 {
      guard value.isFinite else { return invalid }
      return pixels[Int(min(max(value, -1), 1) * 256 + 256.5)]
    }
  }

  private static func table(_ color: (Float) -> Color) -> ToneTable {
    ToneTable(
      pixels: (-256...256).map { color(Float($0) / 256).pixel }, invalid: color(.nan).pixel)
  }
}
