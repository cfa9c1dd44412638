import Math

/// A look at three dimensions from outside: the third axis stands upright, and the camera circles
/// around it.
package struct Camera: Sendable, Equatable {
  /// Angle around the upright axis, radians: 0 looks from the first axis, π/2 from the second.
  package var azimuth: Float
  /// Angle above the floor, radians: π/2 looks straight down.
  package var elevation: Float
  /// Magnification, 1 as drawn.
  package var zoom: Float
  /// Distance of the eye in units of the scene's half-width; infinite for a parallel projection.
  package var distance: Float

  /// A camera; the default distance gives a mild perspective.
  package init(
    azimuth: Float = 0.9, elevation: Float = 0.45, zoom: Float = 1, distance: Float = 6
  ) {
    self.azimuth = azimuth
    self.elevation = elevation
    self.zoom = zoom
    self.distance = distance
  }

  /// A point as seen: `x` to the right, `y` upwards, `depth` towards the eye, in units of the
  /// scene.
  package struct Seen: Sendable, Equatable {
    /// To the right.
    package var x: Float
    /// Upwards.
    package var y: Float
    /// Towards the eye.
    package var depth: Float
  }

  /// The map of this camera with its sines and cosines worked out, for many points.
  package struct Projection: Sendable {
    let sinA: Float
    let cosA: Float
    /// Sine of the elevation.
    package let sinE: Float
    /// Cosine of the elevation.
    package let cosE: Float
    let zoom: Float
    let distance: Float

    /// How a point of the scene is seen. Points at or behind the eye are not a number, so nothing
    /// draws them.
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
