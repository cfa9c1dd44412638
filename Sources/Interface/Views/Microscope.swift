import CellGraphics
import Drawing
import LiveSession
import NeuralODE

extension View {
  /// The solver's steps along t.
  package static let steps: View = {
    var view = View(
      model: "steps", "solver microscope",
      "every step of one solve: how long, how large its error, which were rejected",
      explanation: { _ in
        (
          "The solver microscope",
          "Every step of one solve along t: bars are steps as high as they are long, dots below are "
            + "their estimated errors over what the tolerance allows. Above 1 a step is rejected (red) "
            + "and tried again shorter, and its evaluations are lost. Look where steps get short: there "
            + "the field changes fast."
        )
      }
    ) { context, drawing in
      guard let snapshot = context.snapshot else { return }
      MicroscopePicture(
        snapshot: snapshot, time: context.state.playback.time, color: context.color,
        look: context.look
      ).draw(into: &drawing, in: drawing.bounds)
    }
    view.hasPlayHead = true
    view.parts.insert(.microscopy)
    view.probeRow = nil
    view.suits = { $0.model.family != .resnet }
    view.formula = { subject in
      let solver = subject.run.training.solver
      guard solver.isAdaptive && solver.isFSAL else { return nil }
      let side = subject.side.rawValue
      return "NFE = 2 + \(solver.evaluationsPerStep)\u{B7}({steps(\(side))} + "
        + "{rejected(\(side))}) = {nfe(\(side))}"
    }
    return view
  }()
}

extension Probe where Value == Evaluator<Float>.Microscopy? {
  /// The steps of one solve of the probe points; nil for a ResNet.
  static var microscopy: Self {
    Self("microscopy", .likeMaps, blank: nil) { album in
      album.evaluator.microscopy(of: album.probeSet.points)
    }
  }
}
