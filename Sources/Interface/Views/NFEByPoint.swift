import CellGraphics
import Drawing
import LiveSession

extension View {
  /// How many evaluations each point needs by itself.
  package static let samples: View = {
    var view = View(
      model: "samples", "NFE by point",
      "how many evaluations each point needs by itself",
      explanation: { _ in
        (
          "NFE by point",
          "Each point is solved alone, with its own steps: one row for each NFE, coloured by "
            + "class. A batch is solved as one system whose error is an average, so easy points pay for "
            + "hard ones and hard ones hide among easy ones. Which class is the hard one?"
        )
      }
    ) { context, drawing in
      guard let snapshot = context.snapshot else { return }
      HistogramPicture(snapshot: snapshot, color: context.color, look: context.look)
        .draw(into: &drawing, in: drawing.bounds)
    }
    view.parts.insert(.sampleNFE)
    view.probeRow = nil
    view.suits = { $0.model.family != .resnet }
    return view
  }()
}

extension Probe where Value == [Int]? {
  /// NFE of each probe point solved by itself, 0 where that fails; nil for a ResNet.
  static var sampleNFE: Self {
    Self("sampleNFE", .likeMaps, blank: nil) { album in
      album.evaluator.sampleNFE(of: album.probeSet.points)
    }
  }
}
