import Canvas
import LiveSession
import NeuralODE

extension DuelState {
  package var problem: Problem { setup.data.problem }

  /// The views that Tab goes through, in order.
  package func views(of panel: Panel) -> [View] {
    guard let place = panel.place else { return [] }
    let run = setup.run(panel.side ?? .left)
    return View.all.filter { $0.place == place && $0.suits(run) }
  }

  package func view(of panel: Panel) -> View {
    guard let place = panel.place else { return .flow }
    let run = setup.run(panel.side ?? .left)
    // Called many times a frame: avoid building the whole list.
    if let chosen = navigation.chosenViews[panel], chosen.place == place, chosen.suits(run),
      View.all.contains(chosen)
    {
      return chosen
    }
    return View.all.first { $0.place == place && $0.suits(run) } ?? .flow
  }

  /// The screen's layout. A settings overlay gets its own room and covers nothing.
  var layout: ScreenLayout {
    layout(
      besideSettings: isSettingsOverlay
        ? SettingsPanel.overlayRect(width: width, height: height).width : 0)
  }

  private func layout(besideSettings reserved: Int) -> ScreenLayout {
    ScreenLayout(
      width: width, height: height, big: navigation.isBig ? bigPanel : nil,
      hasCaption: strip.hasCaption,
      hasFormulas: strip.hasFormulas, hasTip: tip != nil, hasMaps: problem.isOfPoints,
      hidden: navigation.hidden, reserved: reserved, isBig: isBig,
      hasLargeCaption: hasLargeCaption, isAlone: setup.isAlone)
  }

  /// Captions are larger than a cell only in pixels.
  var hasLargeCaption: Bool { isBig && hasPixels && pixels != .off }

  func modelLayout(of panel: Panel, in rect: Rect) -> ModelPanelLayout {
    ModelPanelLayout(
      rect, isOpen: view(of: panel).isOpen && axesShown(panel.side ?? .left) > 1,
      hasNumbers: !isBig)
  }

  /// The panel that fills the screen in big mode.
  var bigPanel: Panel { navigation.focus == .settings ? lastModel : navigation.focus }

  /// The last of the models' panels.
  var lastModel: Panel { setup.isAlone ? .left : .right }

  /// Whether anything on the screen changes without an event or a new snapshot.
  package var needsAnimation: Bool {
    playback.isHeadPlaying || turnsSomething || carriesParticles || overlays.message != nil
  }

  /// Whether a panel's space has three or more dimensions, seen by the camera.
  func isSolid(_ panel: Panel) -> Bool {
    panel.side.map { axesShown($0) >= 3 } ?? false
  }

  /// Axes of a side's space in the chosen projection: a flow of second order shows its positions.
  func axesShown(_ side: Side) -> Int {
    let run = setup.run(side)
    return min(3, showsPositions(side) ? run.data.dimension : run.features)
  }

  /// Whether a side shows positions without their velocities.
  func showsPositions(_ side: Side) -> Bool {
    let run = setup.run(side)
    return run.model.family.form?.isSecondOrder == true && run.data.dimension <= 3
      && navigation.projectionIndex == 0
  }

  /// Whether the camera is turning and some panel shows it.
  var turnsSomething: Bool {
    playback.isTurning
      && [Panel.left, .right].contains {
        isSolid($0) && (problem.isOfPoints || view(of: $0).isOfSpace)
      }
  }

  /// Whether the settings are open on a screen without room for their panel.
  var isSettingsOverlay: Bool { navigation.focus == .settings && !hasSettingsPanel }

  private var hasSettingsPanel: Bool { layout(besideSettings: 0).rect(of: .settings) != nil }

  /// Distinguishes two models of one family: by p if it differs, otherwise by side.
  func twinName(_ side: Side) -> String {
    differInP ? "p=\(setup[side].augmentation)" : side.rawValue
  }

  /// Whether both models are of one family, with different p.
  var differInP: Bool {
    setup.left.family == setup.right.family && setup.left.family.isAugmented
      && setup.left.augmentation != setup.right.augmentation
  }

  mutating func changeView(by step: Int) {
    let views = views(of: navigation.focus)
    guard views.count > 1 else {
      say("this panel has one view")
      return
    }
    let now = views.firstIndex(of: view(of: navigation.focus)) ?? 0
    navigation.chosenViews[navigation.focus] = views[(now + step + views.count) % views.count]
  }

  mutating func moveFocus() {
    let order = Panel.all.filter {
      $0 == .settings
        ? hasSettingsPanel
        : navigation.isBig && ($0 != .right || !setup.isAlone) || layout.rect(of: $0) != nil
    }
    // A screen that is too small shows none.
    guard !order.isEmpty else { return }
    let now = order.firstIndex(of: navigation.focus) ?? order.count - 1
    navigation.focus = order[(now + 1) % order.count]
  }

  mutating func changeProjection() {
    if let reason = problem.screen.onlyProjection {
      say(reason)
      return
    }
    let sides = Side.allCases.map { setup.run($0) }
    var names: [(String, String)] = []
    let areSecond = sides.map { $0.model.family.form?.isSecondOrder == true }
    if areSecond.contains(true) { names.append(("positions", "positions and velocities")) }
    if zip(sides, areSecond).contains(where: { $0.features > 3 && !$1 }) {
      names.append(("principal components", "two data axes and one augmented axis"))
    }
    guard !names.isEmpty else {
      say("only one projection; p \u{2265} 2 has others")
      return
    }
    navigation.projectionIndex = (navigation.projectionIndex + 1) % 2
    say(
      names.map { navigation.projectionIndex == 0 ? $0.0 : $0.1 }.joined(separator: ";  "))
  }

  package mutating func say(_ text: String) { overlays.say(text) }
}
