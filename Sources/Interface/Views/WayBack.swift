import CellGraphics
import Drawing
import LiveSession

extension View {
  /// Points solved forward and back again, and how far that misses where they began.
  package static let wayBack: View = {
    var view = View(
      model: "back", "the way back",
      "points solved to t = 1 and back, and how far that misses the start",
      explanation: { _ in
        (
          "The way back",
          "Is the flow followed at all? The points are solved to t = 1 and from there back to t = 0, with the "
            + "training's own steps. A flow can be run backwards, so they should end where they began. Red lines are "
            + "how far they miss it. At the foot: the worst miss, in per cent of the point's distance from 0; up to "
            + "5 % counts as integrated. If it is more, picture and NFE are the steps', not the flow's."
        )
      }
    ) { context, drawing in
      guard let snapshot = context.snapshot else { return }
      let state = context.state
      let index = state.spaceIndex(snapshot)
      guard index < snapshot[.spaces].count, index < snapshot[.wayBack].count else { return }
      let (forth, back) = (
        SpaceReader(snapshot[.spaces][index]), SpaceReader(snapshot[.wayBack][index])
      )
      var bounds = SpaceBounds(snapshot[.wayBack][index]).followed(back, until: state.playback.time)
      bounds.include(
        state.bounds(of: snapshot[.spaces][index], context.panel, space: index)
          .followed(forth, until: state.playback.time))
      WayBackPicture(
        forth: forth, back: back, bounds: bounds, time: state.playback.time,
        camera: state.playback.camera,
        miss: snapshot[.integration], look: context.look
      ).draw(into: &drawing, in: drawing.bounds)
    }
    view.hasPlayHead = true
    view.isOfSpace = true
    view.isOpen = true
    view.parts.insert(.wayBack)
    view.probeRow = 1
    view.suits = {
      $0.problem != .images && $0.problem != .series && $0.model.family != .resnet
        && $0.data.dimension + $0.model.augmentation > 1
    }
    view.formula = { subject in
      "miss = max \u{2016}x\u{2032} \u{2212} x\u{2016} / \u{2016}x\u{2016} = "
        + "{inverse(\(subject.side.rawValue))}"
    }
    return view
  }()
}

extension Probe where Value == [SpacePicture] {
  /// The probe points solved back from t = 1, for each of the spaces: frames by ascending time.
  /// Empty for a ResNet, and when a solve fails.
  static var wayBack: Self {
    Self("wayBack", .everyFrame, blank: [], suits: { $0.data.images == nil }) { album in
      let times = album.times(SpacePicture.frameCount)
      let found = album.evaluator.wayBack(of: album.probeSet.points, times: times)
      guard found.failure == nil, found.frames == times.count else { return [] }
      return album.pictures(found, times: times)
    }
  }
}
