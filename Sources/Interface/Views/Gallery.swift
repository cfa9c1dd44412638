import CellGraphics
import Drawing

extension View {
  /// Images that are not learned from, and what the model takes them for.
  package static let gallery: View = {
    var view = View(
      model: "gallery", "test images",
      "images that are not learned from, and what the model takes them for",
      explanation: { _ in
        (
          "Test images",
          "Images that are not learned from, with their class and, where the model is wrong, what it takes them "
            + "for. Arrows or a click choose the one shown in the flow. Watch the crosses "
            + "disappear while it learns, and which stay in one model only."
        )
      }
    ) { context, drawing in
      guard let images = context.snapshot?[.images] else { return }
      GalleryPicture.looked(images, context.look).draw(into: &drawing, in: drawing.bounds)
    }
    view.suits = { $0.problem == .images }
    return view
  }()
}
