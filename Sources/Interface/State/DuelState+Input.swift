extension DuelState {
  /// Does what an event of the terminal asks for, and returns what is left for the outside to do.
  public mutating func handle(_ event: InputEvent) -> [Effect] {
    switch event {
    case .key(let key): return ActionTable.action(for: key).map { apply($0) } ?? []
    case .mouse(let mouse):
      if isMouseCaptured { handle(mouse) }
      return []
    case .resize(let width, let height):
      self.width = max(0, width)
      self.height = max(0, height)
      drag = nil
      if isHelpOpen { scrollHelp(by: 0) }
      return []
    }
  }

  private mutating func handle(_ mouse: MouseEvent) {
    if isHelpOpen {
      switch mouse.kind {
      case .wheelUp: scrollHelp(by: -2)
      case .wheelDown: scrollHelp(by: 2)
      case .press: isHelpOpen = false
      case .drag, .release: break
      }
      return
    }
    let layout = ScreenLayout(width: width, height: height)
    switch mouse.kind {
    case .press:
      drag = nil
      guard let panel = layout.panel(at: mouse.x, mouse.y) else { return }
      if !panel.views.isEmpty { focus = panel }
      guard panel.isModel, let rect = layout.rect(of: panel) else { return }
      let parts = ModelPanelLayout(rect)
      if view(of: panel) == .flow && parts.playHead.contains(mouse.x, mouse.y) {
        drag = Drag(target: .playHead, panel: panel, x: mouse.x, y: mouse.y)
        setTime(parts.time(at: mouse.x))
      } else if isSolid(panel) {
        drag = Drag(target: .camera, panel: panel, x: mouse.x, y: mouse.y)
      }
    case .drag:
      guard var held = drag, let rect = layout.rect(of: held.panel) else { return }
      switch held.target {
      case .playHead: setTime(ModelPanelLayout(rect).time(at: mouse.x))
      case .camera: turn(Float(held.x - mouse.x) * 0.035, Float(mouse.y - held.y) * 0.06)
      }
      (held.x, held.y) = (mouse.x, mouse.y)
      drag = held
    case .release: drag = nil
    case .wheelUp, .wheelDown:
      guard layout.panel(at: mouse.x, mouse.y)?.isModel == true else { return }
      zoom(mouse.kind == .wheelUp ? 1.1 : 1 / 1.1)
    }
  }
}
