import CellGraphics
import Drawing
import LiveSession
import NeuralODE

/// What a view speaks of: a panel of a duel as it is.
struct ViewSubject {
  let panel: Panel
  let state: DuelState

  /// The side that is meant: the panel's own, or the left one of both.
  var side: Side { panel.side ?? .left }
  /// Its run.
  var run: RunConfiguration { state.setup.run(side) }
  /// Its model's family, as it is chosen.
  var family: ModelFamily { state.setup[side].family }
  /// Is its space a line?
  var isLine: Bool { state.setup.data.dimension == 1 && !state.isSolid(panel) }
}

extension ViewSubject {
  /// The equation that moves the states, of flows and of blocks.
  @Sendable static func equationOfMotion(_ subject: ViewSubject) -> String? {
    let run = subject.run
    if run.model.family == .resnet { return "h(k+1) = h(k) + F(h(k)),  h(0) = x" }
    if run.model.augmentation > 0 {
      return "d[h; a]/dt = f([h; a], t),  [h; a](0) = [x; 0],  p = {p(\(subject.side.rawValue))}"
    }
    return "dh/dt = f(h(t), t),  h(0) = x,  \u{3C6}(x) = h(1)"
  }
}

/// What a view is drawn from.
struct ViewContext {
  var panel: Panel
  /// The runs as they are, as far as they have shown themselves.
  let left: Snapshot?
  let right: Snapshot?
  let state: DuelState
  let look: Look
  /// Columns at the picture's right that something else stands in.
  var aside = 0

  /// The snapshot of a panel's own model.
  var snapshot: Snapshot? { panel.side == .left ? left : panel.side == .right ? right : nil }
  /// The colour of its model.
  var color: Color? {
    look.color(state.setup.run(panel.side ?? .right).model.family, panel.side ?? .right)
  }
}

extension ViewContext {
  /// Draws the space that a model's flow lives in, in one, two or three dimensions.
  ///
  /// - Parameter isOfFeatures: the points at t = 1 and where the readout divides them, in place of
  ///   the flow at the play head's time.
  func drawSpace(isOfFeatures: Bool, into drawing: inout Drawing) {
    guard let snapshot else { return }
    let index = state.spaceIndex(snapshot)
    guard index < snapshot.spaces.count else { return }
    let picture = snapshot.spaces[index]
    let reader = SpaceReader(picture)
    var bounds = state.bounds(of: picture, panel, space: index)
    if !isOfFeatures && reader.axes > 1 {
      bounds = bounds.followed(reader, until: state.playback.time)
    }
    let field = state.fieldStyle
    let way = snapshot.probe.flatMap { ProbeDrawing.picture($0, space: index, like: picture) }
    let probe = way.map { SpaceReader($0) }
    switch reader.axes {
    case 1:
      LinePicture(
        reader: reader, bounds: bounds, isOfFeatures: isOfFeatures, time: state.playback.time,
        look: look, probe: probe, hasField: field != .none
      ).draw(into: &drawing, in: drawing.bounds)
    case 2:
      PlanePicture(
        reader: reader, bounds: bounds, isOfFeatures: isOfFeatures, time: state.playback.time,
        zoom: state.playback.camera.zoom, look: look, probe: probe, field: field, aside: aside
      ).draw(into: &drawing, in: drawing.bounds)
    default:
      SolidPicture(
        reader: reader, bounds: bounds, isOfFeatures: isOfFeatures, time: state.playback.time,
        camera: state.playback.camera, look: look, probe: probe, hasField: field != .none,
        aside: aside
      ).draw(into: &drawing, in: drawing.bounds)
    }
  }

  /// Draws lines of the input space that the flow has advected.
  ///
  /// - Parameter asTrained: the same lines as the training's own steps advect them, where those do
  ///   not follow the flow.
  func drawLines(
    _ pictures: [SpacePicture], areBands: Bool,
    asTrained: (reader: SpaceReader, tolerance: Double)? = nil, into drawing: inout Drawing
  ) {
    guard let snapshot else { return }
    let index = state.spaceIndex(snapshot)
    guard index < pictures.count else { return }
    let picture = pictures[index]
    let reader = SpaceReader(picture)
    // Lines may reach beyond the points, and a picture of their own bounds would hide how they are
    // stretched.
    var bounds = SpaceBounds(picture)
    bounds.include(state.bounds(of: picture, panel, space: index))
    bounds = bounds.followed(reader, until: state.playback.time)
    if reader.axes == 1 {
      LinePicture(
        reader: reader, bounds: bounds, isOfFeatures: false, time: state.playback.time, look: look
      ).draw(into: &drawing, in: drawing.bounds)
    } else {
      LinesPicture(
        reader: reader, bounds: bounds, areBands: areBands, time: state.playback.time,
        camera: state.playback.camera,
        look: look,
        decision: index < snapshot.spaces.count ? snapshot.spaces[index].decision : nil,
        asTrained: asTrained, aside: aside
      ).draw(into: &drawing, in: drawing.bounds)
    }
  }

  /// Draws the channels of the chosen image.
  ///
  /// - Parameter isFilm: at several times side by side, in place of the play head's alone.
  func drawChannels(isFilm: Bool, into drawing: inout Drawing) {
    guard let images = snapshot?.images else { return }
    let channels = Side.allCases.map {
      images.shape.channels + state.setup.run($0).model.augmentation
    }
    ChannelPicture(
      images: images, time: state.playback.time, isFilm: isFilm,
      mostChannels: channels.max() ?? 1, look: look
    ).draw(into: &drawing, in: drawing.bounds)
  }
}
