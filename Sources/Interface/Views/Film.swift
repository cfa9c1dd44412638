import CellGraphics
import Drawing

extension View {
  /// Its channels at several times.
  package static let film: View = {
    var view = View(
      model: "film", "over t",
      "its channels at several times side by side",
      explanation: { _ in
        (
          "One image along t",
          "A row is a channel, a column a time; the bold column is the play head's. The scale of a row is "
            + "the same at all times, so growth is visible. Compare how much happens, and how evenly: "
            + "sudden change is what costs evaluations."
        )
      }
    ) { context, drawing in
      guard let images = context.snapshot?.images else { return }
      let channels = Side.allCases.map {
        images.shape.channels + context.state.setup.run($0).model.augmentation
      }
      ChannelPicture(
        images: images, time: context.state.playback.time, isFilm: true,
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
