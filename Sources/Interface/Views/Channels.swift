import CellGraphics
import Drawing

extension View {
  /// One image advected by the flow: its channels at the play head's time.
  package static let channels: View = {
    var view = View(
      model: "channels", "channels",
      "one image in the flow: its channels at the play head's time",
      explanation: { _ in
        (
          "One image in the flow",
          "A test image carried to the play head's time: blue is below 0, yellow above, dark is 0. The data "
            + "channel starts as the image; augmented channels (+1, +2, ...) start as zeros and become room to "
            + "work in. Look where the NODE has to distort the image itself, since it has nowhere else to put "
            + "what it finds. Arrows choose another image."
        )
      }
    ) { context, drawing in
      guard let images = context.snapshot?.images else { return }
      let channels = Side.allCases.map {
        images.shape.channels + context.state.setup.run($0).model.augmentation
      }
      ChannelPicture(
        images: images, time: context.state.playback.time, isFilm: false,
        mostChannels: channels.max() ?? 1, look: context.look
      ).draw(into: &drawing, in: drawing.bounds)
    }
    view.hasPlayHead = true
    view.suits = { $0.problem == .images }
    view.formula = { subject in
      let run = subject.run
      if run.model.family == .resnet { return "h(k+1) = h(k) + F(h(k)),  h(0) = x" }
      if run.model.augmentation > 0 {
        return "d[h; a]/dt = f([h; a], t),  [h; a](0) = [x; 0],  p = {p(\(subject.side.rawValue))}"
      }
      return "dh/dt = f(h(t), t),  h(0) = x,  \u{3C6}(x) = h(1)"
    }
    return view
  }()
}
