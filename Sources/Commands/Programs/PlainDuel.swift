import Canvas
import Interface
import LiveSession
import NeuralODE
import Platform

/// The duel as lines of text, for screen readers and pipes.
@MainActor enum PlainDuel {
  /// Trains both models and reports changes; each line of standard input is a command, as after a
  /// colon.
  static func run(_ setup: DuelOptions, epochs: Int) throws {
    let initial = setup.state
    let sessions = setup.sessions
    var duel = LockstepDuel(initial, sessions: (sessions.left, sessions.right))
    for complaint in setup.complaints { Descriptor.complain("anode: \(complaint)") }
    try StandardOutput.write(
      "anode: \(initial.shareLine)\n"
        + "Type a command and Enter (help lists them, quit ends).\n")
    var reported = Side.allCases.map { _ in Reported() }
    var input = LineInput()
    // A write refused because the file exists: the same line again replaces it.
    var asked: FileRequest?
    let slice = 0.25
    while true {
      for line in input.lines(
        waiting: duel.state.playback.tempo == nil || duel.state.playback.isPaused ? 0 : slice)
      {
        if line == "help" {
          try StandardOutput.write(commands)
          continue
        }
        let mayReplace = asked
        asked = nil
        do {
          let rest = try duel.perform(line)
          if rest.contains(.quit) { return }
          for case .load(let side, let path) in rest { try load(path, side, &duel) }
          try Effect.refuseSweeps(rest, "a sweep needs its own screen: anode sweep")
          for case .write(let request) in rest {
            asked = request
            try write(request, .person(force: request == mayReplace), duel)
            asked = nil
          }
          try StandardOutput.write("done: \(duel.state.overlays.message ?? line)\n")
        } catch let error as CommandError {
          try StandardOutput.write("refused: \(error.reason)\n")
        }
      }
      if duel.state.playback.isPaused {
        guard !input.isAtEnd else { return }
        input.wait()
        continue
      }
      duel.advance(by: slice)
      var isOver = true
      for (k, snapshot) in [duel.snapshots.left, duel.snapshots.right].enumerated() {
        for line in reported[k].changes(snapshot) { try StandardOutput.write(line + "\n") }
        if snapshot.status == .healthy && snapshot.epoch < Float(epochs) { isOver = false }
      }
      if isOver { return }
    }
  }

  private static func write(
    _ request: FileRequest, _ permission: WritePermission, _ duel: LockstepDuel
  ) throws(CommandError) {
    let files = DuelFiles(
      state: duel.state, snapshots: duel.snapshots, glyphs: .unicode,
      theme: Theme.named(duel.state.themeName) ?? .dark)
    do {
      _ = try files.write(request, by: permission) { duel.checkpoint($0) }
    } catch WriteFailure.exists(let path) {
      throw CommandError(reason: "\(path.harmless) exists; the same line again replaces it")
    } catch {
      throw CommandError(reason: "\(error)")
    }
  }

  private static func load(
    _ path: String, _ side: Side, _ duel: inout LockstepDuel
  ) throws(CommandError) {
    let checkpoint = try retelling({ CommandError(reason: "\(path): \($0)") }) {
      try SavedModel(path: path).checkpoint(for: duel.state.setup.data)
    }
    try duel.take(checkpoint, side, name: path)
  }

  private static var commands: String {
    "settings: \(SettingTable.all.map(\.name).joined(separator: ", "))\n"
      + "actions: \(ActionTable.all.map(\.name).joined(separator: ", "))\n"
  }

  /// What has been reported about a model.
  private struct Reported {
    var nfe = 0
    var loss: Float = .infinity
    var epoch: Float = -5
    var isAccurate: Bool?
    var status = RunStatus.healthy

    /// Sentences about changes since the last report.
    mutating func changes(_ snapshot: Snapshot) -> [String] {
      if snapshot.iteration < 2 || snapshot.epoch < epoch { self = Reported() }
      var lines: [String] = []
      let screen = snapshot.configuration.problem.screen
      let model = snapshot.configuration.model
      // An ANODE with p = 0 is a NODE.
      let family = model.family == .anode && model.augmentation == 0 ? .node : model.family
      let name = family.title
      let place = "epoch \(NumberText.fixed(Double(snapshot.epoch), 1)), \(name)"
      if snapshot.nfe != nfe, snapshot.nfe > 0, abs(snapshot.nfe - nfe) >= 3 {
        lines.append(
          "\(place): \(snapshot.nfe) function evaluations" + (nfe > 0 ? ", previously \(nfe)" : ""))
        nfe = snapshot.nfe
      }
      let recent = snapshot.loss ?? .infinity
      if recent.isFinite, recent < loss / 2 || snapshot.epoch >= epoch + 5 {
        let accuracy =
          screen.hasAccuracy && snapshot.accuracy != nil
          ? ", \(screen.accuracyName) \(screen.accuracyText(snapshot.accuracy))" : ""
        lines.append("\(place): loss \(NumberText.short(Double(recent)))" + accuracy)
        loss = min(loss, recent)
        epoch = snapshot.epoch
      }
      if let solve = snapshot[.solveAccuracy], solve.isAccurate != isAccurate {
        isAccurate = solve.isAccurate
        func percent(_ share: Double) -> String {
          "\(NumberText.fixed(share * 100, share < 0.0995 ? 1 : 0)) percent"
        }
        lines.append(
          solve.isAccurate
            ? "\(place): the solve is accurate to \(percent(solve.worstError))"
            : solve.worstError.isFinite
              ? "\(place): the solve is not accurate: median error \(percent(solve.medianError)), "
                + "worst \(percent(solve.worstError))"
              : "\(place): the solve is not accurate: it fails")
      }
      if snapshot.status != status {
        status = snapshot.status
        if let text = FailureText(status) {
          lines.append("\(place): \(text.title) \(text.meaning)")
        }
      }
      return lines
    }
  }
}
