import Canvas
import LiveSession
import NeuralODE

extension DuelState {
  /// What is learned.
  package var problem: Problem { setup.data.problem }

  /// What a panel can show now, in the order of Tab; one thing only where Tab does nothing.
  package func views(of panel: Panel) -> [View] {
    guard let place = panel.place else { return [] }
    let run = setup.run(panel.side ?? .left)
    return View.all.filter { $0.place == place && $0.suits(run) }
  }

  /// What a panel shows.
  package func view(of panel: Panel) -> View {
    guard let place = panel.place else { return .flow }
    let run = setup.run(panel.side ?? .left)
    // Asked for many times a frame: the list is gone through only as far as it has to be.
    if let chosen = navigation.chosenViews[panel], chosen.place == place, chosen.suits(run),
      View.all.contains(chosen)
    {
      return chosen
    }
    return View.all.first { $0.place == place && $0.suits(run) } ?? .flow
  }

  /// The layout of the screen as it is. Settings that have no place of their own take room from
  /// everything, and lie upon nothing.
  var layout: ScreenLayout {
    layout(
      besideSettings: isSettingsOverlay
        ? SettingsPanel.overlayRect(width: width, height: height).width : 0)
  }

  private func layout(besideSettings reserved: Int) -> ScreenLayout {
    ScreenLayout(
      width: width, height: height, big: navigation.isBig ? bigPanel : nil,
      hasCaption: strip.hasCaption,
      hasFormulas: strip.hasFormulas, hasMaps: problem.isOfPoints,
      hidden: navigation.hidden, reserved: reserved)
  }

  /// The layout of a model's panel as it is.
  func modelLayout(of panel: Panel, in rect: Rect) -> ModelPanelLayout {
    let run = setup.run(panel.side ?? .left)
    let axes = run.data.dimension + run.model.augmentation
    return ModelPanelLayout(rect, isOpen: view(of: panel).isOpen && axes > 1)
  }

  /// The panel that fills the screen in big mode.
  var bigPanel: Panel { navigation.focus == .settings ? .right : navigation.focus }

  /// Does anything on the screen change by itself? If not, there is nothing to draw before the next
  /// event or snapshot.
  package var needsAnimation: Bool {
    playback.isSweeping || turnsSomething || overlays.message != nil
  }

  /// Is a panel's space of three dimensions, seen by the camera?
  func isSolid(_ panel: Panel) -> Bool {
    guard let side = panel.side else { return false }
    let run = setup.run(side)
    return run.data.dimension + run.model.augmentation >= 3
  }

  /// Does the camera turn by itself around anything?
  var turnsSomething: Bool {
    playback.isTurning
      && [Panel.left, .right].contains {
        isSolid($0) && (problem.isOfPoints || view(of: $0).isOfSpace)
      }
  }

  /// Are the settings open without a place of their own on this screen?
  var isSettingsOverlay: Bool { navigation.focus == .settings && !hasSettingsPanel }

  /// Do the settings have a place of their own?
  private var hasSettingsPanel: Bool { layout(besideSettings: 0).rect(of: .settings) != nil }

  /// What tells two models of one family apart: p where they differ in it, otherwise the side.
  func twinName(_ side: Side) -> String {
    differInP ? "p=\(setup[side].augmentation)" : side.rawValue
  }

  /// Are both models augmented, by different p?
  var differInP: Bool {
    Side.allCases.allSatisfy { setup[$0].family.isAugmented }
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
    let order = Panel.all.filter { $0 != .settings || hasSettingsPanel }
    let now = order.firstIndex(of: navigation.focus) ?? order.count - 1
    navigation.focus = order[(now + 1) % order.count]
  }

  mutating func changeProjection() {
    if let reason = problem.screen.onlyProjection {
      say(reason)
      return
    }
    let mostFeatures = Side.allCases.map {
      setup.data.dimension + setup.run($0).model.augmentation
    }.max()
    guard mostFeatures ?? 0 > 3 else {
      say("there is one projection only; p \u{2265} 2 has more")
      return
    }
    navigation.projectionIndex = (navigation.projectionIndex + 1) % 2
    say(
      navigation.projectionIndex == 0
        ? "principal components" : "two data axes and one augmented axis")
  }

  /// Shows a message for some seconds.
  mutating func say(_ text: String) { overlays.say(text) }
}
