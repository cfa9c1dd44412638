import Canvas
import Interface
import LiveSession
import NeuralODE

/// The files of a duel: live, recorded or in lines of text.
struct DuelFiles {
  let state: DuelState
  let snapshots: (left: Snapshot?, right: Snapshot?)
  let glyphs: GlyphSet
  let theme: Theme

  /// Writes a file and returns its description for the user.
  ///
  /// - Parameter checkpoint: the weights of a side; a caller that trains on another thread writes
  ///   them there.
  func write(
    _ request: FileRequest, by permission: WritePermission, checkpoint: (Side) -> Checkpoint?
  ) throws -> String {
    switch request {
    case .screenshot(let name):
      let stem = name.map(Picture.stem) ?? Self.freeStem(permission)
      let screen = DuelScreen.compose(
        left: snapshots.left, right: snapshots.right, state: state, theme: theme, glyphs: glyphs,
        isOfCells: false)
      var picture = Picture(screen, theme)
      (picture.glyphs, picture.depth) = (glyphs, .indexed)
      return try picture.writeScreenshot(stem, by: permission)
    case .figure(let panel, let path, let width, let height):
      let size = PaperFigure.size(width: width, height: height)
      let drawing = DuelScreen.figure(
        of: panel, columns: size.columns, rows: size.rows, left: snapshots.left,
        right: snapshots.right, state: state, theme: PaperFigure.theme)
      let format = PictureFormat(path: path) ?? .svg
      try permission.write(PaperFigure.picture(drawing).bytes(format), to: path)
      return path
    case .share(let path):
      try permission.write(state.shareLine + "\n", to: path)
      return path
    case .metrics(let path):
      try permission.write(
        MetricsTable.csv(left: snapshots.left, right: snapshots.right), to: path)
      return path
    case .weights(let side, let path):
      guard let checkpoint = checkpoint(side) else { return path }
      try permission.write(checkpoint.data(isDouble: false), to: path)
      return path
    }
  }

  /// Writes the files of a script without a screen, and reports the ones that are refused.
  static func write(
    _ effects: [Effect], of duel: LockstepDuel, by permission: WritePermission
  ) throws {
    let files = DuelFiles(
      state: duel.state, snapshots: duel.snapshots, glyphs: .unicode, theme: .dark)
    for effect in effects {
      switch effect {
      case .write(let request), .replace(let request):
        do {
          _ = try files.write(request, by: permission) { duel.checkpoint($0) }
        } catch let failure as WriteFailure {
          guard case .refused = failure else { throw failure }
          Descriptor.complain("anode: \(failure)")
        }
      default: break
      }
    }
  }

  /// anode-1, anode-2, …: the first free name.
  private static func freeStem(_ permission: WritePermission) -> String {
    permission.freeName(
      (1...9999).lazy.map { "anode-\($0)" }, endings: Picture.screenshots.map(\.ending))
      ?? "anode-0"
  }
}
