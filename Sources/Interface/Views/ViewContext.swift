import Canvas
import LiveSession
import NeuralODE

struct ViewSubject {
  let panel: Panel
  let state: DuelState

  /// The panel's own side; left for a panel of both.
  var side: Side { panel.side ?? .left }
  var run: RunConfiguration { state.setup.run(side) }
  var family: ModelFamily { state.setup[side].family }
  /// Axes of its space, as shown.
  var axes: Int { state.axesShown(side) }
}

extension ViewSubject {
  @Sendable static func equationOfMotion(_ subject: ViewSubject) -> String? {
    let run = subject.run
    guard let form = run.model.family.form else {
      return "h(k+1) = h(k) + F(h(k), k),  h(0) = x"
    }
    let p = run.model.augmentation
    let final = form.isSecondOrder ? "x" : "h"
    return form.equation(p: p)
      + (p > 0 ? ",  p = {p(\(subject.side.rawValue))}" : ",  \u{3C6}(x) = \(final)(1)")
  }
}

struct ViewContext {
  private(set) var panel: Panel
  let left: Snapshot?
  let right: Snapshot?
  let state: DuelState
  let look: Look
  /// Columns at the right that other text occupies.
  var aside = 0

  /// Drops snapshots of runs that have been replaced.
  init(
    _ panel: Panel, _ left: Snapshot?, _ right: Snapshot?, _ state: DuelState, theme: Theme,
    glyphs: GlyphSet, isOfCells: Bool
  ) {
    self.panel = panel
    self.left = left.flatMap { $0.belongs(to: state.setup.run(.left)) ? $0 : nil }
    self.right =
      state.setup.isAlone
      ? nil : right.flatMap { $0.belongs(to: state.setup.run(.right)) ? $0 : nil }
    self.state = state
    // Both cells of a sweep are often of one family; their curves need two colours.
    look = Look(
      theme: theme, glyphs: glyphs,
      areTwins: !state.setup.isAlone && state.setup.left.family == state.setup.right.family,
      isOfCells: isOfCells)
  }

  func of(_ panel: Panel) -> ViewContext {
    var context = self
    context.panel = panel
    return context
  }

  var snapshot: Snapshot? { panel.side == .left ? left : panel.side == .right ? right : nil }
  /// The probe's picture for the chosen projection.
  func picture(_ probe: Probe<[SpacePicture]>) -> SpacePicture? {
    guard let snapshot else { return nil }
    let (pictures, index) = (snapshot[probe], state.spaceIndex(snapshot))
    return index < pictures.count ? pictures[index] : nil
  }
  /// The greatest speed of the field in either run, at a round number: one scale for both.
  var speedReference: Float {
    // Pictures without a field have no speed.
    let speeds = runs.compactMap { run in
      run.snapshot[.spaces].first { $0.speed > 0 }?.speed
    }.filter(\.isFinite)
    guard let most = speeds.max(), most > 0 else { return 0 }
    let unit = Float(Ticks.step(atLeast: Double(most) / 10))
    return (most / unit).rounded(.up) * unit
  }
  var color: Color? {
    look.color(state.setup.run(panel.side ?? .right).model.family, panel.side ?? .right)
  }
}

extension ViewContext {
  var runs: [(side: Side, snapshot: Snapshot)] {
    [(Side.left, left), (.right, right)].compactMap { side, snapshot in
      snapshot.map { (side, $0) }
    }
  }
  /// The later run's epoch, at least 1.
  var latestEpoch: Float { runs.map(\.snapshot.epoch).reduce(1, max) }
  /// The epoch of the keyframe shown, if any.
  var pastEpoch: Float? { runs.first { $0.snapshot.isPast }?.snapshot.epoch }

  /// A run's curve, with its family's name, or its `twinName` if both runs are of one family.
  func curve(
    _ side: Side, _ snapshot: Snapshot, note: String = "", points: [SIMD2<Float>]
  ) -> LineChart.Series {
    let family = snapshot.configuration.model.family
    return LineChart.Series(
      name: look.areTwins ? state.twinName(side) : family.title, note: note,
      color: look.color(family, side), points: points,
      isDashed: look.theme.isMono && side == .right)
  }
}

extension LineChart.Series {
  /// Without name and note, when these are written elsewhere.
  var bare: LineChart.Series {
    var curve = self
    (curve.name, curve.note) = ("", "")
    return curve
  }
}

extension ViewContext {
  /// - Parameter isOfFeatures: draw the points at t = 1 and the readout plane instead of the flow
  ///   at the play head's time.
  func drawSpace(isOfFeatures: Bool, into drawing: inout Drawing) {
    guard let snapshot, let picture = picture(.spaces) else { return }
    let index = state.spaceIndex(snapshot)
    let reader = SpaceReader(picture)
    var bounds = state.bounds(of: picture, panel, space: index)
    // On a line time runs across: the whole flow is shown.
    if reader.axes > 1 {
      bounds =
        isOfFeatures
        ? bounds.followed(reader, .at, 1) : bounds.followed(reader, .until, state.playback.time)
    }
    var camera = state.playback.camera
    if isOfFeatures, let plane = picture.decision {
      camera.azimuth += bounds.turn(camera, toEdgeOf: plane)
    }
    let way = snapshot[.reading].flatMap {
      ProbeDrawing.picture($0, space: index, like: picture)
    }
    if !isOfFeatures { drawStart(reader, bounds, camera, into: &drawing) }
    SpacePainter(
      reader: reader, bounds: bounds, isOfFeatures: isOfFeatures, time: state.playback.time,
      camera: camera, look: look, probe: way.map { SpaceReader($0) },
      field: state.fieldStyle, speedReference: speedReference, particles: snapshot.particles,
      aside: aside
    ).draw(into: &drawing, in: drawing.bounds)
    if !isOfFeatures { drawCrossing(reader, into: &drawing) }
  }

