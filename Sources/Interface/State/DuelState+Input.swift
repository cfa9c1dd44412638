import Canvas

extension DuelState {
  /// Handles a terminal event; returns what is left for the caller to do.
  package mutating func handle(_ event: InputEvent) -> [Effect] {
    if case .resize = event {} else { tips.isUntouched = false }
    switch event {
    case .key(let key): return handle(key) + settle()
    case .paste(let text): return paste(text)
    case .mouse(let mouse): return isMouseCaptured ? handle(mouse) + settle() : []
    case .resize(let width, let height):
      self.width = max(0, width)
      self.height = max(0, height)
      pointing.drag = nil
      if isHelpOpen { scrollHelp(by: 0) }
      return []
    }
  }

  private mutating func handle(_ key: Key) -> [Effect] {
    if overlays.palette != nil { return handleInPalette(key) }
    if let choice = overlays.lessonChoice { return handleInLessons(key, choice) }
    if overlays.overlay == nil {
      if navigation.focus == .settings, let effects = handleInSettings(key) { return effects }
      if navigation.focus != .settings,
        movePointer(key) || chooseImage(key) || chooseBrush(key)
      {
        return []
      }
    }
    return ActionTable.action(for: key).map { apply($0) } ?? []
  }

  private mutating func handleInLessons(_ key: Key, _ choice: Int) -> [Effect] {
    switch key {
    case .up: overlays.lessonChoice = max(0, choice - 1)
    case .down: overlays.lessonChoice = min(overlays.lessonTitles.count - 1, choice + 1)
    case .enter:
      overlays.lessonChoice = nil
      return [.lesson(choice)]
    case .escape, .character("L"): overlays.lessonChoice = nil
    case .character("q"), .control("c"): return [.quit]
    default: break
    }
    return []
  }

  private mutating func handle(_ mouse: MouseEvent) -> [Effect] {
    if overlays.lessonChoice != nil { return [] }
    if overlays.overlay != nil {
      switch mouse.kind {
      case .wheelUp: scrollHelp(by: -2)
      case .wheelDown: scrollHelp(by: 2)
      case .press: overlays.overlay = nil
      case .drag, .release: break
      }
      return []
    }
    let layout = layout
    if navigation.focus == .settings, let effects = handleInSettings(mouse, layout) {
      return effects
    }
    switch mouse.kind {
    case .press: return press(mouse, layout)
    case .drag: return drag(mouse, layout)
    case .release: pointing.drag = nil
    case .wheelUp, .wheelDown:
      guard let panel = layout.panel(at: mouse.x, mouse.y) else { return [] }
      if panel == .settings {
        navigation.focus = .settings
        return handleInSettings(mouse, layout) ?? []
      }
      if panel.isModel { playback.zoom(mouse.kind == .wheelUp ? 1.1 : 1 / 1.1) }
    }
    return []
  }

  private mutating func press(_ mouse: MouseEvent, _ layout: ScreenLayout) -> [Effect] {
    pointing.drag = nil
    guard let panel = layout.panel(at: mouse.x, mouse.y), let rect = layout.rect(of: panel) else {
      return []
    }
    navigation.focus = panel
    if panel == .settings { return handleInSettings(mouse, layout) ?? [] }
    if let image = image(at: mouse, layout) {
      chooseImage(image)
      return []
    }
    if let place = inputPlace(at: mouse, layout) {
      pointing.drag = Pointing.Drag(
        target: pointing.brush == nil ? .pointer : .paint, panel: panel, x: mouse.x, y: mouse.y)
      guard let brush = pointing.brush else {
        movePointer(to: place)
        return []
      }
      return paint(mouse.button == 3 ? .eraser : brush, at: place)
    }
    guard panel.isModel else { return [] }
    let parts = modelLayout(of: panel, in: rect)
    if view(of: panel).hasPlayHead && parts.playHead.contains(mouse.x, mouse.y) {
      pointing.drag = Pointing.Drag(target: .playHead, panel: panel, x: mouse.x, y: mouse.y)
      playback.setTime(parts.time(at: mouse.x))
    } else if isSolid(panel), view(of: panel).isOfSpace {
      pointing.drag = Pointing.Drag(target: .camera, panel: panel, x: mouse.x, y: mouse.y)
    }
    return []
  }

  private mutating func drag(_ mouse: MouseEvent, _ layout: ScreenLayout) -> [Effect] {
    guard var held = pointing.drag, let rect = layout.rect(of: held.panel) else { return [] }
    var effects: [Effect] = []
    switch held.target {
    case .playHead: playback.setTime(modelLayout(of: held.panel, in: rect).time(at: mouse.x))
    case .camera: playback.turn(Float(held.x - mouse.x) * 0.035, Float(mouse.y - held.y) * 0.06)
    case .pointer:
      if let place = inputPlace(at: mouse, layout) { movePointer(to: place) }
    case .paint:
      if let brush = pointing.brush, let place = inputPlace(at: mouse, layout),
        (mouse.x, mouse.y) != (held.x, held.y)
      {
        effects = paint(mouse.button == 3 ? .eraser : brush, at: place)
      }
    }
    (held.x, held.y) = (mouse.x, mouse.y)
    pointing.drag = held
    return effects
  }

  /// The input point under the mouse; nil outside the maps of the input space.
  private func inputPlace(at mouse: MouseEvent, _ layout: ScreenLayout) -> SIMD2<Float>? {
    guard pointing.plane.axes == 2, problem.isOfPoints,
      let panel = layout.panel(at: mouse.x, mouse.y),
      let rect = layout.rect(of: panel)
    else { return nil }
    var areas: [Rect] = []
    if panel == .maps {
      areas = InputMaps.squares(in: rect.inset(2, 1), isAlone: setup.isAlone)
    }
    if panel.isModel, view(of: panel) == .inputSpace {
      areas = [
        InputSpacePicture.area(in: modelLayout(of: panel, in: rect).picture, isLine: false)
      ]
    }
    guard let area = areas.first(where: { $0.contains(mouse.x, mouse.y) }) else { return nil }
    let x = (Float(mouse.x - area.x) + 0.5) / Float(area.width) * 2 - 1
    let y = 1 - (Float(mouse.y - area.y) + 0.5) / Float(area.height) * 2
    return SIMD2(x, y) * pointing.plane.extent
  }

  /// Handles the mouse over the settings panel; nil outside it.
  private mutating func handleInSettings(
    _ mouse: MouseEvent, _ layout: ScreenLayout
  ) -> [Effect]? {
    let rect = layout.rect(of: .settings) ?? SettingsPanel.overlayRect(width: width, height: height)
    guard rect.contains(mouse.x, mouse.y) else {
      if mouse.kind == .press, isSettingsOverlay { navigation.focus = .right }
      return nil
    }
    switch mouse.kind {
    case .press:
      if let place = SettingsPanel.place(at: mouse.x, mouse.y, in: rect, self) {
        navigation.cursor.name = place.name
        navigation.cursor.side = place.side ?? navigation.cursor.side
        navigation.cursor.type(nil)
      }
    case .wheelUp: return stepSetting(up: true)
    case .wheelDown: return stepSetting(up: false)
    case .drag, .release: break
    }
    return []
  }
}
