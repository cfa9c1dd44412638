import Math

/// A camera that circles around the upright third axis.
package struct Camera: Sendable, Equatable {
  /// In radians: 0 looks from the first axis, π/2 from the second.
  package var azimuth: Float
  /// Angle above the floor in radians: π/2 looks straight down.
  package var elevation: Float
  package var zoom: Float
  /// Distance of the eye in the scene's half-widths; infinite for a parallel projection.
  package var distance: Float

  /// The default distance gives a mild perspective.
  package init(
    azimuth: Float = 0.9, elevation: Float = 0.45, zoom: Float = 1, distance: Float = 6
  ) {
    self.azimuth = azimuth
    self.elevation = elevation
    self.zoom = zoom
    self.distance = distance
  }

  /// A projected point: `x` to the right, `y` upwards, `depth` towards the eye, in scene units.
  package struct Seen: Sendable, Equatable {
    package var x: Float
    package var y: Float
    package var depth: Float
  }

  /// The camera's map with sines and cosines computed once, for many points.
  package struct Projection: Sendable {
    let sinA: Float
    let cosA: Float
    package let sinE: Float
    package let cosE: Float
    let zoom: Float
    let distance: Float

    /// Projects a point. Points at or behind the eye become NaN, which is not drawn.
    package func callAsFunction(_ x: Float, _ y: Float, _ z: Float) -> Seen {
      let along = cosA * x + sinA * y
      let right = cosA * y - sinA * x
      let up = cosE * z - sinE * along
      let depth = cosE * along + sinE * z
      guard distance.isFinite else { return Seen(x: right * zoom, y: up * zoom, depth: depth) }
      let gap = distance - depth
      let scale = gap > 0.05 * distance ? zoom * distance / gap : .nan
      return Seen(x: right * scale, y: up * scale, depth: depth)
    }
  }

  package var projection: Projection {
    Projection(
      sinA: Elementary.sin(azimuth), cosA: Elementary.cos(azimuth), sinE: Elementary.sin(elevation),
      cosE: Elementary.cos(elevation),
      zoom: zoom, distance: distance)
  }
}