  /// Draws the sheet on which a trained map puts the inputs at t = 0.
  private func drawStart(
    _ reader: SpaceReader, _ bounds: SpaceBounds, _ camera: Camera, into drawing: inout Drawing
  ) {
    let sheet = reader.picture.startSheet
    let corners = stride(from: 0, to: sheet.count, by: reader.axes).map {
      SIMD3(sheet, at: $0, axes: reader.axes)
    }
    guard corners.count > 1, reader.axes > 1, sheet.allSatisfy(\.isFinite) else { return }
    var canvas = Drawing(columns: drawing.columns, rows: drawing.rows)
    let place = SpacePainter.map(reader, bounds, camera, canvas, aside: aside)
    let ink = Ink(look.theme.faded(look.theme.decision, 0.3), layer: Layers.floor, rank: 10)
    for (k, corner) in corners.enumerated() {
      let (a, b) = (place(corner), place(corners[(k + 1) % corners.count]))
      canvas.line(a.x, a.y, b.x, b.y, ink, gap: 1)
    }
    drawing.add(canvas, x: 0, y: 0)
  }

  /// Says why the paths of a line have crossed, or which input's field could be drawn.
  private func drawCrossing(_ reader: SpaceReader, into drawing: inout Drawing) {
    let hasCrossed = reader.axes == 1 && reader.hasSwaps(until: state.playback.time)
    let texts: [String]
    switch reader.picture.crossing {
    case .ofPositions? where hasCrossed:
      texts = ["paths cross in x, not in (x, v)", "cross in x, not in (x, v)"]
    case .ofInputs? where reader.slices == 0:
      texts = [
        "\(hasCrossed ? "paths cross: " : "")each input has its own field; click one",
        "\(hasCrossed ? "paths cross; " : "")click: an input's field", "click: an input's field",
      ]
    case .ofInputs? where hasCrossed:
      texts = ["paths cross: each input has its own field", "each input has its own field"]
    default: return
    }
    // Below a line is the axis of t.
    let left = reader.axes == 1 ? 12 : 0
    let width = drawing.columns - aside - left - (reader.axes == 1 ? 2 : 0)
    drawing.write(
      look.fitting(texts, width), x: left, y: drawing.rows - 1, width: width,
      alignment: reader.axes == 1 ? .centre : .right, style: look.bold)
  }

  /// - Parameter asTrained: the lines advected by the training's own steps, if these do not follow
  ///   the flow.
  func drawLines(
    _ probe: Probe<[SpacePicture]>, areBands: Bool,
    asTrained: (reader: SpaceReader, tolerance: Double)? = nil, into drawing: inout Drawing
  ) {
    guard let snapshot, let picture = picture(probe) else { return }
    let reader = SpaceReader(picture)
    var bounds = state.bounds(of: picture, panel, space: state.spaceIndex(snapshot), from: probe)
    if reader.axes > 1 { bounds = bounds.followed(reader, .at, state.playback.time) }
    if reader.axes == 1 {
      SpacePainter(
        reader: reader, bounds: bounds, time: state.playback.time, camera: state.playback.camera,
        look: look
      ).draw(into: &drawing, in: drawing.bounds)
    } else {
      LinesPicture(
        reader: reader, bounds: bounds, areBands: areBands, time: state.playback.time,
        camera: state.playback.camera, look: look,
        decision: self.picture(.spaces)?.decision,
        asTrained: asTrained, aside: aside
      ).draw(into: &drawing, in: drawing.bounds)
    }
  }

  /// - Parameter isFilm: several times side by side instead of the play head's time alone.
  func drawChannels(isFilm: Bool, into drawing: inout Drawing) {
    guard let images = snapshot?[.images] else { return }
    let channels = Side.allCases.map {
      images.shape.channels + state.setup.run($0).model.augmentation
    }
    ChannelPicture(
      images: images, time: state.playback.time, isFilm: isFilm,
      mostChannels: channels.max() ?? 1, look: look
    ).draw(into: &drawing, in: drawing.bounds)
  }
}

extension SpaceReader {
  /// Whether two points of a line have swapped sides by time t.
  fileprivate func hasSwaps(until t: Double) -> Bool {
    guard frames > 0 else { return false }
    let moment = moment(t)
    let order = (0..<points).sorted { position(0, $0, 0) < position(0, $1, 0) }
    // The margin is more than a solve's error.
    return zip(order, order.dropFirst()).contains { a, b in
      position(0, b, 0) > position(0, a, 0)
        && position(at: moment, a).x > position(at: moment, b).x + 1e-3
    }
  }
}
