/// What is looked at: the focus, the views, what is hidden.
package struct Navigation: Sendable, Equatable {
  /// Which panel has the focus.
  package internal(set) var focus = Panel.right
  /// What panels show, where that is not the first of their views.
  var chosenViews: [Panel: View] = [:]
  /// Which of a snapshot's `spaces` is drawn, modulo their number.
  package internal(set) var projectionIndex = 0
  /// Does one panel, with its NFE, fill the screen?
  package internal(set) var isBig = false
  /// How fields are drawn below trajectories.
  package internal(set) var fieldStyle = FieldStyle.strokes
  /// Parts of the screen that are not shown.
  package internal(set) var hidden: Set<ScreenPart> = []
  /// Where the settings panel's cursor is, and what is typed there.
  package internal(set) var cursor = SettingsCursor()
}
